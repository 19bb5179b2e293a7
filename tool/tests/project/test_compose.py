from tenfold.project import compose, servers, traefik
from tenfold.project.facts import Command, EnvVar, Setting

TEXT = """\
x-env: &shared
  LOG_LEVEL: info
  SECRET_KEY: ${SECRET_KEY:-changeme}
services:
  web:
    build:
      context: .
      dockerfile: deploy/Dockerfile
      target: production
    command: >
      gunicorn app:app
      --workers 4
    environment:
      <<: *shared
      DEBUG: "false"
      PASSED:
    env_file:
      - .env
      - path: .env.production
        required: false
    ports:
      - "8000:8000"
      - target: 80
        published: "8080"
    volumes: ["./data:/data"]
    deploy:
      replicas: 3
    labels:
      - "traefik.http.routers.web.rule=Host(`example.org`)"
      - "traefik.http.routers.web.tls.certresolver=le"
      - "traefik.http.routers.web.middlewares=limit@docker, secure"
      - "traefik.http.middlewares.limit.ratelimit.average=10"
      - "traefik.http.middlewares.secure.headers.stsSeconds=31536000"
    depends_on:
      db: {condition: service_healthy}
  db:
    image: postgres:16
    environment:
      - POSTGRES_PASSWORD=postgres
      - POSTGRES_USER
    healthcheck:
      test: ["CMD-SHELL", "pg_isready -U postgres"]
    command: ["postgres", "-c", "fsync=off"]
    scale: 2
    privileged: true
"""


def test_services() -> None:
    facts = compose.read(TEXT)
    assert facts.problems == ()
    web, db = facts.services
    assert (web.name, web.line, web.build, web.dockerfile, web.target) == (
        "web", 5, ".", "deploy/Dockerfile", "production",
    )  # fmt: skip
    assert web.environment == (
        EnvVar("LOG_LEVEL", "info", 2),
        EnvVar("SECRET_KEY", "${SECRET_KEY:-changeme}", 3),
        EnvVar("DEBUG", "false", 15),
        EnvVar("PASSED", None, 16),
    )
    assert web.env_files == (Setting("", ".env", 18), Setting("", ".env.production", 19))
    assert web.ports == (Setting("", "8000:8000", 22), Setting("", "8080:80", 23))
    assert (web.replicas, web.depends_on) == (3, ("db",))
    assert (db.image, db.replicas, db.privileged) == ("postgres:16", 2, True)
    assert db.environment == (EnvVar("POSTGRES_PASSWORD", "postgres", 39), EnvVar("POSTGRES_USER", None, 40))
    assert db.command == Command(("postgres", "-c", "fsync=off"), "postgres -c fsync=off", 43)
    assert db.healthcheck is not None
    assert db.healthcheck.argv == ("/bin/sh", "-c", "pg_isready -U postgres")


def test_server_of_a_folded_command() -> None:
    web = compose.read(TEXT).services[0]
    assert web.command is not None
    (server,) = servers.servers(web.command)
    assert (server.kind, server.workers, server.line) == ("gunicorn", 4, 11)


def test_traefik_labels() -> None:
    facts = traefik.from_labels(compose.read(TEXT).services[0].labels)
    (router,) = facts.routers
    assert (router.name, router.tls, router.certificate_resolver) == ("web", True, "le")
    assert router.middlewares == ("limit", "secure")
    assert [(m.name, m.kind, m.settings[0]) for m in facts.middlewares] == [
        ("limit", "ratelimit", Setting("average", "10", 32)),
        ("secure", "headers", Setting("stsseconds", "31536000", 33)),
    ]


def test_alias_bombs_cost_nothing() -> None:
    lines = ["a0: &a0 {x: y}"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    facts = compose.read("\n".join([*lines, "services: {web: {environment: *a29, ports: *a29, command: *a29}}"]))
    assert facts.services[0].name == "web"


def test_cycles_end() -> None:
    assert compose.read("services: &s\n  web: *s\n").services[0].name == "web"
