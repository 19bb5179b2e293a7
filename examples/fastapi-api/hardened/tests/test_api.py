import time

import jwt
from conftest import Browser
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlalchemy.orm import Session

from api.database import Login, User, engine
from api.main import app
from api.security import settings

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def test_health(client):
    assert client.get("/health").json() == {"status": "ok"}


def test_pages_carry_the_nonce_of_their_policy(client):
    answer = client.get("/")
    nonce = answer.headers["Content-Security-Policy"].split("'nonce-")[1].split("'")[0]
    assert f'nonce="{nonce}"' in answer.text
    assert client.get("/").text != answer.text


def test_unknown_host_is_refused(client):
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_login_is_demanded(client):
    assert client.get("/items").status_code == 401


def test_post_without_csrf_token_is_refused():
    answer = TestClient(app).post("/login", json={"username": "alice", "password": "x"})
    assert answer.status_code == 403


def test_extra_fields_and_short_passwords_are_refused(client):
    for body in ({"username": "bob", "password": "short"}, {"username": "bob", "password": "x" * 12, "is_admin": True}):
        assert client.post("/signup", json=body).status_code == 422


def test_items_and_search(alice):
    item = alice.post("/items", json={"title": "Milk", "body": "two"}).json()
    assert alice.put(f"/items/{item['id']}", json={"title": "Oat milk"}).status_code == 200
    assert [i["title"] for i in alice.get("/search?q=Oat").json()] == ["Oat milk"]
    assert alice.get("/search?q=%25'").json() == []
    assert alice.post("/items", json={"title": "a", "link": "javascript:alert(1)"}).status_code == 422
    assert alice.delete(f"/items/{item['id']}").status_code == 204


def test_items_of_others_are_hidden(alice):
    item = alice.post("/items", json={"title": "Mine"}).json()
    mallory = Browser(app)
    mallory.log_in("mallory")
    assert mallory.put(f"/items/{item['id']}", json={"title": "Yours"}).status_code == 404


def test_upload_checks_content_and_owner(alice):
    url = alice.post("/upload", files={"file": ("../../cat.png", PNG)}).json()["url"]
    assert alice.get(url).content == PNG
    assert alice.post("/upload", files={"file": ("cat.png", b"<script>")}).status_code == 415
    assert Browser(app).get(url).status_code == 401


def test_large_bodies_are_refused(alice):
    assert alice.post("/items", content=b"x" * (3 * 1024 * 1024)).status_code == 413


def test_preview_only_of_listed_hosts(alice):
    assert alice.get("/preview?url=http://169.254.169.254/latest").status_code == 403


def test_old_token_opens_nothing_after_logout(alice):
    token = alice.cookies["token"]
    assert alice.post("/logout").status_code == 204
    assert Browser(app, cookies={"token": token}).get("/items").status_code == 401


def test_each_login_has_its_own_id(alice):
    before = alice.cookies["token"]
    alice.log_in("alice")
    assert alice.cookies["token"] != before


def test_forged_and_idle_tokens_are_refused(alice):
    claims = jwt.decode(alice.cookies["token"], options={"verify_signature": False})
    forged = jwt.encode(claims, None, algorithm="none")
    assert Browser(app, cookies={"token": forged}).get("/items").status_code == 401
    expired = jwt.encode(claims | {"exp": 1}, settings.secret_key.get_secret_value(), algorithm="HS256")
    assert Browser(app, cookies={"token": expired}).get("/items").status_code == 401
    with Session(engine) as database:
        database.execute(update(Login).values(last_seen=time.time() - 3600))
        database.commit()
    assert alice.get("/items").status_code == 401


def test_admin_is_for_admins(alice):
    assert alice.get("/admin").status_code == 403
    with Session(engine) as database:
        database.execute(update(User).values(is_admin=True))
        database.commit()
    assert "Users" in alice.get("/admin").text
    assert alice.get("/admin/users").json() == [{"id": 1, "username": "alice"}]


def test_login_is_limited(client):
    answers = [client.post("/login", json={"username": "eve", "password": "wrong"}) for _ in range(11)]
    assert [answers[0].status_code, answers[-1].status_code] == [401, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0


def test_every_route_is_limited(client):
    statuses = {client.get("/items").status_code for _ in range(301)}
    assert statuses == {401, 429}
