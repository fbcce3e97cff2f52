"""A student whom the lists move has a dated move, and the registers keep both stays (1.4, 7.5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from oshj_core.journal import Act
from oshj_core.membership import NOWHERE, MoveKind, Moving, Place, place_on
from oshj_core.roles import UNIVERSITY, Actor, Role
from tests.core.lists.conftest import OCTOBER, copy_of

FIRST, SECOND = "АУБ-1-24", "АУБ-2-24"
DAY = OCTOBER.date()


def row(file, student):
    return next(one for one in file["students"] if one[0] == student)


@pytest.fixture
def loaded(store, file):
    store.load(file)
    return copy_of(file)


def moves(store, student):
    return list(store.moves.of_student(student))


def stays(store, journal, student):
    (member,) = [one for one in store.registers.get(journal).roster() if one.student == student]
    return [(stay.subgroup, stay.joined, stay.left) for stay in member.stays]


def test_the_first_lists_move_nobody(store, loaded):
    assert all(not moves(store, student) for student in ("s1", "s2", "s3"))


def test_another_group_is_a_transfer_on_the_day_of_the_import(store, loaded):
    row(loaded, "s3")[3:5] = [FIRST, "2"]
    store.load(loaded, OCTOBER)
    (move,) = moves(store, "s3")
    assert (move.kind, move.day) == (MoveKind.TRANSFER, DAY)
    assert (move.before, move.after) == (Place(SECOND), Place(FIRST, 2))
    assert (move.order, move.by, move.source) == ("", "admin", "request-1")
    assert "request-1" in move.reason
    assert stays(store, f"{SECOND}:algebra:2026-1", "s3") == [(0, None, DAY)]
    assert stays(store, f"{FIRST}:algebra:2026-1", "s3") == [(2, DAY, None)]
    store.load(loaded, OCTOBER + timedelta(days=1))
    assert moves(store, "s3") == [move]


@pytest.mark.parametrize(
    ("cells", "kind", "after"),
    [
        (["АУБ-1-24", "2", ""], MoveKind.SUBGROUP, Place(FIRST, 2)),
        (["АУБ-1-24", "1", "жок"], MoveKind.EXPULSION, NOWHERE),
        (["АУБ-2-24", "", ""], MoveKind.TRANSFER, Place(SECOND)),
    ],
)
def test_the_kind_follows_from_what_changed(store, loaded, cells, kind, after):
    row(loaded, "s1")[3:6] = cells
    store.load(loaded, OCTOBER)
    (move,) = moves(store, "s1")
    assert (move.kind, move.before, move.after) == (kind, Place(FIRST, 1), after)
    now = after
    assert place_on([move], now, DAY - timedelta(1)) == Place(FIRST, 1)
    assert place_on([move], now, DAY) == after


def test_who_left_and_is_listed_again_is_reinstated_or_returns(store, loaded):
    gone = copy_of(loaded)
    row(gone, "s1")[5] = "жок"
    store.load(gone, OCTOBER)
    store.load(loaded, OCTOBER + timedelta(days=7))
    assert [one.kind for one in moves(store, "s1")] == [MoveKind.EXPULSION, MoveKind.REINSTATEMENT]
    assert [one.number for one in moves(store, "s1")] == [1, 2]
    admin = Actor("admin", ((Role.ADMINISTRATOR, UNIVERSITY),))
    moving = Moving(
        store.university,
        store.registers,
        store.moves,
        store.audit,
        Act(admin, OCTOBER + timedelta(days=14), "r"),
    )
    leave = MoveKind.ACADEMIC_LEAVE
    moving.move("s2", leave, (OCTOBER + timedelta(days=14)).date(), "№1", "Ден соолугу", seen=0)
    store.load(loaded, OCTOBER + timedelta(days=21))
    assert [one.kind for one in moves(store, "s2")] == [leave, MoveKind.RETURN]


def test_who_comes_into_open_journals_is_enrolled_that_day(store, loaded):
    loaded["students"].append(["s9", "Жаңыл", "Мырза", SECOND, "", ""])
    store.load(loaded, OCTOBER)
    (move,) = moves(store, "s9")
    assert (move.kind, move.before, move.after) == (MoveKind.ENROLMENT, NOWHERE, Place(SECOND))
    assert stays(store, f"{SECOND}:algebra:2026-1", "s9") == [(0, DAY, None)]


def test_a_name_or_one_who_is_gone_anyway_moves_nobody(store, loaded):
    row(loaded, "s1")[1] = "Башка"
    row(loaded, "s3")[5] = "жок"
    store.load(loaded, OCTOBER)
    row(loaded, "s3")[3:5] = [FIRST, "1"]
    store.load(loaded, OCTOBER + timedelta(days=1))
    assert moves(store, "s1") == []
    assert [one.kind for one in moves(store, "s3")] == [MoveKind.EXPULSION]


def test_the_journals_of_a_group_whose_semester_lasts_longer_follow(store, loaded):
    """By the calendar of the group: what is over elsewhere is not over there."""
    loaded["calendar"].append(
        ["longer", "2026", "семестр", "", "01.09.2026", "28.02.2027", "MATH", ""]
    )
    loaded["calendar"][0].append("semester")
    for one in loaded["calendar"][1:]:
        one.append("2026-1" if one[0] == "longer" else "")
    store.load(loaded, OCTOBER)
    row(loaded, "s3")[3:5] = [FIRST, "2"]
    february = OCTOBER.replace(year=2027, month=2, day=10)
    store.load(loaded, february)
    assert stays(store, f"{FIRST}:algebra:2026-1", "s3") == [(2, date(2027, 2, 10), None)]


def test_a_published_module_keeps_whom_it_was_published_with(store, loaded):
    journal = f"{FIRST}:algebra:2026-1"
    store.registers.get(journal).seal(1, {})
    row(loaded, "s1")[3:5] = [SECOND, ""]
    loaded["students"].append(["s9", "Жаңыл", "Мырза", FIRST, "2", ""])
    store.load(loaded, OCTOBER)
    assert [one.day for student in ("s1", "s9") for one in moves(store, student)] == [DAY, DAY]
    # 4.3: the journal that is published follows them after what is published.
    begins = date(2026, 10, 26)
    assert stays(store, journal, "s1") == [(1, None, begins)]
    assert stays(store, journal, "s9") == [(2, begins, None)]
    assert stays(store, f"{SECOND}:algebra:2026-1", "s1") == [(0, DAY, None)]
