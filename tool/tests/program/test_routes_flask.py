"""Routes of Flask apps as people write them, and what guards each."""

import pytest
from tests.program.project_of import project_of, table

ACCESS, CSRF, RATE = "framework.access", "framework.csrf", "rate.default"
HEAD = "from flask import *\n"
APP = """
from flask import Flask, abort, g, redirect, request, session, url_for, Blueprint
from flask.views import MethodView, View
app = Flask(__name__)
"""


def test_a_factory_registers_blueprints_with_prefixes() -> None:
    files = {
        "app/__init__.py": """
from flask import Flask
from app import admin
from app.auth import auth as auth_blueprint
from .notes import bp

def create_app():
    app = Flask(__name__)
    register(app)
    for blueprint, prefix in ((auth_blueprint, "/auth"), (admin.bp, "/admin")):
        app.register_blueprint(blueprint, url_prefix=prefix)

    @app.route("/")
    def index():
        return "hello"
    return app

def register(application):
    application.register_blueprint(bp)
""",
        "app/notes.py": """
from flask import Blueprint
bp = Blueprint("notes", __name__, url_prefix="/notes")
child = Blueprint("comments", __name__, url_prefix="/comments")
bp.register_blueprint(child)
unused = Blueprint("unused", __name__)

@bp.route("/", methods=["GET", "POST"])
def notes(): ...

@child.get("/<int:id>")
def comment(id): ...

@unused.route("/never")
def never(): ...
""",
        "app/auth.py": """
from flask import Blueprint
auth = Blueprint("auth", __name__, url_prefix="/replaced")
@auth.route("/login", methods=("GET", "POST"))
def login(): ...
""",
        "app/admin.py": """
from flask import Blueprint
bp = Blueprint("admin", __name__)
@bp.post("/users/<int:id>")
def users(id): ...
""",
    }
    assert sorted(table(files)) == [
        "GET / app/__init__.py:create_app.index",
        "GET /notes/comments/<int:id> app/notes.py:comment",
        "GET,POST /auth/login app/auth.py:login",
        "GET,POST /notes/ app/notes.py:notes",
        "POST /admin/users/<int:id> app/admin.py:users",
    ]


def test_a_list_of_blueprints_is_followed() -> None:
    files = {
        "app.py": "from flask import Flask\nfrom views import BLUEPRINTS\napp = Flask(__name__)\n"
        "for blueprint in BLUEPRINTS:\n    app.register_blueprint(blueprint)\n",
        "views.py": "from flask import Blueprint\na = Blueprint('a', __name__, url_prefix='/a')\n"
        "b = Blueprint('b', __name__, url_prefix='/b')\nBLUEPRINTS = [a, b]\n"
        "@a.get('/x')\ndef x(): ...\n@b.get('/y')\ndef y(): ...\n",
    }
    assert table(files) == ["GET /a/x views.py:x", "GET /b/y views.py:y"]


def test_class_views_and_url_rules() -> None:
    source = (
        APP
        + """
class Notes(MethodView):
    def get(self): ...
    def post(self): ...
class Old(View):
    methods = ["GET", "POST"]
    def dispatch_request(self): ...
def about(): ...
app.add_url_rule("/notes", view_func=Notes.as_view("notes"))
app.add_url_rule("/old", view_func=Old.as_view("old"))
app.add_url_rule("/about", "about", about, methods=["GET"])
app.add_url_rule("/lambda", view_func=lambda: "x")
"""
    )
    assert table({"app.py": source}) == [
        "GET,POST /notes app.py:Notes",
        "GET,POST /old app.py:Old",
        "GET /about app.py:about",
        "GET /lambda app.py:<lambda>",
    ]


