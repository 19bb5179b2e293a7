from hypothesis import given
from hypothesis import strategies as st

from tenfold.project import shell
from tenfold.project.shell import Reference

WORD = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="'\x00"), min_size=1)


def argvs(text: str) -> list[tuple[str, ...]]:
    return [command.argv for command in shell.commands(text)]


def test_words_and_separators() -> None:
    assert argvs("a 'b c' \"d \\\"e\" f\\ g && h|i; j & k") == [
        ("a", "b c", 'd "e', "f g"), ("h",), ("i",), ("j",), ("k",),
    ]  # fmt: skip


def test_redirections_comments_and_keywords() -> None:
    assert argvs("if test -f x; then\n  run >log 2>&1 # why\nelse run2 &>/dev/null; fi") == [
        ("test", "-f", "x"), ("run",), ("run2",),
    ]  # fmt: skip


def test_here_documents_are_left_out() -> None:
    assert argvs("cat > conf <<'EOF'\nrm -rf /\nEOF\nls") == [("cat",), ("ls",)]


def test_substitutions_stay_as_written() -> None:
    text = 'a "$(b; c)" $(d | e) ${F:-g h} `i;j`'
    assert argvs(text) == [("a", "$(b; c)", "$(d | e)", "${F:-g h}", "`i;j`")]


def test_lines() -> None:
    found = shell.commands("a \\\n  b\n\nc 'x\ny' d\ne", 10)
    assert [(c.argv[0], c.line) for c in found] == [("a", 10), ("c", 13), ("e", 15)]


def test_exports() -> None:
    facts = shell.read("#!/bin/sh\nexport A=1 B='x y'\nC=2 run\n")
    assert [(v.name, v.value, v.line) for v in facts.environment] == [
        ("A", "1", 2),
        ("B", "x y", 2),
        ("C", "2", 3),
    ]


def test_references() -> None:
    assert shell.reference("${A:-b}") == Reference("A", "b")
    assert shell.reference("$A") == Reference("A", None)
    assert shell.reference("${A:?must}") == Reference("A", None)
    assert shell.reference("x$A") is None
    assert shell.expand("a-${V}-${W:-w}-$X", {"V": "1", "X": None}) == "a-1-w-$X"


@given(st.lists(WORD, min_size=1, max_size=8))
def test_quoted_words_come_back(words: list[str]) -> None:
    """Invariant: words in single quotes are read as they were."""
    text = " ".join(f"'{word}'" for word in ["run", *words])
    (command,) = shell.commands(text)
    assert command.argv == ("run", *words)
