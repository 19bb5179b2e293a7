"""Caddyfiles.

Sites, whether they serve HTTPS, headers, forwards and limits (caddyserver.com/docs/caddyfile).
"""

import re
from typing import Final

from tenfold.project.facts import Fact, FileFacts, Problems, Setting, bounded

_TOKEN = re.compile(
    r'(?P<space>[^\S\n]+|\\\n)|(?P<newline>\n)|(?P<comment>\#[^\n]*)|"(?P<quoted>[^"\\]*+(?:\\[\s\S][^"\\]*+)*+)"'
    r"|`(?P<raw>[^`]*)`|(?P<word>\S[^\s]*)"
)
MAX_DEPTH: Final = 32
MAX_LINES: Final = 50_000


class CaddyHeader(Fact, frozen=True):
    """A response header directive.

    `name` starts with - when it removes; `matcher` limits it to some requests.
    """

    name: str
    value: str
    matcher: str
    line: int


class CaddySite(Fact, frozen=True, kw_only=True):
    """A site block. `https`: Caddy serves it over HTTPS and redirects http there by itself."""

    addresses: tuple[str, ...]
    line: int
    https: bool
    tls: tuple[str, ...] = ()
    headers: tuple[CaddyHeader, ...] = ()
    proxies: tuple[Setting, ...] = ()
    limits: tuple[Setting, ...] = ()
    redirects: tuple[Setting, ...] = ()
    max_body: str = ""
    settings: tuple[Setting, ...] = ()


class CaddyFacts(FileFacts, frozen=True):
    """The sites, and the global options with dotted keys."""

    sites: tuple[CaddySite, ...] = ()
    options: tuple[Setting, ...] = ()


class _Line:
    """A directive line with its block."""

    __slots__ = ("block", "line", "opens", "words")

    def __init__(self, words: list[str], line: int) -> None:
        self.words = words
        self.line = line
        self.block: list[_Line] = []
        self.opens = False


class _Blocks:
    """Puts lines of words into the blocks that they open and close."""

    def __init__(self, problems: Problems) -> None:
        self.root = _Line([], 1)
        self.stack = [self.root]
        self.problems = problems
        self.skipping = 0
        self.count = 0

    def take(self, words: list[str], line: int) -> None:
        self.count += 1
        if self.count > MAX_LINES:
            self.problems.add(1, f"more than {MAX_LINES} lines; the rest was not read")
        if not words or self.count > MAX_LINES:
            return
        if words == ["}"]:
            if self.skipping:
                self.skipping -= 1
            elif len(self.stack) > 1:
                self.stack.pop()
            else:
                self.problems.add(line, "a } that closes nothing")
            return
        opens = words[-1] == "{"
        if self.skipping or (opens and len(self.stack) > MAX_DEPTH):
            self.skipping += opens
            return
        made = _Line(words[:-1] if opens else words, line)
        made.opens = opens
        self.stack[-1].block.append(made)
        if opens:
            self.stack.append(made)


def _lines(text: str, problems: Problems) -> _Line:
    blocks = _Blocks(problems)
    words: list[str] = []
    at, line, words_line = 0, 1, 1
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:  # a quote that is not closed is taken as a plain character
            problems.add(line, "a quote that is not closed")
            at += 1
            continue
        kind = match.lastgroup
        at = match.end()
        if kind == "newline":
            if words[-1:] == [","] or (words and words[-1].endswith(",") and len(blocks.stack) == 1):
                line += 1
                continue
            blocks.take(words, words_line)
            words = []
        elif kind in {"quoted", "raw", "word"}:
            if not words:
                words_line = line
            words.append(match[kind].replace('\\"', '"'))
        line += match[0].count("\n")
    blocks.take(words, words_line)
    if len(blocks.stack) > 1:
        problems.add(blocks.stack[-1].line, "a block that is not closed")
    return blocks.root


def _is_matcher(word: str) -> bool:
    return word.startswith(("/", "@")) or word == "*"


def _headers(line: _Line) -> list[CaddyHeader]:
    words = line.words[1:]
    matcher = words.pop(0) if words and _is_matcher(words[0]) else ""
    found = [CaddyHeader(words[0].lstrip("+?>"), " ".join(words[1:]), matcher, line.line)] if words else []
    found.extend(
        CaddyHeader(inner.words[0].lstrip("+?>"), " ".join(inner.words[1:]), matcher, inner.line)
        for inner in line.block
        if inner.words
    )
    return found


def _joined(line: _Line) -> str:
    inner = "; ".join(" ".join(part.words) for part in line.block[:50])
    return (" ".join(line.words[1:]) + (f" {{ {inner} }}" if inner else "")).strip()[:2000]


