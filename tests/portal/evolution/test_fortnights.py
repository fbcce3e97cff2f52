"""Inspections known by the number of their fortnight become known by its Monday."""

from __future__ import annotations

from datetime import date

import pytest

from oshj_core.inspections import Inspection, Report
from oshj_portal.evolution.fortnights import know_by_monday
from oshj_portal.evolution.runner import evolve
from oshj_portal.evolution.steps import Step
from tests.portal.evolution.conftest import registry_of

REGISTRY = registry_of(Step("fortnights", know_by_monday))
KNOWN = Inspection("math:2026-1:2026-08-31", "math", "2026-1", date(2026, 8, 31), "head", 1)


@pytest.fixture
def older_site(old_site):
    with old_site.opened() as opened:
        inspections = opened.site.inspections
        for number, unit in ((3, "math"), (99, "math"), (2, "gone")):
            # A day is stored as its number: this is what the number of a fortnight looked like.
            fortnight = date.fromordinal(number)
            inspections.put(
                Inspection(f"{unit}:2026-1:{number}", unit, "2026-1", fortnight, "head", 1)
            )
        inspections.put(KNOWN)
        inspections.put_report(Report("r", "math:2026-1:3", "j", "asanova", "head", 1))
        opened.manager.commit()
        opened.manager.begin()
    return old_site


def test_every_inspection_gets_its_monday_and_keeps_its_reports(older_site):
    with older_site.opened() as opened:
        [told] = evolve(opened.site, REGISTRY, opened.manager)
        assert told.text.params["count"] == 3
    with older_site.opened() as opened:
        inspections = opened.site.inspections
        assert inspections.find("math:2026-1:3") is None
        assert inspections.find("math:2026-1:2026-09-28").fortnight == date(2026, 9, 28)
        assert inspections.find("gone:2026-1:2026-09-14") is not None
        assert inspections.find(KNOWN.id) == KNOWN
        assert len(inspections.of_unit("math")) == 3
        [report] = inspections.reports_of("math:2026-1:2026-09-28")
        assert (report.id, report.teacher) == ("r", "asanova")
        opened.site.evolution.clear()
        [again] = evolve(opened.site, REGISTRY, opened.manager)
        assert again.text.params["count"] == 0
