"""HTML with template code in it: the elements, and the context in which each output stands.

The tokenizer follows the HTML standard's states (13.2.5) on a text of the same length in which each template construct
is a run of one control character. Where the standard lets an unclosed quote swallow the rest, it is read as a plain
character, since one branch of an `{% if %}` may open what the other closes.
"""

from __future__ import annotations

import re
from typing import NamedTuple, Protocol

from tenfold.language.template_script import string_spans

DATA, CONTROL, BRANCH = "\x01", "\x02", "\x03"

_MARKUP = re.compile(
    r"""<(?:
      ([a-zA-Z\x01][^ \t\n\r\f/>\x02\x03]*+)
      ((?:[^>=]++|=[ \t\n\r\f\x02\x03]*+(?:"[^"]*+"|'[^']*+')?+)*+)(>?)
    | /(form(?=[ \t\n\r\f/>])|[a-zA-Z0-9-]*+\x01)[^>]*+(>?)  # no other end tag tells anything
    | (!--)
    | ([!?])[^>]*+>?
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""(?<=[\x02\x03])("[^"]*+"|'[^']*+')
    | ([^ \t\n\r\f/>=\x02\x03]++)
      (?:[ \t\n\r\f\x02\x03]*+=[ \t\n\r\f\x02\x03]*+("[^"]*+"|'[^']*+'|[^ \t\n\r\f>]*+))?
    """,
    re.VERBOSE,
)
_COMMENT_END = re.compile(r"--!?>")
_RAW = {"script", "style", "textarea", "title", "iframe", "noembed", "noframes", "xmp"}
_RAW_ENDS = {name: re.compile(rf"</{name}(?=[ \t\n\r\f/>])", re.IGNORECASE) for name in _RAW}
_TOLD = {"form", "input", "select", "textarea", "button", "script", "style", "link", "base", "meta", "title"}
_TELLING = re.compile(r"[\x01-\x03]|\bon[a-z]+[ \t\n]*=|style|script:|hx-|formaction|data-method", re.IGNORECASE)
_URLS = {"href", "src", "action", "formaction", "poster", "cite", "background", "manifest", "ping", "longdesc"}
_URLS |= {"xlink:href", "hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete", "srcset", "codebase"}
_CODE = re.compile(r"on[a-z]+$|x-(?!cloak|ref$|transition)|@|:|v-|ng-|\[|\(|\*ng|(?:data-)?hx-on|_$|hx-vars$")
_SCRIPT_URL = re.compile(r"[\x00- \x02\x03]*+(?:javascript|vbscript):", re.IGNORECASE)
_REFRESH = re.compile(r"http-equiv\s*+=\s*+[\"']?refresh", re.IGNORECASE)
_REFRESH_URL = re.compile(r"\s*+[\d.]*+\s*+[;,]?\s*+(?:url\s*+=\s*+)?['\"]?", re.IGNORECASE)
_JSON = re.compile(r"(?:application|text)/(?:[\w.-]+\+)?json|importmap|speculationrules", re.IGNORECASE)
_JAVASCRIPT = re.compile(r"module|text/babel|(?:text|application)/(?:x-)?(?:java|ecma|live)script", re.IGNORECASE)


class Attribute(NamedTuple):
    """An attribute: lower-case name, the value's text and offsets, `quoted`."""

    name: str
    value: str
    start: int
    end: int
    quoted: bool


class Element(NamedTuple):
    """A start tag: lower-case name, its offsets, its attributes by name (the first of a name counts)."""

    name: str
    start: int
    end: int
    attributes: dict[str, Attribute]

    def text(self, attribute: str) -> str:
        """An attribute's text, stripped; "" without it."""
        found = self.attributes.get(attribute)
        return found.value.strip() if found else ""


class Place(NamedTuple):
    """Where an output stands; see `template_facts.Output`."""

    context: str
    element: str = ""
    attribute: str = ""
    url_start: bool = False
    quoted: bool = False


TEXT = Place("text")
_IN_COMMENT = Place("comment")


class Listener(Protocol):
    """Who is told of elements, in order."""

    def start(self, element: Element) -> None:
        """A start tag with attributes worth reading."""

    def end(self, name: str, offset: int) -> None:
        """An end tag."""

    def comment(self, start: int, end: int) -> None:
        """An HTML comment."""

    def problem(self, offset: int, reason: str) -> None:
        """Something broken."""


def script_kind(element: Element) -> str:
    """What a script element holds: "script", "json-script" or "text" (a template or other data)."""
    kind = element.text("type")
    if not kind or "{" in kind or _JAVASCRIPT.match(kind):
        return "script"
    return "json-script" if _JSON.match(kind) else "text"


