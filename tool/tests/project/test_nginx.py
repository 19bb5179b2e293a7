import pytest

from tenfold.project import nginx
from tenfold.project.location_match import is_bounded, matches
from tenfold.project.nginx import Header, Limit, Listen, Redirect, Zone

TEXT = r"""
user nginx;
http {
    limit_req_zone $binary_remote_addr zone=login:10m rate=5r/m;
    limit_req_zone $binary_remote_addr zone=all:10m rate=10r/s;
    limit_conn_zone $server_name zone=perserver:1m;
    server_tokens off;
    add_header X-Frame-Options DENY;
    client_max_body_size 10m;
    upstream app { server web:8000; server web2:8000; }
    include /etc/nginx/conf.d/*.conf;

    server {
        listen 80 default_server;
        listen [::]:80;
        server_name example.org www.example.org;
        return 301 https://$host$request_uri;
    }

    server {
        listen 443 ssl http2;
        server_name example.org;
        ssl_protocols TLSv1.2 TLSv1.3;
        ssl_ciphers "ECDHE+AESGCM:!aNULL";
        add_header Strict-Transport-Security "max-age=31536000; includeSubDomains" always;
        limit_req zone=all burst=20 nodelay;
        limit_conn perserver 10;
        proxy_set_header X-Forwarded-Proto $scheme;

        location / {
            proxy_pass http://app;
        }
        location = /login {
            limit_req zone=login burst=3;
            proxy_pass http://app;
        }
        location /static/ {
            add_header Cache-Control "public";
            alias /srv/static/;
            location ~* \.(png|jpg)$ { expires 1d; }
        }
        location ^~ /media/ { root /srv; }
        location ~ ^/api/v\d+/ {
            client_max_body_size 1m;
            proxy_set_header Host $host;
            proxy_pass http://app;
        }
        location @fallback { proxy_pass http://app; }
    }
}
"""


@pytest.fixture(scope="module")
def facts() -> nginx.NginxFacts:
    return nginx.read(TEXT)


def test_http_level(facts: nginx.NginxFacts) -> None:
    assert facts.problems == ()
    assert facts.zones == (
        Zone("requests", "login", "$binary_remote_addr", "5r/m", 5, 4),
        Zone("requests", "all", "$binary_remote_addr", "10r/s", 600, 5),
        Zone("connections", "perserver", "$server_name", "", 0, 6),
    )
    assert [(s.key, s.value) for s in facts.upstreams] == [("app", "web:8000 web2:8000")]
    assert [s.value for s in facts.includes] == ["/etc/nginx/conf.d/*.conf"]


def test_redirecting_server(facts: nginx.NginxFacts) -> None:
    plain = facts.servers[0]
    assert plain.listens == (Listen("", 80, False, 14), Listen("[::]", 80, False, 15))
    assert plain.redirects == (Redirect(301, "https://$host$request_uri", "", 17),)
    assert plain.redirects[0].to_https
    assert not plain.is_tls


def test_tls_server(facts: nginx.NginxFacts) -> None:
    secure = facts.servers[1]
    assert secure.is_tls
    assert secure.names == ("example.org",)
    protocols = secure.setting("ssl_protocols")
    assert protocols is not None
    assert (protocols.value, protocols.line) == ("TLSv1.2 TLSv1.3", 23)
    tokens = secure.setting("server_tokens")
    assert tokens is not None
    assert tokens.line == 7
    # the server's own add_header drops that of http
    assert secure.headers == (Header("Strict-Transport-Security", "max-age=31536000; includeSubDomains", True, 25),)


def test_headers_in_a_location_drop_outer_ones(facts: nginx.NginxFacts) -> None:
    secure = facts.servers[1]
    static = secure.location_for("/static/app.css").location
    assert static is not None
    assert static.headers == (Header("Cache-Control", "public", False, 38),)
    root = secure.location_for("/").location
    assert root is not None
    assert [h.name for h in root.headers] == ["Strict-Transport-Security"]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/", 30), ("/login", 33), ("/login/", 30), ("/static/x.css", 37), ("/static/x.PNG", 40),
        ("/media/a.png", 42),
        ("/api/v2/users", 43), ("/api/users", 30),
    ],
)  # fmt: skip
def test_which_location_serves(facts: nginx.NginxFacts, path: str, line: int) -> None:
    match = facts.servers[1].location_for(path)
    assert match.certain
    assert match.location is not None
    assert match.location.line == line


