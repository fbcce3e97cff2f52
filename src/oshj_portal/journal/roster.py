"""The students of a journal by name, and one value as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.kyrgyz import sort_key

if TYPE_CHECKING:
    from oshj_core.journal import Journal
    from oshj_core.ports import Member


@attrs.frozen
class RosterLine:
    """A slot of the register with the name of its student."""

    slot: int
    member: Member
    name: str


def roster(journal: Journal) -> list[RosterLine]:
    """All slots by the Kyrgyz alphabet, with those who left."""
    students = journal.university.students
    lines = []
    for slot, member in enumerate(journal.register.roster()):
        student = students.find(member.student)
        name = member.student if student is None else student.name.full
        lines.append(RosterLine(slot, member, name))
    return sorted(lines, key=lambda line: sort_key(line.name))
