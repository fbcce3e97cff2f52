"""Whatever a new year is made of: undone, everything is as it was."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oshj_core.errors import Invalid
from oshj_core.lists import Problems
from oshj_core.rollover import STEPS, WAYS, Step, Way, undo
from tests.core.rollover.by_hand import BY_HAND, HARMLESS
from tests.core.rollover.year import AUTUMN, YEAR, House, book, snapshot

GROUPS = ("АУБ-1-23", "АУБ-1-24", "АУБ-1-26", "АУБ-1-27", "АУБ-2-27")
TEACHERS = ("asanova", "bekov", "toktogulov")
SUBJECTS = ("algebra", "physics")
KINDS = ("лекция", "семинар")


def some(*strategies, most=6):
    return st.lists(st.tuples(*strategies).map(list), max_size=most)


def of(values):
    return st.sampled_from(values)


FORMS = st.just("экзамен")
GRADUATES = some(of(GROUPS[:3]), of(["417", "9-к"]), of(["01.07.2027", "15.07.2027"]), most=2)
LISTS = st.fixed_dictionaries(
    {
        "units": some(
            of(["math", "phys"]), of(["Факультет", "Башка"]), st.just("факультет"), st.just("")
        ),
        "teachers": some(
            of(TEACHERS),
            *[of(["Асанова", "Беков"])] * 2,
            *[st.just("")] * 2,
            st.just("math"),
            st.just(""),
        ),
        "groups": some(
            of(GROUPS[3:]),
            st.just("math"),
            of(["АУБ", "ДЛ"]),
            st.just("2027"),
            of(["", "2"]),
            st.just(""),
        ),
        "students": some(
            of(["s20261", "s20262", "s1", "s2", "s3"]),
            of(["Чотбаев", "Өмүрзакова"]),
            st.just("Арген"),
            *[st.just("")] * 2,
            of(GROUPS[1:3]),
            st.just(""),
            of(["", "жок"]),
        ),
        "subjects": some(of(SUBJECTS), of(["Алгебра", "Физика"]), st.just("math"), of(["3", "4"])),
    }
)
LOAD = some(
    of(TEACHERS[:2]),
    of(SUBJECTS[:1]),
    of(KINDS),
    of(GROUPS[1:3]),
    st.just(""),
    st.just("2027-1"),
    of(["16", "32,5", "0"]),
)
ASSIGNMENTS = some(
    of(["n1", "n2", "n3"]),
    of(TEACHERS[:2]),
    of(SUBJECTS[:1]),
    of(GROUPS[1:3]),
    st.just("2027-1"),
    of(KINDS),
    FORMS,
    st.just("example-100"),
    st.just(""),
)
TIMETABLE = some(
    of(["n1", "n2", "n3"]), of(["1", "2"]), of(["1", "2"]), of(["", "так"]), *[st.just("")] * 4
)


def unique(rows, places=(0,)):
    """The rows without those that name the same again."""
    return list({tuple(row[place] for place in places): row for row in rows}.values())


BOOKS = {
    Step.PROMOTION: GRADUATES.map(lambda rows: book(graduates=unique(rows))),
    Step.CALENDAR: st.just(book(semesters=[AUTUMN])),
    Step.LISTS: LISTS.map(
        lambda sheets: book(**{name: unique(rows) for name, rows in sheets.items()})
    ),
    Step.LOAD: LOAD.map(lambda rows: book(load=unique(rows, (0, 1, 2, 3)))),
    Step.ASSIGNMENTS: ASSIGNMENTS.map(lambda rows: book(assignments=unique(rows))),
    Step.TIMETABLE: TIMETABLE.map(lambda rows: book(timetable=unique(rows, (0, 1, 2, 3)))),
}


@st.composite
def years(draw):
    """For each step the way it is done and the workbook it is done from."""
    found = {}
    for step in STEPS:
        way = draw(of([one for one in WAYS[step] if one is not Way.FORMAT]))
        found[step] = (way, draw(BOOKS[step]) if way is Way.WORKBOOK else {})
    return found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(years())
def test_undoing_gives_the_state_before(year):
    house = House()
    before = snapshot(house.source)
    for step, (way, sheets) in year.items():
        staged = house.rolling().new_step(step, way, note="себеп")
        if way is not Way.LEFT:
            staged, found = house.look(step, way, sheets, "себеп")
            if isinstance(found, Problems):
                staged = house.rolling().new_step(step, Way.LEFT)
        house.rolling().stage(YEAR, staged)
        assert snapshot(house.source) == before
    house.begin()
    after = snapshot(house.source)
    assert (after == before) == (not house.log)
    undo(house.source, YEAR, house.log, house.act(), "себеп")
    assert snapshot(house.source) == before


KEPT = [*BY_HAND, *HARMLESS]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(of(KEPT), max_size=3, unique=True))
def test_what_was_stored_by_hand_stays_or_nothing_is_undone(by_hand):
    house, apart = House(), House()
    house.stage_all()
    house.begin()
    for store in by_hand:
        store(house.source)
    after = snapshot(house.source)
    if set(by_hand) <= set(HARMLESS):
        for store in by_hand:
            store(apart.source)
        undo(house.source, YEAR, house.log, house.act(), "себеп")
        assert snapshot(house.source) == snapshot(apart.source)
    else:
        with pytest.raises(Invalid):
            undo(house.source, YEAR, house.log, house.act(), "себеп")
        assert snapshot(house.source) == after
