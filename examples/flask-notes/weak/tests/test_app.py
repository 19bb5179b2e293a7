import io


def test_health(client):
    assert client.get("/health").json == {"status": "ok"}


def test_wrong_password(client):
    response = client.post("/login", data={"username": "alice", "password": "nope"})
    assert b"Wrong username or password" in response.data


def test_save_and_search(logged_in):
    logged_in.post("/", data={"title": "Milk", "body": "<b>two</b> bottles"})
    assert b"<b>two</b> bottles" in logged_in.get("/").data
    assert b"Milk" in logged_in.get("/search?q=Mil").data


def test_upload(logged_in):
    logged_in.post("/upload", data={"file": (io.BytesIO(b"hello"), "hello.txt")})
    assert logged_in.get("/download?name=hello.txt").data == b"hello"


def test_admin(client):
    assert client.get("/admin").status_code == 403
    client.post("/login", data={"username": "admin", "password": "admin123"})
    assert b"Users" in client.get("/admin").data


def test_logout(logged_in):
    logged_in.get("/logout")
    assert b"Log in" in logged_in.get("/").data
