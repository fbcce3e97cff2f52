"""The administrator fills in the timetable; the registers follow (3.2, 4.3)."""

from datetime import date, datetime, time, timedelta

import attrs
import pytest

from oshj_core.calendar import Semester
from oshj_core.delegation import Substitution
from oshj_core.errors import Conflict, Invalid, Locked, NotAllowed, NotFound
from oshj_core.journal import Act
from oshj_core.people import PersonName, Staff
from oshj_core.register import Attendance
from oshj_core.testing import MemoryAudit
from oshj_core.testing.delegation import MemorySubstitutions
from oshj_core.testing.inspections import MemoryNotices
from oshj_core.testing.timetable import MemoryTimetable
from oshj_core.timetable import (
    Arranging,
    Bells,
    Change,
    Schedule,
    TeachingWeeks,
    Weeks,
    extra_lesson,
    occurrence_id,
    weekly_lesson,
)
from tests.core.builders import (
    ADMINISTRATOR,
    AFTER_WINDOW_1,
    ASANOVA,
    BISHKEK,
    ELSEWHERE,
    LABORATORY,
    SEMESTER,
    STREAM,
    House,
    attendance,
    points,
    teacher_of,
)

BELLS = Bells.parse()
HOLIDAY = date(2026, 11, 9)
WEEKS = TeachingWeeks(SEMESTER, frozenset({HOLIDAY}))
MONDAY = date(2026, 10, 5)


def weekly(identifier="algebra", under=STREAM, weekday=1, slot=1, **changes):
    return weekly_lesson(identifier, under, SEMESTER, BELLS, weekday, slot, **changes)


class Office(House):
    """The house with a timetable and somebody who arranges it."""

    def __init__(self):
        super().__init__()
        self.store, self.audit = MemoryTimetable(), MemoryAudit()
        self.notices, self.substitutions = MemoryNotices(), MemorySubstitutions()
        for code in ("asanova", "bekov", "joldoshev"):
            self.university.staff.put(Staff(code, PersonName(code, "А"), "algebra"))

    def arranging(self, actor=ADMINISTRATOR, on=date(2026, 9, 1)):
        act = Act(actor, datetime.combine(on, time(9), BISHKEK), "r1")
        return Arranging(
            self.store,
            self.university,
            self.registers,
            self.audit,
            act,
            WEEKS,
            notices=self.notices,
            substitutions=self.substitutions,
        )

    def name(self, lesson, day, substitute="bekov"):
        """Somebody is named for one lesson of Asanova's."""
        self.substitutions.put(
            Substitution(f"s-{lesson}", "asanova", substitute, day, day, "оору", (lesson,), "dean")
        )

    def ids(self):
        """The ids of all days that are planned."""
        lessons = self.store.in_semester(SEMESTER.id)
        changes = [one for lesson in lessons for one in self.store.changes_of(lesson.id)]
        schedule = Schedule(WEEKS, lessons, changes)
        return {one.id for lesson in lessons for one in schedule.occurrences(lesson)}

    def snapshot(self):
        lessons = list(self.store.in_semester(SEMESTER.id))
        changes = [self.store.changes_of(one.id) for one in lessons]
        return super().snapshot(), lessons, changes, list(self.audit.latest(99))

    def opened(self, day=MONDAY, slot=1):
        """The stream's lesson of that day, opened in both journals under its id."""
        identifier = occurrence_id("algebra", day)
        for journal in ("АУБ-1-24:algebra:2026-1", "АУБ-2-24:algebra:2026-1"):
            self.journal(ASANOVA, day, of=journal).open_lesson(STREAM, day, slot, identifier)
        return identifier


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def filled(office):
    office.arranging().add(weekly())
    return office


