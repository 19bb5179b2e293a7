"""input.command."""

from __future__ import annotations

from tenfold.language import facts as f
from tenfold.rules.input._sink_rule import SinkRule
from tenfold.rules.input._trace import Trace
from tenfold.rules.input._uses import Use

_SHELLS = frozenset({"sh", "bash", "zsh", "dash", "ksh", "cmd", "cmd.exe", "powershell", "pwsh", "eval", "ssh"})


class Command(SinkRule):
    """Request data reaches a shell or names the program to start.

    ## What it finds
    Calls that start a process: a shell command (`os.system`, `shell=True`, `getoutput`, `["sh", "-c", ...]`) made with
    request data, or a program that request data names. Arguments of a fixed program in a list are silent, and so is a
    value in `shlex.quote`.

    ## Why it matters
    `;`, `|` and `$( )` in a file name or host run any program as the app's user: the machine is then the attacker's.

    ## Example
    ### Flask
    ```python app.py
    import subprocess

    from flask import Flask, request

    app = Flask(__name__)

    @app.get("/ping")
    def ping():
        return subprocess.run(f"ping -c 1 {request.args['host']}", shell=True, capture_output=True).stdout
    ```

    ## Use instead
    ### Flask
    ```python app.py
    import ipaddress
    import subprocess

    from flask import Flask, request

    app = Flask(__name__)

    @app.get("/ping")
    def ping():
        host = str(ipaddress.ip_address(request.args["host"]))
        return subprocess.run(["ping", "-c", "1", host], capture_output=True).stdout
    ```

    ## References
    - https://cheatsheetseries.owasp.org/cheatsheets/OS_Command_Injection_Defense_Cheat_Sheet.html
    - https://docs.python.org/3/library/subprocess.html#security-considerations
    - https://cwe.mitre.org/data/definitions/78.html
    """

    requirement = "input.command"
    severity = "critical"
    nothing = (
        "no process is started (looked for subprocess, os.system, os.popen, exec and spawn, asyncio, fabric, paramiko)"
    )
    sound = "the program is fixed and no shell reads request data"
    fix = {"": "Give a list with a fixed program, subprocess.run(['program', value]), without shell=True."}

    def dangerous(self, trace: Trace, use: Use) -> f.Expr | None:
        """A shell reads all of its text; else only the program counts, or what a shell as the program is given."""
        expr = use.expr
        if expr is None or not use.sink.name.startswith("subprocess.") or "getoutput" in use.sink.name:
            return expr
        if use.sink.name == "subprocess.getstatusoutput" or _in_shell(trace, use):
            return expr
        items = _items(trace, use, expr)
        if items is None:
            return expr
        if not items:
            return None
        program = trace.app.program.values.of(use.file, use.scope, items[0])
        if isinstance(program, str) and program.rpartition("/")[2] in _SHELLS:
            return f.Sequence("tuple", items[1:])
        return items[0]


def _in_shell(trace: Trace, use: Use) -> bool:
    """Whether `shell` is given and not false."""
    given = use.site.argument("shell", 8)
    if given is None:
        return False
    value = trace.app.program.values.of(use.file, use.scope, given)
    return value is True or (isinstance(value, int) and value == 1)


def _items(trace: Trace, use: Use, expr: f.Expr) -> tuple[f.Expr, ...] | None:
    """The items of a list of arguments, also of one that a name holds; None for other values."""
    match expr:
        case f.Sequence(items=items):
            return items
        case f.Op(op="+", operands=operands):
            return _items(trace, use, operands[0])
        case f.Name(id=name):
            bound = trace.names.of(use.file.path).scopes[use.scope].get(name, [])
            values = [b.value for b in bound if isinstance(b, f.Assign) and b.kind == "=" and b.value is not None]
            return _items(trace, use, values[0]) if len(values) == 1 and values[0] != expr else None
        case f.CallRef(index=index):
            call = use.file.detail.calls[index]
            if call.name == "shlex.split" and call.args and isinstance(call.args[0], f.Format):
                return call.args[0].parts
    return None
