"""Calls that issue and check signed tokens, whichever library signs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.program.bodies import expressions
from tenfold.program.calls import CallSite
from tenfold.program.names import returns
from tenfold.program.values import Value

if TYPE_CHECKING:
    from tenfold.program.app import App

DECODES = (
    "jwt.decode", "jwt.decode_complete", "jwt.api_jwt.decode", "jose.jwt.decode", "joserfc.jwt.decode",
    "authlib.jose.jwt.decode", "authlib.jose.JsonWebToken.decode", "jwt.PyJWT.decode", "jwt.JWT.decode",
)  # fmt: skip
ENCODES = (
    "jwt.encode", "jwt.api_jwt.encode", "jose.jwt.encode", "joserfc.jwt.encode", "authlib.jose.jwt.encode",
    "authlib.jose.JsonWebToken.encode", "jwt.PyJWT.encode",
)  # fmt: skip
MANAGED = (
    "flask_jwt_extended.JWTManager", "rest_framework_simplejwt.tokens.RefreshToken.for_user",
    "rest_framework_simplejwt.tokens.AccessToken.for_user",
    "rest_framework_simplejwt.views.TokenObtainPairView.as_view",
    "fastapi_users.authentication.JWTStrategy", "authlib.integrations.flask_oauth2.ResourceProtector",
)  # fmt: skip
TIMED = (
    "itsdangerous.URLSafeTimedSerializer", "itsdangerous.url_safe.URLSafeTimedSerializer",
    "itsdangerous.TimedSerializer", "itsdangerous.TimestampSigner", "itsdangerous.timed.TimestampSigner",
    "itsdangerous.TimedJSONWebSignatureSerializer", "itsdangerous.jws.TimedJSONWebSignatureSerializer",
)  # fmt: skip


def payload(site: CallSite) -> f.Expr | None:
    """What a call that issues a token puts into it."""
    if ".jwt." in site.name and site.name.startswith(("joserfc", "authlib")):
        return site.argument("claims", 1) or site.argument("payload", 1)
    return site.argument("payload", 0) or site.argument("claims", 0)


def option(app: App, site: CallSite, name: str) -> Value:
    """An entry of the `options` of a call that checks a token; None when it is not given."""
    given = site.argument("options", 3)
    if given is None:
        return None
    value = app.program.values.of(site.file, site.call.scope, given)
    return value.get(name) if isinstance(value, dict) else None


def algorithms(app: App, site: CallSite) -> list[str] | None:
    """The algorithms that a call accepts: [] when none is given, None when they cannot be told."""
    if site.name.startswith("authlib"):
        return None  # its key names the algorithm
    given = site.argument("algorithms", 2)
    if given is None:
        return None if site.spreads else []
    value = app.program.values.of(site.file, site.call.scope, given)
    if isinstance(value, str):
        return [value]
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return [item for item in value if isinstance(item, str)]
    return None


def names_its_own(site: CallSite) -> bool:
    """Whether the algorithms of a call come from the token's own header: `algorithms=[header["alg"]]`."""
    given = site.argument("algorithms", 2)
    items = given.items if isinstance(given, f.Sequence) else (given,)
    return any(_is_alg(site, item) for item in items if item is not None)


def _is_alg(site: CallSite, expr: f.Expr) -> bool:
    if isinstance(expr, f.Name):
        found = [a for a in site.file.detail.assigns if a.scope == site.call.scope and a.target == expr]
        return len(found) == 1 and found[0].value is not None and _is_alg_item(site, found[0].value)
    return _is_alg_item(site, expr)


def _is_alg_item(site: CallSite, expr: f.Expr) -> bool:
    if isinstance(expr, f.CallRef):
        call = site.file.detail.calls[expr.index]
        return isinstance(call.func, f.Attr) and call.func.name == "get" and call.args[:1] == (f.Const("alg"),)
    return isinstance(expr, f.Item) and expr.index == f.Const("alg")


_PEEKED = frozenset(
    {"iss", "kid", "aud", "alg", "typ", "type", "tid", "tenant", "exp", "iat", "owner", "azp", "client_id"}
)


