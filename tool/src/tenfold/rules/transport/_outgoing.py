"""Connections to other services: which are unverified, unencrypted, or sound."""

from __future__ import annotations

from collections.abc import Iterator

from tenfold.language import facts as f
from tenfold.place import Place
from tenfold.program.app import App
from tenfold.program.calls import CallSite
from tenfold.program.names import blocks, qualname
from tenfold.program.values import Env, Made, Value
from tenfold.project.read import PythonFile
from tenfold.rules.base import Observation, violated
from tenfold.rules.transport import _clients as clients
from tenfold.rules.transport._plain import is_public, plain_host
from tenfold.rules.transport._settings import effective

FIX = 'Leave verification on; for a private authority name its certificate, as in verify="/etc/ssl/certs/ca.pem".'
_CONTEXT_FIX = "Use ssl.create_default_context(cafile=...) as it comes, with the private authority's certificate."
_MODE_KEYS = frozenset({"ssl_cert_reqs", "tls_cert_reqs"})


def broken(app: App) -> Iterator[Observation]:
    """Every line that switches a check off or speaks plain HTTP to another network."""
    yield from _arguments(app)
    yield from _partials(app)
    yield from _assignments(app)
    yield from _contexts(app)
    yield from _host_keys(app)
    yield from _options(app)
    yield from _environment(app)
    yield from _mail(app)


def reaching(app: App) -> list[CallSite]:
    """Every call that reaches another service."""
    return app.calls(*clients.BY_NAME)


def _is_off(value: Value, bad: tuple[Value, ...]) -> bool:
    known = value.default if isinstance(value, Env) else value
    return any(known is one for one in bad) or (known == 0 and type(known) is int and False in bad)


def _arguments(app: App) -> Iterator[Observation]:
    for site in reaching(app):
        client = clients.BY_NAME.get(site.name)
        if client is None:
            continue
        yield from _switched(app, site, client)
        argument, position = client.url
        expr = site.argument(argument, position) if argument else None
        host = plain_host(app, site.file, site.call.scope, expr) if expr is not None else ""
        if host:
            yield violated(
                site.place,
                f"{_short(site.name)} speaks plain HTTP to {host}.",
                "Write https:// in the address.",
                function=site.function,
            )


def _switched(app: App, site: CallSite, client: clients.Client) -> Iterator[Observation]:
    for keyword in site.call.keywords:
        value = app.program.values.of(site.file, site.call.scope, keyword.value)
        off = _is_off(value, client.off.get(keyword.name, ()))
        if off or (keyword.name in client.modes and clients.is_none_mode(value)):
            shown = "False" if off and value is False else _shown(value)
            yield violated(
                site.place,
                f"{_short(site.name)} is given {keyword.name}={shown}, so it accepts any certificate.",
                FIX,
                function=site.function,
                severity="high",
            )
            return


def _shown(value: Value) -> str:
    if isinstance(value, Env):
        return f"{_shown(value.default)} unless {value.variable} is set"
    return value.name if isinstance(value, Made) else repr(value)


def _short(name: str) -> str:
    return ".".join(name.split(".")[-2:])


def _partials(app: App) -> Iterator[Observation]:
    """`functools.partial(requests.get, verify=False)`."""
    for site in app.calls("functools.partial", "functools.partialmethod"):
        wrapped = site.argument("", 0)
        name = app.program.names.qualify(site.file, site.call.scope, wrapped) if wrapped is not None else ""
        client = clients.BY_NAME.get(name.replace("()", ""))
        if client is not None:
            yield from _switched(app, CallSite(site.file, site.call, name.replace("()", "")), client)


