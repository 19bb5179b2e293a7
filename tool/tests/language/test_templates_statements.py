"""What a template's tags say."""

import pytest

from tenfold.language import template_facts as t
from tenfold.language.templates import is_html, is_template, read


def name(text):
    return t.Name(text)


def test_references():
    facts = read(
        '{% extends "base.html" %}\n{% include ["a.html", \'b.html\'] ignore missing %}{% include x.y %}\n'
        '{% include "c.html" with p=q|safe r="s" only %}{% include "d" if e else "f" without context %}\n'
        '{% import "m.html" as m %}{% from "n.html" import a, b as c with context %}{%- include "z" -%}'
    )
    assert [(ref.name, ref.line, ref.column) for ref in facts.extends] == [("base.html", 1, 1)]
    assert [(ref.name, ref.only) for ref in facts.includes] == [
        ("a.html", False),
        ("b.html", False),
        ("", False),
        ("c.html", True),
        ("d", True),
        ("f", True),
        ("z", False),
    ]
    assert facts.includes[2].source == t.Attr(name("x"), "y")
    assert facts.includes[3].params == (
        t.Keyword("p", t.Filter(name("q"), "safe", (), ())),
        t.Keyword("r", t.Const("s")),
    )
    assert [(ref.name, ref.alias, ref.names, ref.only) for ref in facts.imports] == [
        ("m.html", "m", (), True),
        ("n.html", "", (("a", "a"), ("b", "c")), False),
    ]


def test_blocks_and_macros():
    facts = read(
        "{% block a %}\n{% block b scoped %}{% endblock b %}\n{% endblock %}\n{% macro m(x, y=z.w) %}\n{% endmacro %}"
    )
    assert facts.blocks == (t.Block("a", 1, 3), t.Block("b", 2, 2))
    assert facts.macros == (t.Macro("m", ("x", "y"), 4, 5),)
    assert facts.binds == (
        t.Bind("x", None, "macro", 0, 4, 1, 5),
        t.Bind("y", t.Attr(name("z"), "w"), "macro", 1, 4, 1, 5),
    )


@pytest.mark.parametrize(
    ("template", "binds"),
    [
        ("{% for a in b.c %}\n{% endfor %}", [("a", t.Attr(name("b"), "c"), "for", -1, 1, 1, 2)]),
        ("{% for a, (b, c) in d if e %}{% endfor %}", [(n, name("d"), "for", i, 1, 1, 1) for i, n in enumerate("abc")]),
        ("{% for a in b reversed %}{% endfor %}", [("a", name("b"), "for", -1, 1, 1, 1)]),
        ("{% for a in b recursive %}{% endfor %}", [("a", name("b"), "for", -1, 1, 1, 1)]),
        ("\n {% set a = b %}\n", [("a", name("b"), "set", -1, 2, 2, 3)]),
        ("{% set a, b = c, d %}", [("a", name("c"), "set", -1, 1, 1, 1), ("b", name("d"), "set", -1, 1, 1, 1)]),
        ("{% set a, b = c %}", [("a", name("c"), "set", 0, 1, 1, 1), ("b", name("c"), "set", 1, 1, 1, 1)]),
        ("{% set n.a = b %}", [("n.a", name("b"), "set", -1, 1, 1, 1)]),
        ("{% set a %}x{% endset %}\n", [("a", None, "set", -1, 1, 1, 2)]),
        ("{% if x %}{% set a = b %}{% endif %}\n\n", [("a", name("b"), "set", -1, 1, 11, 3)]),
        ("{% block x %}{% set a = b %}\n{% endblock %}\n\n", [("a", name("b"), "set", -1, 1, 14, 2)]),
        ("{% with a=b c=d %}\n{% endwith %}", [(a, name(b), "with", -1, 1, 1, 2) for a, b in ("ab", "cd")]),
        ("{% with a = b, c = d %}\n{% endwith %}", [(a, name(b), "with", -1, 1, 1, 2) for a, b in ("ab", "cd")]),
        ("{% with b as a %}{% endwith %}", [("a", name("b"), "with", -1, 1, 1, 1)]),
        (
            "{% blocktrans trimmed with a=b count c=d %}{{ a }}{% endblocktrans %}",
            [(a, name(b), "with", -1, 1, 1, 1) for a, b in ("ab", "cd")],
        ),
        ("{% url 'x' b.c as a %}", [("a", t.Opaque(("b",)), "set", -1, 1, 1, 1)]),
        ("{% regroup b by c as a %}", [("a", name("b"), "set", -1, 1, 1, 1)]),
        ("{% call(a) m(b) %}{% endcall %}", [("a", None, "macro", 0, 1, 1, 1)]),
    ],
)
def test_binds(template, binds):
    assert read(template).binds == tuple([t.Bind(*bind) for bind in binds])


def test_calls_loads_and_tags():
    facts = read("{% load static i18n %}{% load a b from lib %}\n {% call m(x) %}{% endcall %}{% crispy form %}")
    assert facts.loads == ("static", "i18n", "lib")
    assert facts.calls == (t.BlockCall(2, 2, t.Call(name("m"), (name("x"),), ())),)
    assert facts.tags == ("call", "crispy", "endcall", "load")


