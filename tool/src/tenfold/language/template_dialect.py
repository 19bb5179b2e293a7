"""Which template language a text is written in, and whether a file is a template at all."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from tenfold.language.template_lexer import COMMENT, OUTPUT, Piece

_DJANGO_TAGS = {
    "load", "csrf_token", "url", "endifequal", "endifnotequal", "ifchanged", "comment", "empty", "static", "cycle",
    "blocktrans", "blocktranslate", "translate", "firstof", "now", "regroup", "spaceless", "templatetag", "widthratio",
    "lorem", "debug", "get_static_prefix", "get_media_prefix", "verbatim", "localize", "get_current_language",
    "querystring", "partialdef", "resetcycle",
}  # fmt: skip
_JINJA_TAGS = {
    "set", "macro", "call", "import", "from", "do", "raw", "endtrans", "endset", "break", "continue", "print",
}  # fmt: skip
_DJANGO_CODE = re.compile(r"""\|\w++:|\bforloop\.|\bblock\.super\b|\.\d""")
_JINJA_CODE = re.compile(r"""\w\(|\w\[|\bloop\.|~|[^=!<>]==|\sif\s|\sis\s|\|\s*+\w++\(""")
_JINJA_TAG_CODE = re.compile(r"""\w\(|\w\[|\sis\s++(?:not\s++)?(?:defined|undefined|none|mapping|string)|\bloop\.""")
_DJANGO_TAG_CODE = re.compile(r"""\|\w++:["'\w]|\bforloop\.""")
_CLIENT = re.compile(
    r"""\sv-(?:if|for|model|bind|on|else|show|text|html)\b|\sng-\w|\*ng(?:If|For)|\s@click=|\{\{\s*+[#/>^]|\{\{\{""",
    re.IGNORECASE,
)

_FOLDERS = {"templates", "template", "jinja2", "jinja"}
_SUFFIXES = {".jinja", ".jinja2", ".j2", ".djhtml", ".djt"}
_PAGES = {".html", ".htm", ".xhtml"}
_TEXTS = {
    ".svg",
    ".xml",
    ".txt",
    ".eml",
    ".mjml",
    ".md",
    ".tpl",
    ".tmpl",
    ".js",
    ".css",
    ".csv",
    ".text",
    ".rss",
    ".atom",
}
_PLAIN = {
    ".txt", ".text", ".md", ".js", ".css", ".csv", ".yml", ".yaml", ".json", ".toml", ".ini", ".conf", ".cfg", ".sh",
    ".py", ".sql", ".env", ".service", ".tex", ".properties", ".tf", ".rst", ".ts", ".c", ".h", ".go", ".dockerfile",
}  # fmt: skip
_VENDOR = {"node_modules", "bower_components", "site-packages"}
_ELEMENT = re.compile(
    r"<(?:!doctype|html|head|body|div|p|a|span|table|form|ul|li|h[1-6]|input|svg|br)\b", re.IGNORECASE
)


def count_evidence(text: str, pieces: list[Piece]) -> tuple[int, int]:
    """How many constructs only Jinja knows, and how many only Django."""
    jinja = django = 0
    for kind, _, _, inner, inner_end, name, dashed in pieces:
        jinja += dashed
        if kind == COMMENT:
            django += name == "comment"
        elif kind == OUTPUT:
            source = text[inner : min(inner_end, inner + 500)]
            django += _DJANGO_CODE.search(source) is not None
            jinja += _JINJA_CODE.search(source) is not None
        elif name in _DJANGO_TAGS:
            django += 2
        elif name in _JINJA_TAGS:
            jinja += 2
        else:
            counted = _tag_evidence(name, text[inner : min(inner_end, inner + 500)])
            jinja += counted > 0
            django += counted < 0
    return jinja, django


def _tag_evidence(name: str, source: str) -> int:
    """Above 0 for Jinja, below for Django."""
    source = source.strip()
    if not source:
        return 0
    if name == "autoescape":
        return -1 if source in ("on", "off") else 1
    if name == "trans":
        return -1 if source[0] in "\"'" else 1
    if name == "include":
        if re.search(r"\swith\s++\w++=|\sonly$", source):
            return -1
        return 1 if re.search(r"with(?:out)?\s++context|ignore\s++missing", source) or source[0] == "[" else 0
    if name == "for" and source.endswith(" reversed"):
        return -1
    if name == "with" and re.search(r"\sas\s++\w++$|=\S++\s++\w++=", source):
        return -1
    if _DJANGO_TAG_CODE.search(source):
        return -1
    return 1 if _JINJA_TAG_CODE.search(source) else 0


def dialect_of(text: str, pieces: list[Piece], jinja: int, django: int) -> str:
    """Weigh the evidence: "jinja", "django", "either", or "none" for a browser's template."""
    if not pieces:
        return "none"
    if not any(piece.name for piece in pieces) and _CLIENT.search(text):
        return "none"
    if jinja == django:
        return "either"
    return "jinja" if jinja > django else "django"


def is_template(relative_path: str, text_head: str) -> bool:
    """Whether a file is a template of the app, by its path and beginning.

    Args:
        relative_path: POSIX path relative to the checked folder.
        text_head: its first characters, some thousands.
    """
    path = PurePosixPath(relative_path)
    folders = {part.lower() for part in path.parts[:-1]}
    suffix = path.suffix.lower()
    if folders & _VENDOR:
        return False
    if suffix in _SUFFIXES:
        return True
    if folders & _FOLDERS:
        return suffix in _PAGES or suffix in _TEXTS
    return suffix in _PAGES and "{%" in text_head


def is_html(relative_path: str, text_head: str) -> bool:
    """Whether a template writes HTML (or XML, SVG), by its path and beginning.

    Args:
        relative_path: POSIX path relative to the checked folder.
        text_head: its first characters, some thousands.
    """
    suffixes = [suffix.lower() for suffix in PurePosixPath(relative_path).suffixes]
    while suffixes and suffixes[-1] in _SUFFIXES | {".tpl", ".tmpl"}:
        suffixes.pop()
    if not suffixes:
        return _ELEMENT.search(text_head) is not None
    return suffixes[-1] not in _PLAIN and (
        suffixes[-1] in _PAGES | {".svg", ".xml", ".rss", ".atom", ".mjml"} or _ELEMENT.search(text_head) is not None
    )
