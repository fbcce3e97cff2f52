"""Every block of Python in docs/embedding.md is run, in the order of the page."""

from __future__ import annotations

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from examples.flask_service import make_service
from examples.flask_service.tokens import read_tokens
from examples.sqlite_journal import demo

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


def test_the_page_is_true(capsys):
    names = {}
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
    return os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}


def commands(beginning):
    """The commands of the page that begin so, as words."""
    lines = [
        line
        for language, _, text in blocks()
        if language == "sh"
        for line in text.replace("\\\n", "").splitlines()
    ]
    return [shlex.split(line, comments=True) for line in lines if line.startswith(beginning)]


def run_example(words, folder):
    done = subprocess.run(
        [sys.executable, *words[1:]],
        cwd=folder,
        check=False,
        capture_output=True,
        text=True,
        env=_environment(),
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("words", commands("python -m examples.sqlite_journal"), ids=" ".join)
def test_the_commands_work(words, tmp_path):
    run_example(words, tmp_path)


def test_the_service_answers_as_asked_on_the_page(tmp_path):
    (into,) = [words for words in commands("python -m examples.sqlite") if "--into" in words]
    ((_, tokens, *_),) = commands("echo")
    ((*_, sent, asked),) = commands("curl")
    ((*_, named, _option, _tokens, _background),) = commands("python -m examples.flask_service")
    run_example(into, tmp_path)
    service = make_service(tmp_path / named, read_tokens(tokens), lambda: demo.OVER)
    name, _, value = sent.partition(": ")
    path = urlsplit(asked).path
    answer = service.test_client().get(path, headers={name: value})
    assert answer.status_code == 200
    assert answer.json["s240018"]["points"] is not None
