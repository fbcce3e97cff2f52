"""What registers keep to that a new year can be taken out of again."""

from __future__ import annotations

from datetime import date

import pytest

from oshj_core.errors import NotFound
from oshj_core.ports import Lesson, Member
from oshj_core.register import Entry, EntryKind
from oshj_core.rollover import ErasableRegisters
from oshj_core.structure import LessonKind

_ID = "АУБ-1-24:algebra:2027-1"


class ErasableRegistersContract:
    """Override the fixture ``registers`` with an empty ``ErasableRegisters``."""

    @pytest.fixture
    def registers(self) -> ErasableRegisters:
        """Empty registers."""
        raise NotImplementedError

    @pytest.fixture
    def made(self, registers: ErasableRegisters) -> ErasableRegisters:
        """Registers with one, of two members."""
        register = registers.create(_ID, "АУБ-1-24", "algebra", "2027-1", "scheme")
        register.enrol(Member("s1"))
        register.enrol(Member("s2"))
        return registers

    def test_a_removed_one_is_not_there(self, made: ErasableRegisters) -> None:
        made.remove(_ID)
        assert made.find(_ID) is None
        assert list(made.of_group("АУБ-1-24")) == []
        with pytest.raises(NotFound):
            made.remove(_ID)
        assert not made.untouched(_ID)
        made.create(_ID, "АУБ-1-24", "algebra", "2027-1", "scheme")
        assert list(made.get(_ID).roster()) == []

    def test_a_lesson_touches_it(self, made: ErasableRegisters) -> None:
        assert made.untouched(_ID)
        made.get(_ID).watch("final")
        assert made.untouched(_ID)
        day = date(2027, 9, 6)
        made.get(_ID).put_lesson(
            Lesson("aaaaaaaaaa", "a", "asanova", day, 1, LessonKind.LECTURE, 1)
        )
        assert not made.untouched(_ID)

    def test_an_entry_touches_it(self, made: ErasableRegisters) -> None:
        made.get(_ID).append(
            "final", Entry(EntryKind.FACTS, 1, "t1", "r1", facts=(("topic", "Матрица"),))
        )
        assert not made.untouched(_ID)

    def test_the_last_slot_can_be_taken_back_and_no_other(self, made: ErasableRegisters) -> None:
        with pytest.raises(ValueError, match="s1"):
            made.withdraw(_ID, "s1")
        with pytest.raises(NotFound):
            made.withdraw(_ID, "s3")
        made.withdraw(_ID, "s2")
        assert [member.student for member in made.get(_ID).roster()] == ["s1"]
        assert made.get(_ID).enrol(Member("s3")) == 1
