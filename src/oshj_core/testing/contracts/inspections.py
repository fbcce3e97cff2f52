"""The contracts of the ports of notices and inspections."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from oshj_core.errors import NotFound
from oshj_core.inspections import Found, Inspection, Look, Report, StillOpen
from oshj_core.notices import Notice, NoticeKind, Said, said
from oshj_core.reports import FindingKind, Severity

NOTICE = Notice(
    "overdue:t1:2026-09-28", "t1", 20, NoticeKind.OVERDUE_LESSONS, said(count=3), "person:t1"
)
FOUND = Found(
    Severity.GRAVE,
    FindingKind.NO_FINAL,
    "${control}: without points: ${count}",
    (Said("control", "Экзамен"), Said("count", "4")),
    "5.2",
    4,
    "final",
    date(2026, 9, 14),
)
INSPECTION = Inspection(
    "algebra:2026-1:2026-08-31",
    "algebra",
    "2026-1",
    date(2026, 8, 31),
    "head",
    30,
    ("j1", "j2"),
    (
        Look("j1", date(2026, 9, 13)),
        Look(
            "j2",
            date(2026, 9, 13),
            (StillOpen(FindingKind.NO_FINAL, "final", 4, date(2026, 9, 14)),),
        ),
    ),
)
REPORT = Report("r1", INSPECTION.id, "j1", "t1", "head", 30, (FOUND,), "Тема жок")


class NoticesContract:
    """A notice comes back equal, is told once, and is read by its reader alone."""

    @pytest.fixture
    def notices(self) -> Any:
        raise NotImplementedError("override with a fixture that gives empty Notices")

    def test_what_was_added_comes_back_newest_first(self, notices: Any) -> None:
        newer = attrs.evolve(NOTICE, id="a", at=21)
        older = attrs.evolve(NOTICE, id="b", at=3, values=())
        for one in (NOTICE, newer, older, attrs.evolve(NOTICE, id="c", person="t10")):
            assert notices.add(one) is True
        assert list(notices.of("t1")) == [newer, NOTICE, older]
        assert list(notices.of("t1", 2)) == [newer, NOTICE]
        assert notices.unread("t1") == 3
        assert (list(notices.of("t")), notices.unread("t")) == ([], 0)

    def test_the_same_is_told_once(self, notices: Any) -> None:
        notices.add(NOTICE)
        assert notices.add(attrs.evolve(NOTICE, at=99, person="t2")) is False
        assert list(notices.of("t1")) == [NOTICE]
        assert notices.unread("t2") == 0

    def test_it_is_read_by_its_reader_alone_and_once(self, notices: Any) -> None:
        notices.add(NOTICE)
        assert notices.read("t2", [NOTICE.id, "none"], 50) == 0
        assert notices.read("t1", [NOTICE.id], 50) == 1
        assert notices.read("t1", [NOTICE.id], 60) == 0
        assert list(notices.of("t1")) == [attrs.evolve(NOTICE, read=50)]
        assert notices.unread("t1") == 0


class InspectionsContract:
    """Inspections and reports come back equal and are found by what they are of."""

    @pytest.fixture
    def inspections(self) -> Any:
        raise NotImplementedError("override with a fixture that gives empty Inspections")

    def test_inspections_come_back(self, inspections: Any) -> None:
        other = attrs.evolve(INSPECTION, id="algebra:2026-2:1", semester="2026-2")
        foreign = attrs.evolve(INSPECTION, id="physics:2026-1:1", unit="physics")
        assert inspections.find(INSPECTION.id) is None
        for one in (other, INSPECTION, foreign):
            inspections.put(one)
            assert inspections.find(one.id) == one
        assert list(inspections.of_unit("algebra")) == [INSPECTION, other]
        assert list(inspections.of_semester("2026-1")) == [INSPECTION, foreign]
        more = attrs.evolve(INSPECTION, journals=("j1", "j2", "j3"))
        inspections.put(more)
        assert list(inspections.of_semester("2026-1")) == [more, foreign]

    def test_reports_come_back(self, inspections: Any) -> None:
        assert inspections.find_report("r1") is None
        with pytest.raises(NotFound):
            inspections.report("r1")
        other = attrs.evolve(REPORT, id="r0", teacher="t2", found=(), inspection="x")
        for one in (REPORT, other):
            inspections.put_report(one)
            assert inspections.report(one.id) == inspections.find_report(one.id) == one
        assert list(inspections.reports_of(INSPECTION.id)) == [REPORT]
        assert list(inspections.reports_to("t2")) == [other]
        answered = attrs.evolve(REPORT, acknowledged=40, answer="Толтурдум")
        inspections.put_report(answered)
        assert list(inspections.reports_to("t1")) == [answered]
