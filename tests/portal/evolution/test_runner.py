"""A step is done exactly if its name came into the store together with its changes."""

from __future__ import annotations

import pytest

from oshj_core.text import text
from oshj_portal.evolution import mark_all_done, search_index
from oshj_portal.evolution.runner import CURSOR, evolve, pending, rehearse
from oshj_portal.evolution.steps import Step
from tests.portal.evolution.conftest import SEARCH_INDEX, registry_of

REGISTRY = registry_of(SEARCH_INDEX)


def found(site, words: str = "омурзак") -> list[str]:
    return site.search("students", words, 10)


def test_the_old_shape_is_one_that_cannot_be_searched(old_site):
    with old_site.opened() as opened:
        assert [step.name for step in pending(opened.site, REGISTRY)] == ["search-index"]
        with pytest.raises(KeyError):
            found(opened.site)


def test_a_rehearsal_tells_everything_and_changes_nothing_on_disk(old_site):
    before = old_site.last_tid
    with old_site.opened() as opened:
        changes = rehearse(opened.site, REGISTRY, opened.manager)
        assert [(change.step, str(change.text)) for change in changes] == [
            ("search-index", "Entered into the search index: 31")
        ]
        with pytest.raises(KeyError):
            found(opened.site)
    assert old_site.last_tid == before
    with old_site.opened() as opened:
        assert pending(opened.site, REGISTRY)


def test_after_the_step_the_search_works_and_a_second_run_does_nothing(old_site):
    with old_site.opened() as opened:
        changes = list(evolve(opened.site, REGISTRY, opened.manager))
    assert [change.step for change in changes] == ["search-index"]
    with old_site.opened() as opened:
        assert found(opened.site) == ["s2"]
        assert opened.site.search("units", "мед", 10) == ["med"]
        assert opened.site.search("staff", "асан", 10) == []
        assert opened.site.search("staff", "asan", 10) == ["asanova"]
        assert pending(opened.site, REGISTRY) == []
    after = old_site.last_tid
    with old_site.opened() as opened:
        assert list(evolve(opened.site, REGISTRY, opened.manager)) == []
    assert old_site.last_tid == after


def test_the_index_is_the_one_a_new_site_has(old_site):
    with old_site.opened() as opened:
        list(evolve(opened.site, REGISTRY, opened.manager))
        students = opened.site.university.students
        grown = list(students.index("words")._pairs)
        everybody = list(students)
        for student in everybody:
            students.remove(student.id)
        assert list(students.index("words")._pairs) == []
        for student in everybody:
            students.put(student)
        assert list(students.index("words")._pairs) == grown


def test_a_run_on_the_present_shape_enters_nothing(old_site):
    with old_site.opened() as opened:
        list(evolve(opened.site, REGISTRY, opened.manager))
        opened.site.evolution.remove("search-index")
        (change,) = evolve(opened.site, REGISTRY, opened.manager)
        assert change.text.params["count"] == 0
        assert found(opened.site) == ["s2"]


def test_batches_are_kept_one_by_one_and_go_on_after_a_break(old_site, monkeypatch):
    monkeypatch.setattr(search_index, "BATCH", 7)
    with old_site.opened() as opened:
        steps = evolve(opened.site, REGISTRY, opened.manager)
        assert next(steps).text.params["count"] == 7
        assert next(steps).text.params["count"] == 7
        steps.close()
    with old_site.opened() as opened:
        cursor = opened.site.settings[f"{CURSOR}search-index"]
        assert cursor.partition("/")[0] == "staff"
        assert pending(opened.site, REGISTRY)
        counts = [c.text.params["count"] for c in evolve(opened.site, REGISTRY, opened.manager)]
        assert counts == [7, 7, 3]
    with old_site.opened() as opened:
        assert found(opened.site) == ["s2"]
        assert len(opened.site.search("students", "s", 10)) == 6
        assert list(opened.site.settings) == []
        assert pending(opened.site, REGISTRY) == []


def test_a_batch_that_ends_with_the_last_row_is_followed_by_an_empty_one(old_site, monkeypatch):
    monkeypatch.setattr(search_index, "BATCH", 31)
    with old_site.opened() as opened:
        counts = [c.text.params["count"] for c in evolve(opened.site, REGISTRY, opened.manager)]
        assert counts == [31, 0]
        assert found(opened.site) == ["s2"]


def test_a_rehearsal_goes_through_all_batches(old_site, monkeypatch):
    monkeypatch.setattr(search_index, "BATCH", 7)
    before = old_site.last_tid
    with old_site.opened() as opened:
        changes = rehearse(opened.site, REGISTRY, opened.manager)
        assert [change.text.params["count"] for change in changes] == [7, 7, 7, 7, 3]
        assert list(opened.site.settings) == []
    assert old_site.last_tid == before


def fail_halfway(site):
    site.settings["half"] = "done"
    site.university.students.remove("s1")
    raise ZeroDivisionError


def test_a_step_that_fails_leaves_nothing_half_done(old_site):
    registry = registry_of(SEARCH_INDEX, Step("z-fails", fail_halfway, after=("search-index",)))
    with old_site.opened() as opened:
        with pytest.raises(ZeroDivisionError):
            list(evolve(opened.site, registry, opened.manager))
        assert "s1" in opened.site.university.students
    with old_site.opened() as opened:
        assert list(opened.site.settings) == []
        assert found(opened.site) == ["s2"]
        assert [step.name for step in pending(opened.site, registry)] == ["z-fails"]


def test_a_rehearsal_that_fails_changes_nothing(old_site):
    before = old_site.last_tid
    registry = registry_of(SEARCH_INDEX, Step("z-fails", fail_halfway))
    with old_site.opened() as opened:
        with pytest.raises(ZeroDivisionError):
            rehearse(opened.site, registry, opened.manager)
        assert "s1" in opened.site.university.students
    assert old_site.last_tid == before


def test_steps_see_what_the_steps_before_them_did(old_site):
    def count(site):
        return text("Found: ${count}", count=len(found(site)))

    registry = registry_of(SEARCH_INDEX, Step("a-count", count, after=("search-index",)))
    with old_site.opened() as opened:
        for changes in (
            rehearse(opened.site, registry, opened.manager),
            list(evolve(opened.site, registry, opened.manager)),
        ):
            assert [change.step for change in changes] == ["search-index", "a-count"]
            assert str(changes[-1].text) == "Found: 1"


def test_a_new_site_waits_for_nothing(old_site):
    with old_site.opened() as opened:
        mark_all_done(opened.site, REGISTRY)
        assert pending(opened.site, REGISTRY) == []
