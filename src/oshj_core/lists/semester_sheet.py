"""The sheet of semesters: the only one whose rows hold dates that must fit each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from oshj_core.calendar import Module, Semester, Window
from oshj_core.errors import Invalid
from oshj_core.kyrgyz import format_date
from oshj_core.lists import cells
from oshj_core.lists.columns import Column, Sheet, id_column
from oshj_core.text import Text, text

MODULES = 4
"""Modules a semester may have in the file."""


def _module_columns(number: int) -> tuple[Column, ...]:
    def written(part: Callable[[Module], Any]) -> Callable[[Semester], str]:
        def write(semester: Semester) -> str:
            module = semester.module(number)
            return format_date(part(module)) if module else ""

        return write

    parts: tuple[tuple[str, str, Text, Callable[[Module], Any]], ...] = (
        ("starts", "башталышы", text("The first day of the module."), lambda one: one.starts),
        ("ends", "аягы", text("The last day of the module."), lambda one: one.ends),
        (
            "entry_opens",
            "киргизүү башталат",
            text("The first day on which the module may be filled in."),
            lambda one: one.entry.opens,
        ),
        (
            "entry_closes",
            "киргизүү жабылат",
            text("The last day on which the module may be filled in."),
            lambda one: one.entry.closes,
        ),
    )
    return tuple(
        Column(
            f"module{number}_{name}",
            f"{number}-модуль {heading}",
            explanation,
            cells.day,
            written(part),
            required=False,
            default=None,
        )
        for name, heading, explanation, part in parts
    )


def _module(row: Mapping[str, Any], number: int) -> Module | None:
    names = [f"module{number}_{part}" for part in ("starts", "ends", "entry_opens", "entry_closes")]
    days = [row[name] for name in names]
    if not any(days):
        return None
    for name, given in zip(names, days, strict=True):
        if given is None:
            raise Invalid(
                text("Module ${number} has no such date", number=number),
                place=name,
                advice=text("Give all four dates of a module, or none."),
            )
    starts, ends, opens, closes = days
    for place, first, last in ((names[1], starts, ends), (names[3], opens, closes)):
        if last < first:
            raise _backwards(place)
    if not row["starts"] <= starts <= ends <= row["ends"]:
        raise Invalid(
            text("Module ${number} lies outside the semester", number=number),
            place=names[0],
            advice=text("Compare its dates with those of the semester."),
        )
    return Module(number, starts, ends, Window(opens, closes))


def _backwards(place: str) -> Invalid:
    return Invalid(
        text("The end lies before the beginning"),
        place=place,
        advice=text("Check both dates."),
    )


def _make_semester(row: Mapping[str, Any]) -> Semester:
    if row["id"] != f"{row['year']}-{row['number']}":
        raise Invalid(
            text("The code does not fit the year and the number"),
            place="id",
            advice=text("Write the year and the number with a hyphen: 2026-1."),
        )
    if row["ends"] < row["starts"]:
        raise _backwards("ends")
    modules: list[Module] = []
    for number in range(1, MODULES + 1):
        module = _module(row, number)
        if module is None:
            continue
        if len(modules) != number - 1:
            raise Invalid(
                text("Module ${number} stands without the one before it", number=number),
                place=f"module{number}_starts",
                advice=text("Number the modules 1, 2, 3 without gaps."),
            )
        if modules and module.starts <= modules[-1].ends:
            raise Invalid(
                text("Module ${number} begins before the one before it ends", number=number),
                place=f"module{number}_starts",
                advice=text("Check both dates."),
            )
        modules.append(module)
    return Semester(
        row["id"], row["year"], row["number"], row["starts"], row["ends"], tuple(modules)
    )


SEMESTERS = Sheet(
    "semesters",
    "Семестрлер",
    "semester",
    text("The semesters with their modules; needed only when they are new or change."),
    (
        id_column(text("The code of the semester: year and number, 2026-1.")),
        Column(
            "year",
            "Окуу жылы",
            text("The year in which the academic year begins."),
            cells.integer(2000, 2100),
            lambda value: str(value.year),
        ),
        Column(
            "number",
            "Номери",
            text("1 for autumn, 2 for spring, 3 for summer."),
            cells.integer(1, 3),
            lambda value: str(value.number),
        ),
        Column(
            "starts",
            "Башталышы",
            text("The first day of the semester."),
            cells.day,
            lambda value: format_date(value.starts),
        ),
        Column(
            "ends",
            "Аягы",
            text("The last day of the semester."),
            cells.day,
            lambda value: format_date(value.ends),
        ),
        *(column for number in range(1, MODULES + 1) for column in _module_columns(number)),
    ),
    lambda university: university.semesters,
    _make_semester,
    (
        *("2026-1", "2026", "1", "01.09.2026", "24.01.2027"),
        *("01.09.2026", "25.10.2026", "01.09.2026", "31.10.2026"),
        *("26.10.2026", "20.12.2026", "26.10.2026", "26.12.2026"),
        *[""] * 8,
    ),
    required=False,
)
