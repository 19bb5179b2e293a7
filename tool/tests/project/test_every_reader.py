"""What holds for all readers alike."""

import subprocess
import sys
import time

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenfold.project import readers, servers
from tenfold.project.facts import FileFacts

PIECES = [
    "{", "}", "[", "]", "(", ")", "<", ">", '"', "'", "`", "\\", "#", ";", ":", "=", ",", ".", "&", "|",
    "*", "!", "%",
    "$", "@", "-", "~", "^", "/", "?", " ", "  ", "\t", "\n", "\r\n", "a", "b1", "é", "\x00",
    "server {", "location ~ ",
    "FROM a", "RUN ", "<<EOF\n", "${", "{{", "- ", "key: ", "&a ", "*a", "[[a]]", '"""', "'''", "/*",
    "*/", "<<: ",
    "apiVersion: v1\nkind: Deployment\n", "\\\n", "CMD [", "jobs:\n", "services:\n", "listen 443 ssl;",
    "@", "==1.0",
    'resource "a" "b" {', "[project]\n", '{"cells": [', "-r ", "export ", "[program:x]\n",
    "<VirtualHost *:80>\n",
]  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=80).map("".join))
KINDS = sorted(readers.READERS)


def round_trip(kind: str, facts: FileFacts) -> FileFacts:
    return msgspec.msgpack.decode(msgspec.msgpack.encode(facts), type=readers.TYPES[kind])


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None)
@given(text=TEXTS)
def test_any_text_is_read_and_stored(kind: str, text: str) -> None:
    """Invariant: for any text a reader returns facts, and msgpack gives back the same facts."""
    facts = readers.READERS[kind](text)
    assert round_trip(kind, facts) == facts


@pytest.mark.parametrize("kind", KINDS)
def test_lone_surrogates_are_stored(kind: str) -> None:
    facts = readers.READERS[kind]('a: "\ud800"\nb = "\\ud800"\n{"c": "\\ud800"}\n')
    assert round_trip(kind, facts) == facts


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "piece",
    ["[", "{", "(", "a {\n", "- ", "a: ", '"', "<<A\n", "a=[", "\\\n", "<<-X", "/*", "FROM b as b\n"],
)
def test_time_is_linear(kind: str, piece: str) -> None:
    text = (piece * 20_000)[:40_000]
    start = time.perf_counter()
    readers.READERS[kind](text)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("kind", ["nginx", "notebook", "uv-lock", "yaml"])
def test_text_that_is_too_long_is_said(kind: str) -> None:
    facts = readers.READERS[kind]("# " + "x" * 16_100_000)
    assert any("the rest was not read" in problem.reason for problem in facts.problems)


def test_readers_import_fast_and_lazily() -> None:
    code = (
        "import sys, tenfold.project.readers;print([m for m in ('yaml', 'packaging', 'tomllib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_kind_without_a_reader_gives_none() -> None:
    assert readers.read("python", "x = 1") is None
    assert isinstance(readers.read("env", "A=1"), FileFacts)


@settings(max_examples=200, deadline=None)
@given(text=TEXTS)
def test_any_command_is_looked_at(text: str) -> None:
    """Invariant: for any script, servers_in returns servers that msgpack gives back."""
    from tenfold.project import shell

    found = servers.servers_in(shell.commands(text))
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=tuple[servers.Server, ...]) == found
