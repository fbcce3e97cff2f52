"""People without an account."""

from __future__ import annotations

import pytest

from oshj_core.people import PersonName, Staff, Student
from tests.support.credentials import NEWCOMERS


@pytest.fixture
def newcomers(portal):
    """Students of the group, one who left, and an employee: none has an account."""
    with portal.site() as site:
        for number, person in enumerate((*NEWCOMERS, "gone")):
            name = PersonName("Жаңыбеков", f"Бек{number}")
            student = Student(person, name, "АУБ-1-24", active=person != "gone")
            site.university.students.put(student)
        site.university.staff.put(Staff("t9", PersonName("Ысманов", "Эрлан"), "math"))
    return portal
