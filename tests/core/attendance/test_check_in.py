"""What a scan is worth: window, lateness, devices, and the teacher's word (4.2, 7.4)."""

from datetime import date, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.attendance import (
    CheckInRules,
    Code,
    Discrepancy,
    Grade,
    Scan,
    Situation,
    bell,
    check_in,
    differences,
    minutes_late,
)
from oshj_core.calendar import DEFAULT_BELLS
from oshj_core.errors import Invalid, NotAllowed
from oshj_core.register import Attendance, Entry, EntryKind, cells_of, fold
from tests.core.builders import BISHKEK

RULES = CheckInRules(late_after=5)
BELL = bell(date(2026, 10, 5), 2, DEFAULT_BELLS, BISHKEK)
HERE = Situation(BELL, enrolled=True)


def scan(minutes: float = 0, **changes) -> Scan:
    made = Scan("s1", "mfrggzdfmy", Code.SCREEN, BELL + timedelta(minutes=minutes), "d1")
    return attrs.evolve(made, **changes)


@pytest.mark.parametrize(
    ("minutes", "attendance", "late"),
    [
        (-5, Attendance.PRESENT, 0),
        (-0.5, Attendance.PRESENT, 0),
        (0, Attendance.PRESENT, 0),
        (5, Attendance.PRESENT, 5),
        (5.1, Attendance.LATE, 5),
        (14.9, Attendance.LATE, 14),
        (15, Attendance.LATE, 15),
    ],
)
def test_lateness_is_counted_from_the_bell(minutes, attendance, late):
    evidence = check_in(scan(minutes), HERE, RULES).evidence
    assert (evidence.attendance, evidence.minutes) == (attendance, late)
    assert evidence.grade is Grade.STRONG


@pytest.mark.parametrize("minutes", [-5.01, -60, 15.01, 1440])
def test_a_scan_outside_the_window_is_refused_and_stores_nothing(minutes):
    with pytest.raises(Invalid) as refused:
        check_in(scan(minutes), HERE, RULES)
    assert (refused.value.place, refused.value.clause) == ("at", "4.2")


def test_a_stranger_to_the_lesson_is_refused():
    with pytest.raises(NotAllowed) as refused:
        check_in(scan(), attrs.evolve(HERE, enrolled=False), RULES)
    assert refused.value.clause == "4.2"


def test_a_second_scan_finds_the_first_even_after_the_window():
    first = check_in(scan(1), HERE, RULES)
    again = check_in(scan(90), attrs.evolve(HERE, evidence=first.evidence), RULES)
    assert first.new
    assert not again.new
    assert again.evidence == first.evidence


@pytest.mark.parametrize(
    ("code", "grade"),
    [(Code.SCREEN, Grade.STRONG), (Code.ROOM, Grade.WEAK), (Code.SPOKEN, Grade.WEAK)],
)
def test_each_code_has_its_grade(code, grade):
    assert check_in(scan(code=code), HERE, RULES).evidence.grade is grade


@pytest.mark.parametrize(
    ("made", "situation"),
    [
        (scan(device=""), HERE),
        (scan(device="d2"), attrs.evolve(HERE, own_device="d1")),
        (scan(), attrs.evolve(HERE, user_of_device="s2")),
        (scan(received=BELL + timedelta(hours=1)), attrs.evolve(HERE, user_of_device="s2")),
    ],
)
def test_a_doubt_about_the_device_waits_for_the_teacher(made, situation):
    evidence = check_in(made, situation, RULES).evidence
    assert evidence.grade is Grade.PENDING
    assert evidence.reasons
    assert evidence.entry(0, "r") is None


def test_ones_own_known_device_raises_no_doubt():
    known = attrs.evolve(HERE, own_device="d1", user_of_device="s1")
    assert check_in(scan(), known, RULES).evidence.grade is Grade.STRONG


def test_a_kept_scan_is_late_evidence_of_an_early_arrival():
    evidence = check_in(scan(2, received=BELL + timedelta(hours=24)), HERE, RULES).evidence
    assert (evidence.grade, evidence.attendance) == (Grade.LATE, Attendance.PRESENT)
    assert evidence.needs_teacher
    assert evidence.entry(0, "r") is None


@pytest.mark.parametrize("received", [timedelta(minutes=-1), timedelta(hours=24, seconds=1)])
def test_a_kept_scan_comes_in_time_or_not_at_all(received):
    with pytest.raises(Invalid) as refused:
        check_in(scan(received=BELL + received), HERE, RULES)
    assert refused.value.place == "received"


