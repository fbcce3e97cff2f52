"""The contracts of the ports of moves and list errors."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from oshj_core.errors import NotFound
from oshj_core.membership import (
    NOWHERE,
    ListError,
    ListErrorKind,
    ListErrorState,
    Move,
    MoveKind,
    Place,
)

_DAY = date(2026, 10, 5)
_CAME = Move(
    "s1", 1, MoveKind.ENROLMENT, _DAY, NOWHERE, Place("АУБ-1-24", 1), "12", "кабыл", "dean", 1
)
_WENT = attrs.evolve(
    _CAME,
    number=2,
    kind=MoveKind.TRANSFER,
    before=Place("АУБ-1-24", 1),
    after=Place("АУБ-2-24"),
)


class MovesContract:
    """Moves come back equal, by student and by either group."""

    @pytest.fixture
    def moves(self) -> Any:
        raise NotImplementedError("override with a fixture that gives empty Moves")

    def test_moves_come_back_by_student_in_their_order(self, moves: Any) -> None:
        assert list(moves.of_student("s1")) == []
        moves.put(_WENT)
        moves.put(_CAME)
        moves.put(attrs.evolve(_CAME, student="s2"))
        assert list(moves.of_student("s1")) == [_CAME, _WENT]

    def test_moves_are_found_by_the_group_left_and_the_group_joined(self, moves: Any) -> None:
        for move in (_CAME, _WENT, _WENT):
            moves.put(move)
        assert list(moves.of_group("АУБ-1-24")) == [_CAME, _WENT]
        assert list(moves.of_group("АУБ-2-24")) == [_WENT]
        assert list(moves.of_group("")) == []


_REPORT = ListError(
    "r1", "g:algebra:2026-1", "g", ListErrorKind.WRONG_SUBGROUP, "s1", "2-тайпача", "t1", 5
)


class ListErrorsContract:
    """Reports come back equal, by id, journal and group; a settled one is no longer open."""

    @pytest.fixture
    def list_errors(self) -> Any:
        raise NotImplementedError("override with a fixture that gives empty ListErrors")

    def test_what_was_put_comes_back(self, list_errors: Any) -> None:
        assert list_errors.find("r1") is None
        with pytest.raises(NotFound):
            list_errors.get("r1")
        list_errors.put(_REPORT)
        assert list_errors.get("r1") == _REPORT

    def test_reports_are_found_by_journal_and_group_until_settled_as_open(
        self, list_errors: Any
    ) -> None:
        elsewhere = attrs.evolve(_REPORT, id="r2", journal="h:algebra:2026-1", group="h")
        list_errors.put(elsewhere)
        list_errors.put(_REPORT)
        assert list(list_errors.open()) == [_REPORT, elsewhere]
        settled = attrs.evolve(
            _REPORT, state=ListErrorState.REFUSED, answer="туура", settled_by="dean", settled_at=6
        )
        list_errors.put(settled)
        assert list(list_errors.open()) == [elsewhere]
        assert list(list_errors.of_journal("g:algebra:2026-1")) == [settled]
        assert list(list_errors.of_group("h")) == [elsewhere]
