import os
import tempfile

folder = tempfile.mkdtemp(prefix="api-test-")
os.environ["APP_ENV"] = "test"
os.environ["DATABASE_URL"] = f"sqlite:///{folder}/test.sqlite3"
os.environ["UPLOAD_DIR"] = folder

import pytest
from fastapi.testclient import TestClient

from api.database import Base, engine
from api.main import app
from api.security import limiter

PASSWORD = "correct horse battery"


class Browser(TestClient):
    """Sends the CSRF cookie's value in the header, as static/app.js does."""

    def request(self, method, url, **options):
        if method != "GET":
            if "csrftoken" not in self.cookies:
                self.get("/health")
            options["headers"] = {"x-csrftoken": self.cookies["csrftoken"], **(options.get("headers") or {})}
        return super().request(method, url, **options)

    def log_in(self, name, password=PASSWORD):
        self.post("/signup", json={"username": name, "password": PASSWORD})
        return self.post("/login", json={"username": name, "password": password})


@pytest.fixture(autouse=True)
def fresh():
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    limiter.reset()


@pytest.fixture
def client():
    return Browser(app)


@pytest.fixture
def alice(client):
    assert client.log_in("alice").status_code == 200
    return client
