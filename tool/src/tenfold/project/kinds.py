"""Which reader a file belongs to: by its path first, then by a look at its text where names do not decide."""

import fnmatch
import functools
import re
from typing import Final

# (pattern of the lower-case file name, kind); the first that fits wins.
_NAMES: Final = (
    ("*.dockerignore", "ignore"),
    ("dockerfile", "dockerfile"),
    ("dockerfile.*", "dockerfile"),
    ("*.dockerfile", "dockerfile"),
    ("containerfile", "dockerfile"),
    ("containerfile.*", "dockerfile"),
    ("docker-compose*.y*ml", "compose"),
    ("compose.y*ml", "compose"),
    ("compose[._-]*.y*ml", "compose"),
    ("docker-stack*.y*ml", "compose"),
    ("procfile", "procfile"),
    ("procfile.*", "procfile"),
    ("supervisor*.conf", "supervisor"),
    ("supervisor*.ini", "supervisor"),
    ("*.supervisor.conf", "supervisor"),
    ("*.service", "systemd"),
    ("*.service.j2", "systemd"),
    ("caddyfile", "caddy"),
    ("caddyfile.*", "caddy"),
    ("*.caddyfile", "caddy"),
    ("*.caddy", "caddy"),
    ("traefik*.y*ml", "traefik"),
    ("traefik*.toml", "traefik"),
    (".htaccess", "apache"),
    ("httpd*.conf", "apache"),
    ("apache*.conf", "apache"),
    ("pyproject.toml", "pyproject"),
    ("pipfile", "pipfile"),
    ("pipfile.lock", "pipfile-lock"),
    ("poetry.lock", "poetry-lock"),
    ("uv.lock", "uv-lock"),
    ("pdm.lock", "pdm-lock"),
    ("pylock.toml", "pylock"),
    ("pylock.*.toml", "pylock"),
    ("setup.cfg", "setup-cfg"),
    ("requirements*.txt", "requirements"),
    ("*requirements.txt", "requirements"),
    ("requirements*.in", "requirements"),
    ("requirements*.lock", "requirements"),
    ("constraints*.txt", "requirements"),
    ("environment.y*ml", "conda"),
    ("environment-*.y*ml", "conda"),
    ("conda*.y*ml", "conda"),
    (".gitlab-ci.y*ml", "gitlab-ci"),
    ("*.gitlab-ci.y*ml", "gitlab-ci"),
    ("azure-pipelines*.y*ml", "ci"),
    ("bitbucket-pipelines.y*ml", "ci"),
    (".travis.y*ml", "ci"),
    (".drone.y*ml", "ci"),
    (".woodpecker.y*ml", "ci"),
    ("cloudbuild*.y*ml", "ci"),
    ("buildspec*.y*ml", "ci"),
    ("taskfile.y*ml", "ci"),
    ("action.y*ml", "workflow"),
    (".pre-commit-config.y*ml", "precommit"),
    ("renovate.json", "renovate"),
    ("renovate.json5", "renovate"),
    (".renovaterc", "renovate"),
    (".renovaterc.json*", "renovate"),
    ("fly.toml", "fly"),
    ("fly.*.toml", "fly"),
    ("render.y*ml", "render"),
    ("vercel.json", "vercel"),
    ("now.json", "vercel"),
    ("railway.json", "railway"),
    ("railway.toml", "railway"),
    ("app.y*ml", "gae"),
    ("*.tf", "terraform"),
    ("*.tofu", "terraform"),
    ("*.tfvars", "terraform"),
    ("makefile", "makefile"),
    ("makefile.*", "makefile"),
    ("gnumakefile", "makefile"),
    ("*.mk", "makefile"),
    ("justfile", "makefile"),
    (".justfile", "makefile"),
    ("security.md", "policy"),
    ("security.rst", "policy"),
    ("security.txt", "policy"),
    ("security.adoc", "policy"),
    ("*owasp*.md", "security-notes"),
    ("*owasp*.rst", "security-notes"),
    ("*threat*model*.md", "security-notes"),
    ("*asvs*.md", "security-notes"),
    (".gitignore", "ignore"),
    (".dockerignore", "ignore"),
    (".flaskenv", "env"),
    (".env", "env"),
    (".env.*", "env"),
    ("*.env", "env"),
    ("*.env.*", "env"),
    (".env-*", "env"),
    ("env.example", "env"),
    ("env.sample", "env"),
    ("nginx*", "nginx"),
    ("*.nginx", "nginx"),
    ("*nginx*.conf*", "nginx"),
    ("pip.conf", "ini"),
    (".flake8", "ini"),
    (".bandit", "ini"),
    (".coveragerc", "ini"),
    (".pylintrc", "ini"),
    (".pypirc", "ini"),
    ("entrypoint", "shell"),
    ("docker-entrypoint", "shell"),
    ("start", "shell"),
)
_SUFFIXES: Final = {
    "py": "python", "pyw": "python", "ipynb": "notebook", "html": "template", "htm": "template",
    "xhtml": "template",
    "jinja": "template", "jinja2": "template", "j2": "template", "djhtml": "template", "ini": "ini",
    "cfg": "ini",
    "toml": "toml", "yml": "yaml", "yaml": "yaml", "json": "json", "json5": "json", "sh": "shell",
    "bash": "shell", "pem": "key", "key": "key",
}  # fmt: skip
_IN_TEMPLATES: Final = frozenset({"txt", "xml", "svg", "md", "js", "css", "eml", "mjml", "mako"})
_NOT_READ: Final = frozenset({"package-lock.json", "npm-shrinkwrap.json", "composer.lock", "pnpm-lock.yaml"})
_NOT_CONFIGURATION: Final = frozenset(
    {"md", "rst", "adoc", "txt", "js", "ts", "mjs", "cjs", "jsx", "tsx", "vue", "css", "png", "svg", "jpg", "gif",
     "pdf", "log", "sql", "csv", "go", "rs", "java", "rb", "php", "zip", "gz", "patch", "diff", "html"}
)  # fmt: skip
_NOT_ENVIRONMENT: Final = frozenset({"json", "yml", "yaml", "toml", "sh"})
_NGINX_FOLDERS: Final = frozenset({"nginx", "sites-available", "sites-enabled", "conf.d", "vhost.d"})
_KUBERNETES_FOLDERS: Final = frozenset({"k8s", "kubernetes", "kube", "kustomize", "helm", "charts", "k3s"})
_WORKFLOW_FOLDERS: Final = (".github/workflows/", ".gitea/workflows/", ".forgejo/workflows/")
_SCRIPT_FOLDERS: Final = frozenset({"static", "assets", "public", "js", "javascript", "scripts"})
_BUILT: Final = frozenset(
    {"node_modules", "bower_components", "vendor", "vendors", "vendored", "dist", "build", "lib", "libs", "third_party",
     "plugins", "bundles", "webpack_bundles", "admin", "staticfiles"}
)  # fmt: skip
_YAML: Final = frozenset({"yml", "yaml"})


