"""The scan of a text for secrets. No real secret stands here: each is put together from parts when the test runs."""

from __future__ import annotations

import base64
import json
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.secrets.scan import MAX_CANDIDATES, scan

RANDOM = "b7Qk2vX9rT4mZ8wN1pL6sD3fH5jG0aYcU7eR2iO9tK4"
HEX = "9f3a71c05be284d6f10c7a92e45b38d19f3a71c05be284d6f10c7a92e45b38d1"
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def checksummed(prefix: str) -> str:
    body = RANDOM[:30]
    value, digits = zlib.crc32(body.encode()), ""
    while value:
        value, digit = divmod(value, 62)
        digits = BASE62[digit] + digits
    return prefix + body + digits.rjust(6, "0")


def jwt(**claims: object) -> str:
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
        for part in ({"alg": "HS256", "typ": "JWT"}, claims)
    ]
    return ".".join([*parts, RANDOM])


def kinds(text: str, kind: str = "python") -> list[tuple[str, str]]:
    return [(candidate.kind, candidate.confidence) for candidate in scan(kind, text.encode())]


@pytest.mark.parametrize(
    ("secret", "kind"),
    [
        ("AK" + "IAQX7TZ2LMN5WRKYVB", "AWS access key id"),
        (checksummed("gh" + "p_"), "GitHub token"),
        (checksummed("np" + "m_"), "npm token"),
        ("gl" + "pat-" + RANDOM[:20], "GitLab token"),
        ("xo" + "xb-481520394827-593820184756-" + RANDOM[:24], "Slack token"),
        ("sk" + "_live_" + RANDOM[:24], "Stripe live key"),
        ("AI" + "za" + RANDOM[:35], "Google API key"),
        ("S" + "G." + RANDOM[:22] + "." + RANDOM[:43], "SendGrid key"),
        ("sk" + "-proj-" + RANDOM[:20] + "T3Blbk" + "FJ" + RANDOM[:20], "OpenAI key"),
        ("sk" + "-ant-api03-" + RANDOM * 2, "Anthropic key"),
        ("do" + "p_v1_" + HEX, "DigitalOcean token"),
        ("py" + "pi-AgEIcHlwaS5vcmc" + RANDOM * 2, "PyPI token"),
        ("Account" + "Key=" + (RANDOM * 2)[:86] + "==", "Azure storage key"),
        ("-----BEGIN " + "PRIVATE KEY-----\n" + RANDOM, "private key"),
        (jwt(role="service"), "JSON web token"),
    ],
)
def test_knows_the_formats_of_providers(secret: str, kind: str) -> None:
    found = scan("python", f"one = 1\nvalue = '''{secret}'''\n".encode())
    assert [(candidate.kind, candidate.line) for candidate in found] == [(kind, 2)]
    assert found[0].confidence in {"high", "medium"}


def test_the_checksum_decides_how_sure_a_token_is() -> None:
    good = checksummed("gh" + "p_")
    assert kinds(good) == [("GitHub token", "high")]
    assert kinds(good[:-1] + ("0" if good[-1] != "0" else "1")) == [("GitHub token", "medium")]
    assert kinds("gh" + "p_" + "a" * 36) == []


def test_a_token_that_ended_soon_is_no_secret() -> None:
    assert kinds(jwt(iat=1_700_000_000, exp=1_700_003_600)) == []
    assert kinds(jwt(iat=1_700_000_000, exp=1_900_000_000)) == [("JSON web token", "medium")]
    assert kinds(jwt(name="John Doe")) == []


@pytest.mark.parametrize(
    "line",
    [
        'API_KEY = os.environ["API_KEY"]',
        'API_KEY = "your-api-key-goes-here-1234"',
        'TOKEN_URL = "https://login.shop-online.net/oauth2/v2/token"',
        'password = "correct horse battery staple"',
        'SECRET = "550e8400-e29b-41d4-a716-446655440000"',
        f'integrity = "sha384-{RANDOM}"',
        f'password_hash = "{HEX}"',
        f'CSRF_TOKEN = "{RANDOM}"',
        'secret_name = "projects/shop/secrets/database-2024"',
        'ACCESS_TOKEN_EXPIRE_MINUTES = "10080100801008010080"',
        'REFRESH_TOKEN = "refresh_token_has_expired_at_2024"',
        "if password == 'Th4ts-My-W0rd!': pass",
        "url = 'postgresql://postgres:postgres@localhost/shop'",
        "url = 'postgresql://user:password@db.shop-online.net/shop'",
        "url = f'postgresql://{user}:{password}@{host}/shop'",
        'AWS = "AK' + 'IAIOSFODNN7EXAMPLE"',
    ],
)
def test_what_only_looks_like_a_secret_is_silent(line: str) -> None:
    assert kinds(line) == []


