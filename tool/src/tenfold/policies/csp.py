"""Content-Security-Policy, read as browsers read it (W3C Content Security Policy Level 3, sections 2.2 and 6.7).

A part of a policy that only the running app knows stands as `HOLE`: the nonce in `'nonce-{}'`, a host from a setting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

import msgspec

HOLE = "{}"
"""What stands for a part of the text that is not known."""

MAX_LENGTH = 100_000
"""Characters of a policy that are read; servers refuse headers that are longer by far."""

_FETCH = frozenset({
    "child-src", "connect-src", "font-src", "frame-src", "img-src", "manifest-src", "media-src", "object-src",
    "prefetch-src", "script-src", "script-src-elem", "script-src-attr", "style-src", "style-src-elem",
    "style-src-attr", "worker-src", "default-src",
})  # fmt: skip
_FALLBACKS = {
    "script-src-elem": ("script-src", "default-src"), "script-src-attr": ("script-src", "default-src"),
    "style-src-elem": ("style-src", "default-src"), "style-src-attr": ("style-src", "default-src"),
    "worker-src": ("child-src", "script-src", "default-src"), "frame-src": ("child-src", "default-src"),
}  # fmt: skip
_SPACE = re.compile(r"[\t\n\f\r ]+")
_BROAD = re.compile(
    r"^(\*|https?:|https?://\*|\*\.[a-z]{2,6}|\*:\d+|wss?:|ftp:|data:|blob:|filesystem:)$", re.IGNORECASE
)

Severity = Literal["low", "medium", "high"]


class Policy(msgspec.Struct, frozen=True):
    """A serialised policy, parsed.

    Attributes:
        directives: (lower-case name, source expressions or other values) in order; of two with one name browsers take
            the first, and so does `parse`.
    """

    directives: tuple[tuple[str, tuple[str, ...]], ...]

    def get(self, name: str) -> tuple[str, ...] | None:
        """The values of a directive; None when the policy lacks it."""
        return next((values for directive, values in self.directives if directive == name), None)

    def effective(self, name: str) -> tuple[str, ...] | None:
        """The values in force for a directive, its fallbacks looked at; None when nothing limits it."""
        for candidate in (name, *_FALLBACKS.get(name, ("default-src",) if name in _FETCH else ())):
            values = self.get(candidate)
            if values is not None:
                return values
        return None

    @property
    def hidden(self) -> bool:
        """Whether a whole directive may stand in a part that is not known."""
        return any(name == HOLE or name.startswith(HOLE) for name, _ in self.directives)

    def __str__(self) -> str:
        return "; ".join(" ".join((name, *values)) for name, values in self.directives)


class Weakness(msgspec.Struct, frozen=True):
    """What a policy leaves open: `directive` says where, `reason` is a clause that follows "the policy"."""

    directive: str
    reason: str
    fix: str
    severity: Severity


def parse(text: str) -> Policy:
    """Parse a serialised policy (section 2.2.1); never raises. Of several policies in one header the first is meant."""
    directives: dict[str, tuple[str, ...]] = {}
    for token in text[:MAX_LENGTH].split(";"):
        words = [word for word in _SPACE.split(token) if word]
        if words and words[0].lower() not in directives:
            directives[words[0].lower()] = tuple(words[1:])
    return Policy(tuple(directives.items()))


def of(directives: dict[str, tuple[str, ...]]) -> Policy:
    """A policy from its directives; names are lowered, `_` reads as `-`."""
    return Policy(tuple((name.lower().replace("_", "-"), values) for name, values in directives.items()))


def is_nonce(source: str) -> bool:
    """Whether a source expression is a nonce."""
    return source.lower().startswith("'nonce-")


def is_hash(source: str) -> bool:
    """Whether a source expression is a hash."""
    return source.lower().startswith(("'sha256-", "'sha384-", "'sha512-"))


def weaknesses(policy: Policy) -> tuple[Weakness, ...]:
    """What the policy leaves open to injected script, the worst first."""
    order = {"high": 0, "medium": 1, "low": 2}
    return tuple(sorted(_weaknesses(policy), key=lambda weakness: order[weakness.severity]))


def _weaknesses(policy: Policy) -> Iterator[Weakness]:
    scripts = policy.effective("script-src")
    if scripts is None:
        yield Weakness(
            "script-src", "does not limit scripts: it has neither script-src nor default-src",
            "Add script-src with a nonce and 'strict-dynamic'.", "high",
        )  # fmt: skip
    else:
        name = "script-src" if policy.get("script-src") is not None else "default-src"
        yield from _scripts(name, scripts)
        elements = policy.get("script-src-elem")
        if elements is not None:
            yield from _scripts("script-src-elem", elements)
    styles = policy.effective("style-src")
    if styles is not None and "'unsafe-inline'" in _folded(styles) and not any(map(_is_key, styles)):
        name = "style-src" if policy.get("style-src") is not None else "default-src"
        if name == "style-src":
            yield Weakness(
                name, "lets any inline style run: 'unsafe-inline' stands in style-src",
                "Move inline styles to a file, or give them a nonce.", "low",
            )  # fmt: skip
    yield from _absent(policy)


def _folded(sources: tuple[str, ...]) -> frozenset[str]:
    return frozenset(source.lower() for source in sources)


def _is_key(source: str) -> bool:
    return is_nonce(source) or is_hash(source)


def _scripts(name: str, sources: tuple[str, ...]) -> Iterator[Weakness]:
    given = _folded(sources)
    keyed = any(map(_is_key, sources))
    strict = "'strict-dynamic'" in given and keyed
    if "'unsafe-inline'" in given and not keyed:
        yield Weakness(
            name, f"lets injected script run: 'unsafe-inline' stands in {name} without a nonce or hash",
            f"Replace 'unsafe-inline' in {name} by a nonce and 'strict-dynamic', and move inline handlers to a file.",
            "high",
        )  # fmt: skip
    if "'unsafe-eval'" in given:
        yield Weakness(
            name, f"lets text become code: 'unsafe-eval' stands in {name}",
            f"Take 'unsafe-eval' out of {name}, and use a build of the library that compiles its templates ahead.",
            "medium",
        )  # fmt: skip
    broad = [source for source in sources if _BROAD.match(source)]
    if broad and not strict:
        yield Weakness(
            name, f"lets scripts load from anywhere: {broad[0]} stands in {name}",
            f"Name the hosts that scripts come from in place of {broad[0]}, or use a nonce and 'strict-dynamic'.",
            "high" if not broad[0].lower().startswith("http:") else "medium",
        )  # fmt: skip
    for source in sources:
        if is_nonce(source) and HOLE not in source and len(source) > len("'nonce-'"):
            yield Weakness(
                name, f"has a nonce that never changes ({source[:40]}), which an attacker can copy",
                "Make a new nonce for each response with secrets.token_urlsafe(16).", "high",
            )  # fmt: skip
            break


def _absent(policy: Policy) -> Iterator[Weakness]:
    objects = policy.effective("object-src")
    if objects is None or (objects and any(_BROAD.match(source) for source in objects)):
        yield Weakness("object-src", "does not forbid plug-ins: object-src is open", "Add object-src 'none'.", "medium")
    if policy.get("base-uri") is None:
        yield Weakness(
            "base-uri", "lets an injected <base> redirect every relative script: base-uri is missing",
            "Add base-uri 'none' (or 'self').", "medium",
        )  # fmt: skip
    if policy.get("frame-ancestors") is None:
        yield Weakness(
            "frame-ancestors", "does not say who may frame the page: frame-ancestors is missing",
            "Add frame-ancestors 'none' (or 'self').", "low",
        )  # fmt: skip
