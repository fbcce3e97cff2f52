"""A file of FET taken apart: its tables, its starting times and rooms, and what is not read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import BinaryIO, TypeVar

import attrs

from oshj_core.lists import ErrorList, RowError
from oshj_core.lists.cells import shown
from oshj_core.text import Text, text
from oshj_plugins.fet.records import Element, Record, Unreadable, read_records
from oshj_plugins.fet.solved import FetActivity, FetRoom, Named, StudentSet, Unread

FILE_ROOTS = {"fet": 2}
RESULT_ROOTS = {"Activities_Timetable": 1}
_TRUE = frozenset({"true", "yes", "1"})
_FALSE = frozenset({"false", "no", "0"})
_WHOLE_WEIGHT = 100.0
# What FET writes where nothing was chosen.
_SILENT = frozenset({"", "0"})
_NUMBER = re.compile("[0-9]{1,9}")

_Named = TypeVar("_Named", Named, StudentSet, FetRoom)


@attrs.frozen
class Moment:
    """A starting time or a room that a line of the file gives to an activity."""

    line: int
    day: str = ""
    hour: str = ""
    room: str = ""
    real_rooms: tuple[str, ...] = ()


@attrs.define
class Loader:
    """What was loaded so far, and what is wrong with it.

    ``times`` and ``places`` are by the activity's id; ``stopped``: a file could not be read to
    its end, so that what is missing proves nothing.
    """

    file: str
    result_file: str
    errors: ErrorList = attrs.field(factory=ErrorList)
    leaves: dict[str, str] = attrs.field(factory=dict)
    days: dict[str, Named] = attrs.field(factory=dict)
    hours: dict[str, Named] = attrs.field(factory=dict)
    teachers: dict[str, Named] = attrs.field(factory=dict)
    subjects: dict[str, Named] = attrs.field(factory=dict)
    tags: dict[str, Named] = attrs.field(factory=dict)
    students: dict[str, StudentSet] = attrs.field(factory=dict)
    buildings: dict[str, Named] = attrs.field(factory=dict)
    rooms: dict[str, FetRoom] = attrs.field(factory=dict)
    activities: dict[str, FetActivity] = attrs.field(factory=dict)
    inactive: dict[str, int] = attrs.field(factory=dict)
    times: dict[str, Moment] = attrs.field(factory=dict)
    places: dict[str, Moment] = attrs.field(factory=dict)
    unread: dict[str, Unread] = attrs.field(factory=dict)
    stopped: bool = False

    def read(
        self,
        name: str,
        file: BinaryIO,
        roots: dict[str, int],
        take: Callable[[Record], None],
    ) -> None:
        """Take every record; a file that cannot be read on is an error."""
        try:
            for record in read_records(file, roots):
                try:
                    take(record)
                except Unreadable as fault:
                    self.error(fault.line, record.element.name, fault.reason, file=name)
        except Unreadable as fault:
            self.stopped = True
            self.error(fault.line, "", fault.reason, file=name)

    def take(self, record: Record) -> None:
        """A record of the file itself."""
        element, place = record.element, record.place
        if not place:
            self._leaf(element)
        elif place in ("Time_Constraints_List", "Space_Constraints_List"):
            self._constraint(element)
        elif element.name.startswith("Number_of_"):
            self._count(place, element)
        elif place == "Activities_List" and element.name == "Activity":
            self._activity(element)
        elif place == "Students_List" and element.name == "Year":
            self._student_set(element)
        elif place == "Rooms_List" and element.name == "Room":
            self._room(element)
        elif (place, element.name) in _LISTS:
            table: dict[str, Named] = getattr(self, _LISTS[place, element.name])
            self._put(table, element, Named(element.value("Name"), element.line, _note(element)))
            self._rest(element, ("Name", "Comments"))
        else:
            self._skip(f"{place} › {element.name}", element.line)

    def take_result(self, record: Record) -> None:
        """A record of the solver's ``…_activities.xml``."""
        element = record.element
        if element.name != "Activity":
            self._skip(element.name, element.line)
            return
        identifier = element.value("Id").strip()
        moment = Moment(
            element.line,
            element.value("Day"),
            element.value("Hour"),
            element.value("Room"),
            tuple(element.values("Real_Room")),
        )
        self._rest(element, ("Id", "Day", "Hour", "Room", "Real_Room", "Number_of_Real_Rooms"))
        if identifier not in self.activities:
            self.error(
                element.line,
                activity_label(identifier),
                text("There is no such active activity in ${file}", file=self.file),
                file=self.result_file,
            )
        elif moment.day or moment.hour:
            self._moment(self.times, identifier, moment)
            if moment.room:
                self._moment(self.places, identifier, moment)

    # Records

    def _leaf(self, element: Element) -> None:
        if element.name in ("Institution_Name", "Mode", "fet"):
            self.leaves[element.name] = element.text.strip()
        elif element.name != "Comments" or element.children:
            self._skip(element.name, element.line)

    def _count(self, place: str, element: Element) -> None:
        """Lists say how many records they have; more or fewer mean a broken file."""
        table = {"Days_List": "Number_of_Days", "Hours_List": "Number_of_Hours"}
        if table.get(place) == element.name:
            self.leaves[element.name] = element.text.strip()
        else:
            self._skip(f"{place} › {element.name}", element.line)

    def _put(self, table: dict[str, _Named], element: Element, value: _Named) -> None:
        if not element.values("Name"):
            self.error(element.line, element.name, text("It has no name"))
        elif value.name in table:
            self.error(
                element.line,
                element.name,
                text(
                    "“${name}” stands in line ${line} already",
                    name=shown(value.name),
                    line=table[value.name].line,
                ),
            )
        else:
            table[value.name] = value

    def _student_set(self, element: Element) -> str:
        """A year with all below it; a set that stands in two years stands there in full."""
        parts = [
            self._student_set(child)
            for child in element.children
            if child.name in ("Group", "Subgroup")
        ]
        name = element.value("Name")
        if not element.values("Name"):
            self.error(element.line, element.name, text("It has no name"))
        known = self.students.get(name)
        found = StudentSet(
            name, element.line, self._number(element, "Number_of_Students"), tuple(parts)
        )
        if known is None:
            self.students[name] = found
        elif (known.students, known.parts) != (found.students, found.parts):
            self.error(
                element.line,
                element.name,
                text(
                    "“${name}” is another one than in line ${line}",
                    name=shown(name),
                    line=known.line,
                ),
            )
        self._rest(element, ("Name", "Number_of_Students", "Comments", "Group", "Subgroup"))
        return name

    def _room(self, element: Element) -> None:
        virtual = self._truth(element, "Virtual", default=False)
        self._put(
            self.rooms,
            element,
            FetRoom(
                element.value("Name"),
                element.line,
                element.value("Building"),
                self._number(element, "Capacity"),
                virtual,
            ),
        )
        self._rest(element, ("Name", "Building", "Capacity", "Virtual", "Comments"))

    def _activity(self, element: Element) -> None:
        identifier = element.value("Id").strip()
        if not identifier:
            self.error(element.line, "Activity", text("It has no Id"))
        elif identifier in self.activities or identifier in self.inactive:
            self.error(
                element.line,
                activity_label(identifier),
                text("Another activity has the same Id"),
            )
        elif not self._truth(element, "Active", default=True):
            self.inactive[identifier] = element.line
            self._skip("Activity (Active: false)", element.line)
        else:
            self.activities[identifier] = FetActivity(
                identifier,
                element.line,
                tuple(element.values("Teacher")),
                element.value("Subject"),
                tuple(filter(None, element.values("Activity_Tag"))),
                tuple(element.values("Students")),
                self._number(element, "Duration", least=1),
                _note(element),
            )
            self._rest(element, _OF_AN_ACTIVITY)

    def _constraint(self, element: Element) -> None:
        takes = {
            "ConstraintActivityPreferredStartingTime": (self.times, _OF_A_TIME),
            "ConstraintActivityPreferredRoom": (self.places, _OF_A_PLACE),
        }
        if element.name in _OF_EVERY_TIMETABLE:
            return
        if element.name not in takes:
            self._skip(element.name, element.line)
            return
        table, known = takes[element.name]
        if not self._truth(element, "Active", default=True):
            self._skip(f"{element.name} (Active: false)", element.line)
            return
        if self._weight(element) < _WHOLE_WEIGHT:
            self._skip(f"{element.name} (Weight_Percentage < 100)", element.line)
            return
        moment = Moment(
            element.line,
            element.value("Preferred_Day"),
            element.value("Preferred_Hour"),
            element.value("Room"),
            tuple(element.values("Real_Room")),
        )
        self._moment(table, element.value("Activity_Id").strip(), moment)
        self._rest(element, known)

    def _moment(self, table: dict[str, Moment], identifier: str, moment: Moment) -> None:
        known = table.setdefault(identifier, moment)
        if table is self.times:
            same = (known.day, known.hour) == (moment.day, moment.hour)
        else:
            # A virtual room is locked by its name; the solver adds the real rooms it stands for.
            same = known.room == moment.room and (
                not (known.real_rooms and moment.real_rooms)
                or known.real_rooms == moment.real_rooms
            )
            if same and moment.real_rooms:
                table[identifier] = moment
        if not same:
            self.error(
                moment.line,
                activity_label(identifier),
                text("Line ${line} gives it another time or room", line=known.line),
            )

    # Values

    def _truth(self, element: Element, name: str, *, default: bool) -> bool:
        written = element.value(name).strip().casefold()
        if not written:
            return default
        if written not in _TRUE | _FALSE:
            self.error(
                element.line,
                f"{element.name}, {name}",
                text("“${value}” is neither true nor false", value=shown(written)),
            )
        return written in _TRUE

    def _number(self, element: Element, name: str, *, least: int = 0) -> int:
        written = element.value(name).strip() or str(least)
        if _NUMBER.fullmatch(written) and int(written) >= least:
            return int(written)
        self.error(
            element.line,
            f"{element.name}, {name}",
            text(
                "“${value}” is not a whole number from ${least}", value=shown(written), least=least
            ),
        )
        return least

    def _weight(self, element: Element) -> float:
        written = element.value("Weight_Percentage") or element.value("Weight")
        try:
            return float(written)
        except ValueError:
            self.error(
                element.line,
                f"{element.name}, Weight_Percentage",
                text("“${value}” is not a number", value=shown(written)),
            )
            return 0.0

    def _rest(self, element: Element, known: Iterable[str]) -> None:
        """Count the children nothing is taken from, where they say something."""
        for child in element.children:
            if child.name not in known and (child.children or child.text.strip() not in _SILENT):
                self._skip(f"{element.name} › {child.name}", child.line)

    def _skip(self, name: str, line: int) -> None:
        known = self.unread.get(name)
        self.unread[name] = (
            Unread(name, 1, line) if known is None else attrs.evolve(known, count=known.count + 1)
        )

    def error(
        self, line: int, column: str, what: Text, advice: Text | None = None, *, file: str = ""
    ) -> None:
        """Keep an error at its line."""
        self.errors.add(RowError(file or self.file, line, column, what, advice))


