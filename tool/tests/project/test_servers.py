import pytest

from tenfold.project import ini, servers, shell, toml_file
from tenfold.project.facts import Command, EnvVar
from tenfold.project.servers import Server


def only(text: str) -> Server:
    (server,) = servers.servers_in(shell.commands(text))
    return server


@pytest.mark.parametrize(
    ("text", "kind", "app"),
    [
        ("gunicorn shop.wsgi:application", "gunicorn", "shop.wsgi:application"),
        ("exec gunicorn -k uvicorn.workers.UvicornWorker 'app:create_app()'", "gunicorn", "app:create_app()"),
        ("poetry run uvicorn --host 0.0.0.0 api.main:app", "uvicorn", "api.main:app"),
        ("uv run --no-dev --env-file .env -- hypercorn api:app", "hypercorn", "api:app"),
        ("pipenv run python -m daphne -p 8000 site.asgi:application", "daphne", "site.asgi:application"),
        ("env A=1 B=2 waitress-serve --port=8000 --call app:create_app", "waitress", "app:create_app"),
        ("newrelic-admin run-program gunicorn app:app", "gunicorn", "app:app"),
        ("ddtrace-run gunicorn app:app", "gunicorn", "app:app"),
        ("opentelemetry-instrument --traces_exporter otlp uvicorn app:app", "uvicorn", "app:app"),
        ("sh -c 'python manage.py migrate && exec gunicorn app:app'", "gunicorn", "app:app"),
        ('/bin/bash -lc "exec uvicorn app:app"', "uvicorn", "app:app"),
        ("./wait-for-it.sh db:5432 -t 30 -- gunicorn app:app", "gunicorn", "app:app"),
        ("bin/start-nginx gunicorn app:app", "gunicorn", "app:app"),
        ("gosu app gunicorn app:app", "gunicorn", "app:app"),
        ("su app -c 'gunicorn app:app'", "gunicorn", "app:app"),
        ("runuser -u app -- gunicorn app:app", "gunicorn", "app:app"),
        ("/venv/bin/gunicorn app:app", "gunicorn", "app:app"),
        ("uwsgi --ini uwsgi.ini --module app --callable create", "uwsgi", "app:create"),
        ("granian --interface asgi app:app", "granian", "app:app"),
        ("flask --app shop --debug run --host=0.0.0.0", "flask", "shop"),
        ("fastapi run app/main.py --port 80", "fastapi", "app/main.py"),
        ("python3.12 -u app.py", "python", "app.py"),
        ("python -m shop", "python", "shop"),
    ],
)  # fmt: skip
def test_which_server(text: str, kind: str, app: str) -> None:
    server = only(text)
    assert (server.kind, server.app) == (kind, app)


@pytest.mark.parametrize(
    "text",
    [
        "pip install gunicorn uvicorn",
        "python manage.py migrate --noinput",
        "flask db upgrade",
        "celery -A shop worker",
        "echo gunicorn app:app",
        "poetry add uvicorn",
        "which gunicorn",
        "# gunicorn app:app",
    ],
)
def test_no_server(text: str) -> None:
    assert servers.servers_in(shell.commands(text)) == ()


def test_gunicorn_options() -> None:
    server = only(
        "DEBUG=0 gunicorn app:app -w${WEB_CONCURRENCY:-3} --threads 2 -b :8000 --bind=unix:/run/a.sock "
        "--forwarded-allow-ips='*' --access-logfile - --certfile c.pem --keyfile=k.pem --ssl-version TLSv1_2 "
        "--ciphers HIGH --reload -c conf.py --chdir src -e SECRET_KEY=x"
    )
    assert server == Server(
        kind="gunicorn", line=1, app="app:app", directory="src", workers=3,
        workers_variable="WEB_CONCURRENCY",
        threads=2, reload=True, bind=(":8000", "unix:/run/a.sock"), forwarded_allow_ips="*", certfile="c.pem",
        keyfile="k.pem", ssl_version="TLSv1_2", ssl_ciphers="HIGH", config_file="conf.py", access_log=True,
        environment=(EnvVar("DEBUG", "0", 1), EnvVar("SECRET_KEY", "x", 1)),
    )  # fmt: skip


