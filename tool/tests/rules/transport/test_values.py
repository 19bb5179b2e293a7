"""The small parsers of practice 3: the HSTS value, cipher lists, Apache's protocols, hosts of addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.rules.transport._hsts import parse
from tenfold.rules.transport._plain import is_public
from tenfold.rules.transport._suites import apache_versions, old_balancer_policy, old_versions, weak_suites


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("max-age=31536000; includeSubDomains; preload", (31_536_000, True, True)),
        ("max-age=0", (0, False, False)),
        ('"max-age=300;includesubdomains"', (300, True, False)),
        ('max-age="63072000"', (63_072_000, False, False)),
        ("includeSubDomains", (None, True, False)),
        ("max-age=-1", (None, False, False)),
        ("", (None, False, False)),
    ],
)
def test_strict_transport_security(value: str, expected: tuple[int | None, bool, bool]) -> None:
    assert parse(value) == expected


@given(st.integers(0, 999_999_999), st.booleans(), st.booleans(), st.sampled_from(["; ", ";", " ;  "]))
def test_a_written_policy_is_read_back(seconds: int, subdomains: bool, preload: bool, joint: str) -> None:
    """Whatever stands in a well-formed header is read as it was meant, in any order and spacing."""
    words = [f"max-age={seconds}", *(["includeSubDomains"] * subdomains), *(["preload"] * preload)]
    assert parse(joint.join(reversed(words))) == (seconds, subdomains, preload)


@pytest.mark.parametrize(
    ("ciphers", "weak"),
    [
        ("HIGH:!aNULL:!MD5", []),
        ("ECDHE+AESGCM:ECDHE+CHACHA20", []),
        ("ECDHE-RSA-AES128-GCM-SHA256:RC4-SHA", ["RC4-SHA"]),
        ("DES-CBC3-SHA:HIGH", ["DES-CBC3-SHA"]),
        ("EECDH+AESGCM:EDH+AESGCM:!DES:!RC4", []),
        ("ALL:!EXPORT", ["ALL"]),
        ("ALL:!aNULL:!eNULL", []),
        ("ECDHE-ECDSA-AES256-GCM-SHA384:DHE-RSA-AES256-SHA256", []),
        ("AES:3DES:!aNULL", ["3DES"]),
    ],
)
def test_cipher_lists(ciphers: str, weak: list[str]) -> None:
    assert weak_suites(ciphers) == weak


@given(st.text("RC4ADHESNUL:!-+_@ ", max_size=200))
def test_what_is_excluded_is_never_called_weak(ciphers: str) -> None:
    """An entry that begins with "!" or "-" switches nothing on, so it is never among the weak ones."""
    assert not [entry for entry in weak_suites(ciphers) if entry.startswith(("!", "-"))]


@pytest.mark.parametrize(
    ("words", "old"),
    [
        ("all -SSLv3", ["TLSv1", "TLSv1.1"]),
        ("all -SSLv3 -TLSv1 -TLSv1.1", []),
        ("-all +TLSv1.2 +TLSv1.3", []),
        ("TLSv1.2", []),
        ("+TLSv1 TLSv1.2", ["TLSv1"]),
    ],
)
def test_apache_protocols(words: str, old: list[str]) -> None:
    assert apache_versions(words.split()) == old


def test_versions() -> None:
    assert old_versions(["SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"]) == ["SSLv3", "TLSv1", "TLSv1.1"]


@pytest.mark.parametrize(
    ("policy", "old"),
    [
        ("", True),
        ("ELBSecurityPolicy-2016-08", True),
        ("ELBSecurityPolicy-TLS-1-1-2017-01", True),
        ("ELBSecurityPolicy-TLS13-1-0-2021-06", True),
        ("ELBSecurityPolicy-TLS-1-2-2017-01", False),
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", False),
    ],
)
def test_load_balancer_policies(policy: str, old: bool) -> None:
    assert old_balancer_policy(policy) is old


@pytest.mark.parametrize(
    ("host", "public"),
    [
        ("api.example.com", True),
        ("8.8.8.8", True),
        ("localhost", False),
        ("web", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("[::1]", False),
        ("db.internal", False),
        ("shop.svc.cluster.local", False),
        ("host.docker.internal", False),
        ("{host}.example.com", False),
        ("", False),
    ],
)
def test_public_hosts(host: str, public: bool) -> None:
    assert is_public(host) is public
