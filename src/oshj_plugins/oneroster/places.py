"""Where an error of the lists stands in the OneRoster files."""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from oshj_core.lists import SHEETS, Problems, RowError

_PERSON = {
    "id": "sourcedId", "family_name": "familyName", "given_name": "givenName",
    "patronymic": "middleName", "latin_name": "metadata.latinName",
}  # fmt: skip
_PLACES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "units": (
        "orgs.csv",
        {"id": "sourcedId", "name": "name", "kind": "metadata.kind", "parent": "parentSourcedId"},
    ),
    "semesters": (
        "academicSessions.csv",
        {
            "id": "sourcedId", "year": "schoolYear", "number": "sourcedId",
            "starts": "startDate", "ends": "endDate",
        },
    ),
    "teachers": (
        "users.csv",
        {**_PERSON, "unit": "orgSourcedIds", "position": "metadata.position"},
    ),
    "students": ("users.csv", {**_PERSON, "active": "enabledUser"}),
    "groups": (
        "classes.csv",
        {
            "id": "sourcedId", "unit": "schoolSourcedId", "speciality": "metadata.speciality",
            "entry_year": "metadata.entryYear", "subgroups": "metadata.subgroups",
            "study_form": "metadata.studyForm",
        },
    ),
    "subjects": (
        "courses.csv",
        {
            "id": "sourcedId", "name": "title", "unit": "orgSourcedId",
            "credits": "metadata.credits",
        },
    ),
    "assignments": (
        "enrollments.csv",
        {
            "id": "sourcedId", "teacher": "userSourcedId", "subject": "classSourcedId",
            "groups": "metadata.groups", "semester": "classSourcedId", "kind": "metadata.kind",
            "control": "metadata.control", "scheme": "metadata.scheme",
            "subgroup": "metadata.subgroup",
        },
    ),
}  # fmt: skip
"""Where the columns of our sheets come from."""


def placed(problems: Problems) -> Problems:
    """The errors of the lists at their place in the OneRoster files."""
    sheets = {sheet.heading: sheet for sheet in SHEETS}

    def moved(error: RowError) -> RowError:
        sheet = sheets.get(error.sheet)
        if sheet is None:
            return error
        file, columns = _PLACES[sheet.name]
        names = {column.heading: column.name for column in sheet.columns}
        column = columns.get(names.get(error.column, ""), error.column)
        return attrs.evolve(error, sheet=file, column=column)

    return Problems(tuple(map(moved, problems.errors)), problems.count)


FILE_ORDER = tuple(dict.fromkeys(file for file, _columns in _PLACES.values()))
"""The files in the order in which their errors are shown."""
