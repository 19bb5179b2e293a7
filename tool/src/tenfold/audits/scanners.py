"""Security scanners that people run in CI or as hooks: how each is called, and what it examines."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

Covers = Literal["static", "dependencies", "dynamic", "secrets", "workflows", "commit"]
"""What a scanner examines: source, known advisories, the running app, secrets (in the whole history unless it is
"commit": only what is being committed), or CI itself."""


class Scanner(msgspec.Struct, frozen=True):
    """A scanner.

    Attributes:
        name: as its makers write it.
        covers: what it examines.
        commands: the words that its command line begins with ("trivy fs"); launchers such as `uvx` are left out.
        actions: GitHub actions "owner/name", or the beginning of one when it ends in "/".
        hooks: ids of pre-commit hooks.
        images: container images, without tag.
        templates: words of a GitLab template's or component's name.
    """

    name: str
    covers: frozenset[Covers]
    commands: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    hooks: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()


def _of(*covers: Covers) -> frozenset[Covers]:
    return frozenset(covers)


SCANNERS: tuple[Scanner, ...] = (
    Scanner("Tenfold", _of("static"), ("tenfold check",), hooks=("tenfold",)),
    Scanner("Tenfold's probe", _of("dynamic"), ("tenfold probe",)),
    Scanner(
        "Bandit",
        _of("static"),
        ("bandit",),
        ("pycqa/bandit-action", "shundor/python-bandit-scan", "mdegis/bandit-action"),
        ("bandit",),
        ("ghcr.io/pycqa/bandit/bandit",),
    ),
    Scanner(
        "Semgrep",
        _of("static"),
        ("semgrep", "opengrep"),
        ("returntocorp/semgrep-action", "semgrep/semgrep-action"),
        ("semgrep", "semgrep-ci"),
        ("returntocorp/semgrep", "semgrep/semgrep"),
        ("semgrep",),
    ),
    Scanner("CodeQL", _of("static"), ("codeql database",), ("github/codeql-action/analyze",)),
    Scanner(
        "SonarQube",
        _of("static"),
        ("sonar-scanner",),
        ("sonarsource/sonarcloud-github-action", "sonarsource/sonarqube-scan-action"),
        images=("sonarsource/sonar-scanner-cli",),
    ),
    Scanner("Pysa", _of("static"), ("pyre analyze",), ("facebook/pysa-action",)),
    Scanner("Snyk Code", _of("static"), ("snyk code",)),
    Scanner("GitLab SAST", _of("static"), templates=("sast.gitlab-ci", "sast.latest.gitlab-ci", "components/sast")),
    Scanner("DevSkim", _of("static"), ("devskim",), ("microsoft/devskim-action",)),
    Scanner("Bearer", _of("static"), ("bearer scan",), ("bearer/bearer-action",)),
    Scanner("flake8-bandit", _of("static"), ("flake8-bandit",)),
    Scanner("Dlint", _of("static"), ("dlint",)),
    Scanner(
        "pip-audit",
        _of("dependencies"),
        ("pip-audit", "pip_audit"),
        ("pypa/gh-action-pip-audit",),
        ("pip-audit",),
    ),
    Scanner(
        "Safety",
        _of("dependencies"),
        ("safety check", "safety scan", "safety ci"),
        ("pyupio/safety-action", "pyupio/safety"),
        ("python-safety-dependencies-check", "safety"),
    ),
    Scanner(
        "OSV-Scanner",
        _of("dependencies"),
        ("osv-scanner",),
        ("google/osv-scanner-action/",),
        ("osv-scanner",),
        ("ghcr.io/google/osv-scanner", "ghcr.io/google/osv-scanner-action"),
    ),
    Scanner("uv audit", _of("dependencies"), ("uv audit", "uv-secure"), hooks=("uv-secure",)),
    Scanner("poetry audit", _of("dependencies"), ("poetry audit", "pipenv check", "pipenv audit", "pdm audit")),
    Scanner("dependency-review", _of("dependencies"), actions=("actions/dependency-review-action",)),
    Scanner(
        "Trivy",
        _of("dependencies"),
        ("trivy fs", "trivy filesystem", "trivy image", "trivy repo", "trivy rootfs"),
        ("aquasecurity/trivy-action",),
        images=("aquasec/trivy", "ghcr.io/aquasecurity/trivy"),
    ),
    Scanner("Grype", _of("dependencies"), ("grype",), ("anchore/scan-action",), images=("anchore/grype",)),
    Scanner(
        "Snyk",
        _of("dependencies"),
        ("snyk test", "snyk monitor", "snyk container"),
        ("snyk/actions/",),
        images=("snyk/snyk",),
    ),
    Scanner("Docker Scout", _of("dependencies"), ("docker scout",), ("docker/scout-action",)),
    Scanner(
        "OWASP Dependency-Check",
        _of("dependencies"),
        ("dependency-check.sh",),
        ("dependency-check/dependency-check_action",),
        images=("owasp/dependency-check",),
    ),
    Scanner(
        "GitLab dependency scanning",
        _of("dependencies"),
        templates=("dependency-scanning.", "components/dependency-scanning", "container-scanning."),
    ),
    Scanner("Mend", _of("dependencies"), ("mend dep",), ("mend/mend-action",)),
    Scanner(
        "ZAP",
        _of("dynamic"),
        ("zap-baseline.py", "zap-full-scan.py", "zap-api-scan.py", "zap.sh"),
        ("zaproxy/action-baseline", "zaproxy/action-full-scan", "zaproxy/action-api-scan", "zaproxy/action-af"),
        images=(
            "ghcr.io/zaproxy/zaproxy",
            "zaproxy/zap-stable",
            "owasp/zap2docker-stable",
            "softwaresecurityproject/zap-stable",
        ),
    ),
    Scanner("Wapiti", _of("dynamic"), ("wapiti",), images=("wapiti-scanner/wapiti",)),
    Scanner(
        "Nuclei", _of("dynamic"), ("nuclei",), ("projectdiscovery/nuclei-action",), images=("projectdiscovery/nuclei",)
    ),
    Scanner(
        "Schemathesis",
        _of("dynamic"),
        ("schemathesis", "st run"),
        ("schemathesis/action",),
        images=("schemathesis/schemathesis",),
    ),
    Scanner(
        "StackHawk", _of("dynamic"), ("hawk scan",), ("stackhawk/hawkscan-action",), images=("stackhawk/hawkscan",)
    ),
    Scanner("Nikto", _of("dynamic"), ("nikto",), ("thomasnordquist/nikto-scan",), images=("sullo/nikto",)),
    Scanner(
        "Dastardly",
        _of("dynamic"),
        actions=("portswigger/dastardly-github-action",),
        images=("public.ecr.aws/portswigger/dastardly",),
    ),
    Scanner("GitLab DAST", _of("dynamic"), templates=("dast.", "components/dast")),
    Scanner("RESTler", _of("dynamic"), ("restler",), images=("mcr.microsoft.com/restlerfuzzer/restler",)),
    Scanner(
        "Gitleaks",
        _of("secrets"),
        ("gitleaks detect", "gitleaks git"),
        ("gitleaks/gitleaks-action", "zricethezav/gitleaks-action"),
        images=("zricethezav/gitleaks", "ghcr.io/gitleaks/gitleaks"),
    ),
    Scanner("Gitleaks", _of("commit"), ("gitleaks protect",), hooks=("gitleaks", "gitleaks-docker", "gitleaks-system")),
    Scanner(
        "TruffleHog",
        _of("secrets"),
        ("trufflehog git", "trufflehog github"),
        ("trufflesecurity/trufflehog",),
        images=("trufflesecurity/trufflehog",),
    ),
    Scanner("TruffleHog", _of("commit"), hooks=("trufflehog",)),
    Scanner("detect-secrets", _of("commit"), ("detect-secrets", "detect-secrets-hook"), hooks=("detect-secrets",)),
    Scanner("detect-private-key", _of("commit"), hooks=("detect-private-key", "detect-aws-credentials")),
    Scanner(
        "ggshield",
        _of("secrets"),
        ("ggshield secret scan", "ggshield scan"),
        ("gitguardian/ggshield/", "gitguardian/ggshield-action"),
    ),
    Scanner("ggshield", _of("commit"), hooks=("ggshield",)),
    Scanner("GitLab secret detection", _of("secrets"), templates=("secret-detection.", "components/secret-detection")),
    Scanner(
        "zizmor", _of("workflows"), ("zizmor",), ("zizmorcore/zizmor-action", "woodruffw/zizmor-action"), ("zizmor",)
    ),
)
"""Source: each project's own documentation of its command line, action, hook and image."""


