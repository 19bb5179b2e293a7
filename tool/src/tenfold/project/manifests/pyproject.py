"""pyproject.toml: PEP 621, PEP 735 groups, and the tables of Poetry, PDM, uv and Hatch."""

import re

from tenfold.project import toml_file
from tenfold.project.facts import Problems, Setting, bounded
from tenfold.project.manifests.dependency import (
    MAX_DEPENDENCIES,
    Dependency,
    Manifest,
    exact,
    normalised,
    requirement,
    source_of,
)
from tenfold.project.tree import Node, settings

_PRODUCTION = frozenset({"main", "default", "prod", "production"})
_PLAIN_VERSION = re.compile(r"\d[\w.+!-]*")


def _listed(node: Node, group: str, problems: Problems) -> list[Dependency]:
    """A list of PEP 508 texts; other entries, such as include-group, are left out."""
    found: list[Dependency] = []
    for entry in node:
        if entry.kind == "scalar":
            dependency = requirement(entry.value, entry.line, group)
            if dependency is None:
                problems.add(entry.line, "not a requirement")
            else:
                found.append(dependency)
    return found


def table_dependency(name: str, node: Node, group: str) -> Dependency:
    """An entry of a Poetry or Pipfile table: `name = "^1.2"` or `name = {version = ..., git = ...}`.

    A bare version is an exact pin for Poetry; `^` and `~` are kept as written.
    """
    version = node.text() or node.get("version").text()
    address, source = "", "index"
    for key in ("git", "hg", "svn", "url", "file", "path"):
        if node.get(key):
            address = node.get(key).text()
            source = {"git": "vcs", "hg": "vcs", "svn": "vcs", "path": "path"}.get(key) or source_of(address)
            break
    pinned = exact(version) or (version if _PLAIN_VERSION.fullmatch(version) else "")
    return Dependency(
        name=normalised(name),
        line=node.line,
        specifier=version,
        version=pinned,
        group=group,
        source=source,
        url=address,
        index=node.get("source").text() or node.get("index").text(),
        extras=tuple(normalised(extra) for extra in node.get("extras").strings()),
        markers=node.get("markers").text() or node.get("python").text(),
        editable=node.get("editable").truth() is True or node.get("develop").truth() is True,
    )


def _poetry(tool: Node) -> tuple[list[Dependency], str]:
    found: list[Dependency] = []
    python = ""
    tables = [("", tool.get("dependencies")), ("dev", tool.get("dev-dependencies"))]
    tables += [(name, group.get("dependencies")) for name, group in tool.get("group").items()]
    for group, table in tables:
        for name, node in table.items():
            if name.lower() == "python":
                python = node.text() or node.get("version").text()
            else:
                entries = node.entries if node.kind == "list" else [node]
                found.extend(table_dependency(name, entry, "" if group in _PRODUCTION else group) for entry in entries)
    return found, python


def _with_sources(found: list[Dependency], sources: Node) -> list[Dependency]:
    """Uv's [tool.uv.sources] moves a dependency to another index, an address or a path."""
    moved: list[Dependency] = []
    tables = {normalised(name): node for name, node in sources.items()}
    for dependency in found:
        node = tables.get(dependency.name)
        if node is not None:
            entry = node.entries[0] if node.kind == "list" and node.entries else node
            given = table_dependency(dependency.name, entry, dependency.group)
            if given.source != "index" or given.index:
                dependency = Dependency(
                    name=dependency.name, line=dependency.line, specifier=dependency.specifier,
                    version=dependency.version, group=dependency.group, source=given.source, url=given.url,
                    index=given.index, extras=dependency.extras, markers=dependency.markers,
                    editable=given.editable,
                )  # fmt: skip
        moved.append(dependency)
    return moved


def _indexes(tool: Node) -> list[Setting]:
    found: list[Setting] = []
    for owner, table in (("poetry", "source"), ("pdm", "source"), ("uv", "index")):
        for entry in tool.get(owner, table):
            url = entry.get("url")
            kind = entry.get("priority").text() or ("default" if entry.get("default").truth() else "")
            found.append(
                Setting(f"{owner}.{entry.get('name').text()}{'.' if kind else ''}{kind}", url.text(), url.line)
            )
    for key in ("index-url", "extra-index-url"):
        for holder in (tool.get("uv", key), tool.get("uv", "pip", key)):
            found.extend(Setting(f"uv.{key}", value, holder.line) for value in holder.strings())
    return found


def read(text: str) -> Manifest:
    """Production dependencies, groups and extras of a pyproject.toml, whichever tool wrote it."""
    problems = Problems()
    root = toml_file.tree(bounded(text, problems), problems)
    project, tool = root.get("project"), root.get("tool")
    found = _listed(project.get("dependencies"), "", problems)
    for name, extra in project.get("optional-dependencies").items():
        found.extend(_listed(extra, f"extra:{name}", problems))
    for name, group in root.get("dependency-groups").items():
        found.extend(_listed(group, "" if name.lower() in _PRODUCTION else name, problems))
    for name, group in tool.get("pdm", "dev-dependencies").items():
        found.extend(_listed(group, name, problems))
    found.extend(_listed(tool.get("uv", "dev-dependencies"), "dev", problems))
    for name, environment in tool.get("hatch", "envs").items():
        found.extend(_listed(environment.get("dependencies"), f"hatch:{name}", problems))
    found.extend(_listed(root.get("build-system", "requires"), "build", problems))
    poetry, poetry_python = _poetry(tool.get("poetry"))
    found.extend(poetry)
    return Manifest(
        kind="pyproject",
        dependencies=tuple(_with_sources(found, tool.get("uv", "sources"))[:MAX_DEPENDENCIES]),
        python=project.get("requires-python").text() or poetry_python,
        indexes=tuple(_indexes(tool)),
        tools=tuple(tool.children),
        options=settings(tool),
        name=project.get("name").text() or tool.get("poetry", "name").text(),
        problems=problems.all(),
    )
