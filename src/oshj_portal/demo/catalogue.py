"""What the demo university is made of: the data in ``data/`` as values."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import attrs

from oshj_core.structure import ControlForm, LessonKind, Subject, Unit, UnitKind

if TYPE_CHECKING:
    from collections.abc import Mapping

GENERAL = "general"
"""The direction whose subjects everybody takes."""


@attrs.frozen
class Speciality:
    """What a group studies: the ``code`` in its name, its unit, and whose subjects it takes."""

    code: str
    name: str
    unit: str
    direction: str
    rank: int


@attrs.frozen
class Course:
    """A subject as it is taught: a lecture and ``pairs`` lessons of the ``second`` kind a week."""

    subject: Subject
    second: LessonKind
    pairs: int
    control: ControlForm
    topics: tuple[str, ...]


@attrs.frozen
class Place:
    """A unit with its departments; ``always`` there, however small the university."""

    unit: Unit
    departments: tuple[Unit, ...]
    always: bool


@attrs.frozen
class Names:
    """The forms of names; a pair holds a man's and a woman's form."""

    family: tuple[tuple[str, str], ...]
    patronymic: tuple[tuple[str, str], ...]
    father: tuple[str, ...]
    given: tuple[tuple[str, ...], tuple[str, ...]]
    latin: Mapping[str, str] = attrs.field(hash=False)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "data" / name).read_text(encoding="utf-8"))


@cache
def places() -> tuple[Place, ...]:
    """The units right under the university, in the order of the file."""
    return tuple(
        Place(
            Unit(unit["id"], unit["name"], UnitKind(unit["kind"])),
            tuple(
                Unit(one["id"], one["name"], UnitKind.DEPARTMENT, unit["id"])
                for one in unit.get("department", ())
            ),
            unit.get("always", False),
        )
        for unit in _read("units.toml")["unit"]
    )


@cache
def specialities() -> tuple[Speciality, ...]:
    """The specialities by rank: a small university has the first ones."""
    found = (
        Speciality(unit=unit["id"], **one)
        for unit in _read("units.toml")["unit"]
        for one in unit.get("speciality", ())
    )
    return tuple(sorted(found, key=lambda one: one.rank))


@cache
def courses(direction: str) -> tuple[Course, ...]:
    """The courses of a direction: the first half for the lower years, the rest for the upper."""
    return tuple(
        Course(
            Subject(one["id"], one["name"], one["department"], one["credits"]),
            LessonKind(one["second"]),
            one.get("pairs", 1),
            ControlForm(one["control"]),
            tuple(one["topics"]),
        )
        for one in _read(f"subjects/{direction}.toml")["subject"]
    )


@cache
def names() -> Names:
    """The names people of the university have."""
    data = _read("names.toml")
    return Names(
        tuple(map(tuple, data["family"])),
        tuple(map(tuple, data["patronymic"])),
        tuple(data["father"]),
        (tuple(data["men"]), tuple(data["women"])),
        data["latin"],
    )
