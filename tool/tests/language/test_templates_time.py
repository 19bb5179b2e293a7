"""Hostile templates are read in time linear in their length."""

import time

import pytest

from tenfold.language.templates import read

UNITS = [
    "{{ ",
    "{% ",
    "{# ",
    "{",
    "{{ ' }}",
    "{{ (\" }}{{ (' }}",
    "{{ {' }}",
    "{{ {{' }}\"",
    "<a ",
    '<a b="',
    "<a b='<a c=\"",
    "<a    ",
    "<a =",
    "<script>",
    '<script>"{{ x }}',
    "<script>/{{ x }}",
    "<script>`${",
    "<!-- -- ",
    "</",
    "<!",
    "</form ",
    "{% if x %}",
    "{% endif %}",
    "{% for a in b %}",
    "{% if x %}{% for a in b %}{% endif %}",
    "{% if x %}{% set a = 1 %}",
    "{% raw %}",
    "{% verbatim x %}",
    "{% verbatim x %}{% endverbatim %}",
    "{% comment %}",
    "<form><input>",
    "{% block a %}",
    '<a href="{{ x }}',
    '<a style="{{ x }}" ',
    "{% else %}",
    "{{\n",
    "<a b{{ c }}",
    "{% macro a(b, c=1) %}",
    "{# tenfold: ignore #}",
    "<!-- tenfold: x -->",
    "{%          ",
    "{% autoescape off %}",
    "<a {% if x %}'",
    "{% csrf_token %}<form>",
    '{% include ["a", "b"] %}',
    "{% load static %}{{\n",
    "<script {{ nonce",
]
LONG = [
    '<a href="' + "{{ x }}" * 30_000,
    '<a href="' + "{% if a %}{{ x }}" * 12_000 + '">',
    "{{ " + "(" * 200_000 + " }}",
    "{{ " + "a+" * 100_000 + "b }}",
    "{{ a" + "|b" * 100_000 + " }}",
    "{{ a" + ".b" * 100_000 + " }}",
    "<form" + " " * 200_000 + ">",
    "<form" + " a  " * 50_000 + ">",
    "{%" + " " * 200_000 + "%}",
    "{% raw %}" + ("{%" + " " * 1000) * 200,
    "{% with " + "a=b " * 50_000 + "%}",
    "{{ '" + "\\" * 200_000 + " }}",
]


@pytest.mark.parametrize("template", [*[unit * (80_000 // len(unit)) for unit in UNITS], *LONG], ids=lambda t: t[:24])
def test_hostile(template):
    """80,000 characters and more take a fraction of a second; a quadratic reader would need minutes."""
    start = time.process_time()
    facts = read(template)
    assert time.process_time() - start < 5
    assert facts.lines == template.count("\n") + 1
