"""Which verdict findings and evidence give together."""

from __future__ import annotations

from tenfold.findings import Evidence, Finding
from tenfold.judge import Judged
from tenfold.place import Place
from tenfold.verdict import verdicts

HIDDEN = Finding(
    rule="xss.stored", requirement="xss.stored", verdict="violated", severity="low", confidence="high",
    reason="only staff write it", fix="clean it", place=Place("page.html", 3), persona="pedantic",
)  # fmt: skip


def verdict_of(judged: Judged) -> tuple[str, str]:
    found = next(verdict for verdict in verdicts(judged, {}) if verdict.id == "xss.stored")
    return found.verdict, found.reason


def test_what_is_hidden_from_a_persona_decides_where_nothing_else_speaks() -> None:
    judged = Judged(("",), asked={"xss.stored"}, hidden=[HIDDEN])
    assert verdict_of(judged) == ("violated", "only staff write it")


def test_what_is_hidden_from_a_persona_does_not_outweigh_evidence() -> None:
    judged = Judged(("",), asked={"xss.stored"}, hidden=[HIDDEN])
    judged.evidence["xss.stored"] = [("met", Evidence("xss.stored", "it is cleaned", Place("app.py", 1), (), ""))]
    assert verdict_of(judged) == ("met", "it is cleaned")
