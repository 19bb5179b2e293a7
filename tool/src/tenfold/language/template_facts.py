"""The facts of one template: what rules, linking and data flow may know of a Jinja2 or Django template.

Lines and columns are 1-based and count characters. Expressions are small frozen structs, as in `facts`, but a call
stands where it is written: templates have few of them, and nobody asks for all calls of a template at once.
"""

from __future__ import annotations

from typing import Union

import msgspec

from tenfold.language.comments import Comment


class _Node(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A piece of a template."""


class Name(_Node, frozen=True, tag=1):
    """A variable."""

    id: str


class Attr(_Node, frozen=True, tag=2):
    """`value.name`; in Django this may as well be a key, a list index or a call without arguments."""

    value: Expr
    name: str


class Item(_Node, frozen=True, tag=3):
    """`value[index]`, and `value.0`."""

    value: Expr
    index: Expr


class Const(_Node, frozen=True, tag=4):
    """A literal; integers beyond 64 bits are floats."""

    value: str | int | float | bool | None


class Keyword(_Node, frozen=True):
    """A keyword argument; an empty name stands for `**value`."""

    name: str
    value: Expr


class Call(_Node, frozen=True, tag=5):
    """`func(args, keywords)`; `*value` is `Op("*", (value,))`."""

    func: Expr
    args: tuple[Expr, ...]
    keywords: tuple[Keyword, ...]


class Filter(_Node, frozen=True, tag=6):
    """`value|name(args)` or `value|name:arg`."""

    value: Expr
    name: str
    args: tuple[Expr, ...]
    keywords: tuple[Keyword, ...]


class Test(_Node, frozen=True, tag=7):
    """`value is name(args)`."""

    value: Expr
    name: str
    args: tuple[Expr, ...]


class Concat(_Node, frozen=True, tag=8):
    """`a ~ b ~ c`."""

    parts: tuple[Expr, ...]


class Op(_Node, frozen=True, tag=9):
    """An operation: arithmetic, comparison, `and`, `or`, `not`, unary `u-`; a run of one operator is one node."""

    op: str
    operands: tuple[Expr, ...]


class Conditional(_Node, frozen=True, tag=10):
    """`then if test else other`."""

    test: Expr
    then: Expr
    other: Expr | None


class Sequence(_Node, frozen=True, tag=11):
    """A list or tuple: `kind` is "list" or "tuple"."""

    kind: str
    items: tuple[Expr, ...]


class Mapping(_Node, frozen=True, tag=12):
    """A dict."""

    keys: tuple[Expr, ...]
    values: tuple[Expr, ...]


class Slice(_Node, frozen=True, tag=13):
    """`lower:upper:step` of an item."""

    lower: Expr | None
    upper: Expr | None
    step: Expr | None


class Opaque(_Node, frozen=True, tag=14):
    """An expression that is not understood, too long or too deep: the variables that it seems to read."""

    names: tuple[str, ...]


Expr = Union[
    Name, Attr, Item, Const, Call, Filter, Test, Concat, Op, Conditional, Sequence, Mapping, Slice, Opaque
]  # fmt: skip


class AppliedFilter(_Node, frozen=True):
    """A filter of an output; `args` is the source text of its arguments, "" without any."""

    name: str
    args: str


class Output(_Node, frozen=True):
    """`{{ expression }}`, or Jinja's `{% print expression %}`.

    Attributes:
        line, column: of the `{{`.
        source: the expression as written.
        roots: the variables it reads, function names included, in order of appearance.
        path: "note.body" where the filtered value is a plain path (a call's path is that of what it calls), else "".
        filters: those around the whole expression, in order of application.
        context: where it stands: "text"; "attribute" (quoted) and "attribute-unquoted"; "url" (an attribute that holds
            a URL); "script" and "script-string" (inside quotes); "json-script" (`<script type="application/json">`);
            "style" (element or attribute); "event" (code in an attribute: on*, `javascript:`, x-data, hx-on, @click);
            "comment"; "tag" (name of a tag or attribute, or a whole attribute); "rcdata" (title, textarea).
        element: lower-case name of the element, for all contexts but "text" and "comment".
        attribute: lower-case name of the attribute, or "".
        url_start: for "url": nothing constant stands before it in the attribute, so data may choose the scheme.
        quoted: for attributes: the value stands in quotes.
        autoescape: what the nearest `{% autoescape %}` says; None without one or where it is dynamic.
        safe: `|safe`, `|safeseq` or `Markup(...)` around it or one of its parts.
        tree: the expression.
    """

    line: int
    column: int
    source: str
    roots: tuple[str, ...]
    path: str
    filters: tuple[AppliedFilter, ...]
    context: str
    element: str
    attribute: str
    url_start: bool
    quoted: bool
    autoescape: bool | None
    safe: bool
    tree: Expr


class Bind(_Node, frozen=True):
    """A variable that the template itself binds.

    Attributes:
        name: "item"; "ns.total" for an attribute of a Jinja namespace.
        source: the iterable of "for", the value of "set" and "with", the default of a macro's parameter; None if there
            is none (a block `{% set %}`, a parameter without default).
        kind: "for", "set", "with" or "macro".
        index: position among several targets (`for key, value in ...`), else -1.
        line, column: of the tag.
        end: last line where it holds; that of the template for "set" outside a block.
    """

    name: str
    source: Expr | None
    kind: str
    index: int
    line: int
    column: int
    end: int


class Reference(_Node, frozen=True):
    """Another template: `extends`, `include`, `import` or `from`.

    Attributes:
        name: its constant name; "" where the name is computed.
        source: the name's expression.
        alias: of `import ... as alias`.
        names: of `from ... import name as alias`: (name, alias) pairs.
        params: what `{% include ... with a=b %}` passes.
        only: the surrounding variables are not passed (`only`, `without context`, an import without `with context`).
    """

    name: str
    source: Expr
    line: int
    column: int
    alias: str
    names: tuple[tuple[str, str], ...]
    params: tuple[Keyword, ...]
    only: bool


class Block(_Node, frozen=True):
    """`{% block name %}`."""

    name: str
    line: int
    end: int


class Macro(_Node, frozen=True):
    """`{% macro name(params) %}`; its parameters are binds too."""

    name: str
    params: tuple[str, ...]
    line: int
    end: int


class BlockCall(_Node, frozen=True):
    """`{% call name(args) %}`: a macro is called with a block."""

    line: int
    column: int
    tree: Expr


class Field(_Node, frozen=True):
    """A field of a form: `type` is the input's type, "textarea", "select" or "button"; "dynamic" if computed."""

    name: str
    type: str
    line: int


class Form(_Node, frozen=True):
    """`<form>`.

    Attributes:
        method: "get", "post", "dialog", or "dynamic".
        action: the attribute's text, template code included; "" without one.
        csrf: what puts a CSRF token into it in the template's words ("{% csrf_token %}", "form.hidden_tag()",
            "input csrf_token"); "" if nothing visible does.
        fields: at most 200 of its fields.
        loop: it writes fields in a loop over a form ("form" in `for field in form`); a WTForms loop writes the token.
    """

    line: int
    column: int
    end: int
    method: str
    action: str
    enctype: str
    csrf: str
    fields: tuple[Field, ...]
    loop: str


class Post(_Node, frozen=True):
    """A request that an attribute sends: hx-post, hx-put, hx-patch, hx-delete, formaction, data-method and the like."""

    line: int
    column: int
    element: str
    attribute: str
    url: str


class TokenMark(_Node, frozen=True):
    """A place that writes a CSRF token, in a form or not (a meta element, an hx-headers attribute, a script)."""

    line: int
    column: int
    what: str


class Inline(_Node, frozen=True):
    """Code or style in the page itself.

    Attributes:
        kind: "script", "style", "style-attribute", "event" or "javascript-url".
        nonce: the text of the nonce attribute; "" without one.
        attribute: for the last three kinds.
    """

    kind: str
    line: int
    column: int
    element: str
    attribute: str
    nonce: str


class Resource(_Node, frozen=True):
    """An external script or style sheet.

    Attributes:
        url: the attribute's text.
        origin: "same" (a path), "cross" (names a host), "dynamic" (begins with data) or "data".
        insecure: `http://`.
        integrity: has a non-empty integrity attribute.
        nonce: the text of its nonce attribute; "" without one.
        type: the type attribute of a script ("module"), the rel of a link.
    """

    line: int
    column: int
    url: str
    origin: str
    insecure: bool
    integrity: bool
    nonce: str
    type: str


class Policy(_Node, frozen=True):
    """`<meta http-equiv="Content-Security-Policy">`."""

    line: int
    column: int
    content: str


class Base(_Node, frozen=True):
    """`<base href>`."""

    line: int
    column: int
    href: str


class Problem(_Node, frozen=True):
    """Something broken."""

    line: int
    reason: str


class TemplateFacts(_Node, frozen=True):
    """What is known of a template.

    Attributes:
        dialect: "jinja", "django", "either" (nothing tells) or "none" (no template code, or a browser's template).
        lines: number of lines.
        extends, includes, imports: other templates; one of several possible names each (`["a.html", "b.html"]`).
        loads: the libraries of Django's `{% load %}`.
        tags: the names of all tags used, sorted.
        autoescape_off: lines of blocks that switch escaping off.
        nonce_used: the expressions that give a CSP nonce: "csp_nonce()", "request.csp_nonce".
        comments: comments that address Tenfold, `{# tenfold: ... #}` and `<!-- tenfold: ... -->`.
    """

    dialect: str
    lines: int
    extends: tuple[Reference, ...]
    includes: tuple[Reference, ...]
    imports: tuple[Reference, ...]
    blocks: tuple[Block, ...]
    macros: tuple[Macro, ...]
    calls: tuple[BlockCall, ...]
    loads: tuple[str, ...]
    tags: tuple[str, ...]
    outputs: tuple[Output, ...]
    binds: tuple[Bind, ...]
    forms: tuple[Form, ...]
    posts: tuple[Post, ...]
    tokens: tuple[TokenMark, ...]
    inline: tuple[Inline, ...]
    scripts: tuple[Resource, ...]
    links: tuple[Resource, ...]
    bases: tuple[Base, ...]
    policies: tuple[Policy, ...]
    autoescape_off: tuple[int, ...]
    nonce_used: tuple[str, ...]
    comments: tuple[Comment, ...]
    problems: tuple[Problem, ...]
