"""The workbooks of the year 2027 for the small university of :mod:`tests.support.university`."""

from __future__ import annotations

import io
from datetime import datetime, timedelta, timezone

from openpyxl import Workbook

from oshj_core.lists import SHEETS
from oshj_core.load import LOAD_COLUMNS
from oshj_core.rollover import Step
from oshj_core.rollover.promotion_sheet import GRADUATE_COLUMNS, GRADUATES_HEADING
from oshj_core.timetable.sheet import LESSON_COLUMNS, LESSONS_HEADING, ROOM_COLUMNS, ROOMS_HEADING

AUGUST = datetime(2027, 8, 20, 10, 0, tzinfo=timezone(timedelta(hours=6)))
SEPTEMBER = datetime(2027, 9, 6, 10, 0, tzinfo=timezone(timedelta(hours=6)))
GROUP = "АУБ-1-27"

_COLUMNS = {sheet.name: (sheet.heading, sheet.columns) for sheet in SHEETS} | {
    "load": ("Жүктөм", LOAD_COLUMNS),
    "graduates": (GRADUATES_HEADING, GRADUATE_COLUMNS),
    "rooms": (ROOMS_HEADING, ROOM_COLUMNS),
    "timetable": (LESSONS_HEADING, LESSON_COLUMNS),
}


def workbook(**sheets: list[list[str]]) -> bytes:
    """A workbook from rows by the machine name of their sheet, each below its headings."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        heading, columns = _COLUMNS[name]
        page = book.create_sheet(heading)
        for row in ([one.heading for one in columns], *rows):
            page.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


FILES = {
    Step.PROMOTION: workbook(graduates=[["ДЛ-1-24", "417", "01.07.2027"]]),
    Step.CALENDAR: workbook(
        semesters=[
            [
                *("2027-1", "2027", "1", "01.09.2027", "24.01.2028"),
                *("01.09.2027", "25.10.2027", "01.09.2027", "31.10.2027"),
                *("26.10.2027", "20.12.2027", "26.10.2027", "26.12.2027"),
            ]
        ]
    ),
    Step.LISTS: workbook(
        units=[],
        teachers=[],
        groups=[[GROUP, "math", "АУБ", "2027"]],
        students=[
            [f"s2700{one}", "Токтогулова", name, "", "", GROUP]
            for one, name in enumerate(("Айпери", "Бегимай", "Чолпон"), start=1)
        ],
        subjects=[["geometry", "Геометрия", "algebra", "3"]],
    ),
    Step.LOAD: workbook(
        load=[
            ["asanova", "algebra", "лекция", GROUP, "", "2027-1", "32"],
            ["bekov", "algebra", "лабораториялык иш", GROUP, "", "2027-1", "16"],
        ]
    ),
    Step.TIMETABLE: workbook(rooms=[["b-101", "Башкы корпус", "101", "60"]], timetable=[]),
}


def timetable_file(*codes: str) -> bytes:
    """The weekly lessons of those assignments, on Mondays, in one room."""
    return workbook(
        rooms=[["b-101", "Башкы корпус", "101", "60"]],
        timetable=[
            [code, "дүйшөмбү", str(slot), "", "Башкы корпус", "101"]
            for slot, code in enumerate(codes, start=1)
        ],
    )
