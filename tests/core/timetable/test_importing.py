"""A timetable from a workbook, and the rooms it names: read, compared, applied (3.2)."""

from datetime import date, datetime

import attrs
import pytest

from oshj_core.errors import Invalid, NotAllowed
from oshj_core.journal import Act
from oshj_core.lists import Problems
from oshj_core.roles import GUEST
from oshj_core.testing.memory import MemoryTable
from oshj_core.timetable import (
    Change,
    KeepingRooms,
    Room,
    RoomKind,
    Schedule,
    TimetableHost,
    Weeks,
    apply_timetable,
    occurrence_id,
    plan_timetable,
    read_timetable,
)
from oshj_core.timetable.sheet import (
    LESSON_COLUMNS,
    LESSONS_HEADING,
    ROOMS_HEADING,
    lesson_cells,
    lesson_days,
    room_cells,
)
from tests.core.builders import (
    ADMINISTRATOR,
    ASANOVA,
    BISHKEK,
    ELSEWHERE,
    LABORATORY,
    SEMESTER,
    STREAM,
)
from tests.core.timetable.test_arranging import BELLS, WEEKS, Office

ROOM = Room("r-1", "Башкы корпус", "214", 60, RoomKind.LECTURE_HALL)
ROOM_ROW = room_cells(ROOM)
ROOM_HEAD = ("id", "building", "name", "seats", "kind")
HEAD = tuple(column.name for column in LESSON_COLUMNS)
LECTURE = (STREAM.id, "1", "1", "", "Башкы корпус", "214", "", "")
LABORATORY_ROW = (LABORATORY.id, "3", "2", "", "", "", "", "")


class Importing(Office):
    """The office with a table of rooms."""

    def __init__(self):
        super().__init__()
        self.rooms = MemoryTable("room")
        self.host = TimetableHost(
            self.university,
            self.registers,
            self.rooms,
            self.store,
            lambda semester: WEEKS,
            lambda group: BELLS,
            substitutions=self.substitutions,
            notices=self.notices,
        )
        self.act = Act(ADMINISTRATOR, datetime(2026, 9, 1, 9, tzinfo=BISHKEK), "r1")

    def read(self, *lessons, rooms=(ROOM_ROW,), head=HEAD):
        return read_timetable(
            {
                "rooms": iter(enumerate([ROOM_HEAD, *rooms], 1)),
                "timetable": iter(enumerate([head, *lessons], 1)),
            },
            self.host,
        )

    def load(self, *lessons, despite="", **more):
        file = self.read(*lessons, **more)
        assert not isinstance(file, Problems), file
        changes = plan_timetable(file, self.host)
        apply_timetable(changes, self.host, self.audit, self.act, despite=despite)
        return changes

    def stored(self):
        return self.store.in_semester(SEMESTER.id)

    def occurrences(self):
        changes = [change for one in self.stored() for change in self.store.changes_of(one.id)]
        return Schedule(WEEKS, self.stored(), changes).between(SEMESTER.starts, SEMESTER.ends)


@pytest.fixture
def office():
    return Importing()


def test_a_file_is_read_with_the_defaults_of_its_semester(office):
    changes = office.load(LECTURE)
    (lesson,) = office.stored()
    assert changes.added == (lesson,)
    assert (lesson.teacher, lesson.groups) == (STREAM.teacher, STREAM.groups)
    assert (lesson.starts, lesson.ends) == (SEMESTER.starts, SEMESTER.modules[-1].ends)
    assert (lesson.weeks, lesson.building, lesson.room) == (Weeks.EVERY, "Башкы корпус", "214")
    assert office.rooms.get("r-1") == ROOM
    assert [event.action for event in office.audit.latest(9)] == ["timetable.add", "room.put"]


def test_what_is_written_is_read_again_and_changes_nothing(office):
    office.load(LECTURE, (LABORATORY.id, "шаршемби", "2", "жуп", "", "", "", ""))
    rows = [lesson_cells(lesson) for lesson in office.stored()]
    changes = plan_timetable(office.read(*rows), office.host)
    assert (changes.count, changes.unchanged, changes.clashes) == (0, 2, ())