def test_the_static_route_can_be_switched_off() -> None:
    on = project_of({"app.py": APP}).apps[0].routes
    off = project_of({"app.py": "from flask import Flask\napp = Flask(__name__, static_folder=None)"}).apps[0].routes
    assert [(route.path, route.kind) for route in on] == [("/static/<path:filename>", "static")]
    assert off == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "from flask_login import login_required\n@app.get('/')\n@login_required\ndef view(): ...",
            f"GET / app.py:view | {ACCESS}=flask_login.login_required@route",
            id="below the route",
        ),
        pytest.param(
            "from flask_login import login_required\n@login_required\n@app.get('/')\ndef view(): ...",
            "GET / app.py:view",
            id="above the route it is not in force",
        ),
        pytest.param(
            "import flask_login as fl\n@app.get('/')\n@fl.login_required\ndef view(): ...",
            f"GET / app.py:view | {ACCESS}=flask_login.login_required@route",
            id="through a module",
        ),
        pytest.param(
            "def login_required(f):\n    return f\n@app.get('/')\n@login_required\ndef view(): ...",
            "GET / app.py:view",
            id="a name that checks nothing",
        ),
        pytest.param(
            "from functools import wraps\ndef members(f):\n    @wraps(f)\n    def inner(*a, **k):\n"
            "        if 'user_id' not in session:\n            return redirect(url_for('auth.login'))\n"
            "        return f(*a, **k)\n    return inner\n@app.get('/')\n@members\ndef view(): ...",
            f"GET / app.py:view | {ACCESS}=app.py:members@route",
            id="home-made that sends to the log-in page",
        ),
        pytest.param(
            "def role(name):\n    def outer(f):\n        def inner(*a, **k):\n            if g.user.role != name:\n"
            "                abort(403)\n            return f(*a, **k)\n        return inner\n    return outer\n"
            "@app.get('/')\n@role('admin')\ndef view(): ...",
            f"GET / app.py:view | {ACCESS}=app.py:role@route",
            id="home-made with an argument",
        ),
        pytest.param(
            "from flask_login import login_required\nclass V(MethodView):\n    decorators = [login_required]\n"
            "    def get(self): ...\napp.add_url_rule('/', view_func=V.as_view('v'))",
            f"GET / app.py:V | {ACCESS}=flask_login.login_required@class",
            id="the decorators of a class",
        ),
        pytest.param(
            "from flask_login import login_required\nclass V(MethodView):\n    def get(self): ...\n    @login_required\n"
            "    def post(self): ...\napp.add_url_rule('/', view_func=V.as_view('v'))",
            f"GET / app.py:V\nPOST / app.py:V | {ACCESS}=flask_login.login_required@route",
            id="one method of a class",
        ),
        pytest.param(
            "from flask_login import login_required\ndef view(): ...\n"
            "app.add_url_rule('/', view_func=login_required(view))",
            f"GET / app.py:view | {ACCESS}=flask_login.login_required@route",
            id="wrapped where it is routed",
        ),
        pytest.param(
            "@app.get('/')\ndef view():\n    if 'user' not in session:\n        return redirect('/login')\n    return 'x'",
            f"GET / app.py:view | {ACCESS}=app.py:view@route",
            id="the view checks itself",
        ),
        pytest.param(
            "@app.get('/login')\ndef view():\n    if 'user' in session:\n        return redirect('/')\n    return 'x'",
            "GET /login app.py:view",
            id="a log-in page that sends members home",
        ),
        pytest.param(
            "@app.before_request\ndef load():\n    g.user = session.get('user_id')\n@app.get('/')\ndef view(): ...",
            "GET / app.py:view",
            id="a hook that only loads the user",
        ),
        pytest.param(
            "@app.before_request\ndef check():\n    if not session.get('user_id'):\n        abort(401)\n"
            "@app.get('/')\ndef view(): ...",
            f"GET / app.py:view | {ACCESS}=app.py:check@app",
            id="a hook that refuses",
        ),
        pytest.param(
            "def check():\n    require()\ndef require():\n    if not session.get('user_id'):\n        abort(401)\n"
            "app.before_request(check)\n@app.get('/')\ndef view(): ...",
            f"GET / app.py:view | {ACCESS}=app.py:check@app",
            id="a hook that refuses by what it calls",
        ),
        pytest.param(
            "from flask_login import login_required\nbp = Blueprint('b', __name__)\n@bp.before_request\n@login_required\n"
            "def check(): ...\n@bp.get('/in')\ndef inside(): ...\n@app.get('/out')\ndef outside(): ...\n"
            "app.register_blueprint(bp)",
            f"GET /out app.py:outside\nGET /in app.py:inside | {ACCESS}=flask_login.login_required@router",
            id="a blueprint's hook reaches only the blueprint",
        ),
        pytest.param(
            "from flask_login import login_required\nbp = Blueprint('b', __name__)\n@bp.before_app_request\n"
            "def check():\n    if not g.user:\n        abort(403)\n@app.get('/out')\ndef outside(): ...\n"
            "app.register_blueprint(bp)",
            f"GET /out app.py:outside | {ACCESS}=app.py:check@app",
            id="a blueprint's hook for the whole app",
        ),
        pytest.param(
            "from flask_jwt_extended import jwt_required\n@app.get('/a')\n@jwt_required()\ndef a(): ...\n"
            "@app.get('/b')\n@jwt_required(optional=True)\ndef b(): ...",
            f"GET /a app.py:a | {ACCESS}=flask_jwt_extended.jwt_required@route\nGET /b app.py:b",
            id="an optional token demands nothing",
        ),
        pytest.param(
            "from flask_jwt_extended import verify_jwt_in_request as verify\n@app.get('/a')\ndef a():\n    verify()\n"
            "@app.get('/b')\ndef b():\n    verify(optional=True)",
            f"GET /a app.py:a | {ACCESS}=flask_jwt_extended.verify_jwt_in_request@route\nGET /b app.py:b",
            id="a token that is checked by a call",
        ),
    ],
)
def test_access(source: str, expected: str) -> None:
    assert "\n".join(table({"app.py": APP + source}, ACCESS)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "from flask_wtf.csrf import CSRFProtect\nCSRFProtect(app)\n@app.post('/')\ndef view(): ...",
            f"POST / app.py:view | {CSRF}=flask_wtf.csrf.CSRFProtect@app",
            id="given the app",
        ),
        pytest.param(
            "from flask_wtf import CSRFProtect\ncsrf = CSRFProtect()\n@app.post('/')\ndef view(): ...",
            "POST / app.py:view",
            id="never given the app",
        ),
        pytest.param(
            "from flask_wtf import CSRFProtect\ncsrf = CSRFProtect()\nfor e in (csrf,):\n    e.init_app(app)\n"
            "@app.post('/')\ndef view(): ...\n@csrf.exempt\n@app.post('/hook')\ndef hook(): ...",
            f"POST / app.py:view | {CSRF}=flask_wtf.CSRFProtect@app\nPOST /hook app.py:hook | !{CSRF}",
            id="exempt above the route counts",
        ),
        pytest.param(
            "from flask_wtf import CSRFProtect\ncsrf = CSRFProtect(app)\nother = CSRFProtect()\n"
            "@app.post('/hook')\n@other.exempt\ndef hook(): ...",
            f"POST /hook app.py:hook | {CSRF}=flask_wtf.CSRFProtect@app",
            id="exempt on another object does nothing",
        ),
        pytest.param(
            "from flask_wtf import CSRFProtect\ncsrf = CSRFProtect(app)\nbp = Blueprint('api', __name__)\n"
            "csrf.exempt(bp)\n@bp.post('/x')\ndef x(): ...\napp.register_blueprint(bp)\n@app.post('/')\ndef view(): ...",
            f"POST / app.py:view | {CSRF}=flask_wtf.CSRFProtect@app\nPOST /x app.py:x | !{CSRF}",
            id="a whole blueprint is exempt",
        ),
        pytest.param(
            "from flask_wtf import FlaskForm\nclass F(FlaskForm): ...\n@app.post('/')\ndef view():\n    form = F()\n"
            "    if form.validate_on_submit():\n        return 'x'",
            f"POST / app.py:view | {CSRF}=flask_wtf.FlaskForm@route",
            id="a form with a token",
        ),
        pytest.param(
            "@app.before_request\ndef csrf():\n    if request.method == 'POST' and "
            "request.form.get('_csrf') != session['_csrf_token']:\n        abort(400)\n@app.post('/')\ndef view(): ...",
            f"POST / app.py:view | {CSRF}=app.py:csrf@app",
            id="home-made",
        ),
    ],
)
def test_csrf(source: str, expected: str) -> None:
    assert "\n".join(table({"app.py": APP + source}, CSRF)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            "limiter = Limiter(key, app=app)\n@app.get('/')\n@limiter.limit('5/minute')\ndef view(): ...",
            f"GET / app.py:view | {RATE}=flask_limiter.Limiter.limit@route",
            id="one route",
        ),
        pytest.param(
            "limiter = Limiter(key)\n@app.get('/')\n@limiter.limit('5/minute')\ndef view(): ...",
            "GET / app.py:view",
            id="a limiter that is never attached",
        ),
        pytest.param(
            "limiter = Limiter(key, default_limits=['9/hour'])\nlimiter.init_app(app)\n@app.get('/')\ndef view(): ...\n"
            "@app.get('/health')\n@limiter.exempt\ndef health(): ...",
            f"GET / app.py:view | {RATE}=flask_limiter.Limiter@app\nGET /health app.py:health | !{RATE}",
            id="default limits",
        ),
        pytest.param(
            "limiter = Limiter(key, app=app)\n@app.get('/')\ndef view(): ...", "GET / app.py:view", id="no default"
        ),
    ],
)
def test_rate(source: str, expected: str) -> None:
    head = APP + "from flask_limiter import Limiter\n"
    assert "\n".join(table({"app.py": head + source}, RATE)) == expected


