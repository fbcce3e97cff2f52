"""What is taught to a subgroup goes on being taught to one there is (3.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.academic_calendar.resolving import semester_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from oshj_core.ports import University
    from oshj_core.structure import Assignment


def taught_beyond(
    university: University, group: str, count: int, day: date | None
) -> Iterator[Assignment]:
    """What a subgroup of the group is taught that there would not be with ``count`` of them.

    :param day: the day of the change; a semester that ended before it is not asked.  ``None``:
        every semester that is not closed is.
    """
    for assignment in university.assignments_in(group):
        if assignment.subgroup > count:
            semester = semester_of(university, group, assignment.semester)
            if not semester.closed and (day is None or semester.ends >= day):
                yield assignment
