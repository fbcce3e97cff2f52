"""A portal with two journals of 30 students and 48 lessons: one open, one sealed."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from urllib.parse import quote

from webob import Request

import oshj_portal
from oshj_core.accounts import Account, Audience
from oshj_core.enrolment import journal_id, open_registers
from oshj_core.grading import shipped_schemes
from oshj_core.journal import Act, Journal, Write
from oshj_core.journal.ids import lesson_id
from oshj_core.people import Student
from oshj_core.register import Attendance, Field
from oshj_core.structure import Assignment, ControlForm, Group, LessonKind, Subject
from oshj_portal.demo.people import make_student_name
from oshj_portal.persistence import database
from oshj_portal.security.identity import actor_of
from tests.support.portal import HASHED, SECRET, Portal, settings_for
from tests.support.postgres import start, stop
from tests.support.university import PEOPLE, build_university

FILESTORAGE, RELSTORAGE = "filestorage", "relstorage"
STUDENTS, LESSONS = 30, 48
GROUP, TEACHER, READER = "АУБ-9-24", "asanova", "s-1"
OPEN, SEALED = "open-register", "sealed-register"
JOURNAL = "/units/math/{group}/{subject}@2026-1/"
_FILLED = 0.8
_MARKS = (300, 400, 500)
_SLOTS = 3
_MINUTE = timedelta(minutes=1)
_TOKEN = re.compile(b'name="csrf-token" content="([^"]+)"')
# Both journals are in their first module, whose window is open.
FIRST_DAY = datetime(2026, 9, 14, 12, tzinfo=timezone(timedelta(hours=6)))
NOW = FIRST_DAY + timedelta(days=LESSONS // _SLOTS)


@contextmanager
def portal_on(storage: str) -> Iterator[Portal]:
    """The portal with the journals on a storage in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="oshj-bench-") as folder, _server(storage):
        before = Path.cwd()
        os.chdir(folder)
        Path("var").mkdir()
        try:
            portal = Portal(oshj_portal.main({}, **settings_for(storage)))
            portal.clock.moment = NOW
            _fill(portal)
            try:
                yield portal
            finally:
                database(portal.registry).close()
        finally:
            os.chdir(before)


@contextmanager
def _server(storage: str) -> Iterator[None]:
    if storage != RELSTORAGE:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="oshj-pg-") as folder:
        server = start(Path(folder))
        os.environ["OSHJ_DSN"] = server.create_database()
        try:
            yield
        finally:
            stop(server)


def _fill(portal: Portal) -> None:
    rng = Random(1)
    with portal.site() as site:
        build_university(site)
        site.university.groups.put(Group(GROUP, "math", "АУБ", 2024))
        for number in range(STUDENTS):
            site.university.students.put(Student(f"s-{number}", make_student_name(rng), GROUP))
        for person, audience in {**PEOPLE, READER: Audience.STUDENT}.items():
            site.accounts.put(Account(person, person, audience, HASHED, 1, "bench"))
        for subject in (OPEN, SEALED):
            _fill_journal(site, subject, rng)


def _fill_journal(site, subject: str, rng: Random) -> None:
    site.university.subjects.put(Subject(subject, "Алгебра", "algebra", 4))
    assignment = Assignment(
        f"a-{subject}",
        TEACHER,
        subject,
        (GROUP,),
        "2026-1",
        LessonKind.PRACTICAL,
        ControlForm.EXAM,
        "example-100",
    )
    site.university.assignments.put(assignment)
    open_registers(site.university, site.registers, assignment, shipped_schemes())
    register = site.registers.get(journal_id(GROUP, subject, "2026-1"))
    actor = actor_of(site, TEACHER, Audience.STAFF, NOW.date())

    def journal(at: datetime) -> Journal:
        return Journal(register, site.university, Act(actor, at, rng.randbytes(6).hex()))

    for number in range(LESSONS):
        at = FIRST_DAY + timedelta(days=number // _SLOTS)
        identifier = lesson_id(rng.randbytes(6))
        lesson = journal(at).open_lesson(assignment, at.date(), 1 + number % _SLOTS, identifier)
        topic = "Матрицалар жана алар менен болгон амалдар"
        journal(at + _MINUTE).describe(lesson, topic=topic, works=("oral",))
        journal(at + 2 * _MINUTE).record(lesson.id, list(_cells(rng)))
    if subject == SEALED:
        now = journal(NOW)
        control = now.control("intermediate-1")
        points = [Write(slot, Field.POINTS, 2000 + slot * 10) for slot in range(STUDENTS)]
        now.record(control.id, points)
        now.publish(control)


def _cells(rng: Random) -> Iterator[Write]:
    for slot in range(STUDENTS):
        if rng.random() < _FILLED:
            yield Write(slot, Field.ATTENDANCE, Attendance.PRESENT)
            yield Write(slot, Field.FIRST_WORK, rng.choice(_MARKS))
        else:
            yield Write(slot, Field.ATTENDANCE, rng.choice(list(Attendance)))


class Visitor:
    """Somebody who signs in and asks for pages, without a browser in between."""

    def __init__(self, portal: Portal, person: str) -> None:
        self.app = portal.app
        self._cookies: dict[str, str] = {}
        form = self._ask(Request.blank("/sign-in"))
        fields = {"login": person, "secret": SECRET, "csrf_token": _token(form), "sign_in": "1"}
        self._ask(Request.blank("/sign-in", POST=fields), 303)

    def get(self, path: str) -> bytes:
        """The page's bytes; anything but a page is an error of the bench."""
        return self._ask(Request.blank(path))

    def post_json(self, path: str, body: bytes, token: str) -> bytes:
        """The answer to a module's request."""
        request = Request.blank(path, method="POST", body=body)
        request.content_type = "application/json"
        request.headers["X-CSRF-Token"] = token
        return self._ask(request)

    def token(self) -> str:
        """The CSRF token a page gives its modules."""
        return _token(self.get("/"))

    def _ask(self, request: Request, status: int = 200) -> bytes:
        request.headers["Cookie"] = "; ".join(
            f"{name}={value}" for name, value in self._cookies.items()
        )
        request.host = "localhost"
        response = request.get_response(self.app)
        if response.status_int != status:
            raise RuntimeError(f"{request.path}: {response.status}\n{response.text[:2000]}")
        for header in response.headers.getall("Set-Cookie"):
            name, _, value = header.partition(";")[0].partition("=")
            self._cookies[name] = value
        return response.body


def _token(page: bytes) -> str:
    found = _TOKEN.search(page)
    assert found is not None
    return found[1].decode()


def journal_path(subject: str) -> str:
    """The path of one of the two journals, as a browser sends it."""
    return JOURNAL.format(group=quote(GROUP), subject=subject)
