"""Whom and what a name in a file of FET means: a code of ours, else the only one so called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

import attrs

from oshj_core.kyrgyz import fold
from oshj_core.lists.cells import LESSON_KINDS
from oshj_core.ports import University
from oshj_core.structure import Group, LessonKind
from oshj_core.timetable import Room

_Value = TypeVar("_Value")
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
class Names(Generic[_Value]):
    """The values of one kind by their codes, and by how else they are called."""

    codes: Mapping[str, tuple[_Value, ...]]
    called: Mapping[str, tuple[_Value, ...]]

    @classmethod
    def of(cls, values: Iterable[tuple[_Value, str, Iterable[str]]]) -> Names[_Value]:
        """Each value with its code and its other names."""
        codes: dict[str, list[_Value]] = defaultdict(list)
        called: dict[str, list[_Value]] = defaultdict(list)
        for value, code, names in values:
            codes[code].append(value)
            for name in {fold(one) for one in (code, *names) if one}:
                called[name].append(value)
        return cls(_settled(codes), _settled(called))

    def find(self, name: str) -> tuple[_Value, ...]:
        """What a name may mean: nothing, the one, or several it does not tell apart."""
        return self.codes.get(name) or self.called.get(fold(name), ())


def _settled(found: Mapping[str, list[_Value]]) -> dict[str, tuple[_Value, ...]]:
    return {name: tuple(values) for name, values in found.items()}


def teachers(university: University) -> Names[str]:
    """Staff by code and name."""
    return Names.of(
        (one.id, one.id, (one.name.full, one.name.short, f"{one.name.family} {one.name.given}"))
        for one in university.staff
    )


def subjects(university: University) -> Names[str]:
    """Subjects by code and name."""
    return Names.of((one.id, one.id, (one.name,)) for one in university.subjects)


def rooms(known: Iterable[Room]) -> Names[str]:
    """Rooms by code, by building and name, and by the name alone."""
    return Names.of((one.id, one.id, (one.title, one.name)) for one in known)


def student_sets(groups: Iterable[Group]) -> Names[tuple[str, int]]:
    """Groups with the number of the subgroup, 0 for the whole group, by the name of the set."""
    return Names.of(
        ((group.id, number), subgroup_name(group.id, number) if number else group.id, ())
        for group in groups
        for number in range(group.subgroups + 1)
    )
