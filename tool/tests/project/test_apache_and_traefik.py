from tenfold.project import apache, traefik
from tenfold.project.facts import Setting


def test_apache() -> None:
    facts = apache.read(
        "<VirtualHost *:80>\n  Redirect permanent / https://example.org/\n</VirtualHost>\n"
        "<VirtualHost *:443>\n  sslprotocol all -SSLv3 \\\n    -TLSv1\n"
        '  Header always set Strict-Transport-Security "max-age=31536000"\n</VirtualHost>\n</Directory>\n'
    )
    redirect, protocol, header = facts.directives
    assert (redirect.name, redirect.arguments, redirect.sections, redirect.line) == (
        "Redirect", ("permanent", "/", "https://example.org/"), ("VirtualHost *:80",), 2,
    )  # fmt: skip
    assert (protocol.name, protocol.arguments) == ("SSLProtocol", ("all", "-SSLv3", "-TLSv1"))
    assert header.sections == ("VirtualHost *:443",)
    assert facts.headers() == (Setting("Strict-Transport-Security", "max-age=31536000", 7),)
    assert [p.line for p in facts.problems] == [9]


def test_traefik_yaml() -> None:
    facts = traefik.read(
        "entryPoints:\n  web:\n    http:\n      redirections:\n        entryPoint:\n          to: websecure\n"
        "http:\n  routers:\n    shop:\n      rule: Host(`a`)\n      entryPoints: [websecure]\n      "
        "middlewares:\n"
        "        - csrf\n        - limit\n      tls:\n        certResolver: le\n"
    )
    (router,) = facts.routers
    assert (router.rule, router.entry_points, router.middlewares) == (
        "Host(`a`)",
        ("websecure",),
        ("csrf", "limit"),
    )
    assert (router.tls, router.certificate_resolver, router.line) == (True, "le", 10)
    assert Setting("entrypoints.web.http.redirections.entrypoint.to", "websecure", 6) in facts.settings


def test_traefik_toml() -> None:
    facts = traefik.read("[http.middlewares.limit.rateLimit]\naverage = 100\nburst = 50\n")
    (middleware,) = facts.middlewares
    assert (middleware.kind, [s.value for s in middleware.settings]) == ("ratelimit", ["100", "50"])
