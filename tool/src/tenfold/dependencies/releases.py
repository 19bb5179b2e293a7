"""Release lines of Python, frameworks and base images with the day on which each stops to get security fixes."""

from __future__ import annotations

from datetime import UTC, date, datetime

from packaging.version import InvalidVersion, Version

AS_OF = date(2026, 8, 22)
"""When these tables were last compared with their sources."""

PYTHON: dict[str, date] = {
    "2.7": date(2020, 1, 1), "3.4": date(2019, 3, 18), "3.5": date(2020, 9, 30), "3.6": date(2021, 12, 23),
    "3.7": date(2023, 6, 27), "3.8": date(2024, 10, 7), "3.9": date(2025, 10, 31), "3.10": date(2026, 10, 31),
    "3.11": date(2027, 10, 31), "3.12": date(2028, 10, 31), "3.13": date(2029, 10, 31), "3.14": date(2030, 10, 31),
}  # fmt: skip
"""Source: https://devguide.python.org/versions/."""

FRAMEWORKS: dict[str, dict[str, date]] = {
    "django": {
        "1.8": date(2018, 4, 1), "1.9": date(2017, 4, 4), "1.10": date(2017, 12, 2), "1.11": date(2020, 4, 1),
        "2.0": date(2019, 4, 1), "2.1": date(2019, 12, 2), "2.2": date(2022, 4, 11), "3.0": date(2021, 4, 6),
        "3.1": date(2021, 12, 7), "3.2": date(2024, 4, 1), "4.0": date(2023, 4, 1), "4.1": date(2023, 12, 1),
        "4.2": date(2026, 4, 7), "5.0": date(2025, 4, 2), "5.1": date(2025, 12, 3), "5.2": date(2028, 4, 30),
        "6.0": date(2027, 4, 30), "6.1": date(2027, 12, 31),
    },
    "flask": {
        "0.10": date(2016, 5, 29), "0.11": date(2016, 12, 21), "0.12": date(2018, 4, 26), "1.0": date(2019, 7, 4),
        "1.1": date(2021, 5, 11), "2.0": date(2022, 3, 28), "2.1": date(2022, 8, 1), "2.2": date(2023, 4, 25),
        "2.3": date(2023, 9, 30), "3.0": date(2024, 11, 13),
    },
    "werkzeug": {
        "0.14": date(2019, 3, 19), "0.15": date(2020, 2, 6), "0.16": date(2020, 2, 6), "1.0": date(2021, 5, 11),
        "2.0": date(2022, 3, 28), "2.1": date(2022, 7, 23), "2.2": date(2023, 4, 25), "2.3": date(2023, 9, 30),
        "3.0": date(2024, 11, 8),
    },
}  # fmt: skip
"""Django: https://www.djangoproject.com/download/. Flask and Werkzeug support only their newest feature line, so an
older one ended with the release of the next (their change logs)."""

SUPPORTED_FROM: dict[str, str] = {"django": "5.2", "flask": "3.1", "werkzeug": "3.1"}
"""The oldest line of each framework that still got fixes at `AS_OF`; newer ones do as well."""

IMAGES: dict[str, dict[str, date]] = {
    "debian": {
        "jessie": date(2020, 6, 30), "stretch": date(2022, 7, 1), "buster": date(2024, 6, 30),
        "bullseye": date(2026, 8, 31), "bookworm": date(2028, 6, 30), "trixie": date(2030, 6, 30),
    },
    "ubuntu": {
        "14.04": date(2019, 4, 25), "16.04": date(2021, 4, 30), "18.04": date(2023, 5, 31), "20.04": date(2025, 5, 31),
        "22.04": date(2027, 4, 1), "24.04": date(2029, 5, 31), "26.04": date(2031, 4, 30),
    },
    "alpine": {
        "3.12": date(2022, 5, 1), "3.13": date(2022, 11, 1), "3.14": date(2023, 5, 1), "3.15": date(2023, 11, 1),
        "3.16": date(2024, 5, 23), "3.17": date(2024, 11, 22), "3.18": date(2025, 5, 9), "3.19": date(2025, 11, 1),
        "3.20": date(2026, 4, 1), "3.21": date(2026, 11, 1), "3.22": date(2027, 5, 1), "3.23": date(2027, 11, 1),
    },
}  # fmt: skip
"""End of long-term support; sources: the Debian, Ubuntu and Alpine release pages."""

DEBIAN_NUMBERS = {"8": "jessie", "9": "stretch", "10": "buster", "11": "bullseye", "12": "bookworm", "13": "trixie"}

NEWEST: dict[str, int] = {
    "django": 6, "flask": 3, "werkzeug": 3, "jinja2": 3, "markupsafe": 3, "itsdangerous": 2, "click": 8,
    "sqlalchemy": 2, "flask-sqlalchemy": 3, "flask-migrate": 4, "pydantic": 2, "celery": 5, "redis": 5, "urllib3": 2,
    "pillow": 11, "cryptography": 44, "gunicorn": 23, "psycopg2": 2, "pymongo": 4, "marshmallow": 3, "pyjwt": 2,
    "lxml": 5, "pyyaml": 6, "elasticsearch": 8, "django-filter": 24, "django-allauth": 65, "django-cors-headers": 4,
    "django-debug-toolbar": 4, "sentry-sdk": 2, "alembic": 1, "boto3": 1, "requests": 2, "numpy": 2, "pandas": 2,
    "bcrypt": 4, "argon2-cffi": 23, "whitenoise": 6, "wtforms": 3, "flask-wtf": 1, "djangorestframework": 3,
    "flask-cors": 5, "flask-limiter": 3, "starlette": 0, "fastapi": 0, "uvicorn": 0, "twisted": 24, "aiohttp": 3,
}  # fmt: skip
"""A major version that is out, by package: the newest may be higher by now, never lower."""

CALENDAR = frozenset(
    {"pillow", "cryptography", "gunicorn", "django-filter", "django-allauth", "argon2-cffi", "twisted"}
)
"""Packages that raise the major version with the calendar or each release: distance says less there."""


def today() -> date:
    """The day by which support is judged."""
    return datetime.now(UTC).date()


def line_of(version: str) -> str:
    """The release line of a version: "3.8" of "3.8.10"; "" when it names none."""
    try:
        release = Version(version).release
    except InvalidVersion:
        return ""
    return f"{release[0]}.{release[1]}" if len(release) > 1 else ""


def end_of(table: dict[str, date], line: str) -> date | None:
    """When a line ends.

    Of a line that is not in the table but older than one that is: the earliest end of the newer ones. None for a line
    that is newer than all, or no version.
    """
    if line in table:
        return table[line]
    try:
        newer = [end for known, end in table.items() if Version(known) > Version(line)]
    except InvalidVersion:
        return None
    return min(newer, default=None)
