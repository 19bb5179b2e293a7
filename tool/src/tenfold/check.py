"""The main story: find -> read -> link -> analyse -> judge -> report."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

import msgspec

import tenfold
from tenfold import frameworks, suppress
from tenfold.catalogue import requirements
from tenfold.config import Config, covers
from tenfold.errors import UsageError
from tenfold.findings import PERSONAS, SEVERITIES, AppSummary, Finding, Ignored, Report, Severity, Verdict
from tenfold.frameworks import bundle
from tenfold.frameworks.model import Library
from tenfold.judge import Judged, judge
from tenfold.program.program import Program
from tenfold.project.cache import Cache, default_path
from tenfold.project.encoded import Encoded, Progress
from tenfold.project.find import find
from tenfold.project.read import Facts, read
from tenfold.rules import rule_ids, rules
from tenfold.sources import Sources
from tenfold.verdict import advice, grades, verdicts


class Request(msgspec.Struct, frozen=True):
    """What a check is asked for beyond the configuration.

    Attributes:
        target: the folder or file, as the user named it.
        ignores: whether ignore comments, the baseline and ignored ids count (`--no-ignores` for auditors).
        since: a git revision; only findings on lines changed since then are shown. "" for all.
        cache: whether facts are kept between runs.
    """

    target: Path
    ignores: bool = True
    since: str = ""
    cache: bool = True


def link(request: Request, config: Config, progress: Progress | None = None) -> Program:
    """Find, read and link a project.

    Raises:
        UsageError: there is no such path, or no file in it that could be examined.
    """
    if not request.target.exists():
        raise UsageError(f"{request.target}: there is no such file or folder")
    cache = Cache(default_path() if request.cache else None)
    facts = read(find(request.target, config.exclude), cache, progress)
    _bundle(cache)
    cache.prune()
    cache.close()
    if not facts.python and not any(facts.others.values()):
        raise UsageError(f"{request.target}: nothing could be examined: no file here is one that Tenfold reads")
    program = Program(facts, config.environment)
    frameworks.add(*_own_models(config, program))
    return program


def _bundle(cache: Cache) -> None:
    """Take the declarations of all libraries out of the cache, or put them there."""
    key = cache.key("frameworks", bundle.fingerprint())
    kept = cache.get([key]).get(key)
    known = bundle.decode(kept.detail) if kept is not None else None
    if known is not None:
        frameworks.unbundle(known)
    else:
        cache.keep([(key, Encoded("frameworks", detail=bundle.encode(frameworks.declared())))])


def _own_models(config: Config, program: Program) -> tuple[Library, ...]:
    if not config.models:
        return ()
    from tenfold.own_models import library
    from tenfold.program.own_models import resolved

    return (resolved(library(config.models), program),)


def check(request: Request, config: Config, progress: Progress | None = None) -> tuple[Report, Sources]:
    """Check a project.

    Args:
        request: what is checked.
        config: how it is judged.
        progress: told as files are read.

    Returns:
        The report, and the sources that it quotes.

    Raises:
        UsageError: the target, the baseline or the revision is wrong.
    """
    program = link(request, config, progress)
    sources = Sources(program.facts.found.root)
    judged = judge(program, rule_ids(), config.select)
    judged.findings = sources.sign(_sorted(judged.findings))
    notes = _accept(request, config, judged, program)
    _show(request, config, judged, program)
    given = _given(config, judged)
    return (
        msgspec.structs.replace(
            _report(request, config, program, judged, notes),
            requirements=given,
            grades=grades(given, judged),
            advice=advice(given, judged),
        ),
        sources,
    )


def _given(config: Config, judged: Judged) -> tuple[Verdict, ...]:
    given = verdicts(judged, config.not_applicable)
    if not config.select:
        return given
    chosen = {rule.requirement for rule in rules() if covers(config.select, rule.id, rule.requirement)}
    return tuple(verdict for verdict in given if verdict.id in chosen)


def _sorted(findings: Sequence[Finding]) -> list[Finding]:
    order = {requirement.id: i for i, requirement in enumerate(requirements())}
    return sorted(
        findings, key=lambda f: (-SEVERITIES.index(f.severity), order[f.requirement], f.place.file, f.place.line)
    )


def _accept(request: Request, config: Config, judged: Judged, program: Program) -> list[str]:
    """Take out what the configuration, comments and the baseline accept; returns remarks on them."""
    if not request.ignores:
        return ["--no-ignores: comments, the baseline and ignored rules were not honoured"]
    kept: list[Finding] = []
    for finding in judged.findings:
        if covers(config.ignore, finding.rule, finding.requirement):
            judged.ignored.append(Ignored(finding, "configuration", "ignored by the configuration"))
        else:
            kept.append(finding)
    known = frozenset(rule_ids()) | frozenset(r.id for r in requirements())
    today = datetime.datetime.now(datetime.UTC).date()
    kept, ignored, notes = suppress.apply(kept, _comments(program.facts), known, today)
    judged.ignored.extend(ignored)
    if config.baseline:
        from tenfold import baseline

        path = program.facts.found.root / config.baseline
        kept, ignored, stale = baseline.apply(kept, baseline.load(path), config.baseline)
        judged.ignored.extend(ignored)
        notes.extend(stale)
    judged.findings = kept
    return notes


def _comments(facts: Facts) -> suppress.Comments:
    found = suppress.Comments({path: text.comments for path, text in facts.texts.items() if text.comments})
    for path in found.by_file:
        if path in facts.python:
            found.statements[path] = facts.python[path].outline.statements
    return found


def _show(request: Request, config: Config, judged: Judged, program: Program) -> None:
    """Keep the findings that this persona is shown, and with `since` those of the change."""
    level = PERSONAS.index(config.persona)
    shown = [f for f in judged.findings if PERSONAS.index(f.persona) <= level]
    judged.hidden = [f for f in judged.findings if PERSONAS.index(f.persona) > level]
    if request.since:
        from tenfold import diff

        changed = diff.changed_lines(program.facts.found.root, request.since)
        shown = [f for f in shown if diff.touches(f, changed)]
    judged.findings = shown


def _report(request: Request, config: Config, program: Program, judged: Judged, notes: list[str]) -> Report:
    if not program.apps:
        handled = ", and what is done with request data where requests are handled" if program.without_app else ""
        notes.insert(
            0, f"No Flask, Django or FastAPI app was found: only what holds for any project was judged{handled}."
        )
    facts = program.facts
    apps = tuple(
        AppSummary(
            app.name, app.framework, app.root or ".", str(app.version(app.framework) or ""), len(app.routes), app.place
        )
        for app in program.apps
    )
    return Report(
        version=tenfold.__version__,
        target=str(request.target),
        environment=config.environment,
        persona=config.persona,
        apps=apps,
        grades=(),
        requirements=(),
        findings=tuple(judged.findings),
        advice=(),
        skipped=(*facts.skipped, *judged.skipped),
        ignored=tuple(judged.ignored),
        hidden=len(judged.hidden),
        notes=tuple(notes),
        files=len(facts.python) + sum(len(files) for files in facts.others.values()),
        lines=sum(file.outline.lines for file in facts.python.values()),
    )


def exit_code(report: Report, fail_on: Severity) -> int:
    """0 when no finding is at or above the threshold, 1 when one is, 2 when a rule could not judge."""
    if any(skipped.kind == "rule" for skipped in report.skipped):
        return 2
    least = SEVERITIES.index(fail_on)
    return int(any(SEVERITIES.index(finding.severity) >= least for finding in report.findings))
