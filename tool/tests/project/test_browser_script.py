"""Invariant: read never raises, its places lie in the text, and its time is linear in the text's length."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from tenfold.project.browser_script import MAX_LENGTH, read, read_page

_PIECES = [
    "el.innerHTML =",
    "`",
    "${",
    "}",
    "a.b",
    "+",
    '"<b>"',
    "/",
    "[",
    "]",
    "\\",
    "\n",
    "//",
    "/*",
    "*/",
    "'",
    ";",
    "(",
    ")",
]


@given(st.text(max_size=400) | st.lists(st.sampled_from(_PIECES), max_size=60).map(" ".join))
def test_any_text_is_read(text: str) -> None:
    facts = read(text)
    for sink in facts.sinks:
        assert 1 <= sink.line <= text.count("\n") + 1
        assert sink.data


def test_hostile_texts_take_linear_time() -> None:
    for piece in ("/", "`${", "[", "x.innerHTML=", '"\\', "/*", "/[", "x.innerHTML = `<b>${a.name}`;\n", "$("):
        text = (piece * MAX_LENGTH)[:MAX_LENGTH]
        before = time.process_time()
        read(text)
        assert time.process_time() - before < 6, piece


def test_a_longer_script_is_told() -> None:
    assert read("x" * (MAX_LENGTH + 1)).problems


def test_strings_comments_and_regular_expressions_hold_no_sink() -> None:
    assert not read("// a.innerHTML = `<b>${item.title}</b>`\n'a.innerHTML = `<b>${item.title}</b>`'").sinks
    assert not read("const r = /a.innerHTML = `<b>${item.title}</b>`/;").sinks
    assert read("const r = /[/`]/; a.innerHTML = `<b>${item.title}</b>`").sinks[0].data == ("item.title",)


def test_scripts_inside_a_page_keep_their_lines() -> None:
    page = (
        "<p>{{ name }}</p>\n<script src='a.js'></script>\n<script type=\"application/json\">{}</script>\n"
        "<script>\nconst user = '{{ user }}';\nbox.innerHTML = `<b>${item.title}</b>`;\nbox.textContent = item.title;\n</script>\n"
    )
    facts = read_page(page)
    assert facts is not None
    assert [sink.line for sink in facts.sinks] == [6]
    assert facts.texts == (7,)


def test_a_page_without_scripts_of_its_own() -> None:
    assert read_page("<p>innerHTML</p><script src='a.js'></script>") is None


def test_a_variable_named_as_a_text_is_unclear() -> None:
    assert read("box.innerHTML = `<b>${message}</b>`;").unclear == (1,)
    assert read("box.innerHTML = '<b>' + userName + '</b>';").unclear == (1,)
    assert read("box.innerHTML = `<b>${total}</b>`;").unclear == ()
    assert read("box.innerHTML = `<b>${escapeHtml(message)}</b>`;").unclear == ()
    assert read("box.innerHTML = message;").unclear == ()


@given(st.text(alphabet="<script>/'\"`${}%#\n a=.innerHTML", max_size=300))
def test_any_page_is_read(page: str) -> None:
    """Invariant: reading never raises, and no line is behind the page's last one."""
    facts = read_page(page)
    lines = page.count("\n") + 1
    assert facts is None or all(1 <= line <= lines for line in (*facts.unclear, *facts.texts))
