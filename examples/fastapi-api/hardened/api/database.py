from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy import ForeignKey, String, Text, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship

from .settings import get_settings

engine = create_engine(get_settings().database_url)


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(40), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    is_admin: Mapped[bool] = mapped_column(default=False)
    logins: Mapped[list["Login"]] = relationship(back_populates="user", cascade="all, delete-orphan")
    items: Mapped[list["Item"]] = relationship(back_populates="owner", cascade="all, delete-orphan")
    files: Mapped[list["StoredFile"]] = relationship(back_populates="owner", cascade="all, delete-orphan")


class Login(Base):
    """One session: a token is good only while its row is here."""

    __tablename__ = "logins"
    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    last_seen: Mapped[float]
    user: Mapped[User] = relationship(back_populates="logins")


class Item(Base):
    __tablename__ = "items"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    link: Mapped[str] = mapped_column(String(500), default="")
    owner: Mapped[User] = relationship(back_populates="items")


class StoredFile(Base):
    __tablename__ = "files"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    stored_name: Mapped[str] = mapped_column(String(60), unique=True)
    owner: Mapped[User] = relationship(back_populates="files")


def open_session() -> Iterator[Session]:
    with Session(engine) as session:
        yield session


Database = Annotated[Session, Depends(open_session)]
