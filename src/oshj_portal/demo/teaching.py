"""What teachers have done until today: lessons, attendance, marks, the first module's points.

Every act goes through the use cases of a journal, at the moment a teacher would have done it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cached_property
from random import Random

import attrs

from oshj_core.accounts import Audience
from oshj_core.calendar import Module, Semester
from oshj_core.enrolment import journal_id
from oshj_core.grading import Component
from oshj_core.journal import Act, Journal, Write
from oshj_core.journal.opening import open_for_all
from oshj_core.planning import next_topic, take_topic, ties_under
from oshj_core.ports import Lesson
from oshj_core.register import Attendance, Field
from oshj_core.roles import Actor
from oshj_core.structure import LessonKind
from oshj_portal.calendar.lookup import bell_times, teaching_weeks
from oshj_portal.demo.arranged import lesson_at
from oshj_portal.demo.calendar import teaching_days, week_of
from oshj_portal.demo.people import Character, character
from oshj_portal.demo.plans import DemoPlans, lesson_topic
from oshj_portal.demo.timetable import Hour
from oshj_portal.demo.university import Stream, Taught
from oshj_portal.plans.hours import hours_rule
from oshj_portal.security.identity import actor_of
from oshj_portal.store import Site

# Of today's lessons those are opened; the third is opened and waits to be filled in.
_FILLED_TODAY, _OPENED_TODAY = 2, 3
_NEGLECTED = 0.15
_UNPUBLISHED = 0.03
_WORKS = {
    LessonKind.LECTURE: ((), (), (), ("test",)),
    LessonKind.PRACTICAL: (("oral",), ("oral", "homework"), ("written",), ("oral",)),
    LessonKind.SEMINAR: (("oral",), ("oral",), ("independent-collective",), ("oral",)),
    LessonKind.LABORATORY: (("laboratory",), ("laboratory",), ("laboratory", "oral"), ("test",)),
}
_INDIVIDUAL = "independent-individual"
_EVERY_FIFTH = 5
# A topic takes several lessons.
_PARTS = ("", " (уландысы)", " (көнүгүүлөр)", " (кайталоо)")
_REPEATED = 9
_REPEATED_BECAUSE = "Тайпа теманы толук өздөштүрө элек"
_TASK = "«{topic}» темасы боюнча өз алдынча иш"
# How many of those who are there get a mark for a kind of work.
_ASKED = {"oral": 0.35, "homework": 0.6, "independent-collective": 0.8}
_ASKED_ELSE = 0.93
_HUNDREDTHS = 100


@attrs.frozen(order=True)
class _Occasion:
    """A lesson that was, or is to be, held."""

    day: date
    slot: int
    hour: Hour = attrs.field(order=False)
    taught: Taught = attrs.field(order=False)


class Teaching:
    """The teaching of a semester up to a moment."""

    def __init__(
        self, site: Site, semester: Semester, seed: int, now: datetime, plans: DemoPlans
    ) -> None:
        self.site = site
        self.plans = plans
        self.semester = semester
        self.seed = seed
        self.now = now
        self.rng = Random(f"{seed}:teaching")  # noqa: S311
        self._actors: dict[str, Actor] = {}
        off = teaching_weeks(site, semester.id).holidays
        self._days = tuple(teaching_days(semester, now.date(), off))

    @cached_property
    def _ends(self) -> Mapping[int, time]:
        return {slot: time.fromisoformat(end) for slot, (_, end) in bell_times(self.site).items()}

    def teach(self, stream: Stream) -> int:
        """Hold the lessons of a stream and publish what is due; returns how many lessons."""
        people = {
            student.id: character(self.seed, student.id)
            for group in stream.groups
            for student in self.site.university.students_of(group)
        }
        held = 0
        for module in self.semester.modules:
            occasions = sorted(self._occasions(stream, module))
            last = {one.taught.assignment.id: one for one in occasions if one.day < self.now.date()}
            for one in occasions:
                latest = one is last.get(one.taught.assignment.id)
                held += self._hold(one, people, latest=latest)
            if module.ends < self.now.date():
                self._publish(stream, module, people)
        return held

    def _occasions(self, stream: Stream, module: Module) -> Iterator[_Occasion]:
        for day in self._days:
            if module.starts <= day <= module.ends:
                for taught in stream.taught:
                    for hour in taught.hours:
                        if hour.weekday == day.weekday():
                            yield _Occasion(day, hour.slot, hour, taught)

    def _hold(self, one: _Occasion, people: Mapping[str, Character], *, latest: bool) -> int:
        today = one.day == self.now.date()
        if today and one.slot > _OPENED_TODAY:
            return 0
        assignment = one.taught.assignment
        identifier = lesson_at(self.site, assignment.id, one.day, one.slot)
        journals = self._journals(assignment.teacher, assignment.groups, one)
        lesson = open_for_all(
            journals, assignment, one.day, one.slot, identifier, room=one.hour.room
        )
        number = self._number_of(one)
        neglected = latest and not _is_over(one.day, self.semester, self.now.date())
        neglected = neglected and (_is_first(assignment.id) or self.rng.random() < _NEGLECTED)
        if (today and one.slot > _FILLED_TODAY) or (neglected and self.rng.random() < 0.5):
            return 1
        topic, works, task = self._content(one, number)
        planned = self._take_topic(journals, lesson, one, number)
        for journal in journals:
            journal.describe(lesson, topic=None if planned else topic, works=works, task=task)
            if not neglected:
                journal.record(lesson.id, self._cells(journal, lesson, works, people))
        return 1

    def _take_topic(
        self, journals: Sequence[Journal], lesson: Lesson, one: _Occasion, number: int
    ) -> bool:
        """Take the topic from the plan, where one is in force; now and then repeat it (2.13)."""
        plan = self.plans.of(one.taught.assignment)
        if plan is None:
            return False
        store, rule = self.site.plans, hours_rule(self.site)
        ties = ties_under(store, journals[0].register.lessons(), lesson.assignment)
        topic, title, reason = next_topic(plan, lesson, ties, rule), "", ""
        if number % _REPEATED == _REPEATED - 1 or topic is None:
            topic = topic or plan.topics[-1]
            title, reason = topic.title + _PARTS[-1], _REPEATED_BECAUSE
        take_topic(
            store, journals, lesson, plan, topic.number, rule=rule, title=title, reason=reason
        )
        return True

    def _number_of(self, one: _Occasion) -> int:
        return week_of(self.semester, one.day) * len(one.taught.hours) + one.taught.hours.index(
            one.hour
        )

    def _content(self, one: _Occasion, number: int) -> tuple[str, tuple[str, ...], str | None]:
        """Topic, kinds of work and task of a lesson, from its number in the semester."""
        topics = one.taught.course.topics
        place = lesson_topic(one.taught, self.semester, number)
        topic = topics[place]
        before = sum(
            lesson_topic(one.taught, self.semester, earlier) == place for earlier in range(number)
        )
        part = _PARTS[before % len(_PARTS)]
        kind = one.taught.assignment.kind
        works = _WORKS[kind][number % len(_WORKS[kind])]
        if kind is not LessonKind.LECTURE and number % _EVERY_FIFTH == _EVERY_FIFTH - 1:
            return topic + part, (*works, _INDIVIDUAL), _TASK.format(topic=topic)
        return topic + part, works, None

    def _cells(
        self, journal: Journal, lesson, works: Sequence[str], people: Mapping[str, Character]
    ) -> list[Write]:
        day = self._days.index(lesson.date)
        writes = []
        for slot, member in journal.members_on(lesson):
            person = people[member.student]
            came = self._attendance(person, day, lesson.slot)
            writes.append(Write(slot, Field.ATTENDANCE, came))
            if came in (Attendance.ABSENT, Attendance.EXCUSED):
                continue
            for field, work in enumerate(works, Field.FIRST_WORK):
                if self.rng.random() < _ASKED.get(work, _ASKED_ELSE):
                    writes.append(Write(slot, field, self._mark(person) * _HUNDREDTHS))
        return writes

    def _attendance(self, person: Character, day: int, slot: int) -> Attendance:
        if day in person.ill:
            return Attendance.EXCUSED
        chance = self.rng.random()
        missing = 0.01 + 0.34 * (1 - person.diligence) ** 2
        late = 0.03 if slot == 1 else 0.015
        if chance < missing:
            return Attendance.ABSENT
        return Attendance.LATE if chance < missing + late else Attendance.PRESENT

    def _mark(self, person: Character) -> int:
        """A mark from 2 to 5; twos are rare."""
        level = 2.2 + 2.9 * person.ability + self.rng.gauss(0, 0.55)
        return min(5, max(2 if self.rng.random() < 0.4 else 3, round(level)))

    def _publish(self, stream: Stream, module: Module, people: Mapping[str, Character]) -> None:
        """Enter the points of a module that is over and publish them (4.3)."""
        lectures = [one for one in stream.taught if one.assignment.kind is LessonKind.LECTURE]
        last = min(module.entry.closes, self.now.date())
        for taught in lectures:
            days = max(0, min((last - module.ends).days, 6))
            day = module.ends + timedelta(days=self.rng.randint(0, days))
            moment = self._moment(day, time(15, self.rng.randrange(60)))
            for group in taught.assignment.groups:
                journal = self._journal(taught.assignment.teacher, group, taught, moment)
                for component in journal.controls:
                    if component.module == module.number:
                        journal.record(component.id, self._points(journal, component, people))
                        if _is_first(taught.assignment.id) or self.rng.random() >= _UNPUBLISHED:
                            self._journal(
                                taught.assignment.teacher,
                                group,
                                taught,
                                min(self.now, moment + timedelta(minutes=self.rng.randint(2, 40))),
                            ).publish(component)

    def _points(
        self, journal: Journal, component: Component, people: Mapping[str, Character]
    ) -> list[Write]:
        writes = []
        for slot, member in enumerate(journal.register.roster()):
            person = people[member.student]
            share = 0.25 + 0.5 * person.ability + 0.22 * person.diligence + self.rng.gauss(0, 0.07)
            if self.rng.random() < 0.015:
                share = 0.0  # did not come
            points = round(float(component.maximum) * min(1.0, max(0.0, share)))
            writes.append(Write(slot, Field.POINTS, points * _HUNDREDTHS))
        return writes

    def _journals(self, teacher: str, groups: Sequence[str], one: _Occasion) -> list[Journal]:
        moment = self._moment(one.day, self._ends[one.slot])
        return [self._journal(teacher, group, one.taught, moment) for group in groups]

    def _journal(self, teacher: str, group: str, taught: Taught, moment: datetime) -> Journal:
        identifier = journal_id(group, taught.course.subject.id, self.semester.id)
        request = f"{self.rng.getrandbits(48):012x}"
        act = Act(self._actor(teacher), moment, request)
        return Journal(self.site.registers.get(identifier), self.site.university, act)

    def _actor(self, teacher: str) -> Actor:
        if teacher not in self._actors:
            self._actors[teacher] = actor_of(
                self.site, teacher, Audience.STAFF, self.semester.starts
            )
        return self._actors[teacher]

    def _moment(self, day: date, end: time) -> datetime:
        """Some minutes around the end of the lesson, never in the future."""
        usual = datetime.combine(day, end, self.now.tzinfo)
        return min(self.now, usual + timedelta(minutes=self.rng.randint(-15, 30)))


def _is_first(assignment: str) -> bool:
    return assignment == "a00001"


def _is_over(day: date, semester: Semester, today: date) -> bool:
    module = semester.module_on(day)
    return module is None or module.ends < today
