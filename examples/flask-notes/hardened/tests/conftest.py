import re

import pytest

from notes import create_app
from notes.models import db
from notes.protections import limiter
from notes.settings import Testing

PASSWORD = "correct horse battery"


@pytest.fixture(scope="session")
def whole_app(tmp_path_factory):
    home = tmp_path_factory.mktemp("notes")
    return create_app(Testing(upload_dir=home, database_url=f"sqlite:///{home}/test.sqlite3"))


@pytest.fixture
def app(whole_app):
    with whole_app.app_context():
        db.drop_all()
        db.create_all()
    limiter.reset()
    return whole_app


@pytest.fixture
def client(app):
    return app.test_client()


def token(client, path):
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(path).text)[1]


def submit(client, path, form_path=None, **fields):
    return client.post(path, data={"csrf_token": token(client, form_path or path), **fields})


@pytest.fixture
def logged_in(client):
    submit(client, "/signup", username="alice", password=PASSWORD)
    assert submit(client, "/login", username="alice", password=PASSWORD).status_code == 302
    return client