def test_literal_blocks():
    facts = read(
        "{% raw %}{{ a }}{% endraw %}{% verbatim %}{{ b }}{% endverbatim %}{% verbatim z %}{% endverbatim %}{{ c }}"
        "{% endverbatim z %}{% comment 'why' %}<form>{{ d }}{% endcomment %}{# {{ e }} #}{{ f }}"
    )
    assert [output.source for output in facts.outputs] == ["f"]
    assert not facts.forms


def test_output():
    (output,) = read("\n <b>{{- note.body|truncate(9, end='…')|default:\"x\"|upper -}}").outputs
    assert (output.line, output.column) == (2, 5)
    assert (output.roots, output.path) == (("note",), "note.body")
    assert output.filters == (
        t.AppliedFilter("truncate", "9, end='…'"),
        t.AppliedFilter("default", '"x"'),
        t.AppliedFilter("upper", ""),
    )
    assert output.tree == t.Filter(
        t.Filter(
            t.Filter(t.Attr(name("note"), "body"), "truncate", (t.Const(9),), (t.Keyword("end", t.Const("…")),)),
            "default",
            (t.Const("x"),),
            (),
        ),
        "upper",
        (),
        (),
    )


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("a ~ 'b' ~ c", t.Concat((name("a"), t.Const("b"), name("c")))),
        ("a.0['k']", t.Item(t.Item(name("a"), t.Const(0)), t.Const("k"))),
        ("a[1:]", t.Item(name("a"), t.Slice(t.Const(1), None, None))),
        ("a if b else c", t.Conditional(name("b"), name("a"), name("c"))),
        ("not a == b", t.Op("not", (t.Op("==", (name("a"), name("b"))),))),
        ("a is not none", t.Op("not", (t.Test(name("a"), "none", ()),))),
        ("a + b * -1", t.Op("+", (name("a"), t.Op("*", (name("b"), t.Const(-1)))))),
        ("a|add:-1", t.Filter(name("a"), "add", (t.Const(-1),), ())),
        ("{'a': {'b': c}}", t.Mapping((t.Const("a"),), (t.Mapping((t.Const("b"),), (name("c"),)),))),
        ("[a, (b, c)]", t.Sequence("list", (name("a"), t.Sequence("tuple", (name("b"), name("c")))))),
        ("f(*a, **b)", t.Call(name("f"), (t.Op("*", (name("a"),)),), (t.Keyword("", name("b")),))),
        ("'}}' ~ a", t.Concat((t.Const("}}"), name("a")))),
        ("99999999999999999999", t.Const(1e20)),
        ("a ? b.c : d|e", t.Opaque(("a", "b", "d"))),
        ("((((((((((((((((((((((((((((((a))))))))))))))))))))))))))))))", t.Opaque(("a",))),
        ("a" + ".b" * 500, t.Opaque(("a",))),
        ("a" + "|b" * 500, t.Opaque(("a",))),
        ("a" + "+b" * 500, t.Op("+", (name("a"), *[name("b")] * 500))),
        ("", t.Opaque(())),
    ],
)
def test_trees(source, tree):
    assert read("{{ " + source + " }}").outputs[0].tree == tree


@pytest.mark.parametrize(
    ("template", "dialect"),
    [
        ("{% load static %}{{ x }}", "django"),
        ("{% csrf_token %}", "django"),
        ("{{ x|default:'a' }}", "django"),
        ("{% for a in b %}{% empty %}{% endfor %}", "django"),
        ("{% autoescape off %}{% endautoescape %}", "django"),
        ("{% set a = 1 %}", "jinja"),
        ("{{ x|default('a') }}", "jinja"),
        ("{{ url_for('x') }}", "jinja"),
        ("{%- if x -%}{%- endif -%}", "jinja"),
        ("{% for a in b.items() %}{% endfor %}", "jinja"),
        ("{% if x %}{{ y.z|upper }}{% endif %}", "either"),
        ("<p>plain</p>", "none"),
        ('<li v-for="a in b">{{ a.name }}</li>', "none"),
        ("{{#each a}}{{ name }}{{/each}}", "none"),
    ],
)
def test_dialect(template, dialect):
    assert read(template).dialect == dialect


def test_django_constructs_end_on_their_line():
    facts = read("{% load static %}<style>@media print{#a{b:c}\n}</style>{{ x }}{# y #}<p a={\n% x %}>{{ a\n}}")
    assert [output.source for output in facts.outputs] == ["x"]


@pytest.mark.parametrize(
    ("path", "head", "template", "html"),
    [
        ("app/templates/a.html", "", True, True),
        ("app/templates/mail/a.txt", "", True, False),
        ("app/jinja2/a.xml", "", True, True),
        ("app/templates/a.svg", "", True, True),
        ("app/templates/a.png", "", False, False),
        ("views/a.html", "<p>{% if x %}", True, True),
        ("static/index.html", "<p>{{ message }}", False, True),
        ("web/node_modules/x/templates/a.html", "{% if %}", False, True),
        ("deploy/nginx.conf.j2", "server {{ x }}", True, False),
        ("deploy/site.j2", "server {{ x }}", True, False),
        ("views/site.j2", "<html>", True, True),
        ("views/a.html.jinja2", "", True, True),
        ("deploy/vars.yml.j2", "a: <p>", True, False),
        ("a.py", "{% if x %}", False, False),
    ],
)
def test_is_template(path, head, template, html):
    assert is_template(path, head) is template
    assert is_html(path, head) is html or not template
