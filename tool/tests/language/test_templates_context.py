"""Where each output of a page stands."""

import pytest

from tenfold.language.templates import read

CONTEXTS = [
    # each with its context, element and attribute, whether it starts a URL and stands in quotes
    ("<p>{{ x }}</p>", ("text", "", "", False, False)),
    ("{{ x }}", ("text", "", "", False, False)),
    ('<p title="{{ x }}">', ("attribute", "p", "title", False, True)),
    ("<p title='a {{ x }}'>", ("attribute", "p", "title", False, True)),
    ("<p title={{ x }}>", ("attribute-unquoted", "p", "title", False, False)),
    ("<p title=a{{ x }}b id=c>", ("attribute-unquoted", "p", "title", False, False)),
    ("<INPUT VALUE = {{ x }}>", ("attribute-unquoted", "input", "value", False, False)),
    ('<a href="{{ x }}">', ("url", "a", "href", True, True)),
    ('<a href=" {{ x }}/y">', ("url", "a", "href", True, True)),
    ('<a href="/y/{{ x }}">', ("url", "a", "href", False, True)),
    ("<a href={{ x }}>", ("url", "a", "href", True, False)),
    ('<a href="{% if a %}{{ x }}{% endif %}">', ("url", "a", "href", True, True)),
    ('<a href="{% if a %}/b{% else %}{{ x }}{% endif %}">', ("url", "a", "href", True, True)),
    ('<a href="/c{% if a %}/b{% else %}{{ x }}{% endif %}">', ("url", "a", "href", False, True)),
    ('<a href="{% url "home" %}?next={{ x }}">', ("url", "a", "href", False, True)),
    ('<a href="{% static "a" %}{{ x }}">', ("url", "a", "href", False, True)),
    ('<a href="{# why #}{{ x }}">', ("url", "a", "href", True, True)),
    ('<img src="{{ x }}">', ("url", "img", "src", True, True)),
    ('<form action="{{ x }}">', ("url", "form", "action", True, True)),
    ('<button formaction="{{ x }}">', ("url", "button", "formaction", True, True)),
    ('<object data="{{ x }}">', ("url", "object", "data", True, True)),
    ('<p data="{{ x }}">', ("attribute", "p", "data", False, True)),
    ('<video poster="{{ x }}">', ("url", "video", "poster", True, True)),
    ('<use xlink:href="{{ x }}"/>', ("url", "use", "xlink:href", True, True)),
    ('<meta http-equiv="refresh" content="0; url={{ x }}">', ("url", "meta", "content", True, True)),
    ('<meta name="description" content="{{ x }}">', ("attribute", "meta", "content", False, True)),
    ('<a href="javascript:go({{ x }})">', ("event", "a", "href", False, True)),
    ("<a onclick=\"go('{{ x }}')\">", ("event", "a", "onclick", False, True)),
    ("<a ONCLICK=\"go('{{ x }}')\">", ("event", "a", "onclick", False, True)),
    ('<div x-data="{a: {{ x }} }">', ("event", "div", "x-data", False, True)),
    ('<div @click="go({{ x }})">', ("event", "div", "@click", False, True)),
    ('<p style="color: {{ x }}">', ("style", "p", "style", False, True)),
    ("<style>p { color: {{ x }} }</style>", ("style", "style", "", False, False)),
    ("<script>var a = {{ x }};</script>", ("script", "script", "", False, False)),
    ("<script>var a = '{{ x }}';</script>", ("script-string", "script", "", False, False)),
    ('<script>var a = "it\'s {{ x }}";</script>', ("script-string", "script", "", False, False)),
    ("<script>var a = `b ${c} {{ x }}`;</script>", ("script-string", "script", "", False, False)),
    ("<script>var a = `b ${ {{ x }} }`;</script>", ("script", "script", "", False, False)),
    ("<script>// don't\nvar a = {{ x }};</script>", ("script", "script", "", False, False)),
    ("<script>/* don't */ a({{ x }});</script>", ("script", "script", "", False, False)),
    ("<script>a.replace(/'/g, b); c = {{ x }};</script>", ("script", "script", "", False, False)),
    ("<script>a = b / c; d = '{{ x }}' / 2;</script>", ("script-string", "script", "", False, False)),
    ("<script>a = '<p title=\"{{ x }}\">';</script>", ("script-string", "script", "", False, False)),
    ('<script type="module">a = {{ x }}</script>', ("script", "script", "", False, False)),
    ('<script type="application/json">{"a": {{ x }} }</script>', ("json-script", "script", "", False, False)),
    ('<script type="application/ld+json">"{{ x }}"</script>', ("json-script", "script", "", False, False)),
    ('<script type="text/template"><p>{{ x }}</p></script>', ("text", "", "", False, False)),
    ("<script>'</script>{{ x }}", ("text", "", "", False, False)),
    ("<!-- {{ x }} -->", ("comment", "", "", False, False)),
    ("<!-- a > b -->{{ x }}", ("text", "", "", False, False)),
    ("<!-->{{ x }}", ("text", "", "", False, False)),
    ("<{{ x }}>", ("tag", "", "", False, False)),
    ("<h{{ x }}>", ("tag", "h", "", False, False)),
    ("</h{{ x }}>", ("tag", "h", "", False, False)),
    ("<p {{ x }}>", ("tag", "p", "", False, False)),
    ('<p data-{{ x }}="b">', ("tag", "p", "", False, False)),
    ("<title>{{ x }}</title>", ("rcdata", "title", "", False, False)),
    ("<textarea>\n<p a='{{ x }}</textarea>", ("rcdata", "textarea", "", False, False)),
    ("<p>1 < 2 and 'a {{ x }}</p>", ("text", "", "", False, False)),
    ("<p don't>{{ x }}", ("text", "", "", False, False)),
    ('<p a=""b="{{ x }}">', ("attribute", "p", "b", False, True)),
    ('<p a="b"">{{ x }}', ("text", "", "", False, False)),
    ('<p {% if a %}title="{{ x }}"{% endif %}>', ("attribute", "p", "title", False, True)),
    ('<p title={% if a %}"b"{% else %}"{{ x }}"{% endif %}>', ("attribute", "p", "title", False, True)),
    ('<p title="{% if a > b %}c{% endif %}">{{ x }}', ("text", "", "", False, False)),
    ('<p {% if a > b %}c{% endif %} title="{{ x }}">', ("attribute", "p", "title", False, True)),
    ('<p title="a\n>{{ x }}">', ("attribute", "p", "title", False, True)),
    ("<!doctype html>{{ x }}", ("text", "", "", False, False)),
]


