"""Calls that write to a log: which they are, and what they are given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from weakref import WeakKeyDictionary

import msgspec

from tenfold import frameworks
from tenfold.frameworks.model import Logger
from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.bodies import calls_in
from tenfold.program.calls import CallSite
from tenfold.project.read import PythonFile
from tenfold.rules.logging._reached import by_hand

LEVELS = frozenset({
    "debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log", "msg", "success", "trace",
    "notice", "adebug", "ainfo", "awarning", "aerror", "aexception", "acritical",
})  # fmt: skip
"""Methods of loggers; those with an "a" before them are structlog's for async code."""

_SHORT = frozenset({"d", "i", "w", "e"})
"""Methods that projects give to loggers for short; they count only where the logger is known for one."""

_LOGGER_NAMES = frozenset(
    {"logger", "log", "logging", "_logger", "_log", "access_logger", "audit_logger", "security_logger"}
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_LOG_WORDS = frozenset({"log", "logs", "logged", "logger", "logging"})
_RECORD_WORDS = ("audit", "event", "record", "report", "track", "notif", "alert", "histor")
_MAX_DEPTH = 3
_KNOWN: WeakKeyDictionary[App, tuple[LogCall, ...]] = WeakKeyDictionary()


class LogCall(msgspec.Struct, frozen=True):
    """A call that writes to a log.

    Attributes:
        site: the call.
        level: the method's name ("info"), "print" for print.
        message: the text or what makes it.
        args: what is put into the text.
        fields: keyword arguments that become fields of the record.
    """

    site: CallSite
    level: str
    message: f.Expr | None
    args: tuple[f.Expr, ...]
    fields: tuple[f.Keyword, ...]

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.site.place

    @property
    def file(self) -> PythonFile:
        """The file it stands in."""
        return self.site.file

    @property
    def scope(self) -> int:
        """The scope it stands in."""
        return self.site.call.scope

    @property
    def called(self) -> str:
        """What is called, as far as a reader needs it: "logger.info"."""
        return ".".join(self.site.call.name.rsplit(".", 2)[-2:])

    @property
    def detailed(self) -> bool:
        """Whether its level is below what production records by default."""
        return self.level in {"debug", "adebug", "trace", "d"}


def log_calls(app: App) -> tuple[LogCall, ...]:
    """Every call of the app that writes to a log, in reading order; `print` is not among them."""
    known = _KNOWN.get(app)
    if known is None:
        found: list[LogCall] = []
        for level in sorted(LEVELS | _SHORT):
            for site in app.ending(level):
                call = as_log_call(site) if not by_hand(app, site.file.path) else None
                if call is not None:
                    found.append(call)
        known = _KNOWN[app] = tuple(sorted(found, key=lambda call: (call.file.path, call.site.call.at)))
    return known


def prints(app: App) -> Iterator[LogCall]:
    """Every `print` of the app, which a container's log keeps too."""
    for site in app.ending("print"):
        if site.name in {"builtins.print", "print"} and not by_hand(app, site.file.path):
            yield LogCall(site, "print", None, site.call.args, ())


def as_log_call(site: CallSite) -> LogCall | None:
    """The call as one that writes to a log; None when it does not."""
    level = site.call.name.rpartition(".")[2]
    if level not in LEVELS | _SHORT or not isinstance(site.call.func, f.Attr):
        return None
    declared = _declared(site.name)
    if declared is None and (level in _SHORT or not _named_like_a_logger(site)):
        return None
    args = site.call.args[1:] if level == "log" else site.call.args
    own = {"exc_info", "stack_info", "stacklevel"}
    fields = tuple(k for k in site.call.keywords if k.name not in own)
    return LogCall(site, level, args[0] if args else None, args[1:], fields)


def _declared(name: str) -> Logger | None:
    """The logger that a method belongs to: `logging.getLogger.getChild.info` belongs to `logging.getLogger`."""
    table = frameworks.loggers()
    owner = name.rpartition(".")[0]
    while owner:
        if owner in table:
            return table[owner] if not table[owner].records else None
        owner = owner.rpartition(".")[0]
    return None


def _named_like_a_logger(site: CallSite) -> bool:
    """Whether what is called is named as loggers are and means nothing else that is known."""
    receiver = site.call.name.rpartition(".")[0].rpartition(".")[2].casefold()
    if receiver not in _LOGGER_NAMES:
        return False
    return not site.name or ":" in site.name or site.name.startswith(("flask.", "starlette.", "fastapi.", "django."))


def records(app: App, file: PythonFile, body: tuple[f.Stmt, ...]) -> list[Place]:
    """Where a block writes to a log or reports, itself or by a function of the project that it calls."""
    return [place for _, place in recording_calls(app, file, body)]


def recording_calls(app: App, file: PythonFile, body: tuple[f.Stmt, ...]) -> Iterator[tuple[f.Call, Place]]:
    """The calls of a block that write to a log, with their places; see `records`."""
    for call in calls_in(file, body):
        if records_call(app, file, call):
            yield call, Place(file.path, f.line_of(call.at), f.column_of(call.at), call.end)


def records_call(app: App, file: PythonFile, call: f.Call, depth: int = 0) -> bool:
    """Whether a call writes to a log or reports, or is of a function of the project that does."""
    name = app.program.calls.called(file, call)
    declared = frameworks.loggers().get(name)
    if declared is not None and declared.records:
        return True
    if as_log_call(CallSite(file, call, name)) is not None:
        return True
    defined = app.program.names.definition(name) if depth < _MAX_DEPTH else None
    if defined is None:
        return False
    owner, scope = defined
    if owner.outline.scopes[scope].kind == "class" or not _speaks_of_records(name):
        return False
    return any(records_call(app, owner, inner, depth + 1) for inner in calls_in(owner, owner.detail.bodies[scope]))


def _speaks_of_records(name: str) -> bool:
    """Whether a function's name says that recording is its work; others log by the way what they do."""
    words = [word.casefold() for word in _WORD.findall(name.rpartition(":")[2])]
    return any(word in _LOG_WORDS or word.startswith(_RECORD_WORDS) for word in words)
