"""What is written in a format's plain form is read back as it was."""

import json

from hypothesis import assume, given
from hypothesis import strategies as st

from tenfold.project import caddy, dockerfile, nginx, processes, terraform
from tenfold.project.facts import Problems
from tenfold.project.manifests import requirements
from tenfold.project.nginx_directives import parse

TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=20)
NAME = st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True)


@given(st.lists(TEXT, min_size=1, max_size=6))
def test_exec_form_of_a_dockerfile(words: list[str]) -> None:
    """Invariant: the JSON words of CMD are the words of the command."""
    assume("\ufeff" not in words[0][:1])
    (stage,) = dockerfile.read("FROM a\nCMD " + json.dumps(words) + "\n").stages
    assert stage.command is not None
    assert stage.command.argv == tuple(words)


@given(NAME, st.lists(TEXT, max_size=5), st.integers(0, 5))
def test_nginx_arguments(name: str, words: list[str], depth: int) -> None:
    """Invariant: quoted arguments at any depth are read as they were, on the line where they stand."""
    quoted = " ".join('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' for word in words)
    problems = Problems()
    directive = parse("a {\n" * depth + f"{name} {quoted};\n" + "}\n" * depth, problems)
    for _ in range(depth):
        directive = (directive.block or [])[0]
    (found,) = directive.block or []
    assert (found.name, found.arguments, found.line) == (name, tuple(words), depth + 1)
    assert problems.all() == ()


LOCATION = st.tuples(st.sampled_from(["=", "^~", ""]), st.from_regex(r"/[ab/]{0,4}", fullmatch=True))


@given(st.lists(LOCATION, unique_by=lambda pair: pair, max_size=8), st.from_regex(r"/[ab/]{0,4}", fullmatch=True))
def test_the_longest_prefix_serves(locations: list[tuple[str, str]], path: str) -> None:
    """Invariant: without regular expressions the exact location serves, else the longest prefix."""
    text = "server {\n" + "".join(f"location {mark} {pattern} {{ }}\n" for mark, pattern in locations) + "}\n"
    match = nginx.read(text).servers[0].location_for(path)
    exact = [pair for pair in locations if pair == ("=", path)]
    prefixes = [p for mark, p in locations if mark != "=" and path.startswith(p)]
    assert match.certain
    if exact or prefixes:
        assert match.location is not None
        wanted = path if exact else max(prefixes, key=len)
        assert (match.location.modifier == "=", match.location.pattern) == (bool(exact), wanted)
    else:
        assert match.location is None


@given(st.lists(st.tuples(NAME, st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){0,3}", fullmatch=True)), max_size=8))
def test_pinned_requirements(pins: list[tuple[str, str]]) -> None:
    """Invariant: name==version lines are pins of that version, each on its line."""
    facts = requirements.read("".join(f"{name}=={version}\n" for name, version in pins))
    assert [(d.name, d.version, d.line) for d in facts.dependencies] == [
        (name, version, line) for line, (name, version) in enumerate(pins, 1)
    ]
    assert facts.problems == ()


@given(st.dictionaries(NAME, st.lists(st.from_regex(r"[a-z0-9./:=-]{1,8}", fullmatch=True), min_size=1), max_size=6))
def test_procfile_lines(lines: dict[str, list[str]]) -> None:
    """Invariant: each `name: words` line is a process of that name with those words."""
    text = "".join(f"{name}: run {' '.join(words)}\n" for name, words in lines.items())
    found = processes.read_procfile(text).processes
    assert {p.name: p.commands[0].argv for p in found} == {n: ("run", *w) for n, w in lines.items()}


@given(
    st.dictionaries(NAME, st.from_regex(r"[ -!#$%&'()*+,./:;<=>?@^_a-z{}|~\[\]-]{0,12}", fullmatch=True), max_size=6)
)
def test_terraform_texts(values: dict[str, str]) -> None:
    """Invariant: quoted attributes of a block are read as they were."""
    text = 'resource "a" "b" {\n' + "".join(f'  {n} = "{v}"\n' for n, v in values.items()) + "}\n"
    (block,) = terraform.read(text).blocks
    assert {s.key: s.value for s in block.settings} == values


@given(st.dictionaries(NAME, st.from_regex(r"[A-Za-z0-9 ;=/'-]{0,12}", fullmatch=True), max_size=6))
def test_caddy_headers(headers: dict[str, str]) -> None:
    """Invariant: each line of a header block is a header with its value."""
    text = "example.org {\n  header {\n" + "".join(f'    X-{n} "{v}"\n' for n, v in headers.items()) + "  }\n}\n"
    (site,) = caddy.read(text).sites
    assert {h.name: h.value for h in site.headers} == {f"X-{n}": v for n, v in headers.items()}


def test_what_is_too_much_is_said() -> None:
    assert "the rest was not read" in dockerfile.read("FROM a\n" * 6000).problems[-1].reason
    assert "the rest was not read" in terraform.read("a {\n}\n" * 21_000).problems[-1].reason