def test_unattached_objects_are_told_with_their_place() -> None:
    source = APP + "from flask_wtf import CSRFProtect\ncsrf = CSRFProtect()\n"
    protections = project_of({"app.py": source}).apps[0].protections
    assert protections.in_force(CSRF) == ()
    assert [(one.name, one.place.line) for one in protections.unattached(CSRF)] == [("flask_wtf.CSRFProtect", 5)]


def test_headers_that_a_hook_sets() -> None:
    source = (
        APP
        + """
HEADERS = {"X-Frame-Options": "DENY", "X-Content-Type-Options": "nosniff"}
@app.after_request
def secure(response):
    response.headers["Content-Security-Policy"] = "default-src 'self'"
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response
"""
    )
    protections = project_of({"app.py": source}).apps[0].protections
    assert [one.place.line for one in protections.in_force("xss.csp")] == [8]
    assert len(protections.in_force("xss.headers")) == 2
    assert protections.in_force("transport.hsts") == ()


@pytest.mark.parametrize(
    ("arguments", "https", "csp"), [("app", 1, 1), ("app, force_https=False, content_security_policy=None", 0, 0)]
)
def test_what_an_extension_is_told_to_leave_out(arguments: str, https: int, csp: int) -> None:
    source = APP + f"from flask_talisman import Talisman\nTalisman({arguments})\n"
    protections = project_of({"app.py": source}).apps[0].protections
    assert len(protections.in_force("transport.https")) == https
    assert len(protections.in_force("xss.csp")) == csp


