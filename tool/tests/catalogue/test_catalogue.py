"""The catalogue keeps its contract: these ids, every field filled, and texts that hold what they promise."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from tenfold import catalogue
from tenfold.catalogue import FRAMEWORKS, OWASP_2021, OWASP_2025, HowTo, Requirement

# Written by hand: the whole project refers to these words, so a change here is a change of contract.
CONTRACT = {
    "framework": ["csrf", "auth", "passwords", "access", "protections-on", "debug-off", "tokens"],
    "input": [
        "sql",
        "nosql",
        "ldap",
        "xpath",
        "command",
        "code",
        "deserialize",
        "path",
        "ssrf",
        "redirect",
        "xml",
        "headers",
        "validated",
        "mass-assignment",
        "sanitized",
        "uploads",
        "regex",
    ],
    "transport": ["https", "hsts", "tls", "certificate", "outgoing", "proxy"],
    "sessions": ["id", "cookie", "lifetime", "server-side", "rotation", "logout", "serializer"],
    "dependencies": ["vulnerable", "outdated", "pinned", "updates", "trusted", "supported"],
    "xss": ["escaping", "context", "stored", "csp", "csp-strength", "inline", "headers"],
    "secrets": ["code", "history", "env", "loading", "environments", "strength", "fallback", "logged"],
    "rate": ["login", "default", "storage", "client", "response", "edge"],
    "logging": [
        "configured",
        "logins",
        "denials",
        "errors",
        "private",
        "injection",
        "alerts",
        "errors-hidden",
        "swallowed",
    ],
    "audits": ["static", "dependencies", "dynamic", "owasp", "policy", "workflows"],
}
PRACTICES = list(CONTRACT)
IDS = [f"{practice}.{name}" for practice, names in CONTRACT.items() for name in names]

# ASVS 5.0.0 judges the app, not how a team audits it, so these have no counterpart there.
WITHOUT_ASVS = {"audits.static", "audits.dynamic", "audits.owasp", "audits.policy", "audits.workflows"}

# Chapters of ASVS 5.0.0 and the number of sections in each.
ASVS_SECTIONS = dict(enumerate([5, 4, 7, 4, 4, 8, 6, 4, 2, 7, 7, 3, 4, 3, 4, 5, 3], start=1))

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LANGUAGES = {"python", "html", "toml", "yaml", "nginx", "console", "text"}

every = pytest.mark.parametrize("asked", catalogue.requirements(), ids=lambda asked: asked.id)


def blocks(how: HowTo) -> list[tuple[str, str]]:
    return [(found[1], found[2]) for name in FRAMEWORKS for found in FENCE.finditer(how.on(name))]


def test_the_ids_are_exactly_these_in_this_order() -> None:
    assert [asked.id for asked in catalogue.requirements()] == IDS
    assert len(set(IDS)) == len(IDS) == 79


def test_the_ten_practices_are_numbered_in_order() -> None:
    assert [practice.id for practice in catalogue.practices()] == PRACTICES
    assert [practice.number for practice in catalogue.practices()] == list(range(1, 11))
    for practice in catalogue.practices():
        assert 0 < len(practice.title) <= 70
        assert is_one_sentence(practice.summary)


@pytest.mark.parametrize("practice_id", PRACTICES)
def test_requirements_of_one_practice(practice_id: str) -> None:
    found = [asked.id for asked in catalogue.requirements(practice_id)]
    assert found == [known for known in IDS if known.startswith(practice_id + ".")]


def test_lookup_by_id() -> None:
    assert catalogue.requirement("sessions.cookie").practice == "sessions"
    assert catalogue.practice("sessions").number == 4


def test_unknown_ids_raise_key_error() -> None:
    for lookup in (catalogue.requirement, catalogue.practice, catalogue.requirements):
        with pytest.raises(KeyError):
            lookup("sessions.nothing")
    with pytest.raises(KeyError):
        catalogue.requirement("sessions.cookie").how.on("bottle")


def is_one_sentence(text: str) -> bool:
    return text.endswith(".") and not re.search(r"[.!?]\s+[A-Z]", text) and "\n" not in text


@every
def test_texts_are_of_sane_length(asked: Requirement) -> None:
    assert asked.practice == asked.id.split(".")[0]
    assert 10 <= len(asked.title) <= 70
    assert not asked.title.endswith(".")
    assert is_one_sentence(asked.asks)
    assert 40 <= len(asked.asks) <= 170
    assert 25 <= len(asked.why.split()) <= 90
    assert "\n" not in asked.why
    for framework in FRAMEWORKS:
        assert 80 <= len(asked.how.on(framework)) <= 2600
    if asked.probe_only:
        assert is_one_sentence(asked.probe_only)


@every
def test_texts_keep_their_paragraphs(asked: Requirement) -> None:
    texts = [asked.title, asked.asks, asked.why, *(asked.how.on(name) for name in FRAMEWORKS)]
    for text in texts:
        assert text == text.strip()
        prose = FENCE.sub("", text)
        assert "```" not in prose
        assert "  " not in prose, "a line was joined with too many blanks"
        assert not re.search(r"[a-z,]\n[a-z]", prose), "a paragraph is broken in the middle"
        assert prose.count("`") % 2 == 0


@every
def test_every_how_to_shows_what_to_type(asked: Requirement) -> None:
    for framework in FRAMEWORKS:
        assert FENCE.search(asked.how.on(framework)), f"no code for {framework}"
    assert {language for language, _ in blocks(asked.how)} <= LANGUAGES


@every
def test_code_blocks_parse(asked: Requirement) -> None:
    for language, code in blocks(asked.how):
        assert max(map(len, code.splitlines())) <= 110
        if language == "python":
            ast.parse(code)
        elif language == "yaml":
            assert yaml.safe_load(code)
        elif language == "toml":
            assert tomllib.loads(code)
        elif language == "console":
            assert all(line.startswith("$ ") for line in code.splitlines())
        elif language == "nginx":
            assert code.count("{") == code.count("}")


@every
def test_weaknesses_and_categories_exist(asked: Requirement) -> None:
    assert asked.cwe
    assert all(0 < number < 2000 for number in asked.cwe)
    assert asked.owasp2025
    assert set(asked.owasp2025) <= OWASP_2025.keys()
    assert asked.owasp2021
    assert set(asked.owasp2021) <= OWASP_2021.keys()
    for numbers in (asked.cwe, asked.owasp2025, asked.owasp2021, asked.asvs, asked.references):
        assert len(set(numbers)) == len(numbers)


@every
def test_asvs_numbers_stand_in_the_standard(asked: Requirement) -> None:
    assert bool(asked.asvs) == (asked.id not in WITHOUT_ASVS)
    for number in asked.asvs:
        chapter, section, item = map(int, number.split("."))
        assert 1 <= section <= ASVS_SECTIONS[chapter]
        assert 1 <= item <= 12


@every
def test_references_are_https_addresses(asked: Requirement) -> None:
    assert asked.references
    assert all(re.fullmatch(r"https://[a-z0-9.-]+/\S*", address) for address in asked.references)


@pytest.mark.parametrize("category", OWASP_2025)
def test_every_category_of_2025_is_covered(category: str) -> None:
    assert any(category in asked.owasp2025 for asked in catalogue.requirements())


@pytest.mark.parametrize("category", OWASP_2021)
def test_every_category_of_2021_is_covered(category: str) -> None:
    assert any(category in asked.owasp2021 for asked in catalogue.requirements())


def test_each_edition_has_ten_categories() -> None:
    assert list(OWASP_2025) == [f"A{number:02}:2025" for number in range(1, 11)]
    assert list(OWASP_2021) == [f"A{number:02}:2021" for number in range(1, 11)]


def test_what_only_a_probe_can_judge_says_so() -> None:
    partly = {asked.id for asked in catalogue.requirements() if asked.probe_only}
    assert partly == {"transport.certificate", "logging.alerts"}


def test_one_text_for_all_frameworks_is_known_as_such() -> None:
    assert catalogue.requirement("dependencies.pinned").how.same_everywhere
    assert not catalogue.requirement("sessions.cookie").how.same_everywhere


def test_the_catalogue_imports_nothing_but_dataclasses() -> None:
    folder = Path(catalogue.__file__).parent
    for file in folder.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                pytest.fail(f"{file.name} imports {node.names[0].name}")
            if isinstance(node, ast.ImportFrom):
                module = node.module or ""
                assert module == "dataclasses" or module.startswith("tenfold.catalogue"), file.name


def test_importing_the_catalogue_loads_no_third_party_package() -> None:
    program = "import sys, tenfold.catalogue; print(*{name.split('.')[0] for name in sys.modules})"
    paths = [path for path in sys.path if path]
    loaded = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path[:0] = {paths!r}; {program}"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert "tenfold" in loaded
    assert not {"yaml", "rich", "jinja2", "msgspec", "packaging", "pathspec", "tree_sitter"} & set(loaded)
