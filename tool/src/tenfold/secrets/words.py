"""What a value looks like: an example, a word that anybody guesses, or something random."""

from __future__ import annotations

import math
import re
from collections import Counter

_EXAMPLES = (
    "example", "changeme", "change-me", "change_me", "change me", "changethis", "change this", "change-this",
    "change_this", "replace", "placeholder", "dummy", "fake", "sample", "insert", "xxxx", "****", "....", "todo",
    "fixme", "redacted", "your-", "your_", "your ", "yoursecret", "yourkey", "yourpass", "my-secret", "mysecret",
    "my_secret", "supersecret", "super-secret", "super_secret", "topsecret", "top-secret", "not-a-secret",
    "notasecret", "not-so-secret", "insecure", "unsafe", "default", "localhost", "testing", "foobar", "deadbeef",
    "1234567890", "0123456789", "abcdefgh", "012345678", "qwerty", "sekret", "s3cret", "s3cr3t", "t0ps3cr3t",
    "p@ssw0rd", "passw0rd", "keyboard cat", "password", "hard to guess", "hard-to-guess", "never-guess",
    "never guess", "secret-key", "secret_key", "secretkey", "dev-key", "dev_key", "devkey", "for-dev", "for_dev",
    "development", "production", "-here", "_here",
)  # fmt: skip
"""Parts that only examples, tutorials and desks have."""

GUESSED: frozenset[str] = frozenset({
    "", "123", "1234", "12345", "123456", "12345678", "123456789", "a", "abc", "abc123", "admin", "app", "asdf",
    "bar", "baz", "demo", "dev", "devel", "django", "fastapi", "flask", "foo", "guess", "hello", "hidden",
    "key", "letmein", "local", "mykey", "none", "null", "pass", "passwd", "password", "password1", "postgres",
    "prod", "pwd", "qwerty", "random", "redis", "root", "salt", "secret", "secret1", "secret123", "secrets",
    "server", "session", "staging", "string", "super", "temp", "test", "test123", "testkey", "token", "user",
    "username", "web", "welcome", "x", "xyz",
})  # fmt: skip
"""Words that lists for guessing begin with."""

PUBLISHED: frozenset[str] = frozenset({
    "09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7",
    "192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf",
    '_5#y2L"F4Q8z\n\xec]/', "A0Zr98j/3yX R~XHH!jmN]LWX/,?RT", "you-will-never-guess", "hard to guess string",
    "5791628bb0b13ce0c676dfde280ba245", "thisisthesecretkey", "Thisissupposedtobesecret!",
    "6LeIxAcTAAAAAGG-vFI1TnRWxMZNFuojJ4WifJWe", "6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI",
})  # fmt: skip
"""Keys that stand in the tutorials of FastAPI and Flask, in widely read courses, or that are made for tests."""

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_HEX = re.compile(r"[0-9a-fA-F]+")
_ALPHABET = re.compile(r"[A-Za-z0-9+/=_.~!@#$%^&*()\[\]{}|;:,?<>-]+")
_WORD = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{2,}(?![a-z])")
_SPOKEN = 4.3
"""Bits of entropy a character that words stay below, and random letters of both cases do not."""
_LONG_PART = 5
_SHORT_KEY = 20
_FULL_KEY = 32


def entropy(text: str) -> float:
    """Shannon entropy of the characters of a text, in bits a character."""
    if not text:
        return 0.0
    return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def is_example(text: str) -> bool:
    """Whether a value is one that people write where a secret belongs, or a run of few characters."""
    lower = text.lower()
    return lower in GUESSED or text in PUBLISHED or _has_example(lower) or len(set(text)) < 5


def _has_example(lower: str) -> bool:
    """Whether a part of examples stands in a text; a short one may stand in a random text by chance."""
    by_chance = len(lower) >= 20 and sum(character.isdigit() for character in lower) > 2
    return any(part in lower for part in _EXAMPLES if len(part) >= _LONG_PART or not by_chance)


def is_digest(text: str) -> bool:
    """Whether a value has the shape of a hash as databases store it: under a password's name it is no password."""
    return len(text) in {32, 40, 56, 64, 96, 128} and _HEX.fullmatch(text) is not None


def looks_random(text: str) -> bool:
    """Whether a value that stands under a telling name looks like a key: long, mixed, and made of no words.

    UUIDs, identifiers, paths, addresses, regular expressions and sentences are none.
    """
    if not 16 <= len(text) <= 400 or _ALPHABET.fullmatch(text) is None or _UUID.fullmatch(text):
        return False
    if any(mark in text for mark in ("0-9", "a-z", "A-Z", "://")):
        return False
    if is_example(text) or text.startswith(("/", "./", "~", "$", "arn:", "{")):
        return False
    digits = sum(character.isdigit() for character in text)
    letters = sum(character.isalpha() for character in text)
    if _HEX.fullmatch(text):
        return digits > 2 and letters > 2 and entropy(text) > 2.8
    if digits < 2 or letters < 4 or _made_of_words(text):
        return False
    return entropy(text) > (3.4 if len(text) < 24 else 3.8)


def is_short_key(text: str) -> bool:
    """Whether a value of 12 to 15 hexadecimal digits is one that a service hands out: short, but mixed."""
    if not 12 <= len(text) <= 15 or not text.islower() or _HEX.fullmatch(text) is None or is_example(text):
        return False
    digits = sum(character.isdigit() for character in text)
    return 3 <= digits <= len(text) - 2 and entropy(text) > 2.5


def _made_of_words(text: str) -> bool:
    """Whether most of the letters stand in runs that look like words: identifiers do, keys do not."""
    letters = sum(character.isalpha() for character in text)
    inside = sum(len(word) for word in _WORD.findall(text) if len(word) > 3 and _has_vowels(word))
    return inside > 0.6 * letters


def _has_vowels(word: str) -> bool:
    vowels = sum(character in "aeiouyAEIOUY" for character in word)
    return 0.2 <= vowels / len(word) <= 0.7


def looks_like_password(text: str) -> bool:
    """Whether a value that stands under the name of a password is one that somebody thought of.

    It has 8 to 64 characters of three kinds, a digit among them, no blanks, and is no example.
    """
    if not 8 <= len(text) <= 64 or any(character.isspace() for character in text) or is_example(text):
        return False
    if (
        "://" in text
        or text.startswith(("/", "$", "{", "<", "%"))
        or text.endswith((":", "?", "."))
        or _UUID.fullmatch(text)
    ):
        return False
    digits = any(character.isdigit() for character in text)
    others = (
        any(character.islower() for character in text),
        any(character.isupper() for character in text),
        not text.isalnum(),
    )
    return digits and sum(others) >= 2


def weakness(text: str) -> str:
    """Why a signing key is weak, in a few words; "" for one that is not."""
    lower = text.strip().lower()
    if text in PUBLISHED:
        return "it stands in a tutorial"
    if lower in GUESSED:
        return "it is a word that anybody guesses"
    if lower.startswith("django-insecure-"):
        return "startproject made it for development and says so"
    if len(set(text)) < 5:
        return "it repeats a few characters"
    if _has_example(lower):
        return "it is a placeholder"
    if len(text) < _SHORT_KEY:
        return f"it has only {len(text)} characters"
    if _made_of_words(text) and entropy(text) < _SPOKEN and sum(c.isdigit() for c in text) < 4:
        return "it is made of words"
    return ""


def is_short(text: str) -> bool:
    """Whether a key holds fewer characters than 32 bytes of randomness need (RFC 7518, section 3.2)."""
    return len(text) < _FULL_KEY