def _assignments(app: App) -> Iterator[Observation]:
    """`session.verify = False`, `ssl._create_default_https_context = ssl._create_unverified_context`."""
    names, values = app.program.names, app.program.values
    for file in app.files.values():
        for assign in file.detail.assigns:
            target = assign.target
            if assign.kind != "=" or not isinstance(target, f.Attr) or assign.value is None:
                continue
            place = Place(file.path, f.line_of(assign.at), f.column_of(assign.at), assign.end)
            function = qualname(file, assign.scope)
            if target.name == "_create_default_https_context":
                meant = names.qualify(file, assign.scope, assign.value)
                if meant in clients.UNVERIFIED_CONTEXTS:
                    reason = "Every HTTPS connection of the standard library is made to accept any certificate."
                    yield violated(place, reason, _CONTEXT_FIX, function=function, severity="high")
            elif (
                target.name == "verify"
                and _is_off(values.of(file, assign.scope, assign.value), (False,))
                and names.qualify(file, assign.scope, target.value) in clients.SESSION_TYPES
            ):
                reason = "The session accepts any certificate (verify = False)."
                yield violated(place, reason, FIX, function=function, severity="high")


def _contexts(app: App) -> Iterator[Observation]:
    """Contexts of the `ssl` module: unverified ones, and checks that are switched off."""
    for site in app.calls(*clients.UNVERIFIED_CONTEXTS):
        reason = f"{site.name} makes a context that accepts any certificate."
        yield violated(site.place, reason, _CONTEXT_FIX, function=site.function, severity="high")
    for site in app.calls("ssl.SSLContext"):
        first = app.program.values.of(site.file, site.call.scope, site.argument("protocol", 0))
        if isinstance(first, Made) and first.name in clients.OLD_PROTOCOLS:
            reason = f"The context speaks only {first.name.removeprefix('ssl.PROTOCOL_')}."
            yield violated(site.place, reason, "Use ssl.create_default_context().", function=site.function)
    for file in app.files.values():
        if {"verify_mode", "check_hostname"} & file.outline.stored:
            yield from _weakened(app, file)


def _weakened(app: App, file: PythonFile) -> Iterator[Observation]:
    seen: set[tuple[int, f.Expr]] = set()
    assigns = [a for a in file.detail.assigns if a.kind == "=" and isinstance(a.target, f.Attr)]
    for name in ("verify_mode", "check_hostname"):
        for assign in assigns:
            target = assign.target
            if not isinstance(target, f.Attr) or target.name != name:
                continue
            value = app.program.values.of(file, assign.scope, assign.value)
            off = value == clients.CERT_NONE if name == "verify_mode" else value is False
            key = (assign.scope, target.value)
            if (
                not off
                or key in seen
                or _is_optional(file, assign)
                or not _is_client_context(app, file, assign.scope, target.value)
            ):
                continue
            seen.add(key)
            what = "any certificate" if name == "verify_mode" else "a certificate for any name"
            yield violated(
                Place(file.path, f.line_of(assign.at), f.column_of(assign.at), assign.end),
                f"The context is made to accept {what} ({name} = {_shown(value)}).",
                _CONTEXT_FIX,
                function=qualname(file, assign.scope),
                severity="high",
            )


def _is_optional(file: PythonFile, assign: f.Assign) -> bool:
    """Whether an assignment is made only if something says so, such as an option that an operator turns on."""
    pending: list[tuple[tuple[f.Stmt, ...], bool]] = [(file.detail.bodies[assign.scope], False)]
    while pending:
        body, optional = pending.pop()
        for statement in body:
            if isinstance(statement, f.Store) and any(file.detail.assigns[i] is assign for i in statement.assigns):
                return optional
            within = optional or isinstance(statement, f.If)
            pending.append((blocks(statement), within))
    return False


def _is_client_context(app: App, file: PythonFile, scope: int, expr: f.Expr) -> bool:
    """Whether a context is one for connections to others: a server's own asks no client for a certificate."""
    if app.program.names.qualify(file, scope, expr) not in {f"{name}()" for name in clients.CONTEXTS}:
        return False
    origin = app.program.origins.of(file, scope, expr)
    if origin is None:
        return True
    arguments = [*origin.call.args, *(k.value for k in origin.call.keywords)]
    values = [app.program.values.of(origin.file, origin.call.scope, argument) for argument in arguments]
    return not any(isinstance(value, Made) and value.name in clients.SERVER_SIDE for value in values)


