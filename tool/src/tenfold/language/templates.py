"""The text of a Jinja2 or Django template to facts, without running it and without the app's environment.

find constructs -> read tags -> read the page around them -> join outputs with their places.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tenfold.language import template_facts as t
from tenfold.language.comments import Comment
from tenfold.language.template_dialect import count_evidence, dialect_of, is_html, is_template
from tenfold.language.template_elements import Elements, directive
from tenfold.language.template_expression import Expression, parse
from tenfold.language.template_html import BRANCH, CONTROL, DATA, TEXT, Page, Place
from tenfold.language.template_lexer import COMMENT, OUTPUT, TAG, Lexer, Lines, Piece
from tenfold.language.template_statements import Statements

_SILENT = {"if", "endif", "for", "endfor", "empty", "with", "endwith", "set", "endset", "block", "endblock", "extends"}
_SILENT |= {"autoescape", "endautoescape", "filter", "endfilter", "spaceless", "endspaceless", "load", "do", "macro"}
_SILENT |= {"endmacro", "call", "endcall", "import", "from", "ifequal", "endifequal", "ifnotequal", "endifnotequal"}
_SILENT |= {"ifchanged", "endifchanged", "raw", "endraw", "verbatim", "", "break", "continue", "endtrans"}
_SILENT |= {"endblocktrans", "endblocktranslate", "blocktrans", "blocktranslate", "regroup", "comment"}
_BRANCHES = {"else", "elif", "elseif", "pluralize"}
_CSRF = re.compile(r"csrf|xsrf|hidden_tag|authenticity_token|quick_form|render_form", re.IGNORECASE)
_CSRF_TAG = re.compile(r"csrf|crispy$", re.IGNORECASE)
_DIRECTIVE = re.compile(r"\s*+tenfold:")
_MAX_PROBLEMS = 50

__all__ = ["is_html", "is_template", "read"]


class _Found(NamedTuple):
    """An output before its place is known."""

    offset: int
    source: str
    expression: Expression
    autoescape: bool | None


def read(text: str, *, html: bool = True) -> t.TemplateFacts:
    """Read one template; never raises, in time linear in its length.

    Args:
        text: the decoded template.
        html: whether it writes HTML; otherwise every output stands in "text" and no elements are looked for.
    """
    if not text.isascii():
        text = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate could not be stored
    lexer = Lexer(text)
    pieces = lexer.run()
    jinja, django = count_evidence(text, pieces)
    if django > jinja and any("\n" in text[piece.start : piece.end] for piece in pieces if piece.name != "comment"):
        lexer = Lexer(text, one_line=True)
        pieces = lexer.run()
    lines = Lines(text)
    statements = Statements(text, lines, {piece.name[3:] for piece in pieces if piece.name.startswith("end")})
    found, comments, tokens = _constructs(text, lines, pieces, statements)
    binds = statements.finish()
    elements = Elements(text, lines)
    places = [TEXT] * len(found)
    if html:
        places = Page(text, _mask(text, pieces), [output.offset for output in found], elements).run()
    tokens = sorted([*tokens, *elements.tokens])
    problems = sorted([*lexer.problems, *statements.problems, *elements.problems])[:_MAX_PROBLEMS]
    return t.TemplateFacts(
        dialect_of(text, pieces, jinja, django),
        len(lines),
        tuple(statements.extends),
        tuple(statements.includes),
        tuple(statements.imports),
        tuple(sorted(statements.blocks, key=lambda block: block.line)),
        tuple(sorted(statements.macros, key=lambda macro: macro.line)),
        tuple(statements.calls),
        tuple(statements.loads),
        tuple(sorted({piece.name for piece in pieces if piece.name})),
        tuple([_output(lines, output, place) for output, place in zip(found, places, strict=True)]),
        binds,
        elements.forms(tokens, statements.form_loops),
        tuple(elements.posts),
        tuple([t.TokenMark(*lines.place(offset), what) for offset, what in tokens]),
        tuple(elements.inline),
        tuple(elements.scripts),
        tuple(elements.links),
        tuple(elements.bases),
        tuple(elements.policies),
        tuple(statements.autoescape_off),
        _nonces(found),
        tuple(sorted([*comments, *elements.comments], key=lambda comment: comment.line)),
        tuple([t.Problem(lines.line(offset), reason) for offset, reason in problems]),
    )


def _constructs(
    text: str, lines: Lines, pieces: list[Piece], statements: Statements
) -> tuple[list[_Found], list[Comment], list[tuple[int, str]]]:
    """The outputs, the comments for Tenfold and the CSRF tokens; tags go to `statements`."""
    found: list[_Found] = []
    comments: list[Comment] = []
    tokens: list[tuple[int, str]] = []
    for piece in pieces:
        kind, start, end, inner, inner_end, name, _ = piece
        if kind == OUTPUT or name == "print":
            source = text[inner:inner_end].strip()
            found.append(_Found(start, source, parse(source), statements.autoescape))
            if _CSRF.search(source) and ".errors" not in source:
                tokens.append((start, source[:100]))
        elif kind == COMMENT:
            match = _DIRECTIVE.match(text, inner, inner_end)
            if match:
                body = text[match.end() : inner_end].strip()
                comments.append(directive(text, lines, start, end, body))
        else:
            statements.tag(piece)
            if name and (_CSRF_TAG.search(name) or (name == "include" and "csrf" in text[inner:inner_end])):
                tokens.append((start, text[start:end][:100]))
    return found, comments, tokens


def _mask(text: str, pieces: list[Piece]) -> str:
    """The text with each construct replaced by as many characters that say whether it writes something."""
    parts: list[str] = []
    position = 0
    for kind, start, end, _, _, name, _ in pieces:
        parts.append(text[position:start])
        mask = DATA if kind == OUTPUT else CONTROL
        if kind == TAG:
            mask = BRANCH if name in _BRANCHES else CONTROL if name in _SILENT else DATA
        parts.append(mask * (end - start))
        position = end
    parts.append(text[position:])
    return "".join(parts)


def _output(lines: Lines, found: _Found, place: Place) -> t.Output:
    line, column = lines.place(found.offset)
    expression = found.expression
    return t.Output(
        line,
        column,
        found.source,
        expression.roots,
        expression.path,
        expression.filters,
        place.context,
        place.element,
        place.attribute,
        place.url_start,
        place.quoted,
        found.autoescape,
        expression.safe,
        expression.tree,
    )


def _nonces(found: list[_Found]) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for output in found:
        if "nonce" in output.source.lower():
            path = output.expression.path
            if "nonce" in path.lower():
                names[path + "()" if isinstance(output.expression.tree, t.Call) else path] = None
    return tuple(names)
