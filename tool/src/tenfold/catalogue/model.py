"""What a practice and a requirement are: frozen records of plain text, no behaviour."""

from dataclasses import dataclass

FRAMEWORKS: tuple[str, ...] = ("flask", "django", "fastapi")


@dataclass(frozen=True, slots=True)
class HowTo:
    """How to meet one requirement on each framework.

    Each text is Markdown: prose, then fenced blocks whose language tag is ``python``, ``html``, ``toml``,
    ``yaml``, ``nginx``, ``console`` or ``text``. Every ``python`` block parses on its own.
    """

    flask: str
    django: str
    fastapi: str

    @classmethod
    def everywhere(cls, text: str) -> "HowTo":
        """Return one text for all three frameworks: the remedy lies outside the app's own code."""
        return cls(flask=text, django=text, fastapi=text)

    @property
    def same_everywhere(self) -> bool:
        """Whether the three frameworks share one text, so that a page prints it once."""
        return self.flask == self.django == self.fastapi

    def on(self, framework: str) -> str:
        """Return the text for ``framework``, one of ``FRAMEWORKS``.

        Raises:
            KeyError: The framework is not one of the three.
        """
        if framework not in FRAMEWORKS:
            raise KeyError(framework)
        text: str = getattr(self, framework)
        return text


@dataclass(frozen=True, slots=True)
class Practice:
    """One of the ten rows of the scorecard."""

    id: str
    """The word that starts its requirements' ids, such as ``sessions``."""
    number: int
    """Its row, 1 to 10."""
    title: str
    summary: str
    """One sentence that says what the practice is for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing that a careful reviewer would ask of an app under a practice."""

    id: str
    """``practice.name``, such as ``sessions.cookie``."""
    practice: str
    """The id of its practice."""
    title: str
    """At most 70 characters."""
    asks: str
    """One plain sentence: what has to be true of the app."""
    why: str
    """One paragraph: what goes wrong otherwise, and for whom."""
    how: HowTo
    cwe: tuple[int, ...]
    """Numbers of the Common Weakness Enumeration, the closest first."""
    owasp2025: tuple[str, ...]
    """Categories of the OWASP Top 10:2025, such as ``A07:2025``."""
    owasp2021: tuple[str, ...]
    """Categories of the OWASP Top 10:2021, such as ``A07:2021``."""
    asvs: tuple[str, ...]
    """Requirements of OWASP ASVS 5.0.0, such as ``3.3.1``; empty where ASVS asks nothing alike."""
    references: tuple[str, ...]
    """Addresses of the standard, cheat sheet or manual page that says more."""
    probe_only: str = ""
    """Why only the running app can judge it, wholly or in part; empty when the source suffices."""
