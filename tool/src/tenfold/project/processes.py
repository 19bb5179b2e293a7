"""Files that name long-running processes: Procfile, supervisor configuration, systemd units."""

from tenfold.project import ini, shell
from tenfold.project.facts import (
    EnvVar,
    FileFacts,
    Problem,
    Problems,
    Process,
    Setting,
    SettingsFacts,
    bounded,
)

MAX_PROCESSES = 500


class ProcessFacts(FileFacts, frozen=True):
    """The processes in file order."""

    processes: tuple[Process, ...] = ()


def read_procfile(text: str) -> ProcessFacts:
    """A Procfile: `name: command` lines; `release` and other one-off names are among them."""
    problems = Problems()
    found: list[Process] = []
    for number, raw in enumerate(bounded(text, problems).split("\n"), 1):
        line = raw.strip()
        if not line or line.startswith("#") or len(found) >= MAX_PROCESSES:
            continue
        name, colon, command = line.partition(":")
        if not colon or not name.strip() or " " in name.strip():
            problems.add(number, "no name: command")
            continue
        found.append(Process(name.strip(), shell.commands(command.strip(), number), (), number))
    return ProcessFacts(processes=tuple(found), problems=problems.all())


def _environment(value: str, line: int) -> tuple[EnvVar, ...]:
    """Supervisor's `A="1",B="2"` and systemd's `"A=1" B=2`."""
    found: list[EnvVar] = []
    for command in shell.commands(value.replace('",', '" '), line):
        for word in command.argv:
            pairs = map(shell.assignment, word.split(","))
            found.extend(EnvVar(pair[0], pair[1], line) for pair in pairs if pair)
    return tuple(found)


def _processes(facts: SettingsFacts, prefix: str, keys: frozenset[str]) -> ProcessFacts:
    sections: dict[str, list[Setting]] = {}
    for setting in facts.settings:
        section, _, _key = setting.key.rpartition(".")
        if section.lower().startswith(prefix):
            sections.setdefault(section, []).append(setting)
    found: list[Process] = []
    for section, settings in list(sections.items())[:MAX_PROCESSES]:
        commands = [s for s in settings if s.key.rpartition(".")[2].lower() in keys]
        variables = [s for s in settings if s.key.rpartition(".")[2].lower() == "environment"]
        if commands:
            name = section[len(prefix) :].strip()
            run = tuple(c for s in commands for c in shell.commands(s.value.lstrip("-@+!:"), s.line))
            settled = tuple(v for s in variables for v in _environment(s.value, s.line))
            found.append(Process(name, run, settled, commands[0].line))
    problems: tuple[Problem, ...] = facts.problems
    return ProcessFacts(processes=tuple(found), problems=problems)


def read_supervisor(text: str) -> ProcessFacts:
    """The [program:x] sections of a supervisor configuration."""
    return _processes(ini.read(text), "program:", frozenset({"command"}))


def read_systemd(text: str) -> ProcessFacts:
    """The [Service] section of a systemd unit."""
    return _processes(ini.read(text), "service", frozenset({"execstart"}))
