"""secrets.env: a .env file that is copied into an image."""

from __future__ import annotations

from collections.abc import Iterable

from tenfold.findings import Step
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.project.dockerfile import DockerfileFacts
from tenfold.project.ignore_file import IgnoreFacts
from tenfold.rules.base import Observation, Rule, violated
from tenfold.rules.secrets._candidates import TRY_OUT
from tenfold.rules.secrets.env import loader_of


class EnvImage(Rule):
    """A .env file is copied into the image.

    ## What it finds
    Dockerfiles that copy the whole folder (`COPY . .`) in a project that loads a `.env` file, while no .dockerignore
    leaves that file out.

    ## Why it matters
    Whoever can pull the image can read every file of its layers, also of those that a later step deletes.

    ## Example
    ```python app.py
    from dotenv import load_dotenv

    load_dotenv()
    ```
    ```text Dockerfile
    FROM python:3.14-slim
    COPY . .
    ```

    ## Use instead
    ```python app.py
    from dotenv import load_dotenv

    load_dotenv()
    ```
    ```text Dockerfile
    FROM python:3.14-slim
    COPY . .
    ```
    ```text .dockerignore
    .env
    ```

    ## References
    - https://docs.docker.com/build/concepts/context/#dockerignore-files
    - https://cwe.mitre.org/data/definitions/538.html
    """

    requirement = "secrets.env"
    severity = "low"
    cwe = (538,)
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look at what Dockerfiles copy, and at what stays out."""
        loader = loader_of(program)
        if loader is None:
            return
        for path, facts in sorted(program.facts.of("dockerfile").items()):
            if not isinstance(facts, DockerfileFacts) or program.role(path) in TRY_OUT | {"local"}:
                continue
            if path.startswith(".devcontainer/") or _stays_out(program, path):
                continue
            for stage in facts.final():
                copied = next((copy for copy in stage.copies if not copy.from_stage and _is_all(copy.sources)), None)
                if copied is not None:
                    yield violated(
                        Place(path, copied.line),
                        "the whole folder is copied into the image, a .env file included",
                        "add the lines `.env` and `.env.*` to .dockerignore",
                        related=[Step(loader, "loads a .env file")],
                    )


def _is_all(sources: tuple[str, ...]) -> bool:
    return any(source in {".", "./", "/"} for source in sources)


def _stays_out(program: Program, dockerfile: str) -> bool:
    """Whether a .dockerignore of the build's folder, or of the Dockerfile itself, leaves .env out."""
    from pathspec import GitIgnoreSpec  # slow to load, and few projects build an image

    folder = dockerfile.rpartition("/")[0]
    wanted = {f"{folder}/.dockerignore".lstrip("/"), ".dockerignore", f"{dockerfile}.dockerignore"}
    for path, facts in program.facts.of("ignore").items():
        if path in wanted and isinstance(facts, IgnoreFacts):
            spec = GitIgnoreSpec.from_lines(pattern.key + pattern.value for pattern in facts.patterns)
            if spec.match_file(".env"):
                return True
    return False
