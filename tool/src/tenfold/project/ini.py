"""INI files as configparser, pip, uWSGI, supervisor and systemd write them; keys come out as section.key."""

from tenfold.project.facts import Problems, Setting, SettingsFacts, bounded

MAX_SETTINGS = 50_000


def read(text: str) -> SettingsFacts:
    """Settings with keys `section.key` in file order; a repeated key is kept as often as it stands.

    A value's indented lines belong to it, joined by newlines: line n of a value stands n lines below its
    key; comments among them are empty. Keys keep their case.
    """
    problems = Problems()
    found: list[Setting] = []
    section, key, key_line = "", "", 0
    value: list[str] = []

    def finish() -> None:
        if key and len(found) < MAX_SETTINGS:
            found.append(Setting(f"{section}.{key}" if section else key, "\n".join(value).rstrip(), key_line))

    for number, raw in enumerate(bounded(text, problems).split("\n"), 1):
        line = raw.strip()
        if not line or line[0] in "#;":
            if key:
                value.append("")
            continue
        if raw[0] in " \t" and key:
            value.append(line)
            continue
        finish()
        key = ""
        if line[0] == "[":
            section = line[1:].partition("]")[0].strip()[:200]
            if "]" not in line:
                problems.add(number, "a section header without ]")
            continue
        name, mark, rest = _split(line)
        if not mark and " " in name:  # a single word is a switch, as uWSGI has them
            problems.add(number, "neither a section nor key = value")
        key, key_line, value = name, number, [_without_comment(rest)]
    finish()
    if len(found) >= MAX_SETTINGS:
        problems.add(found[-1].line, f"more than {MAX_SETTINGS} settings; the rest was not read")
    return SettingsFacts(settings=tuple(found), problems=problems.all())


def _split(line: str) -> tuple[str, str, str]:
    places = [at for at in (line.find("="), line.find(":")) if at >= 0]
    if not places:
        return line, "", ""
    at = min(places)
    return line[:at].strip(), line[at], line[at + 1 :].strip()


def _without_comment(value: str) -> str:
    for mark in (" #", " ;", "\t#", "\t;"):
        value = value.partition(mark)[0]
    return value.rstrip()