def test_resources_of_flask_restful_and_restx() -> None:
    restful = (
        APP
        + """
from flask_restful import Api, Resource
from flask_login import login_required
api = Api(app, prefix="/api")
class Notes(Resource):
    method_decorators = [login_required]
    def get(self): ...
    def delete(self): ...
api.add_resource(Notes, "/notes", "/n")
"""
    )
    guard = f" | {ACCESS}=flask_login.login_required@class"
    assert table({"app.py": restful}, ACCESS) == [
        f"DELETE,GET /api/notes app.py:Notes{guard}",
        f"DELETE,GET /api/n app.py:Notes{guard}",
    ]
    restx = (
        APP
        + """
from flask_restx import Api, Namespace, Resource
api = Api(doc=None)
ns = Namespace("notes")
api.add_namespace(ns)
more = api.namespace("more", path="/m")
@ns.route("/", "/<int:id>")
class Notes(Resource):
    def get(self, id=None): ...
@more.route("/x")
class More(Resource):
    def post(self): ...
api.init_app(app)
"""
    )
    assert sorted(table({"app.py": restx})) == [
        "GET /notes/ app.py:Notes",
        "GET /notes/<int:id> app.py:Notes",
        "POST /m/x app.py:More",
    ]


def test_admin_views_and_who_may_see_them() -> None:
    source = (
        APP
        + """
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_login import current_user
class Members(ModelView):
    def is_accessible(self):
        return current_user.is_authenticated
class Anyone(ModelView): ...
admin = Admin(app)
admin.add_view(Members(User, db.session))
admin.add_view(Anyone(Note, db.session))
"""
    )
    rows = [row for row in table({"app.py": source}, ACCESS) if "app.py:" in row]
    assert rows == [f"GET,POST /admin app.py:Members | {ACCESS}=app.py:Members@class", "GET,POST /admin app.py:Anyone"]


def test_quart_is_like_flask() -> None:
    source = "from quart import Quart\napp = Quart(__name__)\n@app.post('/x')\nasync def x(): ...\n"
    assert table({"app.py": source}) == ["POST /x app.py:x"]


def test_functions_that_add_routes_for_their_callers() -> None:
    source = (
        APP
        + """
from flask_restful import Api, Resource
class Own(Api):
    def add(self, resource, *urls, **rest):
        urls = [scoped(url) for url in urls]
        return self.add_resource(resource, *urls, **rest)
def page(path, view):
    app.add_url_rule("/pages" + path, view_func=view)
class Notes(Resource):
    def get(self): ...
def about(): ...
api = Own(app)
api.add(Notes, "/notes", "/n", endpoint="notes")
page("/about", about)
"""
    )
    assert sorted(table({"app.py": source})) == [
        "GET /n app.py:Notes",
        "GET /notes app.py:Notes",
        "GET /pages/about app.py:about",
    ]


def test_a_guard_is_shown_where_it_is_put_in_force() -> None:
    source = (
        APP
        + """
from flask_limiter import Limiter
from flask_login import login_required
limiter = Limiter(key, app=app)
@app.get("/")
@limiter.limit("5/minute")
@login_required
def view(): ...
"""
    )
    (route,) = [route for route in project_of({"app.py": source}).apps[0].routes if route.kind == "http"]
    lines = {guard.requirement: guard.place.line for guard in route.guards}
    assert lines == {RATE: 9, ACCESS: 11}
    assert route.place.line == 8
    assert route.view_place is not None
    assert route.view_place.line == 11
