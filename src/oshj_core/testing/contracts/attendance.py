"""The contract of the port that keeps excuses."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from oshj_core.attendance.excuses import Excuse, ExcuseState
from oshj_core.errors import NotFound


def _excuse(identifier: str, student: str, day: int, number: str) -> Excuse:
    return Excuse(
        id=identifier,
        student=student,
        first=date(2026, 10, day),
        last=date(2026, 10, day + 2),
        document="medical",
        number=number,
        submitted_on=date(2026, 10, day + 3),
    )


class ExcusesContract:
    """Excuses come back as they were put, by student and by document."""

    @pytest.fixture
    def excuses(self) -> Any:
        raise NotImplementedError("override with a fixture that gives empty Excuses")

    def test_an_excuse_comes_back(self, excuses: Any) -> None:
        excuse = _excuse("e1", "s1", 5, "№ 12")
        assert excuses.find("e1") is None
        with pytest.raises(NotFound):
            excuses.get("e1")
        excuses.put(excuse)
        assert excuses.get("e1") == excuse
        assert excuses.find("e1") == excuse

    def test_a_decision_replaces_it(self, excuses: Any) -> None:
        excuse = _excuse("e1", "s1", 5, "№ 12")
        decided = attrs.evolve(
            excuse,
            state=ExcuseState.REFUSED,
            decided_by="dean",
            decided_at=datetime(2026, 10, 9, 12, 30, 15, tzinfo=UTC),
            reason="Мөөрү жок",
        )
        excuses.put(excuse)
        excuses.put(decided)
        assert list(excuses) == [decided]
        assert list(excuses.of("s1")) == [decided]

    def test_they_are_found_by_student_and_by_document(self, excuses: Any) -> None:
        later, earlier = _excuse("e1", "s1", 20, "№ 12"), _excuse("e2", "s1", 5, "№ 13")
        foreign = _excuse("e3", "s2", 5, "№ 12")
        for one in (foreign, later, earlier):
            excuses.put(one)
        assert list(excuses.of("s1")) == [earlier, later]
        assert list(excuses.of("nobody")) == []
        assert list(excuses.under("medical", "№ 12")) == [later, foreign]
        assert list(excuses.under("order", "№ 12")) == []
        assert list(excuses) == [later, earlier, foreign]
