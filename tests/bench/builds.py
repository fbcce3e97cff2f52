"""The import of the lists and the building of the demo, per 1,000 students, and their memory.

``python -m tests.bench.builds N`` imports the lists of N students and prints the most memory the
process had, in KiB.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import transaction
from BTrees.OOBTree import OOBTree
from persistent import Persistent

from oshj_core.grading import shipped_schemes
from oshj_core.journal import Act
from oshj_core.lists import ChangeSet, Row, apply
from oshj_core.roles import Actor
from oshj_portal.demo.build import build, load_lists
from oshj_portal.demo.university import make_university
from oshj_portal.lists.work import compare
from oshj_portal.persistence import database, open_site
from oshj_portal.scripts.environment import Environment, open_environment
from tests.bench.measure import Figure, Pair
from tests.support.portal import settings_for

NOW = datetime(2026, 11, 23, 12, tzinfo=timezone(timedelta(hours=6)))
STUDENTS, QUICK_STUDENTS = 1_000, 200
_FEW, _MANY = 5_000, 15_000
# 1 GiB for 50,000 students.
_MOST_MEMORY = 1024 / 5
_BATCH = 500
_MEBIBYTE = 1 << 20
# Not getrusage: its maximum begins with that of the process it was started from.
_PEAK = re.compile(r"VmHWM:\s+(\d+) kB")
# Three minutes for 50,000 students are 3.6 s a 1,000, where their bare rows take 10 ms; these
# are far stricter: what is reached today with room for a slower machine's other balance.
_OF_ROWS, _OF_LOGS = 0.02, 0.02


def figures(*, quick: bool) -> Iterator[Figure]:
    """The figures of the builds, on FileStorage."""
    students = QUICK_STUDENTS if quick else STUDENTS
    sheets = {
        name: list(rows) for name, rows in make_university(students, 1, NOW.date()).sheets().items()
    }
    share = 1000 / students
    with _environment() as env:
        imported = Pair(_store_rows(env, sheets), _import(env, sheets))
    yield Figure(
        "import of the lists / the same rows just stored",
        "filestorage",
        imported.ratio,
        _OF_ROWS,
        f"{imported.work * share:.2f} s per 1,000 students",
    )
    with _environment() as env:
        begin = time.process_time()
        build(env, students, 1, NOW, lambda step, done, total: None)
        taken = time.process_time() - begin
        built = Pair(_store_logs(env, *_logs(env)), taken)
    yield Figure(
        "demo built / the same logs just stored",
        "filestorage",
        built.ratio,
        _OF_LOGS,
        f"{built.work * share:.2f} s per 1,000 students",
    )
    if not quick:
        growth = (_memory(_MANY) - _memory(_FEW)) / (_MANY - _FEW) * 10_000 / _MEBIBYTE
        yield Figure(
            "import: MiB of memory per 10,000 students",
            "filestorage",
            growth,
            _MOST_MEMORY,
            "",
            most=True,
        )


@contextmanager
def _environment() -> Iterator[Environment]:
    """A command's environment over an empty database in a folder of its own."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="oshj-bench-") as folder:
        os.chdir(folder)
        try:
            Path("var").mkdir()
            settings = "".join(f"{k} = {v}\n" for k, v in settings_for("filestorage").items())
            Path("bench.ini").write_text(f"[app:main]\nuse = egg:oshj\n{settings}", "utf-8")
            with open_environment(f"{folder}/bench.ini") as env:
                registry = env.registry
                yield env
            database(registry).close()
        finally:
            os.chdir(before)


def _import(env: Environment, sheets: Mapping[str, list[Row]]) -> float:
    begin = time.process_time()
    with open_site(env.registry) as site:
        schemes = shipped_schemes()
        changes = compare(sheets, site.university, site.registers, schemes)
        assert isinstance(changes, ChangeSet)
        act = Act(Actor("bench"), NOW, "bench")
        apply(changes, site.university, site.registers, schemes, site.audit, act)
    return time.process_time() - begin


def _store_rows(env: Environment, sheets: Mapping[str, list[Row]]) -> float:
    begin = time.process_time()
    with _root(env) as root:
        for name, rows in sheets.items():
            table = root[f"bench-{name}"] = OOBTree()
            for number, row in rows:
                table[number] = tuple(row)
    return time.process_time() - begin


class Log(Persistent):
    """As many bytes as the log of a lesson has."""

    def __init__(self, data: bytes) -> None:
        self.data = data


def _logs(env: Environment) -> tuple[int, int]:
    """How many lessons there are, and the bytes of an average log."""
    with open_site(env.registry) as site:
        count = size = 0
        for group in site.university.groups:
            for register in site.registers.of_group(group.id):
                for lesson in register.lessons():
                    count += 1
                    size += sum(len(entry.cells) + 40 for entry in register.log(lesson.id))
    return count, size // count


def _store_logs(env: Environment, count: int, size: int) -> float:
    begin = time.process_time()
    with _root(env) as root:
        root["bench"] = OOBTree()
    for first in range(0, count, _BATCH):
        with _root(env) as root:
            for number in range(first, min(count, first + _BATCH)):
                root["bench"][number] = Log(os.urandom(size))
    return time.process_time() - begin


@contextmanager
def _root(env: Environment) -> Iterator[dict]:
    manager = transaction.TransactionManager(explicit=True)
    connection = database(env.registry).open(transaction_manager=manager)
    try:
        with manager:
            yield connection.root()
    finally:
        connection.close()


def _memory(students: int) -> int:
    command = [sys.executable, "-m", "tests.bench.builds", str(students)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(done.stdout) * 1024


if __name__ == "__main__":
    with _environment() as built_in:
        lists = make_university(int(sys.argv[1]), 1, NOW.date())
        load_lists(built_in, lists, NOW, lambda step, done, total: None)
        built_in.tm.commit()
    print(_PEAK.search(Path("/proc/self/status").read_text(encoding="ascii"))[1])