@functools.lru_cache(maxsize=1)
def _names_pattern() -> tuple[re.Pattern[str], tuple[str, ...]]:
    alternatives = "|".join(f"({fnmatch.translate(pattern)})" for pattern, _ in _NAMES)
    return re.compile(alternatives), tuple(kind for _, kind in _NAMES)


def _by_name(name: str) -> str | None:
    pattern, kinds = _names_pattern()
    match = pattern.match(name)
    kind = kinds[match.lastindex - 1] if match and match.lastindex else None
    suffix = name.rpartition(".")[2]
    if kind in {"nginx", "env", "dockerfile", "caddy", "procfile", "makefile"} and suffix in _NOT_CONFIGURATION:
        return None
    return None if kind == "env" and suffix in _NOT_ENVIRONMENT else kind


def _by_folder(path: str, folders: frozenset[str], name: str, suffix: str) -> str | None:
    """The kind that a file has because of the folders it stands in."""
    if suffix in _YAML:
        if any(f"/{folder}" in path for folder in _WORKFLOW_FOLDERS):
            return "workflow"
        if "/.github/" in path and name.startswith("dependabot."):
            return "dependabot"
        if "/.gitlab/" in path or "gitlab-ci" in folders:
            return "gitlab-ci"
        if "/.circleci/" in path or ".woodpecker" in folders or ".buildkite" in folders:
            return "ci"
        if "/.do/" in path and name.startswith("app."):
            return "digitalocean"
        if folders & _KUBERNETES_FOLDERS:
            return "kubernetes"
    if ".envs" in folders or "/.env/" in path:
        return "env"
    if folders & _NGINX_FOLDERS and suffix in {"", "conf", "template", "j2", "erb", "tmpl", "inc", "tpl"}:
        return "nginx"
    if folders & {"apache", "apache2", "httpd"} and suffix == "conf":
        return "apache"
    if folders & {"supervisor", "supervisord"} and suffix in {"conf", "ini"}:
        return "supervisor"
    if "requirements" in folders and suffix in {"txt", "in", "lock"}:
        return "requirements"
    if suffix in {"js", "mjs"} and folders & _SCRIPT_FOLDERS and "templates" not in folders:
        built = folders & _BUILT or ".min." in name or ".bundle." in name or ".chunk." in name
        return None if built else "browser-script"
    if "templates" in folders and suffix in _IN_TEMPLATES:
        return "template"
    return None


