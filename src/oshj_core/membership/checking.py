"""What a move, a name and the split of a group must be, beside who may do it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.errors import Invalid
from oshj_core.membership.moves import MoveKind
from oshj_core.subgroups import taught_beyond
from oshj_core.text import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from oshj_core.membership.moves import Move
    from oshj_core.people import PersonName, Student
    from oshj_core.ports import University
    from oshj_core.timetable import WeeklyLesson


def check_kind(made: Move, known: Student, last: MoveKind | None) -> None:
    """Refuse what cannot happen to a student who is where ``known`` says and whose ``last`` move
    was of that kind (places ``kind``, ``group``, ``subgroup``)."""
    kind = made.kind
    if kind.comes_back == known.active:
        raise Invalid(
            text("The student is in a group now.")
            if known.active
            else text("The student is in no group now."),
            place="kind",
        )
    if kind is MoveKind.RETURN and last is MoveKind.EXPULSION:
        raise Invalid(
            text("Who was expelled does not return from leave but is reinstated."),
            place="kind",
        )
    if kind.comes_back and last is MoveKind.GRADUATION:
        raise Invalid(text("The student has graduated."), place="kind")
    if kind is MoveKind.TRANSFER and made.after.group == made.before.group:
        raise Invalid(text("The student is in this group already."), place="group")
    if kind is MoveKind.SUBGROUP and made.after == made.before:
        raise Invalid(text("The student is in this subgroup already."), place="subgroup")
    if kind is MoveKind.ENROLMENT:
        raise Invalid(text("Only a new student is enrolled."), place="kind")


def check_parts(students: Mapping[str, Student], parts: Mapping[str, int], count: int) -> None:
    """Refuse parts that are not one of ``count`` subgroups, none for 0, for each of the students
    by their codes; the place is the code."""
    for identifier in parts:
        if identifier not in students:
            raise Invalid(text("This is no student of the group."), place=identifier)
    for identifier in students:
        part = parts.get(identifier, 0)
        if not (1 <= part <= count if count else part == 0):
            raise Invalid(
                text("Give everybody one of the subgroups."), place=identifier, clause="3.2"
            )


def check_taught(
    university: University, group: str, count: int, day: date, lessons: Iterable[WeeklyLesson]
) -> None:
    """Refuse ``count`` subgroups where assignments, or the weekly ``lessons`` of the group,
    would teach one there is none of.

    :raises Invalid: names them all (place ``count``).
    """
    assignments = [one.id for one in taught_beyond(university, group, count, day)]
    weekly = [one.id for one in lessons if one.subgroup > count and one.ends >= day]
    if not assignments and not weekly:
        return
    raise Invalid(
        text(
            "Subgroups that there would be no more are still taught. Assignments: ${assignments}. "
            "Weekly lessons: ${lessons}.",
            assignments=", ".join(assignments) or "—",
            lessons=", ".join(weekly) or "—",
        ),
        place="count",
        clause="3.2",
        advice=text("Give them another subgroup in the load and the timetable first."),
    )


def check_name(name: PersonName) -> None:
    """Refuse a name without family or given name (places ``family``, ``given``)."""
    for place, part in (("family", name.family), ("given", name.given)):
        if not part:
            raise Invalid(text("This must not be empty."), place=place)
