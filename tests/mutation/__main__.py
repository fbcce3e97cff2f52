"""``python -m tests.mutation [PART ...] [--every N] [--jobs N]``: faults that no test notices.

Exit code 1 if fewer than 95 of 100 faults are noticed.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from types import CodeType

import attrs

from tests.mutation.faults import Fault, Faults
from tests.mutation.running import ROOT, Lines, lines_run, start

GOAL = 0.95


@attrs.frozen
class Part:
    """What gets faults, and the tests that have to notice them."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]


# The names and words that stored data and other systems know.
FROZEN = "tests/core/test_public_api.py"

PARTS: Mapping[str, Part] = {
    "grading": Part(("grading",), ("tests/core/grading", FROZEN)),
    "locks": Part(
        ("journal", "closing.py"),
        (
            "tests/core/journal",
            "tests/core/corrections",
            "tests/core/test_journal.py",
            FROZEN,
        ),
    ),
    "rights": Part(
        ("roles.py", "policy.py", "decisions.py", "two_persons.py", "delegation.py"),
        (
            "tests/core/test_policy.py",
            "tests/core/test_matrix.py",
            "tests/core/test_two_persons.py",
            "tests/core/test_delegation.py",
            "tests/core/test_rights_boundaries.py",
            FROZEN,
        ),
    ),
}


@attrs.frozen
class Work:
    """A fault in a module, the tests to run for it, and those to ask if they do not notice it:
    what a cache remembers was measured for the first test that asked, and for no other."""

    path: Path
    fault: Fault
    code: CodeType
    tests: tuple[str, ...]
    then: tuple[str, ...] = ()

    def start(self) -> int:
        """Run its tests in a process of their own; gives its id."""
        return start(self.module, self.path, self.code, self.tests)

    @property
    def module(self) -> str:
        """The module's name."""
        parts = self.path.relative_to(ROOT / "src").with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.fault.first}: {self.fault.what}"


def work_of(part: Part, every: int) -> Iterator[Work]:
    """The faults of a part, or each so-many-th of them."""
    core = ROOT / "src" / "oshj_core"
    sources = [
        path
        for name in part.sources
        for path in sorted((core / name).glob("*.py") if "." not in name else [core / name])
    ]
    tests = [test for test in part.tests if (ROOT / test).exists()]
    run = lines_run(sources, tests)
    number = 0
    for path in sources:
        for fault, code in Faults(path.read_text(encoding="utf-8"), str(path)):
            number += 1
            if number % every == 0:
                first = _tests(fault, run[path], tests)
                then = () if first == tuple(tests) else tuple(tests)
                yield Work(path, fault, code, first, then)


def _tests(fault: Fault, run: Lines, tests: Sequence[str]) -> tuple[str, ...]:
    """The tests that run the fault's lines; all for lines that run while a module is imported."""
    lines = {fault.statement, *range(fault.first, fault.last + 1)}
    found = frozenset[str]().union(*(run.get(line, frozenset()) for line in lines))
    return tuple(sorted(found)) or tuple(tests)


def unnoticed(work: Iterable[Work], jobs: int) -> Iterator[tuple[Work, bool]]:
    """Each fault, and whether no test noticed it."""
    running: dict[int, Work] = {}
    todo = iter(work)
    while True:
        for one in islice(todo, jobs - len(running)):
            running[one.start()] = one
        if not running:
            return
        process, status = os.wait()
        done = running.pop(process)
        if status == 0 and done.then:
            again = attrs.evolve(done, tests=done.then, then=())
            running[again.start()] = again
        else:
            yield done, status == 0


def main() -> int:
    """Run the parts; returns the exit code."""
    parser = argparse.ArgumentParser(prog="tests.mutation", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--every", type=int, default=1, help="only each so-many-th fault")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    reached = True
    for name in chosen.parts or PARTS:
        made = missed = 0
        for work, survived in unnoticed(work_of(PARTS[name], chosen.every), chosen.jobs):
            made += 1
            if survived:
                missed += 1
                print(work, flush=True)
        score = 1 - missed / made
        print(f"{name}: {made - missed} of {made} faults noticed, {score:.1%}", flush=True)
        reached = reached and score >= GOAL
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