def test_another_room_changes_the_lesson_and_another_hour_replaces_it(office):
    office.load(LECTURE)
    (before,) = office.stored()
    changes = office.load((STREAM.id, "1", "1", "", "", "", "", ""))
    (after,) = office.stored()
    assert changes.changed == ((before, after),)
    assert (after.id, after.room) == (before.id, "")
    changes = office.load((STREAM.id, "1", "2", "", "", "", "", ""))
    assert changes.removed == (after,)
    assert [one.slot for one in office.stored()] == [2]


def test_an_assignment_that_is_not_named_stays_as_it_is(office):
    office.load(LECTURE, (LABORATORY.id, "3", "2", "", "", "", "", ""))
    changes = office.load((LABORATORY.id, "3", "2", "", "", "", "", ""))
    assert changes.count == 0
    assert len(office.stored()) == 2


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("none", *LECTURE[1:]), "Жүктөмдүн коду"),
        ((STREAM.id, "8", *LECTURE[2:]), "Күнү"),
        ((STREAM.id, "1", "9", *LECTURE[3:]), "Пара"),
        ((STREAM.id, "1", "21", *LECTURE[3:]), "Пара"),
        ((STREAM.id, "1", "1", "кээде", *LECTURE[4:]), "Жума"),
        ((STREAM.id, "1", "1", "", "", "214", "", ""), "Аудитория"),
        ((*LECTURE[:6], "01.01.2020", ""), "Башталган күнү"),
        ((*LECTURE[:6], "", "01.01.2030"), "Аяктаган күнү"),
        ((*LECTURE[:6], "13.10.2026", "14.10.2026"), "Күнү"),
    ],
)
def test_an_error_stands_at_its_sheet_row_and_column(office, row, column):
    problems = office.read(row)
    assert [(one.sheet, one.row, one.column) for one in problems.errors] == [
        (LESSONS_HEADING, 2, column)
    ]


def test_a_room_is_wrong_once_and_not_at_every_lesson_in_it(office):
    wrong = ("r-1", "Башкы корпус", "214", "көп", "")
    problems = office.read(LECTURE, rooms=(wrong,))
    assert [(one.sheet, one.row) for one in problems.errors] == [(ROOMS_HEADING, 2)]


def test_two_rooms_of_one_code_or_one_name_are_refused(office):
    rooms = (room_cells(ROOM), ("r-1", "", "1", "", ""), ("r-2", "Башкы корпус", "214", "", ""))
    problems = office.read(rooms=rooms)
    assert [(one.row, one.column) for one in problems.errors] == [(3, "Коду"), (4, "Аудитория")]


def test_the_same_lesson_twice_is_refused(office):
    problems = office.read(LECTURE, LECTURE)
    assert [(one.row, one.column) for one in problems.errors] == [(3, "Пара")]


def test_sheets_that_are_unknown_or_missing_are_told(office):
    problems = read_timetable({"Башка": iter([(1, ("x",))])}, office.host)
    assert [one.sheet for one in problems.errors] == [LESSONS_HEADING, "Башка"]


def test_clashes_are_told_and_stand_only_for_a_reason(office):
    rows = (LECTURE, (LABORATORY.id, "1", "1", "", "Башкы корпус", "214", "", ""))
    with pytest.raises(Invalid) as refused:
        office.load(*rows)
    assert (refused.value.place, refused.value.clause) == ("despite", "3.2")
    changes = office.load(*rows, despite="убактылуу")
    assert {clash.resource.kind.value for clash in changes.clashes} >= {"room"}
    assert {event.reason for event in office.audit.latest(9) if "timetable" in event.action} == {
        "убактылуу"
    }


def test_nobody_else_loads_a_timetable(office):
    changes = plan_timetable(office.read(LECTURE), office.host)
    act = Act(GUEST, office.act.at, "r2")
    with pytest.raises(NotAllowed):
        apply_timetable(changes, office.host, office.audit, act)
    assert not office.stored()


