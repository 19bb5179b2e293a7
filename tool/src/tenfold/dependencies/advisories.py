"""A few advisories of web packages that everybody should have acted on; no replacement for an advisory database."""

from __future__ import annotations

import msgspec
from packaging.version import InvalidVersion, Version

from tenfold.findings import Severity


class Advisory(msgspec.Struct, frozen=True):
    """A published vulnerability.

    Attributes:
        package: normalised name.
        id: CVE number.
        what: what it lets an attacker do, in a few words.
        severity: by its harm to a web app.
        affected: (first affected version, first fixed version) of each line.
    """

    package: str
    id: str
    what: str
    severity: Severity
    affected: tuple[tuple[str, str], ...]

    def fixed_in(self, version: str) -> str:
        """The version that fixes it for `version`; "" when that is not affected or not understood."""
        try:
            parsed = Version(version)
            return next((new for old, new in self.affected if Version(old) <= parsed < Version(new)), "")
        except InvalidVersion:
            return ""


ADVISORIES: tuple[Advisory, ...] = (
    Advisory("django", "CVE-2025-64459", "SQL injection through the keywords of filter() and Q()", "high",
             (("0", "4.2.26"), ("5.0", "5.1.14"), ("5.2", "5.2.8"))),
    Advisory("django", "CVE-2025-57833", "SQL injection through column aliases of annotate()", "high",
             (("0", "4.2.24"), ("5.0", "5.1.12"), ("5.2", "5.2.6"))),
    Advisory("django", "CVE-2022-34265", "SQL injection through Trunc() and Extract()", "high",
             (("3.2", "3.2.14"), ("4.0", "4.0.6"))),
    Advisory("django", "CVE-2022-28346", "SQL injection through annotate() and aggregate()", "high",
             (("2.2", "2.2.28"), ("3.2", "3.2.13"), ("4.0", "4.0.4"))),
    Advisory("django", "CVE-2021-35042", "SQL injection through order_by()", "high",
             (("3.1", "3.1.13"), ("3.2", "3.2.5"))),
    Advisory("flask", "CVE-2023-30861", "a caching proxy may give one user's session cookie to another", "medium",
             (("0", "2.2.5"), ("2.3.0", "2.3.2"))),
    Advisory("werkzeug", "CVE-2024-34069", "the debugger can be made to run code on a developer's machine", "medium",
             (("0", "3.0.3"),)),
    Advisory("werkzeug", "CVE-2023-25577", "one multipart request exhausts memory and processor", "high",
             (("0", "2.2.3"),)),
    Advisory("jinja2", "CVE-2024-22195", "cross-site scripting through the xmlattr filter", "medium",
             (("0", "3.1.3"),)),
    Advisory("jinja2", "CVE-2025-27516", "escape from the template sandbox", "medium", (("0", "3.1.6"),)),
    Advisory("jinja2", "CVE-2019-10906", "escape from the template sandbox", "medium", (("0", "2.10.1"),)),
    Advisory("python-multipart", "CVE-2024-53981", "one form request stalls the event loop", "high",
             (("0", "0.0.18"),)),
    Advisory("starlette", "CVE-2024-47874", "one multipart request exhausts memory", "high", (("0", "0.40.0"),)),
    Advisory("starlette", "CVE-2025-62727", "one Range header exhausts the processor in FileResponse", "high",
             (("0.39.0", "0.49.1"),)),
    Advisory("h11", "CVE-2025-43859", "request smuggling through chunked bodies", "medium", (("0", "0.16.0"),)),
    Advisory("gunicorn", "CVE-2024-1135", "request smuggling through Transfer-Encoding", "high", (("0", "22.0.0"),)),
    Advisory("gunicorn", "CVE-2024-6827", "request smuggling through Transfer-Encoding", "high", (("0", "23.0.0"),)),
    Advisory("pyyaml", "CVE-2020-14343", "full_load runs code from a YAML file", "high", (("0", "5.4"),)),
    Advisory("pyjwt", "CVE-2022-29217", "a public key can be used to forge tokens", "high", (("1.5.0", "2.4.0"),)),
    Advisory("python-jose", "CVE-2024-33663", "a public key can be used to forge tokens", "high", (("0", "3.4.0"),)),
    Advisory("djangorestframework", "CVE-2024-21520", "cross-site scripting in the browsable API", "medium",
             (("0", "3.15.2"),)),
    Advisory("pillow", "CVE-2023-4863", "a WebP image runs code (libwebp)", "high", (("0", "10.0.1"),)),
    Advisory("requests", "CVE-2023-32681", "proxy credentials are sent to the destination", "medium",
             (("2.3.0", "2.31.0"),)),
    Advisory("requests", "CVE-2024-47081", ".netrc credentials are sent to another host", "medium", (("0", "2.32.4"),)),
    Advisory("urllib3", "CVE-2023-43804", "a Cookie header follows a redirect to another host", "medium",
             (("0", "1.26.17"), ("2.0.0", "2.0.6"))),
    Advisory("lxml", "CVE-2021-43818", "the HTML cleaner lets scripts through", "medium", (("0", "4.6.5"),)),
    Advisory("pycrypto", "CVE-2018-6594", "weak ElGamal keys; no fixed release exists, use pycryptodome", "high",
             (("0", "9999"),)),
)  # fmt: skip
"""Sources: the projects' own security notes, and the Python advisory database, https://github.com/pypa/advisory-database."""


def known(package: str, version: str) -> list[tuple[Advisory, str]]:
    """The advisories here that apply to a version, worst first, each with the version that fixes it."""
    found = [(a, fixed) for a in ADVISORIES if a.package == package and (fixed := a.fixed_in(version))]
    return sorted(found, key=lambda pair: ("high", "medium").index(pair[0].severity))