class _Site:
    """Walks over a site's directives, following imports of snippets of the same file."""

    def __init__(self, snippets: dict[str, _Line]) -> None:
        self.snippets = snippets
        self.headers: list[CaddyHeader] = []
        self.tls: list[str] = []
        self.found: dict[str, list[Setting]] = {"proxies": [], "limits": [], "redirects": [], "settings": []}
        self.max_body = ""
        self.budget = 5_000

    def walk(self, lines: list[_Line], depth: int, matcher: str) -> None:
        for line in lines:
            self.budget -= 1
            if self.budget < 0 or not line.words:
                continue
            self.directive(line, depth, matcher)

    def directive(self, line: _Line, depth: int, matcher: str) -> None:
        name = line.words[0]
        setting = Setting(name, _joined(line), line.line)
        if name == "header":
            self.headers.extend(CaddyHeader(h.name, h.value, h.matcher or matcher, h.line) for h in _headers(line))
        elif name == "tls":
            self.tls.extend(line.words[1:])
            self.tls.extend(" ".join(inner.words) for inner in line.block[:50])
        elif name in {"reverse_proxy", "php_fastcgi", "uwsgi"}:
            self.found["proxies"].append(setting)
        elif name in {"rate_limit", "ratelimit"}:
            self.found["limits"].append(setting)
        elif name == "redir":
            self.found["redirects"].append(setting)
        elif name == "request_body":
            sizes = [inner.words[1] for inner in line.block if inner.words[0] == "max_size" and len(inner.words) > 1]
            self.max_body = sizes[-1] if sizes else self.max_body
        elif name == "import" and len(line.words) > 1 and line.words[1] in self.snippets and depth < 6:
            self.walk(self.snippets[line.words[1]].block, depth + 1, matcher)
        elif name in {"route", "handle", "handle_path", "handle_errors"} and depth < 6:
            within = line.words[1] if len(line.words) > 1 else matcher
            self.walk(line.block, depth + 1, within if name != "handle_errors" else "errors")
        else:
            self.found["settings"].append(setting)


def _serves_https(addresses: tuple[str, ...], automatic: str, tls: list[str]) -> bool:
    if tls:
        return True
    if automatic in {"off", "disable_certs"}:
        return any(address.startswith("https://") for address in addresses)
    named = [address for address in addresses if not address.startswith(("http://", ":"))]
    return any(address.rpartition(":")[2] != "80" for address in named)


def _site(line: _Line, snippets: dict[str, _Line], automatic: str) -> CaddySite:
    site = _Site(snippets)
    site.walk(line.block, 0, "")
    addresses = tuple(part for word in line.words for part in word.split(",") if part)
    return CaddySite(
        addresses=addresses,
        line=line.line,
        https=_serves_https(addresses, automatic, site.tls),
        tls=tuple(site.tls),
        headers=tuple(site.headers),
        proxies=tuple(site.found["proxies"]),
        limits=tuple(site.found["limits"]),
        redirects=tuple(site.found["redirects"]),
        max_body=site.max_body,
        settings=tuple(site.found["settings"]),
    )


def _options(block: list[_Line], prefix: str = "") -> list[Setting]:
    found: list[Setting] = []
    for line in block[:500]:
        if line.words:
            key = f"{prefix}{line.words[0]}"
            found.append(Setting(key, " ".join(line.words[1:]), line.line))
            if prefix.count(".") < 4:
                found.extend(_options(line.block, f"{key}."))
    return found


def read(text: str) -> CaddyFacts:
    """The sites of a Caddyfile; a file without blocks is one site whose address is its first line."""
    problems = Problems()
    lines = _lines(bounded(text, problems), problems).block
    options: list[Setting] = []
    snippets: dict[str, _Line] = {}
    sites: list[_Line] = []
    if lines and not any(line.opens for line in lines) and not lines[0].words[0].startswith("("):
        single = _Line(lines[0].words, lines[0].line)
        single.block = lines[1:]
        lines = [single]
    for line in lines:
        if not line.words:
            options = _options(line.block)
        elif line.words[0].startswith("(") and line.words[0].endswith(")"):
            snippets[line.words[0][1:-1]] = line
        elif line.words[0] != "import":
            sites.append(line)
    automatic = next((option.value for option in options if option.key == "auto_https"), "")
    return CaddyFacts(
        sites=tuple(_site(line, snippets, automatic) for line in sites[:500]),
        options=tuple(options),
        problems=problems.all(),
    )
