"""What a page's elements mean: forms, inline code, scripts, policies, comments, problems."""

import pytest

from tenfold.language.template_facts import Base, Field, Inline, Policy, Post, Problem, Resource, TokenMark
from tenfold.language.templates import read
from tenfold.project.text import Comment


def form_of(template):
    (form,) = read(template).forms
    return form


def test_form():
    form = form_of(
        '<p>\n  <form method="POST" action="{% url \'add\' %}" enctype=multipart/form-data>{% csrf_token %}\n'
        "<input name=q><input type=password name=pw>\n<input type={{ k }} name='{{ n }}'>"
        '<input type="FILE" name="f"><textarea name="t"></textarea><select name=s></select>'
        "<button name=b>x</button></form>"
    )
    assert (form.line, form.column, form.end) == (2, 3, 4)
    assert (form.method, form.action, form.enctype) == ("post", "{% url 'add' %}", "multipart/form-data")
    assert form.csrf == "{% csrf_token %}"
    assert form.fields == (
        Field("q", "text", 3),
        Field("pw", "password", 3),
        Field("{{ n }}", "dynamic", 4),
        Field("f", "file", 4),
        Field("t", "textarea", 4),
        Field("s", "select", 4),
        Field("b", "button", 4),
    )


@pytest.mark.parametrize(
    ("body", "csrf"),
    [
        ("{% csrf_token %}", "{% csrf_token %}"),
        ("{{ form.hidden_tag() }}", "form.hidden_tag()"),
        ("{{ form.csrf_token }}", "form.csrf_token"),
        ('<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">', "input csrf_token"),
        ('<input type="hidden" name="csrfmiddlewaretoken" value="{{ t }}">', "input csrfmiddlewaretoken"),
        ('<input type=hidden name=_token value="{{ t }}">', "input _token"),
        ('<input type=hidden name=authenticity_token value="{{ t }}">', "input authenticity_token"),
        ("{{ csrf_input }}", "csrf_input"),
        ('{% include "parts/csrf.html" %}', '{% include "parts/csrf.html" %}'),
        ("{{ form.csrf_token.errors }}", ""),
        ("{# {{ csrf_token() }} #}", ""),
        ('<input name="q">', ""),
    ],
)
def test_form_csrf(body, csrf):
    tokens = "{% csrf_token %}"
    assert form_of(f"{tokens}<form method=post>{body}</form>{tokens}").csrf == csrf


def test_forms_of_two_branches_share_what_follows():
    forms = read("{% if a %}<form method=post>{% else %}<form method={{ m }}>{% endif %}{% csrf_token %}</form>").forms
    assert [(form.method, form.csrf) for form in forms] == [
        ("post", "{% csrf_token %}"),
        ("dynamic", "{% csrf_token %}"),
    ]


def test_form_loop():
    assert form_of("<form>{% for field in form %}{{ field }}{% endfor %}</form>").loop == "form"
    assert form_of("<form>{% for field in items %}{{ field }}{% endfor %}</form>").loop == ""


def test_posts():
    facts = read('<p>\n<button hx-post="/a/{{ id }}">x</button><a data-method="delete" href="/x">y</a>')
    assert facts.posts == (
        Post(2, 1, "button", "hx-post", "/a/{{ id }}"),
        Post(2, 41, "a", "data-method", "delete"),
    )


def test_tokens_outside_forms():
    facts = read(
        '<meta name="csrf-token" content="{{ csrf_token() }}">\n<body hx-headers=\'{"X": "{{ csrf_token }}"}\'>'
    )
    assert facts.tokens == (
        TokenMark(1, 1, "meta csrf-token"),
        TokenMark(1, 34, "csrf_token()"),
        TokenMark(2, 26, "csrf_token"),
    )


def test_inline():
    facts = read(
        '<script nonce="{{ csp_nonce() }}">a()</script>\n'
        "<script>b()</script><script type=text/javascript>c()</script>\n"
        '<script type="application/json">{}</script><script type="text/x-template"><p onclick="x"></p></script>\n'
        '<style>p{}</style><p style="a:b" onclick="c()">\n'
        '<a href=" JavaScript:d()">x</a><a href="/javascript:">\n'
        '<script src="x.js"></script><script type="importmap">{}</script>'
    )
    assert facts.inline == (
        Inline("script", 1, 1, "script", "", "{{ csp_nonce() }}"),
        Inline("script", 2, 1, "script", "", ""),
        Inline("script", 2, 21, "script", "", ""),
        Inline("style", 4, 1, "style", "", ""),
        Inline("style-attribute", 4, 19, "p", "style", ""),
        Inline("event", 4, 19, "p", "onclick", ""),
        Inline("javascript-url", 5, 1, "a", "href", ""),
        Inline("script", 6, 29, "script", "", ""),
    )