class Page:
    """Reads one page.

    Args:
        text: the template.
        masked: the same with each construct replaced by DATA, CONTROL or BRANCH characters.
        offsets: where outputs begin, ascending.
        listener: told of elements.
    """

    def __init__(self, text: str, masked: str, offsets: list[int], listener: Listener) -> None:
        self._text = text
        self._masked = masked
        self._offsets = [*offsets, len(text) + 1]
        self._listener = listener
        self.places: list[Place] = []

    def run(self) -> list[Place]:
        """The place of each output."""
        position = 0
        search = _MARKUP.search
        while match := search(self._masked, position):
            start, position = match.span()
            if self._offsets[len(self.places)] < start:
                self._upto(start, TEXT)
            kind = match.lastindex
            if kind == 3:
                position = self._element(match)
            elif kind == 5:
                self._listener.end(match[4].lower(), start)
                self._upto(position, Place("tag", match[4].lower().rstrip(DATA)))
            elif kind == 6:
                position = self._comment(start)
            else:
                self._upto(position, Place("tag"))
        self._upto(len(self._text) + 1, TEXT)
        return self.places

    def _upto(self, offset: int, place: Place) -> None:
        while self._offsets[len(self.places)] < offset and len(self.places) < len(self._offsets) - 1:
            self.places.append(place)

    def _comment(self, start: int) -> int:
        body = start + 4
        if self._masked.startswith(">", body):
            return body + 1
        ending = _COMMENT_END.search(self._masked, start + 2 if self._masked.startswith("->", body) else body)
        end = ending.end() if ending else len(self._text)
        if not ending:
            self._listener.problem(start, "HTML comment is not closed")
        self._listener.comment(start, end)
        self._upto(end, _IN_COMMENT)
        return end

    def _element(self, match: re.Match[str]) -> int:
        name = match[1].lower()
        start, end = match.span()
        if not match[3]:
            self._listener.problem(start, f"tag <{name.replace(DATA, '')[:40]}> is not closed")
        attributes: dict[str, Attribute] = {}
        if name in _TOLD or _TELLING.search(self._masked, start, end):
            attributes = self._attributes(name, match)
            self._listener.start(Element(name, start, end, attributes))
        self._upto(end, Place("tag", name.strip(DATA)))
        if name in _RAW:
            return self._raw(Element(name, start, end, attributes))
        return end

    def _attributes(self, element: str, match: re.Match[str]) -> dict[str, Attribute]:
        found: dict[str, Attribute] = {}
        name = ""
        tag_place = Place("tag", element.strip(DATA))
        for part in _ATTRIBUTE.finditer(self._masked, *match.span(2)):
            group = 3 if part[2] else 1
            if part[2]:
                name = part[2].lower().lstrip(DATA).replace(DATA, "*")
            start, end = part.span(group)
            if start < 0:
                start = end = part.end()
                quoted = False
            else:
                first = self._masked[start : start + 1]
                quoted = end - start > 1 and first in ("'", '"') and self._masked[end - 1] == first
                start += quoted
                end -= quoted
            if self._offsets[len(self.places)] < end:
                self._upto(start, tag_place)
                self._value(element, name, start, end, quoted, match)
            if name and name not in found:
                found[name] = Attribute(name, self._text[start:end], start, end, quoted)
        return found

    def _value(self, element: str, name: str, start: int, end: int, quoted: bool, match: re.Match[str]) -> None:
        """Place the outputs inside one attribute value."""
        url = name in _URLS or (name == "data" and element == "object")
        context = "attribute" if quoted else "attribute-unquoted"
        origin = start
        if _CODE.match(name) or (url and _SCRIPT_URL.match(self._masked, start, end)):
            context, url = "event", False
        elif name == "style":
            context = "style"
        elif name == "content" and element == "meta" and _REFRESH.search(self._masked, *match.span(2)):
            url = True
            prefix = _REFRESH_URL.match(self._masked, start, end)
            origin = prefix.end() if prefix else start
        if url:
            context = "url"
        while self._offsets[len(self.places)] < end:
            first = url and self._starts(origin, self._offsets[len(self.places)])
            self.places.append(Place(context, element, name, first, quoted))

    def _starts(self, start: int, offset: int) -> bool:
        """Whether nothing constant stands before an output in its branch of the value."""
        if offset - start > 5000:
            return False
        before = self._masked[start:offset]
        head = before[: before.find(CONTROL)] if CONTROL in before else before
        tail = before.rpartition(BRANCH)[2]
        return not head.strip() and not tail.strip(" \t\r\n\f\x02")

    def _raw(self, element: Element) -> int:
        """The body of an element whose text is no markup; returns the offset of its end tag."""
        start, name = element.end, element.name
        ending = _RAW_ENDS[name].search(self._masked, start)
        end = ending.start() if ending else len(self._text)
        if not ending:
            self._listener.problem(element.start, f"<{name}> is not closed")
        if self._offsets[len(self.places)] >= end:
            return end
        if name == "script":
            kind = script_kind(element)
            if kind == "script":
                self._script(start, end)
            self._upto(end, TEXT if kind == "text" else Place(kind, name))
        else:
            self._upto(end, Place("style" if name == "style" else "rcdata", name))
        return end

    def _script(self, start: int, end: int) -> None:
        code, text = Place("script", "script"), Place("script-string", "script")
        for first, last in string_spans(self._masked, start, end):
            if self._offsets[len(self.places)] >= end:
                return
            self._upto(first, code)
            self._upto(last, text)
