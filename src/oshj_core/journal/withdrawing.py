"""Taking back a lesson that was opened by mistake: it counts no more, and nothing is lost (1.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.decisions import STATES, decide, require
from oshj_core.enrolment import journal_id
from oshj_core.errors import Locked, NotAllowed, NotFound
from oshj_core.issuing import needed_reason
from oshj_core.journal.writing import OPENED, next_entry
from oshj_core.ports import Withdrawal
from oshj_core.register import WITHDRAWN, EntryKind
from oshj_core.roles import Facts, Permission, State
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from oshj_core.journal.reading import JournalReader
    from oshj_core.ports import Lesson, Register, Registers, University


def opener_of(register: Register, lesson: Lesson) -> str:
    """Who opened the lesson, the last time."""
    opened = (
        one.actor
        for one in reversed(register.log(lesson.id))
        if any(name == OPENED for name, _ in one.facts)
    )
    return next(opened, "")


def registers_with(
    registers: Registers, university: University, register: Register, lesson: Lesson
) -> list[Register]:
    """The registers of all groups the lesson of a register was opened for, by group.

    They are found by the lesson itself: the groups of its assignment may be others today.
    """
    found: list[Register] = []
    for group in university.groups:
        one = registers.find(journal_id(group.id, register.subject, register.semester))
        if one is not None and _holds(one, lesson):
            found.append(one)
    return found


def _holds(register: Register, lesson: Lesson) -> bool:
    try:
        return register.lesson(lesson.id).assignment == lesson.assignment
    except NotFound:
        return False


def is_own_mistake(journals: Iterable[JournalReader], lesson: Lesson) -> bool:
    """Whether the actor may take the lesson back alone: opened by the actor, on its own day,
    with nothing marked in any of its journals (4.3)."""
    return all(
        lesson.date == journal.act.today
        and opener_of(journal.register, lesson) == journal.act.actor.id
        and not journal.state(lesson).cells
        and decide(journal.act.actor, Permission.OPEN_LESSON, journal.lesson_facts(lesson)).allowed
        for journal in journals
    )


def may_withdraw(journals: Sequence[JournalReader], lesson: Lesson) -> bool:
    """Whether the actor may withdraw the lesson today."""
    if lesson.withdrawn is not None or _lock(journals, lesson) is not None:
        return False
    return is_own_mistake(journals, lesson) or all(
        opener_of(one.register, lesson) != one.act.actor.id
        and decide(one.act.actor, Permission.APPROVE_CORRECTION, _facts(one)).allowed
        for one in journals
    )


def withdraw_lesson(journals: Sequence[JournalReader], lesson: Lesson, reason: str) -> None:
    """Withdraw a lesson in all journals it was opened in; again changes nothing.

    Whoever opened it may, on its own day and while nothing is marked; else those who decide on
    corrections, who have not opened it (5.3).  A module whose total is published keeps its
    lessons, and so does a closed semester.

    :raises NotAllowed: the actor may not.
    :raises Locked: the semester is closed (5.7); the module's total is published (4.3).
    :raises Invalid: no reason.
    """
    reason = needed_reason(reason)
    if all(one.register.lesson(lesson.id).withdrawn is not None for one in journals):
        return
    if not is_own_mistake(journals, lesson):
        for journal in journals:
            require(journal.act.actor, Permission.APPROVE_CORRECTION, _facts(journal))
            if opener_of(journal.register, lesson) == journal.act.actor.id:
                raise NotAllowed(
                    text("Somebody else decides on it: you opened the lesson."), clause="5.3"
                )
    if (lock := _lock(journals, lesson)) is not None:
        raise lock
    for journal in journals:
        _withdraw(journal, reason, lesson.id)


def _withdraw(journal: JournalReader, reason: str, identifier: str) -> None:
    register, act = journal.register, journal.act
    lesson = register.lesson(identifier)
    if lesson.withdrawn is not None:
        return
    for control in journal.controls:
        if control.module == lesson.module:
            # 4.3: a publication that comes in at the same time must not be slipped past.
            register.watch(control.id)
    entry = next_entry(
        register.log(identifier),
        act,
        EntryKind.FACTS,
        facts=((WITHDRAWN, "1"),),
        reason=reason,
    )
    register.append(identifier, entry)
    taken_back = Withdrawal(act.actor.id, entry.at, reason)
    register.put_lesson(attrs.evolve(lesson, withdrawn=taken_back))
    journal.forget()


def _facts(journal: JournalReader) -> Facts:
    return Facts(journal.scopes, journal.facts.states)


def _lock(journals: Iterable[JournalReader], lesson: Lesson) -> Locked | None:
    """What keeps the lesson where it is, whoever asks."""
    for journal in journals:
        if journal.semester.closed:
            # 5.7: a mark is corrected by an act of its own; a lesson of a closed year stays.
            why = STATES[State.CLOSED_YEAR]
            return Locked(why.reason, clause=why.clause, advice=why.advice)
        if journal.register.sealed(lesson.module) is not None:
            return Locked(
                text("The module's total has been published; its lessons stay."),
                clause="4.3",
                advice=text("Ask for a correction of the marks instead."),
            )
    return None
