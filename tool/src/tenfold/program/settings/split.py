"""django-split-settings: `include("base.py", optional("local.py"))` runs files in the module that calls it."""

from __future__ import annotations

import fnmatch
import posixpath

from tenfold.language import facts as f
from tenfold.program.settings.execute import Execution, Note
from tenfold.program.settings.serves import environment_of
from tenfold.program.values import Made, Unknown, Value
from tenfold.project.read import PythonFile

_INCLUDE = frozenset({"split_settings.tools.include"})
_OPTIONAL = "split_settings.tools.optional"


class SplitExecution(Execution):
    """An execution that knows `include`."""

    def call(self, file: PythonFile, scope: int, call: f.Call) -> None:
        """Run a call that stands as a statement."""
        if self.names.qualify(file, scope, call.func) not in _INCLUDE:
            super().call(file, scope, call)
            return
        for argument in call.args:
            inner = argument.value if isinstance(argument, f.Star) else argument
            value = self.evaluator.of(file, scope, inner)
            for pattern in value if isinstance(value, list) else [value]:
                self._include(file, scope, pattern)

    def _include(self, file: PythonFile, scope: int, pattern: Value) -> None:
        optional = isinstance(pattern, Made) and pattern.name == _OPTIONAL
        if isinstance(pattern, Made):
            pattern = pattern.args[0] if optional and pattern.args else Unknown()
        folder = file.path.rpartition("/")[0]
        if not isinstance(pattern, str):
            self._unknown(file, scope, folder)
            return
        wanted = posixpath.normpath(posixpath.join(folder, pattern))
        for path in sorted(p for p in self.names.files if fnmatch.fnmatchcase(p, wanted) and p != file.path):
            self._take(file, scope, path, optional)

    def _unknown(self, file: PythonFile, scope: int, folder: str) -> None:
        """`include(f"environments/{ENV}.py")`: the file below that names the judged environment."""
        named = [
            path
            for path in self.names.files
            if path.startswith(folder + "/") and environment_of(path) == self.environment and path != file.path
        ]
        for path in sorted(named)[:1]:
            self._take(file, scope, path, optional=False)

    def _take(self, file: PythonFile, scope: int, path: str, optional: bool) -> None:
        frame = self.evaluator.frames[file.path, scope]
        away = environment_of(path) not in {"", self.environment}
        saved = dict(frame)
        self.read.add(path)
        # The included file runs in the names of the one that includes it.
        self.scope(self.names.files[path], 0, frame, path)
        if optional and away:
            for name, traced in frame.items():
                if saved.get(name) is not traced:
                    self.notes.append(Note(name, traced, environment_of(path)))
            frame.clear()
            frame.update(saved)