@cache
def covering(what: Covers) -> tuple[Scanner, ...]:
    """The scanners that examine `what`."""
    return tuple(scanner for scanner in SCANNERS if what in scanner.covers)


def by_command(words: tuple[str, ...], scanners: tuple[Scanner, ...]) -> Scanner | None:
    """The scanner that a command line (launchers taken off) runs."""
    line = " ".join(words[:4]) + " "
    return next((s for s in scanners if any(line.startswith(command + " ") for command in s.commands)), None)


def by_action(name: str, scanners: tuple[Scanner, ...]) -> Scanner | None:
    """The scanner that an action ("owner/name", "owner/name/path" or "docker://image") is."""
    lower = name.lower()
    if lower.startswith("docker://"):
        return by_image(lower.removeprefix("docker://"), scanners)
    for scanner in scanners:
        for action in scanner.actions:
            if lower.startswith(action) if action.endswith("/") else lower == action:
                return scanner
    return None


def by_hook(hook: str, scanners: tuple[Scanner, ...]) -> Scanner | None:
    """The scanner that a pre-commit hook runs."""
    return next((scanner for scanner in scanners if hook in scanner.hooks), None)


def by_image(image: str, scanners: tuple[Scanner, ...]) -> Scanner | None:
    """The scanner that a container image holds."""
    name = image.lower().partition("@")[0]
    base, _, tag = name.rpartition(":")
    name = base if base and "/" not in tag else name
    name = name.removeprefix("docker.io/")
    return next((scanner for scanner in scanners if name in scanner.images), None)


def by_template(name: str, scanners: tuple[Scanner, ...]) -> Scanner | None:
    """The scanner that a GitLab template or component brings."""
    lower = name.lower()
    return next((s for s in scanners if any(word in f"/{lower}" for word in s.templates)), None)
