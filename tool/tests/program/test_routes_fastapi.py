"""Routes of FastAPI and Starlette apps as people write them, and what guards each."""

import pytest
from tests.program.project_of import project_of, table

ACCESS, CSRF, RATE = "framework.access", "framework.csrf", "rate.default"
APP = """
from typing import Annotated
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, Security, status
from fastapi.security import APIKeyHeader, HTTPBearer, OAuth2PasswordBearer
app = FastAPI()
oauth2 = OAuth2PasswordBearer(tokenUrl="token")
"""


def test_routers_are_joined_to_their_prefixes() -> None:
    files = {
        "main.py": """
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
import items
from api.v1 import router as v1
app = FastAPI()
app.include_router(items.router, prefix="/items")
app.include_router(v1, prefix="/api")
app.mount("/static", StaticFiles(directory="static"), name="static")
sub = FastAPI()
app.mount("/sub", sub)

@sub.get("/hello")
async def hello(): ...

@app.websocket("/ws")
async def socket(websocket): ...
""",
        "items.py": """
from fastapi import APIRouter
router = APIRouter()
inner = APIRouter(prefix="/inner")
never = APIRouter()

@router.get("/")
@router.get("")
def all(): ...

@inner.delete("/{id}")
def delete(id: int): ...

@never.get("/never")
def gone(): ...

router.include_router(inner)
""",
        "api/v1/__init__.py": "from .users import make\nrouter = make()\n",
        "api/__init__.py": "",
        "api/v1/users.py": """
from fastapi import APIRouter
def make() -> APIRouter:
    router = APIRouter(prefix="/v1")
    @router.put("/me")
    def me(): ...
    router.add_api_route("/you", lambda: 1, methods=["GET", "POST"])
    return router
""",
    }
    assert sorted(table(files)) == [
        "- /ws main.py:socket",
        "DELETE /items/inner/{id} items.py:delete",
        "GET /items items.py:all",
        "GET /items/ items.py:all",
        "GET /sub/hello main.py:hello",
        "GET,POST /api/v1/you api/v1/users.py:make.<lambda>",
        "PUT /api/v1/me api/v1/users.py:make.me",
    ]
    kinds = {route.path: route.kind for route in project_of(files).apps[0].routes}
    assert kinds["/ws"] == "websocket"
    assert kinds["/static/{path:path}"] == "static"


@pytest.mark.parametrize(
    ("arguments", "paths"),
    [
        ("", ["/openapi.json", "/docs", "/redoc"]),
        ("docs_url=None, redoc_url=None", ["/openapi.json"]),
        ("openapi_url=None", []),
        ("docs_url='/d', redoc_url=None", ["/openapi.json", "/d"]),
    ],
)
def test_the_documentation_pages_are_routes(arguments: str, paths: list[str]) -> None:
    app = project_of({"main.py": f"from fastapi import FastAPI\napp = FastAPI({arguments})\n"}).apps[0]
    assert [route.path for route in app.routes] == paths


