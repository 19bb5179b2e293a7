bind = "0.0.0.0:8000"
workers = 2
accesslog = "-"
limit_request_line = 4094
timeout = 30
# the peer address itself stays REMOTE_ADDR; shop.middleware compares it with TRUSTED_PROXY
forwarded_allow_ips = "172.30.7.2"
