"""Every block of Python in docs/embedding.md is run, in the order of the page."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "embedding.md"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks():
    """Language, number of the first line and text of each block."""
    written = PAGE.read_text(encoding="utf-8")
    return [
        (found[1], written.count("\n", 0, found.start(2)) + 1, found[2])
        for found in BLOCK.finditer(written)
    ]


def test_the_blocks_are_what_is_run_here():
    languages = {language for language, _, _ in blocks()}
    assert languages == {"python", "pycon", "sh"}
    assert sum(language == "pycon" for language, _, _ in blocks()) > 5


def test_the_page_is_true(tmp_path, capsys):
    names = {"folder": tmp_path}
    runner = doctest.DocTestRunner()
    for language, line, text in blocks():
        if language == "python" and not text.startswith("# test_"):
            exec(compile("\n" * (line - 1) + text, str(PAGE), "exec"), names)
        elif language == "pycon":
            parsed = doctest.DocTestParser().get_doctest(text, names, PAGE.name, str(PAGE), line)
            runner.run(parsed, clear_globs=False)
            names.update(parsed.globs)
    failed = runner.summarize(verbose=False).failed
    assert failed == 0, capsys.readouterr().out


def test_the_contract_suite_runs_as_shown(tmp_path):
    (shown,) = [text for _, _, text in blocks() if text.startswith("# test_")]
    module = tmp_path / shown.splitlines()[0].removeprefix("# ")
    module.write_text(shown, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(module)]
    done = subprocess.run(
        command, cwd=tmp_path, check=False, capture_output=True, text=True, env=_environment()
    )
    assert done.returncode == 0, done.stdout
    assert re.search(r"^[1-9]\d* passed", done.stdout, re.MULTILINE)


def _environment():
    return os.environ | {"PYTHONPATH": str(ROOT / "src")}


@pytest.mark.parametrize(
    "command", [text for language, _, text in blocks() if language == "sh" and "-m" in text]
)
def test_the_commands_work(command):
    words = command.split()
    assert words[0] == "python"
    done = subprocess.run(
        [sys.executable, *words[1:]],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        env=_environment(),
    )
    assert done.returncode == 0, done.stderr
