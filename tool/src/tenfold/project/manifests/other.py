"""Manifests that fewer apps use: setup.cfg and conda's environment.yml."""

import re

from tenfold.project import ini, yaml_file
from tenfold.project.facts import Problems, Setting, bounded
from tenfold.project.manifests.dependency import Dependency, Manifest, exact, normalised, requirement

_CONDA = re.compile(r"(?:[\w./-]+::)?([A-Za-z0-9_.-]+)\s*(.*)")


def read_setup_cfg(text: str) -> Manifest:
    """The [options] of a setup.cfg."""
    problems = Problems()
    facts = ini.read(text)
    found: list[Dependency] = []
    for setting in facts.settings:
        section, _, key = setting.key.rpartition(".")
        group = None
        if section == "options" and key in {"install_requires", "setup_requires", "tests_require"}:
            group = {"install_requires": "", "setup_requires": "build"}.get(key, "test")
        elif section == "options.extras_require":
            group = f"extra:{key}"
        if group is not None:
            for offset, line in enumerate(setting.value.split("\n")):
                if dependency := requirement(line, setting.line + offset, group):
                    found.append(dependency)
                elif line.strip():
                    problems.add(setting.line, "not a requirement")
    return Manifest(
        kind="setup.cfg",
        dependencies=tuple(found),
        python=facts.value("options.python_requires") or "",
        name=facts.value("metadata.name") or "",
        problems=facts.problems + problems.all(),
    )


def read_conda(text: str) -> Manifest:
    """The dependencies of an environment.yml: conda's own (index "conda") and those under `pip`."""
    problems = Problems()
    root = yaml_file.tree(bounded(text, problems), problems)
    found: list[Dependency] = []
    python = ""
    for entry in root.get("dependencies"):
        if entry.kind == "map":
            for pip in entry.get("pip"):
                if dependency := requirement(pip.text(), pip.line):
                    found.append(dependency)
                elif pip.text() and not pip.text().startswith("-"):
                    problems.add(pip.line, "not a requirement")
        elif match := _CONDA.fullmatch(entry.text()[:500]):
            version = match[2].strip()
            version = f"={version}" if version.startswith("=") and not version.startswith("==") else version
            if match[1] == "python":
                python = version
            elif match[1] != "pip":
                found.append(
                    Dependency(
                        name=normalised(match[1]),
                        line=entry.line,
                        specifier=version,
                        index="conda",
                        version=exact(version.partition("=py")[0]),
                    )
                )
    channels = root.get("channels")
    return Manifest(
        kind="conda",
        dependencies=tuple(found),
        python=python,
        indexes=tuple(Setting("channel", name, channels.line) for name in channels.strings()),
        problems=problems.all(),
    )