@pytest.mark.parametrize("place", ["at", "received", "begins"])
def test_a_moment_without_a_zone_is_refused(place):
    naive = datetime(2026, 10, 5, 9, 30)
    made = scan() if place == "begins" else scan(**{place: naive})
    situation = attrs.evolve(HERE, begins=naive) if place == "begins" else HERE
    with pytest.raises(Invalid) as refused:
        check_in(made, situation, RULES)
    assert refused.value.place == place


def test_the_network_is_a_flag_and_never_a_veto():
    evidence = check_in(scan(on_campus=False), HERE, RULES).evidence
    assert evidence.grade is Grade.STRONG
    assert len(evidence.flags) == 1
    assert check_in(scan(on_campus=None), HERE, RULES).evidence.flags == ()


def test_the_teachers_word_stays_the_record():
    said = check_in(scan(), attrs.evolve(HERE, word=Attendance.ABSENT), RULES)
    assert said.word is Attendance.ABSENT
    word = Entry(EntryKind.CELLS, 1, "t1", "r1", cells_of([(3, 0, Attendance.ABSENT)]))
    entry = said.evidence.entry(3, "r2")
    assert fold([word, entry]).attendance(3) is Attendance.ABSENT
    assert fold([entry]).attendance(3) is Attendance.PRESENT


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"late_after": 16}, "late_after"),
        ({"late_after": -1}, "late_after"),
        ({"late_after": True}, "late_after"),
        ({"late_after": 5.0}, "late_after"),
        ({"opens": 61}, "opens"),
        ({"closes": 241}, "closes"),
        ({"upload_hours": 169}, "upload_hours"),
        ({"grades": {Code.ROOM: Grade.WEAK}}, "grades.screen"),
        ({"grades": dict.fromkeys(Code, Grade.LATE)}, "grades.screen"),
    ],
)
def test_wrong_rules_are_refused_with_their_place(changes, place):
    with pytest.raises(Invalid) as refused:
        CheckInRules(**({"late_after": 5} | changes))
    assert refused.value.place == place


@pytest.mark.parametrize(
    ("slot", "bells", "place"), [(9, DEFAULT_BELLS, "slot"), (1, {1: ("8 am", "")}, "bells.1")]
)
def test_a_lesson_without_a_bell_is_refused(slot, bells, place):
    with pytest.raises(Invalid) as refused:
        bell(date(2026, 10, 5), slot, bells, BISHKEK)
    assert refused.value.place == place


@given(
    offset=st.integers(-7200, 7200),
    opens=st.integers(0, 60),
    closes=st.integers(0, 100),
    late_after=st.integers(0, 100),
)
def test_a_scan_counts_exactly_inside_the_window(offset, opens, closes, late_after):
    rules = CheckInRules(opens=opens, closes=closes, late_after=min(late_after, closes))
    made = scan(offset / 60)
    made = attrs.evolve(made, at=BELL + timedelta(seconds=offset))
    inside = -60 * opens <= offset <= 60 * closes
    if not inside:
        with pytest.raises(Invalid):
            check_in(made, HERE, rules)
        return
    evidence = check_in(made, HERE, rules).evidence
    late = offset > 60 * rules.late_after
    assert evidence.attendance is (Attendance.LATE if late else Attendance.PRESENT)
    assert evidence.minutes == max(0, offset) // 60 == minutes_late(BELL, made.at)


class TestDifferences:
    def test_evidence_and_record_are_compared_and_neither_changes(self):
        good = check_in(scan(), HERE, RULES).evidence
        late = check_in(scan(10), HERE, RULES).evidence
        pending = check_in(scan(device=""), HERE, RULES).evidence
        evidence = {"a": good, "b": late, "c": pending, "d": good, "g": good}
        record = {
            "a": Attendance.ABSENT,
            "b": Attendance.PRESENT,
            "d": Attendance.PRESENT,
            "e": Attendance.LATE,
            "f": Attendance.ABSENT,
        }
        found = {one.student: one.kind for one in differences(evidence, record)}
        assert found == {
            "a": Discrepancy.MARKED_ABSENT,
            "b": Discrepancy.LATER_THAN_MARKED,
            "c": Discrepancy.UNCONFIRMED,
            "e": Discrepancy.WITHOUT_EVIDENCE,
        }

    def test_fewer_heads_than_scans(self):
        good = check_in(scan(), HERE, RULES).evidence
        record = dict.fromkeys("ab", Attendance.PRESENT)
        evidence = dict.fromkeys("ab", good)
        assert list(differences(evidence, record, 2)) == []
        (one,) = differences(evidence, record, 1)
        assert (one.student, one.kind) == ("", Discrepancy.HEAD_COUNT)
