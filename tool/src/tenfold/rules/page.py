"""A rule's page, taken from its docstring: fixed headings, examples that are run, one source for every output."""

from __future__ import annotations

import inspect
import re
from functools import cache

import msgspec

from tenfold.rules.base import Rule

HEADINGS = ("What it finds", "Why it matters", "Example", "Use instead", "References")
"""Headings that every rule's docstring has, in this order; "When the fix is unsafe" may follow "Use instead"."""

_FENCE = re.compile(r"^```(\w*)(?: +(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Example(msgspec.Struct, frozen=True):
    """A small project in a rule's page: `files` are (name, text); `framework` is "flask", ... or "" for any."""

    framework: str
    files: tuple[tuple[str, str], ...]


class Page(msgspec.Struct, frozen=True):
    """A rule's documentation.

    Attributes:
        title: the first line of the docstring.
        sections: heading -> Markdown text.
        examples: projects in which the rule fires.
        cures: projects in which it is silent.
        references: URLs.
    """

    title: str
    sections: dict[str, str]
    examples: tuple[Example, ...]
    cures: tuple[Example, ...]
    references: tuple[str, ...]


def page_of(rule: type[Rule]) -> Page:
    """The page of a rule.

    Raises:
        ValueError: the docstring lacks a heading, or an example has no file name.
    """
    return _page(inspect.cleandoc(rule.__doc__ or ""), rule.__module__)


@cache
def _page(text: str, module: str) -> Page:
    title, _, rest = text.partition("\n")
    sections: dict[str, str] = {}
    for part in re.split(r"^## ", rest, flags=re.MULTILINE)[1:]:
        heading, _, body = part.partition("\n")
        sections[heading.strip()] = body.strip()
    absent = [heading for heading in HEADINGS if not sections.get(heading)]
    if absent or not title:
        raise ValueError(f"{module}: its docstring lacks {', '.join(absent) or 'a title'}")
    references = tuple(re.findall(r"https://[^\s>)]+", sections["References"]))
    return Page(title, sections, _examples(sections["Example"]), _examples(sections["Use instead"]), references)


def _examples(text: str) -> tuple[Example, ...]:
    found: list[Example] = []
    for part in re.split(r"^(?=### )", text, flags=re.MULTILINE):
        heading = re.match(r"### +(\w+)", part)
        files = tuple((name, body) for _, name, body in _FENCE.findall(part) if name)
        if files:
            found.append(Example(heading[1].lower() if heading else "", files))
    return tuple(found)
