"""INI, TOML, YAML, JSON and environment files."""

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.project import envfile, ini, json_file, toml_file, yaml_file
from tenfold.project.facts import EnvVar, Problems, Setting
from tenfold.project.tree import Node


def test_environment_file() -> None:
    facts = envfile.read(
        "# comment\nDEBUG=True\nexport SECRET_KEY='s3 #cret'\nURL = postgres://u:p@h/db # note\n"
        'KEY="line one\nline two"\nESCAPED="a\\nb\\"c"\nEMPTY=\nBARE\nHASH=a#b\nREF=${OTHER}\n= x\n'
    )
    assert facts.variables == (
        EnvVar("DEBUG", "True", 2),
        EnvVar("SECRET_KEY", "s3 #cret", 3),
        EnvVar("URL", "postgres://u:p@h/db", 4),
        EnvVar("KEY", "line one\nline two", 5),
        EnvVar("ESCAPED", 'a\nb"c', 7),
        EnvVar("EMPTY", "", 8),
        EnvVar("BARE", None, 9),
        EnvVar("HASH", "a#b", 10),
        EnvVar("REF", "${OTHER}", 11),
    )
    assert [problem.line for problem in facts.problems] == [12]


def test_an_open_quote_does_not_swallow_the_file() -> None:
    facts = envfile.read("A=\"x\nB=2\nC='y\nD=4\n")
    assert [(v.name, v.value) for v in facts.variables] == [("A", '"x'), ("B", "2"), ("C", "'y"), ("D", "4")]


@given(
    st.dictionaries(
        st.from_regex(r"[A-Z_][A-Z0-9_]{0,8}", fullmatch=True),
        st.text(alphabet=st.characters(codec="utf-8", exclude_characters="'\\\r\x00\ufeff")),
    )
)
def test_single_quoted_values_come_back(values: dict[str, str]) -> None:
    """Invariant: single-quoted values, with line ends in them, are read as they were."""
    facts = envfile.read("".join(f"{name}='{value}'\n" for name, value in values.items()))
    assert {v.name: v.value for v in facts.variables} == values


def test_ini() -> None:
    facts = ini.read("top=1\n[tox]\nenvlist =\n    py311\n    py312  \n; no\n[tool:pytest]\naddopts: -q # why\n[x\nz\n")
    assert facts.settings == (
        Setting("top", "1", 1),
        Setting("tox.envlist", "\npy311\npy312", 3),
        Setting("tool:pytest.addopts", "-q", 8),
        Setting("x.z", "", 10),
    )
    assert [problem.line for problem in facts.problems] == [9]


TOML = '''\
title = "a \\u00e9 \\"q\\""
float = 1.5e3
when = 1979-05-27T07:32:00-08:00
day = 1979-05-27
"quoted key"."x.y" = 'lit\\eral'
[a.b]
list = [
  1, # one
  { k = "v", n.m = [true] },
]
text = """
first \\
   joined
third"""
[[t]]
n = 1
[[t]]
n = 2
[t.sub]
z = -0x1F
'''


def plain(node: Node) -> Any:
    if node.kind == "map":
        return {key: plain(child) for key, child in node.children.items()}
    return [plain(entry) for entry in node] if node.kind == "list" else node.value


def texts(value: Any) -> Any:
    """What tomllib gives, with scalars of one notation as text."""
    if isinstance(value, dict):
        return {key: texts(child) for key, child in value.items()}
    if isinstance(value, list):
        return [texts(child) for child in value]
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_toml_values_and_lines() -> None:
    facts = toml_file.read(TOML)
    assert facts.problems == ()
    assert facts.settings == (
        Setting("title", 'a é "q"', 1),
        Setting("float", "1.5e3", 2),
        Setting("when", "1979-05-27T07:32:00-08:00", 3),
        Setting("day", "1979-05-27", 4),
        Setting("quoted key.x.y", "lit\\eral", 5),
        Setting("a.b.list.0", "1", 8),
        Setting("a.b.list.1.k", "v", 9),
        Setting("a.b.list.1.n.m.0", "true", 9),
        Setting("a.b.text", "first joined\nthird", 11),
        Setting("t.0.n", "1", 16),
        Setting("t.1.n", "2", 18),
        Setting("t.1.sub.z", "-0x1F", 20),
    )


