"""What is assigned again and again is followed once a name, so that the work does not grow with its powers."""

from pathlib import Path

from tests.project import judged, write

from tenfold.rules import rules

_TIMES = 120


def test_a_query_that_is_refined_many_times_is_judged_at_once(tmp_path: Path) -> None:
    """Without that, this takes 120^4 steps."""
    refined = "".join(f"    q = narrow(q, {i})\n" for i in range(_TIMES))
    text = f"""
from fastapi import FastAPI
from sqlalchemy import text
app = FastAPI()

def narrow(q, n):
    return q if q in ALLOWED else n

@app.get("/find")
def find(q: str):
{refined}    return session.execute(text(q))
"""
    seen = judged(write(tmp_path / "app", {"main.py": text}), *[r for r in rules() if r.requirement == "input.sql"])
    assert not seen.failed
