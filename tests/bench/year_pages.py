"""The pages of a year in a large university beside the same pages in a small one."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from urllib.parse import quote

import attrs

from oshj_core.accounts import Audience
from oshj_portal.overdue.lookup import groups_under
from oshj_portal.store import Site
from oshj_portal.store.timetable import Feed, FeedKind
from oshj_portal.substitution.hours import staff_under
from oshj_portal.timetable.links import seal
from tests.bench.house import Visitor
from tests.bench.measure import Figure, compare, seconds, timed
from tests.bench.year_files import NOW
from tests.bench.year_loading import OFFICE, add_account
from tests.support.portal import Portal

# The issue's own limit: a large university is as fast as a small one.
_MOST_RATIO = 1.5
_STORE = "filestorage"
_SEMESTER = "2026-1"
_ROUNDS = 3


@attrs.frozen
class Places:
    """A teacher, a group, a room, a student, and how many weekly lessons the first three have;
    the teacher's department and its faculty, and how many groups or teachers they have."""

    teacher: str
    group: str
    room: str
    student: str
    lessons: tuple[int, int, int]
    group_path: str
    department_path: str
    faculty_path: str
    teachers: int
    groups: int
    every_lesson: int
    every_assignment: int


class House:
    """A portal with those who look at it signed in."""

    def __init__(self, portal: Portal, like: Places | None = None) -> None:
        with portal.site() as site:
            self.places = _places(site, like)
            add_account(site, self.places.teacher)
            add_account(site, self.places.student, Audience.STUDENT)
            for kind, owner in (
                (FeedKind.TEACHER, self.places.teacher),
                (FeedKind.GROUP, self.places.group),
            ):
                site.feeds.put(Feed(kind.value, kind, owner, OFFICE, int(NOW.timestamp() * 1000)))
        secret = portal.registry.settings["oshj.secret"]
        self.visitors = {
            "office": Visitor(portal, OFFICE),
            "teacher": Visitor(portal, self.places.teacher),
            "student": Visitor(portal, self.places.student),
        }
        self._seals = {one.value: seal(secret, one.value) for one in FeedKind}

    def calls(self) -> dict[str, Callable[[], bytes]]:
        """What opens each page of one person, group or room."""
        at = self.places
        return {
            name: lambda who=who, path=path: self.visitors[who].get(path)
            for name, who, path in (
                ("week of a teacher, to be edited", "office", f"/people/{at.teacher}/timetable"),
                ("week of a group, to be edited", "office", f"{at.group_path}/timetable"),
                ("week of a room, to be edited", "office", f"/rooms/{quote(at.room)}/"),
                ("own week of a teacher", "teacher", f"/people/{at.teacher}/timetable"),
                ("own week of a student", "student", f"/people/{at.student}/timetable"),
                ("day of a teacher", "teacher", "/"),
                ("day of a student", "student", "/"),
                ("calendar file of a teacher", "office", self._feed(FeedKind.TEACHER)),
                ("calendar file of a group", "office", self._feed(FeedKind.GROUP)),
                ("what a teacher has to fill in", "teacher", "/overdue"),
                ("plans of a teacher", "teacher", "/plans"),
                ("load of a teacher", "teacher", "/plans/load"),
                ("coverage of a group", "office", f"{at.group_path}/coverage"),
            )
        }

    def _feed(self, kind: FeedKind) -> str:
        return f"/ical/{kind.value}-{self._seals[kind.value]}.ics"

    def counted_calls(self) -> dict[str, tuple[Callable[[], bytes], int]]:
        """What opens each page of a unit or of all, and how much there is to count in it."""
        at = self.places
        return {
            name: (lambda path=path: self.visitors["office"].get(path), count)
            for name, path, count in (
                ("load of a department, a teacher", f"{at.department_path}/load", at.teachers),
                ("plans of a department, a teacher", f"{at.department_path}/plans", at.teachers),
                ("overdue of a faculty, a group", f"{at.faculty_path}/overdue", at.groups),
                ("plans of all, an assignment", "/units/plans", at.every_assignment),
                ("all clashes, a weekly lesson", "/timetable/clashes", at.every_lesson),
            )
        }


def _places(site: Site, like: Places | None) -> Places:
    """Places with as many lessons as those of the other university; else usual ones."""
    lessons = site.timetable.in_semester(_SEMESTER)
    counts = (
        Counter(one.teacher for one in lessons),
        Counter(group for one in lessons for group in one.groups),
        Counter((one.building, one.room) for one in lessons),
    )
    wanted = [sorted(count.values())[len(count) // 2] for count in counts]
    if like is not None:
        wanted = list(like.lessons)
    teacher, group, room = (
        min(count, key=lambda key, count=count, many=many: (abs(count[key] - many), key))
        for count, many in zip(counts, wanted, strict=True)
    )
    university = site.university
    unit = university.units.get(university.staff.get(teacher).unit)
    own = university.groups.get(group)
    stored = site.rooms.at(*room)
    assert stored is not None
    return Places(
        teacher,
        group,
        stored.id,
        university.students_of(group)[0].id,
        (counts[0][teacher], counts[1][group], counts[2][room]),
        f"/units/{own.unit}/{quote(group)}",
        f"/units/{unit.parent}/{unit.id}",
        f"/units/{own.unit}",
        sum(1 for _ in staff_under(site, unit.id)),
        sum(1 for _ in groups_under(site, own.unit)),
        len(lessons),
        len(university.assignments),
    )


def figures(few: Portal, many: Portal, turns: int) -> Iterator[Figure]:
    """The ratio of each page in the large university to the same in the small one; where a page
    counts what a unit has, of the time for one of them."""
    small = House(few)
    large = House(many, small.places)
    calls = large.calls()
    for name, call in small.calls().items():
        pair = compare(call, calls[name], turns)
        yield Figure(name, _STORE, pair.work / pair.limit, _MOST_RATIO, pair.detail, most=True)
    counted = large.counted_calls()
    for name, (call, less) in small.counted_calls().items():
        work, more = counted[name]
        call(), work()
        limit, taken = (
            min(timed(one, clock=time.process_time) for _ in range(_ROUNDS)) for one in (call, work)
        )
        yield Figure(
            name,
            _STORE,
            (taken / more) / (limit / less),
            _MOST_RATIO,
            f"{seconds(taken)} for {more:,}, {seconds(limit)} for {less:,}",
            most=True,
        )
