"""JSON logs: one object a line, so that no value can forge a second line."""

import logging
import sys

import structlog

PRIVATE = {"password", "token", "secret", "cookie", "authorization", "csrf_token"}


def drop_private(_logger, _method, event):
    for key in PRIVATE & event.keys():
        event[key] = "[removed]"
    return event


def configure_logging(level: str) -> None:
    logging.basicConfig(stream=sys.stdout, level=level, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            drop_private,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