class TestAdding:
    def test_a_lesson_is_added_and_noted(self, office):
        assert office.arranging().add(weekly(room="214", building="башкы")) == ()
        assert office.store.get("algebra").room == "214"
        (event,) = office.audit.latest(9)
        assert (event.actor, event.action, event.subject) == (
            "admin", "timetable.add", "lesson:algebra",
        )  # fmt: skip
        assert event.after == ("1 08:00–09:20 every 2026-09-01–2027-01-24 asanova башкы/214")

    def test_adding_again_changes_nothing(self, filled):
        before = filled.snapshot()
        filled.arranging().add(weekly())
        assert filled.snapshot() == before

    def test_only_the_administrator_fills_it_in(self, filled):
        change = Change("algebra", MONDAY, cancelled=True, reason="оору")
        for actor in (ASANOVA, teacher_of(LABORATORY)):
            arranging = filled.arranging(actor)
            for attempt in (
                lambda a=arranging: a.add(weekly("new", slot=2)),
                lambda a=arranging: a.change(change),
                lambda a=arranging: a.restore("algebra", MONDAY, "оору"),
                lambda a=arranging: a.remove("algebra", "ката"),
                lambda a=arranging: a.replace("algebra", weekly("new"), "ката"),
            ):
                with filled.refuses(NotAllowed, clause="3.2"):
                    attempt()

    def test_a_closed_year_stays(self, office):
        office.university.semesters.put(attrs.evolve(SEMESTER, closed=True))
        with office.refuses(Locked, clause="5.7"):
            office.arranging().add(weekly())

    @pytest.mark.parametrize(
        ("changed", "place"),
        [
            ({"semester": "2027-1"}, "semester"),
            ({"groups": ("АУБ-1-24",)}, "groups"),
            ({"subgroup": 1}, "subgroup"),
            ({"teacher": "nobody"}, "teacher"),
            ({"starts": date(2025, 9, 1)}, "starts"),
            ({"ends": date(2028, 9, 1)}, "ends"),
            ({"starts": MONDAY, "ends": MONDAY, "weekday": 2}, "weekday"),
        ],
    )
    def test_what_the_lists_do_not_know_is_refused(self, office, changed, place):
        with office.refuses(Invalid, place=place):
            office.arranging().add(attrs.evolve(weekly(), **changed))

    def test_an_unknown_assignment_is_not_found(self, office):
        with office.refuses(NotFound):
            office.arranging().add(attrs.evolve(weekly(), assignment="none"))

    def test_a_taken_id_is_refused(self, filled):
        with filled.refuses(Invalid, place="id"):
            filled.arranging().add(weekly(slot=2))

    def test_ids_of_days_must_differ(self, filled, monkeypatch):
        monkeypatch.setattr(
            "oshj_core.timetable.schedule.occurrence_id", lambda name, day, key: "same"
        )
        with filled.refuses(Invalid, place="id"):
            filled.arranging().add(weekly("new", slot=2))

    def test_a_clash_is_refused_unless_there_is_a_reason(self, filled):
        new = weekly("physics", ELSEWHERE)
        assert len(filled.arranging().clashes_of(new)) == 2
        with filled.refuses(Invalid, place="time", clause="3.2") as caught:
            filled.arranging().add(new)
        assert "АУБ-1-24" in str(caught.value)
        with filled.refuses(Invalid, place="time"):
            filled.arranging().add(new, despite=" ")
        clashes = filled.arranging().add(new, despite="бир аудитория")
        assert len(clashes) == 2
        assert filled.audit.latest(1)[0].reason == "бир аудитория"

    def test_a_room_taken_for_one_day_clashes(self, filled):
        filled.arranging().change(Change("algebra", MONDAY, room="9", reason="проектор"))
        history = attrs.evolve(LABORATORY, groups=("АУБ-2-24",), id="other", subgroup=0)
        filled.university.assignments.put(history)
        new = extra_lesson("new", history, SEMESTER, BELLS, MONDAY, 1, room="9")
        kinds = {clash.resource.kind.value for clash in filled.arranging().clashes_of(new)}
        assert kinds == {"room", "group"}


