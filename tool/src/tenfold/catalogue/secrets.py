"""Practice 7: secrets outside the code."""

from tenfold.catalogue import secrets_loading
from tenfold.catalogue.model import HowTo, Practice, Requirement

PRACTICE = Practice(
    id="secrets",
    number=7,
    title="Keep secrets out of the code",
    summary=(
        "Keys and passwords live in the environment or a secrets manager, are strong, and reach neither git nor logs."
    ),
)

REQUIREMENTS: tuple[Requirement, ...] = (
    Requirement(
        id="secrets.code",
        practice="secrets",
        title="No secrets in the source",
        asks=(
            "No key, token, password or connection string stands in source, templates, configuration, "
            "notebooks, Docker or CI files."
        ),
        why="""\
Source is copied everywhere: to every laptop, to CI, into images, to contractors, one day to a public \
repository. Bots find a published cloud key within minutes and use it before you have read the mail. A key \
in the code is also the same for development and production, and cannot be changed without a \
release.""",
        how=HowTo(
            flask="""\
Take the value from the environment, and change the old one: it is known.

```python
import os

app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
```
In CI use the service's secret store, in Docker builds `RUN --mount=type=secret`, never `ARG` or \
`ENV`.""",
            django="""\
Take the values from the environment, and change the old ones: they are known.

```python
import environ

env = environ.Env()

SECRET_KEY = env("DJANGO_SECRET_KEY")
DATABASES = {"default": env.db("DATABASE_URL")}
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD")
```
The key that `startproject` writes starts with `django-insecure-`; it is for your desk only.""",
            fastapi="""\
Declare them as `SecretStr` without a default, and change the old ones: they are known.

```python
from pydantic import PostgresDsn, SecretStr
from pydantic_settings import BaseSettings

class Settings(BaseSettings):
    jwt_key: SecretStr
    database_url: PostgresDsn
    stripe_key: SecretStr
```
In CI use the service's secret store, in Docker builds `RUN --mount=type=secret`, never `ARG` or \
`ENV`.""",
        ),
        cwe=(798, 259, 321, 547),
        owasp2025=("A07:2025", "A04:2025", "A02:2025"),
        owasp2021=("A07:2021", "A02:2021", "A05:2021"),
        asvs=("13.3.1", "13.2.3"),
        references=(
            "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
            "https://12factor.net/config",
            "https://docs.docker.com/build/building/secrets/",
        ),
    ),
    Requirement(
        id="secrets.history",
        practice="secrets",
        title="No secrets in the git history",
        asks="No secret that still works stands in an earlier commit.",
        why="""\
Deleting a key in a new commit hides nothing: every clone holds the old one, and search tools read the \
whole history in seconds. The day the repository becomes public, or a laptop is lost, everything that ever \
stood in it is out.""",
        how=HowTo.everywhere("""\
First change the secret at its provider: that alone ends the danger. Then, if the history must be clean, \
rewrite it (everyone has to clone anew), and stop the next one before it is committed.

```console
$ git filter-repo --replace-text expressions.txt
$ git push --force --all && git push --force --tags
```
```yaml
# .pre-commit-config.yaml
repos:
  - repo: https://github.com/gitleaks/gitleaks
    rev: v8.28.0
    hooks: [{ id: gitleaks }]
```
On GitHub turn on push protection under "Code security"."""),
        cwe=(538, 540, 798),
        owasp2025=("A01:2025", "A07:2025"),
        owasp2021=("A01:2021", "A07:2021"),
        asvs=("13.3.1", "13.3.4", "13.4.1"),
        references=(
            "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/removing-sensitive-data-from-a-repository",
            "https://github.com/newren/git-filter-repo",
            "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
        ),
    ),
    Requirement(
        id="secrets.env",
        practice="secrets",
        title="The .env file stays out of git and images",
        asks=(
            "Files with local secrets are ignored by git and Docker, and an example with empty values "
            "shows what is needed."
        ),
        why="""\
`git add .` takes a `.env` along unless it is ignored, and `COPY . .` puts it into an image that others \
can pull. Without an example file, new people ask a colleague for theirs, and secrets travel by \
chat.""",
        how=HowTo.everywhere("""\
Ignore the file in both places, commit an example, and remove a copy that is already tracked.

```text
# .gitignore and .dockerignore
.env
.env.*
!.env.example
```
```text
# .env.example
SECRET_KEY=
DATABASE_URL=postgresql://user:password@localhost/app
REDIS_URL=redis://localhost:6379/0
```
```console
$ git rm --cached .env
```
Also keep the web server from serving it: the static folder is never the project's root."""),
        cwe=(538, 260, 540),
        owasp2025=("A01:2025", "A02:2025"),
        owasp2021=("A01:2021", "A05:2021"),
        asvs=("13.3.1", "13.4.1", "13.4.7"),
        references=(
            "https://git-scm.com/docs/gitignore",
            "https://docs.docker.com/build/concepts/context/#dockerignore-files",
            "https://12factor.net/config",
        ),
    ),
    *secrets_loading.REQUIREMENTS,
)
