"""What a format may need beside the report itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from tenfold.report.rule_info import RuleInfo


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderContext:
    """The surroundings of a run.

    Attributes:
        rules: every rule that ran, whether it found something or not.
        folder: POSIX path from the repository's root to the checked folder, "" when they are the same. GitHub and
            GitLab name files from the repository's root.
        source_url: address under which the checked folder's files can be read, without the final slash; "" for none.
        started: when the check began, with its time zone.
        ended: when it ended, with its time zone.
    """

    rules: Sequence[RuleInfo] = ()
    folder: str = ""
    source_url: str = ""
    started: datetime = field(default_factory=_now)
    ended: datetime = field(default_factory=_now)
