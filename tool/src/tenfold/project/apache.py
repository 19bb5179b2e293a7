"""Apache httpd configuration: the directives that concern TLS, headers, redirects and forwards."""

from typing import Final

from tenfold.project.facts import Fact, FileFacts, Problems, Setting, bounded

MAX_DIRECTIVES: Final = 20_000
_KNOWN: Final = {
    name.lower(): name
    for name in [
        "Header",
        "Redirect",
        "RedirectPermanent",
        "RedirectMatch",
        "RewriteRule",
        "RewriteCond",
        "RewriteEngine",
        "SSLEngine",
        "SSLProtocol",
        "SSLCipherSuite",
        "SSLCertificateFile",
        "SSLHonorCipherOrder",
        "ProxyPass",
        "ProxyPassMatch",
        "ProxyPreserveHost",
        "RequestHeader",
        "ServerName",
        "ServerAlias",
        "ServerTokens",
        "ServerSignature",
        "Listen",
        "LimitRequestBody",
        "RemoteIPHeader",
        "RemoteIPTrustedProxy",
        "RemoteIPInternalProxy",
        "WSGIScriptAlias",
        "WSGIDaemonProcess",
        "WSGIProcessGroup",
        "SetEnv",
        "PassEnv",
        "Require",
        "Options",
        "TraceEnable",
        "SetOutputFilter",
        "SecRuleEngine",
        "MDomain",
        "Include",
        "IncludeOptional",
        "SetEnvIf",
        "DocumentRoot",
    ]
}


class ApacheDirective(Fact, frozen=True):
    """A directive; `sections` are the enclosing ones as written, outermost first ("VirtualHost *:443")."""

    name: str
    arguments: tuple[str, ...]
    sections: tuple[str, ...]
    line: int


class ApacheFacts(FileFacts, frozen=True):
    """The directives of interest in file order."""

    directives: tuple[ApacheDirective, ...] = ()

    def named(self, name: str) -> tuple[ApacheDirective, ...]:
        """All directives of a name, which is compared without regard to case."""
        return tuple(d for d in self.directives if d.name.lower() == name.lower())

    def headers(self) -> tuple[Setting, ...]:
        """Response headers that are set, with their values."""
        found: list[Setting] = []
        for directive in self.named("Header"):
            words = [word for word in directive.arguments if word.lower() not in {"always", "onsuccess"}]
            if len(words) > 2 and words[0].lower() in {"set", "add", "append", "merge", "setifempty"}:
                found.append(Setting(words[1], words[2], directive.line))
        return tuple(found)


def _words(text: str) -> tuple[str, ...]:
    """The words of a line; quotes group, a backslash keeps a quote."""
    found: list[str] = []
    at = 0
    while at < len(text):
        character = text[at]
        if character.isspace():
            at += 1
            continue
        quote = character if character in "\"'" else ""
        at += len(quote)
        piece: list[str] = []
        while at < len(text) and not (text[at] == quote if quote else text[at].isspace()):
            if text[at] == "\\" and text[at + 1 : at + 2] in {'"', "'"}:
                at += 1
            piece.append(text[at])
            at += 1
        at += len(quote)
        found.append("".join(piece))
    return tuple(found)


def read(text: str) -> ApacheFacts:
    """The directives of interest of an httpd.conf, a virtual host file or .htaccess."""
    problems = Problems()
    found: list[ApacheDirective] = []
    sections: list[str] = []
    pending: list[str] = []
    start = 1
    for number, raw in enumerate(bounded(text, problems).split("\n"), 1):
        if not pending:
            start = number
        if raw.endswith("\\") and len(pending) < 1000:
            pending.append(raw[:-1])
            continue
        line = ("".join(pending) + raw).strip()
        pending = []
        if not line or line.startswith("#"):
            continue
        if line.startswith("</"):
            if not sections:
                problems.add(start, "a section end that closes nothing")
            else:
                sections.pop()
        elif line.startswith("<"):
            if len(sections) < 16:
                sections.append(line.strip("<>")[:200])
            continue
        else:
            name, _, rest = line.partition(" ")
            known = _KNOWN.get(name.lower())
            if len(found) >= MAX_DIRECTIVES:
                problems.add(start, f"more than {MAX_DIRECTIVES} directives; the rest was not read")
                break
            if known:
                found.append(ApacheDirective(known, _words(rest)[:200], tuple(sections), start))
    return ApacheFacts(directives=tuple(found), problems=problems.all())
