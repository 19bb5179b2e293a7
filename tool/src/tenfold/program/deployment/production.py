"""Which deployment files production uses, and which only a developer's machine does."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar, cast

from tenfold.program.roles import role_of
from tenfold.project.facts import FileFacts

if TYPE_CHECKING:
    from tenfold.program.app import App

T = TypeVar("T", bound=FileFacts)

_DEVELOPMENT = re.compile(
    r"(?:^|[/._-])(?:dev|devel|develop|development|local|localhost|test|tests|testing|ci|debug|vagrant"
    r"|devcontainer|e2e|fuzz|example|sample|override|playground)(?=$|[/._-])"
)
_PRODUCTION = re.compile(r"(?:^|[/._-])(?:prod|production|live|deploy)(?=$|[/._-])")


def is_production(path: str) -> bool:
    """Whether a deployment file of this path may be used in production; a name that says so wins over its folder."""
    if _PRODUCTION.search(path.rpartition("/")[2].lower()):
        return role_of(path) in {"production", "script", "local"}
    return role_of(path) in {"production", "script"} and _DEVELOPMENT.search(path.lower()) is None


class Files:
    """The deployment files that may concern an app: its own, and those of the repository that are no other app's."""

    def __init__(self, app: App) -> None:
        self._app = app
        roots = {other.root for other in app.siblings} - {app.root, ""}
        self._others = tuple(f"{root}/" for root in roots if not f"{app.root}/".startswith(f"{root}/"))
        self._known: dict[type[FileFacts], dict[str, FileFacts]] = {}

    def of(self, kind: type[T]) -> dict[str, T]:
        """Facts of one type, by path."""
        known = self._known.get(kind)
        if known is None:
            known = self._known[kind] = {
                path: facts
                for files in self._app.program.facts.others.values()
                for path, facts in files.items()
                if isinstance(facts, kind) and (self._app.owns(path) or not path.startswith(self._others))
            }
        return cast("dict[str, T]", known)


def base_name(path: str) -> str:
    """The name that an `include` would use for a file: its base name without a template's ending."""
    base = path.rpartition("/")[2]
    for ending in (".template", ".tmpl", ".tpl", ".j2"):
        base = base.removesuffix(ending)
    return base


def reached(app: App, of: type[T]) -> dict[str, T]:
    """Facts of one type, by path, from all files that may concern the app."""
    return app.deployment.files.of(of)


def shipped(app: App, of: type[T]) -> dict[str, T]:
    """Facts of one type, by path, from the files that production may use."""
    return {path: facts for path, facts in reached(app, of).items() if is_production(app.program.inner(path))}


def names_production(path: str) -> bool:
    """Whether a file's name says that it is production's own (docker-compose.prod.yml)."""
    return _PRODUCTION.search(path.lower()) is not None


def is_development_profile(profiles: tuple[str, ...]) -> bool:
    """Whether a compose service starts only when a developer asks for it."""
    return bool(profiles) and all(_DEVELOPMENT.search(profile.lower()) for profile in profiles)


def named_file(paths: Iterable[str], word: str, folders: tuple[str, ...]) -> str:
    """The file of the repository that a path inside a container means; "" when none has its name.

    It is looked for in `folders` first; else the file that shares most of the path's end is taken, the one nearest to
    `folders` and to the top among several.
    """
    known = paths if isinstance(paths, (dict, frozenset)) else frozenset(paths)
    for folder in folders:
        if (path := joined(folder, word)) in known:
            return path
    wanted = [part for part in word.split("/") if part not in {"", ".", ".."}]
    if not wanted or wanted[-1].startswith("$"):
        return ""
    named = [path for path in known if path.rpartition("/")[2] == wanted[-1]]
    return max(named, key=lambda path: (_shared_end(path, wanted), _near(path, folders), -len(path), path), default="")


def _shared_end(path: str, wanted: list[str]) -> int:
    shared = 0
    for own, other in zip(reversed(path.split("/")), reversed(wanted), strict=False):
        if own != other:
            break
        shared += 1
    return shared


def _near(path: str, folders: tuple[str, ...]) -> int:
    return max((len(folder) for folder in folders if path.startswith(f"{folder}/")), default=0)


def folder_of(path: str) -> str:
    """The folder of a file, "" at the top."""
    return path.rpartition("/")[0]


def joined(folder: str, relative: str) -> str:
    """A path relative to a folder, both of the repository; steps above its top are dropped."""
    parts: list[str] = []
    for part in (*folder.split("/"), *relative.split("/")):
        if part == "..":
            parts[-1:] = []
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)
