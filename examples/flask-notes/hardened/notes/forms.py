"""What a request may send, field by field."""

from urllib.parse import urlsplit

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired, FileSize
from wtforms import Form, PasswordField, StringField, TextAreaField, ValidationError
from wtforms.validators import URL, DataRequired, Length, Optional, Regexp

COMMON_PASSWORDS = {"passwordpassword", "123456789012", "qwertyuiopas", "administrator", "letmeinletmein"}
NAME = [DataRequired(), Length(min=3, max=40), Regexp(r"^[A-Za-z0-9_.-]+$")]


def web_link(_form, field):
    if urlsplit(field.data).scheme not in ("http", "https"):
        raise ValidationError("Only http and https links.")


def not_common(_form, field):
    if field.data.lower() in COMMON_PASSWORDS:
        raise ValidationError("This password is too common.")


class SignupForm(FlaskForm):
    username = StringField("Name", NAME)
    password = PasswordField("Password", [DataRequired(), Length(min=12, max=128), not_common])


class LoginForm(FlaskForm):
    username = StringField("Name", [DataRequired(), Length(max=40)])
    password = PasswordField("Password", [DataRequired(), Length(max=128)])


class NoteForm(FlaskForm):
    title = StringField("Title", [DataRequired(), Length(max=200)])
    body = TextAreaField("Text", [DataRequired(), Length(max=20_000)])
    link = StringField("Link", [Optional(), Length(max=500), URL(), web_link])


class ImportForm(FlaskForm):
    url = StringField("Address", [DataRequired(), Length(max=500), URL(), web_link])


class UploadForm(FlaskForm):
    file = FileField("File", [FileRequired(), FileSize(max_size=1024 * 1024)])


class SearchForm(Form):
    """Without a token: a GET that changes nothing."""

    q = StringField("Search", [Optional(), Length(max=100)])


class EmptyForm(FlaskForm):
    """Only the CSRF token: for buttons."""
