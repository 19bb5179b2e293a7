"""Properties of the template reader, and its agreement with Jinja's own parser."""

import msgspec
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from jinja2 import Environment, TemplateSyntaxError, nodes

from tenfold.language import template_facts as t
from tenfold.language.template_tree import walk
from tenfold.language.templates import is_html, is_template, read

FRAGMENTS = [
    "{{", "}}", "{%", "%}", "{#", "#}", "-", "+", '"', "'", "`", "<", ">", "</", "<!--", "-->", "=", "/", "\\", "|",
    ":",     "(", ")", "[", "]", "{", "}", ".", ",", "~", "\n", " ", "\x01", "\x02", "\x03", "é", "\U0001f600", "${",
    "script", "<script>", "</script>", "<style", "<form ", "<input name=", "<a href=", " onclick=", "<title>", "<meta ",
    "{% if x %}", "{% else %}", "{% endif %}", "{% for a in b %}", "{% endfor %}", "{% set a = b %}", "{% raw %}",
    "{% endraw %}", "{% verbatim x %}", "{% endverbatim %}", "{% comment %}", "{% endcomment %}", "{% block b %}",
    "{% endblock %}", "{% macro m(a, b=1) %}", "{% endmacro %}", "{% autoescape off %}", "{% include 'x' with a=b %}",
    "{% load", "{% from 'x' import y as z %}", "{{ x }}", "{{ x|f:1 }}", "{{ f(x, *y, k=1)|g }}", "not", "in",
    "is", "if",     "{# tenfold: ignore[a.b] c #}", "<!-- tenfold: x -->", "9", "x", "a.b", "javascript:", "csrf_token",
]  # fmt: skip

soup = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=4), max_size=40).map("".join)


def check(facts):
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(facts), type=t.TemplateFacts) == facts


@given(soup | st.text(st.characters()), st.booleans())
@settings(max_examples=500)
def test_any_text(text, html):
    """Any text gives facts that survive msgpack, whose outputs point at their opener in order."""
    facts = read(text, html=html)
    check(facts)
    lines = text.split("\n")
    places = [(output.line, output.column) for output in facts.outputs]
    assert places == sorted(set(places))
    for output in facts.outputs:
        assert lines[output.line - 1][output.column - 1 :].startswith(("{{", "{% print", "{%"))
    for thing in (*facts.binds, *facts.forms, *facts.blocks, *facts.macros):
        assert 1 <= thing.line <= thing.end <= facts.lines == len(lines)


@given(st.text(st.characters()), st.text(st.characters()))
def test_any_path(path, head):
    """Any path and head give a yes or a no."""
    assert is_template(path, head) in (True, False)
    assert is_html(path, head) in (True, False)


names = st.sampled_from(["a", "user", "note", "items"])
strings = st.sampled_from(["'x'", '"y"', "'}}'", '"%}"', "'it\\'s'", '"{{"', "'<'"])
atoms = names | strings | st.integers(0, 99).map(str) | names.map(lambda name: name + ".body")


def compound(inner):
    """Sources of larger Jinja expressions out of smaller ones."""
    pair = st.tuples(inner, inner)
    return st.one_of(
        st.tuples(inner, st.sampled_from(["upper", "safe", "default('x')", "f(user, k=1)"])).map(
            "({0[0]})|{0[1]}".format
        ),
        st.tuples(names, inner, inner).map("{0[0]}({0[1]}, key={0[2]})".format),
        st.tuples(names, inner).map("{0[0]}[{0[1]}]".format),
        st.tuples(inner, st.sampled_from(["+", "~", "==", "and", "or", "in", "not in", "//", "**", "<"]), inner).map(
            "{0[0]} {0[1]} {0[2]}".format
        ),
        pair.map("[{0[0]}, {0[1]}]".format),
        pair.map("({0[0]}, {0[1]})".format),
        pair.map("{{'k': {0[0]}, 'l': {{'m': {0[1]} }} }}".format),
        inner.map("(not {})".format),
        inner.map("-({})".format),
        inner.map("{} is defined".format),
        inner.map("{} is not divisibleby 3".format),
        st.tuples(inner, inner, inner).map("{0[0]} if {0[1]} else {0[2]}".format),
        st.tuples(names, inner).map("{0[0]}.get({0[1]}).x|upper|join(', ')".format),
    )


expressions = st.recursive(atoms, compound, max_leaves=8)
expressions |= expressions.map("not {}".format)  # inside another one Jinja takes `not` for a variable
literals = st.sampled_from(
    ["<p>", "</p>", "text ", "\n", '<a href="', '">', "<script>", "</script>", "<!--", "-->", "'"]
)
ignored = st.sampled_from(["{# {{ no }} #}", "{% raw %}{{ no }}{% endraw %}", "{% if a %}", "{% endif %}"])
outputs = expressions.map("{{{{ {} }}}}".format) | expressions.map("{{{{- {} -}}}}".format)


