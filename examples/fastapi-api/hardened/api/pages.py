"""The browser client's pages and the administrator's view of the accounts."""

from pathlib import Path

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse
from sqlalchemy import select

from .database import Database, User
from .schemas import UserOut
from .security import current_admin

PAGES = {path.stem: path.read_text("utf-8") for path in (Path(__file__).parents[1] / "pages").glob("*.html")}
router = APIRouter()
admin_router = APIRouter(dependencies=[Depends(current_admin)])


def page(request: Request, name: str) -> HTMLResponse:
    """A page with the nonce of this answer; the pages themselves hold no data."""
    return HTMLResponse(PAGES[name].replace("CSP_NONCE", request.state.csp_nonce))


@router.get("/", response_class=HTMLResponse)
def index(request: Request) -> HTMLResponse:
    return page(request, "index")


@router.get("/signup", response_class=HTMLResponse)
def signup_page(request: Request) -> HTMLResponse:
    return page(request, "signup")


@router.get("/login", response_class=HTMLResponse)
def login_page(request: Request) -> HTMLResponse:
    return page(request, "login")


@router.get("/upload", response_class=HTMLResponse)
def upload_page(request: Request) -> HTMLResponse:
    return page(request, "upload")


@router.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@admin_router.get("/admin", response_class=HTMLResponse)
def admin_page(request: Request) -> HTMLResponse:
    return page(request, "admin")


@admin_router.get("/admin/users")
def admin_users(database: Database) -> list[UserOut]:
    return [UserOut.model_validate(user) for user in database.scalars(select(User))]