class TestTwoSemesters:
    """One part of the university may begin a semester while another is in the one before."""

    SPRING = Semester("2026-2", 2026, 2, date(2027, 1, 4), date(2027, 6, 30))
    TEACHING = attrs.evolve(STREAM, id="spring", semester="2026-2", groups=("ФИЗ-1-24",))

    @pytest.fixture
    def spring(self, filled):
        filled.university.semesters.put(self.SPRING)
        known = filled.university.groups.get("АУБ-1-24")
        filled.university.groups.put(attrs.evolve(known, id="ФИЗ-1-24"))
        filled.university.assignments.put(self.TEACHING)
        lesson = weekly_lesson("spring", self.TEACHING, self.SPRING, BELLS, 1, 1)
        filled.store.put(lesson)
        return lesson

    def test_a_teacher_is_busy_in_both(self, filled, spring):
        (clash,) = filled.arranging().clashes_of(filled.store.get("algebra"))
        # Week 1 of the spring is week 19 of the autumn; the autumn ends on the 24th.
        assert clash.days == (date(2027, 1, 4), date(2027, 1, 11), date(2027, 1, 18))
        assert {one.id for one in clash.parties} == {"algebra", "spring"}
        weeks = TeachingWeeks(self.SPRING)
        there = attrs.evolve(filled.arranging(), weeks=weeks)
        (same,) = there.clashes_of(spring)
        assert same.days == clash.days

    def test_one_day_moved_onto_the_other_semester_clashes(self, filled, spring):
        filled.store.put(attrs.evolve(spring, weekday=2))
        assert filled.arranging().clashes_of(filled.store.get("algebra")) == ()
        original = date(2027, 1, 4)
        move = Change("algebra", original, day=original + timedelta(8), reason="майрам")
        with filled.refuses(Invalid, place="time"):
            filled.arranging().change(move)
        filled.arranging().change(attrs.evolve(move, day=original + timedelta(9)))

    def test_what_begins_when_the_other_is_over_does_not_clash(self, filled, spring):
        filled.store.put(attrs.evolve(spring, starts=date(2027, 1, 25)))
        assert filled.arranging().clashes_of(filled.store.get("algebra")) == ()


