"""The academic calendar: the periods of a year, for whom each is given, and which one is in
force for a group on a day.

``periods`` are the values, ``resolving`` finds what is in force, ``checking`` refuses what
contradicts itself, ``keeping`` is the use case of those who keep the calendar.
"""

from oshj_core.academic_calendar.checking import check_module, check_period
from oshj_core.academic_calendar.consequences import Touched, touched_lessons
from oshj_core.academic_calendar.keeping import CalendarKeeping
from oshj_core.academic_calendar.periods import (
    DAY_KINDS,
    SEASON_KINDS,
    WHOLE,
    WITHOUT_LESSONS,
    Period,
    PeriodKind,
    Reach,
)
from oshj_core.academic_calendar.ports import CalendarStore, ErasableTable
from oshj_core.academic_calendar.resolving import (
    Day,
    GroupCalendar,
    Place,
    Stretch,
    calendar_of,
    known_periods,
    place_of,
    semester_of,
    year_of,
)

__all__ = [
    "DAY_KINDS",
    "SEASON_KINDS",
    "WHOLE",
    "WITHOUT_LESSONS",
    "CalendarKeeping",
    "CalendarStore",
    "Day",
    "ErasableTable",
    "GroupCalendar",
    "Period",
    "PeriodKind",
    "Place",
    "Reach",
    "Stretch",
    "Touched",
    "calendar_of",
    "check_module",
    "check_period",
    "known_periods",
    "place_of",
    "semester_of",
    "touched_lessons",
    "year_of",
]
