"""The planned load, some students moved by order, and errors that teachers found in the lists."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from secrets import token_hex
from typing import TYPE_CHECKING

from oshj_core.accounts import Audience
from oshj_core.enrolment import journal_id
from oshj_core.journal import Act, Journal
from oshj_core.load import LoadLine, apply_load, plan_load
from oshj_core.membership import ListErrorDesk, ListErrorKind, MoveKind, Moving
from oshj_portal.security.identity import actor_of

if TYPE_CHECKING:
    from datetime import datetime

    from oshj_portal.demo.university import DemoUniversity
    from oshj_portal.store import Site

# Two academic hours a lesson, sixteen weeks of teaching, as curricula count.
_HOURS_OF_A_PAIR = 32
_DAYS_AGO = timedelta(days=7)
_TRANSFER = ("№ 118-с", "Ата-энесинин өтүнүчү боюнча")
_LEAVE = ("№ 121-с", "Ден соолугуна байланыштуу")
_WRONG_NAME = "Аты паспорттогудай жазылсын"
_LEFT = "Эки жумадан бери келбейт, башка тайпага которулган дешет"
_ANSWER = "Буйрук чыккан жок, студент тайпада калат"


def plan_the_load(site: Site, university: DemoUniversity, act: Act) -> None:
    """Hours for every assignment, as the education department planned them."""
    lines = []
    for stream in university.streams:
        for taught in stream.taught:
            one = taught.assignment
            hours = Decimal(_HOURS_OF_A_PAIR * len(taught.hours))
            lines.append(
                LoadLine(
                    one.teacher,
                    one.subject,
                    one.kind,
                    one.groups,
                    one.semester,
                    hours,
                    one.subgroup,
                )
            )
    changes = plan_load(lines, site.loads, site.university)
    apply_load(changes, site.loads, site.university, site.audit, act)


def keep_the_lists(site: Site, university: DemoUniversity, now: datetime) -> None:
    """In the first stream a student changed the group and one went on leave a week ago; the
    first teacher reported two errors, of which the deanery settled one."""
    stream = university.streams[0]
    first = site.university.groups.get(stream.groups[0])
    day = now.date() - _DAYS_AGO
    if day < university.semester.starts or len(stream.groups) < 2:
        return
    students = site.university.students_of(first.id)
    dean = Act(actor_of(site, f"dean-{first.unit}", Audience.STAFF, now.date()), now, token_hex(6))
    moving = Moving(site.university, site.registers, site.moves, site.audit, dean)
    other = site.university.groups.get(stream.groups[1])
    moving.move(
        students[3].id,
        MoveKind.TRANSFER,
        day,
        *_TRANSFER,
        seen=0,
        group=other.id,
        subgroup=min(1, other.subgroups),
    )
    moving.move(students[5].id, MoveKind.ACADEMIC_LEAVE, day, *_LEAVE, seen=0)
    lecture = stream.taught[0].assignment
    teacher = actor_of(site, lecture.teacher, Audience.STAFF, now.date())
    reporter = Act(teacher, now, token_hex(6))
    register = site.registers.get(journal_id(first.id, lecture.subject, lecture.semester))
    journal = Journal(register, site.university, reporter)
    told = (site.notices, site.holdings)
    desk = ListErrorDesk(site.list_errors, site.university, site.audit, reporter, *told)
    settled = token_hex(8)
    desk.report(settled, journal, ListErrorKind.LEFT, students[7].id, _LEFT)
    desk.report(token_hex(8), journal, ListErrorKind.WRONG_NAME, students[8].id, _WRONG_NAME)
    office = ListErrorDesk(site.list_errors, site.university, site.audit, dean, *told)
    office.refuse(settled, _ANSWER)
