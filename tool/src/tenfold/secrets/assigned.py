"""Literal values under telling names, read line by line: `API_KEY = "..."`, `password: ...`, `ENV TOKEN=...`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from tenfold.secrets.words import is_digest, is_short_key, looks_like_password, looks_random

_WORDS = (
    b"secret", b"passw", b"passphrase", b"pwd", b"token", b"api_key", b"apikey", b"api-key", b"access_key",
    b"accesskey", b"private_key", b"signing_key", b"encryption_key", b"jwt_key", b"auth_key", b"credential",
)  # fmt: skip
_MAX_LINE = 2_000
"""Bytes of a line that is looked at: longer ones are minified or data."""
_MAX_LINES = 20_000

_QUOTED = re.compile(
    rb"(?<![\w.-])([A-Za-z_][\w.-]{2,80})\\?[\"']?\]?\s{0,8}(?::\s{0,4}[\w\[\], |.]{1,40}=(?!=)|:=|=>|[:=](?!=))\s{0,8}"
    rb"[bBrRuU]{0,2}\\?([\"'])([^\"'\\\n]{1,400})\\?\2"
)
_BARE = re.compile(
    rb"(?<![\w.-])([A-Za-z_][\w.-]{2,80})[\"']?\s{0,8}(?:=|:\s)\s{0,8}([^\s\"'#;,`]{8,400})(?=$|[\s;#\"'])"
)
_ENVIRONMENT = re.compile(rb"(?:ENV|ARG)\s{1,4}([A-Za-z_][\w.-]{2,80})\s{1,4}([^\s\"'#;,`]{8,400})")
"""A name starts where none goes on, and every repetition is bounded, so that a line is read in linear time."""

_TELLING = re.compile(
    r"secret|passw(?:or)?d|passphrase|(?:^|_)pwd$|(?:^|_)pass$|token|api_?key|access_?key|private_?key|signing_?key"
    r"|encryption_?key|jwt_?key|auth_?key|credential"
)
_API_KEY = re.compile(r"(?:api|secret|access)_?key$")
_PASSWORD = re.compile(r"passw(?:or)?d$|passphrase$|(?:^|_)pwd$|(?:^|_)pass$")
_OTHERWISE = re.compile(
    r"(?:name|names|header|url|uri|path|file|field|fields|type|id|ids|length|lifetime|expir\w*|ttl|timeout|age|prefix|suffix"
    r"|regex|pattern|re|validators?|hashers?|backends?|class|policy|hash|hashed|digest|checksum|form|label|text|hint|help"
    r"|endpoint|algorithms?|location|cookie|params?|min|max|count|limit|bytes|size|format|strategy|method|reset\w*"
    r"|change\w*|view|views|template|message|messages|error|errors|arn|ref|version|placeholder|title|description|required"
    r"|enabled|scheme|scopes?|issuer|audience|model|serializer|schema|generator|manager|store|storage|key_id|keyid|var|env"
    r"|env_var|key_name|role|roles|permission|action|event|route|status|state|kind|mode|reader|loader|parser|pos|index)$"
    r"|^(?:public|csrf|xsrf|next|page|num|max|min|pad|eos|bos|unk|sep|mask|cls|n|total|prompt|completion|input|output|is"
    r"|has|test|fake|mock|dummy|example|invalid|wrong|bad|old|hashed|encoded|expected)_"
    r"|tokeni[sz]|csrf|xsrf|public_?key|_sha\d*$|integrity|site_?key"
)
_NO_QUOTES = frozenset({
    "env", "yaml", "ini", "compose", "dockerfile", "shell", "workflow", "gitlab-ci", "ci", "kubernetes", "systemd",
    "supervisor", "procfile", "makefile", "fly", "render", "gae", "digitalocean", "heroku", "toml",
})  # fmt: skip
"""Kinds of file in which a value needs no quotes."""


class Assigned(NamedTuple):
    """A value under a telling name: where it starts, what it is, its name and whether it is surely random."""

    at: int
    kind: str
    name: str
    value: str
    confidence: str


def assigned(kind: str, content: bytes) -> Iterator[Assigned]:
    """The values under telling names that look like secrets.

    Args:
        kind: the kind of the file, which says whether a value may stand without quotes.
        content: the file's bytes.
    """
    bare = kind in _NO_QUOTES
    for start, line in _lines(content):
        yield from _of_line(start, line, bare)


def _lines(content: bytes) -> Iterator[tuple[int, bytes]]:
    """The lines that hold a telling word, each once, with where they start."""
    lower = content.lower()
    starts: set[int] = set()
    for word in _WORDS:
        at = lower.find(word)
        while at >= 0 and len(starts) < _MAX_LINES:
            start = content.rfind(b"\n", 0, at) + 1
            stop = content.find(b"\n", at)
            stop = len(content) if stop < 0 else stop
            if stop - start <= _MAX_LINE:
                starts.add(start)
            at = lower.find(word, stop)
    for start in sorted(starts):
        stop = content.find(b"\n", start)
        yield start, content[start : len(content) if stop < 0 else stop].rstrip(b"\r")


def _of_line(start: int, line: bytes, bare: bool) -> Iterator[Assigned]:
    seen = False
    for match in _QUOTED.finditer(line):
        seen = True
        found = _judged(start + match.start(1), match[1], match[3])
        if found is not None:
            yield found
    if not bare or seen:
        return
    for pattern in (_BARE, _ENVIRONMENT):
        for match in pattern.finditer(line):
            found = _judged(start + match.start(1), match[1], match[2])
            if found is not None:
                yield found
                return


def _judged(at: int, name: bytes, value: bytes) -> Assigned | None:
    words = name.decode("ascii", "replace").rpartition(".")[2]
    if not is_telling(words):
        return None
    text = value.decode("utf-8", "replace")
    if any(
        mark in text for mark in ("${", "$(", "{{", "}}", "%(", "<", "ENC[", "secrets.", "environ", "vault:", "op://")
    ):
        return None
    if _PASSWORD.search(_snake(words)) and is_digest(text):
        return None
    if looks_random(text):
        return Assigned(at, what_is(words), words, text, "medium")
    if _API_KEY.search(_snake(words)) and is_short_key(text):
        return Assigned(at, what_is(words), words, text, "low")
    if _PASSWORD.search(_snake(words)) and looks_like_password(text):
        return Assigned(at, "password", words, text, "low")
    return None


def is_telling(name: str) -> bool:
    """Whether a name says that its value is a secret."""
    snake = _snake(name)
    return _TELLING.search(snake) is not None and _OTHERWISE.search(snake) is None


def what_is(name: str) -> str:
    """What a secret's name says that it is: "password", "token", "API key" or "secret"."""
    snake = _snake(name)
    if _PASSWORD.search(snake):
        return "password"
    if "token" in snake:
        return "token"
    return "API key" if re.search(r"api_?key|access_?key", snake) else "secret"


def _snake(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name[:100])
    return spaced.replace("-", "_").lower()
