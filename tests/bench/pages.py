"""Pages and writes of the running portal, each against the same with nothing around it."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import count

from ZODB.ActivityMonitor import ActivityMonitor

from oshj_core.accounts import Audience, read_secret
from oshj_core.decisions import decide
from oshj_core.enrolment import journal_id
from oshj_core.journal import Act, Journal
from oshj_core.roles import Permission
from oshj_portal.persistence import database
from oshj_portal.security.identity import actor_of
from oshj_portal.signin.passwords import Argon2Hasher
from tests.bench.bare import Bare, Commits
from tests.bench.house import (
    GROUP,
    NOW,
    OPEN,
    READER,
    SEALED,
    STUDENTS,
    TEACHER,
    Visitor,
    journal_path,
)
from tests.bench.measure import Figure, compare
from tests.support.portal import HASHED, SECRET, Portal

_MARKS = (3, 4, 5)
_MOST_LOADS, _MOST_BYTES = 60, 150_000
# Ten times RosarioSIS, 280 pages a second, where a hello view is answered in 40 µs.
_OF_HELLO = 0.012
# Thirty times RosarioSIS, 390 cells a second, where 3,000 bare commits are made.
_OF_COMMIT = 0.13
# Faster than RosarioSIS, 37 a second, where the hash alone takes 18 ms.
_OF_HASH = 0.67


def figures(portal: Portal, store: str, turns: int) -> Iterator[Figure]:
    """The figures of one storage."""
    bare, teacher, student = Bare(portal), Visitor(portal, TEACHER), Visitor(portal, READER)
    for subject, words in ((OPEN, "over 48 logs"), (SEALED, "sealed")):
        path = journal_path(subject)
        pair = compare(
            lambda subject=subject: bare.get(f"/table/{subject}"),
            lambda path=path: teacher.get(path),
            turns,
        )
        yield Figure(f"gradebook 30 × 48 {words} / bare page", store, pair.ratio, 0.6, pair.detail)
        yield Figure(
            f"gradebook {words}, cold: objects loaded",
            store,
            loads(portal, teacher, path, journal_path(SEALED if subject == OPEN else OPEN)),
            _MOST_LOADS,
            "",
            most=True,
        )
    size = len(teacher.get(journal_path(OPEN)))
    yield Figure("gradebook, bytes of HTML", store, size, _MOST_BYTES, "", most=True)
    for visitor, path, words in (
        (student, f"/people/{READER}/progress", "own marks"),
        (teacher, "/", "«Бүгүн»"),
    ):
        pair = compare(lambda: bare.get("/hello"), lambda v=visitor, p=path: v.get(p), turns)
        yield Figure(f"{words} / hello view", store, pair.ratio, _OF_HELLO, pair.detail)
    yield from _writes(portal, teacher, store, turns)
    yield _decision(portal, bare, store, turns)


def loads(portal: Portal, visitor: Visitor, path: str, other: str) -> int:
    """How many objects the first visit of a journal loads in a process that has been running,
    here since a visit of another journal."""
    base = database(portal.registry)
    monitor = ActivityMonitor()
    base.setActivityMonitor(monitor)
    try:
        visitor.get(path)
        base.cacheMinimize()
        visitor.get(other)
        before = len(monitor.log)
        visitor.get(path)
    finally:
        base.setActivityMonitor(None)
    return sum(activity[1] for activity in monitor.log[before:])


def _writes(portal: Portal, teacher: Visitor, store: str, turns: int) -> Iterator[Figure]:
    with portal.site() as site:
        register = site.registers.get(journal_id(GROUP, OPEN, "2026-1"))
        lesson = register.lessons()[-1].id
    path, token, numbers = f"{journal_path(OPEN)}{lesson}/cells", teacher.token(), count()

    def save() -> None:
        # Every round through the roster gives each student another mark than the one before:
        # a cell that does not change would not be stored.
        turn = next(numbers)
        mark = str(_MARKS[turn // STUDENTS % len(_MARKS)])
        cells = [{"slot": turn % STUDENTS, "field": 1, "value": mark}]
        body = json.dumps({"request": f"bench-{turn:08}", "cells": cells})
        teacher.post_json(path, body.encode(), token)

    for _ in range(STUDENTS):
        save()
    commits = Commits(portal)
    pair = compare(commits.commit, save, turns, time.perf_counter)
    yield Figure("one cell saved / bare commit", store, pair.ratio, _OF_COMMIT, pair.detail)

    hasher = Argon2Hasher()
    pair = compare(
        lambda: hasher.verify(HASHED, read_secret(SECRET)),
        lambda: Visitor(portal, TEACHER),
        turns,
    )
    yield Figure("sign-in / argon2 alone", store, pair.ratio, _OF_HASH, pair.detail)


def _decision(portal: Portal, bare: Bare, store: str, turns: int) -> Figure:
    with portal.site() as site:
        register = site.registers.get(journal_id(GROUP, OPEN, "2026-1"))
        actor = actor_of(site, TEACHER, Audience.STAFF, NOW.date())
        journal = Journal(register, site.university, Act(actor, NOW, "bench"))
        facts = journal.lesson_facts(register.lessons()[-1])
        pair = compare(
            lambda: bare.get("/hello"), lambda: decide(actor, Permission.RECORD, facts), turns
        )
    return Figure(
        "one decision / hello view",
        store,
        1 / pair.ratio,
        0.1,
        pair.detail,
        most=True,
    )
