"""Traefik: routers and middlewares from labels (compose, Kubernetes) and from its own files."""

from typing import Final

from tenfold.project import toml_file, yaml_file
from tenfold.project.facts import Fact, FileFacts, Problems, Setting, bounded, truth
from tenfold.project.tree import settings

MAX_ITEMS: Final = 1_000


class TraefikRouter(Fact, frozen=True):
    """An HTTP router."""

    name: str
    rule: str
    entry_points: tuple[str, ...]
    tls: bool
    certificate_resolver: str
    middlewares: tuple[str, ...]
    line: int


class TraefikMiddleware(Fact, frozen=True):
    """A middleware of a kind (lower case: ratelimit, headers, redirectscheme, ...) with its settings."""

    name: str
    kind: str
    settings: tuple[Setting, ...]
    line: int


class TraefikFacts(FileFacts, frozen=True):
    """Routers, middlewares, and all other settings (entry points, TLS options); keys are in lower case."""

    routers: tuple[TraefikRouter, ...] = ()
    middlewares: tuple[TraefikMiddleware, ...] = ()
    settings: tuple[Setting, ...] = ()


def _grouped(pairs: list[tuple[str, Setting]]) -> dict[str, list[Setting]]:
    """Settings by the name that follows the prefix, keyed by what follows the name."""
    groups: dict[str, list[Setting]] = {}
    for prefix, setting in pairs:
        name, _, rest = setting.key[len(prefix) :].partition(".")
        groups.setdefault(name, []).append(Setting(rest, setting.value, setting.line))
    return groups


def _all(group: list[Setting], key: str) -> tuple[str, ...]:
    """The values of a list, written with commas or with positions."""
    values = [s.value for s in group if s.key == key or s.key.partition(".")[0] == key]
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _router(name: str, group: list[Setting]) -> TraefikRouter:
    tls = [s for s in group if s.key == "tls" or s.key.startswith("tls.")]
    resolver = "".join(_all([s for s in tls if s.key == "tls.certresolver"], "tls.certresolver")[-1:])
    return TraefikRouter(
        name,
        next((s.value for s in group if s.key == "rule"), ""),
        _all(group, "entrypoints"),
        any(s.key != "tls" or truth(s.value or "true") is not False for s in tls),
        resolver,
        tuple(m.partition("@")[0] for m in _all(group, "middlewares")),
        group[0].line,
    )


def _middleware(name: str, group: list[Setting]) -> TraefikMiddleware:
    kind = group[0].key.partition(".")[0]
    own = tuple(Setting(s.key.partition(".")[2], s.value, s.line) for s in group if s.key.partition(".")[0] == kind)
    return TraefikMiddleware(name, kind, own, group[0].line)


def from_settings(found: tuple[Setting, ...]) -> TraefikFacts:
    """Facts from dotted settings, with or without the leading `traefik.`; keys are compared in lower case."""
    routers: list[tuple[str, Setting]] = []
    middlewares: list[tuple[str, Setting]] = []
    others: list[Setting] = []
    for setting in found:
        lowered = Setting(setting.key.lower().removeprefix("traefik."), setting.value, setting.line)
        if lowered.key.startswith("http.routers."):
            routers.append(("http.routers.", lowered))
        elif lowered.key.startswith("http.middlewares."):
            middlewares.append(("http.middlewares.", lowered))
        else:
            others.append(lowered)
    return TraefikFacts(
        routers=tuple(_router(name, group) for name, group in list(_grouped(routers).items())[:MAX_ITEMS]),
        middlewares=tuple(_middleware(name, group) for name, group in list(_grouped(middlewares).items())[:MAX_ITEMS]),
        settings=tuple(others),
    )


def from_labels(labels: tuple[Setting, ...]) -> TraefikFacts:
    """Facts from a service's labels; labels of others are left out."""
    return from_settings(tuple(label for label in labels if label.key.lower().startswith("traefik.")))


def read(text: str) -> TraefikFacts:
    """A static or dynamic configuration file, YAML or TOML."""
    problems = Problems()
    text = bounded(text, problems)
    first = next((line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")), "")
    is_toml = first.lstrip().startswith("[") or "=" in first.partition(":")[0]
    root = toml_file.tree(text, problems) if is_toml else yaml_file.tree(text, problems)
    facts = from_settings(settings(root))
    return TraefikFacts(facts.routers, facts.middlewares, facts.settings, problems=problems.all())
