"""The tables, and the only place where passwords are hashed and compared."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_login import UserMixin
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

db = SQLAlchemy()
hasher = PasswordHasher()
# checked when no such account exists, so that the answer takes as long either way
ABSENT_ACCOUNT = hasher.hash("no such account")


class User(UserMixin, db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    is_admin: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[list["Note"]] = relationship(back_populates="owner", cascade="all, delete-orphan")
    files: Mapped[list["StoredFile"]] = relationship(back_populates="owner", cascade="all, delete-orphan")

    def set_password(self, password: str) -> None:
        self.password_hash = hasher.hash(password)


class Note(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(500), default="")
    owner: Mapped[User] = relationship(back_populates="notes")


class StoredFile(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    stored_name: Mapped[str] = mapped_column(String(60), unique=True)
    shown_name: Mapped[str] = mapped_column(String(200))
    owner: Mapped[User] = relationship(back_populates="files")


def find_account(username: str, password: str) -> User | None:
    """The account whose password this is, or None; takes the same time for unknown names."""
    user = db.session.scalar(db.select(User).filter_by(username=username))
    try:
        hasher.verify(user.password_hash if user else ABSENT_ACCOUNT, password)
    except (VerificationError, InvalidHashError):
        return None
    if user and hasher.check_needs_rehash(user.password_hash):
        user.set_password(password)
        db.session.commit()
    return user
