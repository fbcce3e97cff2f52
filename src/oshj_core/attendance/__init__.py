"""Attendance: scans as evidence, excuses, percentages and levels (3.4, 4.2, 7.4).

The teacher's word in the register is the record.  Evidence stands beside it, and an excuse
changes what an absence counts as, not what was recorded.
"""

from oshj_core.attendance.check_in import (
    CheckIn,
    CheckInRules,
    Code,
    Evidence,
    Grade,
    Scan,
    Situation,
    bell,
    check_in,
    minutes_late,
)
from oshj_core.attendance.comparing import Difference, Discrepancy, differences
from oshj_core.attendance.counting import (
    CountingRules,
    JournalAttendance,
    Measure,
    Tally,
    attendance_of,
    by_group,
    by_student,
    by_subject,
)
from oshj_core.attendance.excuses import (
    NO_EXCUSALS,
    Excusals,
    Excuse,
    ExcuseProblem,
    ExcuseRules,
    ExcuseState,
    ProblemKind,
    excuse_problems,
)
from oshj_core.attendance.excusing import Excusing
from oshj_core.attendance.levels import Flag, Level, LevelRules, flag
from oshj_core.attendance.ports import Excuses
from oshj_core.attendance.share import Share

__all__ = [
    "NO_EXCUSALS",
    "CheckIn",
    "CheckInRules",
    "Code",
    "CountingRules",
    "Difference",
    "Discrepancy",
    "Evidence",
    "Excusals",
    "Excuse",
    "ExcuseProblem",
    "ExcuseRules",
    "ExcuseState",
    "Excuses",
    "Excusing",
    "Flag",
    "Grade",
    "JournalAttendance",
    "Level",
    "LevelRules",
    "Measure",
    "ProblemKind",
    "Scan",
    "Share",
    "Situation",
    "Tally",
    "attendance_of",
    "bell",
    "by_group",
    "by_student",
    "by_subject",
    "check_in",
    "differences",
    "excuse_problems",
    "flag",
    "minutes_late",
]