KEYS = st.one_of(st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True), st.text(max_size=4).map(json.dumps))
SCALARS = st.one_of(
    st.integers(-999, 999).map(str), st.booleans().map(lambda b: str(b).lower()),
    st.text(max_size=8).map(json.dumps)
)  # fmt: skip
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda v: "[" + ",\n ".join(v) + "]"),
        st.dictionaries(KEYS, inner, max_size=3).map(
            lambda d: "{" + ", ".join(f"{k} = {v}" for k, v in d.items()) + "}"
        ),
    ),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, VALUES, max_size=5), st.dictionaries(KEYS, VALUES, max_size=3))
def test_toml_as_the_standard_library_reads_it(top: dict[str, str], table: dict[str, str]) -> None:
    """Invariant: what tomllib accepts is read with the same keys and values and without a problem."""
    text = "".join(f"{k} = {v} # c\n" for k, v in top.items())
    text += "[[zz.list]]\n" + "".join(f"{k}.x = {v}\n" for k, v in table.items())
    try:
        expected = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    problems = Problems()
    assert plain(toml_file.tree(text, problems)) == texts(expected)
    assert problems.all() == ()


@pytest.mark.parametrize("broken", ["x", "x =", "= 1", "x = [1", "[t", "x = 1 2", "x = {a = }", '"a', "x.y..z = 1"])
def test_a_broken_toml_line_costs_only_itself(broken: str) -> None:
    facts = toml_file.read(f"a = 1\n{broken}\n[z]\nb = 2\n")
    assert [p.line for p in facts.problems]
    assert Setting("a", "1", 1) in facts.settings
    if "[1" not in broken:
        assert Setting("z.b", "2", 4) in facts.settings


def test_json_with_comments() -> None:
    facts = json_file.read(
        '{\n  // why\n  "a": [1, {b: \'x\'},], /* two\n lines */ "c": null,\n  "d": "\\u00e9\\ud83d\\ude00"\n}'
    )
    assert facts.problems == ()
    assert facts.settings == (
        Setting("a.0", "1", 3), Setting("a.1.b", "x", 3), Setting("c", "", 4), Setting("d", "é😀", 5),
    )  # fmt: skip


def test_a_cut_json_file_has_one_problem() -> None:
    facts = json_file.read('{"a": 1, "b": [' + '"x", ' * 100_000)
    assert [problem.line for problem in facts.problems][:1] == [1]
    assert not any("not valid" in problem.reason for problem in facts.problems)
    assert facts.value("a") == "1"


JSON = st.recursive(
    st.one_of(st.text(max_size=8), st.integers(), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=12,
)


@given(JSON, st.booleans(), st.sampled_from([None, 2]))
def test_json_as_the_standard_library_writes_it(value: object, ascii_only: bool, indent: int | None) -> None:
    """Invariant: any JSON that the standard library writes is read with the same keys and values."""
    problems = Problems()
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    assert plain(json_file.tree(text, problems)) == texts(value)
    assert problems.all() == ()


def test_yaml() -> None:
    facts = yaml_file.read("a: &x\n  b: [1, 'two']\nc: *x\nd:\n  <<: *x\n  e: |\n    text\n---\nf: ~\n")
    assert facts.problems == ()
    assert facts.settings == (
        Setting("a.b.0", "1", 2), Setting("a.b.1", "two", 2), Setting("c.b.0", "1", 2), Setting("c.b.1",
        "two", 2),
        Setting("d.b.0", "1", 2), Setting("d.b.1", "two", 2), Setting("d.e", "text\n", 6), Setting("f",
        "", 9),
    )  # fmt: skip


def test_yaml_before_an_error_is_kept() -> None:
    facts = yaml_file.read("a: 1\nb: [\nc: }\n")
    assert facts.value("a") == "1"
    assert [problem.line for problem in facts.problems] == [3]


def test_yaml_tags_are_text() -> None:
    facts = yaml_file.read("a: !!python/object/apply:os.system ['true']\n")
    assert facts.settings == (Setting("a.0", "true", 1),)
