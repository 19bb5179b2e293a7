"""Sign-up, log-in and log-out."""

import structlog
from fastapi import APIRouter, HTTPException, Request, Response
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from .database import Database, User
from .schemas import LoginIn, SignupIn, UserOut
from .security import ABSENT_ACCOUNT, CurrentLogin, hasher, issue_token, limiter, settings

router = APIRouter()
log = structlog.get_logger("api.accounts")


@router.post("/signup", status_code=201)
@limiter.limit("10/hour")
def signup(request: Request, body: SignupIn, database: Database) -> UserOut:
    user = User(username=body.username, password_hash=hasher.hash(body.password.get_secret_value()))
    database.add(user)
    try:
        database.commit()
    except IntegrityError as error:
        raise HTTPException(409, "This name is taken.") from error
    log.info("signup", user_id=user.id, address=request.client.host)
    return UserOut.model_validate(user)


@router.post("/login")
@limiter.limit("10/minute")
def login(request: Request, response: Response, body: LoginIn, database: Database) -> UserOut:
    user = database.scalar(select(User).where(User.username == body.username))
    stored = user.password_hash if user else ABSENT_ACCOUNT
    good, renewed = hasher.verify_and_update(body.password.get_secret_value(), stored)
    if user is None or not good:
        log.warning("login failed", account=body.username, address=request.client.host)
        raise HTTPException(401, "Wrong name or password.")
    if renewed:
        user.password_hash = renewed
    issue_token(response, database, user)
    log.info("login", account=user.username, address=request.client.host)
    return UserOut.model_validate(user)


@router.post("/logout", status_code=204)
def logout(request: Request, response: Response, current: CurrentLogin, database: Database) -> None:
    log.info("logout", user_id=current.user_id, address=request.client.host)
    database.delete(current)
    database.commit()
    response.delete_cookie(settings.token_cookie, secure=settings.https, httponly=True, samesite="strict")
