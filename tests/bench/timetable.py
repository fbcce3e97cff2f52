"""What finding the clashes of a university's timetable costs, beside sorting it."""

from __future__ import annotations

from datetime import date
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING

from oshj_core.calendar import Semester
from oshj_core.timetable import (
    Bells,
    ClashIndex,
    Schedule,
    TeachingWeeks,
    WeeklyLesson,
    Weeks,
    bookings_of,
    find_clashes,
)

if TYPE_CHECKING:
    from collections.abc import Callable

LESSONS = 25_000
SEMESTER = Semester("2026-1", 2026, 1, date(2026, 9, 1), date(2027, 1, 24))
HOLIDAYS = frozenset({date(2026, 11, 7), date(2027, 1, 1), date(2027, 1, 7)})


def university(lessons: int = LESSONS, seed: int = 1) -> list[WeeklyLesson]:
    """A timetable as a university has it: six days, eight lessons a day, parities, subgroups,
    streams, and some clashes, in no order."""
    random, bells = Random(seed), Bells.parse()
    made = []
    for number in range(lessons):
        place = number // 48
        weekday, slot = number % 6 + 1, number // 6 % 8 + 1
        stream = random.random() < 0.1
        subgroup = 0 if stream else random.choice((0, 0, 0, 1, 2))
        teacher = place if random.random() < 0.98 else random.randrange(lessons // 48 + 1)
        made.append(
            WeeklyLesson(
                f"l{number}",
                SEMESTER.id,
                f"a{number}",
                f"t{teacher}",
                tuple(f"g{place}-{part}" for part in range(4 if stream else 1)),
                weekday,
                slot,
                bells.interval(slot),
                SEMESTER.starts,
                SEMESTER.ends,
                random.choice((Weeks.EVERY, Weeks.EVERY, Weeks.ODD, Weeks.EVEN)),
                subgroup,
                f"{place}",
            )
        )
    random.shuffle(made)
    return made


def _fastest(work: Callable[[], object], rounds: int = 5) -> float:
    best = float("inf")
    for _ in range(rounds):
        begun = perf_counter()
        work()
        best = min(best, perf_counter() - begun)
    return best


def run() -> list[tuple[str, float, float]]:
    """Name, measured ratio and goal (at most) of each measurement."""
    lessons = university()
    weeks = TeachingWeeks(SEMESTER, HOLIDAYS)
    schedule = Schedule(weeks, lessons)
    sorting = _fastest(
        lambda: sorted(lessons, key=lambda one: (one.weekday, one.time.starts, one.teacher))
    )
    finding = _fastest(lambda: find_clashes(bookings_of(schedule), weeks))
    assert find_clashes(bookings_of(schedule), weeks)
    index = ClashIndex(weeks, bookings_of(schedule))
    asked = [next(bookings_of(Schedule(weeks, [one]))) for one in lessons[:1000]]
    asking = _fastest(lambda: [index.clashes_with(one) for one in asked]) / len(asked)
    return [
        ("clashes of 25,000 weekly lessons / sorting them", finding / sorting, 10.0),
        ("clashes of one new lesson / of all of them", asking / finding, 0.001),
    ]


if __name__ == "__main__":
    for name, ratio, goal in run():
        print(f"{ratio:10.4f}  goal {goal}  {name}")
