"""Kubernetes manifests: workloads with their containers, ingresses, configuration maps and secrets."""

from typing import Final

from tenfold.project import yaml_file
from tenfold.project.facts import Command, EnvVar, Fact, FileFacts, Problems, Setting, bounded
from tenfold.project.tree import Node

_POD_PATHS: Final = (
    ("spec", "template", "spec"),
    ("spec", "jobTemplate", "spec", "template", "spec"),
    ("spec",),
)
_WORKLOADS: Final = frozenset(
    {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "Pod", "Service", "Rollout"}
)
MAX_OBJECTS: Final = 1_000


class KubernetesEnv(Fact, frozen=True):
    """A container's variable.

    source: "value", "secret", "configmap", "field" or ""; reference is "name/key".
    """

    name: str
    value: str | None
    source: str
    reference: str
    line: int


class Container(Fact, frozen=True, kw_only=True):
    """A container; `command` joins command and args, None when the image decides."""

    name: str
    image: str
    line: int
    init: bool = False
    command: Command | None = None
    environment: tuple[KubernetesEnv, ...] = ()
    environment_from: tuple[Setting, ...] = ()
    ports: tuple[str, ...] = ()
    security: tuple[Setting, ...] = ()


class Workload(Fact, frozen=True):
    """A Deployment, StatefulSet, ... or a Knative Service; `replicas` is None when it is not stated."""

    kind: str
    name: str
    replicas: int | None
    containers: tuple[Container, ...]
    line: int


class Ingress(Fact, frozen=True):
    """An Ingress with its hosts, the hosts that have TLS, and its annotations."""

    name: str
    hosts: tuple[str, ...]
    tls_hosts: tuple[str, ...]
    tls: bool
    annotations: tuple[Setting, ...]
    line: int


class DataObject(Fact, frozen=True):
    """A ConfigMap or Secret. `encoded` says that the values are base64 (a Secret's `data`)."""

    kind: str
    name: str
    data: tuple[EnvVar, ...]
    encoded: bool
    line: int


class KubernetesFacts(FileFacts, frozen=True):
    """The objects of all documents of a file; `others` are kinds with their names."""

    workloads: tuple[Workload, ...] = ()
    ingresses: tuple[Ingress, ...] = ()
    data: tuple[DataObject, ...] = ()
    others: tuple[Setting, ...] = ()


def _variable(node: Node) -> KubernetesEnv:
    name = node.get("name").text()
    for key, source in (("secretKeyRef", "secret"), ("configMapKeyRef", "configmap"), ("fieldRef", "field")):
        reference = node.get("valueFrom", key)
        if reference:
            named = reference.get("name").text() + "/" + reference.get("key").text()
            return KubernetesEnv(name, None, source, named, node.line)
    value = node.get("value")
    return KubernetesEnv(name, value.value if value.kind == "scalar" else None, "value" if value else "", "", node.line)


def _settings(node: Node) -> tuple[Setting, ...]:
    return tuple(Setting(key, child.text(), child.line) for key, child in node.items() if child.kind == "scalar")


def _container(node: Node, *, init: bool) -> Container:
    words = node.get("command").strings() + node.get("args").strings()
    start = node.get("command") or node.get("args")
    sources = [
        Setting(kind, entry.get(kind, "name").text(), entry.line)
        for entry in node.get("envFrom")
        for kind in ("secretRef", "configMapRef")
        if entry.get(kind)
    ]
    return Container(
        name=node.get("name").text(),
        image=node.get("image").text(),
        line=node.line,
        init=init,
        command=Command(words, " ".join(words)[:2000], start.line) if words else None,
        environment=tuple(_variable(entry) for entry in node.get("env")),
        environment_from=tuple(sources),
        ports=tuple(entry.get("containerPort").text() for entry in node.get("ports")),
        security=_settings(node.get("securityContext")),
    )


def _workload(root: Node, kind: str, name: str) -> Workload | None:
    for path in _POD_PATHS:
        pod = root.get(*path)
        if pod.get("containers"):
            containers = [_container(node, init=False) for node in pod.get("containers")]
            containers += [_container(node, init=True) for node in pod.get("initContainers")]
            return Workload(kind, name, root.get("spec", "replicas").number(), tuple(containers), root.line)
    return None


def _ingress(root: Node, name: str) -> Ingress:
    tls = root.get("spec", "tls")
    return Ingress(
        name,
        tuple(rule.get("host").text() for rule in root.get("spec", "rules") if rule.get("host")),
        tuple(host for entry in tls for host in entry.get("hosts").strings()),
        bool(tls.entries),
        _settings(root.get("metadata", "annotations")),
        root.line,
    )


def _data(root: Node, kind: str, name: str) -> list[DataObject]:
    found: list[DataObject] = []
    for key in ("data", "stringData"):
        pairs = tuple(EnvVar(name_, node.value, node.line) for name_, node in root.get(key).items())
        if pairs:
            found.append(DataObject(kind, name, pairs, kind == "Secret" and key == "data", root.get(key).line))
    return found


def _documents(text: str, problems: Problems) -> list[Node]:
    """The documents; of a Helm template those of the text without its expressions."""
    if "{{" not in text:
        return yaml_file.trees(text, problems)
    strict = Problems()
    found = yaml_file.trees(text, strict)
    if not strict.found:
        return found
    line = text.count("\n", 0, text.find("{{")) + 1
    problems.add(line, "template expressions that are not evaluated")
    return yaml_file.trees(_without_templates(text), problems)


def _without_templates(text: str) -> str:
    """Lines of Helm control flow become empty, so that the rest stays YAML with its line numbers."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        stripped = line.strip()
        if "{{" in stripped:
            if stripped.startswith("{{"):
                lines[number] = ""
            elif not line.rstrip().endswith(('"', "'")):
                head, _, _tail = line.partition("{{")
                lines[number] = head + ("template" if head.rstrip().endswith((":", "-")) else "")
    return "\n".join(lines)


def read(text: str) -> KubernetesFacts:
    """The objects of a manifest; `kind: List` is opened; Helm expressions are noted and left out."""
    problems = Problems()
    documents = _documents(bounded(text, problems), problems)
    objects = [item for root in documents for item in (root.get("items").entries or [root])]
    workloads: list[Workload] = []
    ingresses: list[Ingress] = []
    data: list[DataObject] = []
    others: list[Setting] = []
    for root in objects[:MAX_OBJECTS]:
        kind, name = root.get("kind").text(), root.get("metadata", "name").text()
        workload = _workload(root, kind, name) if kind in _WORKLOADS else None
        if workload is not None:
            workloads.append(workload)
        elif kind == "Ingress":
            ingresses.append(_ingress(root, name))
        elif kind in {"ConfigMap", "Secret"}:
            data.extend(_data(root, kind, name))
        elif kind:
            others.append(Setting(kind, name, root.line))
    return KubernetesFacts(
        workloads=tuple(workloads),
        ingresses=tuple(ingresses),
        data=tuple(data),
        others=tuple(others),
        problems=problems.all(),
    )
