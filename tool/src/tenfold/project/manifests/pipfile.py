"""Pipfile (pipenv)."""

from tenfold.project import toml_file
from tenfold.project.facts import Problems, Setting, bounded
from tenfold.project.manifests.dependency import Dependency, Manifest
from tenfold.project.manifests.pyproject import table_dependency

_NOT_GROUPS = frozenset({"source", "requires", "scripts", "pipenv"})


def read(text: str) -> Manifest:
    """[packages] is production; every other table of packages is a group."""
    problems = Problems()
    root = toml_file.tree(bounded(text, problems), problems)
    found: list[Dependency] = []
    for table, node in root.items():
        if table not in _NOT_GROUPS:
            group = {"packages": "", "dev-packages": "dev"}.get(table, table)
            found.extend(table_dependency(name, entry, group) for name, entry in node.items())
    requires = root.get("requires")
    return Manifest(
        kind="pipfile",
        dependencies=tuple(found),
        python=requires.get("python_full_version").text() or requires.get("python_version").text(),
        indexes=tuple(
            Setting(entry.get("name").text(), entry.get("url").text(), entry.get("url").line)
            for entry in root.get("source")
        ),
        problems=problems.all(),
    )
