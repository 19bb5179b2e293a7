from tenfold.project import processes, servers
from tenfold.project.facts import EnvVar


def test_procfile() -> None:
    facts = processes.read_procfile(
        "# comment\nrelease: python manage.py migrate\nweb: gunicorn shop.wsgi --log-file -\nbroken\n"
    )
    assert [(p.name, p.line) for p in facts.processes] == [("release", 2), ("web", 3)]
    assert [p.line for p in facts.problems] == [4]
    (server,) = servers.servers_in(facts.processes[1].commands)
    assert (server.app, server.line) == ("shop.wsgi", 3)


def test_supervisor() -> None:
    facts = processes.read_supervisor(
        "[supervisord]\nnodaemon=true\n[program:web]\ncommand=/venv/bin/uwsgi --ini /app/uwsgi.ini\n"
        'environment=DEBUG="1",SECRET_KEY="x y"\n'
    )
    (process,) = facts.processes
    assert (process.name, process.line) == ("web", 4)
    assert process.environment == (EnvVar("DEBUG", "1", 5), EnvVar("SECRET_KEY", "x y", 5))
    assert servers.servers_in(process.commands)[0].config_file == "/app/uwsgi.ini"


def test_systemd() -> None:
    facts = processes.read_systemd(
        '[Unit]\nDescription=Shop\n[Service]\nEnvironment="A=1" B=2\nExecStart=/srv/venv/bin/gunicorn \\\n'
        "    --workers 3 shop.wsgi\nUser=www-data\n"
    )
    (process,) = facts.processes
    assert process.environment == (EnvVar("A", "1", 4), EnvVar("B", "2", 4))
    (server,) = servers.servers_in(process.commands)
    assert (server.workers, server.app) == (3, "shop.wsgi")
