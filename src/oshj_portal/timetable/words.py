"""The words of the timetable."""

from __future__ import annotations

from oshj_core.timetable import ResourceKind, RoomKind, Weeks
from oshj_portal.i18n import _

WEEKS = {
    Weeks.EVERY: _("every week"),
    Weeks.ODD: _("odd weeks"),
    Weeks.EVEN: _("even weeks"),
}

ROOM_KINDS = {
    RoomKind.LECTURE_HALL: _("Lecture hall"),
    RoomKind.CLASSROOM: _("Classroom"),
    RoomKind.COMPUTER_ROOM: _("Computer room"),
    RoomKind.LABORATORY: _("Laboratory"),
    RoomKind.GYM: _("Gym"),
    RoomKind.OTHER: _("Other"),
}

NUMBER_TITLE = _("The group has two lessons of one number")
CLASH_TITLES = {
    ResourceKind.TEACHER: _("The teacher is in two places at once"),
    ResourceKind.ROOM: _("The room is taken twice"),
    ResourceKind.GROUP: _("The group has two lessons at once"),
    ResourceKind.SUBGROUP: _("The subgroup has two lessons at once"),
}
