"""What the elements of a page mean for security: forms, inline code, external scripts, policies."""

from __future__ import annotations

import re
from bisect import bisect_left

from tenfold.language import template_facts as t
from tenfold.language.comments import Comment
from tenfold.language.template_html import Element, script_kind
from tenfold.language.template_lexer import Lines

_SENDING = {"hx-post", "hx-put", "hx-patch", "hx-delete", "formaction", "data-method"}
_SENDING |= {"data-hx-post", "data-hx-put", "data-hx-patch", "data-hx-delete"}
_CLICKED = {"href", "src", "action", "formaction", "xlink:href", "data"}
_TOKEN_NAME = re.compile(
    r"csrf|xsrf|^_token$|authenticity_token|^_?_?requestverificationtoken$|anti-?forgery", re.IGNORECASE
)
_SCRIPT_URL = re.compile(r"[\x00- ]*+(?:javascript|vbscript):", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*+:)?//", re.IGNORECASE)
_CODE_TAG = re.compile(r"\{[{%]([^}%]*?nonce[^}%]*+)[%}]\}", re.IGNORECASE)
_DIRECTIVE = re.compile(r"<!--\s*+tenfold:")
_MAX_FIELDS = 200
_MAX_OPEN_FORMS = 4
_MAX_PROBLEMS = 50


