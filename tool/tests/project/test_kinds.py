import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.project import ignore_file, kinds, makefile, policy, readers
from tenfold.project.facts import Setting


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("Dockerfile", "dockerfile"), ("docker/prod/Dockerfile.web", "dockerfile"), ("api.dockerfile",
        "dockerfile"),
        ("compose.yaml", "compose"), ("docker-compose.override.yml", "compose"), ("compose.prod.yml",
        "compose"),
        ("Procfile", "procfile"), ("nginx.conf", "nginx"), ("deploy/nginx/default.conf", "nginx"),
        ("nginx/templates/site.conf.template", "nginx"), ("nginx/Dockerfile", "dockerfile"),
        ("etc/app.conf", "conf"), ("Caddyfile", "caddy"), ("traefik/traefik.yml", "traefik"),
        (".htaccess", "apache"),
        (".env", "env"), (".env.example", "env"), ("prod.env", "env"), (".flaskenv", "env"),
        (".envs/.production/.django", "env"), ("tox.ini", "ini"), ("setup.cfg", "setup-cfg"),
        ("pyproject.toml", "pyproject"), ("config/settings.toml", "toml"), ("requirements.txt",
        "requirements"),
        ("requirements/prod.txt", "requirements"), ("dev-requirements.txt", "requirements"),
        ("requirements.in", "requirements"), ("Pipfile", "pipfile"), ("Pipfile.lock", "pipfile-lock"),
        ("poetry.lock", "poetry-lock"), ("uv.lock", "uv-lock"), ("pylock.dev.toml", "pylock"),
        ("environment.yml", "conda"), (".github/workflows/ci.yml", "workflow"), ("sub/action.yml",
        "workflow"),
        (".github/dependabot.yml", "dependabot"), (".github/renovate.json5", "renovate"),
        ("renovate.json", "renovate"),
        (".gitlab-ci.yml", "gitlab-ci"), (".circleci/config.yml", "ci"), (".pre-commit-config.yaml",
        "precommit"),
        ("k8s/web.yaml", "kubernetes"), ("chart/templates/a.yaml", "yaml"), ("infra/main.tf", "terraform"),
        ("app.json", "heroku"), ("mobile/app.json", "json"), ("fly.toml", "fly"), ("render.yaml", "render"),
        ("app.yaml", "gae"), (".do/app.yaml", "digitalocean"), ("entrypoint.sh", "shell"),
        ("compose/production/django/start", "shell"), ("SECURITY.md", "policy"), ("certs/server.key", "key"), ("ca.pem", "key"),
        (".well-known/security.txt", "policy"),
        ("docs/guide.md", None), ("analysis.ipynb", "notebook"), ("shop/templates/base.html", "template"),
        ("shop/templates/mail.txt", "template"), ("notes.txt", None), ("app/views.py", "python"),
        ("gunicorn.conf.py", "python"), ("nginx/render.py", "python"), ("Makefile", "makefile"),
        (".gitignore", "ignore"), ("web.service", "systemd"), ("supervisord.conf", "supervisor"),
        ("Dockerfile.dockerignore", "ignore"), ("docs/nginx.md", None), ("nginx/README.md", None),
        ("vite.env.ts", None),
        (".env.json", "json"), ("docs/Procfile.md", None), ("package-lock.json", None), ("logo.png",
        None), ("LICENSE", None),
    ],
)  # fmt: skip
def test_kind_of(path: str, kind: str | None) -> None:
    assert kinds.kind_of(path) == kind


def test_every_kind_that_is_named_is_read() -> None:
    elsewhere = {"python", "template", "conf"}
    named = {kind for _, kind in kinds._NAMES} | set(kinds._SUFFIXES.values())
    assert named - elsewhere <= set(readers.READERS)


@given(st.text())
def test_any_path(path: str) -> None:
    """Invariant: any path has a known kind or none."""
    kind = kinds.kind_of(path)
    assert kind is None or kind in readers.READERS or kind in {"python", "template", "conf"}


@pytest.mark.parametrize(
    ("kind", "text", "refined"),
    [
        ("conf", "server {\n  listen 80;\n}\n", "nginx"), ("conf", "upstream app {\n", "nginx"),
        ("conf", "<VirtualHost *:80>\n", "apache"), ("conf", "[program:web]\n", "supervisor"),
        ("conf", "a = 1\n", None),
        ("yaml", "apiVersion: v1\nkind: Service\n", "kubernetes"),
        ("yaml", "services:\n  a:\n    image: x\n", "compose"),
        ("yaml", "a: 1\n", "yaml"), ("gae", "runtime: python312\n", "gae"), ("gae", "a: 1\n", "yaml"),
        ("kubernetes", "a: 1\n", "yaml"), ("shell", "#!/usr/bin/env python3\n", "python"),
        ("shell", "ls\n", "shell"),
        ("nginx", "proxy_set_header Host $host;\n", "nginx"), ("nginx", "#!/bin/sh\n", None),
    ],
)  # fmt: skip
def test_refined(kind: str, text: str, refined: str | None) -> None:
    assert kinds.refined(kind, text) == refined


def test_policy() -> None:
    facts = policy.read(
        "Contact: mailto:security@example.org\nExpires: 2027-01-01T00:00:00z\n# Reporting\n"
        "See https://example.org/report.\n"
    )
    assert facts.fields == (
        Setting("contact", "mailto:security@example.org", 1),
        Setting("expires", "2027-01-01T00:00:00z", 2),
    )
    assert [(c.value, c.line) for c in facts.contacts] == [
        ("security@example.org", 1), ("https://example.org/report.", 4),
    ]  # fmt: skip


def test_makefile() -> None:
    facts = makefile.read(
        ".PHONY: audit\nX := 1\naudit: install ## why\n\t@pip-audit -r r.txt\n\n\tbandit -r src\nall: audit\n"
    )
    assert [(t.name, t.line, [(c.argv[0], c.line) for c in t.commands]) for t in facts.targets] == [
        ("audit", 3, [("pip-audit", 4), ("bandit", 6)]), ("all", 7, []),
    ]  # fmt: skip


def test_ignore_file() -> None:
    facts = ignore_file.read("# c\n.env\n\n!.env.example\n")
    assert facts.patterns == (Setting("", ".env", 2), Setting("!", ".env.example", 4))
