"""Workflows, GitLab CI, update bots and pre-commit."""

from tenfold.project import gitlab_ci, updates, workflows
from tenfold.project.facts import EnvVar, Setting
from tenfold.project.workflows import Permissions, Trigger

WORKFLOW = """\
name: ci
on:
  push:
    branches: [main]
  pull_request_target:
  schedule:
    - cron: "0 3 * * 1"
permissions:
  contents: read
env:
  DJANGO_DEBUG: "1"
jobs:
  test:
    runs-on: ubuntu-latest
    permissions: write-all
    services:
      db:
        image: postgres:16
    steps:
      - uses: actions/checkout@8ade135a41bc03ea155e62e844d188df1ea18608 # v4
        with:
          persist-credentials: false
      - uses: actions/setup-python@v5
      - name: Audit
        run: |
          pip install pip-audit bandit
          pip-audit -r requirements.txt && bandit -r src
      - run: echo "${{ github.event.pull_request.title }}"
        env: {TOKEN: "${{ secrets.TOKEN }}"}
      - run: print("x")
        shell: python
  call:
    uses: acme/shared/.github/workflows/scan.yml@main
    permissions: {}
"""


def test_workflow() -> None:
    facts = workflows.read(WORKFLOW)
    assert facts.problems == ()
    assert facts.triggers == (
        Trigger("push", ("main",), 3),
        Trigger("pull_request_target", (), 5),
        Trigger("schedule", ("0 3 * * 1",), 6),
    )
    assert facts.permissions == (
        Permissions("", "", (Setting("contents", "read", 9),), 8),
        Permissions("test", "write-all", (), 15),
        Permissions("call", "none", (), 34),
    )
    assert [(u.name, u.ref[:8], u.is_pinned, u.job, u.line) for u in facts.uses] == [
        ("actions/checkout", "8ade135a", True, "test", 20),
        ("actions/setup-python", "v5", False, "test", 23),
        ("acme/shared/.github/workflows/scan.yml", "main", False, "call", 33),
    ]
    assert facts.uses[0].inputs == (Setting("persist-credentials", "false", 22),)
    assert [(r.line, [(c.argv[0], c.line) for c in r.commands]) for r in facts.runs] == [
        (25, [("pip", 26), ("pip-audit", 27), ("bandit", 27)]),
        (28, [("echo", 28)]),
        (30, []),
    ]
    assert "github.event.pull_request.title" in facts.runs[1].text
    assert facts.environment == (EnvVar("DJANGO_DEBUG", "1", 11), EnvVar("TOKEN", "${{ secrets.TOKEN }}", 29))
    assert facts.images == (Setting("test", "postgres:16", 18),)
    assert [job.key for job in facts.jobs] == ["test", "call"]


def test_other_ways_to_say_the_same() -> None:
    assert workflows.read("on: [push, pull_request]\n").triggers == (
        Trigger("push", (), 1),
        Trigger("pull_request", (), 1),
    )
    action = workflows.read("runs:\n  using: composite\n  steps:\n    - uses: docker://alpine:3.20\n")
    assert [(u.name, u.ref) for u in action.uses] == [("docker://alpine", "3.20")]


def test_gitlab() -> None:
    facts = gitlab_ci.read(
        "include:\n  - template: Security/SAST.gitlab-ci.yml\n  - component: gitlab.com/components/dast@1\n"
        "  - project: acme/ci\n    ref: main\n    file: a.yml\n  - local.yml\n"
        "image: python:3.12\nvariables:\n  A: b\n.base: &base\n  before_script:\n    - pip install -U pip\n"
        "audit:\n  <<: *base\n  stage: test\n  image: {name: 'python:3.13'}\n  script:\n    - pip-audit\n"
        "    - |\n      bandit -r src\n      ruff check\n  allow_failure: true\n"
    )
    assert [(i.kind, i.name, i.ref) for i in facts.includes] == [
        ("template", "Security/SAST.gitlab-ci.yml", ""),
        ("component", "gitlab.com/components/dast@1", ""),
        ("project", "acme/ci", "main"),
        ("local", "local.yml", ""),
    ]
    assert facts.images == (Setting("", "python:3.12", 8), Setting("audit", "python:3.13", 17))
    assert facts.environment == (EnvVar("A", "b", 10),)
    base, audit = facts.jobs
    assert base.name == ".base"
    assert [(c.argv[0], c.line) for c in audit.commands] == [
        ("pip", 13),
        ("pip-audit", 19),
        ("bandit", 21),
        ("ruff", 22),
    ]
    assert (audit.stage, audit.allow_failure) == ("test", True)


def test_other_ci() -> None:
    circle = gitlab_ci.read_any(
        "jobs:\n  test:\n    docker:\n      - image: cimg/python:3.12\n    steps:\n      - checkout\n"
        "      - run: pip-audit\n      - run:\n          name: x\n          command: bandit -r .\n"
    )
    assert [(c.argv[0], c.line) for job in circle.jobs for c in job.commands] == [
        ("pip-audit", 7),
        ("bandit", 10),
    ]
    assert circle.images == (Setting("", "cimg/python:3.12", 4),)


def test_dependabot() -> None:
    facts = updates.read_dependabot(
        'version: 2\nupdates:\n  - package-ecosystem: pip\n    directories: ["/", "/api"]\n    schedule:\n'
        "      interval: weekly\n    groups:\n      all: {patterns: ['*']}\n    cooldown:\n"
        "      default-days: 7\n"
        "  - package-ecosystem: github-actions\n    directory: /\n    schedule: {interval: daily}\n"
        "    open-pull-requests-limit: 0\n    ignore:\n      - dependency-name: actions/checkout\n"
    )
    pip, actions = facts.updates
    assert (pip.ecosystem, pip.directories, pip.interval, pip.groups, pip.cooldown_days, pip.limit,
    pip.line) == (
        "pip", ("/", "/api"), "weekly", ("all",), 7, -1, 3,
    )  # fmt: skip
    assert (actions.directories, actions.limit, actions.ignored) == (("/",), 0, ("actions/checkout",))


def test_renovate() -> None:
    facts = updates.read_renovate(
        '// why\n{extends: ["config:recommended"], enabledManagers: ["pep621"],\n schedule: ["weekly"], /* x */}\n'
    )
    assert (facts.enabled, facts.presets, facts.managers) == (True, ("config:recommended",), ("pep621",))
    assert updates.read_renovate('{"enabled": false}').enabled is False
    assert updates.read_renovate("").enabled is False


def test_precommit() -> None:
    facts = updates.read_precommit(
        "repos:\n  - repo: https://github.com/PyCQA/bandit\n    rev: 1.8.0\n    hooks:\n      - id: bandit\n"
        "  - repo: local\n    hooks: [{id: gitleaks}]\n"
    )
    assert [(r.url, r.revision, r.hooks, r.line) for r in facts.repositories] == [
        ("https://github.com/PyCQA/bandit", "1.8.0", ("bandit",), 2),
        ("local", "", ("gitleaks",), 6),
    ]
    assert facts.has_hook("gitleaks", "detect-secrets") == facts.repositories[1]
    assert facts.has_hook("ruff") is None
