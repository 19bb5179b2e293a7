import os
import tempfile

import pytest

os.environ["DATABASE"] = os.path.join(tempfile.mkdtemp(), "test.sqlite3")

from app import app  # noqa: E402


@pytest.fixture
def client(tmp_path):
    app.config["TESTING"] = True
    app.config["UPLOAD_FOLDER"] = str(tmp_path)
    return app.test_client()


@pytest.fixture
def logged_in(client):
    client.post("/signup", data={"username": "alice", "password": "wonderland"})
    client.post("/login", data={"username": "alice", "password": "wonderland"})
    return client
