bind = "0.0.0.0:8000"
workers = 2
accesslog = "-"
limit_request_line = 4094
timeout = 30
