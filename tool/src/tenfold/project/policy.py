"""SECURITY.md and security.txt (RFC 9116): how to report a vulnerability; and notes on the OWASP Top 10."""

import re
from typing import Final

from tenfold.project.facts import FileFacts, Problems, Setting, bounded

_FIELD = re.compile(r"([A-Za-z][A-Za-z-]{0,40}):[ \t]*(\S[^\n]*)")
_CONTACT = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}|https?://[^\s<>()\[\]\"']{1,300}")
_CATEGORY = re.compile(r"\b(A0[1-9]|A10)\b")
_FIELDS: Final = frozenset(
    {
        "contact",
        "expires",
        "encryption",
        "acknowledgments",
        "preferred-languages",
        "canonical",
        "policy",
        "hiring",
    }
)
MAX_LINES: Final = 20_000


class PolicyFacts(FileFacts, frozen=True):
    """RFC 9116 fields with lower-case names, all addresses and links, and how many words there are.

    `owasp` holds the first mention of each category of the OWASP Top 10: "A01" to "A10".
    """

    fields: tuple[Setting, ...] = ()
    contacts: tuple[Setting, ...] = ()
    words: int = 0
    owasp: tuple[Setting, ...] = ()


def read(text: str) -> PolicyFacts:
    """A security policy in plain text or Markdown."""
    problems = Problems()
    fields: list[Setting] = []
    contacts: list[Setting] = []
    categories: dict[str, Setting] = {}
    words = 0
    for number, raw in enumerate(bounded(text, problems, 500_000).split("\n")[:MAX_LINES], 1):
        line = raw[:5_000]
        words += len(line.split())
        match = _FIELD.match(line)
        if match is not None and match[1].lower() in _FIELDS:
            fields.append(Setting(match[1].lower(), match[2].strip(), number))
        for category in _CATEGORY.findall(line):
            categories.setdefault(category, Setting(category, line.strip()[:200], number))
        contacts.extend(Setting("contact", found[0], number) for found in _CONTACT.finditer(line))
    return PolicyFacts(
        fields=tuple(fields),
        contacts=tuple(contacts[:500]),
        words=words,
        owasp=tuple(categories.values()),
        problems=problems.all(),
    )
