"""A file of FET as a complete timetable, or everything that stands against it by its line."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import BinaryIO

import attrs

from oshj_core.lists import Problems
from oshj_core.lists.cells import shown
from oshj_core.text import text
from oshj_plugins.fet.loading import FILE_ROOTS, RESULT_ROOTS, Loader, Moment, activity_label
from oshj_plugins.fet.solved import FetActivity, Placed, Solved

OFFICIAL = "Official"
_TERMS = "Terms"
_HINT = text("Generate the timetable in FET and give the file «…_data_and_timetable.fet».")


def read_fet(
    file: BinaryIO, name: str = "fet", result: BinaryIO | None = None, result_name: str = ""
) -> Solved | Problems:
    """Read a file of FET 5 or 6 that holds a timetable.

    :param name: what errors call the file.
    :param result: the ``…_activities.xml`` that FET's solver wrote for the file, which has the
        starting times and rooms then.
    :raises Invalid: no file of FET at all, or of a version that is not read.
    """
    loader = Loader(name, result_name)
    loader.read(name, file, FILE_ROOTS, loader.take)
    if result is not None:
        loader.read(result_name, result, RESULT_ROOTS, loader.take_result)
    places = {} if loader.stopped else _Checks(loader).places()
    if loader.errors.count:
        return loader.errors.problems((name, result_name))
    return Solved(
        loader.leaves.get("Institution_Name", ""),
        _mode(loader),
        tuple(loader.days.values()),
        tuple(loader.hours.values()),
        loader.teachers,
        loader.subjects,
        loader.tags,
        loader.students,
        loader.buildings,
        loader.rooms,
        loader.activities,
        places,
        tuple(loader.unread.values()),
    )


def _mode(loader: Loader) -> str:
    """The mode; before FET 6 its other modes were programs of their own, named in the version:
    ``5.27.3-morocco8``."""
    variant = loader.leaves.get("fet", "").partition("-")[2]
    return loader.leaves.get("Mode", "") or variant or OFFICIAL


@attrs.frozen
class _Checks:
    """What has to agree in a file that was read to its end."""

    loaded: Loader

    def places(self) -> dict[str, Placed]:
        """Where every active activity is; all that does not agree is an error."""
        loaded = self.loaded
        if _mode(loaded) == _TERMS:
            loaded.error(
                0,
                "Mode",
                text("Timetables with several terms (mode “Terms”) are not supported"),
                text("Make one file for each of our semesters."),
            )
        self._check_counts()
        for one in loaded.activities.values():
            self._check_names(one, "Teacher", one.teachers, loaded.teachers)
            self._check_names(one, "Subject", (one.subject,), loaded.subjects)
            self._check_names(one, "Activity_Tag", one.tags, loaded.tags)
            self._check_names(one, "Students", one.students, loaded.students)
        return dict(self._found()) if self._has_times() else {}

    def _check_counts(self) -> None:
        loaded = self.loaded
        for name, count in (
            ("Number_of_Days", len(loaded.days)),
            ("Number_of_Hours", len(loaded.hours)),
        ):
            said = loaded.leaves.get(name, str(count))
            if said != str(count):
                loaded.error(
                    0,
                    name,
                    text("It says ${number}, there are ${count}", number=shown(said), count=count),
                )

    def _check_names(
        self, activity: FetActivity, column: str, names: Iterable[str], known: Container[str]
    ) -> None:
        for name in names:
            if name not in known:
                self._unknown(activity, activity.line, column, name)

    def _unknown(self, activity: FetActivity, line: int, column: str, name: str) -> None:
        self.loaded.error(
            line,
            f"{activity_label(activity.id)}, {column}",
            text("The file has no “${name}”", name=shown(name)),
        )

    def _has_times(self) -> bool:
        """Whether there is a timetable at all; an activity without a time is an error."""
        loaded = self.loaded
        if not loaded.activities:
            loaded.error(0, "Activities_List", text("The file has no active activity"))
            return False
        missing = [one for one in loaded.activities.values() if one.id not in loaded.times]
        if len(missing) == len(loaded.activities):
            loaded.error(
                missing[0].line,
                "Activities_List",
                text(
                    "The file holds no timetable: none of the ${count} activities has a "
                    "starting time",
                    count=len(missing),
                ),
                _HINT,
            )
            return False
        for one in missing:
            loaded.error(one.line, activity_label(one.id), text("It has no starting time"), _HINT)
        return True

    def _found(self) -> Iterator[tuple[str, Placed]]:
        loaded = self.loaded
        days = {name: number for number, name in enumerate(loaded.days)}
        hours = {name: number for number, name in enumerate(loaded.hours)}
        for one in loaded.activities.values():
            time = loaded.times.get(one.id)
            if time is None:
                continue
            place = loaded.places.get(one.id, Moment(0))
            if time.day not in days:
                self._unknown(one, time.line, "Preferred_Day", time.day)
            if time.hour not in hours:
                self._unknown(one, time.line, "Preferred_Hour", time.hour)
            for room in filter(None, (place.room, *place.real_rooms)):
                if room not in loaded.rooms:
                    self._unknown(one, place.line, "Room", room)
            day, hour = days.get(time.day, 0), hours.get(time.hour, 0)
            if hour + one.duration > len(hours):
                loaded.error(
                    time.line,
                    activity_label(one.id),
                    text("It lasts longer than the day has hours"),
                )
            yield one.id, Placed(day, hour, place.room, place.real_rooms)
