"""What holds for the project as a whole: its package, its dependencies, its documents."""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import venv
from email import message_from_bytes
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import attr
import attrs
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
OURS = frozenset(
    {
        "examples",
        "oshj_core",
        "oshj_locales",
        "oshj_plugins",
        "oshj_portal",
        "oshj_schemes",
        "tests",
    }
)
LONGEST_MODULE = 400
EMBEDDING = ROOT / "docs/embedding.md"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def imported(source: Path) -> set[str]:
    """Return the top-level names a module imports that are neither the library's nor ours."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"), str(source))):
        match node:
            case ast.Import(names=aliases):
                names |= {alias.name.partition(".")[0] for alias in aliases}
            case ast.ImportFrom(module=str(module), level=0):
                names.add(module.partition(".")[0])
    return names - sys.stdlib_module_names - OURS


def pip(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], check=True)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, built from a copy so that nothing is left in the source tree."""
    copy = tmp_path_factory.mktemp("source")
    for name in ("src", "locales", "config"):
        leave_out = shutil.ignore_patterns("__pycache__", "*.egg-info", "*.mo")
        shutil.copytree(ROOT / name, copy / name, ignore=leave_out)
    for name in ("setup.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy)
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", f"{copy}/dist", str(copy))
    (built,) = (copy / "dist").glob("oshj-*.whl")
    return built


@pytest.fixture(scope="module")
def requirements(wheel: Path) -> dict[str, set[str]]:
    """The canonical names of what each extra needs; ``""`` is the package without any."""
    with ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("/METADATA"))
        metadata = message_from_bytes(archive.read(name))
    result: dict[str, set[str]] = {
        name: set() for name in ("", "archive", "portal", "postgres", "dev")
    }
    for line in metadata.get_all("Requires-Dist", []):
        requirement = Requirement(line)
        extra = re.search(r'extra == "(\w+)"', line)
        result[extra.group(1) if extra else ""].add(canonicalize_name(requirement.name))
    return result


def test_no_module_is_too_long():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules("src")}
    assert {path: n for path, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_the_core_imports_the_standard_library_and_attrs_alone():
    testing = ROOT / "src/oshj_core/testing/contracts"  # whoever runs a contract suite has pytest
    ed25519 = ROOT / "src/oshj_core/archive/ed25519.py"  # nothing of the core imports it
    used = {
        name
        for path in modules("src/oshj_core")
        if path != ed25519
        for name in imported(path) - ({"pytest"} if path.is_relative_to(testing) else set())
    }
    assert used <= {"attr", "attrs"}


@pytest.fixture(scope="module")
def empty(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of an environment that holds the package and attrs alone."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    pip("--python", str(python), "install", "--no-deps", "--no-index", str(wheel))
    (site,) = (folder / "lib").glob("python*/site-packages")
    for package in (attr, attrs):
        source = Path(package.__file__).parent
        shutil.copytree(source, site / source.name)
    return python.parent


def alone(empty: Path, program: str, **options: str) -> subprocess.CompletedProcess[str]:
    """Run a program there, and nowhere else."""
    command = [str(empty / "python"), "-I", "-c", program]
    return subprocess.run(command, check=False, capture_output=True, text=True, **options)


def test_the_core_installs_and_imports_alone(empty: Path):
    run = alone(
        empty,
        "import importlib.util, pkgutil, oshj_core\n"
        "for module in pkgutil.iter_modules(oshj_core.__path__, 'oshj_core.'):\n"
        "    importlib.import_module(module.name)\n"
        "    print(module.name)\n"
        "for other in ('pyramid', 'ZODB', 'pytest', 'cryptography'):\n"
        "    assert not importlib.util.find_spec(other)\n",
    )
    assert run.stderr == ""
    assert "oshj_core.text" in run.stdout.split()


def test_what_needs_nothing_else_on_the_page_for_embedders_is_true_alone(empty: Path):
    sections = re.split(r"^##+ ", EMBEDDING.read_text(encoding="utf-8"), flags=re.MULTILINE)
    blocks = [
        found.groups()
        for section in sections
        if "\n*Needs `" not in section
        for found in BLOCK.finditer(section)
    ]
    assert sum(language == "pycon" for language, _ in blocks) > 7
    program = (
        "import doctest, json, sys\n"
        "names, runner = {}, doctest.DocTestRunner()\n"
        "for language, text in json.load(sys.stdin):\n"
        "    if language == 'python':\n"
        "        exec(text, names)\n"
        "    elif language == 'pycon':\n"
        "        test = doctest.DocTestParser().get_doctest(text, names, 'page', None, 0)\n"
        "        runner.run(test, clear_globs=False)\n"
        "        names.update(test.globs)\n"
        "print(runner.summarize(verbose=False))\n"
    )
    run = alone(empty, program, input=json.dumps(blocks))
    assert run.stderr == ""
    assert "TestResults(failed=0" in run.stdout, run.stdout


def test_the_command_says_what_to_install(empty: Path):
    run = subprocess.run(
        [str(empty / "oshj"), "--help"], check=False, capture_output=True, text=True
    )
    assert run.returncode == 1
    assert "install oshj[portal]" in run.stderr
    assert "Traceback" not in run.stderr


def test_the_package_needs_attrs_alone(requirements: dict[str, set[str]]):
    assert requirements[""] == {"attrs"}


def test_the_package_carries_its_data(wheel: Path):
    with ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    data = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src").rglob("*")
        if path.is_file()
        and path.suffix != ".pyc"
        and not any(part.endswith(".egg-info") for part in path.parts)
    }
    data |= {f"oshj_schemes/{path.name}" for path in (ROOT / "config/schemes").glob("*.toml")}
    data |= {
        f"oshj_locales/ky/LC_MESSAGES/{domain}.mo" for domain in ("oshj", "deform", "colander")
    }
    assert sorted(data - packed) == []


@pytest.mark.parametrize(
    ("folder", "extras"),
    [
        ("src/oshj_portal", ["", "portal", "postgres"]),
        ("src/oshj_plugins", ["", "portal"]),
        ("examples", ["", "archive", "dev"]),
        ("tests", ["", "portal", "postgres", "dev"]),
    ],
)
def test_what_is_imported_is_declared(
    requirements: dict[str, set[str]], folder: str, extras: list[str]
):
    declared = set().union(*(requirements[extra] for extra in extras))
    distributions = packages_distributions()
    undeclared = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(folder)
        for name in imported(path)
        if declared.isdisjoint(map(canonicalize_name, distributions.get(name, [])))
    }
    assert sorted(undeclared) == []


def test_every_dependency_is_explained_and_pinned(requirements: dict[str, set[str]]):
    explained = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8")
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    named = set(map(canonicalize_name, re.findall(r"^\| `([\w.-]+)` \|", explained, re.MULTILINE)))
    pins = set(map(canonicalize_name, re.findall(r"^([\w.-]+)==", pinned, re.MULTILINE)))
    declared = set().union(*requirements.values())
    assert named == declared
    assert declared - pins == set()


def documents() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path):
    links = LINK.findall(document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_readme_leads_to_every_document():
    linked = LINK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    written = [f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")]
    assert sorted(set(written) - set(linked)) == []
