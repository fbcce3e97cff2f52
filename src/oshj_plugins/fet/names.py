"""Whom and what a name in a file of FET means: a code of ours, else the only one so called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from oshj_core.kyrgyz import fold
from oshj_core.lists.cells import LESSON_KINDS
from oshj_core.ports import University
from oshj_core.structure import Group, LessonKind
from oshj_core.timetable import Room

_ROOM = "аудитория: "
KINDS = {fold(word): kind for kind, words in LESSON_KINDS.items() for word in (*words, kind.value)}
"""The kinds of lesson by the names of activity tags."""


def kind_tag(kind: LessonKind) -> str:
    """The activity tag of a kind of lesson."""
    return LESSON_KINDS[kind][0]


def room_tag(kind: LessonKind) -> str:
    """The activity tag of lessons of a kind that have no room yet."""
    return f"{_ROOM}{kind_tag(kind)}"


OURS = frozenset(fold(f"{_ROOM}{words[0]}") for words in LESSON_KINDS.values()) | KINDS.keys()
"""The names of activity tags that we write or know."""


def subgroup_name(group: str, number: int) -> str:
    """What a part of a group is called in FET, where a set of students is known by its name.

    >>> subgroup_name("АУБ-1-24", 2)
    'АУБ-1-24 (2)'
    """
    return f"{group} ({number})"


@attrs.frozen
class Names:
    """The values of one kind: their codes, and how else they are called."""

    codes: frozenset[str]
    called: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, values: Iterable[tuple[str, Iterable[str]]]) -> Names:
        """The names of each code."""
        codes: set[str] = set()
        called: dict[str, list[str]] = {}
        for code, names in values:
            codes.add(code)
            for name in {fold(one) for one in (code, *names) if one}:
                called.setdefault(name, []).append(code)
        return cls(frozenset(codes), {name: tuple(found) for name, found in called.items()})

    def find(self, name: str) -> tuple[str, ...]:
        """The codes a name may mean: none, the one, or several it does not tell apart."""
        if name in self.codes:
            return (name,)
        return self.called.get(fold(name), ())


def teachers(university: University) -> Names:
    """Staff by code and name."""
    return Names.of(
        (one.id, (one.name.full, one.name.short, f"{one.name.family} {one.name.given}"))
        for one in university.staff
    )


def subjects(university: University) -> Names:
    """Subjects by code and name."""
    return Names.of((one.id, (one.name,)) for one in university.subjects)


def rooms(known: Iterable[Room]) -> Names:
    """Rooms by code, by building and name, and by the name alone."""
    return Names.of((one.id, (one.title, one.name)) for one in known)


def student_sets(groups: Iterable[Group]) -> dict[str, tuple[str, int]]:
    """Group and number of the subgroup, 0 for the whole group, by the folded name of the set."""
    found = {}
    for group in groups:
        found[fold(group.id)] = (group.id, 0)
        for number in range(1, group.subgroups + 1):
            found[fold(subgroup_name(group.id, number))] = (group.id, number)
    return found