@pytest.mark.parametrize(("template", "expected"), CONTEXTS, ids=[case[0] for case in CONTEXTS])
def test_context(template, expected):
    (output,) = [output for output in read(template).outputs if output.source == "x"]
    place = (output.context, output.element, output.attribute, output.url_start, output.quoted)
    assert place == expected
    lines = template.split("\n")
    assert lines[output.line - 1][output.column - 1 :].startswith("{{ x }}")


def test_plain_text_has_only_text():
    facts = read("<a href={{ x }}><script>{{ y }}", html=False)
    assert [output.context for output in facts.outputs] == ["text", "text"]
    assert not facts.inline


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{% autoescape off %}{{ x }}{% endautoescape %}", False),
        ("{% autoescape false %}{{ x }}{% endautoescape %}", False),
        ("{% autoescape off %}{% autoescape on %}{{ x }}{% endautoescape %}{% endautoescape %}", True),
        ("{% autoescape off %}{% endautoescape %}{{ x }}", None),
        ("{% autoescape a %}{{ x }}{% endautoescape %}", None),
        ("{% autoescape off %}{% if a %}{% endif %}{{ x }}", False),
    ],
)
def test_autoescape(template, expected):
    facts = read(template)
    assert facts.outputs[0].autoescape is expected
    assert facts.autoescape_off == ((1,) if "off" in template or "false" in template else ())


@pytest.mark.parametrize(
    ("expression", "safe"),
    [
        ("x", False),
        ("x|safe", True),
        ("x|safe|upper", True),
        ("x|safeseq|join:', '", True),
        ("Markup(x)", True),
        ("markupsafe.Markup(x)", True),
        ("'a' ~ x|safe", True),
        ("x|safe if a else b", True),
        ("b if x|safe else c", False),
        ("f(x|safe)", False),
        ("x|escape", False),
        ("x.safe", False),
    ],
)
def test_safe(expression, safe):
    assert read("{{ " + expression + " }}").outputs[0].safe is safe
