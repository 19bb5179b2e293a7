"""Notes, search, import and files."""

import secrets
from urllib.parse import urlsplit

import nh3
import requests
import structlog
from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    send_from_directory,
    url_for,
)
from flask_login import current_user, login_required
from markupsafe import Markup
from werkzeug.utils import secure_filename

from .forms import EmptyForm, ImportForm, NoteForm, SearchForm, UploadForm
from .models import Note, StoredFile, db
from .protections import limiter

blueprint = Blueprint("pages", __name__)
log = structlog.get_logger("notes.pages")

TAGS = {"p", "br", "b", "i", "em", "strong", "ul", "ol", "li", "code", "pre", "blockquote"}
SIGNATURES = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".pdf": b"%PDF-"}
IMPORT_BYTES = 200_000


@blueprint.app_template_filter("clean_html")
def clean_html(text: str) -> Markup:
    return Markup(nh3.clean(text, tags=TAGS, attributes={}))  # nosec B704 cleaned


def own_note(note_id: int) -> Note:
    note = db.get_or_404(Note, note_id)
    if note.owner_id != current_user.id:
        log.warning("access denied", note=note_id, user_id=current_user.id, address=request.remote_addr)
        abort(404)
    return note


@blueprint.route("/", methods=["GET", "POST"])
def index():
    if not current_user.is_authenticated:
        if request.method == "POST":
            return current_app.login_manager.unauthorized()
        return render_template("index.html", notes=[])
    form = NoteForm()
    if form.validate_on_submit():
        note = Note(owner=current_user, title=form.title.data, link=form.link.data or "")
        note.body = nh3.clean(form.body.data, tags=TAGS, attributes={})
        db.session.add(note)
        db.session.commit()
        flash("Saved.")
        return redirect(url_for("pages.index"))
    notes = db.session.scalars(db.select(Note).filter_by(owner_id=current_user.id).order_by(Note.id.desc()))
    return render_template("index.html", form=form, notes=notes.all()), 400 if form.errors else 200


@blueprint.get("/search")
@login_required
def search():
    form = SearchForm(request.args)
    if not form.validate():
        abort(400)
    q = form.q.data or ""
    found = db.session.scalars(
        db.select(Note)
        .filter_by(owner_id=current_user.id)
        .filter(Note.title.contains(q, autoescape=True) | Note.body.contains(q, autoescape=True))
    )
    return render_template("search.html", q=q, notes=found.all())


@blueprint.get("/notes/<int:note_id>")
@login_required
def note(note_id):
    return render_template("note.html", note=own_note(note_id), form=EmptyForm())


@blueprint.post("/notes/<int:note_id>/delete")
@login_required
def delete_note(note_id):
    db.session.delete(own_note(note_id))
    db.session.commit()
    return redirect(url_for("pages.index"))


@blueprint.route("/import", methods=["GET", "POST"])
@login_required
@limiter.limit("10 per hour", methods=["POST"])
def import_note():
    form = ImportForm()
    if form.validate_on_submit():
        host = urlsplit(form.url.data).hostname
        if host not in current_app.extensions["notes_settings"].import_hosts:
            log.warning("import refused", host=host, user_id=current_user.id, address=request.remote_addr)
            abort(403)
        # the host is one of ours to name, always over verified HTTPS, and a redirect may not lead elsewhere
        path = urlsplit(form.url.data).path or "/"
        with requests.get(f"https://{host}{path}", timeout=5, allow_redirects=False, stream=True) as page:
            text = page.raw.read(IMPORT_BYTES, decode_content=True).decode("utf-8", "replace")
        body = nh3.clean(text, tags=TAGS, attributes={})
        db.session.add(Note(owner=current_user, title=f"{host}{path}"[:200], body=body, link=form.url.data))
        db.session.commit()
        return redirect(url_for("pages.index"))
    return render_template("import.html", form=form), 400 if form.errors else 200


@blueprint.route("/upload", methods=["GET", "POST"])
@login_required
@limiter.limit("20 per hour", methods=["POST"])
def upload():
    form = UploadForm()
    if form.validate_on_submit():
        content = form.file.data.read()
        suffix = next((s for s, start in SIGNATURES.items() if content.startswith(start)), None)
        if suffix is None:
            form.file.errors = ["Only PNG, JPEG and PDF files."]
        else:
            name = secrets.token_hex(16) + suffix
            (current_app.extensions["notes_settings"].upload_dir / name).write_bytes(content)
            shown = secure_filename(form.file.data.filename)[:200] or name
            db.session.add(StoredFile(owner=current_user, stored_name=name, shown_name=shown))
            db.session.commit()
            flash("Uploaded.")
            return redirect(url_for("pages.upload"))
    status = 400 if form.errors else 200
    return render_template("upload.html", form=form, files=current_user.files), status


@blueprint.get("/download")
@login_required
def download():
    name = request.args.get("name", "")
    stored = db.session.scalar(db.select(StoredFile).filter_by(stored_name=name, owner_id=current_user.id))
    if stored is None:
        abort(404)
    folder = current_app.extensions["notes_settings"].upload_dir
    return send_from_directory(folder, stored.stored_name, as_attachment=True)


@blueprint.get("/health")
@limiter.exempt
def health():
    return {"status": "ok"}
