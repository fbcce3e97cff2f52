"""Pages and writes of the running portal, each against the same with nothing around it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count

from ZODB.ActivityMonitor import ActivityMonitor

from oshj_core.accounts import read_secret
from oshj_core.enrolment import journal_id
from oshj_portal.persistence import database
from oshj_portal.signin.passwords import Argon2Hasher
from tests.bench.bare import Bare, Commits
from tests.bench.house import GROUP, OPEN, READER, SEALED, TEACHER, Visitor, journal_path
from tests.bench.measure import Figure, compare
from tests.support.portal import HASHED, SECRET, Portal

_MOST_LOADS, _MOST_BYTES = 60, 150_000


def figures(portal: Portal, store: str, rounds: int) -> Iterator[Figure]:
    """The figures of one storage."""
    bare, teacher, student = Bare(portal), Visitor(portal, TEACHER), Visitor(portal, READER)
    for subject, words in ((OPEN, "over 48 logs"), (SEALED, "sealed")):
        path = journal_path(subject)
        pair = compare(
            lambda subject=subject: bare.get(f"/table/{subject}"),
            lambda path=path: teacher.get(path),
            rounds,
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
        pair = compare(lambda: bare.get("/hello"), lambda v=visitor, p=path: v.get(p), rounds)
        yield Figure(f"{words} / hello view", store, pair.ratio, 0.09, pair.detail)
    yield from _writes(portal, teacher, store, rounds)


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


def _writes(portal: Portal, teacher: Visitor, store: str, rounds: int) -> Iterator[Figure]:
    with portal.site() as site:
        register = site.registers.get(journal_id(GROUP, OPEN, "2026-1"))
        lesson = register.lessons()[-1].id
    path, turns = f"{journal_path(OPEN)}{lesson}/cells", count()

    def save() -> None:
        turn = next(turns)
        cells = [{"slot": turn % 30, "field": 1, "value": str(3 + turn // 30 % 3)}]
        teacher.post_json(
            path, json.dumps({"request": f"bench-{turn:08}", "cells": cells}).encode()
        )

    commits = Commits(portal)
    pair = compare(commits.commit, save, rounds)
    commits.close()
    yield Figure("one cell saved / bare commit", store, pair.ratio, 0.13, pair.detail)

    hasher = Argon2Hasher()
    pair = compare(
        lambda: hasher.verify(HASHED, read_secret(SECRET)),
        lambda: portal.browser(TEACHER),
        rounds,
    )
    yield Figure("sign-in / argon2 alone", store, pair.ratio, 0.6, pair.detail)
