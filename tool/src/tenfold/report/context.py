"""What a format may need beside the report itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import msgspec

from tenfold.report.rule_info import RuleInfo


def _now() -> datetime:
    return datetime.now(UTC)


class RenderContext(msgspec.Struct, frozen=True, kw_only=True):
    """The surroundings of a run.

    Attributes:
        rules: gives every rule that ran, whether it found something or not; few formats ask.
        folder: POSIX path from the repository's root to the checked folder, "" when they are the same. GitHub and
            GitLab name files from the repository's root.
        source_url: address under which the checked folder's files can be read, without the final slash; "" for none.
        started: when the check began, with its time zone.
        ended: when it ended, with its time zone.
    """

    rules: Callable[[], Sequence[RuleInfo]] = tuple
    folder: str = ""
    source_url: str = ""
    started: datetime = msgspec.field(default_factory=_now)
    ended: datetime = msgspec.field(default_factory=_now)
