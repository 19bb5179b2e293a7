from tenfold.project.facts import Setting
from tenfold.project.manifests import locks, other, pipfile, pyproject, requirements
from tenfold.project.manifests.dependency import Dependency


def test_requirements() -> None:
    facts = requirements.read(
        "--index-url https://pypi.example/simple\n--extra-index-url=https://two.example/simple # internal\n"
        "-r base.txt\n-c constraints.txt\nDjango==5.1.2 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
        'Flask_Login[async] >=0.6 ; python_version < "3.12"  # why\n'
        "-e git+https://github.com/acme/tool.git@main#egg=acme_tool\n./local/pkg\n"
        "lib @ https://example.org/lib-1.0.whl#sha256=abc\nrequests==2.*\n\n!!!\n--require-hashes\n"
    )
    assert facts.indexes == (
        Setting("index-url", "https://pypi.example/simple", 1),
        Setting("extra-index-url", "https://two.example/simple", 2),
    )
    assert facts.includes == (
        Setting("requirement", "base.txt", 3),
        Setting("constraint", "constraints.txt", 4),
    )
    assert facts.dependencies == (
        Dependency(name="django", line=5, specifier="==5.1.2", version="5.1.2", hashed=True),
        Dependency(name="flask-login", line=8, specifier=">=0.6", extras=("async",),
        markers='python_version < "3.12"'),
        Dependency(
            name="acme-tool", line=9, source="vcs",
            url="git+https://github.com/acme/tool.git@main#egg=acme_tool",
            editable=True,
        ),
        Dependency(name="", line=10, source="path", url="./local/pkg"),
        Dependency(name="lib", line=11, source="url", url="https://example.org/lib-1.0.whl#sha256=abc",
        hashed=True),
        Dependency(name="requests", line=12, specifier="==2.*"),
    )  # fmt: skip
    assert facts.options == (Setting("require-hashes", "", 15),)
    assert [problem.line for problem in facts.problems] == [14]


def test_pyproject_of_the_standards() -> None:
    facts = pyproject.read(
        '[build-system]\nrequires = ["hatchling"]\n[project]\nname = "shop"\nrequires-python = ">=3.11"\n'
        'dependencies = [\n  "django>=5,<6",\n  "internal-lib==1.2",\n]\n[project.optional-dependencies]\n'
        'redis = ["redis"]\n[dependency-groups]\ntest = ["pytest", {include-group = "lint"}]\n'
        '[tool.uv.sources]\ninternal-lib = { index = "corp" }\n[[tool.uv.index]]\nname = "corp"\n'
        'url = "https://corp.example/simple"\n[tool.ruff]\n'
    )
    assert (facts.python, facts.name) == (">=3.11", "shop")
    assert [(d.name, d.specifier, d.version, d.group, d.index, d.line) for d in facts.dependencies] == [
        ("django", ">=5,<6", "", "", "", 7),
        ("internal-lib", "==1.2", "1.2", "", "corp", 8),
        ("redis", "", "", "extra:redis", "", 11),
        ("pytest", "", "", "test", "", 13),
        ("hatchling", "", "", "build", "", 2),
    ]
    assert facts.indexes == (Setting("uv.corp", "https://corp.example/simple", 18),)
    assert facts.tools == ("uv", "ruff")


def test_pyproject_of_poetry() -> None:
    facts = pyproject.read(
        '[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\npython = "^3.11"\nflask = "^3.0"\n'
        'gunicorn = "22.0.0"\nown = {git = "https://github.com/a/b.git", rev = "1"}\n'
        'near = {path = "../near", develop = true}\n'
        '[tool.poetry.group.dev.dependencies]\nblack = "*"\n[[tool.poetry.source]]\nname = "corp"\n'
        'url = "https://corp.example"\npriority = "supplemental"\n'
    )
    assert facts.python == "^3.11"
    assert [(d.name, d.version, d.group, d.source, d.line) for d in facts.dependencies] == [
        ("flask", "", "", "index", 5),
        ("gunicorn", "22.0.0", "", "index", 6),
        ("own", "", "", "vcs", 7),
        ("near", "", "", "path", 8),
        ("black", "", "dev", "index", 10),
    ]
    assert facts.indexes == (Setting("poetry.corp.supplemental", "https://corp.example", 13),)


def test_pipfile_and_its_lock() -> None:
    facts = pipfile.read(
        '[[source]]\nurl = "https://index.example/simple"\nname = "pypi"\n[packages]\nflask = "==3.0.3"\n'
        'redis = {version="*", index="pypi"}\n'
        '[dev-packages]\npytest = "*"\n[requires]\npython_version = "3.12"\n'
    )
    assert [(d.name, d.version, d.group, d.index) for d in facts.dependencies] == [
        ("flask", "3.0.3", "", ""), ("redis", "", "", "pypi"), ("pytest", "", "dev", ""),
    ]  # fmt: skip
    assert facts.python == "3.12"
    lock = locks.read_pipfile_lock(
        '{"_meta": {"requires": {"python_version": "3.12"}, "sources": [{"name": "pypi", "url": "u"}]},\n'
        '"default": {\n"flask": {"hashes": ["sha256:aa"], "version": "==3.0.3"}},\n'
        '"develop": {"pytest": {"version": "==8.0"}}}'
    )
    assert lock.dependencies == (
        Dependency(name="flask", line=3, specifier="==3.0.3", version="3.0.3", hashed=True),
        Dependency(name="pytest", line=4, specifier="==8.0", version="8.0", group="dev"),
    )


