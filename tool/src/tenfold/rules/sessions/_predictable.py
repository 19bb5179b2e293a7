"""Random values that can be predicted, and what in an app is made of them, function by function."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tenfold.language import facts as f
from tenfold.program.carried import Carried, Use
from tenfold.program.names import qualname
from tenfold.project.read import PythonFile
from tenfold.rules.sessions._credential_words import meaning

if TYPE_CHECKING:
    from tenfold.program.app import App

_NUMBERS = frozenset({
    "random", "randint", "randrange", "getrandbits", "randbytes", "uniform", "triangular", "betavariate",
    "expovariate", "gammavariate", "gauss", "lognormvariate", "normalvariate", "vonmisesvariate", "paretovariate",
    "weibullvariate", "binomialvariate",
})  # fmt: skip
_PICKS = frozenset({"choice", "choices", "sample"})
_NUMPY = frozenset({
    "rand", "randint", "random", "random_sample", "random_integers", "ranf", "bytes", "choice", "integers", "uniform",
    "normal", "randn",
})  # fmt: skip
_SEGMENTS = _NUMBERS | _PICKS | _NUMPY | {"uuid1"}
_MAX_ROUNDS = 3
"""Functions that a value is handed through by `return`."""


def is_predictable(name: str) -> bool:
    """Whether a function of this qualified name gives what can be predicted; `SystemRandom` and `secrets` do not."""
    module, _, last = name.rpartition(".")
    if module in {"random", "random.Random"}:
        return last in _NUMBERS or last in _PICKS
    return name == "uuid.uuid1" or (module.startswith("numpy.random") and last in _NUMPY)


class Predictable:
    """The predictable values of an app and their uses; what a function of the project returns is followed."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._sources: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
        self.made_by: dict[str, str] = {}
        """The project's functions that return a predictable value, with what makes it."""
        fresh = self._direct()
        for _ in range(_MAX_ROUNDS):
            fresh = self._called(self._returning(fresh))
            if not fresh:
                break

    def _direct(self) -> set[tuple[str, int]]:
        touched: set[tuple[str, int]] = set()
        for segment in sorted(_SEGMENTS):
            for site in self._app.program.calls.ending(segment):
                if site.file.path in self._app.files and is_predictable(site.name):
                    key = (site.file.path, site.call.scope)
                    self._sources[key][site.file.detail.calls.index(site.call)] = site.name
                    touched.add(key)
        return touched

    def _returning(self, scopes: set[tuple[str, int]]) -> dict[str, str]:
        found: dict[str, str] = {}
        for path, scope in sorted(scopes):
            file = self._app.files[path]
            for use in self._uses(file, scope):
                name = f"{path}:{qualname(file, scope)}"
                if use.kind != "returned" or not use.name or name in self.made_by:
                    continue
                known = meaning(use, qualname(file, scope))
                if known is None or known.weak:  # else the function itself is the finding, not each of its callers
                    found[name] = self._sources[path, scope][use.origin]
        self.made_by.update(found)
        return found

    def _called(self, functions: dict[str, str]) -> set[tuple[str, int]]:
        touched: set[tuple[str, int]] = set()
        for name, source in functions.items():
            for site in self._app.program.calls.ending(name.rpartition(":")[2].rpartition(".")[2]):
                if site.name == name and site.file.path in self._app.files:
                    key = (site.file.path, site.call.scope)
                    self._sources[key][site.file.detail.calls.index(site.call)] = source
                    touched.add(key)
        return touched

    def _uses(self, file: PythonFile, scope: int) -> Iterator[Use]:
        return Carried(self._app.program, file, scope, self._sources[file.path, scope]).uses()

    def uses(self) -> Iterator[tuple[PythonFile, int, Use, str]]:
        """Each use of a predictable value: its file and scope, the use, and the function that made the value."""
        for path, scope in sorted(self._sources):
            file = self._app.files[path]
            for use in self._uses(file, scope):
                yield file, scope, use, self._sources[path, scope][use.origin]

    def picks_one(self, file: PythonFile, scope: int, use: Use) -> bool:
        """Whether the value is an element of a list as it is, not characters of an alphabet put together."""
        call = file.detail.calls[use.origin]
        last = call.name.rpartition(".")[2]
        if last not in _PICKS or not call.args:
            return False
        given = self._app.program.values.of(file, scope, call.args[0])
        whole = any(isinstance(a.value, f.CallRef) and a.value.index == use.origin for a in file.detail.assigns)
        return whole and last == "choice" and not isinstance(given, str)