@pytest.mark.parametrize(
    ("kind", "line", "name"),
    [
        ("python", f'API_KEY = "{RANDOM}"', "API_KEY"),
        ("python", f'app.config["MAIL_PASSWORD"] = "{RANDOM}"', "MAIL_PASSWORD"),
        ("python", f'api_key: str = "{RANDOM}"', "api_key"),
        ("python", f'connect(password="{RANDOM}")', "password"),
        ("env", f"API_KEY={RANDOM}", "API_KEY"),
        ("yaml", f"  apiKey: {RANDOM}", "apiKey"),
        ("compose", f"      - MAIL_PASSWORD={RANDOM}", "MAIL_PASSWORD"),
        ("dockerfile", f"ENV API_TOKEN {RANDOM}", "API_TOKEN"),
        ("json", f'{{"client_secret": "{RANDOM}"}}', "client_secret"),
        ("notebook", f'"api_key = \\"{RANDOM}\\"\\n"', "api_key"),
    ],
)
def test_random_values_under_telling_names(kind: str, line: str, name: str) -> None:
    assert [candidate.name for candidate in scan(kind, line.encode())] == [name]


def test_locks_hold_no_secrets_but_addresses_may() -> None:
    lock = f'token = "{RANDOM}"\nurl = "https://me:{RANDOM[:24]}@packages.shop-online.net/simple"\n'
    assert [candidate.line for candidate in scan("poetry-lock", lock.encode())] == [2]
    assert kinds(lock, "template") == [("password in a https address", "high")]


def test_a_file_of_secrets_is_cut() -> None:
    text = "".join(f'API_KEY = "{RANDOM[n % 20 :]}{n}"\n' for n in range(MAX_CANDIDATES + 50))
    assert len(scan("python", text.encode())) == MAX_CANDIDATES


@given(st.binary(max_size=400), st.sampled_from(["python", "yaml", "template", "env", "poetry-lock"]))
def test_reads_any_bytes(content: bytes, kind: str) -> None:
    """Any bytes are read without an error, and every candidate stands on a line of the text."""
    for candidate in scan(kind, content):
        assert 1 <= candidate.line <= content.count(b"\n") + 1


@given(st.text(alphabet="ab =:\"'\n.-_/", max_size=200), st.integers(0, 5))
def test_finds_a_key_between_other_text_and_never_shows_it(around: str, lines: int) -> None:
    """A key in a provider's format is found on its line whatever stands before, and only four characters are kept."""
    secret = "gl" + "pat-" + RANDOM[:20]
    text = around + "\n" * lines + " " + secret + "\n"
    found = [c for c in scan("python", text.encode()) if c.kind == "GitLab token"]
    assert [c.line for c in found] == [text[: text.index(secret)].count("\n") + 1]
    assert secret[4:] not in repr(found)


@pytest.mark.parametrize(
    "unit",
    [b"eyJ", b"eyJ.", b"://a:", b'token = "', b"secret=\n", b"password", b"-----BEGIN ", b"sk-", b"a_secret.", b"://"],
)
def test_time_grows_with_the_length_alone(unit: bytes) -> None:
    """Twice the text takes about twice the time, however hostile it is."""
    short, long = unit * (60_000 // len(unit)), unit * (480_000 // len(unit))
    took: list[float] = []
    for text in (short, long):
        best = 1e9
        for _ in range(3):
            start = time.perf_counter()
            scan("yaml", text)
            best = min(best, time.perf_counter() - start)
        took.append(best)
    assert took[1] < 8 * 4 * took[0] + 0.05
