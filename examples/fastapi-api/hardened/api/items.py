"""Items, search, preview and files: each user sees their own only."""

import secrets
from typing import Annotated
from urllib.parse import urlsplit

import httpx
import structlog
from fastapi import APIRouter, HTTPException, Query, Request, UploadFile
from fastapi.responses import FileResponse
from sqlalchemy import or_, select

from .database import Database, Item, StoredFile
from .schemas import ItemIn, ItemOut
from .security import CurrentUser, limiter, settings

router = APIRouter()
log = structlog.get_logger("api.items")

SIGNATURES = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".pdf": b"%PDF-"}
MAX_FILE_BYTES = 1024 * 1024
PREVIEW_CHARACTERS = 500


def own_item(request: Request, database: Database, user: CurrentUser, item_id: int) -> Item:
    item = database.get(Item, item_id)
    if item is None or item.owner_id != user.id:
        log.warning("access denied", item=item_id, user_id=user.id, address=request.client.host)
        raise HTTPException(404, "No such item.")
    return item


@router.get("/items")
def list_items(user: CurrentUser) -> list[ItemOut]:
    return [ItemOut.model_validate(item) for item in user.items]


@router.post("/items", status_code=201)
def create_item(body: ItemIn, user: CurrentUser, database: Database) -> ItemOut:
    item = Item(owner_id=user.id, title=body.title, body=body.body, link=body.link)
    database.add(item)
    database.commit()
    return ItemOut.model_validate(item)


@router.put("/items/{item_id}")
def update_item(request: Request, item_id: int, body: ItemIn, user: CurrentUser, database: Database) -> ItemOut:
    item = own_item(request, database, user, item_id)
    item.title, item.body, item.link = body.title, body.body, body.link
    database.commit()
    return ItemOut.model_validate(item)


@router.delete("/items/{item_id}", status_code=204)
def delete_item(request: Request, item_id: int, user: CurrentUser, database: Database) -> None:
    database.delete(own_item(request, database, user, item_id))
    database.commit()


@router.get("/search")
def search(
    user: CurrentUser,
    database: Database,
    q: Annotated[str, Query(max_length=100)] = "",
) -> list[ItemOut]:
    found = database.scalars(
        select(Item)
        .where(Item.owner_id == user.id)
        .where(or_(Item.title.contains(q, autoescape=True), Item.body.contains(q, autoescape=True)))
    )
    return [ItemOut.model_validate(item) for item in found]


@router.get("/preview")
@limiter.limit("10/minute")
def preview(request: Request, url: Annotated[str, Query(max_length=500)], user: CurrentUser) -> dict[str, str]:
    parts = urlsplit(url)
    if parts.hostname not in settings.preview_hosts:
        log.warning("preview refused", host=parts.hostname, user_id=user.id, address=request.client.host)
        raise HTTPException(403, "This site is not on the list.")
    # the host is one of ours to name, always over verified HTTPS, and a redirect may not lead elsewhere
    page = httpx.get(f"https://{parts.hostname}{parts.path or '/'}", timeout=5, follow_redirects=False)
    return {"title": url, "text": page.text[:PREVIEW_CHARACTERS]}


@router.post("/upload", status_code=201)
@limiter.limit("20/hour")
def upload(request: Request, file: UploadFile, user: CurrentUser, database: Database) -> dict[str, str]:
    content = file.file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise HTTPException(413, "One megabyte at most.")
    suffix = next((s for s, start in SIGNATURES.items() if content.startswith(start)), None)
    if suffix is None:
        raise HTTPException(415, "Only PNG, JPEG and PDF files.")
    name = secrets.token_hex(16) + suffix
    (settings.upload_dir / name).write_bytes(content)
    database.add(StoredFile(owner_id=user.id, stored_name=name))
    database.commit()
    return {"url": f"/files/{name}", "kind": suffix.removeprefix(".")}


@router.get("/files/{name}")
def download(name: str, user: CurrentUser, database: Database) -> FileResponse:
    stored = database.scalar(
        select(StoredFile).where(StoredFile.stored_name == name, StoredFile.owner_id == user.id)
    )
    if stored is None:
        raise HTTPException(404, "No such file.")
    # the name comes from the row, where this app itself made it up
    return FileResponse(settings.upload_dir / stored.stored_name, filename=stored.stored_name)
