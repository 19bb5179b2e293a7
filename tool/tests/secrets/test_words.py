"""What a value looks like."""

from __future__ import annotations

import secrets
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.secrets.words import entropy, is_example, is_short_key, looks_like_password, looks_random, weakness


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("dev", "guesses"),
        ("you-will-never-guess", "tutorial"),
        ("django-insecure-8f!kq2v7z&x1m4n9b3c5d6e0", "startproject"),
        ("changeme-in-production-please", "placeholder"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "repeats"),
        ("k7Fq2xW9", "8 characters"),
        ("correct-horse-battery-staple-lake", "words"),
    ],
)
def test_says_why_a_key_is_weak(value: str, part: str) -> None:
    assert part in weakness(value)


def test_keys_as_tools_make_them_are_not_weak() -> None:
    for _ in range(200):
        for key in (secrets.token_hex(32), secrets.token_urlsafe(32)):
            assert weakness(key) == ""


@given(st.text(max_size=80))
def test_entropy_is_between_nothing_and_that_of_all_different(text: str) -> None:
    """0 <= entropy(text) <= log2(len(text))."""
    assert 0 <= entropy(text) <= max(0, len(text)).bit_length()


@given(st.text(alphabet=string.ascii_lowercase + "_- ", max_size=120))
def test_words_are_never_random(text: str) -> None:
    """What holds no digit is never taken for a key or a password."""
    assert not looks_random(text)
    assert not looks_like_password(text)


def test_most_made_keys_look_random() -> None:
    made = [secrets.token_urlsafe(24) for _ in range(300)]
    assert sum(map(looks_random, made)) > 270
    assert not any(map(is_example, ["k7Fq2xW9vB", "n4Vw8cRz2TqY6xLb9JsK3mPd"]))


def test_short_keys_are_mixed_hexadecimal_digits() -> None:
    assert all(map(is_short_key, ["d81f04b7c3a9", "4b07e29163852f"]))
    assert not any(map(is_short_key, ["123456789012", "abcdefabcdef", "deadbeef1234", "d81f04b7c3a", "aaaa11112222"]))