def test_a_digest_tells_two_changes_apart(office):
    one = plan_timetable(office.read(LECTURE), office.host)
    other = plan_timetable(office.read((STREAM.id, "2", *LECTURE[2:])), office.host)
    assert one.digest == plan_timetable(office.read(LECTURE), office.host).digest
    assert one.digest != other.digest


class TestRooms:
    @pytest.fixture
    def rooms(self, office):
        office.rooms.put(ROOM)
        return KeepingRooms(office.rooms, office.store, office.university, office.audit, office.act)

    def test_an_equal_room_changes_nothing(self, rooms, office):
        rooms.put(ROOM)
        assert not list(office.audit.latest(9))

    def test_a_name_is_there_once_in_a_building(self, rooms):
        with pytest.raises(Invalid) as refused:
            rooms.put(Room("r-2", "Башкы корпус", "214"))
        assert refused.value.place == "name"
        rooms.put(Room("r-2", "Экинчи корпус", "214"))

    def test_a_room_in_use_keeps_its_name(self, rooms, office):
        office.load(LECTURE)
        with pytest.raises(Invalid):
            rooms.put(Room("r-1", "Башкы корпус", "215", 60))
        rooms.put(Room("r-1", "Башкы корпус", "214", 80))
        assert office.rooms.get("r-1").seats == 80

    @pytest.mark.parametrize(
        ("place", "values"),
        [("id", ("", "", "1")), ("name", ("r", "", "")), ("seats", ("r", "", "1", -1))],
    )
    def test_what_is_no_room(self, place, values):
        with pytest.raises(Invalid) as refused:
            Room(*values)
        assert refused.value.place == place

    def test_a_room_is_written_with_its_building(self):
        assert ROOM.title == "Башкы корпус, 214"
        assert Room("r", "", "7").title == "7"


def test_the_last_teaching_day_is_the_last_modules(office):
    found = lesson_days(office.host.university, STREAM)
    assert found == (SEMESTER.starts, SEMESTER.modules[-1].ends)


