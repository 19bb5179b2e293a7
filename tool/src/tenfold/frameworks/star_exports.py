"""What `from module import *` binds, for the modules that small apps import so."""

from __future__ import annotations

_FLASK = (
    "Blueprint Config Flask Markup Request Response abort after_this_request before_render_template"
    " copy_current_request_context current_app escape flash g get_flashed_messages get_template_attribute"
    " got_request_exception has_app_context has_request_context json jsonify make_response redirect render_template"
    " render_template_string request send_file send_from_directory session signals stream_template"
    " stream_template_string stream_with_context url_for"
)
_FASTAPI = (
    "APIRouter BackgroundTasks Body Cookie Depends FastAPI File Form HTTPException Header Path Query Request Response"
    " Security UploadFile WebSocket WebSocketDisconnect WebSocketException encoders exceptions middleware requests"
    " responses routing security status websockets"
)
_FLASK_LOGIN = (
    "AnonymousUserMixin LoginManager UserMixin confirm_login current_user fresh_login_required login_fresh"
    " login_required login_url login_user logout_user user_logged_in user_logged_out"
)
_WTFORMS = (
    "BooleanField ButtonField ColorField DateField DateTimeField DateTimeLocalField DecimalField EmailField Field"
    " FieldList FileField FloatField Form FormField HiddenField IntegerField MultipleFileField PasswordField RadioField"
    " SelectField SelectMultipleField StringField SubmitField TelField TextAreaField TimeField URLField ValidationError"
    " validators widgets"
)
_VALIDATORS = (
    "AnyOf DataRequired Email EqualTo IPAddress InputRequired Length MacAddress NoneOf NumberRange Optional Regexp"
    " StopValidation URL UUID ValidationError"
)
EXPORTS: dict[str, frozenset[str]] = {
    "flask": frozenset(_FLASK.split()),
    "fastapi": frozenset(_FASTAPI.split()),
    "flask_login": frozenset(_FLASK_LOGIN.split()),
    "flask_sqlalchemy": frozenset({"SQLAlchemy"}),
    "flask_wtf": frozenset({"CSRFProtect", "FlaskForm", "Form", "Recaptcha", "RecaptchaField"}),
    "flask_wtf.file": frozenset({"FileAllowed", "FileField", "FileRequired", "FileSize", "MultipleFileField"}),
    "wtforms": frozenset(_WTFORMS.split()),
    "wtforms.validators": frozenset(_VALIDATORS.split()),
}
"""By module; of a module that is not here, any name may come."""
