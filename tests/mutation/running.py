"""Which tests run a line, and whether they notice a fault."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType

import coverage
import hypothesis
import pytest

ROOT = Path(__file__).parents[2]
SECONDS = 120
"""So long the tests of one fault may take; a fault that makes them hang is noticed."""

_OPTIONS = ["-q", "-x", "-p", "no:cacheprovider", "-p", "no:cov", "--confcutdir=tests/core"]

Lines = Mapping[int, frozenset[str]]
"""Line → the tests that run it."""


def lines_run(sources: Sequence[Path], tests: Sequence[str]) -> dict[Path, Lines]:
    """Which tests run which lines of the sources.  Raises :class:`RuntimeError` if one fails."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "coverage"
        command = [sys.executable, "-m", "coverage", "run", f"--data-file={data}"]
        command += [f"--include={','.join(map(str, sources))}"]
        command += ["-m", "pytest", *_OPTIONS, "-p", "tests.mutation.contexts", *tests]
        done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"the tests fail without a fault:\n{done.stdout[-3000:]}")
        read = coverage.CoverageData(str(data))
        read.read()
        return {
            path: {
                line: frozenset(filter(None, contexts))
                for line, contexts in read.contexts_by_lineno(str(path)).items()
            }
            for path in sources
        }


class _Put(MetaPathFinder):
    """Gives one module the code with the fault."""

    def __init__(self, module: str, path: Path, code: CodeType) -> None:
        class Loader(SourceFileLoader):
            def get_code(self, fullname: str) -> CodeType:
                return code

        self._module, self._path = module, path
        self._loader = Loader(module, str(path))

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if name != self._module:
            return None
        within = [str(self._path.parent)] if self._path.name == "__init__.py" else None
        return spec_from_file_location(
            name, self._path, loader=self._loader, submodule_search_locations=within
        )


def start(module: str, path: Path, code: CodeType, tests: Sequence[str]) -> int:
    """Run the tests on the module with the fault in a process of its own; gives its id.

    It ends with 0 if no test noticed.
    """
    if loaded := [name for name in sys.modules if name.partition(".")[0] == "oshj_core"]:
        raise RuntimeError(f"{loaded[0]} is imported already")
    child = os.fork()
    if child:
        return child
    try:
        signal.alarm(SECONDS)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os.chdir(ROOT)
        sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
        sys.meta_path.insert(0, _Put(module, path, code))
        # The same examples each time, and no shrinking: that one fails is all we ask.
        generate = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
        hypothesis.settings.register_profile(
            "faults", derandomize=True, database=None, phases=generate
        )
        hypothesis.settings.load_profile("faults")
        os._exit(int(pytest.main([*_OPTIONS, *tests])))
    except BaseException:
        os._exit(99)
