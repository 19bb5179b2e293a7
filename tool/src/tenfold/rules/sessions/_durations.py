"""How long a setting or an expression says that something lasts, and how a sentence says it."""

from __future__ import annotations

from tenfold.program.values import Env, Made, Value

_TIMEDELTA = ("days", "seconds", "microseconds", "milliseconds", "minutes", "hours", "weeks")
_SECONDS = {
    "days": 86400.0, "seconds": 1.0, "microseconds": 1e-6, "milliseconds": 1e-3, "minutes": 60.0, "hours": 3600.0,
    "weeks": 604800.0,
}  # fmt: skip


def seconds(value: Value) -> int | None:
    """The seconds of a number, of a `timedelta`, or of an environment variable's default; None when it is not told."""
    if isinstance(value, Env):
        return seconds(value.default)
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        return _whole(float(value))
    if isinstance(value, str):
        return int(value) if value.isdecimal() and len(value) < 12 else None
    if isinstance(value, Made) and value.name in {"datetime.timedelta", "datetime.timedelta()"}:
        given = [*zip(_TIMEDELTA, value.args, strict=False), *value.keywords]
        total = 0.0
        for unit, amount in given:
            number = amount.default if isinstance(amount, Env) else amount
            if isinstance(number, bool) or not isinstance(number, (int, float)) or unit not in _SECONDS:
                return None
            total += float(number) * _SECONDS[unit]
        return _whole(total)
    return None


def _whole(number: float) -> int | None:
    return int(number) if abs(number) < 1e12 else None


def spoken(duration: int) -> str:
    """The words of a duration: "31 days", "8 hours", "30 minutes", "45 seconds"."""
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        if duration >= size * (2 if unit == "day" else 1) or size == 1:
            number = duration / size
            text = f"{number:.1f}".removesuffix(".0")
            return f"{text} {unit}{'' if text == '1' else 's'}"
    return "0 seconds"
