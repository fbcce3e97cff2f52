"""The contract of the load's port."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs
import pytest

from oshj_core.errors import NotFound
from oshj_core.load import LoadLine
from oshj_core.structure import LessonKind

_LECTURE = LoadLine(
    "t1", "algebra", LessonKind.LECTURE, ("АУБ-1-24", "АУБ-2-24"), "2026-1", Decimal("32.5")
)
_HALF = LoadLine(
    "t1", "algebra", LessonKind.LABORATORY, ("АУБ-1-24",), "2026-1", Decimal(16), subgroup=1
)


class LoadsContract:
    """Lines come back equal, by id, by semester and by teacher."""

    @pytest.fixture
    def loads(self) -> Any:
        raise NotImplementedError("override with a fixture that gives empty Loads")

    def test_what_was_put_comes_back(self, loads: Any) -> None:
        assert loads.find(_LECTURE.id) is None
        with pytest.raises(NotFound):
            loads.get(_LECTURE.id)
        loads.put(_LECTURE)
        loads.put(_HALF)
        assert loads.get(_LECTURE.id) == _LECTURE
        assert loads.find(_HALF.id) == _HALF

    def test_other_hours_replace_a_line(self, loads: Any) -> None:
        loads.put(_LECTURE)
        more = attrs.evolve(_LECTURE, hours=Decimal(48))
        loads.put(more)
        assert list(loads.in_semester("2026-1")) == [more]

    def test_lines_are_found_by_semester_and_teacher(self, loads: Any) -> None:
        later = attrs.evolve(_LECTURE, semester="2026-2")
        other = attrs.evolve(_LECTURE, teacher="t2")
        for line in (other, later, _LECTURE, _HALF):
            loads.put(line)
        assert list(loads.in_semester("2026-1")) == [_HALF, _LECTURE, other]
        assert list(loads.of_teacher("2026-1", "t1")) == [_HALF, _LECTURE]
        assert list(loads.of_teacher("2026-2", "t1")) == [later]
        assert list(loads.of_teacher("2026-1", "t3")) == []
