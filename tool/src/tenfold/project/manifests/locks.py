"""Lock files: poetry.lock, uv.lock, pdm.lock, pylock.toml (PEP 751) and Pipfile.lock."""

from tenfold.project import json_file, toml_file
from tenfold.project.facts import Problems, Setting, bounded
from tenfold.project.manifests.dependency import MAX_DEPENDENCIES, Dependency, Manifest, normalised, source_of
from tenfold.project.tree import Node

MAX_LOCK = 16_000_000


def _hashed(package: Node) -> bool:
    """Whether a package holds a hash: of a file list, of its archive, or of its wheels."""
    files = [*package.get("files"), *package.get("wheels"), package.get("sdist"), package.get("archive")]
    return any(file.get("hash") or file.get("hashes") for file in files) or bool(package.get("hashes").entries)


def _uv_source(package: Node) -> tuple[str, str, str]:
    """The source, the address and the index of a uv.lock package."""
    source = package.get("source")
    registry = source.get("registry").text()
    if registry:
        return "index", "", registry
    for key, kind in (("git", "vcs"), ("url", "url")):
        if source.get(key):
            return kind, source.get(key).text(), ""
    for key in ("path", "directory", "editable", "virtual"):
        if source.get(key):
            return "path", source.get(key).text(), ""
    return "index", "", ""


def _poetry_source(package: Node) -> tuple[str, str, str]:
    """The source, the address and the index of a poetry.lock package."""
    source = package.get("source")
    kind, url = source.get("type").text(), source.get("url").text()
    if kind in {"git", "hg", "svn"}:
        return "vcs", url, ""
    if kind in {"url", "file", "directory"}:
        return ("url" if kind == "url" else "path"), url, ""
    return "index", "", url


def _pylock_source(package: Node) -> tuple[str, str, str]:
    """The source, the address and the index of a pylock.toml package."""
    if package.get("vcs"):
        return "vcs", package.get("vcs", "url").text() or package.get("vcs", "path").text(), ""
    if package.get("directory"):
        return "path", package.get("directory", "path").text(), ""
    if package.get("archive"):
        url = package.get("archive", "url").text()
        return source_of(url or "."), url, ""
    return "index", "", package.get("index").text()


def _pdm_source(package: Node) -> tuple[str, str, str]:
    """The source, the address and the index of a pdm.lock package."""
    for key, kind in (("git", "vcs"), ("hg", "vcs"), ("url", "url"), ("path", "path")):
        if package.get(key):
            return kind, package.get(key).text(), ""
    return "index", "", ""


_SOURCES = {
    "uv.lock": _uv_source,
    "poetry.lock": _poetry_source,
    "pylock": _pylock_source,
    "pdm.lock": _pdm_source,
}


def _group(package: Node) -> str:
    """The group of a package that production does not need, as far as the lock says; else empty."""
    groups = package.get("groups").strings()
    if groups and not {"main", "default"} & set(groups):
        return groups[0]
    return "dev" if package.get("category").text() == "dev" else ""


def _uv_roots(packages: list[Node]) -> tuple[set[str], set[str]]:
    """The names that production reaches, and those that only groups and extras reach, in a uv.lock."""
    needs = {p.get("name").text(): [d.get("name").text() for d in p.get("dependencies")] for p in packages}
    for package in packages:
        if "optional-dependencies" in package.children:
            for extra in package.get("optional-dependencies").children.values():
                if package.get("source", "registry"):
                    needs[package.get("name").text()] += [d.get("name").text() for d in extra]
    roots = [p.get("name").text() for p in packages if _uv_source(p)[0] == "path"]
    reached: set[str] = set()
    stack = list(roots)
    while stack:
        name = stack.pop()
        if name not in reached:
            reached.add(name)
            stack.extend(needs.get(name, ()))
    return reached, set(needs) - reached if roots else set()


def _read_toml(text: str, kind: str, table: str) -> Manifest:
    problems = Problems()
    root = toml_file.tree(bounded(text, problems, MAX_LOCK), problems)
    packages = root.get(table).entries[:MAX_DEPENDENCIES]
    others = _uv_roots(packages)[1] if kind == "uv.lock" else set()
    found: list[Dependency] = []
    for package in packages:
        name = package.get("name").text()
        source, url, index = _SOURCES[kind](package)
        version = package.get("version")
        if name and not (kind == "uv.lock" and url == "." and source == "path"):
            found.append(
                Dependency(
                    name=normalised(name),
                    line=(package.get("name")).line,
                    specifier=f"=={version.text()}",
                    version=version.text(),
                    hashed=_hashed(package) or _old_poetry_hash(root, name),
                    group=_group(package) or ("dev" if name in others else ""),
                    source=source,
                    url=url,
                    index=index,
                    markers=(package.get("marker") or package.get("markers")).text(),
                )
            )
    metadata = root.get("metadata")
    python = root.get("requires-python") or metadata.get("requires_python") or metadata.get("python-versions")
    return Manifest(kind=kind, direct=False, dependencies=tuple(found), python=python.text(), problems=problems.all())


def _old_poetry_hash(root: Node, name: str) -> bool:
    """Poetry before 1.5 and PDM before 2.8 kept the files of all packages under metadata."""
    return bool(root.get("metadata", "files", name).entries)


def read_poetry_lock(text: str) -> Manifest:
    """poetry.lock."""
    return _read_toml(text, "poetry.lock", "package")


def read_uv_lock(text: str) -> Manifest:
    """uv.lock; the workspace's own root package is left out."""
    return _read_toml(text, "uv.lock", "package")


def read_pdm_lock(text: str) -> Manifest:
    """pdm.lock."""
    return _read_toml(text, "pdm.lock", "package")


def read_pylock(text: str) -> Manifest:
    """pylock.toml (PEP 751)."""
    return _read_toml(text, "pylock", "packages")


def read_pipfile_lock(text: str) -> Manifest:
    """Pipfile.lock; `default` is production, `develop` is dev."""
    problems = Problems()
    root = json_file.tree(bounded(text, problems, MAX_LOCK), problems)
    found: list[Dependency] = []
    for table, node in root.items():
        if table == "_meta":
            continue
        group = {"default": "", "develop": "dev"}.get(table, table)
        for name, entry in node.items():
            url = next((entry.get(k).text() for k in ("git", "hg", "svn", "file", "path") if entry.get(k)), "")
            version = entry.get("version").text()
            source = "index" if not url else ("vcs" if entry.get("git") else source_of(url))
            found.append(
                Dependency(
                    name=normalised(name),
                    line=entry.line,
                    specifier=version,
                    version=version.lstrip("="),
                    hashed=bool(entry.get("hashes").entries),
                    group=group,
                    source=source,
                    url=url,
                    index=entry.get("index").text(),
                    markers=entry.get("markers").text(),
                )
            )
    meta = root.get("_meta")
    return Manifest(
        kind="Pipfile.lock",
        direct=False,
        dependencies=tuple(found[:MAX_DEPENDENCIES]),
        python=meta.get("requires", "python_version").text(),
        indexes=tuple(Setting(s.get("name").text(), s.get("url").text(), s.line) for s in meta.get("sources")),
        problems=problems.all(),
    )
