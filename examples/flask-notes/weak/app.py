import hashlib
import os
import sqlite3

import requests
from dotenv import load_dotenv
from flask import (Flask, flash, g, redirect, render_template, render_template_string, request,
                   send_file, session, url_for)

load_dotenv()

app = Flask(__name__)
app.config["SECRET_KEY"] = "notes-secret-key"
app.config["DATABASE"] = os.environ.get("DATABASE", "notes.sqlite3")
app.config["UPLOAD_FOLDER"] = os.path.join(app.root_path, "static", "uploads")

os.makedirs(app.config["UPLOAD_FOLDER"], exist_ok=True)


def get_db():
    if "db" not in g:
        g.db = sqlite3.connect(app.config["DATABASE"])
        g.db.row_factory = sqlite3.Row
    return g.db


@app.teardown_appcontext
def close_db(error):
    db = g.pop("db", None)
    if db is not None:
        db.close()


def init_db():
    db = sqlite3.connect(app.config["DATABASE"])
    with open(os.path.join(app.root_path, "schema.sql")) as f:
        db.executescript(f.read())
    # default admin account
    db.execute(
        "INSERT OR IGNORE INTO users (username, password, is_admin) VALUES (?, ?, 1)",
        ("admin", hash_password("admin123")),
    )
    db.commit()
    db.close()


def hash_password(password):
    return hashlib.md5(password.encode()).hexdigest()


def current_user():
    if "user_id" not in session:
        return None
    return get_db().execute("SELECT * FROM users WHERE id = ?", (session["user_id"],)).fetchone()


@app.context_processor
def inject_user():
    return {"user": current_user()}


@app.route("/", methods=["GET", "POST"])
def index():
    user = current_user()
    if request.method == "POST":
        if not user:
            return redirect(url_for("login", next="/"))
        db = get_db()
        db.execute(
            "INSERT INTO notes (owner_id, title, body, link) VALUES (?, ?, ?, ?)",
            (user["id"], request.form["title"], request.form["body"], request.form.get("link", "")),
        )
        db.commit()
        flash("Saved!")
        return redirect(url_for("index"))
    notes = []
    if user:
        notes = get_db().execute(
            "SELECT * FROM notes WHERE owner_id = ? ORDER BY id DESC", (user["id"],)).fetchall()
    return render_template("index.html", notes=notes)


@app.route("/signup", methods=["GET", "POST"])
def signup():
    if request.method == "POST":
        username = request.form["username"]
        password = request.form["password"]
        try:
            db = get_db()
            db.execute("INSERT INTO users (username, password) VALUES (?, ?)",
                       (username, hash_password(password)))
            db.commit()
        except Exception as e:
            return render_template("signup.html", error=str(e))
        print(f"new user {username} with password {password}")
        return redirect(url_for("login"))
    return render_template("signup.html")


@app.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "POST":
        username = request.form["username"]
        user = get_db().execute("SELECT * FROM users WHERE username = ?", (username,)).fetchone()
        if user and user["password"] == hash_password(request.form["password"]):
            session["user_id"] = user["id"]
            session.permanent = True
            return redirect(request.args.get("next") or url_for("index"))
        print("login failed for " + username)
        return render_template("login.html", error="Wrong username or password")
    return render_template("login.html")


@app.route("/logout", methods=["GET", "POST"])
def logout():
    session.clear()
    return redirect(url_for("index"))


@app.route("/search")
def search():
    q = request.args.get("q", "")
    sql = f"SELECT * FROM notes WHERE title LIKE '%{q}%' OR body LIKE '%{q}%'"
    notes = get_db().execute(sql).fetchall()
    return render_template("search.html", q=q, notes=notes)


@app.route("/notes/<int:note_id>")
def note(note_id):
    row = get_db().execute("SELECT * FROM notes WHERE id = ?", (note_id,)).fetchone()
    return render_template("note.html", note=row)


@app.route("/notes/<int:note_id>/delete", methods=["POST"])
def delete_note(note_id):
    db = get_db()
    db.execute("DELETE FROM notes WHERE id = ?", (note_id,))
    db.commit()
    return redirect(url_for("index"))


@app.route("/import", methods=["GET", "POST"])
def import_note():
    """Make a note out of a web page."""
    user = current_user()
    if not user:
        return redirect(url_for("login", next="/import"))
    if request.method == "POST":
        url = request.form["url"]
        page = requests.get(url, verify=False)
        db = get_db()
        db.execute("INSERT INTO notes (owner_id, title, body, link) VALUES (?, ?, ?, ?)",
                   (user["id"], url, page.text, url))
        db.commit()
        return redirect(url_for("index"))
    return render_template("import.html")


@app.route("/upload", methods=["GET", "POST"])
def upload():
    user = current_user()
    if not user:
        return redirect(url_for("login", next="/upload"))
    if request.method == "POST":
        f = request.files["file"]
        f.save(os.path.join(app.config["UPLOAD_FOLDER"], f.filename))
        flash("Uploaded " + f.filename)
        return redirect(url_for("upload"))
    files = os.listdir(app.config["UPLOAD_FOLDER"])
    return render_template("upload.html", files=files)


@app.route("/download")
def download():
    return send_file(os.path.join(app.config["UPLOAD_FOLDER"], request.args["name"]))


@app.route("/admin")
def admin():
    user = current_user()
    if not user or not user["is_admin"]:
        return "Forbidden", 403
    users = get_db().execute("SELECT * FROM users").fetchall()
    return render_template("admin.html", users=users)


@app.route("/admin/delete/<int:user_id>", methods=["POST"])
def admin_delete(user_id):
    db = get_db()
    db.execute("DELETE FROM users WHERE id = ?", (user_id,))
    db.commit()
    return redirect(url_for("admin"))


@app.route("/health")
def health():
    return {"status": "ok"}


@app.errorhandler(404)
def not_found(e):
    template = """{%% extends "base.html" %%}
    {%% block content %%}<h1>Page not found</h1><p>%s</p>{%% endblock %%}""" % request.path
    return render_template_string(template), 404


init_db()

if __name__ == "__main__":
    app.run(debug=True)