class TestFromADayOn:
    """The file is the timetable from a day on: what was before that day is no more touched."""

    SINCE = date(2026, 10, 5)
    MOVED = (*LECTURE[:4], "", "", "", "")

    def from_then_on(self, office, *rows, since=SINCE, **more):
        changes = plan_timetable(office.read(*rows), office.host, since)
        assert not isinstance(changes, Problems), changes
        apply_timetable(changes, office.host, office.audit, office.act, **more)
        return changes

    def test_another_room_is_another_room_from_then_on(self, office):
        office.load(LECTURE)
        (old,) = office.stored()
        days = {one.original: one.id for one in office.occurrences()}
        office.store.put_change(Change(old.id, date(2026, 9, 28), room="9", reason="проектор"))
        office.store.put_change(Change(old.id, date(2026, 10, 12), room="8", reason="проектор"))
        changes = self.from_then_on(office, self.MOVED)
        assert len(changes.changed) == 1
        before, after = sorted(office.stored(), key=lambda one: one.starts)
        assert (before.room, before.ends) == ("214", date(2026, 10, 4))
        assert (after.room, after.starts, after.ends) == ("", self.SINCE, old.ends)
        found = office.occurrences()
        assert {one.original: one.id for one in found} == days
        rooms = {one.original: one.room for one in found}
        assert rooms[date(2026, 9, 21)] == "214"
        assert rooms[date(2026, 9, 28)] == "9"
        assert rooms[date(2026, 10, 5)] == ""
        assert rooms[date(2026, 10, 12)] == "8"

    def test_the_same_file_again_changes_nothing_then_or_later(self, office):
        office.load(LECTURE)
        self.from_then_on(office, self.MOVED, LABORATORY_ROW)
        for since in (self.SINCE, date(2026, 10, 19), date.min):
            rows = [lesson_cells(one) for one in office.stored()]
            assert self.from_then_on(office, *rows, since=since).count == 0
        for since in (self.SINCE, date(2026, 10, 19)):
            assert self.from_then_on(office, self.MOVED, LABORATORY_ROW, since=since).count == 0

    def test_a_new_lesson_begins_then(self, office):
        (lesson,) = self.from_then_on(office, LECTURE).added
        assert lesson.starts == self.SINCE
        assert office.stored() == [lesson]

    def test_a_lesson_left_out_ends_then(self, office):
        office.load(LECTURE, (*LECTURE[:2], "2", *LECTURE[3:]))
        changes = self.from_then_on(office, LECTURE)
        assert [(old.slot, new.ends) for old, new in changes.ended] == [(2, date(2026, 10, 4))]
        assert changes.removed == ()

    def test_another_last_day_alone_makes_no_second_part(self, office):
        office.load(LECTURE)
        (old,) = office.stored()
        self.from_then_on(office, (*LECTURE[:7], "30.10.2026"))
        assert office.stored() == [attrs.evolve(old, ends=date(2026, 10, 30))]

    def test_rows_of_the_past_are_left_aside(self, office):
        office.load(LECTURE)
        past = (*LECTURE[:2], "2", *LECTURE[3:6], "01.09.2026", "28.09.2026")
        changes = self.from_then_on(office, LECTURE, past)
        assert (changes.count, changes.past) == (0, 1)

    def test_what_was_opened_after_that_day_stays(self, office):
        office.load(LECTURE)
        (lesson,) = office.stored()
        monday = date(2026, 10, 12)
        identifier = occurrence_id(lesson.id, monday)
        for journal in ("АУБ-1-24:algebra:2026-1", "АУБ-2-24:algebra:2026-1"):
            office.journal(ASANOVA, monday, of=journal).open_lesson(STREAM, monday, 1, identifier)
        other = (*LECTURE[:2], "2", *LECTURE[3:])
        changes = self.from_then_on(office, other)
        assert [new.ends for _old, new in changes.ended] == [monday]
        problems = plan_timetable(
            office.read((*LECTURE[:7], "09.10.2026")), office.host, self.SINCE
        )
        assert [one.row for one in problems.errors] == [2]

    def test_a_clash_of_the_past_is_none(self, office):
        office.load(LECTURE)
        physics = (ELSEWHERE.id, "1", "1", "", "", "", "", "")
        moved = (*LECTURE[:2], "2", *LECTURE[3:])
        assert self.from_then_on(office, moved, physics).clashes == ()
        assert sorted(one.slot for one in office.stored() if one.starts == self.SINCE) == [1, 2]

    def test_another_hour_goes_on_with_the_days_and_what_hangs_on_them(self, office):
        office.load(LECTURE)
        (old,) = office.stored()
        before = office.ids()
        days = (date(2026, 9, 28), date(2026, 10, 12))
        for day in days:
            office.store.put_change(Change(old.id, day, cancelled=True, reason="майрам"))
        taken = date(2026, 10, 19)
        office.name(occurrence_id(old.id, taken), taken)
        self.from_then_on(office, (*LECTURE[:2], "3", *LECTURE[3:]))
        assert office.ids() == before
        (new,) = [one for one in office.stored() if one.slot == 3]
        assert [one.original for one in office.store.changes_of(new.id)] == [days[1]]
        assert [one.original for one in office.store.changes_of(old.id)] == [days[0]]
        assert self.from_then_on(office, (*LECTURE[:2], "3", *LECTURE[3:])).count == 0

    def test_what_hangs_on_days_that_are_gone_is_told_and_dropped_by_word_only(self, office):
        office.load(LECTURE)
        (old,) = office.stored()
        day, taken = date(2026, 10, 12), date(2026, 10, 19)
        office.store.put_change(Change(old.id, day, cancelled=True, reason="майрам"))
        office.name(occurrence_id(old.id, taken), taken)
        file = office.read((*LECTURE[:1], "2", *LECTURE[2:]))
        changes = plan_timetable(file, office.host, self.SINCE)
        assert [one.day.original for one in changes.dropped] == [day, taken]
        act = office.act
        with office.refuses(Invalid, place="dropping"):
            apply_timetable(changes, office.host, office.audit, act)
        apply_timetable(changes, office.host, office.audit, act, dropping=True)
        assert office.store.changes_of(old.id) == []
        assert [one.before for one in office.audit.latest(2)] == ["substitute=bekov", "cancelled"]
        assert len(office.notices.of("bekov")) == 1
