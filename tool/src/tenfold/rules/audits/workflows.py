"""audits.workflows: actions and images that may change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tenfold.findings import Step
from tenfold.place import Place
from tenfold.program.program import Program
from tenfold.project.gitlab_ci import CiFacts
from tenfold.project.workflows import Use
from tenfold.rules.audits._workflows import all_files, workflows
from tenfold.rules.base import Observation, Rule, met, not_applicable, unknown, violated

_OWN = frozenset({"actions", "github", "dependabot"})
"""Owners of actions that GitHub itself keeps."""
_MOVING = frozenset({"main", "master", "develop", "dev", "trunk", "latest", ""})
_WHY = {
    "branch": "taken by a branch, so that each run may get other code",
    "tag": "taken by a tag, which the owner can move to other code",
    "own": "taken by a tag; it is GitHub's own action, but a tag can be moved all the same",
}


class Workflows(Rule):
    """CI runs actions or images that their owner may change at any time.

    ## What it finds
    `uses:` of an action or reusable workflow by tag or branch instead of by full commit hash (those
    that GitHub itself keeps weigh less), and GitLab images and includes without a fixed version.

    ## Why it matters
    A tag is a pointer that its owner, or whoever broke into the account, can move to other code. That code then runs
    with your CI's token and secrets; in March 2025 a widely used action was changed like this behind all of its tags.

    ## Example
    ```yaml .github/workflows/test.yml
    on: [push]
    permissions: {}
    jobs:
      test:
        runs-on: ubuntu-latest
        steps:
          - uses: example/deploy-action@v2
    ```

    ## Use instead
    ```yaml .github/workflows/test.yml
    on: [push]
    permissions: {}
    jobs:
      test:
        runs-on: ubuntu-latest
        steps:
          - uses: example/deploy-action@11bd71901bbe5b1630ceea73d27597364c9af683 # v2.1.0
    ```

    ## References
    - https://docs.github.com/en/actions/reference/security/secure-use
    - https://docs.zizmor.sh/audits/#unpinned-uses
    """

    requirement = "audits.workflows"
    severity = "medium"
    cwe = (829, 1357)
    whole = True

    def judge_project(self, program: Program) -> Iterable[Observation]:
        """Look at every `uses:` of workflows and composite actions, and at GitLab's images and includes."""
        github = list(all_files(program))
        gitlab = [(p, f) for p, f in sorted(program.facts.of("gitlab-ci").items()) if isinstance(f, CiFacts)]
        if not any(True for _ in workflows(program)) and not gitlab:
            other = [path for path in sorted(program.facts.of("ci")) if "taskfile" not in path.lower()]
            if other:
                yield unknown(
                    f"{other[0]}: rights and pins of this CI service stand outside the repository", Place(other[0])
                )
            else:
                yield not_applicable("no GitHub workflow, GitLab pipeline or other CI file was found")
            return
        uses = [(path, use) for path, facts in github for use in facts.uses if not use.name.startswith("./")]
        yield from _judge_uses(uses)
        yield from _judge_gitlab(gitlab)
        if not uses and github:
            path = github[0][0]
            yield met(Place(path), "the workflows use no foreign action")


def _judge_uses(uses: list[tuple[str, Use]]) -> Iterator[Observation]:
    loose: dict[str, dict[str, list[Place]]] = {}
    for path, use in uses:
        if not use.is_pinned and "${{" not in use.name:
            name = f"{use.name}@{use.ref}" if use.ref else use.name
            loose.setdefault(_sort(use), {}).setdefault(name, []).append(Place(path, use.line))
    for sort, actions in loose.items():
        places = sorted((min(found), name) for name, found in actions.items())
        names = ", ".join(name for _, name in places[:3]) + (f" and {len(places) - 3} more" if len(places) > 3 else "")
        yield violated(
            places[0][0],
            f"{names}: {_WHY[sort]}",
            "name the full commit, `uses: owner/name@<40 hex digits> # v1.2.3`; `pinact run` writes all of them",
            related=[Step(place, name) for place, name in places[1:30]],
            severity="low" if sort == "own" else "medium",
        )
    pinned = [(path, use) for path, use in uses if use.is_pinned]
    if pinned and not loose:
        path, use = pinned[0]
        yield met(Place(path, use.line), f"every action is pinned by commit ({len(pinned)} uses)")


def _sort(use: Use) -> str:
    if use.ref.lower() in _MOVING:
        return "branch"
    return "own" if use.name.partition("/")[0].lower() in _OWN else "tag"


def _judge_gitlab(files: list[tuple[str, CiFacts]]) -> Iterator[Observation]:
    for path, facts in files:
        loose = False
        for image in facts.images:
            name, _, tag = image.value.rpartition(":")
            if "@sha256:" in image.value or "$" in image.value:
                continue
            if not name or "/" in tag or tag == "latest":
                loose = True
                yield violated(
                    Place(path, image.line),
                    f"the image {image.value} has no fixed version: each run may get another",
                    f"name a version and its digest: `{image.value.removesuffix(':latest')}:<version>@sha256:<digest>`",
                    severity="low",
                )
        for include in facts.includes:
            if include.kind == "remote" or (include.kind == "project" and not include.ref):
                loose = True
                yield violated(
                    Place(path, include.line),
                    f"the include {include.name} is taken from elsewhere without a fixed version",
                    "name a commit with `ref:`, or keep a copy in this repository",
                )
        if not loose:
            yield met(Place(path), "images and includes of the pipeline name a version", confidence="medium")
