"""The formats that providers gave their keys, with what tells a real one from an example."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Callable

import msgspec

from tenfold.secrets.words import entropy, is_example

Check = Callable[[str], str]
"""Given a match: "high", "medium" or "low" confidence, or "" when it is no secret after all."""

_LONG_LIVED = 30 * 86_400
"""Seconds of life from which a token that was written down may still work."""

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


class Format(msgspec.Struct, frozen=True):
    """A provider's format.

    Attributes:
        kind: what it is, as the provider calls it.
        needle: the bytes that it starts with; they are looked for first.
        pattern: matched where the needle stands; every repetition in it is bounded.
        check: tells a real one from an example.
    """

    kind: str
    needle: bytes
    pattern: re.Pattern[bytes]
    check: Check


def _random(least: float) -> Check:
    """At least `least` bits of entropy a character, and no word that examples use."""

    def check(text: str) -> str:
        return "" if is_example(text) or entropy(text) < least else "high"

    return check


def _checksummed(text: str) -> str:
    """Whether the CRC-32 fits that GitHub and npm tokens end in, written in base 62.

    Source: https://github.blog/engineering/behind-githubs-new-authentication-token-formats/
    """
    body = text.rpartition("_")[2]
    value, digits = zlib.crc32(body[:-6].encode()), ""
    while value:
        value, digit = divmod(value, 62)
        digits = _BASE62[digit] + digits
    if digits.rjust(6, "0") == body[-6:]:
        return "high"
    return "" if is_example(text) or entropy(body) < 4 else "medium"


def _jwt(text: str) -> str:
    """A long-lived JSON web token; those of examples, and those that end soon after they were made, are left out."""
    head, body, _ = text.split(".")
    try:
        header = json.loads(_decoded(head))
        claims = json.loads(_decoded(body))
    except (ValueError, binascii.Error, RecursionError):
        return ""
    if not isinstance(header, dict) or "alg" not in header or not isinstance(claims, dict):
        return ""
    issued, expires = claims.get("iat"), claims.get("exp")
    if isinstance(expires, (int, float)) and not (isinstance(issued, (int, float)) and expires - issued > _LONG_LIVED):
        return ""
    words = json.dumps(claims)[:2000].lower()
    return "" if "john doe" in words or "example" in words or "test" in words else "medium"


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _private_key(text: str) -> str:
    return "" if "ENCRYPTED" in text or "..." in text else "high"


def _format(kind: str, needle: str, pattern: str, check: Check) -> Format:
    return Format(kind, needle.encode(), re.compile(pattern.encode()), check)


_TAIL = r"(?![A-Za-z0-9_])"

FORMATS: tuple[Format, ...] = (
    _format("private key", "-----BEGIN ",
            r"-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY-----(?:\\[rn]|[\s\"',+]){1,12}[A-Za-z0-9+/=]{20}",
            _private_key),
    _format("AWS access key id", "AKIA", r"AKIA[A-Z2-7]{16}" + _TAIL, _random(2.8)),
    _format("AWS temporary access key id", "ASIA", r"ASIA[A-Z2-7]{16}" + _TAIL, _random(2.8)),
    *(_format("GitHub token", f"gh{kind}_", rf"gh{kind}_[A-Za-z0-9]{{36}}" + _TAIL, _checksummed) for kind in "pousr"),
    _format("GitHub fine-grained token", "github_pat_", r"github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59}" + _TAIL,
            _random(4)),
    _format("npm token", "npm_", r"npm_[A-Za-z0-9]{36}" + _TAIL, _checksummed),
    _format("GitLab token", "glpat-", r"glpat-[A-Za-z0-9_-]{20,60}", _random(3.5)),
    _format("GitLab runner token", "glrt-", r"glrt-[A-Za-z0-9_-]{20,60}", _random(3.5)),
    _format("PyPI token", "pypi-AgE", r"pypi-AgE[A-Za-z0-9_-]{60,400}", _random(4)),
    _format("Slack token", "xox", r"xox[abeprs]-[0-9]{8,14}-[A-Za-z0-9-]{20,120}", _random(3)),
    _format("Slack app token", "xapp-1-", r"xapp-1-[A-Z0-9]{8,14}-[0-9]{8,16}-[a-f0-9]{32,70}", _random(3)),
    _format("Slack webhook", "hooks.slack.com/services/",
            r"hooks\.slack\.com/services/T[A-Z0-9]{7,12}/B[A-Z0-9]{7,12}/[A-Za-z0-9]{24}" + _TAIL, _random(4)),
    _format("Stripe live key", "sk_live_", r"sk_live_[A-Za-z0-9]{24,120}" + _TAIL, _random(3.5)),
    _format("Stripe live restricted key", "rk_live_", r"rk_live_[A-Za-z0-9]{24,120}" + _TAIL, _random(3.5)),
    _format("Stripe webhook secret", "whsec_", r"whsec_[A-Za-z0-9+/]{32,60}" + _TAIL, _random(3.8)),
    _format("Google API key", "AIza", r"AIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])", _random(3.8)),
    _format("Google OAuth client secret", "GOCSPX-", r"GOCSPX-[0-9A-Za-z_-]{28}(?![0-9A-Za-z_-])", _random(3.8)),
    _format("SendGrid key", "SG.", r"SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])", _random(4)),
    _format("OpenAI key", "sk-", r"sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,80}T3BlbkFJ[A-Za-z0-9_-]{20,80}",
            _random(4)),
    _format("Anthropic key", "sk-ant-", r"sk-ant-(?:api|admin)[0-9]{2}-[A-Za-z0-9_-]{80,110}", _random(4)),
    _format("Hugging Face token", "hf_", r"hf_[A-Za-z]{34}" + _TAIL, _random(3.8)),
    _format("Azure storage key", "AccountKey=", r"AccountKey=[A-Za-z0-9+/]{86}==", _random(4)),
    _format("DigitalOcean token", "dop_v1_", r"dop_v1_[a-f0-9]{64}" + _TAIL, _random(3.3)),
    _format("Shopify token", "shpat_", r"shpat_[a-fA-F0-9]{32}" + _TAIL, _random(3)),
    _format("Docker Hub token", "dckr_pat_", r"dckr_pat_[A-Za-z0-9_-]{27}(?![A-Za-z0-9_-])", _random(3.5)),
    _format("Databricks token", "dapi", r"dapi[a-f0-9]{32}" + _TAIL, _random(3)),
    _format("Grafana token", "glsa_", r"glsa_[A-Za-z0-9]{32}_[a-fA-F0-9]{8}" + _TAIL, _random(3.8)),
    _format("Vault token", "hvs.", r"hvs\.[A-Za-z0-9_-]{80,130}", _random(4)),
    _format("Mailgun key", "key-", r"key-[a-f0-9]{32}" + _TAIL, _random(3.2)),
    _format("Postman key", "PMAK-", r"PMAK-[a-f0-9]{24}-[a-f0-9]{34}" + _TAIL, _random(3.2)),
    _format("Supabase token", "sbp_", r"sbp_[a-f0-9]{40}" + _TAIL, _random(3.2)),
    _format("JSON web token", "eyJ", r"eyJ[A-Za-z0-9_-]{10,400}\.eyJ[A-Za-z0-9_-]{10,2000}\.[A-Za-z0-9_-]{30,700}",
            _jwt),
)  # fmt: skip
"""Sources: the providers' documentation of their keys; lengths as they issue them."""
