"""The command ``oshj demo`` in an empty database, and what it leaves there."""

from __future__ import annotations

import stat
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from webtest import TestApp

from oshj_core.accounts import Audience, read_secret
from oshj_core.enrolment import journals_of
from oshj_core.journal import Act, JournalReader
from oshj_core.journal.status import LessonStatus, lesson_status
from oshj_core.register import Attendance, Field
from oshj_core.roles import Role
from oshj_portal.demo.university import make_university
from oshj_portal.lists.work import compare
from oshj_portal.persistence import database
from oshj_portal.scripts.demo import LOGINS, WHAT_TO_TRY
from oshj_portal.scripts.environment import open_environment
from oshj_portal.scripts.main import main
from oshj_portal.signin.passwords import Argon2Hasher
from tests.support.portal import settings_for

TODAY = date(2026, 11, 23)
STUDENTS, SEED = 100, 7
SERVER = f"""
[server:main]
paste.server_runner = {__name__}:look_at_it

[loggers]
keys = root

[handlers]
keys =

[formatters]
keys =

[logger_root]
level = WARN
handlers =
"""


def make_demo(folder) -> str:
    """A demo university in a folder, by the command; returns its ini file."""
    settings = "".join(f"{key} = {value}\n" for key, value in settings_for("filestorage").items())
    ini = folder / "demo.ini"
    ini.write_text(f"[app:main]\nuse = egg:oshj\n{settings}{SERVER}", encoding="utf-8")
    assert run(ini) == 0
    return str(ini)


def run(ini, *more) -> int:
    arguments = ["--students", str(STUDENTS), "--seed", str(SEED), "--today", str(TODAY)]
    return main(["demo", *arguments, "--config", str(ini), *more])


def look_at_it(app, global_conf):
    """Stands in for the server of the ini file: one visit, kept in a file."""
    page = TestApp(app, extra_environ={"HTTP_HOST": "localhost"}).get("/sign-in")
    Path("visited.html").write_text(page.text, encoding="utf-8")
    database(app.registry).close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """The environment of one demo university, to be read only, in its folder."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        ini = make_demo(folder)
        with open_environment(ini) as env:
            yield env
        database(env.registry).close()


@pytest.fixture
def readers(demo):
    """Every journal, as it is read on that day."""
    act = Act(None, demo.clock.now().replace(year=2026, month=11, day=23), "test")
    university = demo.site.university
    return [
        JournalReader(register, university, act)
        for group in university.groups
        for register in demo.site.registers.of_group(group.id)
    ]


def test_the_lists_are_those_of_the_seed(demo):
    made = make_university(STUDENTS, SEED, TODAY)
    site = demo.site
    changes = compare(made.sheets(), site.university, site.registers, demo.schemes)
    moved = {move.student for move in site.moves}
    assert moved
    assert {change.after.id for change in changes.changes} == moved
    assert sum(changes.unchanged.values()) > STUDENTS


def test_the_lists_were_loaded_with_an_event_for_each_line(demo):
    student = next(iter(demo.site.university.students))
    (event,) = demo.site.audit.about(f"student:{student.id}")
    assert event.action == "list.add"


def test_the_first_module_is_published_and_the_second_one_is_open(readers):
    published = Counter(reader.register.sealed(1) is not None for reader in readers)
    assert published[True] > 0.85 * len(readers)
    assert not any(reader.register.sealed(2) for reader in readers)
    for reader in readers:
        came = {one.student for one in reader.register.roster() if one.joined is not None}
        assert set(reader.missing_points(reader.control("intermediate-1"))) <= came
        assert reader.missing_points(reader.control("intermediate-2"))


def test_every_journal_has_lessons_until_today_and_none_after(readers):
    for reader in readers:
        days = [lesson.date for lesson in reader.register.lessons()]
        assert len(days) >= 8
        assert max(days) <= TODAY


def test_most_lessons_are_filled_some_are_overdue_and_one_of_today_waits(demo, readers):
    found = Counter(
        lesson_status(reader, lesson) for reader in readers for lesson in reader.register.lessons()
    )
    assert found[LessonStatus.FILLED] > 0.95 * found.total()
    assert found[LessonStatus.OVERDUE] >= 2
    assert found[LessonStatus.NOT_STARTED] >= 1


def test_the_first_teacher_has_lessons_today_and_something_overdue(demo, readers):
    first = next(iter(demo.site.university.assignments))
    own = [
        (lesson, lesson_status(reader, lesson))
        for reader in readers
        for lesson in reader.register.lessons()
        if lesson.teacher == first.teacher and reader.register.id in journals_of(first)
    ]
    assert {lesson.slot for lesson, _ in own if lesson.date == TODAY} >= {2}
    assert LessonStatus.OVERDUE in {status for _, status in own}


def test_attendance_and_marks_are_spread_as_in_life(readers):
    attendance, marks = Counter(), Counter()
    for reader in readers:
        for lesson in reader.register.lessons():
            for (_, field), value in reader.state(lesson).cells.items():
                (attendance if field == Field.ATTENDANCE else marks)[value] += 1
    assert 0.8 < attendance[Attendance.PRESENT] / attendance.total() < 0.97
    assert 0 < attendance[Attendance.EXCUSED] < attendance[Attendance.ABSENT]
    assert set(marks) == {200, 300, 400, 500}
    assert marks[200] < min(marks[300], marks[400], marks[500])


def test_points_follow_ability_and_stay_within_the_maximum(readers):
    for reader in readers:
        control = reader.control("intermediate-1")
        points = [value for _, value in sorted(reader.control_state(control).cells.items())]
        assert max(points) <= control.maximum * 100
        assert len(set(points)) > 5


def logins() -> list[list[str]]:
    """The cells of the lines of the table."""
    lines = LOGINS.read_text(encoding="utf-8").splitlines()[4:]
    return [[cell for cell in line.split("  ") if cell.strip()] for line in lines if line.strip()]


def test_somebody_of_every_role_can_sign_in(demo):
    hasher, site = Argon2Hasher(), demo.site
    table = logins()
    held = set()
    for _, name, login, secret, _ in table:
        account = site.accounts.find(login.strip())
        assert hasher.verify(account.secret, read_secret(secret))
        people = site.university.students
        if account.audience is Audience.STAFF:
            people = site.university.staff
            held |= {holding.role for holding in site.holdings.of(account.person)}
        assert people.get(account.person).name.full == name.strip()
    assert held >= set(WHAT_TO_TRY) - {Role.TEACHER, Role.STUDENT, Role.ARCHIVIST}
    teachers = [line for line in table if site.university.assignments_of(line[2].strip())]
    students = [line for line in table if line[2].strip() in site.university.students]
    assert len(teachers) >= 2
    assert len(students) == 2
    assert len(site.accounts) == len(table)


def test_the_table_is_for_its_owner_alone(demo):
    assert stat.S_IMODE(LOGINS.stat().st_mode) == 0o600


def test_what_is_there_is_kept(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    ini = make_demo(tmp_path)
    printed = capsys.readouterr().out
    before = (tmp_path / "var/Data.fs").read_bytes()
    assert run(ini) == 0
    again = capsys.readouterr().out
    assert (tmp_path / "var/Data.fs").read_bytes() == before
    assert printed.strip() in again


def test_it_is_served_with_the_server_of_the_ini_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ini = make_demo(tmp_path)
    assert run(ini, "--serve") == 0
    assert 'name="login"' in Path("visited.html").read_text(encoding="utf-8")
