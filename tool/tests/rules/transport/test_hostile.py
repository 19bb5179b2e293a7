"""The rules of practice 3 on files that nobody in their right mind would write."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.project import judged, write

from tenfold.rules import rules

RULES = [rule for rule in rules() if rule.id.startswith("transport.")]
NAMES = [
    "nginx.conf",
    "nginx/a.conf.template",
    "compose.yaml",
    "Dockerfile",
    "Procfile",
    "Caddyfile",
    "fly.toml",
    "k8s/a.yaml",
    "gunicorn.conf.py",
    "settings.py",
    "apache/a.conf",
    "main.tf",
    "traefik.yml",
    "a.sh",
]
PIECES = [
    "server { listen 443 ssl; include a.conf; include nginx.conf; location / { proxy_pass http://$x; } }\n",
    "location / { proxy_pass ; add_header Strict-Transport-Security; }\n",
    "services:\n  a: &a\n    build: {context: ../../.., dockerfile: a.sh}\n    command: [sh, a.sh, '&&', '&&']\n  b: *a\n",
    "FROM a AS a\nFROM a AS a\nCOPY a.sh a.sh /\nENTRYPOINT []\nCMD ['\n",
    "web: sh a.sh\n",
    "sh a.sh\n. ./a.sh\ngunicorn -c a.sh $X\n",
    "a.com, {\n  header\n  tls\n  reverse_proxy\n}\n",
    "workers = workers\nbind = [[]]\nforwarded_allow_ips = forwarded_allow_ips or {}\n",
    "INSTALLED_APPS = []\nMIDDLEWARE = None\nROOT_URLCONF = ''\nSECURE_PROXY_SSL_HEADER = [[]]\nSECURE_HSTS_SECONDS = 'x'\n",
    "from flask import Flask\nfrom flask_talisman import Talisman\napp = Flask('')\nTalisman(app, *app, **app)\n",
    "import requests\nrequests.get(*[], **{})\nrequests.get(f'http://{requests}')\nx = x.split(',')[0]\n",
    "<VirtualHost>\nSSLEngine on\nSSLProtocol\nProxyPass\nRedirect\n",
    'resource "aws_lb_listener" "a" {\n protocol = "HTTPS"\n ssl_policy = [\n}\n',
    "apiVersion: v1\nkind: Ingress\nmetadata: {annotations: {a/limit-rps: -1, a/b-snippet: 'add_header'}}\nspec: {tls: x}\n",
]


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(NAMES), st.lists(st.sampled_from(PIECES), max_size=4).map("".join), max_size=len(NAMES)
    )
)
def test_no_rule_fails(tmp_path_factory: pytest.TempPathFactory, files: dict[str, str]) -> None:
    """Whatever stands in the files of a project, every rule judges it without raising."""
    folder = write(tmp_path_factory.mktemp("hostile"), {"app.py": PIECES[9], **files})
    seen = judged(folder, *RULES)
    assert not seen.failed


def test_many_files_of_locations_cost_little(tmp_path_factory: pytest.TempPathFactory) -> None:
    """However many files of locations are included how often, the work is bounded."""
    part = "location / { proxy_pass http://web; }\n"
    whole = "server { listen 443 ssl; " + "".join(f"include p{i}.conf; " for i in range(50)) + "}\n"
    files = {f"nginx/p{i}.conf": part for i in range(100)} | {f"nginx/s{i}.conf": whole for i in range(100)}
    folder = write(tmp_path_factory.mktemp("many"), {"app.py": PIECES[9], **files})
    seen = judged(folder, *RULES)
    assert not seen.failed
    assert len(seen.evidence) < 20