def test_starlette_lists_of_routes() -> None:
    source = """
from starlette.applications import Starlette
from starlette.endpoints import HTTPEndpoint
from starlette.middleware import Middleware
from starlette.middleware.httpsredirect import HTTPSRedirectMiddleware
from starlette.routing import Mount, Route, WebSocketRoute
async def home(request): ...
async def save(request): ...
class Notes(HTTPEndpoint):
    async def get(self, request): ...
    async def post(self, request): ...
routes = [
    Route("/", home),
    Route("/notes", Notes),
    WebSocketRoute("/ws", home),
    Mount("/api", routes=[Route("/save", endpoint=save, methods=["POST"])]),
]
app = Starlette(routes=routes, middleware=[Middleware(HTTPSRedirectMiddleware)])
"""
    assert table({"app.py": source}) == [
        "GET / app.py:home",
        "GET,POST /notes app.py:Notes",
        "- /ws app.py:home",
        "POST /api/save app.py:save",
    ]
    protections = project_of({"app.py": source}).apps[0].protections
    assert [one.place.line for one in protections.in_force("transport.https")] == [17]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "def user(token: str = Depends(oauth2)): ...\n@app.get('/')\ndef view(u=Depends(user)): ...",
            f"{ACCESS}=fastapi.security.OAuth2PasswordBearer@route",
            id="a scheme behind a dependency",
        ),
        pytest.param(
            "maybe = OAuth2PasswordBearer(tokenUrl='t', auto_error=False)\ndef user(token: str = Depends(maybe)):\n"
            "    return token\n@app.get('/')\ndef view(u=Depends(user)): ...",
            "",
            id="a scheme that lets everyone through",
        ),
        pytest.param(
            "maybe = OAuth2PasswordBearer(tokenUrl='t', auto_error=False)\ndef user(token: str = Depends(maybe)):\n"
            "    if not token:\n        raise HTTPException(status_code=status.HTTP_401_UNAUTHORIZED)\n"
            "    return token\n@app.get('/')\ndef view(u=Depends(user)): ...",
            f"{ACCESS}=main.py:user@route",
            id="the dependency refuses itself",
        ),
        pytest.param(
            "def user(token: Annotated[str, Depends(oauth2)]): ...\nUser = Annotated[dict, Depends(user)]\n"
            "@app.get('/')\ndef view(u: User): ...",
            f"{ACCESS}=fastapi.security.OAuth2PasswordBearer@route",
            id="behind an alias of Annotated",
        ),
        pytest.param(
            "def check(request: Request):\n    if 'user' not in request.session:\n        raise HTTPException(401)\n"
            "@app.get('/', dependencies=[Depends(check)])\ndef view(): ...",
            f"{ACCESS}=main.py:check@route",
            id="in the route's dependencies",
        ),
        pytest.param(
            "class Role:\n    def __init__(self, name): self.name = name\n    def __call__(self, request: Request):\n"
            "        if request.user.role != self.name:\n            raise HTTPException(403)\n"
            "@app.get('/')\ndef view(ok=Depends(Role('admin'))): ...",
            f"{ACCESS}=main.py:Role.__call__@route",
            id="an object that is called",
        ),
        pytest.param(
            "def role(name):\n    def check(request: Request):\n        if request.user.role != name:\n"
            "            raise HTTPException(status_code=403)\n    return check\n"
            "@app.get('/')\ndef view(ok=Depends(role('admin'))): ...",
            f"{ACCESS}=main.py:role@route",
            id="a function that makes a dependency",
        ),
        pytest.param(
            "key = APIKeyHeader(name='X-Key')\n@app.get('/')\ndef view(k: str = Security(key)): ...",
            f"{ACCESS}=fastapi.security.APIKeyHeader@route",
            id="Security",
        ),
        pytest.param(
            "WRONG = HTTPException(status_code=401)\ndef user(request: Request):\n    if not request.user:\n"
            "        raise WRONG\n@app.get('/')\ndef view(u=Depends(user)): ...",
            f"{ACCESS}=main.py:user@route",
            id="an exception that is made once",
        ),
        pytest.param(
            "def db():\n    yield 1\n@app.get('/')\ndef view(d=Depends(db)): ...", "", id="a dependency that only gives"
        ),
        pytest.param(
            "def find(id: int):\n    raise HTTPException(404)\n@app.get('/')\ndef view(d=Depends(find)): ...",
            "",
            id="a dependency that does not find",
        ),
        pytest.param(
            "@app.get('/')\ndef view(request: Request):\n    if not request.session.get('user'):\n"
            "        raise HTTPException(401)",
            f"{ACCESS}=main.py:view@route",
            id="the view refuses itself",
        ),
    ],
)
def test_access(source: str, expected: str) -> None:
    rows = table({"main.py": APP + source}, ACCESS)
    assert rows == [f"GET / main.py:view | {expected}" if expected else "GET / main.py:view"]


def test_a_login_view_that_answers_401_is_not_guarded() -> None:
    source = "@app.post('/login')\ndef login(name: str, password: str):\n    user = find(name)\n"
    source += "    if not user or not verify(password, user.hash):\n        raise HTTPException(401)\n    return token(user)\n"
    assert table({"main.py": APP + source}, ACCESS) == ["POST /login main.py:login"]


def test_dependencies_of_routers_and_apps() -> None:
    files = {
        "main.py": """
from fastapi import Depends, FastAPI
from admin import router
from auth import check, limit
app = FastAPI(dependencies=[Depends(limit)])
app.include_router(router, prefix="/admin", dependencies=[Depends(check)])

@app.get("/")
def home(): ...
""",
        "admin.py": "from fastapi import APIRouter\nrouter = APIRouter()\n@router.delete('/x')\ndef delete(): ...\n",
        "auth.py": """
from fastapi import HTTPException, Request
from fastapi_limiter.depends import RateLimiter
limit = RateLimiter(times=5, seconds=60)
def check(request: Request):
    if not request.session.get("admin"):
        raise HTTPException(status_code=403)
""",
    }
    limited = f"{RATE}=fastapi_limiter.depends.RateLimiter@app"
    assert table(files, ACCESS, RATE) == [
        f"GET / main.py:home | {limited}",
        f"DELETE /admin/x admin.py:delete | {ACCESS}=auth.py:check@router {limited}",
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("app.state.limiter = limiter\n", f" | {RATE}=slowapi.Limiter.limit@route", id="attached"),
        pytest.param("", "", id="never attached"),
    ],
)
def test_slowapi(source: str, expected: str) -> None:
    head = APP + "from slowapi import Limiter\nlimiter = Limiter(key_func=key)\n"
    view = "@app.get('/')\n@limiter.limit('5/minute')\ndef view(request: Request): ...\n"
    assert table({"main.py": head + source + view}, RATE) == [f"GET / main.py:view{expected}"]


