"""The reference of the core is built from its docstrings, without a warning."""

from __future__ import annotations

import inspect
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.core.public_api import public_modules, public_names

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "docs" / "api"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The HTML pages, built from a copy so that nothing is left in the source tree."""
    copy = tmp_path_factory.mktemp("reference") / "api"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("_build", "_modules"))
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", str(copy), str(copy / "html")],
        check=False,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )
    assert (done.returncode, done.stderr) == (0, "")
    return copy / "html" / "_modules"


def test_the_index_names_every_public_module():
    index = (SOURCE / "index.rst").read_text(encoding="utf-8")
    listed = [line.strip() for line in index.splitlines() if line.startswith("   oshj_core")]
    assert listed == [module.__name__ for module in public_modules()]


def test_every_class_and_function_has_its_place(pages):
    for module in public_modules():
        page = (pages / f"{module.__name__}.html").read_text(encoding="utf-8")
        called = [
            name
            for name in public_names(module)
            if inspect.isclass(getattr(module, name)) or inspect.isroutine(getattr(module, name))
        ]
        assert [name for name in called if f'id="{module.__name__}.{name}"' not in page] == [], (
            module.__name__
        )
