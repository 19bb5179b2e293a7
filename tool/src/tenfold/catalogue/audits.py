"""Practice 10: regular audits, by machines on each change and by people."""

from tenfold.catalogue.model import HowTo, Practice, Requirement

PRACTICE = Practice(
    id="audits",
    number=10,
    title="Regular security audits",
    summary=(
        "Each change is examined by tools in CI, the whole by OWASP's list, and strangers know where to report a hole."
    ),
)

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="audits.static",
        practice="audits",
        title="The source is examined in CI",
        asks=(
            "CI runs a static security check (Bandit, Ruff S, Semgrep, CodeQL or Tenfold) on each change "
            "and fails on what it finds."
        ),
        why="""\
A reviewer sees the ten lines that changed; a tool reads all of them, every time, and does not get tired. \
A hole that is found before the merge costs minutes, the same hole in production costs your users' \
data.""",
        how=HowTo.everywhere("""\
Run it on each pull request and on the main branch, and let it fail the build.

```yaml
name: security
on:
  pull_request:
  push: { branches: [main] }
permissions: {}
jobs:
  check:
    runs-on: ubuntu-latest
    permissions: { contents: read }
    steps:
      - uses: actions/checkout@FULL_COMMIT_HASH # v5
        with: { persist-credentials: false }
      - run: pipx run tenfold check . --fail-on high
      - run: pipx run ruff check --select S .
```
`continue-on-error: true` or `|| true` makes it decoration."""),
        cwe=(1127, 710),
        owasp2025=("A06:2025",),
        owasp2021=("A04:2021",),
        asvs=(),
        references=(
            "https://owasp.org/www-community/Source_Code_Analysis_Tools",
            "https://docs.astral.sh/ruff/rules/#flake8-bandit-s",
            "https://bandit.readthedocs.io/en/latest/",
            "https://codeql.github.com/docs/",
        ),
    ),
    Requirement(
        id="audits.dependencies",
        practice="audits",
        title="Dependencies are audited in CI",
        asks="CI checks the locked dependencies for known vulnerabilities on each change and on a schedule.",
        why="""\
Advisories appear while your code stands still. A check that runs only when someone commits sleeps exactly \
when the project is quiet, so it needs a schedule as well.""",
        how=HowTo.everywhere("""\
Audit the lock file daily and on each change.

```yaml
name: dependencies
on:
  pull_request:
  schedule: [{ cron: "17 4 * * *" }]
permissions: {}
jobs:
  audit:
    runs-on: ubuntu-latest
    permissions: { contents: read }
    steps:
      - uses: actions/checkout@FULL_COMMIT_HASH # v5
        with: { persist-credentials: false }
      - run: pipx run pip-audit -r requirements.txt --require-hashes --disable-pip
```
With uv: `uv export --frozen --no-emit-project -o requirements.txt` first. OSV-Scanner, Safety or Trivy \
serve as well."""),
        cwe=(1395, 1104),
        owasp2025=("A03:2025",),
        owasp2021=("A06:2021",),
        asvs=("15.2.1", "15.1.1"),
        references=(
            "https://github.com/pypa/pip-audit",
            "https://google.github.io/osv-scanner/",
            "https://cheatsheetseries.owasp.org/cheatsheets/Vulnerable_Dependency_Management_Cheat_Sheet.html",
        ),
    ),
    Requirement(
        id="audits.dynamic",
        practice="audits",
        title="The running app is examined",
        asks=(
            "A scanner (ZAP, Wapiti, Burp, Nessus or Tenfold's probe) examines the running app in CI or on a schedule."
        ),
        why="""\
Some faults show only when everything runs together: the proxy drops a header, a setting is read from \
elsewhere, an old route still answers. Only a request from outside sees what an attacker sees.""",
        how=HowTo.everywhere("""\
Start the app in CI as production would start it, and scan it; scan only what is yours.

```yaml
jobs:
  scan:
    runs-on: ubuntu-latest
    permissions: { contents: read }
    steps:
      - uses: actions/checkout@FULL_COMMIT_HASH # v5
        with: { persist-credentials: false }
      - run: docker compose up --detach --wait
      - uses: zaproxy/action-baseline@FULL_COMMIT_HASH # v0.15.0
        with:
          target: http://localhost:8000
          allow_issue_writing: false
```
If another team or a service scans, keep its report or a link to it in the repository."""),
        cwe=(1127, 693),
        owasp2025=("A06:2025", "A02:2025"),
        owasp2021=("A04:2021", "A05:2021"),
        asvs=(),
        references=(
            "https://www.zaproxy.org/docs/docker/baseline-scan/",
            "https://wapiti-scanner.github.io/",
            "https://owasp.org/www-project-web-security-testing-guide/",
        ),
    ),
    Requirement(
        id="audits.owasp",
        practice="audits",
        title="Each OWASP Top 10 category is accounted for",
        asks="For each category of the OWASP Top 10:2025 one can see what covers it in this app and what is open.",
        why="""\
Checks by habit leave the same gaps each year. Going through a known list once shows what nobody thought \
of, and the result answers the question that customers and auditors ask first.""",
        how=HowTo.everywhere("""\
Let Tenfold print the table from what it found, and read the rows without evidence; look at those by hand \
with the Application Security Verification Standard beside you.

```console
$ tenfold check . --by owasp
$ tenfold check . --by owasp --format markdown --output docs/owasp.md
```
Repeat it at each larger release, and write down what you decided not to do and why."""),
        cwe=(657, 1059),
        owasp2025=("A06:2025",),
        owasp2021=("A04:2021",),
        asvs=(),
        references=(
            "https://owasp.org/Top10/2025/",
            "https://owasp.org/www-project-application-security-verification-standard/",
            "https://owaspsamm.org/",
        ),
    ),
    Requirement(
        id="audits.policy",
        practice="audits",
        title="Strangers know where to report a hole",
        asks="A SECURITY.md or a security.txt says how to report a vulnerability and what to expect.",
        why="""\
Honest people find holes too. If they find no address they give up, or they write about it in public, \
where others read it before you do.""",
        how=HowTo(
            flask="""\
Put `SECURITY.md` into the repository, and serve `security.txt` on the site.

```text
Contact: mailto:security@example.com
Expires: 2027-06-30T00:00:00Z
Preferred-Languages: en
Policy: https://example.com/security
```
```python
@app.get("/.well-known/security.txt")
def security_txt():
    return app.send_static_file("security.txt"), {"Content-Type": "text/plain; charset=utf-8"}
```
Put the date into your calendar: a file that has expired counts for nothing.""",
            django="""\
Put `SECURITY.md` into the repository, and serve `security.txt` on the site.

```text
Contact: mailto:security@example.com
Expires: 2027-06-30T00:00:00Z
Preferred-Languages: en
Policy: https://example.com/security
```
```python
from django.urls import path
from django.views.generic import TemplateView

urlpatterns += [
    path(
        ".well-known/security.txt",
        TemplateView.as_view(template_name="security.txt", content_type="text/plain; charset=utf-8"),
    ),
]
```
Put the date into your calendar: a file that has expired counts for nothing.""",
            fastapi="""\
Put `SECURITY.md` into the repository, and serve `security.txt` on the site.

```text
Contact: mailto:security@example.com
Expires: 2027-06-30T00:00:00Z
Preferred-Languages: en
Policy: https://example.com/security
```
```python
from fastapi.responses import FileResponse

@app.get("/.well-known/security.txt", include_in_schema=False)
def security_txt():
    return FileResponse("static/security.txt", media_type="text/plain; charset=utf-8")
```
Put the date into your calendar: a file that has expired counts for nothing.""",
        ),
        cwe=(1059,),
        owasp2025=("A06:2025",),
        owasp2021=("A04:2021",),
        asvs=(),
        references=(
            "https://www.rfc-editor.org/rfc/rfc9116",
            "https://docs.github.com/en/code-security/getting-started/adding-a-security-policy-to-your-repository",
            "https://cheatsheetseries.owasp.org/cheatsheets/Vulnerability_Disclosure_Cheat_Sheet.html",
        ),
    ),
    Requirement(
        id="audits.workflows",
        practice="audits",
        title="CI itself is pinned and has few rights",
        asks=(
            "CI pins its actions and images by hash, gives each job only the rights it needs, and runs no "
            "untrusted text."
        ),
        why="""\
CI holds the keys to your releases. An action named by a tag runs whatever its owner, or whoever broke \
into their account, puts there tomorrow; a pull request's title pasted into a `run:` line is a shell \
command by a stranger.""",
        how=HowTo.everywhere("""\
Name actions by commit, start from no rights, and pass foreign text through the environment.

```yaml
on: pull_request # not pull_request_target with a checkout of the change
permissions: {}
jobs:
  test:
    runs-on: ubuntu-24.04
    permissions: { contents: read }
    steps:
      - uses: actions/checkout@FULL_COMMIT_HASH # v5
        with: { persist-credentials: false }
      - run: echo "$TITLE"
        env:
          TITLE: ${{ github.event.pull_request.title }}
```
```console
$ uvx zizmor .github/workflows
```
Publish with Trusted Publishing instead of a stored token. In GitLab pin images by digest and protect the \
variables."""),
        cwe=(829, 1357, 250, 94),
        owasp2025=("A03:2025", "A08:2025"),
        owasp2021=("A08:2021",),
        asvs=(),
        references=(
            "https://docs.github.com/en/actions/reference/security/secure-use",
            "https://docs.zizmor.sh/",
            "https://packaging.python.org/en/latest/guides/publishing-package-distribution-releases-using-github-actions-ci-cd-workflows/",
            "https://cheatsheetseries.owasp.org/cheatsheets/CI_CD_Security_Cheat_Sheet.html",
        ),
    ),
)