def test_workers_from_an_unknown_variable() -> None:
    server = only("gunicorn --workers $WEB_CONCURRENCY app:app")
    assert (server.workers, server.workers_variable) == (None, "WEB_CONCURRENCY")


def test_uvicorn_options() -> None:
    server = only("uvicorn app:app --no-proxy-headers --no-server-header --factory --port $PORT --log-level debug")
    assert (server.proxy_headers, server.server_header, server.factory) == (False, False, True)
    assert (server.bind, server.log_level) == (("127.0.0.1:$PORT",), "debug")


def test_development_servers() -> None:
    assert only("flask run --debug").debug is True
    assert only("flask run").debug is None
    assert only("fastapi dev").subcommand == "dev"
    server = only("python manage.py runserver 0.0.0.0:8000 --settings=shop.settings.dev --noreload")
    assert (server.kind, server.bind, server.settings, server.reload) == (
        "runserver", ("0.0.0.0:8000",), "shop.settings.dev", False,
    )  # fmt: skip


def test_uwsgi_https() -> None:
    server = only("uwsgi --master --https 0.0.0.0:443,a.crt,a.key,HIGH --wsgi-file app.py --processes 4")
    assert (server.certfile, server.keyfile, server.ssl_ciphers, server.workers) == (
        "a.crt",
        "a.key",
        "HIGH",
        4,
    )


def test_several_servers_keep_their_lines() -> None:
    command = Command(("sh", "-c", "nginx &\ngunicorn a:a &\nuvicorn b:b"), "", 10)
    assert [(s.kind, s.line) for s in servers.servers(command)] == [("gunicorn", 11), ("uvicorn", 12)]


def test_from_settings() -> None:
    server = servers.from_settings(
        {
            "bind": "0.0.0.0:8000",
            "workers": 4,
            "forwarded_allow_ips": "*",
            "accesslog": "-",
            "wsgi_app": "a:b",
            "reload": False,
        }
    )
    assert (server.bind, server.workers, server.forwarded_allow_ips) == (("0.0.0.0:8000",), 4, "*")
    assert (server.access_log, server.app, server.reload) == (True, "a:b", False)


def test_shells_in_shells_end() -> None:
    text = "gunicorn a:a"
    for _ in range(6):
        text = "sh -c '" + text.replace("'", "'\\''") + "'"
    assert servers.servers_in(shell.commands(text)) == ()


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("/app/entrypoint.sh gunicorn", ("/app/entrypoint.sh",)),
        ("exec bash -e ./start.sh prod", ("./start.sh",)),
        ("tini -- docker/start", ("docker/start",)),
        ("gunicorn app:app", ()),
        ("sh -c 'bin/a && b.sh'", ("bin/a", "b.sh")),
    ],
)
def test_scripts(text: str, scripts: tuple[str, ...]) -> None:
    (command,) = shell.commands(text)
    assert servers.scripts(command) == scripts


def test_the_app_behind_an_unknown_option() -> None:
    assert only("uvicorn --brand-new value app.main:app").app == "app.main:app"


def test_from_a_uwsgi_file() -> None:
    facts = ini.read(
        "[uwsgi]\nmaster\nhttp-socket = :8000\nsocket = /run/a.sock\nprocesses = %(workers)\nprocesses = 4\n"
        "wsgi-file = app.py\nlimit-post = 1000\n"
    )
    server = servers.from_file("uwsgi", facts)
    assert (server.kind, server.bind, server.workers, server.app, server.max_body, server.line) == (
        "uwsgi", (":8000", "/run/a.sock"), 4, "app.py", 1000, 2,
    )  # fmt: skip


def test_from_a_hypercorn_file() -> None:
    facts = toml_file.read('bind = ["0.0.0.0:8000"]\nworkers = 2\ncertfile = "c.pem"\nciphers = "HIGH"\n')
    server = servers.from_file("hypercorn", facts)
    assert (server.bind, server.workers, server.certfile, server.ssl_ciphers) == (
        ("0.0.0.0:8000",), 2, "c.pem", "HIGH",
    )  # fmt: skip
