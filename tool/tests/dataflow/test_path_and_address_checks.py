"""Checks of paths and addresses: those that hold, and those that look like it."""

from __future__ import annotations

import pytest
from tests.dataflow.reached import reached

IMPORTS = """
import os, re, html, shlex
from pathlib import Path
from urllib.parse import urlparse, urlsplit
from django.utils.http import url_has_allowed_host_and_scheme
from werkzeug.utils import secure_filename
BASE = Path('/srv')
HOSTS = {'a.example'}
"""
HOLD = {
    "is_relative_to, resolved": ("p = (BASE / q).resolve()\nif p.is_relative_to(BASE):\n    sink(p)", "within"),
    "is_relative_to, refused": ("p = (BASE / q).resolve()\nif not p.is_relative_to(BASE):\n    abort(404)\nsink(p)", "within"),
    "relative_to raises": ("p = (BASE / q).resolve()\np.relative_to(BASE)\nsink(p)", "within"),
    "relative_to in try": (
        "p = (BASE / q).resolve()\ntry:\n    p.relative_to(BASE)\nexcept ValueError:\n    abort(404)\nsink(p)", "within"),
    "realpath and a prefix with a slash": (
        "p = os.path.realpath(os.path.join('/srv', q))\nif p.startswith('/srv/'):\n    sink(p)", "within"),
    "abspath and os.sep": ("p = os.path.abspath('/srv/' + q)\nif not p.startswith('/srv' + os.sep):\n    abort(404)\nsink(p)",
        "within"),
    "normpath": ("p = os.path.normpath(os.path.join('/srv', q))\nif p.startswith('/srv/'):\n    sink(p)", "within"),
    "commonpath": ("p = os.path.realpath(os.path.join('/srv', q))\nif os.path.commonpath([p, '/srv']) == '/srv':\n    sink(p)",
        "within"),
    "commonpath, refused": (
        "p = os.path.realpath(os.path.join('/srv', q))\nif os.path.commonpath(('/srv', p)) != '/srv':\n    abort(404)\nsink(p)",
        "within"),
    "parents": ("p = (BASE / q).resolve()\nif BASE in p.parents:\n    sink(p)", "within"),
    "netloc is compared": ("if urlparse(q).netloc == 'a.example':\n    sink(q)", "host.fixed"),
    "hostname in a table": ("if urlsplit(q).hostname in HOSTS:\n    sink(q)", "host.fixed"),
    "hostname kept": ("u = urlparse(q)\nif u.hostname not in HOSTS:\n    abort(400)\nsink(q)", "host.fixed"),
    "no host at all": ("if urlparse(q).netloc == '':\n    sink(q)", "host.empty"),
    "no host, asked for truth": ("if not urlparse(q).netloc:\n    sink(q)", "host.empty"),
    "Django's own": ("if url_has_allowed_host_and_scheme(q, allowed_hosts={'a.example'}):\n    sink(q)", "clean"),
    "Django's own, by name": ("if not url_has_allowed_host_and_scheme(url=q, allowed_hosts=None):\n    abort(400)\nsink(q)",
        "clean"),
    "secure_filename": ("sink(secure_filename(q))", "clean"),
    "shlex.quote": ("sink(shlex.quote(q))", "clean"),
    "the scheme is compared": ("if urlparse(q).scheme == 'https':\n    sink(q)", "scheme.fixed"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "fact"), HOLD.values(), ids=HOLD)
def test_it_holds(body: str, fact: str) -> None:
    found = reached(body, IMPORTS)
    assert found
    assert all(fact in facts(one) for one in found), found


def facts(text: str) -> set[str]:
    """The kinds of facts in what was written of a value."""
    return {fact for part in text.split("(")[1:] for fact in part.partition(")")[0].split(", ")}


WEAK = {
    "is_relative_to, not resolved": "p = BASE / q\nif p.is_relative_to(BASE):\n    sink(p)",
    "resolved after the check": "p = BASE / q\nif p.is_relative_to(BASE):\n    sink(p.resolve())",
    "a prefix, not resolved": "p = os.path.join('/srv', q)\nif p.startswith('/srv/'):\n    sink(p)",
    "a prefix without separator": "p = os.path.realpath(os.path.join('/srv', q))\nif p.startswith('/srv'):\n    sink(p)",
    "commonpath, not resolved": "p = '/srv/' + q\nif os.path.commonpath([p, '/srv']) == '/srv':\n    sink(p)",
    "commonpath, not compared": "p = os.path.realpath('/srv/' + q)\nif os.path.commonpath([p, '/srv']):\n    sink(p)",
    "commonprefix": "p = os.path.realpath('/srv/' + q)\nif os.path.commonprefix([p, '/srv']) == '/srv':\n    sink(p)",
    "dots are asked for once": "if not q.startswith('..'):\n    sink('/srv/' + q)",
    "dots are taken out": "sink('/srv/' + q.replace('../', ''))",
    "a name in the host": "if 'a.example' in urlparse(q).netloc:\n    sink(q)",
    "a name in the address": "if 'a.example' in q:\n    sink(q)",
    "an ending of the host": "if urlparse(q).netloc.endswith('a.example'):\n    sink(q)",
    "a beginning of the address": "if q.startswith('https://a.example'):\n    sink(q)",
    "a pattern without an end": "if re.match(r'[a-z]+', q):\n    sink(q)",
    "a pattern that is searched": "if re.search(r'[a-z]+', q):\n    sink(q)",
    "a pattern that lets everything through": "if re.fullmatch(r'.*', q):\n    sink(q)",
    "a pattern with an open branch": "if re.match(r'^[a-z]+$|^x', q):\n    sink(q)",
    "the absence of a bad word": "if 'rm' not in q.split():\n    sink('cat ' + q)",
    "the host is one of the client's": "if urlparse(q).netloc == r:\n    sink(q)",
    "only the scheme": "if urlparse(q).scheme in ('http', 'https'):\n    sink(q)",
    "the length": "if len(q) < 10:\n    sink(q)",
    "there is any": "if q:\n    sink(q)",
    "escaped for another place": "sink(html.escape(q))",
    "lower case": "sink(q.lower())",
}
SETTLES = {"fixed", "number", "word", "within", "host.fixed", "host.empty"}


@pytest.mark.parametrize("body", WEAK.values(), ids=WEAK)
def test_it_only_looks_like_it(body: str) -> None:
    found = reached(body, IMPORTS)
    assert any("$" in one and not facts(one) & SETTLES for one in found), found
