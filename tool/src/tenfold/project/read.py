"""Read the files that were found: from the cache where it knows them, else on all cores."""

from __future__ import annotations

import msgspec

from tenfold.findings import Skipped
from tenfold.language.facts import Detail, Expr, Outline, Stmt, Try
from tenfold.language.template_facts import TemplateFacts
from tenfold.place import Place
from tenfold.project import readers
from tenfold.project.cache import Cache
from tenfold.project.encoded import Encoded, Progress
from tenfold.project.facts import FileFacts
from tenfold.project.find import Found, Source
from tenfold.project.text import TextFacts

_decode_outline = msgspec.msgpack.Decoder(Outline).decode
_decode_template = msgspec.msgpack.Decoder(TemplateFacts).decode


class Walked:
    """What was walked of a file's bodies already, by scope, and its `try` statements with their scopes."""

    __slots__ = ("expressions", "statements", "tries")

    def __init__(self) -> None:
        self.statements: dict[int, tuple[Stmt, ...]] = {}
        self.expressions: dict[int, tuple[Expr, ...]] = {}
        self.tries: tuple[tuple[int, Try], ...] | None = None


class PythonFile:
    """The facts of one Python file; its detail is decoded when first asked for."""

    __slots__ = ("_detail", "_encoded", "outline", "path", "walked")

    def __init__(self, path: str, outline: Outline, detail: bytes) -> None:
        self.path = path
        self.outline = outline
        self._encoded = detail
        self._detail: Detail | None = None
        self.walked = Walked()

    @property
    def detail(self) -> Detail:
        """Calls, assignments and bodies."""
        if self._detail is None:
            self._detail = _decode_detail(self._encoded)
        return self._detail


_detail_decoder: list[msgspec.msgpack.Decoder[Detail]] = []


def _decode_detail(encoded: bytes) -> Detail:
    if not _detail_decoder:
        _detail_decoder.append(msgspec.msgpack.Decoder(Detail))
    return _detail_decoder[0].decode(encoded)


class Facts(msgspec.Struct):
    """All facts of a project: Python files and templates by path, other files' by kind and path, and what was not read.

    `texts` holds what any text file may hold, for the files that hold something of it.
    """

    found: Found
    python: dict[str, PythonFile] = {}
    others: dict[str, dict[str, FileFacts]] = {}
    skipped: list[Skipped] = []
    templates: dict[str, TemplateFacts] = {}
    texts: dict[str, TextFacts] = {}

    def of(self, kind: str) -> dict[str, FileFacts]:
        """The facts of one kind of file, by path."""
        return self.others.get(kind, {})


def read(found: Found, cache: Cache, progress: Progress | None = None) -> Facts:
    """Read every source.

    Args:
        found: what `find` found.
        cache: facts of earlier runs.
        progress: told as files are read.

    Returns:
        The facts; what could not be read stands in `skipped`, each with its reason.
    """
    facts = Facts(found, skipped=list(found.skipped))
    contents = _contents(found, facts)
    keys = {source.path: cache.key(source.kind, content) for source, content in contents}
    known = cache.get(set(keys.values()))
    unknown = {
        keys[source.path]: (source.kind, source.path, content)
        for source, content in contents
        if keys[source.path] not in known
    }
    if unknown:
        from tenfold.project.workers import read_all  # the readers are not loaded when the cache knows everything

        known.update(zip(unknown, read_all(list(unknown.values()), progress), strict=True))
        cache.keep((key, known[key]) for key in unknown if not known[key].reason)
    for source, _ in contents:
        _take(facts, source, known[keys[source.path]])
    return facts


def _contents(found: Found, facts: Facts) -> list[tuple[Source, bytes]]:
    contents: list[tuple[Source, bytes]] = []
    for source in found.sources:
        try:
            contents.append((source, (found.root / source.path).read_bytes()))
        except OSError as error:
            facts.skipped.append(Skipped("file", Place(source.path), f"cannot be opened: {error.strerror}"))
    return contents


def _take(facts: Facts, source: Source, encoded: Encoded) -> None:
    if encoded.reason:
        facts.skipped.append(Skipped("file", Place(source.path), encoded.reason))
        return
    if encoded.text:
        facts.texts[source.path] = msgspec.msgpack.decode(encoded.text, type=TextFacts)
    if encoded.kind == "python":
        file = PythonFile(source.path, _decode_outline(encoded.outline), encoded.detail)
        facts.python[source.path] = file
        facts.skipped.extend(
            Skipped("lines", Place(source.path, skip.line, end_line=skip.end), skip.reason)
            for skip in file.outline.skipped
        )
    elif encoded.kind == "template":
        facts.templates[source.path] = _decode_template(encoded.outline)
        if encoded.detail:
            inside = msgspec.msgpack.decode(encoded.detail, type=readers.TYPES["browser-script"])
            facts.others.setdefault("browser-script", {})[source.path] = inside
    elif encoded.outline:
        decoded = msgspec.msgpack.decode(encoded.outline, type=readers.TYPES[encoded.kind])
        facts.others.setdefault(encoded.kind, {})[source.path] = decoded
        facts.skipped.extend(
            Skipped("lines", Place(source.path, problem.line), problem.reason) for problem in decoded.problems
        )
