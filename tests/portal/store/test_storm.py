"""Everybody scans at the same moment: nothing is lost, nothing comes twice, nobody waits."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from persistent.mapping import PersistentMapping
from ZODB.POSException import ConflictError

from oshj_portal.store import Site
from tests.portal.store.house import CONTROL, JOURNAL, furnish, scan

STUDENTS, THREADS, LESSON = 30, 16, "abcdefghij"
PATIENCE = 60


@pytest.fixture
def database(database):
    """A database with a journal of thirty students, and a mapping to compare with."""
    with database.site() as site:
        register = furnish(site, STUDENTS)
        register.watch(LESSON)
        register.watch(CONTROL)
        site.jobs["control"] = PersistentMapping()
    return database


def storm(database, write: Callable[[Site, int], None]) -> int:
    """Let all students write, in batches whose transactions overlap; returns the conflicts."""
    conflicts = 0
    with ThreadPoolExecutor(THREADS) as pool:
        for start in range(0, STUDENTS, THREADS):
            batch = range(start, min(start + THREADS, STUDENTS))
            everybody = Barrier(len(batch), timeout=PATIENCE)
            tries = pool.map(
                lambda slot, meet=everybody: persist(database, write, slot, meet), batch
            )
            conflicts += sum(tries) - len(batch)
    return conflicts


def persist(database, write: Callable[[Site, int], None], slot: int, everybody: Barrier) -> int:
    """Write until it is stored, the first time together with everybody; returns the tries."""
    for tries in range(1, THREADS + 2):
        try:
            with database.site() as site:
                write(site, slot)
                if tries == 1:
                    everybody.wait()
        except ConflictError:
            continue
        return tries
    raise AssertionError(f"the write of {slot} never got through")


def check_in(site: Site, slot: int) -> None:
    """A scan as the core does it: the lock is watched, the log grows by one entry."""
    register = site.registers.get(JOURNAL)
    register.watch(CONTROL)
    register.append(LESSON, scan(slot))


def test_no_scan_is_lost_or_repeated_in_a_storm(database):
    assert storm(database, check_in) == 0
    with database.site() as site:
        stored = site.registers.get(JOURNAL).log(LESSON)
    assert len(stored) == STUDENTS
    assert set(stored) == {scan(slot) for slot in range(STUDENTS)}


def test_the_same_storm_tears_at_a_plain_mapping(database):
    conflicts = storm(database, lambda site, slot: site.jobs["control"].update({str(slot): 1}))
    assert conflicts >= STUDENTS - 2