def test_poetry_lock() -> None:
    facts = locks.read_poetry_lock(
        '[[package]]\nname = "Flask"\nversion = "3.0.3"\ngroups = ["main"]\nfiles = [\n'
        '    {file = "flask.whl", hash = "sha256:aa"},\n]\n[[package]]\nname = "pytest"\nversion = "8.0"\n'
        'groups = ["dev"]\nfiles = []\n[package.source]\ntype = "git"\nurl = "https://x/y.git"\n'
        '[metadata]\nlock-version = "2.1"\npython-versions = ">=3.11"\n'
    )
    assert facts.python == ">=3.11"
    assert not facts.direct
    assert facts.dependencies == (
        Dependency(name="flask", line=2, specifier="==3.0.3", version="3.0.3", hashed=True),
        Dependency(
            name="pytest",
            line=9,
            specifier="==8.0",
            version="8.0",
            group="dev",
            source="vcs",
            url="https://x/y.git",
        ),
    )


def test_uv_lock_tells_production_from_development() -> None:
    facts = locks.read_uv_lock(
        'version = 1\nrequires-python = ">=3.12"\n[[package]]\nname = "shop"\nversion = "0.1"\n'
        'source = { editable = "." }\ndependencies = [\n    { name = "flask" },\n]\n'
        "[package.dev-dependencies]\n"
        'dev = [{ name = "pytest" }]\n[[package]]\nname = "flask"\nversion = "3.0.3"\n'
        'source = { registry = "https://index.example/simple" }\ndependencies = [{ name = "jinja2" }]\n'
        'sdist = { url = "u", hash = "sha256:aa" }\n[[package]]\nname = "jinja2"\nversion = "3.1.6"\n'
        'source = { registry = "https://index.example/simple" }\n[[package]]\nname = "pytest"\nversion = "8.0"\n'
        'source = { registry = "https://index.example/simple" }\n'
    )
    assert [(d.name, d.version, d.group, d.hashed) for d in facts.dependencies] == [
        ("flask", "3.0.3", "", True), ("jinja2", "3.1.6", "", False), ("pytest", "8.0", "dev", False),
    ]  # fmt: skip
    assert facts.dependencies[0].index == "https://index.example/simple"


def test_pylock_and_pdm() -> None:
    facts = locks.read_pylock(
        'lock-version = "1.0"\nrequires-python = ">=3.12"\n[[packages]]\nname = "attrs"\nversion = "25.1.0"\n'
        'index = "https://index.example/simple"\n[[packages.wheels]]\nname = "attrs.whl"\n'
        'hashes = {sha256 = "c7"}\n'
    )
    assert facts.dependencies == (
        Dependency(
            name="attrs",
            line=4,
            specifier="==25.1.0",
            version="25.1.0",
            hashed=True,
            index="https://index.example/simple",
        ),
    )
    pdm = locks.read_pdm_lock(
        '[metadata]\ngroups = ["default", "test"]\n[[package]]\nname = "pytest"\nversion = "8.0"\n'
        'groups = ["test"]\nfiles = [{file = "a", hash = "sha256:1"}]\n'
    )
    assert [(d.name, d.group, d.hashed) for d in pdm.dependencies] == [("pytest", "test", True)]


def test_setup_cfg_and_conda() -> None:
    facts = other.read_setup_cfg(
        "[metadata]\nname = shop\n[options]\npython_requires = >=3.9\ninstall_requires =\n    "
        "flask>=2\n    redis==5.0\n"
        "[options.extras_require]\ndev =\n    pytest\n"
    )
    assert [(d.name, d.version, d.group, d.line) for d in facts.dependencies] == [
        ("flask", "", "", 6), ("redis", "5.0", "", 7), ("pytest", "", "extra:dev", 10),
    ]  # fmt: skip
    assert (facts.python, facts.name) == (">=3.9", "shop")
    conda = other.read_conda(
        "channels: [conda-forge]\ndependencies:\n  - python=3.11\n  - numpy=1.26=py311\n  - pip:\n      - flask==3.0\n"
    )
    assert conda.python == "==3.11"
    assert [(d.name, d.version, d.index, d.line) for d in conda.dependencies] == [
        ("numpy", "1.26", "conda", 4), ("flask", "3.0", "", 6),
    ]  # fmt: skip
