"""How much a unit's page of plans reads: what the unit answers for, however much there is."""

from __future__ import annotations

import attrs
import pytest

from oshj_portal.store.convert import Converter
from oshj_portal.store.university import Assignments
from tests.support.university import ANATOMY, LECTURE


@pytest.fixture
def read(monkeypatch):
    """The ids of the assignments that were read since it was last cleared."""
    found = []
    whole = Assignments.values

    def load(stored):
        found.append(stored[0])
        return whole.load(stored)

    monkeypatch.setattr(Assignments, "values", Converter(whole.dump, load))
    return found


@pytest.mark.parametrize("page", ["plans", "coverage"])
def test_a_unit_reads_what_is_taught_of_its_own_subjects(portal, read, page):
    browser = portal.browser("head")
    path = f"/units/math/{page}"
    browser.get(path)
    read.clear()
    browser.get(path)
    before = sorted(read)
    assert LECTURE.id in before
    with portal.site() as site:
        for number in range(40):
            one = attrs.evolve(ANATOMY, id=f"other-{number}", groups=("ДЛ-1-24",))
            site.university.assignments.put(one)
    read.clear()
    browser.get(path)
    assert sorted(read) == before
