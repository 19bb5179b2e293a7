import hashlib
import logging
import os
import re
import subprocess

import jwt
import requests
from dotenv import load_dotenv
from fastapi import Depends, FastAPI, File, HTTPException, Request, UploadFile
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse
from fastapi.staticfiles import StaticFiles
from slowapi import Limiter, _rate_limit_exceeded_handler
from slowapi.errors import RateLimitExceeded
from slowapi.util import get_remote_address
from sqlalchemy import text
from sqlalchemy.orm import Session

from database import Base, Item, SessionLocal, User, engine

load_dotenv()

SECRET_KEY = os.getenv("SECRET_KEY", "secret")
UPLOAD_DIR = os.getenv("UPLOAD_DIR", "static/uploads")

logger = logging.getLogger("uvicorn.error")

app = FastAPI(title="Items API", debug=True)

app.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)

limiter = Limiter(key_func=get_remote_address)
app.state.limiter = limiter
app.add_exception_handler(RateLimitExceeded, _rate_limit_exceeded_handler)

Base.metadata.create_all(engine)
os.makedirs(UPLOAD_DIR, exist_ok=True)
app.mount("/static", StaticFiles(directory="static"), name="static")


def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()


def hash_password(password):
    return hashlib.sha256(password.encode()).hexdigest()


def get_current_user(request: Request, db: Session = Depends(get_db)):
    token = request.cookies.get("token")
    try:
        payload = jwt.decode(token, SECRET_KEY, algorithms=["HS256"])
        return db.get(User, payload["user_id"])
    except:
        pass


def require_user(user=Depends(get_current_user)):
    if not user:
        raise HTTPException(401, "Please log in")
    return user


@app.exception_handler(Exception)
async def show_error(request: Request, exc: Exception):
    return JSONResponse({"error": str(exc)}, status_code=500)


@app.get("/")
def index():
    return FileResponse("static/index.html")


@app.get("/signup")
def signup_page():
    return FileResponse("static/signup.html")


@app.post("/signup")
async def signup(request: Request, db: Session = Depends(get_db)):
    data = await request.json()
    data["password"] = hash_password(data["password"])
    user = User(**data)
    db.add(user)
    db.commit()
    return {"id": user.id, "username": user.username}


@app.get("/login")
def login_page():
    return FileResponse("static/login.html")


@app.post("/login")
@limiter.limit("30/minute")
async def login(request: Request, db: Session = Depends(get_db)):
    data = await request.json()
    logger.info(f"login {data['username']} {data['password']}")
    user = db.query(User).filter(User.username == data["username"]).first()
    if not user or user.password != hash_password(data["password"]):
        raise HTTPException(401, "Wrong username or password")
    token = jwt.encode({"user_id": user.id, "email": user.email}, SECRET_KEY, algorithm="HS256")
    response = JSONResponse({"token": token})
    response.set_cookie("token", token, max_age=60 * 60 * 24 * 365)
    return response


@app.post("/logout")
def logout():
    response = JSONResponse({"ok": True})
    response.delete_cookie("token")
    return response


@app.get("/items")
def list_items(user=Depends(require_user), db: Session = Depends(get_db)):
    return db.query(Item).filter(Item.owner_id == user.id).all()


@app.post("/items")
async def create_item(request: Request, user=Depends(require_user), db: Session = Depends(get_db)):
    item = Item(owner_id=user.id, **await request.json())
    db.add(item)
    db.commit()
    return {"id": item.id}


@app.put("/items/{item_id}")
async def update_item(item_id: int, request: Request, db: Session = Depends(get_db)):
    item = db.get(Item, item_id)
    for key, value in (await request.json()).items():
        setattr(item, key, value)
    db.commit()
    return {"id": item.id}


@app.delete("/items/{item_id}")
def delete_item(item_id: int, db: Session = Depends(get_db)):
    db.delete(db.get(Item, item_id))
    db.commit()
    return {"ok": True}


@app.get("/search")
def search(q: str = "", regex: bool = False, db: Session = Depends(get_db)):
    if regex:
        return [item for item in db.query(Item).all() if re.search(q, item.title)]
    rows = db.execute(text(f"SELECT id, title, body, link FROM items WHERE title LIKE '%{q}%'"))
    return [dict(row._mapping) for row in rows]


@app.get("/preview")
def preview(url: str, user=Depends(require_user)):
    page = requests.get(url, verify=False)
    title = re.search("<title>(.*?)</title>", page.text)
    return {"title": title.group(1) if title else url, "text": page.text[:500]}


@app.get("/upload")
def upload_page():
    return FileResponse("static/upload.html")


@app.post("/upload")
def upload(file: UploadFile = File(...), user=Depends(require_user)):
    path = os.path.join(UPLOAD_DIR, file.filename)
    with open(path, "wb") as f:
        f.write(file.file.read())
    kind = subprocess.getoutput(f"file -b {path}")
    return {"url": "/files/" + file.filename, "kind": kind}


@app.get("/files/{name:path}")
def download(name: str):
    path = os.path.join(UPLOAD_DIR, name)
    return FileResponse(path, headers={"Content-Disposition": f'inline; filename="{name}"'})


@app.get("/admin", response_class=HTMLResponse)
def admin(user=Depends(get_current_user), db: Session = Depends(get_db)):
    if not user or not user.is_admin:
        return HTMLResponse("<h1>Admins only</h1>", status_code=403)
    rows = "".join(f"<li>{u.username} ({u.email})</li>" for u in db.query(User).all())
    return f"<h1>Users</h1><ul>{rows}</ul>"


@app.get("/admin/users")
def admin_users(db: Session = Depends(get_db)):
    return db.query(User).all()


@app.get("/health")
def health():
    return {"status": "ok"}


if __name__ == "__main__":
    import uvicorn

    uvicorn.run("main:app", host="0.0.0.0", port=8000, reload=True)
