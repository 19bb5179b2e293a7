"""secrets.env."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from tenfold.language.facts import line_of
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.project.compose import ComposeFacts
from tenfold.project.ignore_file import IgnoreFacts
from tenfold.project.read import PythonFile
from tenfold.rules.base import Observation, Rule, met, missing, not_applicable, violated
from tenfold.rules.secrets._candidates import TRY_OUT
from tenfold.rules.secrets._env_files import env_files, secrets_in
from tenfold.rules.secrets._keys import kept_file, keys
from tenfold.secrets.assigned import is_telling
from tenfold.secrets.loaders import ENV_FILE_LOADERS

_READERS = frozenset({"load_dotenv", "read_env", "dotenv_values", "find_dotenv", "Dynaconf"})
"""Names that are called to read a .env file."""


class Env(Rule):
    """A .env file with secrets is, or can easily be, part of the repository.

    ## What it finds
    A `.env` file that git does not ignore and that is part of the repository, more severe when it holds secrets; and
    projects that load a `.env` file without ignoring it, or have secrets and no place for them. Example files
    (`.env.example`) and `.flaskenv` are silent.

    ## Why it matters
    `git add .` takes a `.env` along unless it is ignored, and then the secret is in every clone for good.

    ## Example
    ```text .env
    SECRET_KEY=b7Qk2vX9rT4mZ8wN1pL6sD3fH5jG0aYc
    ```

    ## Use instead
    ```text .gitignore
    .env
    ```
    ```text .env.example
    SECRET_KEY=
    ```

    ## References
    - https://git-scm.com/docs/gitignore
    - https://12factor.net/config
    """

    requirement = "secrets.env"
    severity = "high"
    cwe = (538, 260)
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look at the environment files, at what git ignores, and at what loads them."""
        shipped = list(_shipped(program))
        yield from shipped
        names = program.facts.found.names
        example = next((p for p in sorted(names) if _is_example(p) and program.role(p) not in TRY_OUT), None)
        rule = _ignored_by(program)
        if rule is not None:
            tail = f"; {example} shows what is needed" if example else "; no example file shows what is needed"
            yield met(rule, "git ignores .env" + tail)
            return
        if shipped:
            return
        loader = loader_of(program)
        if program.facts.found.ignored:
            yield met(Place(".gitignore"), f"git ignores {program.facts.found.ignored[0]}")
        elif loader is not None:
            yield missing(
                loader,
                "this loads a .env file, and no .gitignore keeps it out of git",
                "add the lines `.env` and `.env.*` (and `!.env.example`) to .gitignore",
                severity="medium",
            )
        elif example is not None:
            yield missing(
                Place(example),
                "this shows what a .env file holds, and no .gitignore keeps that out of git",
                "add the lines `.env` and `.env.*` (and `!.env.example`) to .gitignore",
                severity="medium",
            )
        else:
            yield from _without(program)


def _without(program: Program) -> Iterator[Observation]:
    """What to say of a project that has no .env file, no example of one, and nothing that loads one."""
    secret = next((key for app in program.apps for key in keys(app)), None)
    if secret is None:
        yield not_applicable("no setting names a secret, nothing here loads a .env file, and there is none")
        return
    kept = next(filter(None, map(kept_file, program.apps)), None)
    if kept is not None:
        yield not_applicable(f"secrets come from a file of another kind ({kept}), and nothing here loads a .env file")
        return
    yield missing(
        secret.place,
        f"secrets such as {secret.name} have no .env file to stand in: git would not ignore one, and no example shows"
        " what is needed",
        "put secrets into a .env file, add `.env` to .gitignore, and commit a .env.example without values",
        severity="low",
    )


def _is_example(path: str) -> bool:
    name = path.rpartition("/")[2].lower()
    return "env" in re.split(r"[._-]", name) and re.search(r"example|sample|template|dist|tmpl", name) is not None


def _shipped(program: Program) -> Iterator[Observation]:
    for path, facts in env_files(program):
        secrets = secrets_in(facts)
        if secrets:
            yield violated(
                Place(path, secrets[0].line),
                f"this environment file is part of the repository and holds secrets ({secrets[0].name}"
                + (f" and {len(secrets) - 1} more)" if len(secrets) > 1 else ")"),
                f"`git rm --cached {path}`, ignore it, change the secrets, and commit an example without values",
            )
        elif path.rpartition("/")[2].lower() == ".env" and any(
            is_telling(variable.name) for variable in facts.variables
        ):
            yield violated(
                Place(path),
                "a .env file with places for secrets is part of the repository: the next real value goes in with it",
                f"`git mv {path} {path}.example`, and ignore .env",
                severity="low",
            )


def _ignored_by(program: Program) -> Place | None:
    """The line of a .gitignore because of which git ignores a .env at the top."""
    if not program.facts.found.ignores.ignores(".env"):
        return None
    for path, facts in sorted(program.facts.of("ignore").items()):
        if path == ".gitignore" and isinstance(facts, IgnoreFacts):
            for pattern in facts.patterns:
                if not pattern.key and ("env" in pattern.value or pattern.value.strip("/") in {".*", "*"}):
                    return Place(path, pattern.line)
    return Place(".gitignore")


def loader_of(program: Program) -> Place | None:
    """Where a .env file is loaded: by a call or a setting in production's code, or by compose's `env_file`."""
    for path, file in sorted(program.facts.python.items()):
        modules = [one for one in file.outline.imports if one.module.partition(".")[0] in ENV_FILE_LOADERS]
        if modules and program.role(path) == "production" and _loads(file, modules[0].module):
            return Place(path, line_of(modules[0].at))
    for path, facts in sorted(program.facts.of("compose").items()):
        if isinstance(facts, ComposeFacts) and program.role(path) not in TRY_OUT:
            for service in facts.services:
                if any(file.value.rpartition("/")[2] == ".env" for file in service.env_files):
                    return Place(path, service.line)
    return None


def _loads(file: PythonFile, module: str) -> bool:
    """Whether a file that imports a loader has it read a file: decouple does so by itself, the others when told."""
    if module.partition(".")[0] == "decouple" or not _READERS.isdisjoint(file.outline.called):
        return True
    return "env_file" in file.outline.stored or any(
        keyword.name == "env_file" for call in file.detail.calls for keyword in call.keywords
    )