def kind_of(relative_path: str) -> str | None:
    """The kind of a file by its path (with / between folders), or None when no reader wants it.

    `app.json` is "heroku" only at the top; a plain .conf file is "conf", which `refined` must decide.
    """
    path = "/" + relative_path.lower().lstrip("/")
    parts = path.split("/")
    name = parts[-1][:255]
    if name in _NOT_READ:
        return None
    folders = frozenset(parts[1:-1])
    suffix = name.rpartition(".")[2] if "." in name[1:] else ""
    if relative_path == "app.json":
        return "heroku"
    if suffix in {"py", "pyw", "ipynb"}:
        return _SUFFIXES[suffix]
    kind = _by_folder(path, folders, name, suffix) if folders else None
    if kind in {"nginx", "kubernetes", "template", None}:
        kind = _by_name(name) or kind
    if kind is not None and not (kind == "nginx" and suffix in _SUFFIXES and suffix != "j2"):
        return kind
    if suffix == "conf" or name.endswith((".conf.template", ".conf.tmpl", ".conf.tpl")):
        return "conf"
    return _SUFFIXES.get(suffix)


_NGINX = re.compile(r"^\s*(?:server|http|location\s[^{\n]{1,200}|upstream\s+\S+)\s*\{", re.MULTILINE)
_KUBERNETES = re.compile(r"^kind:[ \t]*[A-Z]\w+", re.MULTILINE)
_SYSTEMD = re.compile(r"^ExecStart\s*=", re.MULTILINE)
_SNIFFED: Final = 65_536


def refined(kind: str, text: str) -> str | None:
    """The kind of a file after a look at its text.

    Settles "conf", plain YAML, and names that two formats share. None when a "conf" file is no format
    that is read.
    """
    head = text[:_SNIFFED]
    if kind in {"yaml", "kubernetes", "gae"}:
        if re.search(r"^apiVersion:", head, re.MULTILINE) and _KUBERNETES.search(head):
            return "kubernetes"
        if re.search(r"^services:", head, re.MULTILINE) and re.search(r"^\s+(?:image|build):", head, re.MULTILINE):
            return "compose"
        if kind == "gae" and not re.search(r"^(?:runtime|env|service):", head, re.MULTILINE):
            return "yaml"
        return "yaml" if kind == "kubernetes" and "{{" not in head else kind
    if kind in {"conf", "nginx"}:
        if _NGINX.search(head):
            return "nginx"
        if "<VirtualHost" in head or "<Directory" in head:
            return "apache"
        if re.search(r"^\[program:", head, re.MULTILINE):
            return "supervisor"
        if _SYSTEMD.search(head):
            return "systemd"
        return "nginx" if kind == "nginx" and not head.startswith("#!") else None
    if kind == "shell" and head.startswith("#!") and "python" in head.partition("\n")[0]:
        return "python"
    return kind
