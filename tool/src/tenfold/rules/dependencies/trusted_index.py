"""dependencies.trusted: packages that may come from either of two indexes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.project.facts import Setting, SettingsFacts
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.dependencies._manifests import installs, manifests

_PUBLIC = re.compile(r"(?:^|\.)(?:pypi|pythonhosted|piwheels|pytorch)\.org$|^wheels\.vllm\.ai$|^pypi\.nvidia\.com$")
"""Hosts where nobody but their makers can publish what the main index does not hold."""


class TrustedIndex(Rule):
    """A second package index stands beside the first without a rule which one serves what.

    ## What it finds
    `--extra-index-url` in requirements, pip configuration and Dockerfiles, Poetry's `supplemental` sources and the like
    that name a private index, and any index without TLS or with `--trusted-host`.

    ## Why it matters
    pip asks both indexes and takes the higher version. Whoever publishes your private package's name in public, with
    version 99, has their code installed (dependency confusion).

    ## Example
    ```text requirements.txt
    --extra-index-url https://packages.example.com/simple
    flask==3.1.2
    billing-client==1.4.0
    ```

    ## Use instead
    ```text requirements.txt
    --index-url https://packages.example.com/mirror-and-own/simple
    flask==3.1.2
    billing-client==1.4.0
    ```

    ## References
    - https://docs.astral.sh/uv/concepts/indexes/
    - https://cwe.mitre.org/data/definitions/427.html
    """

    requirement = "dependencies.trusted"
    severity = "medium"
    cwe = (427, 829)
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look at the indexes of manifests, pip's configuration and install commands."""
        for path, manifest in manifests(program):
            hashed = bool(manifest.dependencies) and all(d.hashed for d in manifest.dependencies)
            if manifest.kind != "conda":
                for index in manifest.indexes:
                    yield from _judge(path, index, hashed=hashed)
            for option in manifest.options:
                if option.key == "trusted-host":
                    yield _without_tls(Place(path, option.line), f"trusted-host {option.value}")
        for path, facts in program.facts.of("ini").items():
            if path.rpartition("/")[2] == "pip.conf" and isinstance(facts, SettingsFacts):
                for setting in facts.settings:
                    key = setting.key.rpartition(".")[2]
                    yield from _judge(path, Setting(key, setting.value, setting.line), hashed=False)
        for path, command in installs(program):
            words = command.argv
            if "install" in words or "sync" in words:
                for at, word in enumerate(words):
                    name, _, value = word.partition("=")
                    value = value or "".join(words[at + 1 : at + 2])
                    yield from _judge(path, Setting(name.lstrip("-"), value, command.line), hashed=False)


def _judge(path: str, index: Setting, *, hashed: bool) -> Iterator[Observation]:
    place = Place(path, index.line)
    if index.key.endswith(("index-url", "find-links")) and index.value.startswith("http:"):
        yield _without_tls(place, index.value)
    elif (
        index.key.endswith(("extra-index-url", ".supplemental", ".secondary")) and not hashed and _private(index.value)
    ):
        yield violated(
            place,
            "a second index is asked for every name, and the higher version wins, whoever published it",
            'bind private packages to their index (uv: `explicit = true`, Poetry: `priority = "explicit"`), '
            "or use one index that mirrors both",
        )


def _private(url: str) -> bool:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return "://" in url and not _PUBLIC.search(host)


def _without_tls(place: Place, what: str) -> Observation:
    return violated(
        place,
        f"packages are taken without a verified connection ({what[:80]})",
        "use the index's https address, and take `trusted-host` away",
        severity="high",
    )