class TestChanging:
    def test_a_lesson_moves_under_its_id(self, filled):
        tuesday = MONDAY + timedelta(1)
        identifier = filled.opened()
        moved = filled.arranging().change(
            Change(
                "algebra",
                MONDAY,
                day=tuesday,
                slot=3,
                time=BELLS.interval(3),
                room="5",
                teacher="bekov",
                reason="майрам",
            )
        )
        assert moved.id == identifier
        for journal in ("АУБ-1-24:algebra:2026-1", "АУБ-2-24:algebra:2026-1"):
            lesson = filled.registers.get(journal).lesson(identifier)
            assert (lesson.date, lesson.slot, lesson.room, lesson.teacher) == (
                tuesday,
                3,
                "5",
                "bekov",
            )
            assert lesson.module == 1
        event = filled.audit.latest(1)[0]
        assert event.subject == "lesson:algebra:2026-10-05"
        assert "day=2026-10-06" in event.after
        assert event.reason == "майрам"

    def test_what_moves_into_another_module_belongs_to_it(self, filled):
        identifier = filled.opened()
        day = date(2026, 11, 3)
        filled.arranging().change(Change("algebra", MONDAY, day=day, reason="майрам"))
        assert filled.register.lesson(identifier).module == 2

    def test_a_change_again_changes_nothing(self, filled):
        change = Change("algebra", MONDAY, cancelled=True, reason="оору")
        filled.arranging().change(change)
        before = filled.snapshot()
        assert filled.arranging().change(change).cancelled
        assert filled.snapshot() == before

    def test_what_clashes_on_other_days_keeps_no_day_from_being_resolved(self, filled):
        filled.arranging().add(weekly("physics", ELSEWHERE), despite="убактылуу")
        arranging = filled.arranging()
        friday = MONDAY + timedelta(4)
        arranging.change(Change("algebra", MONDAY, day=friday, reason="кагылышуу"))
        arranging.change(Change("algebra", MONDAY, cancelled=True, reason="кагылышуу"))
        with filled.refuses(Invalid, place="time"):
            arranging.restore("algebra", MONDAY, "ката")
        later = MONDAY + timedelta(7)
        arranging.change(Change("physics", later, cancelled=True, reason="кагылышуу"))
        arranging.change(Change("algebra", later, room="9", reason="проектор"))
        arranging.restore("algebra", later, "ката")

    def test_a_day_that_somebody_changed_meanwhile_is_not_overwritten(self, filled):
        cancelled = Change("algebra", MONDAY, cancelled=True, reason="оору")
        moved = Change("algebra", MONDAY, day=MONDAY + timedelta(1), reason="майрам")
        filled.arranging().change(cancelled, seen="")
        filled.arranging().change(cancelled, seen="")  # sent twice
        with filled.refuses(Conflict):
            filled.arranging().change(moved, seen="")
        with filled.refuses(Conflict):
            filled.arranging().restore("algebra", MONDAY, "ката", seen=moved.mark)
        filled.arranging().change(moved, seen=cancelled.mark)
        filled.arranging().restore("algebra", MONDAY, "ката", seen=moved.mark)
        with filled.refuses(Conflict):
            filled.arranging().change(cancelled, seen=moved.mark)

    def test_restored_it_is_as_planned(self, filled):
        identifier = filled.opened()
        tuesday = MONDAY + timedelta(1)
        filled.arranging().change(Change("algebra", MONDAY, day=tuesday, reason="майрам"))
        filled.arranging().restore("algebra", MONDAY, "ката")
        assert filled.register.lesson(identifier).date == MONDAY
        assert filled.store.changes_of("algebra") == []
        with filled.refuses(NotFound):
            filled.arranging().restore("algebra", MONDAY, "ката")

    def test_restoring_may_clash(self, filled):
        filled.arranging().change(Change("algebra", MONDAY, cancelled=True, reason="оору"))
        extra = extra_lesson("extra", ELSEWHERE, SEMESTER, BELLS, MONDAY, 1)
        filled.arranging().add(extra)
        with filled.refuses(Invalid, place="time"):
            filled.arranging().restore("algebra", MONDAY, "ката")

    @pytest.mark.parametrize(
        ("changed", "place"),
        [
            ({"day": HOLIDAY}, "day"),
            ({"day": date(2027, 6, 1)}, "day"),
            ({"day": date(2025, 10, 6)}, "day"),
            ({"teacher": "nobody"}, "teacher"),
            ({"cancelled": True, "reason": "  "}, "reason"),
        ],
    )
    def test_a_wrong_change_is_refused(self, filled, changed, place):
        with filled.refuses(Invalid, place=place):
            filled.arranging().change(Change("algebra", MONDAY, **({"reason": "оору"} | changed)))

    @pytest.mark.parametrize("original", [MONDAY + timedelta(1), date(2025, 10, 6), HOLIDAY])
    def test_a_day_without_the_lesson_is_not_found(self, filled, original):
        with filled.refuses(NotFound):
            filled.arranging().change(Change("algebra", original, room="5", reason="оору"))
        with filled.refuses(NotFound):
            filled.arranging().change(Change("none", MONDAY, room="5", reason="оору"))

    def test_a_move_onto_another_lesson_is_refused(self, filled):
        filled.arranging().add(weekly("physics", ELSEWHERE, weekday=2))
        move = Change("algebra", MONDAY, day=MONDAY + timedelta(1), reason="майрам")
        with filled.refuses(Invalid, place="time"):
            filled.arranging().change(move)
        filled.arranging().change(move, despite="чогуу өтөт")
        assert filled.audit.latest(1)[0].reason == "майрам; чогуу өтөт"

    def test_what_was_opened_is_not_cancelled(self, filled):
        filled.opened()
        with filled.refuses(Invalid, clause="1.4", place="cancelled"):
            filled.arranging().change(Change("algebra", MONDAY, cancelled=True, reason="оору"))

    def test_what_was_opened_stays_within_the_modules(self, filled):
        filled.opened()
        beyond = date(2027, 1, 5)
        with filled.refuses(Invalid, place="day"):
            filled.arranging().change(Change("algebra", MONDAY, day=beyond, reason="оору"))

    @pytest.mark.parametrize("published", ["intermediate-1", "intermediate-2"])
    def test_a_published_module_lets_nothing_in_or_out(self, filled, published):
        """4.3: nor in the register of the other group of the stream."""
        filled.opened()
        on = MONDAY if published.endswith("1") else date(2026, 11, 3)
        journal = "АУБ-2-24:algebra:2026-1"
        filled.journal(of=journal, on=on).record(published, [points(0, 5)])
        filled.journal(of=journal, on=on).publish(
            filled.journal(of=journal, on=on).control(published)
        )
        move = Change("algebra", MONDAY, day=date(2026, 11, 3), reason="майрам")
        with filled.refuses(Locked, clause="4.3"):
            filled.arranging().change(move)

    def test_a_closed_window_lets_nothing_in_or_out(self, filled):
        """4.3: moved into an open module, rewritten and moved back, a lesson would be unlocked."""
        filled.opened()
        move = Change("algebra", MONDAY, day=date(2026, 10, 30), reason="майрам")
        with filled.refuses(Locked, clause="4.3"):
            filled.arranging(on=AFTER_WINDOW_1).change(move)
        later = date(2026, 11, 2)
        filled.opened(later)
        back = Change("algebra", later, day=MONDAY, slot=5, time=BELLS.interval(5), reason="майрам")
        with filled.refuses(Locked, clause="4.3"):
            filled.arranging(on=AFTER_WINDOW_1).change(back)

    def test_what_was_entered_is_not_yet_to_come(self, filled):
        identifier = filled.opened()
        move = Change("algebra", MONDAY, day=MONDAY + timedelta(1), reason="майрам")
        filled.journal(on=MONDAY).record(identifier, [attendance(0, Attendance.PRESENT)])
        with filled.refuses(Invalid, place="day", clause="1.4"):
            filled.arranging(on=MONDAY).change(move)
        filled.arranging(on=MONDAY + timedelta(1)).change(move)
        assert filled.register.lesson(identifier).date == MONDAY + timedelta(1)

    def test_a_lesson_keeps_its_teacher_where_the_timetable_names_none(self, office):
        office.arranging().add(attrs.evolve(weekly(), teacher=""))
        identifier = office.opened()
        move = Change("algebra", MONDAY, day=MONDAY + timedelta(1), reason="майрам")
        office.arranging().change(move)
        assert office.register.lesson(identifier).teacher == "asanova"

    def test_the_lock_is_watched(self, filled, monkeypatch):
        filled.opened()
        watched = []
        monkeypatch.setattr(type(filled.register), "watch", lambda _, sheet: watched.append(sheet))
        filled.arranging().change(Change("algebra", MONDAY, day=date(2026, 11, 3), reason="майрам"))
        assert {"intermediate-1", "intermediate-2"} <= set(watched)