_LISTS = {
    ("Days_List", "Day"): "days",
    ("Hours_List", "Hour"): "hours",
    ("Teachers_List", "Teacher"): "teachers",
    ("Subjects_List", "Subject"): "subjects",
    ("Activity_Tags_List", "Activity_Tag"): "tags",
    ("Buildings_List", "Building"): "buildings",
}
_OF_AN_ACTIVITY = (
    "Id", "Teacher", "Subject", "Activity_Tag", "Students", "Duration", "Comments", "Active",
    "Total_Duration", "Activity_Group_Id",
)  # fmt: skip
_ALWAYS = ("Weight_Percentage", "Weight", "Activity_Id", "Active", "Comments", "Permanently_Locked")
# Nobody in two places at once: FET has no timetable without them.
_OF_EVERY_TIMETABLE = ("ConstraintBasicCompulsoryTime", "ConstraintBasicCompulsorySpace")
_OF_A_TIME = (*_ALWAYS, "Preferred_Day", "Preferred_Hour")
_OF_A_PLACE = (*_ALWAYS, "Room", "Real_Room", "Number_of_Real_Rooms")


def activity_label(identifier: str) -> str:
    """What errors call an activity."""
    return f"Activity {shown(identifier)}"


def _note(element: Element) -> str:
    return element.value("Comments")