def test_default_limits_of_slowapi_need_its_middleware() -> None:
    head = APP + "from slowapi import Limiter\nfrom slowapi.middleware import SlowAPIMiddleware\n"
    head += "limiter = Limiter(key_func=key, default_limits=['9/hour'])\napp.state.limiter = limiter\n"
    without = project_of({"main.py": head}).apps[0].protections
    having = project_of({"main.py": head + "app.add_middleware(SlowAPIMiddleware)\n"}).apps[0].protections
    assert without.in_force(RATE) == ()
    assert [one.name for one in having.in_force(RATE)] == ["slowapi.Limiter"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "from starlette_csrf import CSRFMiddleware\napp.add_middleware(CSRFMiddleware, secret='x')\n",
            "starlette_csrf.CSRFMiddleware@middleware",
            id="added",
        ),
        pytest.param("from starlette_csrf import CSRFMiddleware\n", "", id="only imported"),
        pytest.param(
            "@app.middleware('http')\nasync def same(request, call_next):\n"
            "    if request.headers.get('sec-fetch-site') == 'cross-site':\n        raise HTTPException(403)\n"
            "    return await call_next(request)\n",
            "main.py:same@middleware",
            id="home-made",
        ),
        pytest.param(
            "from starlette.middleware.base import BaseHTTPMiddleware\nclass Same(BaseHTTPMiddleware):\n"
            "    async def dispatch(self, request, call_next):\n        if request.headers.get('origin') != 'https://x':\n"
            "            return JSONResponse({}, status_code=403)\n        return await call_next(request)\n"
            "app.add_middleware(Same)\n",
            "main.py:Same@middleware",
            id="a class of the project's",
        ),
    ],
)
def test_csrf_middleware(source: str, expected: str) -> None:
    rows = table({"main.py": APP + source + "@app.post('/')\ndef view(): ...\n"}, CSRF)
    assert rows == [f"POST / main.py:view | {CSRF}={expected}" if expected else "POST / main.py:view"]


def test_a_header_token_needs_no_csrf_token() -> None:
    rows = table({"main.py": APP + "@app.post('/')\ndef view(t: str = Depends(oauth2)): ...\n"}, CSRF)
    assert rows == [f"POST / main.py:view | {CSRF}=fastapi.security.OAuth2PasswordBearer@route"]


def test_the_routers_of_fastapi_users() -> None:
    source = (
        APP
        + """
from fastapi_users import FastAPIUsers
users = FastAPIUsers(get_manager, [backend])
current = users.current_user(active=True)
maybe = users.current_user(optional=True)
app.include_router(users.get_auth_router(backend), prefix="/auth/jwt", tags=["auth"])
@app.get("/me")
def me(user=Depends(current)): ...
@app.get("/you")
def you(user=Depends(maybe)): ...
"""
    )
    assert sorted(table({"main.py": source}, ACCESS)) == [
        f"GET /me main.py:me | {ACCESS}=fastapi_users.FastAPIUsers.current_user@route",
        "GET /you main.py:you",
        "POST /auth/jwt/login fastapi_users.router.get_auth_router",
        "POST /auth/jwt/logout fastapi_users.router.get_auth_router",
    ]


def test_what_a_router_class_and_a_class_of_views_bring() -> None:
    source = (
        APP
        + """
def user(request: Request):
    if not request.user:
        raise HTTPException(401)
class Members(APIRouter):
    def __init__(self, **rest):
        super().__init__(dependencies=[Depends(user)], **rest)
router = Members(prefix="/members")
other = APIRouter()
@router.get("/a")
def a(): ...
class Base:
    user: dict = Depends(user)
class Views(Base):
    @other.get("/b")
    def b(self): ...
@other.get("/c")
def c(): ...
app.include_router(router)
app.include_router(other)
"""
    )
    assert table({"main.py": source}, ACCESS) == [
        f"GET /members/a main.py:a | {ACCESS}=main.py:user@router",
        f"GET /b main.py:Views.b | {ACCESS}=main.py:user@route",
        "GET /c main.py:c",
    ]
