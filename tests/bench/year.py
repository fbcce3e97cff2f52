"""A university's year: how it is loaded, and what its pages cost beside those of a small one.

``python -m tests.bench.year [STUDENTS]`` measures it alone, with 50,000 students by default.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from oshj_portal.store import Site
from tests.bench import year_pages
from tests.bench.measure import Figure, seconds
from tests.bench.year_files import Sizes, write_files
from tests.bench.year_loading import Step, load, portal_in
from tests.bench.year_reminding import remind_all

STUDENTS, SMALL = 50_000, 300
_TENTH = 10
# A file is compared as a whole before anything is stored, so some of it is in memory.
_MOST_MEMORY = 3.0
# The connection keeps 20,000 objects; a tenth of the university has fewer of them.
_MOST_REMINDING_MEMORY, _MOST_REMINDING = 2.0, 1.5
_LONG_SECONDS, _FEWEST_LOOKS = 5.0, 3
_MEBIBYTE = 1 << 20
_STORE = "filestorage"


def figures(turns: int, students: int = STUDENTS) -> Iterator[Figure]:
    """The figures of the import, of the pages and of the reminders, on FileStorage."""
    with tempfile.TemporaryDirectory(prefix="oshj-year-") as name:
        folders = {}
        sizes: dict[int, Sizes] = {}
        steps: dict[int, list[Step]] = {}
        for count in (SMALL, students // _TENTH, students):
            folder = folders[count] = Path(name) / str(count)
            folder.mkdir()
            sizes[count] = write_files(count, folder)
            steps[count] = load(folder)
        large, tenth = steps[students], steps[students // _TENTH]
        yield _memory(sizes[students], large, tenth)
        with portal_in(folders[SMALL]) as few, portal_in(folders[students]) as many:
            for portal in (few, many):
                with portal.site() as site:
                    _check_nothing_is_stored_before_it_is_touched(site)
            yield from year_pages.figures(few, many, turns)
        yield from _reminders(folders[students // _TENTH], folders[students], sizes, students)


def _memory(sizes: Sizes, large: Sequence[Step], tenth: Sequence[Step]) -> Figure:
    """The most memory of the whole import; its detail says how long each step took."""
    for step in large:
        if step.seconds > _LONG_SECONDS and step.looks < _FEWEST_LOOKS:
            raise RuntimeError(f"{step.work}: nobody saw how far it was")
    most, most_of_tenth = (max(step.memory for step in steps) for steps in (large, tenth))
    taken = ", ".join(f"{step.work} {seconds(step.seconds)}" for step in large if step.seconds)
    return Figure(
        f"memory: a year of {sizes.lessons:,} lessons / a tenth of it",
        _STORE,
        most / most_of_tenth,
        _MOST_MEMORY,
        f"{most // _MEBIBYTE} MiB against {most_of_tenth // _MEBIBYTE}; {sizes.groups:,} groups, "
        f"{sizes.teachers:,} teachers, {sizes.assignments:,} assignments; {taken}",
        most=True,
    )


def _check_nothing_is_stored_before_it_is_touched(site: Site) -> None:
    """:raises RuntimeError: a journal has a lesson that nobody opened."""
    for group in site.university.groups:
        for register in site.registers.of_group(group.id):
            if register.lessons():
                raise RuntimeError(f"the journal {register.id} has lessons already")


def _reminders(
    tenth: Path, whole: Path, sizes: dict[int, Sizes], students: int
) -> Iterator[Figure]:
    less, more = remind_all(tenth), remind_all(whole)
    few, many = sizes[students // _TENTH], sizes[students]
    yield Figure(
        f"reminders: memory for {many.groups:,} groups / {few.groups:,}",
        _STORE,
        more.memory / less.memory,
        _MOST_REMINDING_MEMORY,
        f"{more.memory // _MEBIBYTE} MiB against {less.memory // _MEBIBYTE}",
        most=True,
    )
    yield Figure(
        f"reminders: a group among {many.groups:,} / among {few.groups:,}",
        _STORE,
        (more.seconds / many.groups) / (less.seconds / few.groups),
        _MOST_REMINDING,
        f"{seconds(more.seconds)} for {more.count:,} teachers",
        most=True,
    )


def main(argv: list[str]) -> int:
    """Print the figures; exit code 1 if one misses its target."""
    missed = 0
    for figure in figures(20, int(argv[0]) if argv else STUDENTS):
        missed += not figure.met
        sign = "✓" if figure.met else "✗"
        print(
            f"{sign} {figure.value:8.3f} ≤ {figure.target}  {figure.work}  {figure.detail}",
            flush=True,
        )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
