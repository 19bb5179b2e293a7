"""The command as users run it: its output, its exit codes, and one clear line for everything that is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import tenfold.rules
from tenfold.cli import COMMANDS, main
from tests.project import write

APP = """\
from flask import Flask, request

app = Flask(__name__)
app.secret_key = "dev"


@app.route("/note", methods=["POST"])
def note():
    return "ok"


if __name__ == "__main__":
    app.run(debug=True)
"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TENFOLD_CACHE_DIR", str(tmp_path / "cache"))
    return write(tmp_path / "app", {"app.py": APP, "requirements.txt": "flask\n"})


def run(*arguments: str | Path) -> int:
    try:
        return main([str(argument) for argument in arguments])
    except SystemExit as stop:
        return int(stop.code or 0)


def report(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict[str, object]:
    run("check", *arguments, "--format", "json")
    loaded: dict[str, object] = json.loads(capsys.readouterr().out)
    return loaded


def rules_of(found: dict[str, object]) -> set[str]:
    return {finding["rule"] for finding in found["findings"]}  # type: ignore[attr-defined]


def test_both_ways_to_call_it_are_the_same() -> None:
    installed = Path(sys.executable).with_name("tenfold")
    one = subprocess.run([installed, "--version"], capture_output=True, text=True, check=True)
    two = subprocess.run([sys.executable, "-m", "tenfold", "--version"], capture_output=True, text=True, check=True)
    assert one.stdout == two.stdout
    assert one.stdout.startswith("tenfold ")


def test_exit_codes(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", app) == 1
    assert run("check", app, "--select", "dependencies.pinned", "--fail-on", "critical") == 0
    assert run("check", app / "nowhere") == 2
    capsys.readouterr()


@pytest.mark.parametrize("form", ["terminal", "json", "sarif", "github", "gitlab", "markdown"])
def test_every_format_goes_to_a_file(app: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    target = app.parent / "out"
    assert run("check", app, "--format", form, "--output", target) == 1
    assert capsys.readouterr().out == ""
    assert "app.py" in target.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "{app}/nowhere"], "tenfold: {app}/nowhere: there is no such file or folder"),
        (["check", "{empty}"], "tenfold: {empty}: nothing could be examined: no file here is one that Tenfold reads"),
        (["check", "{app}", "--select", "inputt"], "tenfold: --select: no rule, requirement or practice is called 'inputt', did you mean 'input'?"),
        (["check", "{app}", "--ignore", "xss.cps"], "tenfold: --ignore: no rule, requirement or practice is called 'xss.cps', did you mean 'xss.csp'?"),
        (["check", "{app}", "--baseline", "none.json"], "tenfold: {app}/none.json: the baseline cannot be read: "),
        (["check", "{app}", "--diff", "HEAD"], "tenfold: --diff HEAD: "),
        (["check", "{app}", "--output", "{app}/no/such/folder"], "tenfold: --output {app}/no/such/folder: cannot be written: "),
        (["explain", "sesions.cookie"], "tenfold: explain: no practice, requirement or rule is called 'sesions.cookie', did you mean 'sessions.cookie'?"),
        (["chek"], "tenfold: there is no command 'chek', did you mean 'check'?; see 'tenfold --help'"),
        (["routes", "{app}/nowhere"], "tenfold: {app}/nowhere: there is no such file or folder"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)  # fmt: skip
def test_bad_usage_is_one_clear_line(
    app: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(app.parent.parent))
    empty = app.parent / "empty"
    empty.mkdir()
    code = run(*[argument.format(app=app, empty=empty) for argument in arguments])
    error = capsys.readouterr().err
    assert code == 2
    assert error.startswith(message.format(app=app, empty=empty))
    assert error.count("\n") == 1


@pytest.mark.parametrize("option", [["--format", "xml"], ["--persona", "nobody"], ["--fail-on", "x"], ["--nonsense"]])
def test_a_bad_option_names_itself(app: Path, option: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", app, *option) == 2
    assert option[0] in capsys.readouterr().err.splitlines()[-1]


def test_a_broken_pyproject_is_named(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(app, {"pyproject.toml": "[tool.tenfold"})
    assert run("check", app) == 2
    assert capsys.readouterr().err.startswith(f"tenfold: {app / 'pyproject.toml'}: is not valid TOML")


def test_where_there_is_no_app_the_rest_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path, {"tool.py": "print(1)\n", "requirements.txt": "requests\n"})
    found = report(capsys, folder)
    verdicts = {r["id"]: r["verdict"] for r in found["requirements"]}  # type: ignore[attr-defined]
    assert found["apps"] == []
    assert any("No Flask, Django or FastAPI app was found" in note for note in found["notes"])  # type: ignore[attr-defined]
    assert verdicts["framework.csrf"] == "not applicable"
    assert verdicts["dependencies.pinned"] == "violated"
    assert verdicts["audits.policy"] == "missing"


def test_ignores_hold_and_auditors_can_switch_them_off(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(app, {"app.py": APP.replace("debug=True)", "debug=True)  # tenfold: ignore[framework.debug-off] only here")})
    assert "framework.debug-off" not in rules_of(report(capsys, app))
    assert "framework.debug-off" in rules_of(report(capsys, app, "--no-ignores"))
    assert "framework.debug-off" not in rules_of(report(capsys, app, "--ignore", "framework"))
    assert {rule.partition(".")[0] for rule in rules_of(report(capsys, app, "--select", "audits,rate.login"))} <= {
        "audits",
        "rate",
    }


def test_the_baseline_accepts_today_and_tells_what_is_gone(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("baseline", app, "--baseline", "base.json") == 0
    write(app, {"app.py": "\n\n" + APP})
    capsys.readouterr()
    assert rules_of(report(capsys, app, "--baseline", "base.json")) == set()
    write(app, {"app.py": APP.replace("debug=True", "")})
    found = report(capsys, app, "--baseline", "base.json")
    assert any("no longer reproduces: app.py: framework.debug-off" in n for n in found["notes"])  # type: ignore[attr-defined]
    before = len(json.loads((app / "base.json").read_text())["findings"])
    assert run("baseline", app, "--baseline", "base.json", "--prune") == 0
    assert len(json.loads((app / "base.json").read_text())["findings"]) < before


def test_diff_shows_only_what_a_change_touches(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", "-C", str(app), *words], check=True)
    assert rules_of(report(capsys, app, "--diff", "HEAD")) == set()
    write(app, {"app.py": APP.replace("debug=True", "debug=True, port=80")})
    found = report(capsys, app, "--diff", "HEAD")
    assert "framework.debug-off" in rules_of(found)
    assert {finding["line"] for finding in found["findings"]} == {13}  # type: ignore[attr-defined]


def test_personas_show_more_and_more(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = [
        len(report(capsys, app, "--persona", persona)["findings"]) for persona in ("regular", "pedantic", "auditor")
    ]  # type: ignore[arg-type]
    assert shown == sorted(shown)


def test_a_requirement_can_be_declared_not_applicable(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(app, {"pyproject.toml": '[tool.tenfold.not-applicable]\n"transport.https" = "TLS ends at the mesh"\n'})
    found = {r["id"]: r for r in report(capsys, app)["requirements"]}  # type: ignore[attr-defined]
    assert found["transport.https"]["verdict"] == "not applicable"
    assert found["transport.https"]["reason"] == "by configuration: TLS ends at the mesh"


def test_a_rule_that_fails_is_reported_and_the_exit_code_is_2(
    app: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = next(rule for rule in tenfold.rules.rules() if rule.id == "framework.debug-off")

    def fail(_app: object) -> list[object]:
        raise ZeroDivisionError("by design")

    monkeypatch.setattr(type(rule), "judge", lambda self, app: fail(app))
    assert run("check", app, "--format", "json") == 2
    found = json.loads(capsys.readouterr().out)
    verdict = next(r for r in found["requirements"] if r["id"] == "framework.debug-off")
    assert verdict["verdict"] != "met"
    assert any(
        "the rule framework.debug-off failed: ZeroDivisionError: by design" in s["reason"] for s in found["skipped"]
    )


def test_a_fault_of_the_tool_is_one_line(
    app: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("by design")

    monkeypatch.setattr("tenfold.check.judge", fail)
    assert run("check", app) == 2
    error = capsys.readouterr().err
    assert error.startswith("tenfold: a fault of Tenfold itself (ZeroDivisionError: by design)")
    assert error.count("\n") == 1


def test_tables_of_routes_and_settings(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("routes", app, "--format", "json") == 0
    routes = json.loads(capsys.readouterr().out)
    assert [(r["path"], r["methods"]) for r in routes if r["path"] == "/note"] == [("/note", ["POST"])]
    assert run("settings", app, "--format", "json") == 0
    settings = json.loads(capsys.readouterr().out)
    assert "dev" not in json.dumps(settings)
    assert run("routes", app) == 0
    assert "/note" in capsys.readouterr().out
    assert run("settings", app) == 0
    assert "SECRET_KEY" in capsys.readouterr().out


@pytest.mark.parametrize("item", ["sessions", "sessions.cookie", "framework.debug-off"])
def test_explains_practices_requirements_and_rules(item: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", item) == 0
    assert item in capsys.readouterr().out


def test_lists_its_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rules") == 0
    assert capsys.readouterr().out.count("\n") == len(tenfold.rules.rules())
    assert run("rules", "--format", "json") == 0
    assert len(json.loads(capsys.readouterr().out)) == len(tenfold.rules.rules())


def test_prints_the_configuration_in_force(app: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(app, {"pyproject.toml": '[tool.tenfold]\nfail-on = "high"\n'})
    assert run("config", app, "--env", "test") == 0
    printed = capsys.readouterr().out
    assert 'fail-on = "high"\n' in printed
    assert 'environment = "test"\n' in printed


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(command, "--help") == 0
    assert command in capsys.readouterr().out


def test_a_closed_pipe_is_no_error(app: Path) -> None:
    read, write_end = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "tenfold", "check", str(app)], stdout=write_end, stderr=subprocess.PIPE, check=False
    )
    os.close(write_end)
    assert b"Traceback" not in done.stderr
