"""What a bundle is a bundle of: one unit, one semester, one retention class."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import Any

import attrs

from oshj_core.archive.kinds import read_moment, write_moment
from oshj_core.archive.names import check_id, file_name
from oshj_core.calendar import Semester
from oshj_core.errors import Invalid
from oshj_core.retention.records import Hold
from oshj_core.retention.schedules import Schedule
from oshj_core.structure import Unit
from oshj_core.text import text

PROFILE = "urn:oshj:archive:bundle:1"
"""The identifier of the BagIt profile that a bundle of this format keeps."""
NO_HOLD = "none"
LONGEST_HOLDS = 200_000
_LONGEST_LINE = 500
_ORGANISATION_CODE = re.compile("[a-z0-9]{1,20}")


class Contents(Enum):
    """What kind of records a bundle holds; a bundle never mixes them (5.7, 5.8)."""

    JOURNALS = "journals"
    CERTIFICATES = "certificates"


def _line(instance: object, attribute: attrs.Attribute[str], value: object) -> None:
    longest = LONGEST_HOLDS if attribute.name == "legal_hold" else _LONGEST_LINE
    if (
        not isinstance(value, str)
        or not value.isprintable()
        or value != value.strip()
        or not 0 < len(value) <= longest
    ):
        raise Invalid(text("must be a line of text"), place=attribute.name)


def _id(_instance: object, attribute: attrs.Attribute[str], value: object) -> None:
    try:
        check_id(value)
    except Invalid as problem:
        raise Invalid(problem.text, place=attribute.name) from problem


def _of_type(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    wanted = {"contents": Contents, "retain_until": date, "made_at": datetime}[attribute.name]
    if type(value) is not wanted:
        raise Invalid(text("is of a wrong type"), place=attribute.name)


@attrs.frozen
class BundleSpec:
    """What a bundle is called and how long it is kept.

    :param code: short name of the organisation, small letters and digits: ``oshsu``.
    :param year: the year in which the academic year begins; ``term`` counts its semesters.
    :param retention_class: the id of the retention schedule.
    :param mandate: what the retention rests on: the clause.
    :param retain_until: the last day on which the records have to be kept.
    :param legal_hold: the ids of the holds on it with ``, `` between, ``none`` without any;
        an id that could be taken for something else stands in quotes, as in JSON.
    :param made_at: the moment of the export, aware; nothing in the bundle asks a clock.
    :raises Invalid: a field has a wrong type, or cannot be an id or a line of text; the place
        is the field.
    """

    code: str = attrs.field()
    organisation: str = attrs.field(validator=_line)
    unit: str = attrs.field(validator=_id)
    unit_name: str = attrs.field(validator=_line)
    semester: str = attrs.field(validator=_id)
    year: int = attrs.field()
    term: int = attrs.field()
    contents: Contents = attrs.field(validator=_of_type)
    retention_class: str = attrs.field(validator=_id)
    mandate: str = attrs.field(validator=_line)
    retain_until: date = attrs.field(validator=_of_type)
    made_at: datetime = attrs.field(validator=_of_type)
    legal_hold: str = attrs.field(default=NO_HOLD, validator=_line)

    @code.validator
    def _check_code(self, _attribute: object, value: object) -> None:
        if not isinstance(value, str) or not _ORGANISATION_CODE.fullmatch(value):
            raise Invalid(text("must be small Latin letters and digits"), place="code")

    @year.validator
    def _check_year(self, _attribute: object, value: object) -> None:
        if type(value) is not int or not 1900 <= value <= 9998:
            raise Invalid(text("is not a year"), place="year")

    @term.validator
    def _check_term(self, _attribute: object, value: object) -> None:
        if type(value) is not int or not 1 <= value <= 9:
            raise Invalid(text("is not the number of a semester"), place="term")

    @made_at.validator
    def _check_made_at(self, _attribute: object, value: datetime) -> None:
        try:
            write_moment(value)
        except Invalid as problem:
            raise Invalid(problem.text, place="made_at") from problem

    @property
    def academic_year(self) -> str:
        """``2026-2027``."""
        return f"{self.year}-{self.year + 1}"

    @property
    def name(self) -> str:
        """The name of the bundle and its folder: ``oshsu-journal-2026-2027-1-fac07``."""
        parts = (file_name(self.retention_class), self.academic_year, str(self.term))
        return "-".join((self.code, *parts, file_name(self.unit)))

    def tags(self, oxum: str) -> list[tuple[str, str]]:
        """The lines of ``bag-info.txt``; ``oxum`` is ``<bytes>.<files>`` of the payload."""
        return [
            ("Source-Organization", self.organisation),
            ("Organization-Code", self.code),
            ("External-Identifier", self.name),
            ("Structural-Unit", self.unit),
            ("Structural-Unit-Name", self.unit_name),
            ("Semester", self.semester),
            ("Academic-Year", self.academic_year),
            ("Term", str(self.term)),
            ("Contents", self.contents.value),
            ("Retention-Class", self.retention_class),
            ("Retain-Until", self.retain_until.isoformat()),
            ("Legal-Hold", self.legal_hold),
            ("Mandate", self.mandate),
            ("Made-At", write_moment(self.made_at)),
            ("Bagging-Date", write_moment(self.made_at)[:10]),
            ("BagIt-Profile-Identifier", PROFILE),
            ("Payload-Oxum", oxum),
        ]

    @classmethod
    def from_tags(cls, tags: list[tuple[str, str]]) -> BundleSpec:
        """Read what :meth:`tags` wrote.

        :raises Invalid: a tag is missing, unknown, given twice, or has a value it cannot have;
            the place is ``bag-info.txt``.
        """
        given = dict(tags)
        try:
            spec = cls(
                code=given["Organization-Code"],
                organisation=given["Source-Organization"],
                unit=given["Structural-Unit"],
                unit_name=given["Structural-Unit-Name"],
                semester=given["Semester"],
                year=int(given["Academic-Year"][:4]),
                term=int(given["Term"]),
                contents=Contents(given["Contents"]),
                retention_class=given["Retention-Class"],
                mandate=given["Mandate"],
                retain_until=date.fromisoformat(given["Retain-Until"]),
                made_at=read_moment(given["Made-At"]),
                legal_hold=given["Legal-Hold"],
            )
            complete = spec.tags(given["Payload-Oxum"]) == tags
        except (KeyError, ValueError, Invalid) as problem:
            raise Invalid(
                text("bag-info.txt cannot be read: ${problem}", problem=problem),
                place="bag-info.txt",
            ) from problem
        if not complete:
            raise Invalid(
                text("bag-info.txt holds other lines than the profile asks for."),
                place="bag-info.txt",
            )
        return spec


def bundle_spec(
    *,
    code: str,
    organisation: str,
    unit: Unit,
    semester: Semester,
    contents: Contents,
    schedule: Schedule,
    holds: Iterable[Hold],
    made_at: datetime,
) -> BundleSpec:
    """The bundle of a unit's semester under a schedule; ``holds`` are those on anything in it.

    The term is that of the semester's last day.

    :raises Invalid: see :class:`BundleSpec`; the calendar ends before the term.
    """
    active = sorted(hold.id for hold in holds if hold.in_force(made_at.date()))
    return BundleSpec(
        code=code,
        organisation=organisation,
        unit=unit.id,
        unit_name=unit.name,
        semester=semester.id,
        year=semester.year,
        term=semester.number,
        contents=contents,
        retention_class=schedule.id,
        mandate=schedule.mandate,
        retain_until=schedule.retain_until(semester.ends),
        made_at=made_at,
        legal_hold=", ".join(map(_named, active)) or NO_HOLD,
    )


def _named(hold: str) -> str:
    """The id of a hold as it stands among others."""
    plain = hold != NO_HOLD and "," not in hold and not hold.startswith('"')
    return hold if plain else json.dumps(hold, ensure_ascii=False)
