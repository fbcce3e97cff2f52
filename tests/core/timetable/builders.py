"""A small timetable to play with."""

from datetime import date

from hypothesis import strategies as st

from oshj_core.calendar import Semester
from oshj_core.timetable import (
    Bells,
    Change,
    Interval,
    Schedule,
    TeachingWeeks,
    WeeklyLesson,
    Weeks,
)

BELLS = Bells.parse()
SHORT = Semester("2026-1", 2026, 1, date(2026, 9, 1), date(2026, 10, 4))
"""Five weeks that begin on a Tuesday and end on a Sunday."""
HOLIDAYS = frozenset({date(2026, 9, 7), date(2026, 9, 17), date(2026, 12, 31)})
WEEKS = TeachingWeeks(SHORT, HOLIDAYS)
DAYS = st.dates(SHORT.starts, SHORT.ends)


def lesson(identifier="l1", **changes):
    """A weekly lesson of Monday's first hour, with changes."""
    values = {
        "semester": SHORT.id,
        "assignment": "a1",
        "teacher": "t1",
        "groups": ("g1",),
        "weekday": 1,
        "slot": 1,
        "time": BELLS.interval(1),
        "starts": SHORT.starts,
        "ends": SHORT.ends,
    }
    return WeeklyLesson(identifier, **(values | changes))


@st.composite
def intervals(draw):
    """Quarters of an hour, many of them with one begin, one shorter than the other."""
    starts = draw(st.sampled_from((0, 60, 75, 90)))
    return Interval(starts, starts + draw(st.sampled_from((15, 30, 60))))


@st.composite
def lessons(draw, identifier):
    """A lesson that has much in common with the others; sometimes an extra one."""
    starts = draw(DAYS)
    extra = draw(st.integers(0, 5)) == 0
    ends = starts if extra else draw(st.dates(starts, SHORT.ends))
    if not extra and draw(st.booleans()):
        starts, ends = SHORT.starts, SHORT.ends
    return lesson(
        identifier,
        teacher=draw(st.sampled_from(("", "t1", "t2"))),
        groups=draw(st.sampled_from((("g1",), ("g2",), ("g1", "g2")))),
        subgroup=draw(st.sampled_from((0, 0, 1, 2))),
        slot=draw(st.sampled_from((1, 2, 3))),
        weekday=starts.isoweekday() if extra else draw(st.integers(1, 3)),
        time=draw(intervals()),
        starts=starts,
        ends=ends,
        weeks=draw(st.sampled_from(Weeks)),
        room=draw(st.sampled_from(("", "1"))),
        building=draw(st.sampled_from(("", "b"))),
        extra=extra,
    )


@st.composite
def changes(draw, identifier, original):
    """Something that happens to the lesson of one day."""
    if draw(st.booleans()):
        return Change(identifier, original, cancelled=True)
    time = draw(st.none() | intervals())
    return Change(
        identifier,
        original,
        day=draw(st.none() | DAYS),
        slot=None if time is None else 2,
        time=time,
        room=draw(st.sampled_from((None, "", "1"))),
        building=draw(st.sampled_from((None, "", "b"))),
        teacher=draw(st.sampled_from((None, "t1", "t2"))),
    )


@st.composite
def schedules(draw, most=8):
    """A few lessons and their changes."""
    made = [draw(lessons(f"l{number}")) for number in range(draw(st.integers(0, most)))]
    changed = {}
    for one in made:
        for original in draw(st.lists(DAYS, max_size=2, unique=True)):
            changed[one.id, original] = draw(changes(one.id, original))
        for original in draw(st.lists(st.sampled_from(range(1, 6)), max_size=2, unique=True)):
            day = WEEKS.day(original, one.weekday)
            changed[one.id, day] = draw(changes(one.id, day))
    return Schedule(WEEKS, made, changed.values())
