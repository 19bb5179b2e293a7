"""What the options of each Python web server mean: data, one table a server.

A table maps an option to a field of `servers.Server`. `switches` are options without a value; every other
option takes one. Sources: the servers' own command references (gunicorn 23, uvicorn 0.35, hypercorn 0.17,
daphne 4, waitress 3, uwsgi 2.0, granian 2, Flask 3, fastapi-cli, Django 5, django-extensions).
"""

from typing import Final

from tenfold.project.facts import Fact


class Options(Fact, frozen=True):
    """The options of one server.

    (option, field) pairs, and (switch, field, value) with "" for one of no interest.
    """

    values: tuple[tuple[str, str], ...]
    switches: tuple[tuple[str, str, bool], ...]


def _options(values: str, switches: str, ignored: str = "") -> Options:
    pairs = [item.split("=") for item in values.split()]
    flags = [item.split("=") for item in switches.split()]
    return Options(
        tuple((name, field) for name, field in pairs),
        tuple((name, field.lstrip("!"), not field.startswith("!")) for name, field in flags)
        + tuple((name, "", True) for name in ignored.split()),
    )


GUNICORN: Final = _options(
    "-b=bind --bind=bind -w=workers --workers=workers --threads=threads -k=worker_class "
    "--worker-class=worker_class -c=config_file --config=config_file --chdir=directory --certfile=certfile "
    "--keyfile=keyfile --ssl-version=ssl_version --ciphers=ssl_ciphers --user=user -u=user "
    "--forwarded-allow-ips=forwarded_allow_ips --access-logfile=access_log --log-level=log_level "
    "--log-config=log_config --limit-request-line=limit_request_line --timeout=timeout -t=timeout "
    "-e=environment --env=environment --paste=app --secure-scheme-headers= --limit-request-fields= "
    "--limit-request-field_size= --proxy-allow-from= --error-logfile= --log-file= --name= -n= -p= --pid= "
    "-g= --group= -m= --umask= --max-requests= --graceful-timeout= --keep-alive= --worker-tmp-dir=",
    "--reload=reload --spew=debug",
    "--preload -D --daemon --check-config --print-config --no-sendfile --reuse-port --proxy-protocol "
    "--capture-output --enable-stdio-inheritance -R --log-syslog --suppress-ragged-eofs --initgroups "
    "--do-handshake-on-connect --disable-redirect-access-to-syslog --strip-header-spaces "
    "--permit-obsolete-folding --permit-unconventional-http-method --permit-unconventional-http-version "
    "--casefold-http-method --no-control-socket -h --help -v --version",
)
UVICORN: Final = _options(
    "--host=host --port=port --uds=bind --workers=workers --log-level=log_level --log-config=log_config "
    "--app-dir=directory --forwarded-allow-ips=forwarded_allow_ips --ssl-certfile=certfile "
    "--ssl-keyfile=keyfile "
    "--ssl-version=ssl_version --ssl-ciphers=ssl_ciphers --env-file=env_file",
    "--reload=reload --proxy-headers=proxy_headers --no-proxy-headers=!proxy_headers --factory=factory "
    "--server-header=server_header --no-server-header=!server_header --access-log=access_log "
    "--no-access-log=!access_log",
    "--use-colors --no-use-colors --date-header --no-date-header --reset-contextvars --version --help",
)
HYPERCORN: Final = _options(
    "-b=bind --bind=bind -w=workers --workers=workers -k=worker_class --worker-class=worker_class "
    "-c=config_file --config=config_file --certfile=certfile --keyfile=keyfile --ciphers=ssl_ciphers "
    "--access-logfile=access_log --access-log=access_log --log-level=log_level --log-config=log_config "
    "--insecure-bind=bind --quic-bind=bind -u=user --user=user",
    "--reload=reload --debug=debug",
    "-D --daemon -h --help --version",
)
DAPHNE: Final = _options(
    "-b=host --bind=host -p=port --port=port -e=bind --endpoint=bind -u=bind --unix-socket=bind "
    "--access-log=access_log -v=log_level --verbosity=log_level --server-name= --proxy-headers-host= "
    "--application-close-timeout= -t= --http-timeout=",
    "--proxy-headers=proxy_headers --no-server-name=!server_header",
    "--nostatic --noreload -h --help",
)
WAITRESS: Final = _options(
    "--listen=bind --host=host --port=port --unix-socket=bind --threads=threads --app=app "
    "--trusted-proxy=forwarded_allow_ips --max-request-body-size=max_body --url-scheme=url_scheme "
    "--trusted-proxy-headers= --trusted-proxy-count=",
    "--call=factory --expose-tracebacks=debug --no-expose-tracebacks=!debug",
    "--help --clear-untrusted-proxy-headers --no-clear-untrusted-proxy-headers "
    "--log-untrusted-proxy-headers --no-log-untrusted-proxy-headers",
)
UWSGI: Final = _options(
    "--http=bind --http-socket=bind --socket=bind -s=bind --https=https --module=app -w=app --wsgi=app "
    "--wsgi-file=app --file=app --mount=app --callable=callable --processes=workers --workers=workers "
    "-p=workers --threads=threads --ini=config_file --yaml=config_file --chdir=directory "
    "--limit-post=max_body --py-autoreload=autoreload --env=environment --uid=user --plugin= --plugins= "
    "--gid= --logto= --stats= --harakiri= --buffer-size= --static-map= --pidfile= --home= -H= --venv= "
    "--pythonpath= --http-timeout= --socket-timeout= --chmod-socket= --daemonize= --max-requests= "
    "--log-format= "
    "--listen= -l= --route-host= --offload-threads= --cheaper= --attach-daemon= --hook-master-start=",
    "--disable-logging=!access_log -L=!access_log",
)
GRANIAN: Final = _options(
    "--host=host --port=port --workers=workers --runtime-threads= --blocking-threads=threads "
    "--ssl-certificate=certfile --ssl-keyfile=keyfile --interface=worker_class --log-level=log_level "
    "--log-config=log_config --working-dir=directory --env-files=env_file --url-path-prefix= "
    "--loop= --task-impl= "
    "--access-log-fmt= --process-name= --pid-file= --workers-lifetime= --static-path-route= "
    "--static-path-mount= "
    "--backlog= --http=",
    "--reload=reload --no-reload=!reload --factory=factory --no-factory=!factory --access-log=access_log "
    "--no-access-log=!access_log --log=log_enabled --no-log=!log_enabled",
    "--ws --no-ws --respawn-failed-workers --no-respawn-failed-workers --help --version",
)
FLASK: Final = _options(
    "-A=app --app=app -e=env_file --env-file=env_file -h=host --host=host -p=port --port=port "
    "--cert=certfile "
    "--key=keyfile --extra-files= --exclude-patterns=",
    "--debug=debug --no-debug=!debug --reload=reload --no-reload=!reload --debugger=debug "
    "--no-debugger=!debug --with-threads= --without-threads=",
    "--help --version",
)
FASTAPI: Final = _options(
    "--host=host --port=port --workers=workers --app=callable -e=entrypoint --entrypoint=entrypoint "
    "--root-path= "
    "--forwarded-allow-ips=forwarded_allow_ips",
    "--reload=reload --no-reload=!reload --proxy-headers=proxy_headers --no-proxy-headers=!proxy_headers",
    "--help --version",
)
RUNSERVER: Final = _options(
    "--settings=settings --pythonpath= --cert=certfile --cert-file=certfile --certificate=certfile "
    "--key=keyfile "
    "--key-file=keyfile -v= --verbosity=",
    "--noreload=!reload",
    "--nothreading --insecure --ipv6 -6 --nostatic --skip-checks --force-color --no-color "
    "--traceback --nopin "
    "--print-sql --pm --ipdb --pdb",
)

TABLES: Final = {
    "gunicorn": GUNICORN,
    "uvicorn": UVICORN,
    "hypercorn": HYPERCORN,
    "daphne": DAPHNE,
    "waitress": WAITRESS,
    "uwsgi": UWSGI,
    "granian": GRANIAN,
    "flask": FLASK,
    "fastapi": FASTAPI,
    "runserver": RUNSERVER,
}

PROGRAMS: Final = {
    "gunicorn": "gunicorn",
    "uvicorn": "uvicorn",
    "hypercorn": "hypercorn",
    "daphne": "daphne",
    "waitress": "waitress",
    "waitress-serve": "waitress",
    "uwsgi": "uwsgi",
    "pyuwsgi": "uwsgi",
    "uwsgi_python3": "uwsgi",
    "granian": "granian",
    "flask": "flask",
    "fastapi": "fastapi",
}
RUNSERVER_COMMANDS: Final = frozenset({"runserver", "runserver_plus", "runsslserver", "tailwind_runserver"})
