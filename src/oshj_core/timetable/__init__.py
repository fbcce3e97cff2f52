"""The timetable (3.2): weekly lessons, their days, their changes, and what clashes.

``weeks`` measure time, ``rooms`` is where, ``weekly`` and ``occurrence`` are
the lessons, ``schedule`` expands them, ``clashes`` and ``index`` find what is wanted twice,
``arranging``, ``aligning``, ``importing`` and ``keeping_rooms`` are the administrator's work, and
``following`` takes the registers along.
"""

from oshj_core.clock_times import Bells, Interval
from oshj_core.timetable.aligning import Aligning
from oshj_core.timetable.alignment import Alignment, DroppedDay
from oshj_core.timetable.arranging import Arranging
from oshj_core.timetable.clashes import (
    Booking,
    Clash,
    Resource,
    ResourceKind,
    bookings_in,
    bookings_of,
    find_clashes,
)
from oshj_core.timetable.following import follow
from oshj_core.timetable.importing import TimetableChanges, apply_timetable, plan_timetable
from oshj_core.timetable.index import ClashIndex
from oshj_core.timetable.keeping_rooms import KeepingRooms
from oshj_core.timetable.occurrence import Change, Occurrence, occurrence_id
from oshj_core.timetable.ports import TimetableStore
from oshj_core.timetable.reading import TimetableFile, TimetableHost, read_timetable
from oshj_core.timetable.rooms import Room, RoomKind
from oshj_core.timetable.schedule import Schedule
from oshj_core.timetable.weekly import WeeklyLesson, Weeks, extra_lesson, weekly_lesson
from oshj_core.timetable.weeks import TeachingWeeks

__all__ = [
    "Aligning",
    "Alignment",
    "Arranging",
    "Bells",
    "Booking",
    "Change",
    "Clash",
    "ClashIndex",
    "DroppedDay",
    "Interval",
    "KeepingRooms",
    "Occurrence",
    "Resource",
    "ResourceKind",
    "Room",
    "RoomKind",
    "Schedule",
    "TeachingWeeks",
    "TimetableChanges",
    "TimetableFile",
    "TimetableHost",
    "TimetableStore",
    "WeeklyLesson",
    "Weeks",
    "apply_timetable",
    "bookings_in",
    "bookings_of",
    "extra_lesson",
    "find_clashes",
    "follow",
    "occurrence_id",
    "plan_timetable",
    "read_timetable",
    "weekly_lesson",
]
