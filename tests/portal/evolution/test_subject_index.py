"""Subjects are found by their unit, and what is taught by its subject, in older sites too."""

from __future__ import annotations

import pytest

from oshj_portal.evolution import subject_index
from oshj_portal.evolution.runner import evolve
from oshj_portal.evolution.steps import Step
from tests.portal.evolution.conftest import registry_of

REGISTRY = registry_of(
    Step("subject-index", subject_index.index_assignments, batched=True),
    Step("unit-index", subject_index.index_subjects, batched=True),
)
OLD = (("assignments", "subject"), ("subjects", "unit"))


@pytest.fixture
def older_site(old_site):
    with old_site.opened() as opened:
        for name, index in OLD:
            table = getattr(opened.site.university, name)
            table._indexes = {key: one for key, one in table._indexes.items() if key != index}
        opened.manager.commit()
        opened.manager.begin()
    return old_site


@pytest.mark.parametrize("batch", [3, 10_000])
def test_what_is_taught_of_a_subject_is_found(older_site, monkeypatch, batch):
    monkeypatch.setattr(subject_index, "BATCH", batch)
    with older_site.opened() as opened:
        told = [change.text.params["count"] for change in evolve(*_args(opened))]
        assert sum(told) == len(opened.site.university.assignments) + len(
            opened.site.university.subjects
        )
    with older_site.opened() as opened:
        university = opened.site.university
        for subject in university.subjects:
            assert subject in university.subjects_of(subject.unit)
            expected = [one for one in university.assignments if one.subject == subject.id]
            assert university.assignments_on(subject.id, "2026-1") == expected
        assert university.subjects_of("none") == []
        assert university.assignments_on("algebra", "2025-1") == []


def _args(opened):
    return opened.site, REGISTRY, opened.manager
