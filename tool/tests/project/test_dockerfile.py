from tenfold.project import dockerfile, servers
from tenfold.project.dockerfile import Copy
from tenfold.project.facts import Command, EnvVar

TEXT = r"""# syntax=docker/dockerfile:1
ARG PYTHON_VERSION=3.12
FROM python:${PYTHON_VERSION}-slim AS base
ENV PYTHONUNBUFFERED=1 \
    # a comment within
    SECRET_KEY="dev secret"
WORKDIR /app

FROM base AS build
RUN pip install --no-cache-dir -r requirements.txt && \
    rm -rf /root/.cache
RUN <<EOF
set -e
pip install gunicorn
EOF

FROM ghcr.io:443/acme/tools@sha256:abc AS tools
USER root

FROM base
COPY --from=build --chown=app:app /venv /venv
COPY . .
COPY .env.production /app/.env
USER app:app
EXPOSE 8000/tcp 9000
HEALTHCHECK --interval=5s --timeout=3s \
  CMD curl -f http://localhost:8000/health || exit 1
ENTRYPOINT ["tini", "--"]
CMD ["gunicorn", "-w", "4", "-b", "0.0.0.0:8000", "shop.wsgi"]
"""


def test_stages() -> None:
    facts = dockerfile.read(TEXT)
    assert facts.problems == ()
    assert facts.arguments == (EnvVar("PYTHON_VERSION", "3.12", 2),)
    assert [(s.name, s.image, s.tag, s.digest, s.line, s.parent) for s in facts.stages] == [
        ("base", "python", "3.12-slim", "", 3, -1),
        ("build", "base", "", "", 9, 0),
        ("tools", "ghcr.io:443/acme/tools", "", "sha256:abc", 17, -1),
        ("", "base", "", "", 20, 0),
    ]
    base, build, _, last = facts.stages
    assert base.environment == (EnvVar("PYTHONUNBUFFERED", "1", 4), EnvVar("SECRET_KEY", "dev secret", 6))
    assert [(c.argv[:2], c.line) for c in build.commands] == [
        (("pip", "install"), 10),
        (("rm", "-rf"), 11),
        (("set", "-e"), 13),
        (("pip", "install"), 14),
    ]
    assert last.copies == (
        Copy(("/venv",), "/venv", "build", 21),
        Copy((".",), ".", "", 22),
        Copy((".env.production",), "/app/.env", "", 23),
    )
    assert (last.user, last.user_line, last.ports) == ("app:app", 24, ("8000/tcp", "9000"))
    assert last.healthcheck is not None
    assert last.healthcheck.argv[:2] == ("/bin/sh", "-c")


def test_final_stage_and_what_it_starts() -> None:
    facts = dockerfile.read(TEXT)
    assert [stage.line for stage in facts.final()] == [3, 20]
    start = facts.start()
    assert start is not None
    assert start.argv[:3] == ("tini", "--", "gunicorn")
    (server,) = servers.servers(start)
    assert (server.kind, server.workers, server.bind, server.app, server.line) == (
        "gunicorn", 4, ("0.0.0.0:8000",), "shop.wsgi", 29,
    )  # fmt: skip


def test_a_named_target() -> None:
    facts = dockerfile.read(TEXT)
    assert [stage.name for stage in facts.final("build")] == ["base", "build"]
    assert facts.start("tools") is None


def test_shell_form_and_legacy_env() -> None:
    facts = dockerfile.read("FROM scratch\nENV GREETING hello world\nCMD uvicorn app:app --reload\n")
    (stage,) = facts.stages
    assert stage.environment == (EnvVar("GREETING", "hello world", 2),)
    text = "uvicorn app:app --reload"
    assert stage.command == Command(("/bin/sh", "-c", text), text, 3)


def test_broken_json_is_shell_form_as_docker_takes_it() -> None:
    (stage,) = dockerfile.read("FROM a\nCMD ['python', 'app.py']\n").stages
    assert stage.command is not None
    assert stage.command.argv[:2] == ("/bin/sh", "-c")


def test_instruction_before_from_is_a_problem() -> None:
    assert [p.line for p in dockerfile.read("RUN ls\nFROM a\n").problems] == [1]


def test_windows_escape() -> None:
    (stage,) = dockerfile.read("# escape=`\nFROM a\nRUN dir `\n  c:\\\nUSER x\n").stages
    assert stage.user == "x"
