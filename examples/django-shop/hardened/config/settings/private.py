"""What never reaches a log."""

PRIVATE = {"password", "password1", "password2", "token", "secret", "cookie", "authorization"}


def drop_private(_logger, _method, event):
    for key in PRIVATE & event.keys():
        event[key] = "[removed]"
    return event
