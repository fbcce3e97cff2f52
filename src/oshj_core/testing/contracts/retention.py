"""The contract of the port that keeps records, holds, disposal lists and acts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import attrs
import pytest

from oshj_core.errors import Conflict, NotFound
from oshj_core.retention import (
    Action,
    Approval,
    Disposal,
    DisposalAct,
    Hold,
    Item,
    Proof,
    Record,
)
from oshj_core.roles import UNIVERSITY, Scope, ScopeKind

DIGEST = "0f" * 32
MATH = Scope(ScopeKind.UNIT, "math")
RECORD = Record(
    "АУБ-1-24:algebra:2026-1",
    "journal",
    date(2027, 1, 24),
    DIGEST,
    frozenset({MATH, UNIVERSITY}),
)
ITEM = Item(RECORD.id, "journal", "5.7", Action.DESTROY, date(2033, 1, 1), DIGEST)
APPROVAL = Approval("rector", datetime(2033, 2, 1, 9, tzinfo=UTC))


class RetentionStoreContract:
    """What was put comes back equal; what was destroyed is gone; an act stays."""

    @pytest.fixture
    def store(self) -> Any:
        raise NotImplementedError("override with a fixture that gives an empty RetentionStore")

    @pytest.fixture
    def record(self, store: Any) -> Record:
        """Override with a fixture that makes the store hold one record, and gives it."""
        store.records.put(RECORD)
        store.locate(MATH, UNIVERSITY)
        return RECORD

    def test_a_record_is_found_until_it_is_destroyed(self, store: Any, record: Record) -> None:
        assert list(store.records) == [record]
        assert store.records.find(record.id) == record
        store.records.destroy(record.id)
        assert store.records.find(record.id) is None
        assert list(store.records) == []
        store.records.destroy(record.id)

    def test_everything_lies_in_the_university(self, store: Any, record: Record) -> None:
        assert store.place_of(UNIVERSITY) == (UNIVERSITY,)
        assert record.scopes
        for scope in record.scopes:
            place = store.place_of(scope)
            assert (place[0], place[-1]) == (scope, UNIVERSITY)
            for above in place:
                assert set(store.place_of(above)) <= set(place)
        with pytest.raises(NotFound):
            store.place_of(Scope(ScopeKind.UNIT, "no-such-unit"))

    def test_holds_and_lists_come_back_equal(self, store: Any) -> None:
        hold = Hold("h1", UNIVERSITY, "соттук иш", "archivist", date(2030, 1, 1))
        disposal = Disposal("d1", (UNIVERSITY,), "archivist", date(2033, 1, 2), (ITEM,))
        for table, value in ((store.holds, hold), (store.disposals, disposal)):
            assert table.find(value.id) is None
            with pytest.raises(NotFound):
                table.get(value.id)
            table.put(value)
            assert table.get(value.id) == value
            assert list(table) == [value]
        approved = attrs.evolve(disposal, approvals=(APPROVAL,))
        store.disposals.put(approved)
        assert store.disposals.get("d1") == approved

    def test_an_act_stays_and_is_found_by_its_records(self, store: Any) -> None:
        act = DisposalAct(
            "act-1",
            "d1",
            APPROVAL.at,
            "archivist",
            (ITEM,),
            (Proof(ITEM.record, DIGEST, "oshsu-journal-2026-2027-1-math", DIGEST),),
            (APPROVAL,),
        )
        assert store.acts.of_record(ITEM.record) is None
        store.acts.append(act)
        assert store.acts.of_record(ITEM.record) == act
        assert list(store.acts) == [act]
        with pytest.raises(Conflict):
            store.acts.append(act)
        assert list(store.acts) == [act]
