"""A house with a deanery, an education department, and the records of corrections."""

from datetime import date

import attrs
import pytest

from oshj_core.corrections import Correcting, CorrectionPolicy, Disputing
from oshj_core.errors import Refusal
from oshj_core.journal import Write
from oshj_core.people import PersonName, Staff
from oshj_core.register import Field
from oshj_core.roles import UNIVERSITY, Role, Scope, ScopeKind
from oshj_core.testing import MemoryAudit, MemoryCorrections, MemoryDisputes
from tests.core.builders import ASANOVA, IN_MODULE_1, SEMESTER, House, holder, mark

MATH = Scope(ScopeKind.UNIT, "math")
DEAN, VICE_DEAN = holder("dean", Role.DEANERY, MATH), holder("vice-dean", Role.DEANERY, MATH)
EDUCATION = holder("edu", Role.EDUCATION_DEPARTMENT, UNIVERSITY)
ELSEWHERE = holder("dean-2", Role.DEANERY, Scope(ScopeKind.UNIT, "philology"))


def pupil(number):
    return holder(f"s{number}", Role.STUDENT, Scope(ScopeKind.STUDENT, f"s{number}"))


class Bench:
    """A lesson with marks, and who corrects or disputes them.  Slot 0 is s0, 1 is s2, 2 is s1."""

    def __init__(self):
        self.house = House()
        for person in ("asanova", "dean"):
            name = PersonName(person.title(), "Гүлнара")
            self.house.university.staff.put(Staff(person, name, "algebra"))
        self.corrections, self.disputes = MemoryCorrections(), MemoryDisputes()
        self.audit = MemoryAudit()
        self.lesson = self.house.lesson()
        self.house.journal().record(self.lesson.id, [mark(0, 3), mark(1, 4)])

    def correcting(self, actor=ASANOVA, on=IN_MODULE_1, **policy):
        journal = self.house.journal(actor, on)
        return Correcting(journal, self.corrections, self.audit, CorrectionPolicy(**policy))

    def disputing(self, actor=ASANOVA, on=IN_MODULE_1, **policy):
        return Disputing(self.correcting(actor, on, **policy), self.disputes)

    def ask(self, actor=ASANOVA, *, identifier="c1", on=IN_MODULE_1, value=5, slot=0, expected=3):
        """Ask for another mark of the lesson, in whole points."""
        write = Write(slot, Field.FIRST_WORK, value * 100, expected * 100)
        return self.correcting(actor, on).request(
            identifier, self.lesson.id, write, "ката кетти", "акт 7"
        )

    def lock(self):
        self.house.publish()

    def close(self):
        self.house.university.semesters.put(attrs.evolve(SEMESTER, closed=True))

    def mark_of(self, slot, on=IN_MODULE_1):
        """The stored value of a slot's mark."""
        return self.house.journal(on=on).state(self.lesson).value(slot, Field.FIRST_WORK)

    @property
    def stored(self):
        return (
            self.house.snapshot(),
            list(self.corrections),
            list(self.disputes),
            list(self.audit.latest(99)),
        )

    def refuses(self, kind, act, **told):
        """What the act does is refused so, and nothing whatever is stored."""
        before = self.stored
        with pytest.raises(Refusal) as caught:
            act()
        assert type(caught.value) is kind
        assert self.stored == before
        for name, value in told.items():
            assert getattr(caught.value, name) == value


@pytest.fixture
def bench():
    return Bench()


@pytest.fixture
def locked(bench):
    bench.lock()
    return bench


LATER = date(2026, 10, 20)