def test_limits_on_a_path(facts: nginx.NginxFacts) -> None:
    secure = facts.servers[1]
    connections = Limit("connections", "perserver", "$server_name", 0, 10, 27)
    login = Limit("requests", "login", "$binary_remote_addr", 5, 3, 34)
    assert secure.limits_on("/login") == (login, connections)
    assert secure.limits_on("/other") == (
        Limit("requests", "all", "$binary_remote_addr", 600, 20, 26),
        connections,
    )


def test_settings_and_forwarded_headers_are_inherited_each_in_its_way(facts: nginx.NginxFacts) -> None:
    api = facts.servers[1].location_for("/api/v1/x").location
    root = facts.servers[1].location_for("/").location
    assert api is not None
    assert root is not None
    assert [h.key for h in api.proxy_headers] == ["Host"]
    assert [h.key for h in root.proxy_headers] == ["X-Forwarded-Proto"]
    size = api.setting("client_max_body_size")
    assert size is not None
    assert size.value == "1m"


def test_a_limit_behind_a_regex_that_cannot_match_is_no_limit() -> None:
    facts = nginx.read(
        "limit_req_zone $binary_remote_addr zone=l:1m rate=1r/s;\n"
        "server {\n location ~ ^/login/$ { limit_req zone=l; }\n location / { proxy_pass http://a; }\n}\n"
    )
    assert facts.servers[0].limits_on("/login") == ()
    assert [limit.zone for limit in facts.servers[0].limits_on("/login/")] == ["l"]


def test_a_regex_that_is_not_safe_makes_the_match_uncertain() -> None:
    facts = nginx.read("server {\n location ~ ^/(a+)+$ { deny all; }\n location / { proxy_pass http://a; }\n}\n")
    match = facts.servers[0].location_for("/aaaa")
    assert not match.certain
    assert match.location is not None
    assert match.location.pattern == "/"


def test_conditional_redirects() -> None:
    facts = nginx.read(
        "server {\n if ($scheme = http) {\n  return 301 https://$host$request_uri;\n }\n"
        ' if ($http_x_forwarded_proto != "https") { rewrite ^ https://$host$uri permanent; }\n'
        " rewrite ^/old/(.*)$ https://$host/$1 permanent;\n}\n"
    )
    assert facts.servers[0].redirects == (
        Redirect(301, "https://$host$request_uri", "$scheme = http", 3),
        Redirect(301, "https://$host$uri", "$http_x_forwarded_proto != https", 5),
        Redirect(301, "https://$host/$1", "^/old/(.*)$", 6),
    )


def test_attached_modifiers_and_files_included_in_a_server() -> None:
    facts = nginx.read("location =/a { return 200; }\nlocation ~*\\.php$ { deny all; }\nadd_header A b;\n")
    (server,) = facts.servers
    assert [(x.modifier, x.pattern) for x in server.locations] == [("=", "/a"), ("~*", "\\.php$")]
    assert [h.name for h in server.locations[0].headers] == ["A"]


def test_lua_blocks_are_passed_over() -> None:
    facts = nginx.read("server { location / { content_by_lua_block { if a then b{c} end } proxy_pass http://x; } }")
    assert facts.servers[0].locations[0].proxy_pass == "http://x"


@pytest.mark.parametrize("text", ["server { listen 80", "server { } }", 'add_header A "b', "{ }"])
def test_broken_text_is_a_problem(text: str) -> None:
    assert nginx.read(text).problems


@pytest.mark.parametrize(
    ("pattern", "safe"),
    [
        (r"^/api/", True), (r"\.(js|css)$", True), (r"^/(login|signup)/?$", True), (r"^/[a-z]+/\d+$", True),
        (r"(a+)+$", False), (r"(a|a)*$", False), (r"(a?){20}", False), (r"((ab)*c)*", False),
        (r"(.*)(.*)(.*)(.*)x", False), (r"(?=x)", False), (r"[[:alpha:]]", False), (r"(a)\1", False),
        ("a" * 500, False), (r"[^]]*x", True), (r"a++b", False), (r"^.*.*.*x", True), (r".*.*.*x", False),
        (r"^a|.*.*.*x", False),
    ],
)  # fmt: skip
def test_which_patterns_are_run(pattern: str, safe: bool) -> None:
    assert is_bounded(pattern) is safe


def test_a_broken_pattern_is_unknown() -> None:
    assert matches("(", "/a", ignore_case=False) is None
    assert matches("^/A$", "/a", ignore_case=True) is True
    assert matches("^/A$", "/a", ignore_case=False) is False
