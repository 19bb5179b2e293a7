"""Practice 5: dependencies that are known, pinned, current and trusted."""

from tenfold.catalogue.model import HowTo, Practice, Requirement

PRACTICE = Practice(
    id="dependencies",
    number=5,
    title="Keep dependencies up to date",
    summary="Every package that the app installs is known, pinned by hash, supported and free of known holes.",
)

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="dependencies.vulnerable",
        practice="dependencies",
        title="No dependency with a known vulnerability",
        asks="No installed or locked version has a published security advisory that applies to it.",
        why="""\
An advisory tells everyone what is wrong and often how to use it. Scanners try the whole internet within \
days, so an old release of a framework or a parser is the cheapest way into an app whose own code has no \
fault.""",
        how=HowTo(
            flask="""\
Check the lock file, raise what is named, and check again. Flask's parts count too: Werkzeug, Jinja2, \
MarkupSafe.

```console
$ pip-audit -r requirements.txt --require-hashes --disable-pip
$ pip-compile --generate-hashes --upgrade-package werkzeug requirements.in
```""",
            django="""\
Check the lock file, raise what is named, and check again. Django's fixes come as patch releases of each \
supported line, so `~=5.2.0` takes them without other changes.

```console
$ pip-audit -r requirements.txt --require-hashes --disable-pip
$ pip-compile --generate-hashes --upgrade-package django requirements.in
```""",
            fastapi="""\
Check the lock file, raise what is named, and check again. FastAPI's parts count too: Starlette, Pydantic, \
python-multipart, uvicorn, h11.

```console
$ uv export --frozen --no-emit-project --output-file requirements.txt
$ pip-audit -r requirements.txt --require-hashes --disable-pip
$ uv lock --upgrade-package starlette
```""",
        ),
        cwe=(1395, 1035, 937),
        owasp2025=("A03:2025",),
        owasp2021=("A06:2021",),
        asvs=("15.2.1", "15.1.1"),
        references=(
            "https://osv.dev/",
            "https://github.com/pypa/pip-audit",
            "https://github.com/pypa/advisory-database",
            "https://cheatsheetseries.owasp.org/cheatsheets/Vulnerable_Dependency_Management_Cheat_Sheet.html",
        ),
    ),
    Requirement(
        id="dependencies.outdated",
        practice="dependencies",
        title="Dependencies are near their newest release",
        asks="Direct dependencies are not years or several major releases behind their newest stable one.",
        why="""\
When a hole is published the fix is made for the current release. Whoever is three majors behind must do \
the whole upgrade under pressure, in the night when the attack is already running. Small regular steps \
keep that night short.""",
        how=HowTo.everywhere("""\
See what is behind, raise a few packages at a time, and run the tests after each.

```console
$ pip list --outdated
$ pip-compile --generate-hashes --upgrade requirements.in
$ uv lock --upgrade
```
A package without a release for two years deserves the question whether it is still looked after."""),
        cwe=(1104, 1395),
        owasp2025=("A03:2025",),
        owasp2021=("A06:2021",),
        asvs=("15.2.1", "15.1.1", "15.1.4"),
        references=(
            "https://pip.pypa.io/en/stable/cli/pip_list/",
            "https://docs.astral.sh/uv/concepts/projects/sync/",
            "https://cheatsheetseries.owasp.org/cheatsheets/Vulnerable_Dependency_Management_Cheat_Sheet.html",
        ),
    ),
    Requirement(
        id="dependencies.pinned",
        practice="dependencies",
        title="All packages pinned with hashes",
        asks=(
            "A lock file names the exact version and hash of each package, transitive ones too, and the "
            "deployment installs from it."
        ),
        why="""\
`flask>=2` means that each build may install something else: another bug, or a release that an attacker \
published an hour ago with a stolen account. With versions and hashes the server runs what you tested, and \
a changed file is refused.""",
        how=HowTo.everywhere("""\
Keep what you want in one file and what that means in a lock, commit both, and install from the lock only.

```console
$ pip-compile --generate-hashes --output-file requirements.txt requirements.in
$ pip install --require-hashes -r requirements.txt
```
```text
# Dockerfile, with uv
COPY pyproject.toml uv.lock ./
RUN uv sync --locked --no-dev
```
Poetry's `poetry.lock`, Pipenv's `Pipfile.lock` (`pipenv sync`) and `pylock.toml` (PEP 751) serve as \
well."""),
        cwe=(1357, 494, 829),
        owasp2025=("A03:2025", "A08:2025"),
        owasp2021=("A08:2021",),
        asvs=("15.1.2", "15.2.4"),
        references=(
            "https://pip.pypa.io/en/stable/topics/secure-installs/",
            "https://packaging.python.org/en/latest/specifications/pylock-toml/",
            "https://docs.astral.sh/uv/concepts/projects/sync/",
            "https://slsa.dev/",
        ),
    ),
    Requirement(
        id="dependencies.updates",
        practice="dependencies",
        title="A bot proposes updates",
        asks="Dependabot or Renovate watches the Python packages and the CI actions and proposes their updates.",
        why="""\
Nobody reads every advisory every morning. Without a bot, updates happen when somebody remembers, which is \
usually after the incident. A bot turns each fix into a tested pull request that takes a minute to \
merge.""",
        how=HowTo.everywhere("""\
Add `.github/dependabot.yml` (or a `renovate.json` that extends `config:recommended`). A few days of \
cooldown let bad releases be found by others first; security updates do not wait.

```yaml
version: 2
updates:
  - package-ecosystem: pip # or: uv
    directory: /
    schedule: { interval: weekly }
    cooldown: { default-days: 7 }
    groups:
      minor: { update-types: [minor, patch] }
  - package-ecosystem: github-actions
    directory: /
    schedule: { interval: weekly }
  - package-ecosystem: docker
    directory: /
    schedule: { interval: weekly }
```"""),
        cwe=(1104, 1395),
        owasp2025=("A03:2025",),
        owasp2021=("A06:2021",),
        asvs=("15.1.1", "15.2.1"),
        references=(
            "https://docs.github.com/en/code-security/dependabot/working-with-dependabot/dependabot-options-reference",
            "https://docs.renovatebot.com/",
        ),
    ),
    Requirement(
        id="dependencies.trusted",
        practice="dependencies",
        title="Packages come from where you think",
        asks=(
            "No dependency is a look-alike of a popular name, yanked, abandoned, open to a second index, "
            "or fetched from a bare URL."
        ),
        why="""\
Anyone may publish under a free name. A slip of a letter (`reqeusts`), a name that a chat bot made up, or \
a private package that someone registers in public installs a stranger's code, which runs at install time \
with your rights and reads your keys.""",
        how=HowTo.everywhere("""\
Copy names from the project's own page, bind a private package to its own index, and pin a VCS address to \
a full commit.

```toml
[[tool.uv.index]]
name = "company"
url = "https://packages.example.com/simple"
explicit = true

[tool.uv.sources]
billing-client = { index = "company" }
```
```text
# requirements.in: a commit, not a branch
tidy-forms @ git+https://github.com/example/tidy-forms@FULL_COMMIT_HASH
```
Avoid `--extra-index-url`: pip takes the highest version from either index. One index that mirrors both is \
safe."""),
        cwe=(1357, 494, 829, 427),
        owasp2025=("A03:2025", "A08:2025"),
        owasp2021=("A08:2021",),
        asvs=("15.2.4", "15.1.2"),
        references=(
            "https://docs.astral.sh/uv/concepts/indexes/",
            "https://peps.python.org/pep-0592/",
            "https://packaging.python.org/en/latest/guides/publishing-package-distribution-releases-using-github-actions-ci-cd-workflows/",
        ),
    ),
    Requirement(
        id="dependencies.supported",
        practice="dependencies",
        title="Python and the framework are still supported",
        asks="Python, the framework and the base image are release lines that still get security fixes.",
        why="""\
After its end date a release line gets no more fixes: a hole found tomorrow stays open in it for good, \
while its description is public. Scanners may not even list it, because nobody examines the old line any \
more.""",
        how=HowTo(
            flask="""\
Flask supports only its newest feature line (3.1). Run it on a Python that still gets fixes, and say so in \
one place.

```toml
[project]
requires-python = ">=3.12"
dependencies = ["flask~=3.1"]
```
```text
FROM python:3.13-slim
```""",
            django="""\
Take a long-term line (5.2 until April 2028) or follow each release (6.0 until April 2027). Django 4.2 \
ended in April 2026.

```toml
[project]
requires-python = ">=3.12"
dependencies = ["django~=5.2.0"]
```
```text
FROM python:3.13-slim
```""",
            fastapi="""\
FastAPI supports only its newest release, and so does Starlette: raise both often. Pin a minor line, since \
each may break.

```toml
[project]
requires-python = ">=3.12"
dependencies = ["fastapi[standard]>=0.120"]
```
```text
FROM python:3.13-slim
```""",
        ),
        cwe=(1104, 477),
        owasp2025=("A03:2025",),
        owasp2021=("A06:2021",),
        asvs=("15.2.1", "15.1.1"),
        references=(
            "https://devguide.python.org/versions/",
            "https://www.djangoproject.com/download/#supported-versions",
            "https://fastapi.tiangolo.com/deployment/versions/",
            "https://endoflife.date/",
        ),
    ),
)