def _host_keys(app: App) -> Iterator[Observation]:
    for site in app.ending("set_missing_host_key_policy"):
        policy = site.argument("policy", 0)
        if policy is None:
            continue
        name = app.program.names.qualify(site.file, site.call.scope, policy).replace("()", "")
        if name in clients.HOST_KEY_POLICIES:
            yield violated(
                site.place,
                f"The SSH client accepts any host key ({name.rpartition('.')[2]}).",
                "Load the known host keys, and leave the default RejectPolicy.",
                function=site.function,
            )


def _options(app: App) -> Iterator[Observation]:
    """`{"ssl_cert_reqs": None}` in cache, broker and channel settings."""
    for file in app.files.values():
        for assign in file.detail.assigns:
            if assign.scope != 0 or assign.kind != "=" or not isinstance(assign.value, f.Mapping):
                continue
            for key, expr, line in _pairs(assign.value, f.line_of(assign.at)):
                value = app.program.values.of(file, 0, expr)
                if key in _MODE_KEYS and (value is None or clients.is_none_mode(value)):
                    reason = f"The connection to Redis accepts any certificate ({key} is none)."
                    fix = 'Write "required", and name the authority with ssl_ca_certs.'
                    yield violated(Place(file.path, line), reason, fix)


def _pairs(root: f.Expr, line: int) -> Iterator[tuple[str, f.Expr, int]]:
    """The pairs of a mapping and of those in it, each with its line."""
    pending: list[tuple[f.Expr, int]] = [(root, line)]
    while pending:
        expr, at = pending.pop()
        if isinstance(expr, f.Sequence):
            lines = expr.lines or (at,) * len(expr.items)
            pending.extend(zip(expr.items, lines, strict=False))
        elif isinstance(expr, f.Mapping):
            lines = expr.lines or (at,) * len(expr.values)
            for key, value, own in zip(expr.keys, expr.values, lines, strict=False):
                pending.append((value, own))
                if isinstance(key, f.Const) and isinstance(key.value, str):
                    yield key.value, value, own


def _environment(app: App) -> Iterator[Observation]:
    found = app.deployment.environment("PYTHONHTTPSVERIFY")
    if found is not None and found.value == "0":
        yield violated(
            found.place, "PYTHONHTTPSVERIFY=0 switches certificate checks off.", "Take it out.", severity="high"
        )


_SENDERS = ("send_mail", "send_mass_mail", "mail_admins", "mail_managers", "EmailMessage", "EmailMultiAlternatives",
            "Mail", "PasswordResetView")  # fmt: skip
"""Calls by which an app sends mail with Django or Flask-Mail."""
_MAIL = (
    ("EMAIL_HOST", "EMAIL_HOST_PASSWORD", ("EMAIL_USE_TLS", "EMAIL_USE_SSL")),
    ("MAIL_SERVER", "MAIL_PASSWORD", ("MAIL_USE_TLS", "MAIL_USE_SSL")),
)
"""Settings of Django's mail and of Flask-Mail: the host, the password, and what encrypts the connection."""


def _mail(app: App) -> Iterator[Observation]:
    """A password that is sent to a mail server of others without TLS."""
    if not any(app.ending(name) for name in _SENDERS):
        return
    for host, password, switches in _MAIL:
        server = app.settings.explicit(host)
        if server is None or server.place is None or not isinstance(server.fallback, str):
            continue
        encrypted = [effective(app, name) for name in switches]
        if not is_public(server.fallback) or app.settings.explicit(password) is None:
            continue
        if all(setting.value in (None, False) for setting in encrypted):
            place = next((setting.place for setting in encrypted if setting.place is not None), server.place)
            yield violated(
                place,
                f"The mail server {server.fallback} is given the password without TLS.",
                f"Set {switches[0]} = True.",
            )


def contexts_in_use(app: App) -> list[CallSite]:
    """Calls that make verifying contexts."""
    return app.calls("ssl.create_default_context")
