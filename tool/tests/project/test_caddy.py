from tenfold.project import caddy
from tenfold.project.caddy import CaddyHeader
from tenfold.project.facts import Setting

TEXT = """\
{
    email admin@example.org
    servers {
        trusted_proxies static private_ranges
    }
}
(security) {
    header {
        Strict-Transport-Security "max-age=31536000; includeSubDomains"
        -Server
    }
}
example.org, www.example.org {
    import security
    header /api/* X-Frame-Options DENY
    rate_limit {
        zone login {
            match { path /login }
            key {remote_host}
            events 5
            window 1m
        }
    }
    request_body {
        max_size 10MB
    }
    handle /api/* {
        reverse_proxy web:8000
    }
    tls {
        protocols tls1.2 tls1.3
    }
}
http://internal.example.org {
    redir https://example.org{uri} permanent
}
:8080 {
    respond "ok"
}
"""


def test_sites() -> None:
    facts = caddy.read(TEXT)
    assert facts.problems == ()
    assert facts.options == (
        Setting("email", "admin@example.org", 2),
        Setting("servers", "", 3),
        Setting("servers.trusted_proxies", "static private_ranges", 4),
    )
    site, plain, port = facts.sites
    assert (site.addresses, site.line, site.https) == (("example.org", "www.example.org"), 13, True)
    assert (plain.https, port.https) == (False, False)
    assert site.headers == (
        CaddyHeader("Strict-Transport-Security", "max-age=31536000; includeSubDomains", "", 9),
        CaddyHeader("-Server", "", "", 10),
        CaddyHeader("X-Frame-Options", "DENY", "/api/*", 15),
    )
    assert site.tls == ("protocols tls1.2 tls1.3",)
    assert site.max_body == "10MB"
    assert site.proxies == (Setting("reverse_proxy", "web:8000", 28),)
    assert [limit.line for limit in site.limits] == [16]
    assert plain.redirects == (Setting("redir", "https://example.org{uri} permanent", 35),)


def test_a_file_without_blocks_is_one_site() -> None:
    (site,) = caddy.read("example.org\n\nreverse_proxy localhost:8000\n").sites
    assert (site.addresses, site.https) == (("example.org",), True)
    assert site.proxies == (Setting("reverse_proxy", "localhost:8000", 3),)


def test_automatic_https_switched_off() -> None:
    facts = caddy.read("{\n  auto_https off\n}\nexample.org {\n}\nhttps://a.org {\n}\n")
    assert [site.https for site in facts.sites] == [False, True]
    assert caddy.read("{\n auto_https disable_redirects\n}\nexample.org {\n}\n").sites[0].https is True


def test_ports() -> None:
    facts = caddy.read("example.org:80 {\n}\nexample.org:443 {\n}\nexample.org:8443 {\n}\n{$HOST} {\n}\n")
    assert [site.https for site in facts.sites] == [False, True, True, True]


def test_snippets_that_import_themselves_end() -> None:
    facts = caddy.read("(a) {\n import a\n header X y\n}\nexample.org {\n import a\n}\n")
    assert facts.sites[0].headers
