"""What several Flask routes share: paths and limits that functions of the project hand on, forms of an admin."""

from tests.program.project_of import project_of

CSRF, RATE, ACCESS = "framework.csrf", "rate.default", "framework.access"


def test_a_function_adds_each_path_of_a_list_to_the_blueprint_it_is_given() -> None:
    files = {
        "app.py": """
from flask import Flask, Blueprint
from flask.views import MethodView

class Login(MethodView):
    def get(self): ...
    def post(self): ...

def put(where, routes, view):
    for route in routes:
        where.add_url_rule(route, view_func=view)

bp = Blueprint("auth", __name__, url_prefix="/auth")
put(bp, routes=["/login", "/enter"], view=Login.as_view("login"))
app = Flask(__name__)
app.register_blueprint(bp)
"""
    }
    paths = {route.path for route in project_of(files).apps[0].routes}
    assert {"/auth/login", "/auth/enter"} <= paths


def test_a_limit_is_called_with_a_blueprint() -> None:
    files = {
        "app.py": """
from flask import Flask, Blueprint
from flask_limiter import Limiter

limiter = Limiter(key_func=lambda: "x")
bp = Blueprint("auth", __name__)
other = Blueprint("other", __name__)
limiter.limit("5 per minute")(bp)

@bp.post("/login")
def login(): ...

@other.post("/send")
def send(): ...

app = Flask(__name__)
limiter.init_app(app)
app.register_blueprint(bp)
app.register_blueprint(other)
"""
    }
    guarded = {route.path: route.guarded(RATE) is not None for route in project_of(files).apps[0].routes}
    assert (guarded["/login"], guarded["/send"]) == (True, False)


def test_a_decorator_that_sets_the_status_to_429_limits() -> None:
    files = {
        "app.py": """
from functools import wraps
from flask import Flask, jsonify, request
from store import cache
app = Flask(__name__)

def limit(n):
    def decorate(view):
        @wraps(view)
        def inner(*args):
            if cache.get(request.remote_addr) > n:
                response = jsonify({"message": "too many"})
                response.status_code = 429
                return response
            return view(*args)
        return inner
    return decorate

def count(n):
    def decorate(view):
        @wraps(view)
        def inner(*args):
            response = view(*args)
            response.status_code = 200
            return response
        return inner
    return decorate

@app.post("/login")
@limit(5)
def login(): ...

@app.post("/send")
@count(5)
def send(): ...
"""
    }
    guarded = {route.path: route.guarded(RATE) is not None for route in project_of(files).apps[0].routes}
    assert (guarded["/login"], guarded["/send"]) == (True, False)


def test_requirements_of_flask_allows_on_a_class_of_views() -> None:
    files = {
        "app.py": """
from flask import Flask
from flask.views import MethodView
from flask_allows import Allows
from rules import IsAdmin
allows = Allows()
class Delete(MethodView):
    decorators = [allows.requires(IsAdmin)]
    def post(self): ...
class Open(MethodView):
    def post(self): ...
app = Flask(__name__)
app.add_url_rule("/delete", view_func=Delete.as_view("delete"))
app.add_url_rule("/open", view_func=Open.as_view("open"))
"""
    }
    guarded = {route.path: route.guarded(ACCESS) is not None for route in project_of(files).apps[0].routes}
    assert (guarded["/delete"], guarded["/open"]) == (True, False)


def test_a_secure_form_protects_the_views_of_flask_admin() -> None:
    files = {
        "app.py": """
from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_admin.form import SecureForm
from models import User, Note, db
class Users(ModelView):
    form_base_class = SecureForm
class Notes(ModelView):
    pass
app = Flask(__name__)
admin = Admin(app)
admin.add_view(Users(User, db.session))
admin.add_view(Notes(Note, db.session))
"""
    }
    guarded = {route.view: route.guarded(CSRF) is not None for route in project_of(files).apps[0].routes}
    assert (guarded["app.py:Users"], guarded["app.py:Notes"]) == (True, False)


def test_the_app_is_the_one_that_most_is_done_with() -> None:
    files = {
        "maintenance.py": "from flask import Flask\ndef down():\n    app = Flask(__name__)\n    return app\n",
        "web.py": """
from flask import Flask
from pages import bp
from store import db
def create_app():
    app = Flask(__name__)
    db.init_app(app)
    app.register_blueprint(bp)
    return app
""",
    }
    app = project_of(files).apps[0]
    assert app.place.file == "web.py"
    assert [place.file for place in app.instances] == ["maintenance.py"]
