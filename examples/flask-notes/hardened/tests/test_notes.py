import io

from conftest import PASSWORD, submit

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def test_health(client):
    assert client.get("/health").json == {"status": "ok"}


def test_headers(client):
    headers = client.get("/").headers
    assert "'strict-dynamic' 'nonce-" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_short_password_is_refused(client):
    assert submit(client, "/signup", username="bob", password="short").status_code == 400


def test_post_without_token_is_refused(client):
    assert client.post("/login", data={"username": "a", "password": "b"}).status_code == 400


def test_save_clean_and_search(logged_in):
    submit(logged_in, "/", title="Milk", body="<b>two</b><script>alert(1)</script>", link="https://example.org/")
    page = logged_in.get("/").text
    assert "<b>two</b>" in page
    assert "alert(1)" not in page
    assert "Milk" in logged_in.get("/search?q=Mil").text
    assert "Milk" not in logged_in.get("/search?q=%25'").text


def test_script_link_is_refused(logged_in):
    assert submit(logged_in, "/", title="a", body="b", link="javascript:alert(1)").status_code == 400


def test_notes_of_others_are_hidden(app, logged_in):
    submit(logged_in, "/", title="Mine", body="secret")
    other = app.test_client()
    submit(other, "/signup", username="mallory", password=PASSWORD)
    submit(other, "/login", username="mallory", password=PASSWORD)
    assert other.get("/notes/1").status_code == 404


def test_upload_checks_content(logged_in):
    good = submit(logged_in, "/upload", file=(io.BytesIO(PNG), "../../cat.png"))
    bad = submit(logged_in, "/upload", file=(io.BytesIO(b"<script>"), "cat.png"))
    assert (good.status_code, bad.status_code) == (302, 400)
    assert "cat.png" in logged_in.get("/upload").text
    assert logged_in.get("/download?name=../wsgi.py").status_code == 404


def test_import_only_from_allowed_hosts(logged_in):
    assert submit(logged_in, "/import", url="http://169.254.169.254/latest").status_code in (400, 403)


def test_next_stays_here(client):
    submit(client, "/signup", username="carol", password=PASSWORD)
    answer = submit(client, "/login?next=https://evil.example/", username="carol", password=PASSWORD)
    assert answer.headers["Location"] == "/"


def test_session_changes_at_login_and_ends_at_logout(client):
    submit(client, "/signup", username="dave", password=PASSWORD)
    before = client.get_cookie("session").value
    submit(client, "/login", username="dave", password=PASSWORD)
    during = client.get_cookie("session").value
    assert during != before
    submit(client, "/logout", form_path="/")
    client.set_cookie("session", during)
    assert "Log in to write notes" in client.get("/").text


def test_admin_is_for_admins(app, logged_in):
    assert logged_in.get("/admin").status_code == 403
    app.test_cli_runner().invoke(args=["make-admin", "alice"])
    assert "Users" in logged_in.get("/admin").text


def test_login_is_limited(client):
    answers = [submit(client, "/login", username="eve", password="wrong") for _ in range(11)]
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["Retry-After"]) > 0
