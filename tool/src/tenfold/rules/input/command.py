"""input.command."""

from __future__ import annotations

from tenfold.dataflow.holes import Hole
from tenfold.dataflow.records import Record
from tenfold.dataflow.values import Atom, Lit, Seq, Value, is_request, join, truth
from tenfold.program.app import App
from tenfold.rules.input._sink_rule import SinkRule, argument
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

    def dangerous(self, use: Use, record: Record) -> Value | None:
        """A shell reads all of its text; else only the program counts, or what a shell as the program is given."""
        value = argument(use, record)
        starts = use.sink.what == "starts it"
        if value is None or not starts or _in_shell(record):
            return value
        found: list[Value] = []
        for atom in value:
            if not isinstance(atom, Seq):
                found.append((atom,))
            elif atom.items:
                first = atom.items[0]
                found.append(first)
                if any(_is_shell(program) for program in first):
                    found.extend((*atom.items[1:], atom.rest))
            elif is_request(atom.rest):
                found.append(atom.rest)
        return join(*found) if found else None

    def sealed(self, app: App, use: Use, hole: Hole) -> bool:  # noqa: ARG002
        """Words start nothing else."""
        return hole.is_word() and bool(hole.before)


def _in_shell(record: Record) -> bool:
    """Whether `shell` is given and may be true."""
    given = record.argument("shell", 8)
    return given is not None and any(truth(atom) for atom in given)


def _is_shell(atom: Atom) -> bool:
    return isinstance(atom, Lit) and isinstance(atom.value, str) and atom.value.rpartition("/")[2] in _SHELLS