class TestReplacing:
    def test_the_days_before_stay(self, filled):
        start = date(2026, 10, 12)
        new = weekly("algebra-2", weekday=2, weeks=Weeks.ODD, starts=start)
        filled.arranging().replace("algebra", new, "жадыбал өзгөрдү")
        lessons = filled.store.in_semester(SEMESTER.id)
        days = [one.day for one in Schedule(WEEKS, lessons).between(MONDAY, date(2026, 10, 31))]
        assert days == [MONDAY, date(2026, 10, 13), date(2026, 10, 27)]
        assert {event.action for event in filled.audit.latest(2)} == {
            "timetable.end",
            "timetable.add",
        }

    def test_the_old_lesson_does_not_clash_with_the_new_one(self, filled):
        new = weekly("algebra-2", room="7", starts=MONDAY)
        assert filled.arranging().replace("algebra", new, "жаңы аудитория") == ()

    def test_it_begins_while_the_old_one_lasts(self, filled):
        filled.arranging().replace("algebra", weekly("new", starts=MONDAY), "ката")
        with filled.refuses(Invalid, place="starts"):
            filled.arranging().replace("algebra", weekly("newer", starts=MONDAY), "ката")

    def test_a_day_that_both_have_keeps_its_id_its_change_and_its_substitute(self, filled):
        later = MONDAY + timedelta(14)
        cancelled = Change("algebra", MONDAY, cancelled=True, reason="майрам")
        for change in (cancelled, attrs.evolve(cancelled, original=later)):
            filled.store.put_change(change)
        filled.name(occurrence_id("algebra", later + timedelta(7)), later + timedelta(7))
        start = MONDAY + timedelta(7)
        before = filled.ids()
        new = weekly("new", slot=2, starts=start)
        filled.arranging().replace("algebra", new, "жадыбал өзгөрдү")
        assert filled.ids() == before
        assert filled.store.changes_of("algebra") == [cancelled]
        (carried,) = filled.store.changes_of("new")
        assert (carried.original, carried.cancelled, carried.reason) == (later, True, "майрам")
        first = weekly("first", slot=3, ends=start - timedelta(1))
        filled.arranging().replace("algebra", first, "ката")
        assert filled.store.find("algebra") is None
        assert len(filled.store.changes_of("first")) == 1
        assert filled.ids() >= {occurrence_id("algebra", MONDAY)}
        assert filled.notices.of("bekov") == []

    def test_what_hung_on_days_that_are_gone_is_dropped_when_somebody_says_so(self, filled):
        later = MONDAY + timedelta(7)
        filled.store.put_change(Change("algebra", MONDAY, cancelled=True, reason="майрам"))
        filled.name(occurrence_id("algebra", later), later)
        filled.name(occurrence_id("algebra", SEMESTER.starts + timedelta(6)), later)
        moved = weekly("new", weekday=2, starts=MONDAY)
        dropped = filled.arranging().dropped_by(filled.store.get("algebra"), moved)
        assert [(one.day.original, bool(one.day.change)) for one in dropped] == [
            (MONDAY, True),
            (later, False),
        ]
        assert [one.substitute for one in dropped[1].taken] == ["bekov"]
        with filled.refuses(Invalid, place="dropping", clause="3.2"):
            filled.arranging().replace("algebra", moved, "жадыбал өзгөрдү")
        filled.arranging().replace("algebra", moved, "жадыбал өзгөрдү", dropping=True)
        assert filled.store.changes_of("new") == filled.store.changes_of("algebra") == []
        said = [one for one in filled.audit.latest(9) if one.action == "timetable.drop"]
        assert {(one.subject, one.before, one.reason) for one in said} == {
            (f"lesson:algebra:{MONDAY}", "cancelled", "жадыбал өзгөрдү"),
            (f"lesson:algebra:{later}", "substitute=bekov", "жадыбал өзгөрдү"),
        }
        (notice,) = filled.notices.of("bekov")
        assert later.strftime("%d.%m.%Y") in str(notice.text)

    def test_a_removed_lesson_is_told_to_its_substitute(self, filled):
        filled.name(occurrence_id("algebra", MONDAY), MONDAY)
        filled.arranging().remove("algebra", "ката")
        (notice,) = filled.notices.of("bekov")
        assert "ката" in str(notice.text)

    def test_what_was_opened_stays(self, filled):
        filled.opened()
        for day in (MONDAY - timedelta(7), MONDAY):
            with filled.refuses(Invalid, clause="1.4", place=str(MONDAY)):
                filled.arranging().replace("algebra", weekly("new", starts=day), "ката")
        with filled.refuses(Invalid, clause="1.4"):
            filled.arranging().remove("algebra", "ката")
        filled.arranging().replace("algebra", weekly("new", starts=MONDAY + timedelta(1)), "ката")

    def test_taken_ids_unknown_lessons_and_no_reason_are_refused(self, filled):
        filled.arranging().add(weekly("physics", ELSEWHERE, weekday=2))
        with filled.refuses(Invalid, place="id"):
            filled.arranging().replace("algebra", weekly("physics", starts=MONDAY), "ката")
        with filled.refuses(NotFound):
            filled.arranging().replace("none", weekly("new", starts=MONDAY), "ката")
        with filled.refuses(Invalid, place="reason"):
            filled.arranging().replace("algebra", weekly("new", starts=MONDAY), "")

    def test_an_untouched_lesson_is_removed(self, filled):
        filled.arranging().remove("algebra", "ката")
        assert filled.store.find("algebra") is None
        assert filled.audit.latest(1)[0].action == "timetable.remove"
        with filled.refuses(NotFound):
            filled.arranging().remove("algebra", "ката")
