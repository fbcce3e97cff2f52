"""The contracts of the ports that keep corrections and disputes."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from oshj_core.corrections import (
    CellRef,
    Correction,
    CorrectionState,
    Dispute,
    DisputeState,
    Step,
)
from oshj_core.errors import NotFound
from oshj_core.register import CLEARED
from oshj_core.roles import State

CELL = CellRef("g:algebra:2026-1", "mfrggzdfmy", 3, 1)
ASKED = Step(1, "t1", CorrectionState.REQUESTED.value, "ката кетти", "r1")
CORRECTION = Correction(
    "c2",
    CELL,
    "s1",
    CLEARED,
    450,
    "ката кетти",
    "акт № 7",
    frozenset({State.PUBLISHED, State.OUTSIDE_WINDOW}),
    (ASKED,),
    "d1",
)
SAID = Step(1, "s1", DisputeState.OPEN.value, "баам туура эмес", "r1")
DISPUTE = Dispute("d2", CELL, "s1", 400, (SAID,))


class CorrectionsContract:
    """Corrections come back equal, by id and by journal; the numbers of acts never repeat."""

    @pytest.fixture
    def corrections(self) -> Any:
        raise NotImplementedError("override with a fixture that gives empty Corrections")

    def test_what_was_put_comes_back(self, corrections: Any) -> None:
        other = attrs.evolve(CORRECTION, id="c1")
        elsewhere = attrs.evolve(CORRECTION, id="c0", cell=CELL._replace(journal="other"))
        assert corrections.find("c2") is None
        with pytest.raises(NotFound):
            corrections.get("c2")
        for one in (CORRECTION, other, elsewhere):
            corrections.put(one)
            assert corrections.get(one.id) == corrections.find(one.id) == one
        assert list(corrections.of_journal(CELL.journal)) == [other, CORRECTION]
        assert list(corrections.of_journal("none")) == []

    def test_a_step_replaces(self, corrections: Any) -> None:
        corrections.put(CORRECTION)
        decided = Step(2, "dean", CorrectionState.APPROVED.value, "ката кетти", "r2")
        approved = attrs.evolve(CORRECTION, steps=(ASKED, decided), number="1/2026–2027")
        corrections.put(approved)
        assert list(corrections.of_journal(CELL.journal)) == [approved]

    def test_numbers_of_a_year_never_repeat(self, corrections: Any) -> None:
        numbers = [corrections.next_number(2026) for _ in range(5)]
        assert numbers == sorted(set(numbers))
        assert numbers[0] >= 1


class DisputesContract:
    """Disputes come back equal, by id, by journal and by student."""

    @pytest.fixture
    def disputes(self) -> Any:
        raise NotImplementedError("override with a fixture that gives empty Disputes")

    def test_what_was_put_comes_back(self, disputes: Any) -> None:
        other = attrs.evolve(DISPUTE, id="d1", student="s2")
        elsewhere = attrs.evolve(DISPUTE, id="d0", cell=CELL._replace(journal="other"))
        assert disputes.find("d2") is None
        with pytest.raises(NotFound):
            disputes.get("d2")
        for one in (DISPUTE, other, elsewhere):
            disputes.put(one)
            assert disputes.get(one.id) == disputes.find(one.id) == one
        assert list(disputes.of_journal(CELL.journal)) == [other, DISPUTE]
        assert list(disputes.of_student("s1")) == [elsewhere, DISPUTE]
        assert list(disputes.of_journal("none")) == list(disputes.of_student("none")) == []

    def test_a_step_replaces(self, disputes: Any) -> None:
        disputes.put(DISPUTE)
        answered = Step(2, "t1", DisputeState.CORRECTION_REQUESTED.value, "ооба", "r2")
        moved = attrs.evolve(DISPUTE, steps=(SAID, answered), correction="c2")
        disputes.put(moved)
        assert list(disputes.of_student("s1")) == [moved]
