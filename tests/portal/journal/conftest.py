"""A journal with a lesson of today, and short ways to write into it."""

from __future__ import annotations

from itertools import count

import pytest

from oshj_core.journal import Act, Journal, Write
from oshj_core.register import Field
from oshj_portal.security.identity import actor_of
from tests.support.university import JOURNAL, JOURNAL_PATH, LABORATORY, PEOPLE, PRACTICE

LESSON = "aaaaaaaaaa"
LAB_LESSON = "bbbbbbbbbb"
# The slots of the roster, in the order of the alphabet: s1 Абдыкеримова, s4 Ниязов,
# s2 Өмүрзакова, s3 Үсөн кызы.
SLOTS = range(4)


class Teaching:
    """A portal with two lessons of today: asanova's practical and bekov's laboratory."""

    lesson = f"{JOURNAL_PATH}/{LESSON}"
    lab = f"{JOURNAL_PATH}/{LAB_LESSON}"
    journal_path = f"{JOURNAL_PATH}/"

    def __init__(self, portal) -> None:
        self.portal = portal
        self._requests = count()

    def journal(self, site, teacher: str = "asanova") -> Journal:
        clock = self.portal.clock
        actor = actor_of(site, teacher, PEOPLE[teacher], clock.now().date())
        act = Act(actor, clock.now(), f"test-{next(self._requests)}")
        return Journal(site.registers.get(JOURNAL), site.university, act)

    def act(self, do, teacher: str = "asanova"):
        """Do something with the journal in a transaction."""
        with self.portal.site() as site:
            return do(self.journal(site, teacher))

    def cell(self, sheet: str, slot: int, field: int = Field.ATTENDANCE):
        """What is stored in a cell."""

        def read(journal):
            if len(sheet) == len(LESSON):
                return journal.state(journal.register.lesson(sheet)).value(slot, field)
            return journal.control_state(journal.control(sheet)).value(slot, field)

        return self.act(read)

    def save(self, browser, path, cells, request="request-0001", **kw):
        """Send cells as the grid's module does; ``(slot, field, value[, expected])``."""
        names = ("slot", "field", "value", "expected")
        body = {
            "request": request,
            "cells": [dict(zip(names, cell, strict=False)) for cell in cells],
        }
        return self.send(browser, path, body, **kw)

    def send(self, browser, path, body, **kw):
        headers = {"X-CSRF-Token": self.portal.token(browser), "Accept": "application/json"}
        return browser.post_json(f"{path}/cells", body, headers=headers, **kw)

    def publish(self, component: str = "intermediate-1") -> None:
        self.act(
            lambda journal: journal.record(
                component, [Write(slot, Field.POINTS, 2000) for slot in SLOTS]
            )
        )
        self.act(lambda journal: journal.publish(journal.control(component)))


@pytest.fixture
def teaching(portal):
    teaching = Teaching(portal)
    today = portal.clock.now().date()
    teaching.act(lambda journal: journal.open_lesson(PRACTICE, today, 2, LESSON, "214"))
    teaching.act(
        lambda journal: journal.describe(
            journal.register.lesson(LESSON), topic="Матрица", works=("oral", "test")
        )
    )
    teaching.act(lambda journal: journal.open_lesson(LABORATORY, today, 3, LAB_LESSON), "bekov")
    return teaching


@pytest.fixture
def asanova(portal, teaching):
    return portal.browser("asanova")
