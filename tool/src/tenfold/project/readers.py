"""All readers by kind: `READERS[kind](text)` gives facts, `TYPES[kind]` decodes them from a cache.

Modules are imported when their kind is first asked for, so that a run pays only for what the app holds.
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Final

from tenfold.project.facts import FileFacts

# kind: (module in tenfold.project, function, type of its facts)
_TABLE: Final = {
    "apache": ("apache", "read", "ApacheFacts"),
    "browser-script": ("browser_script", "read", "BrowserScriptFacts"),
    "caddy": ("caddy", "read", "CaddyFacts"),
    "ci": ("gitlab_ci", "read_any", "CiFacts"),
    "compose": ("compose", "read", "ComposeFacts"),
    "conda": ("manifests.other", "read_conda", "Manifest"),
    "dependabot": ("updates", "read_dependabot", "DependabotFacts"),
    "digitalocean": ("platforms", "read_digitalocean", "PlatformFacts"),
    "dockerfile": ("dockerfile", "read", "DockerfileFacts"),
    "env": ("envfile", "read", "EnvFacts"),
    "fly": ("platforms", "read_fly", "PlatformFacts"),
    "gae": ("platforms", "read_gae", "PlatformFacts"),
    "gitlab-ci": ("gitlab_ci", "read", "CiFacts"),
    "heroku": ("platforms", "read_heroku", "PlatformFacts"),
    "ignore": ("ignore_file", "read", "IgnoreFacts"),
    "ini": ("ini", "read", "SettingsFacts"),
    "json": ("json_file", "read", "SettingsFacts"),
    "key": ("key_file", "read", "KeyFileFacts"),
    "kubernetes": ("kubernetes", "read", "KubernetesFacts"),
    "makefile": ("makefile", "read", "MakefileFacts"),
    "nginx": ("nginx", "read", "NginxFacts"),
    "notebook": ("notebook", "read", "NotebookFacts"),
    "pdm-lock": ("manifests.locks", "read_pdm_lock", "Manifest"),
    "pipfile": ("manifests.pipfile", "read", "Manifest"),
    "pipfile-lock": ("manifests.locks", "read_pipfile_lock", "Manifest"),
    "poetry-lock": ("manifests.locks", "read_poetry_lock", "Manifest"),
    "policy": ("policy", "read", "PolicyFacts"),
    "security-notes": ("policy", "read", "PolicyFacts"),
    "precommit": ("updates", "read_precommit", "PreCommitFacts"),
    "procfile": ("processes", "read_procfile", "ProcessFacts"),
    "pylock": ("manifests.locks", "read_pylock", "Manifest"),
    "pyproject": ("manifests.pyproject", "read", "Manifest"),
    "railway": ("platforms", "read_railway", "PlatformFacts"),
    "render": ("platforms", "read_render", "PlatformFacts"),
    "renovate": ("updates", "read_renovate", "RenovateFacts"),
    "requirements": ("manifests.requirements", "read", "Manifest"),
    "setup-cfg": ("manifests.other", "read_setup_cfg", "Manifest"),
    "shell": ("shell", "read", "ShellFacts"),
    "supervisor": ("processes", "read_supervisor", "ProcessFacts"),
    "systemd": ("processes", "read_systemd", "ProcessFacts"),
    "terraform": ("terraform", "read", "TerraformFacts"),
    "toml": ("toml_file", "read", "SettingsFacts"),
    "traefik": ("traefik", "read", "TraefikFacts"),
    "uv-lock": ("manifests.locks", "read_uv_lock", "Manifest"),
    "vercel": ("platforms", "read_vercel", "PlatformFacts"),
    "workflow": ("workflows", "read", "WorkflowFacts"),
    "yaml": ("yaml_file", "read", "SettingsFacts"),
}


def _attribute(kind: str, place: int) -> object:
    return getattr(import_module(f"tenfold.project.{_TABLE[kind][0]}"), _TABLE[kind][place])


def _reader(kind: str) -> Callable[[str], FileFacts]:
    def read(text: str) -> FileFacts:
        """The facts of a text of this kind; never raises, whatever the text."""
        function = _attribute(kind, 1)
        assert callable(function)
        facts = function(text)
        assert isinstance(facts, FileFacts)
        return facts

    return read


class _Types(Mapping[str, type[FileFacts]]):
    """The type of facts of each kind."""

    def __getitem__(self, kind: str) -> type[FileFacts]:
        found = _attribute(kind, 2)
        assert isinstance(found, type)
        assert issubclass(found, FileFacts)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_TABLE)

    def __len__(self) -> int:
        return len(_TABLE)


READERS: Final[Mapping[str, Callable[[str], FileFacts]]] = {kind: _reader(kind) for kind in _TABLE}
TYPES: Final[Mapping[str, type[FileFacts]]] = _Types()


def read(kind: str, text: str) -> FileFacts | None:
    """The facts of a text, or None for a kind that is read elsewhere (python, template) or not at all."""
    reader = READERS.get(kind)
    return reader(text) if reader is not None else None
