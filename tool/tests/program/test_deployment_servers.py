"""Which servers production starts, and with how many workers."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.project import link, write

from tenfold.place import Place
from tenfold.program.deployment import Deployment

FLASK = "from flask import Flask\n\napp = Flask(__name__)\n"
FASTAPI = "from fastapi import FastAPI\n\napp = FastAPI()\n"
SETTINGS = "INSTALLED_APPS = []\nMIDDLEWARE = []\nROOT_URLCONF = 'site.urls'\n"


def deployment(folder: Path, files: dict[str, str]) -> Deployment:
    return link(write(folder, files)).apps[0].deployment


def test_gunicorn_of_a_dockerfile(tmp_path: Path) -> None:
    found = deployment(
        tmp_path,
        {"app.py": FLASK, "Dockerfile": 'FROM python:3.12\nENV A=1\nCMD ["gunicorn", "-w", "4", "app:app"]\n'},
    )
    (use,) = found.servers
    assert (use.server.kind, use.origin, use.place) == ("gunicorn", "dockerfile", Place("Dockerfile", 3))
    assert found.workers is not None
    assert (found.workers.count, found.workers.exact, found.workers.place) == (4, True, Place("Dockerfile", 3))
    assert found.hops == 0
    assert found.tls_ends_at is None
    assert found.proxies == ()
    variable = found.environment("A")
    assert variable is not None
    assert (variable.value, variable.place) == ("1", Place("Dockerfile", 2))
    assert found.environment("B") is None
    assert [(image.name, image.tag) for image in found.images] == [("python", "3.12")]


def test_development_compose_is_not_production(tmp_path: Path) -> None:
    found = deployment(
        tmp_path,
        {
            "site/settings.py": SETTINGS,
            "manage.py": "",
            "Dockerfile": 'FROM python:3.12\nCMD ["gunicorn", "site.wsgi", "--workers=2"]\n',
            "docker-compose.yml": (
                "services:\n  web:\n    build: .\n    command: python manage.py runserver 0.0.0.0:8000\n"
                "    environment: [DEBUG=1]\n    volumes: ['.:/app']\n"
            ),
            "docker-compose.dev.yml": "services:\n  other:\n    build: .\n    command: flask run --debug\n",
        },
    )
    assert [(use.server.kind, use.origin) for use in found.servers] == [("gunicorn", "dockerfile")]
    assert found.environment("DEBUG") is None


def test_production_compose_over_the_general_one(tmp_path: Path) -> None:
    found = deployment(
        tmp_path,
        {
            "app.py": FLASK,
            "docker-compose.yml": "services:\n  web:\n    image: shop/web\n    command: flask run --debug\n",
            "docker-compose.prod.yml": "services:\n  web:\n    command: gunicorn app:app -w 5\n",
        },
    )
    (use,) = found.servers
    assert (use.server.kind, use.server.workers, use.place.file) == ("gunicorn", 5, "docker-compose.prod.yml")


def test_entrypoint_script_and_gunicorn_configuration(tmp_path: Path) -> None:
    found = deployment(
        tmp_path,
        {
            "app.py": FLASK,
            "Dockerfile": 'FROM python:3.12\nCOPY . /app\nWORKDIR /app\nENTRYPOINT ["./docker/start.sh"]\n',
            "docker/start.sh": "#!/bin/sh\nset -e\nflask db upgrade\nexec gunicorn -c gunicorn.conf.py app:app\n",
            "gunicorn.conf.py": (
                "import multiprocessing\n\nbind = '0.0.0.0:8000'\nworkers = multiprocessing.cpu_count() * 2 + 1\n"
                "forwarded_allow_ips = '*'\n"
            ),
        },
    )
    (use,) = found.servers
    assert (use.server.kind, use.place) == ("gunicorn", Place("docker/start.sh", 4))
    assert use.server.bind == ("0.0.0.0:8000",)
    assert (use.server.forwarded_allow_ips, use.forwarded_place) == ("*", Place("gunicorn.conf.py", 5))
    assert found.workers is not None
    assert (found.workers.count, found.workers.exact, found.workers.place) == (2, False, Place("gunicorn.conf.py", 4))


@pytest.mark.parametrize(
    ("configuration", "environment", "expected"),
    [
        ("import os\nworkers = int(os.environ.get('WEB_CONCURRENCY', 4))\n", "", (4, False)),
        ("import os\nworkers = int(os.environ.get('WEB_CONCURRENCY', 4))\n", "ENV WEB_CONCURRENCY=7\n", (7, True)),
        ("workers = 3\n", "ENV GUNICORN_CMD_ARGS='--workers 6'\n", (6, True)),
        ("timeout = 30\n", "ENV WEB_CONCURRENCY=2\n", (2, True)),
        ("timeout = 30\n", "", (1, True)),
    ],
)
def test_number_of_workers(tmp_path: Path, configuration: str, environment: str, expected: tuple[int, bool]) -> None:
    found = deployment(
        tmp_path,
        {
            "app.py": FLASK,
            "gunicorn.conf.py": configuration,
            "Dockerfile": f"FROM python:3.12\n{environment}CMD gunicorn app:app\n",
        },
    )
    assert found.workers is not None
    assert (found.workers.count, found.workers.exact) == expected


def test_procfile_is_a_platform(tmp_path: Path) -> None:
    found = deployment(
        tmp_path, {"app.py": FLASK, "Procfile": "release: flask db upgrade\nweb: gunicorn app:app\nworker: rq worker\n"}
    )
    (use,) = found.servers
    assert (use.server.kind, use.origin, use.unit) == ("gunicorn", "procfile", "web")
    assert [(p.kind, p.name, p.tls, p.redirects) for p in found.proxies] == [("platform", "heroku", True, None)]
    assert found.hops == 1
    assert found.workers is not None
    assert (found.workers.count, found.workers.exact) == (2, False)


def test_script_that_serves(tmp_path: Path) -> None:
    script = FASTAPI + (
        "if __name__ == '__main__':\n    import uvicorn\n"
        "    uvicorn.run('main:app', host='0.0.0.0', port=8000, workers=2, forwarded_allow_ips='*')\n"
    )
    found = deployment(tmp_path, {"main.py": script, "Dockerfile": 'FROM python\nCMD ["python", "main.py"]\n'})
    (use,) = found.servers
    assert (use.server.kind, use.server.bind, use.server.forwarded_allow_ips) == ("uvicorn", ("0.0.0.0:8000",), "*")
    assert use.place == Place("main.py", 6)
    assert found.workers is not None
    assert found.workers.count == 2


def test_script_that_nobody_starts(tmp_path: Path) -> None:
    script = FLASK + "if __name__ == '__main__':\n    app.run(debug=True)\n"
    assert deployment(tmp_path, {"app.py": script}).servers == ()


def test_development_server_in_production(tmp_path: Path) -> None:
    script = FLASK + "if __name__ == '__main__':\n    app.run(debug=True)\n"
    found = deployment(tmp_path, {"app.py": script, "Procfile": "web: python app.py\n"})
    (use,) = found.servers
    assert (use.server.kind, use.server.debug, use.place) == ("flask", True, Place("app.py", 5))


def test_uwsgi_ini(tmp_path: Path) -> None:
    found = deployment(
        tmp_path,
        {
            "app.py": FLASK,
            "Dockerfile": "FROM python\nCMD uwsgi --ini uwsgi.ini\n",
            "uwsgi.ini": "[uwsgi]\nmodule = app:app\nprocesses = 8\nhttps = :443,cert.pem,key.pem\n",
        },
    )
    (use,) = found.servers
    assert (use.server.kind, use.processes, use.server.certfile) == ("uwsgi", 8, "cert.pem")
    assert found.tls_ends_at == Place("uwsgi.ini", 4)


def test_two_apps_have_their_own_servers(tmp_path: Path) -> None:
    files = {
        "api/main.py": FASTAPI,
        "api/Dockerfile": "FROM python\nCMD uvicorn main:app --workers 2\n",
        "shop/app.py": FLASK,
        "shop/Dockerfile": "FROM python\nCMD gunicorn app:app -w 9\n",
        "compose.yaml": "services:\n  api: {build: ./api}\n  shop: {build: ./shop}\n",
    }
    apps = {app.root: app.deployment for app in link(write(tmp_path, files)).apps}
    assert [use.server.kind for use in apps["api"].servers] == ["uvicorn"]
    assert [use.server.kind for use in apps["shop"].servers] == ["gunicorn"]


def test_ready_made_image(tmp_path: Path) -> None:
    found = deployment(
        tmp_path, {"app/main.py": FASTAPI, "Dockerfile": "FROM tiangolo/uvicorn-gunicorn-fastapi:python3.11\n"}
    )
    assert found.workers is not None
    assert (found.workers.count, found.workers.exact) == (2, False)


@pytest.mark.parametrize(
    ("dockerfile", "script"),
    [
        (
            'ENTRYPOINT ["/entry.sh"]\nCMD ["gunicorn", "-w", "3", "app:app"]\n',
            '#!/bin/sh\npython init.py\nexec "$@"\n',
        ),
        ("COPY deploy/start.sh /run.sh\nCMD /run.sh\n", "gunicorn -w 3 app:app\n"),
        ('CMD ["/entry.sh", "server"]\n', 'case "$1" in\n dev) flask run ;;\n *) gunicorn -w 3 app:app ;;\nesac\n'),
        ('CMD ["monofy", "flask", "db", "upgrade", "&&", "gunicorn", "-w", "3", "app:app"]\n', ""),
    ],
    ids=["exec the command", "copied under another name", "two branches", "several in one"],
)
def test_entrypoints(tmp_path: Path, dockerfile: str, script: str) -> None:
    name = "deploy/start.sh" if "COPY" in dockerfile else "entry.sh"
    files = {"app.py": FLASK, "init.py": "", "Dockerfile": f"FROM python:3.12\n{dockerfile}", name: script}
    found = deployment(tmp_path, files)
    assert [(use.server.kind, use.server.workers) for use in found.servers] == [("gunicorn", 3)]


def test_folded_compose_command(tmp_path: Path) -> None:
    found = deployment(
        tmp_path,
        {
            "app.py": FLASK,
            "compose.yaml": (
                "services:\n  web:\n    image: shop\n    command: >\n      gunicorn\n        app:app\n        --workers 5\n"
            ),
        },
    )
    assert [use.server.workers for use in found.servers] == [5]


def test_apps_told_apart_by_what_their_images_hold(tmp_path: Path) -> None:
    files = {
        "api/main.py": FASTAPI,
        "jobs/main.py": FASTAPI,
        "docker/api.dockerfile": "FROM python\nCOPY ./api/main.py /app/main.py\nCMD uvicorn main:app --workers 2\n",
        "compose.yaml": "services:\n  api:\n    build: {context: ., dockerfile: docker/api.dockerfile}\n",
    }
    apps = {app.root: app.deployment for app in link(write(tmp_path, files)).apps}
    assert len(apps["api"].servers) == 1
    assert apps["jobs"].servers == ()