@given(st.lists(st.tuples(st.sampled_from("lio"), literals, ignored, outputs), max_size=12))
@settings(max_examples=200)
def test_well_formed(parts):
    """A template made of text, ignored parts and outputs has exactly these outputs, each where it was put."""
    text = ""
    expected = []
    for kind, literal, skipped, output in parts:
        if kind == "o":
            expected.append((text.count("\n") + 1, len(text) - text.rfind("\n"), output.strip("{}- ")))
        text += {"l": literal, "i": skipped, "o": output}[kind]
    found = [(output.line, output.column, output.source.strip("{}- ")) for output in read(text).outputs]
    assert found == expected


def jinja_view(template):
    """The names and filters of each output in Jinja's own tree."""
    seen = []
    for output in Environment(extensions=["jinja2.ext.do"]).parse(template).find_all(nodes.Output):
        for node in output.nodes:
            if not isinstance(node, nodes.TemplateData):
                inner = [node, *node.find_all(nodes.Node)]
                names = {n.name for n in inner if isinstance(n, nodes.Name)}
                seen.append((sorted(names), sorted({n.name for n in inner if isinstance(n, nodes.Filter)})))
    return sorted(seen)


def our_view(template):
    seen = []
    for output in read(template).outputs:
        assert not any(isinstance(node, t.Opaque) for node in walk(output.tree)), output.source
        filters = {node.name for node in walk(output.tree) if isinstance(node, t.Filter)}
        seen.append((sorted(output.roots), sorted(filters)))
    return sorted(seen)


@given(st.lists(outputs, max_size=4).map("\n".join))
@settings(max_examples=300)
def test_agrees_with_jinja(template):
    """For a template that Jinja parses, each output has the variables and filters of Jinja's own tree."""
    try:
        expected = jinja_view(template)
    except TemplateSyntaxError:
        reject()
    # Jinja takes the `not` of `a is defined not in b` for the argument of the test: a variable called "not".
    if any("not" in names for names, _ in expected):
        reject()
    assert our_view(template) == expected


@pytest.mark.parametrize(
    "template",
    [
        "{% set a = b|upper %}{{ a }}{% set c %}{{ d|trim }}{% endset %}",
        "{% for item in items if item.ok recursive %}{{ item.body|e }}{{ loop(item.more) }}{% endfor %}",
        "{% macro field(f, kind='text') -%}<input type={{ kind }} value='{{ f.value|default('') }}'>{%- endmacro %}",
        "{% call(user) dump(users) %}{{ user.name|title }}{% endcall %}",
        "{% filter upper %}{{ x|lower }}{% endfilter %}",
        "{% block b %}{{ super() }}{{ self.title() }}{% endblock %}",
        "{{ '%s and %s'|format(a, b) }}{{ a.b.c[d]['e'][1:2] }}{{ f()()().x }}",
        "{{ a|map(attribute='b')|select('c')|list|join(', ') }}",
        "{{ x if y }}{{ x if y else z if w else v }}{{ (a, b)[0] }}{{ a, b }}",
        "{{ 'a' 'b' ~ c }}{{ -a|abs }}{{ -1|abs }}{{ a ** -b }}{{ not a and not b or c }}",
        "{{ a is sameas b }}{{ a is divisibleby(b) }}{{ a is in [b] }}{{ a is not none }}",
        "{{ a\n  |f(\n b,\n c=d) }}\n{{ '\n' ~ e }}",
        "{% print a|upper %}{% with a = b, c = d %}{{ a ~ c }}{% endwith %}",
        "{{ {'a': {'b': {'c': d}}}.a.b }}{{ {} }}{{ [] }}{{ () }}{{ {'a':1}|tojson }}",
        "{{ '{{' }}{{ '}}' }}{{ \"{%\" }}{{ '#}' }}{# {{ x }} #}{% raw %}{{ y }}{% endraw %}{{ z }}",
        "{{ a.0.b }}{{ 1.5 }}{{ 1e3 }}{{ 0x1f }}{{ 1_000 }}{{ true }}{{ None }}{{ a.b().c|d.e }}",
        "{{ f(a, *b, c=d, **e) }}{{ a|f(*b, **c) }}{{ a // b % c }}{{ a < b <= c != d }}",
    ],
)
def test_agrees_with_jinja_by_hand(template):
    environment_knows = template.replace("d.e", "upper").replace("|f(", "|default(").replace("|f\n", "|default\n")
    assert our_view(environment_knows) == jinja_view(environment_knows)
