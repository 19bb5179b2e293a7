"""What stands before a program on a command line: exec, env, poetry run, sh -c and their like."""

import re
from typing import Final

from tenfold.project import shell
from tenfold.project.facts import Command, EnvVar, Fact

MAX_LAYERS: Final = 12
_PYTHON = re.compile(r"(?:python|pypy)[0-9.]{0,6}")
SHELLS: Final = frozenset({"sh", "bash", "dash", "ash", "zsh"})
# Launchers followed by the program, maybe after options of their own; the set holds options with a value.
_PREFIXES: Final = {
    "exec": frozenset({"-a"}),
    "nohup": frozenset(),
    "command": frozenset(),
    "sudo": frozenset({"-u", "-g", "--user"}),
    "tini": frozenset({"-p", "-e"}),
    "dumb-init": frozenset({"-r", "--rewrite"}),
    "ddtrace-run": frozenset(),
    "opentelemetry-instrument": frozenset({"--traces_exporter", "--metrics_exporter", "--service_name"}),
    "nice": frozenset({"-n"}),
    "stdbuf": frozenset(),
    "catatonit": frozenset(),
    "setpriv": frozenset(),
    "chpst": frozenset({"-u", "-e", "-d"}),
    "unbuffer": frozenset(),
    "with-contenv": frozenset(),
    "wait-for-it": frozenset({"-t", "--timeout", "-h", "-p"}),
    "py-spy": frozenset(),
    "debugpy": frozenset({"--listen"}),
    "coverage": frozenset(),
    "scout-apm": frozenset(),
    "pyinstrument": frozenset(),
}
_USER_SWITCH: Final = frozenset({"gosu", "su-exec", "s6-setuidgid"})
_RUN_COMMANDS: Final = frozenset(
    {"poetry", "pipenv", "uv", "pdm", "hatch", "rye", "pixi", "dotenv", "doppler", "infisical", "op"}
)
_RUN_VALUES: Final = frozenset(
    {
        "--project",
        "--directory",
        "--env-file",
        "--with",
        "--extra",
        "--group",
        "-p",
        "--python",
        "--package",
        "-f",
        "--file",
        "-e",
    }
    | {"--config", "-c", "--env", "--path"}
)


class Launched(Fact, frozen=True):
    """A program with its arguments after the launchers were taken off, and the variables set for it."""

    argv: tuple[str, ...]
    environment: tuple[EnvVar, ...]
    line: int


def basename(word: str) -> str:
    """The file name of a program path."""
    return word.rsplit("/", 1)[-1]


def is_python(word: str) -> bool:
    """Whether a word names a Python interpreter."""
    return _PYTHON.fullmatch(basename(word)) is not None


def launched(command: Command, depth: int = 4) -> tuple[Launched, ...]:
    """The programs that a command starts in the end; a `sh -c` text may hold several."""
    argv = list(command.argv)
    environment: list[EnvVar] = []
    for _ in range(MAX_LAYERS):
        while argv and (named := shell.assignment(argv[0])):
            environment.append(EnvVar(named[0], named[1], command.line))
            argv.pop(0)
        if not argv:
            return ()
        name = basename(argv[0]).removesuffix(".sh")
        inner = _shell_text(argv) if name in SHELLS or name == "su" else None
        if inner is not None:
            return _inside(inner, tuple(environment), command.line, depth)
        rest = _without_launcher(name, argv)
        if rest is None:
            break
        argv = rest
    if not argv:
        return ()
    return (Launched(_module_run(argv), tuple(environment), command.line),)


def _inside(text: str, environment: tuple[EnvVar, ...], line: int, depth: int) -> tuple[Launched, ...]:
    if depth <= 0:
        return ()
    found: list[Launched] = []
    for command in shell.commands(text, line)[:200]:
        found.extend(
            Launched(inner.argv, environment + inner.environment, inner.line) for inner in launched(command, depth - 1)
        )
    return tuple(found)


def _shell_text(argv: list[str]) -> str | None:
    """The text that a shell is asked to run, or None when it runs a script file."""
    for at, word in enumerate(argv[1:6], 1):
        if word.startswith("-") and not word.startswith("--") and word.endswith("c"):
            return argv[at + 1] if at + 1 < len(argv) else ""
    return None


def _after_options(argv: list[str], at: int, with_value: frozenset[str]) -> list[str]:
    while at < len(argv) and argv[at].startswith("-"):
        if argv[at] == "--":
            return argv[at + 1 :]
        at += 2 if argv[at] in with_value else 1
    return argv[at:]


def _without_launcher(name: str, argv: list[str]) -> list[str] | None:
    """What remains after the first launcher, or None when the first word is no launcher."""
    if name == "env":
        return _after_options(argv, 1, frozenset({"-u", "-C"}))
    if name in _USER_SWITCH:
        return argv[2:]
    if name in _RUN_COMMANDS:
        return _after_run(argv)
    if name == "newrelic-admin" and len(argv) > 1 and argv[1] in {"run-program", "run-python"}:
        return argv[2:]
    if name in {"coverage", "debugpy"} and "run" in argv[:2]:
        return ["python", *_after_options(argv, 2, frozenset({"--source", "--rcfile", "-m"}))]
    if name in _PREFIXES:
        return _after_options(argv, 1, _PREFIXES[name])
    if "--" in argv[1:12] and not is_python(argv[0]):
        return argv[argv.index("--") + 1 :]
    if name.startswith("start-") and len(argv) > 1:
        return argv[1:]
    return None


def _after_run(argv: list[str]) -> list[str] | None:
    rest = _after_options(argv, 1, _RUN_VALUES)
    if not rest or rest[0] != "run":
        return rest if "--" in argv[:12] else None
    return _after_options(rest, 1, _RUN_VALUES)


def _module_run(argv: list[str]) -> tuple[str, ...]:
    """`python -X opt -m name args` becomes `python -m name args`; options of the interpreter go."""
    if not is_python(argv[0]):
        return tuple(argv)
    at = 1
    while at < len(argv) and argv[at].startswith("-") and argv[at] not in {"-m", "-c", "-"}:
        if argv[at].startswith("-m"):
            return ("python", "-m", argv[at][2:], *argv[at + 1 :])
        at += 2 if argv[at] in {"-X", "-W", "--check-hash-based-pycs"} else 1
    return ("python", *argv[at:])
