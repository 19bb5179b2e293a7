"""Deployment facts of realistic repositories."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.project import link, write

from tenfold.place import Place
from tenfold.program.deployment import Deployment
from tenfold.program.deployment.production import is_production, joined

FLASK = "from flask import Flask\n\napp = Flask(__name__)\n"
FASTAPI = "from fastapi import FastAPI\n\napp = FastAPI()\n"


def deployment(folder: Path, files: dict[str, str], app: int = 0) -> Deployment:
    return link(write(folder, files)).apps[app].deployment


def test_nothing_deployed(tmp_path: Path) -> None:
    found = deployment(tmp_path, {"app.py": FLASK})
    assert (found.servers, found.workers, found.hops, found.proxies) == ((), None, None, ())


COMPOSE = """\
services:
  web:
    build: .
    command: uvicorn main:app --workers ${WORKERS:-3}
    environment:
      DEBUG: ${DEBUG:-false}
      SECRET: ${SECRET}
    env_file: web.env
    deploy:
      replicas: 2
  nginx:
    image: nginx:1.27
    volumes:
      - ./nginx.conf:/etc/nginx/nginx.conf:ro
"""
NGINX = """\
server {
    listen 80;
    return 301 https://$host$request_uri;
}
server {
    listen 443 ssl;
    server_name example.org;
    add_header Strict-Transport-Security "max-age=63072000" always;
    location / {
        proxy_set_header X-Forwarded-Proto $scheme;
        proxy_pass http://web:8000;
    }
    location /static/ { root /srv; }
}
"""


def test_compose_command_over_the_image_behind_nginx(tmp_path: Path) -> None:
    found = deployment(
        tmp_path,
        {
            "main.py": FASTAPI,
            "Dockerfile": 'FROM python:3.12\nENV DEBUG=true LEVEL=info\nCMD ["uvicorn", "main:app"]\n',
            "compose.yaml": COMPOSE,
            "web.env": "LEVEL=warning\n",
            "nginx.conf": NGINX,
        },
    )
    (use,) = found.servers
    assert (use.server.kind, use.origin, use.unit, use.replicas) == ("uvicorn", "compose", "web", 2)
    assert found.workers is not None
    assert (found.workers.count, found.workers.exact) == (6, False)
    assert "2 replicas" in found.workers.explanation
    (proxy,) = found.proxies
    assert (proxy.kind, proxy.tls, proxy.redirects, proxy.sets_proto) == ("nginx", True, True, True)
    assert proxy.redirect_place == Place("nginx.conf", 3)
    assert found.hops == 1
    assert found.tls_ends_at == Place("nginx.conf", 6)
    assert [(h.value, h.place.line, h.whole) for h in found.edge_headers("strict-transport-security")] == [
        ("max-age=63072000", 8, True)
    ]
    values = {name: found.environment(name) for name in ("DEBUG", "LEVEL", "SECRET")}
    assert values["DEBUG"] is not None
    assert values["DEBUG"].value == "false"
    assert values["LEVEL"] is not None
    assert values["LEVEL"].value == "warning"
    assert values["SECRET"] is None


def test_caddy_and_limits(tmp_path: Path) -> None:
    found = deployment(
        tmp_path,
        {
            "app.py": FLASK,
            "Caddyfile": (
                "example.org {\n  header Strict-Transport-Security max-age=31536000\n"
                "  header /admin X-Frame-Options DENY\n  reverse_proxy app:8000\n}\n"
            ),
        },
    )
    (proxy,) = found.proxies
    assert (proxy.kind, proxy.tls, proxy.redirects) == ("caddy", True, True)
    assert [h.whole for h in found.edge_headers("Strict-Transport-Security")] == [True]
    assert [h.whole for h in found.edge_headers("X-Frame-Options")] == [False]


def test_nginx_header_lost_in_a_location(tmp_path: Path) -> None:
    text = NGINX.replace("proxy_pass", "add_header X-Served-By nginx;\n        proxy_pass")
    found = deployment(tmp_path, {"app.py": FLASK, "nginx.conf": text})
    assert found.edge_headers("Strict-Transport-Security") == []


def test_nginx_limits(tmp_path: Path) -> None:
    found = deployment(
        tmp_path,
        {
            "app.py": FLASK,
            "nginx.conf": (
                "limit_req_zone $binary_remote_addr zone=login:10m rate=10r/m;\nserver {\n  listen 80;\n"
                "  location = /login { limit_req zone=login burst=5; proxy_pass http://app; }\n"
                "  location / { proxy_pass http://app; }\n}\n"
            ),
        },
    )
    (limit,) = found.edge_limits("/login")
    assert (limit.per_minute, limit.burst, limit.key, limit.certain) == (10, 5, "$binary_remote_addr", True)
    assert limit.place == Place("nginx.conf", 4)
    assert found.edge_limits("/other") == []
    assert [(proxy.tls, proxy.redirects) for proxy in found.proxies] == [(False, False)]


def test_nginx_of_another_service(tmp_path: Path) -> None:
    found = deployment(
        tmp_path,
        {
            "app.py": FLASK,
            "compose.yaml": (
                "services:\n  api:\n    build: .\n    command: gunicorn app:app\n  frontend:\n    image: node:22\n"
            ),
            "nginx.conf": "server { listen 443 ssl; location / { proxy_pass http://frontend:3000; } }",
        },
    )
    assert found.proxies == ()
    assert found.hops == 0


def test_traefik_labels(tmp_path: Path) -> None:
    found = deployment(
        tmp_path,
        {
            "app.py": FLASK,
            "compose.yaml": (
                "services:\n  traefik:\n    image: traefik:v3\n    command:\n"
                "      - --entrypoints.web.http.redirections.entrypoint.to=websecure\n"
                "  web:\n    build: .\n    command: gunicorn app:app\n    labels:\n"
                "      - traefik.http.routers.web.tls.certresolver=le\n"
                "      - traefik.http.routers.web.middlewares=hsts,slow\n"
                "      - traefik.http.middlewares.hsts.headers.stsSeconds=31536000\n"
                "      - traefik.http.middlewares.hsts.headers.stsIncludeSubdomains=true\n"
                "      - traefik.http.middlewares.slow.ratelimit.average=5\n"
            ),
        },
    )
    (proxy,) = found.proxies
    assert (proxy.kind, proxy.tls, proxy.redirects) == ("traefik", True, True)
    assert [h.value for h in found.edge_headers("strict-transport-security")] == ["max-age=31536000; includeSubDomains"]
    assert [limit.per_minute for limit in found.edge_limits("/login")] == [300]


def test_kubernetes(tmp_path: Path) -> None:
    found = deployment(
        tmp_path,
        {
            "app.py": FLASK,
            "Dockerfile": "FROM python\nCMD gunicorn app:app\n",
            "k8s/app.yaml": (
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {LEVEL: info}\n---\n"
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: 3\n  template:\n"
                "    spec:\n      containers:\n        - name: web\n          image: registry.example.org/shop:1\n"
                "          envFrom: [{configMapRef: {name: settings}}]\n---\n"
                "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n"
                '    nginx.ingress.kubernetes.io/limit-rpm: "30"\nspec:\n  tls: [{hosts: [example.org]}]\n'
                "  rules: [{host: example.org}]\n"
            ),
        },
    )
    assert found.workers is not None
    assert found.workers.count == 3
    level = found.environment("LEVEL")
    assert level is not None
    assert level.value == "info"
    assert [(p.kind, p.tls, p.redirects) for p in found.proxies] == [("ingress", True, True)]
    assert [limit.per_minute for limit in found.edge_limits("/")] == [30]


def test_fly_uses_the_image(tmp_path: Path) -> None:
    found = deployment(
        tmp_path,
        {
            "main.py": FASTAPI,
            "Dockerfile": "FROM python\nENV X=1\nCMD uvicorn main:app --proxy-headers\n",
            "fly.toml": "app = 'shop'\n[env]\nX = '2'\n[http_service]\nforce_https = true\n",
        },
    )
    assert [(p.kind, p.name, p.redirects, p.redirect_place) for p in found.proxies] == [
        ("platform", "fly", True, Place("fly.toml", 5))
    ]
    assert found.servers[0].server.proxy_headers is True


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Dockerfile", True),
        ("Dockerfile.dev", False),
        ("compose/local/django/Dockerfile", False),
        ("compose/production/django/Dockerfile", True),
        ("docker-compose.override.yml", False),
        (".devcontainer/docker-compose.yml", False),
        ("nginx/dev.conf", False),
        ("deploy/nginx.conf", True),
        ("Procfile.dev", False),
        ("devices/Dockerfile", True),
    ],
)
def test_development_files(path: str, expected: bool) -> None:
    assert is_production(path) is expected


@given(st.text("./ab", max_size=30), st.text("./ab", max_size=30))
def test_joined_stays_in_the_repository(folder: str, relative: str) -> None:
    """A joined path has no empty, "." or ".." step, so that it can never leave the repository."""
    assert not {"", ".", ".."} & set(joined(folder, relative).split("/")) or joined(folder, relative) == ""


TEXTS = st.sampled_from([COMPOSE, NGINX, FASTAPI, "FROM a AS b\nFROM b\nCMD sh sh.sh\n", "web: sh Procfile sh.sh\n"])


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(["compose.yaml", "nginx.conf", "Dockerfile", "Procfile", "sh.sh"]), TEXTS))
def test_any_mix_of_files_is_joined(tmp_path_factory: pytest.TempPathFactory, files: dict[str, str]) -> None:
    """Whatever texts stand in deployment files, joining them ends and does not raise."""
    found = deployment(tmp_path_factory.mktemp("mix"), {"app.py": FLASK, **files})
    assert found.workers is None or found.workers.count >= 1
    assert all(proxy.place.file for proxy in found.proxies)
    assert isinstance(found.edge_limits("/x"), list)


def test_nginx_locations_within_the_server_that_includes_them(tmp_path: Path) -> None:
    found = deployment(
        tmp_path,
        {
            "app.py": FLASK,
            "nginx/templates/default.conf.template": (
                "server { listen 80; return 301 https://$host$request_uri; }\n"
                "server {\n  listen 443 ssl;\n  server_name example.org;\n"
                '  add_header Strict-Transport-Security "max-age=31536000";\n'
                "  include includes/app.conf;\n}\n"
            ),
            "nginx/templates/includes/app.conf.template": (
                "proxy_set_header X-Forwarded-Proto $scheme;\n"
                "location / { proxy_pass http://web; }\n"
                "location /files/ { internal; proxy_set_header Host x; proxy_pass $file_uri; }\n"
            ),
        },
    )
    (proxy,) = found.proxies
    assert (proxy.tls, proxy.redirects, proxy.sets_proto, proxy.name) == (True, True, True, "example.org")
    assert proxy.place == Place("nginx/templates/includes/app.conf.template", 2)
    (header,) = found.edge_headers("Strict-Transport-Security")
    assert (header.place, header.whole) == (Place("nginx/templates/default.conf.template", 5), True)


def test_nginx_locations_that_nothing_includes(tmp_path: Path) -> None:
    found = deployment(tmp_path, {"app.py": FLASK, "nginx/app.conf": "location / { proxy_pass http://web; }\n"})
    assert [(proxy.tls, proxy.redirects) for proxy in found.proxies] == [(None, None)]


def test_port_open_past_the_proxy(tmp_path: Path) -> None:
    service = "services:\n  web:\n    image: shop\n    command: gunicorn app:app\n    ports:\n      - {port}\n"
    open_port = deployment(tmp_path / "a", {"app.py": FLASK, "compose.yaml": service.format(port='"8000:8000"')})
    assert open_port.exposed == Place("compose.yaml", 6)
    local = deployment(tmp_path / "b", {"app.py": FLASK, "compose.yaml": service.format(port='"127.0.0.1:8000:8000"')})
    assert local.exposed is None


def test_real_address_module_hides_the_number_of_proxies(tmp_path: Path) -> None:
    text = NGINX.replace("server_name", "set_real_ip_from 10.0.0.0/8;\n    server_name")
    assert deployment(tmp_path, {"app.py": FLASK, "nginx.conf": text}).hops is None


DJANGO_COMPOSE = """\
services:
  web:
    build: .
    command: python manage.py runserver 0.0.0.0:8000
    volumes:
      - .:/app
"""


@pytest.mark.parametrize("settings", ["shop/settings/prod.py", "shop/settings/base.py"])
def test_the_working_copy_is_run_by_developers_where_production_has_settings(tmp_path: Path, settings: str) -> None:
    found = deployment(tmp_path, {
        "manage.py": "", "shop/settings/__init__.py": "", "Dockerfile": "FROM python:3.13\nCOPY . .\n",
        settings: "INSTALLED_APPS = []\nMIDDLEWARE = []\n", "compose.yaml": DJANGO_COMPOSE,
    })  # fmt: skip
    assert [use.server.kind for use in found.servers] == ([] if "prod" in settings else ["runserver"])
