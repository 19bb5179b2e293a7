"""What is enforced, as one frozen value: the guard enforces it, the checker judges by it.

A policy is made from a preset, from keyword arguments, or from a mapping such as a parsed TOML file. A wrong key or
value is one clear `PolicyError` at start, never a silent default.
"""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self, get_args, get_origin, get_type_hints

YEAR = 365 * 24 * 3600
"""Seconds of a year of 365 days: the least HSTS max-age that preload lists take (RFC 6797, hstspreload.org)."""


class PolicyError(ValueError):
    """A policy that cannot be meant; the message names the key and what to write."""


@dataclass(frozen=True, slots=True)
class Transport:
    """HTTPS everywhere.

    Attributes:
        https: redirect http to https.
        hsts_max_age: seconds of Strict-Transport-Security (RFC 6797); 0 sends none.
        hsts_subdomains: whether it holds for subdomains.
        tls_minimum: oldest version of TLS that may be spoken (RFC 9325).
    """

    https: bool = True
    hsts_max_age: int = YEAR
    hsts_subdomains: bool = True
    tls_minimum: Literal["1.2", "1.3"] = "1.2"

    def __post_init__(self) -> None:
        _at_least("transport.hsts_max_age", self.hsts_max_age, 0)


@dataclass(frozen=True, slots=True)
class Sessions:
    """Server-side sessions (OWASP Session Management Cheat Sheet).

    Attributes:
        idle: seconds without a request after which a session ends.
        absolute: seconds after which it ends in any case.
        secure: the cookie is sent over HTTPS only.
        http_only: scripts cannot read the cookie.
        same_site: when the cookie is sent on cross-site requests.
    """

    idle: int = 30 * 60
    absolute: int = 12 * 3600
    secure: bool = True
    http_only: bool = True
    same_site: Literal["Lax", "Strict"] = "Lax"

    def __post_init__(self) -> None:
        _at_least("sessions.idle", self.idle, 60)
        _at_least("sessions.absolute", self.absolute, self.idle)


@dataclass(frozen=True, slots=True)
class Secrets:
    """Strength of keys.

    Attributes:
        minimum_length: characters of a signing key (32 random ones carry at least 128 bits in any usual alphabet).
    """

    minimum_length: int = 32

    def __post_init__(self) -> None:
        _at_least("secrets.minimum_length", self.minimum_length, 16)


@dataclass(frozen=True, slots=True)
class Policy:
    """The whole policy; each part is documented at its class."""

    transport: Transport = field(default_factory=Transport)
    sessions: Sessions = field(default_factory=Sessions)
    secrets: Secrets = field(default_factory=Secrets)

    @classmethod
    def web(cls) -> Self:
        """For pages with sessions."""
        return cls()

    @classmethod
    def strict(cls) -> Self:
        """For what must not be lost: short sessions, SameSite=Strict, TLS 1.3."""
        return cls(Transport(tls_minimum="1.3"), Sessions(idle=10 * 60, absolute=8 * 3600, same_site="Strict"))

    @classmethod
    def from_mapping(cls, table: Mapping[str, Any]) -> Self:
        """Make a policy from nested tables, as of a TOML file.

        Raises:
            PolicyError: a key is unknown, or a value is of the wrong type or out of range.
        """
        policy = _build(cls, table, "")
        assert isinstance(policy, cls)
        return policy


def _at_least(key: str, value: int, least: int) -> None:
    if value < least:
        raise PolicyError(f"{key} must be at least {least}, not {value}")


def _build(kind: type[Any], table: Mapping[str, Any], prefix: str) -> Any:
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = prefix + str(key)
        if key not in hints:
            close = difflib.get_close_matches(str(key), hints, 1)
            hint = f", did you mean {prefix + close[0]!r}?" if close else ""
            raise PolicyError(f"the policy has no key {name!r}{hint}")
        values[key] = _value(hints[key], value, name)
    return kind(**values)


def _value(kind: Any, value: Any, name: str) -> Any:
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        if not isinstance(value, Mapping):
            raise PolicyError(f"{name} must be a table")
        return _build(kind, value, name + ".")
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            raise PolicyError(f"{name} must be one of {', '.join(map(str, get_args(kind)))}, not {value!r}")
        return value
    if type(value) is not kind:
        raise PolicyError(f"{name} must be of type {kind.__name__}, not {type(value).__name__}")
    return value