def only_peeks(app: App, site: CallSite) -> bool:
    """Whether a function reads an unchecked token only to learn who issued it."""
    mine = f.CallRef(next((i for i, c in enumerate(site.file.detail.calls) if c is site.call), -1))
    kept = [a for a in site.file.detail.assigns if a.scope == site.call.scope and a.value == mine]
    names = {a.target.id for a in kept if isinstance(a.target, f.Name)}
    taken: set[object] = set()
    for expr in expressions(site.file, site.call.scope):
        match expr:
            case f.Item(value=value, index=index) if value == mine or (isinstance(value, f.Name) and value.id in names):
                taken.add(app.program.values.of(site.file, site.call.scope, index))
            case f.CallRef(index=index):
                call = site.file.detail.calls[index]
                owner = call.func.value if isinstance(call.func, f.Attr) and call.func.name == "get" else None
                if call.args and (owner == mine or (isinstance(owner, f.Name) and owner.id in names)):
                    taken.add(app.program.values.of(site.file, site.call.scope, call.args[0]))
                elif any(isinstance(arg, f.Name) and arg.id in names for arg in call.args):
                    return False
    given = [v for v in returns(site.file.detail.bodies[site.call.scope]) if v == mine or _is_one(v, names)]
    return bool(taken) and not given and all(isinstance(key, str) and key in _PEEKED for key in taken)


def _is_one(expr: f.Expr, names: set[str]) -> bool:
    return isinstance(expr, f.Name) and expr.id in names


def keys_of(app: App, site: CallSite, expr: f.Expr | None, depth: int = 0) -> frozenset[str] | None:
    """The claims of a payload, followed through the function that builds it; None when they cannot all be told."""
    match expr:
        case f.Mapping(keys=keys, values=values):
            return _of_mapping(app, site, keys, values, depth)
        case f.Name(id=name):
            return _of_name(app, site, name, depth)
        case f.CallRef(index=index):
            call = site.file.detail.calls[index]
            if isinstance(call.func, f.Name) and call.func.id == "dict" and not call.args:
                return None if any(not k.name for k in call.keywords) else frozenset(k.name for k in call.keywords)
            if isinstance(call.func, f.Attr) and call.func.name == "copy" and depth < 4:
                return keys_of(app, site, call.func.value, depth + 1)
    return None


def _of_mapping(
    app: App, site: CallSite, keys: tuple[f.Expr | None, ...], values: tuple[f.Expr, ...], depth: int
) -> frozenset[str] | None:
    found: set[str] = set()
    for key, value in zip(keys, values, strict=True):
        if key is None:
            spread = keys_of(app, site, value, depth + 1) if depth < 4 else None
            if spread is None:
                return None
            found |= spread
            continue
        name = app.program.values.of(site.file, site.call.scope, key)
        if not isinstance(name, str):
            return None
        found.add(name)
    return frozenset(found)


def _of_name(app: App, site: CallSite, name: str, depth: int) -> frozenset[str] | None:
    """A local dict with what is stored into it later: `claims["exp"] = ...`, `claims.update({"exp": ...})`."""
    found: set[str] = set()
    known = False
    for assign in site.file.detail.assigns:
        if assign.scope != site.call.scope:
            continue
        if assign.target == f.Name(name) and assign.kind == "=":
            inner = keys_of(app, site, assign.value, depth + 1) if depth < 4 else None
            if inner is None:
                return None
            known = True
            found |= inner
        elif isinstance(assign.target, f.Item) and assign.target.value == f.Name(name):
            index = assign.target.index
            if not isinstance(index, f.Const) or not isinstance(index.value, str):
                return None
            found.add(index.value)
    changing = {f.Attr(f.Name(name), method) for method in ("update", "setdefault")}
    for call in site.file.detail.calls:
        if call.scope != site.call.scope or call.func not in changing:
            continue
        inner = _updated(app, site, call, depth)
        if inner is None:
            return None
        found |= inner
    return frozenset(found) if known else None


def _updated(app: App, site: CallSite, call: f.Call, depth: int) -> frozenset[str] | None:
    named = frozenset(k.name for k in call.keywords)
    if "" in named:
        return None
    if not call.args:
        return named
    first = call.args[0]
    if isinstance(first, f.Const) and isinstance(first.value, str):
        return named | {first.value}
    inner = keys_of(app, site, first, depth + 1) if depth < 4 else None
    return None if inner is None else inner | named


def checked_by_jwcrypto(app: App) -> list[CallSite]:
    """`jwt.JWT(jwt=token, key=key)` of jwcrypto, which checks signature and expiry as it is made."""
    return [site for site in app.calls("jwcrypto.jwt.JWT") if site.argument("jwt", 2) is not None]