@pytest.mark.parametrize(
    ("template", "names"),
    [
        ("<script nonce='{{ csp_nonce() }}'>", ("csp_nonce()",)),
        ("<script nonce={{ request.csp_nonce }}>", ("request.csp_nonce",)),
        ("<script nonce={{ CSP_NONCE }}>", ("CSP_NONCE",)),
        ("<script nonce={{ csp_nonce }}>{{ x }}", ("csp_nonce",)),
        ("{{ x }}", ()),
    ],
)
def test_nonce_used(template, names):
    assert read(template).nonce_used == names


def test_resources():
    facts = read(
        '<script src="/a.js"></script><script src="//cdn.example/b.js" integrity="sha384-x" crossorigin></script>\n'
        '<script type="module" src="http://c.example/c.js"></script><script src="{{ u }}" nonce="{{ n }}"></script>\n'
        '<link rel="stylesheet" href="https://cdn.example/a.css"><link rel="icon" href="https://cdn.example/a.ico">\n'
        "<link rel=stylesheet href=data:text/css,x>"
    )
    assert facts.scripts == (
        Resource(1, 1, "/a.js", "same", False, False, "", ""),
        Resource(1, 30, "//cdn.example/b.js", "cross", False, True, "", ""),
        Resource(2, 1, "http://c.example/c.js", "cross", True, False, "", "module"),
        Resource(2, 60, "{{ u }}", "dynamic", False, False, "{{ n }}", ""),
    )
    assert facts.links == (
        Resource(3, 1, "https://cdn.example/a.css", "cross", False, False, "", "stylesheet"),
        Resource(4, 1, "data:text/css,x", "data", False, False, "", "stylesheet"),
    )


def test_base_and_policy():
    facts = read(
        '<base href="{{ b }}"><meta http-equiv=Content-Security-Policy content="default-src \'self\'">'
        '<meta charset="utf-8">'
    )
    assert facts.bases == (Base(1, 1, "{{ b }}"),)
    assert facts.policies == (Policy(1, 22, "default-src 'self'"),)


def test_comments_for_tenfold():
    facts = read(
        "{# tenfold: ignore[xss.escaping] cleaned by nh3 #}\n<p>{{ x }}</p> <!-- tenfold: ignore[xss.inline] old -->\n"
        "{# not for it #}\n{{ x }} {#- tenfold: ignore[a.b] c -#}\n<!-- tenfoldish -->"
    )
    assert facts.comments == (
        Comment(1, "ignore[xss.escaping] cleaned by nh3", True),
        Comment(2, "ignore[xss.inline] old", False),
        Comment(4, "ignore[a.b] c", False),
    )


@pytest.mark.parametrize(
    ("template", "problems"),
    [
        ("a\n{{ x", (Problem(2, "output is not closed"),)),
        ("a\n{% if x", (Problem(2, "tag is not closed"),)),
        ("{# x\n", (Problem(1, "comment is not closed"),)),
        ("{{ x } \n{{ y }}", (Problem(1, "output is not closed"),)),
        ("\n{% if x %}", (Problem(2, "if is not closed"),)),
        ("{% endfor %}", (Problem(1, "endfor without for"),)),
        ("{% for a in b %}\n{% if x %}{% endfor %}", (Problem(2, "if is not closed"),)),
        ("{% raw %}{{ x }}", (Problem(1, "raw is not closed"),)),
        ("<p>\n<a href='x'", (Problem(2, "tag <a> is not closed"),)),
        ("<script>", (Problem(1, "<script> is not closed"),)),
        ("<!-- x", (Problem(1, "HTML comment is not closed"),)),
        ("<p>{{ x }}", ()),
        ("{% unknown x %}{% endanother %}", ()),
    ],
)
def test_problems(template, problems):
    assert read(template).problems == problems


def test_broken_output_does_not_lose_the_next():
    assert [output.source for output in read("{{ x } {{ y }} {{ it's }} {{ z").outputs] == ["y", "it's"]


def test_template_within_a_script_is_no_markup():
    facts = read("<script>document.write('<form method=post><p onclick=x>')</script><p>{{ a }}</p>")
    assert not facts.forms
    assert [inline.kind for inline in facts.inline] == ["script"]


def test_lone_surrogates_are_replaced():
    assert read("{{ '\ud800' }}").outputs[0].source == "'?'"
