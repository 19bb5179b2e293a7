"""Invariant: parse never raises, and parsing what it serialised gives the same policy again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.policies import csp

STRICT = (
    "default-src 'none'; script-src 'nonce-{}' 'strict-dynamic' https: 'unsafe-inline'; style-src 'self'; "
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)


@given(st.text(max_size=300) | st.lists(st.sampled_from(STRICT.replace(";", " ; ").split())).map(" ".join))
def test_reads_its_own_text(text: str) -> None:
    policy = csp.parse(text)
    assert csp.parse(str(policy)) == policy
    assert isinstance(csp.weaknesses(policy), tuple)


def test_a_strict_policy_has_no_weakness() -> None:
    assert csp.weaknesses(csp.parse(STRICT)) == ()


@pytest.mark.parametrize(
    ("old", "new", "directive", "severity"),
    [
        ("'nonce-{}' 'strict-dynamic' https: 'unsafe-inline'", "'self' 'unsafe-inline'", "script-src", "high"),
        ("'nonce-{}' 'strict-dynamic' https: 'unsafe-inline'", "'self' 'unsafe-eval'", "script-src", "medium"),
        ("'nonce-{}' 'strict-dynamic' https: 'unsafe-inline'", "'self' *", "script-src", "high"),
        ("'nonce-{}' 'strict-dynamic' https: 'unsafe-inline'", "'self' data:", "script-src", "high"),
        ("'nonce-{}'", "'nonce-abc123'", "script-src", "high"),
        ("object-src 'none'; ", "object-src *; ", "object-src", "medium"),
        ("base-uri 'none'; ", "", "base-uri", "medium"),
        ("; frame-ancestors 'none'", "", "frame-ancestors", "low"),
        ("style-src 'self'", "style-src 'unsafe-inline'", "style-src", "low"),
    ],
)
def test_each_weakness_is_found_alone(old: str, new: str, directive: str, severity: str) -> None:
    found = csp.weaknesses(csp.parse(STRICT.replace(old, new)))
    assert [(weakness.directive, weakness.severity) for weakness in found] == [(directive, severity)]


def test_default_src_stands_in_and_the_first_of_two_wins() -> None:
    policy = csp.parse("DEFAULT-SRC 'self' 'unsafe-inline';; default-src *")
    assert policy.effective("script-src-elem") == ("'self'", "'unsafe-inline'")
    assert csp.weaknesses(policy)[0].directive == "default-src"
    assert csp.weaknesses(csp.parse(""))[0].directive == "script-src"
