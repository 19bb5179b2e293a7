"""Passwords, tokens and who is asking."""

import secrets
import time
from typing import Annotated

import jwt
import structlog
from fastapi import Depends, HTTPException, Request, Response, status
from fastapi.security import APIKeyCookie
from limits import parse
from pwdlib import PasswordHash
from slowapi import Limiter
from slowapi.util import get_remote_address
from sqlalchemy.orm import Session

from .database import Database, Login, User
from .settings import get_settings

ALGORITHM = "HS256"
AUDIENCE = "items-api"
ABSOLUTE_SECONDS = 8 * 60 * 60
IDLE_SECONDS = 30 * 60

settings = get_settings()
log = structlog.get_logger("api.security")
hasher = PasswordHash.recommended()  # argon2id
# checked when no such account exists, so that the answer takes as long either way
ABSENT_ACCOUNT = hasher.hash("no such account")
token_cookie = APIKeyCookie(name=settings.token_cookie, auto_error=False)
limiter = Limiter(key_func=get_remote_address, storage_uri=settings.limit_storage)
GENERAL_LIMIT = parse("300/minute")


def general_limit(request: Request) -> None:
    """A limit on all routes. SlowAPI's own default limits do not see the routes of included routers."""
    if not limiter.limiter.hit(GENERAL_LIMIT, "all routes", get_remote_address(request)):
        headers = {"Retry-After": str(GENERAL_LIMIT.get_expiry())}
        raise HTTPException(status.HTTP_429_TOO_MANY_REQUESTS, "Too many requests. Please wait.", headers)


def issue_token(response: Response, database: Session, user: User) -> None:
    """Start a session with a new id and hand its token to the browser."""
    now = int(time.time())
    login = Login(id=secrets.token_urlsafe(32), user_id=user.id, last_seen=now)
    database.add(login)
    database.commit()
    claims = {"sub": str(user.id), "jti": login.id, "aud": AUDIENCE, "iat": now, "exp": now + ABSOLUTE_SECONDS}
    token = jwt.encode(claims, settings.secret_key.get_secret_value(), algorithm=ALGORITHM)
    response.set_cookie(
        settings.token_cookie,
        token,
        max_age=ABSOLUTE_SECONDS,
        path="/",
        secure=settings.https,
        httponly=True,
        samesite="strict",
    )


def current_login(
    request: Request, database: Database, token: Annotated[str | None, Depends(token_cookie)]
) -> Login:
    """The live session of this request, or 401."""
    refusal = HTTPException(status.HTTP_401_UNAUTHORIZED, "Please log in.")
    if token is None:
        raise refusal
    try:
        claims = jwt.decode(
            token,
            settings.secret_key.get_secret_value(),
            algorithms=[ALGORITHM],
            audience=AUDIENCE,
            options={"require": ["exp", "aud", "sub", "jti"]},
        )
    except jwt.InvalidTokenError as error:
        log.warning("token refused", reason=type(error).__name__, address=request.client.host)
        raise refusal from error
    login = database.get(Login, claims["jti"])
    if login is None or str(login.user_id) != claims["sub"]:
        raise refusal
    if time.time() - login.last_seen > IDLE_SECONDS:
        database.delete(login)
        database.commit()
        raise refusal
    login.last_seen = time.time()
    database.commit()
    return login


CurrentLogin = Annotated[Login, Depends(current_login)]


def current_user(login: CurrentLogin) -> User:
    return login.user


CurrentUser = Annotated[User, Depends(current_user)]


def current_admin(request: Request, user: CurrentUser) -> User:
    if not user.is_admin:
        log.warning("access denied", path=request.url.path, user_id=user.id, address=request.client.host)
        raise HTTPException(status.HTTP_403_FORBIDDEN, "Admins only.")
    return user