class OpenForm:
    """A form that is being read."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.end = -1
        self.fields: list[t.Field] = []


class Elements:
    """Collects facts from the elements of one page; a `template_html.Listener`."""

    def __init__(self, text: str, lines: Lines) -> None:
        self._text = text
        self._lines = lines
        self._forms: list[OpenForm] = []
        self._open: list[OpenForm] = []
        self.tokens: list[tuple[int, str]] = []
        self.posts: list[t.Post] = []
        self.inline: list[t.Inline] = []
        self.scripts: list[t.Resource] = []
        self.links: list[t.Resource] = []
        self.bases: list[t.Base] = []
        self.policies: list[t.Policy] = []
        self.comments: list[Comment] = []
        self.problems: list[tuple[int, str]] = []

    def start(self, element: Element) -> None:
        """Take in a start tag."""
        for name in element.attributes:
            if name.startswith("on") and name[2:].isalpha():
                self._inline("event", element, name)
            elif name == "style":
                self._inline("style-attribute", element, name)
            elif name in _CLICKED and _SCRIPT_URL.match(element.attributes[name].value):
                self._inline("javascript-url", element, name)
            if name in _SENDING:
                self._post(element, name)
        match element.name:
            case "form":
                form = OpenForm(element)
                self._forms.append(form)
                self._open.append(form)
            case "input" | "textarea" | "select" | "button":
                self._field(element)
            case "script":
                self._script(element)
            case "style":
                self._inline("style", element, "")
            case "link" if "stylesheet" in element.text("rel").lower():
                self.links.append(self._resource(element, "href", element.text("rel")))
            case "base":
                self.bases.append(t.Base(*self._lines.place(element.start), element.text("href")))
            case "meta":
                self._meta(element)

    def end(self, name: str, offset: int) -> None:
        """Take in an end tag."""
        if name == "form":
            for form in self._open:
                form.end = offset
            self._open.clear()

    def comment(self, start: int, end: int) -> None:
        """Take in an HTML comment."""
        match = _DIRECTIVE.match(self._text, start, end)
        if match:
            body = self._text[match.end() : end].removesuffix(">").rstrip("-!").strip()
            self.comments.append(directive(self._text, self._lines, start, end, body))

    def problem(self, offset: int, reason: str) -> None:
        """Take in something broken."""
        if len(self.problems) < _MAX_PROBLEMS:
            self.problems.append((offset, reason))

    def forms(self, tokens: list[tuple[int, str]], loops: list[tuple[int, str]]) -> tuple[t.Form, ...]:
        """The forms, with what stands inside them.

        Args:
            tokens: offset and words of each place that writes a CSRF token, ascending.
            loops: offset and iterated path of each loop over a form, ascending.
        """
        return tuple([self._finished(form, tokens, loops) for form in self._forms])

    def _finished(self, form: OpenForm, tokens: list[tuple[int, str]], loops: list[tuple[int, str]]) -> t.Form:
        element = form.element
        end = form.end if form.end >= 0 else len(self._text)
        method = element.text("method").lower()
        line, column = self._lines.place(element.start)
        return t.Form(
            line,
            column,
            self._lines.line(end),
            "dynamic" if "{" in method else method if method in ("post", "dialog") else "get",
            element.text("action"),
            element.text("enctype").lower(),
            _inside(tokens, element.start, end),
            tuple(form.fields),
            _inside(loops, element.start, end),
        )

    def _inline(self, kind: str, element: Element, attribute: str) -> None:
        line, column = self._lines.place(element.start)
        self.inline.append(t.Inline(kind, line, column, element.name, attribute, self._nonce(element)))

    def _nonce(self, element: Element) -> str:
        """The nonce attribute's text, or the template code in the tag that may write such an attribute."""
        if "nonce" in element.attributes:
            return element.text("nonce")
        if element.end - element.start < 2000:
            code = _CODE_TAG.search(self._text, element.start, element.end)
            return code[0] if code else ""
        return ""

    def _post(self, element: Element, attribute: str) -> None:
        line, column = self._lines.place(element.start)
        self.posts.append(t.Post(line, column, element.name, attribute, element.text(attribute)))

    def _field(self, element: Element) -> None:
        name = element.text("name")
        kind = element.text("type").lower() or "text" if element.name == "input" else element.name
        if element.name == "input" and _TOKEN_NAME.search(name):
            self.tokens.append((element.start, f"input {name}"))
        field = t.Field(name, "dynamic" if "{" in kind else kind, self._lines.line(element.start))
        for form in self._open[-_MAX_OPEN_FORMS:]:
            if len(form.fields) < _MAX_FIELDS:
                form.fields.append(field)

    def _script(self, element: Element) -> None:
        if "src" in element.attributes:
            self.scripts.append(self._resource(element, "src", element.text("type").lower()))
        elif script_kind(element) == "script" or element.text("type").lower() in ("importmap", "speculationrules"):
            self._inline("script", element, "")

    def _resource(self, element: Element, attribute: str, kind: str) -> t.Resource:
        url = element.text(attribute)
        lower = url[:20].lower()
        if url.startswith(("{{", "{%")):
            origin = "dynamic"
        elif lower.startswith("data:"):
            origin = "data"
        else:
            origin = "cross" if _HOST.match(url) else "same"
        line, column = self._lines.place(element.start)
        integrity = bool(element.text("integrity"))
        insecure = lower.startswith("http://")
        return t.Resource(line, column, url, origin, insecure, integrity, self._nonce(element), kind)

    def _meta(self, element: Element) -> None:
        if element.text("http-equiv").lower().startswith("content-security-policy"):
            self.policies.append(t.Policy(*self._lines.place(element.start), element.text("content")))
        elif _TOKEN_NAME.search(element.text("name")):
            self.tokens.append((element.start, f"meta {element.text('name')}"))


def _inside(marks: list[tuple[int, str]], start: int, end: int) -> str:
    index = bisect_left(marks, (start, ""))
    return marks[index][1] if index < len(marks) and marks[index][0] < end else ""


def directive(text: str, lines: Lines, start: int, end: int, body: str) -> Comment:
    """A comment that addresses Tenfold.

    Args:
        text: the template.
        lines: its lines.
        start: offset of the comment.
        end: offset behind it.
        body: what stands behind "tenfold:".
    """
    before = text[max(text.rfind("\n", 0, start) + 1, start - 500) : start]
    after = text[end : end + 500].partition("\n")[0]
    return Comment(lines.line(start), body, not before.strip() and not after.strip())
