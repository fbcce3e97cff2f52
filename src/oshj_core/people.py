"""The people of the university, as its lists know them."""

from __future__ import annotations

import attrs


@attrs.frozen
class PersonName:
    """A name as its bearer writes it: three free texts and a Latin form.

    A surname may be several words («Үсөн кызы»); patronymic and Latin form may be empty.
    Nothing is guessed from a name.

    >>> kanykei = PersonName("Үсөн кызы", "Каныкей", latin="Kanykei")
    >>> kanykei.full, kanykei.short
    ('Үсөн кызы Каныкей', 'Үсөн кызы К.')
    """

    family: str
    given: str
    patronymic: str = ""
    latin: str = ""

    @property
    def full(self) -> str:
        """Family name, given name, patronymic — the order of Kyrgyz documents (аты-жөнү)."""
        return " ".join(part for part in (self.family, self.given, self.patronymic) if part)

    @property
    def short(self) -> str:
        """Family name with initials: «Асанова Г. Т.»."""
        initials = " ".join(f"{part[0]}." for part in (self.given, self.patronymic) if part)
        return f"{self.family} {initials}".strip()


@attrs.frozen
class Staff:
    """Somebody who works at the university: teacher, clerk, head, administrator."""

    id: str
    name: PersonName
    unit: str
    position: str = ""


@attrs.frozen
class Student:
    """A student in a group and, where the group is split, a subgroup (number, 0 = none).

    ``active`` is false for one who left; the record itself is never removed (5.7).
    """

    id: str
    name: PersonName
    group: str
    subgroup: int = 0
    active: bool = True
