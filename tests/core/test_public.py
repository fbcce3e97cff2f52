"""What an embedder may rely on: the core imports nothing but attrs, and its examples are true."""

import doctest
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import oshj_core

MODULES = [
    "oshj_core",
    *sorted(module.name for module in pkgutil.walk_packages(oshj_core.__path__, "oshj_core.")),
]
SUITES = "oshj_core.testing.contracts"
PACKAGES = [name for name in MODULES if hasattr(importlib.import_module(name), "__path__")]

IMPORT_BEHIND_A_WALL = """
import importlib, sys
sys.path.insert(0, sys.argv[1])
for name in sys.argv[2].split():
    importlib.import_module(name)  # what may be there is there before the wall

class Wall:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top not in sys.stdlib_module_names and top not in {"oshj_core", "attr", "attrs"}:
            raise ImportError(f"the core must not import {name}")

sys.meta_path.insert(0, Wall())
for name in sys.argv[3:]:
    importlib.import_module(name)
print("imported", len(sys.argv) - 3)
"""


def import_behind_a_wall(modules, beforehand=""):
    source = str(Path(oshj_core.__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-c", IMPORT_BEHIND_A_WALL, source, beforehand, *modules],
        capture_output=True,
        text=True,
        check=False,
    )


class TestPurity:
    def test_the_core_imports_nothing_but_attrs(self):
        modules = [name for name in MODULES if not name.startswith(SUITES)]
        modules.remove("oshj_core.archive.ed25519")  # oshj[archive], for who asks for it by name
        assert len(modules) > 30
        done = import_behind_a_wall(modules)
        assert done.stderr == ""
        assert done.stdout == f"imported {len(modules)}\n"

    def test_its_test_suites_need_pytest_alone(self):
        modules = [name for name in MODULES if name.startswith(SUITES)]
        assert modules
        done = import_behind_a_wall(modules, beforehand="pytest")
        assert done.stderr == ""
        assert done.stdout == f"imported {len(modules)}\n"

    def test_the_wall_holds(self):
        done = import_behind_a_wall([SUITES])
        assert done.returncode != 0
        assert "the core must not import pytest" in done.stderr


class TestDocumentation:
    @pytest.mark.parametrize("name", MODULES)
    def test_the_examples_are_true(self, name):
        failures, _ = doctest.testmod(importlib.import_module(name))
        assert failures == 0

    def test_there_are_examples(self):
        finder = doctest.DocTestFinder(exclude_empty=True)
        documented = {
            name
            for name in MODULES
            if any(test.examples for test in finder.find(importlib.import_module(name)))
        }
        assert {
            "oshj_core.accounts",
            "oshj_core.calendar",
            "oshj_core.cell_text",
            "oshj_core.decisions",
            "oshj_core.grading",
            "oshj_core.kyrgyz",
            "oshj_core.people",
            "oshj_core.register.fold",
            "oshj_core.text",
        } <= documented

    @pytest.mark.parametrize("name", PACKAGES)
    def test_what_is_announced_is_there_and_in_order(self, name):
        package = importlib.import_module(name)
        announced = getattr(package, "__all__", [])
        assert len(announced) == len(set(announced))
        for public in announced:
            assert getattr(package, public).__doc__ or not callable(getattr(package, public))
