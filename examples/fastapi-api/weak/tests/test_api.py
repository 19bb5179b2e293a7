import os
import tempfile

folder = tempfile.mkdtemp()
os.environ["DATABASE_URL"] = f"sqlite:///{folder}/test.sqlite3"
os.environ["UPLOAD_DIR"] = folder

import pytest
from fastapi.testclient import TestClient

from main import app


@pytest.fixture
def client():
    return TestClient(app)


@pytest.fixture(scope="module")
def alice():
    client = TestClient(app)
    client.post("/signup", json={"username": "alice", "password": "wonderland"})
    client.post("/login", json={"username": "alice", "password": "wonderland"})
    return client


def test_health(client):
    assert client.get("/health").json() == {"status": "ok"}


def test_login_required(client):
    assert client.get("/items").status_code == 401


def test_wrong_password(client):
    assert client.post("/login", json={"username": "alice", "password": "x"}).status_code == 401


def test_items(alice):
    item = alice.post("/items", json={"title": "Milk", "body": "<b>2</b>"}).json()
    assert [i["title"] for i in alice.get("/search?q=Mil").json()] == ["Milk"]
    assert alice.put(f"/items/{item['id']}", json={"title": "Oat milk"}).status_code == 200
    assert [i["title"] for i in alice.get("/search?q=Oat.*&regex=true").json()] == ["Oat milk"]


def test_upload(alice):
    url = alice.post("/upload", files={"file": ("a.txt", b"hello")}).json()["url"]
    assert alice.get(url).text == "hello"


def test_admin(client):
    assert client.get("/admin").status_code == 403
    client.post("/signup", json={"username": "root", "password": "root", "is_admin": True})
    client.post("/login", json={"username": "root", "password": "root"})
    assert "alice" in client.get("/admin").text


def test_logout(client):
    client.post("/logout")
    assert client.get("/items").status_code == 401
