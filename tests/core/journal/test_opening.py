"""Opening a lesson for a stream, and the ids lessons get (3.4)."""

import pytest

from oshj_core.errors import Invalid, Locked, NotAllowed
from oshj_core.journal.ids import is_lesson_id, lesson_id
from oshj_core.journal.opening import open_for_all
from tests.core.builders import (
    AFTER_WINDOW_1,
    BEKOV,
    IN_MODULE_1,
    JOURNAL,
    NEIGHBOUR_JOURNAL,
    STREAM,
    House,
)

ID, OTHER = lesson_id(b"first!"), lesson_id(b"second")


def journals(house: House, **kwargs):
    return [house.journal(of=of, **kwargs) for of in (JOURNAL, NEIGHBOUR_JOURNAL)]


def lessons(house: House):
    return [list(journal.register.lessons()) for journal in journals(house)]


def test_a_stream_has_one_lesson_in_every_journal(house: House):
    opened = open_for_all(journals(house), STREAM, IN_MODULE_1, 2, ID, room=" 214\0  б\u202e ")
    assert opened.id == ID
    assert opened.room == "214 б"
    assert lessons(house) == [[opened], [opened]]


def test_opening_again_changes_nothing(house: House):
    opened = open_for_all(journals(house), STREAM, IN_MODULE_1, 2, ID)
    before = house.snapshot()
    assert open_for_all(journals(house), STREAM, IN_MODULE_1, 2, OTHER) == opened
    assert house.snapshot() == before


def test_an_hour_open_in_one_journal_gets_the_same_id_in_the_other(house: House):
    house.journal().open_lesson(STREAM, IN_MODULE_1, 2, OTHER)
    assert open_for_all(journals(house), STREAM, IN_MODULE_1, 2, ID).id == OTHER
    assert [[lesson.id for lesson in found] for found in lessons(house)] == [[OTHER], [OTHER]]


def test_an_id_never_stands_for_a_second_lesson(house: House):
    open_for_all(journals(house), STREAM, IN_MODULE_1, 2, ID)
    with house.refuses(Invalid, place="lesson"):
        open_for_all(journals(house), STREAM, IN_MODULE_1, 3, ID)


@pytest.mark.parametrize("slot", [0, -1, 21, 10**9, "1", True, 1.0])
def test_a_slot_the_day_does_not_have_is_refused(house: House, slot: object):
    with house.refuses(Invalid, place="slot"):
        open_for_all(journals(house), STREAM, IN_MODULE_1, slot, ID)
    with house.refuses(Invalid, place="slot"):
        house.journal().open_lesson(STREAM, IN_MODULE_1, slot, ID)


@pytest.mark.parametrize("slot", [1, 20])
@pytest.mark.parametrize("identifier", [ID, "a", "Algebra-2026-10-05", "x" * 64])
def test_a_host_may_give_readable_ids(house: House, slot: int, identifier: str):
    assert house.journal().open_lesson(STREAM, IN_MODULE_1, slot, identifier).id == identifier


@pytest.mark.parametrize(
    "identifier", ["", " ", "x" * 65, "../x", "a b", "a/b", "a:b", "a\n", "сабак", "a.b", "a_b"]
)
def test_an_id_that_is_not_safe_is_refused(house: House, identifier: str):
    with house.refuses(Invalid, place="lesson"):
        house.journal().open_lesson(STREAM, IN_MODULE_1, 1, identifier)


def test_a_room_is_a_short_text(house: House):
    with house.refuses(Invalid, place="room"):
        open_for_all(journals(house), STREAM, IN_MODULE_1, 1, ID, room="x" * 41)


def test_the_rules_of_opening_hold(house: House):
    with house.refuses(NotAllowed, clause="4.3"):
        open_for_all(journals(house, actor=BEKOV), STREAM, IN_MODULE_1, 1, ID)
    with house.refuses(Locked, clause="4.3"):
        open_for_all(journals(house, on=AFTER_WINDOW_1), STREAM, IN_MODULE_1, 1, ID)


def test_ids_are_ten_letters_of_48_bits():
    assert lesson_id() != lesson_id()
    assert is_lesson_id(lesson_id())
    assert lesson_id(b"\0" * 6) == "aaaaaaaaaa"
    for wrong in ("", "aaaaaaaaa", "aaaaaaaaaaa", "AAAAAAAAAA", "aaaaaaaaa1", "aaaaaaaaaа"):
        assert not is_lesson_id(wrong)
    with pytest.raises(ValueError, match="6 bytes"):
        lesson_id(b"short")
