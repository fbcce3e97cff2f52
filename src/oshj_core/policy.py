"""Who may do what: the one table of permissions, each grant with its clause.

It feeds the portal's access control lists, the help a user sees under "why may I not?",
the matrix in ``docs/rights.md`` (:mod:`oshj_core.matrix`) and the tests.
"""

from __future__ import annotations

from collections.abc import Iterator

from oshj_core.roles import Grant, Permission, Role, ScopeKind, State

_P, _R = Permission, Role

UNIVERSITY = frozenset({ScopeKind.UNIVERSITY})
UNIT = frozenset({ScopeKind.UNIT})
ANYWHERE = frozenset({ScopeKind.UNIVERSITY, ScopeKind.UNIT})
GROUP = frozenset({ScopeKind.GROUP})
JOURNAL = frozenset({ScopeKind.JOURNAL})
ASSIGNMENT = frozenset({ScopeKind.ASSIGNMENT})
LESSON = frozenset({ScopeKind.LESSON})
STUDENT = frozenset({ScopeKind.STUDENT})

NEVER: frozenset[State] = frozenset()
LOCKS = frozenset({State.PUBLISHED, State.OUTSIDE_WINDOW, State.CLOSED_YEAR})
ENTRY = LOCKS | {State.FUTURE}
YEAR = frozenset({State.CLOSED_YEAR})
HOLD = frozenset({State.ON_HOLD})

_Row = tuple[Role, frozenset[ScopeKind], str]


def _may(permission: Permission, *rows: _Row, unless: frozenset[State] = NEVER) -> Iterator[Grant]:
    # A refusal cites the first row of a permission: it stands with those it is meant for.
    for role, at, clause in rows:
        yield Grant(role, permission, clause, at, unless)


def _everybody() -> Iterator[Grant]:
    """What needs no office (4.2, 7.1, 7.2, 7.7)."""
    yield from _may(_P.SIGN_IN, (_R.GUEST, UNIVERSITY, "7.2"), (_R.USER, UNIVERSITY, "7.2"))
    yield from _may(_P.USE_PORTAL, (_R.USER, UNIVERSITY, "7.2"))
    yield from _may(
        _P.REPORT_ACCESS_TROUBLE, (_R.GUEST, UNIVERSITY, "4.2"), (_R.USER, UNIVERSITY, "4.2")
    )
    yield from _may(_P.ASK_ADVICE, (_R.USER, UNIVERSITY, "7.1"))
    yield from _may(
        _P.GIVE_ADVICE, (_R.ADMINISTRATOR, UNIVERSITY, "4.1"), (_R.MODERATOR, UNIVERSITY, "7.1")
    )
    yield from _may(_P.COPY_OWN_DATA, (_R.USER, UNIVERSITY, "7.7"))


def _lists() -> Iterator[Grant]:
    """Units, groups, people: those who keep the lists and those who check (1.6, 7.5)."""
    yield from _may(_P.VIEW_STRUCTURE, (_R.EMPLOYEE, UNIVERSITY, "2.7"))
    yield from _may(
        _P.VIEW_GROUP,
        (_R.DEANERY, UNIT, "7.5"),
        *_readers(),
        (_R.ADMINISTRATOR, UNIVERSITY, "4.1"),
        (_R.MODERATOR, UNIVERSITY, "3.6"),
        (_R.HEAD, UNIT, "3.5"),
        (_R.METHODIST, UNIT, "3.5"),
        (_R.CURATOR, GROUP, "7.5"),
    )
    yield from _may(
        _P.VIEW_PERSON,
        (_R.DEANERY, UNIT, "7.5"),
        (_R.EDUCATION_DEPARTMENT, ANYWHERE, "7.5"),
        (_R.QUALITY_DEPARTMENT, ANYWHERE, "7.5"),
        (_R.LEADERSHIP, ANYWHERE, "7.5"),
        (_R.ADMINISTRATOR, UNIVERSITY, "4.1"),
    )
    yield from _may(_P.REPORT_LIST_ERROR, (_R.TEACHER, JOURNAL, "7.5"), (_R.CURATOR, GROUP, "7.5"))
    yield from _may(_P.SETTLE_LIST_ERROR, (_R.DEANERY, UNIT, "7.5"))
    yield from _may(
        _P.MOVE_STUDENT,
        (_R.DEANERY, UNIT, "7.5"),
        (_R.ADMINISTRATOR, UNIVERSITY, "4.1"),
        unless=YEAR,
    )
    yield from _may(_P.IMPORT_LISTS, (_R.ADMINISTRATOR, UNIVERSITY, "4.1"))


def _readers() -> Iterator[_Row]:
    """Those who control the whole university read it (2.7, 5.2, 5.3, 5.6)."""
    yield _R.EDUCATION_DEPARTMENT, ANYWHERE, "5.3"
    yield _R.QUALITY_DEPARTMENT, ANYWHERE, "5.2"
    yield _R.LEADERSHIP, ANYWHERE, "2.7"
    yield _R.INSPECTOR, ANYWHERE, "5.6"


def _timetable_and_plans() -> Iterator[Grant]:
    """Calendar, timetable and load (3.2, 3.7, 4.1); calendar-thematic plans (2.3, 2.13, 3.5,
    4.3)."""
    yield from _may(_P.VIEW_CALENDAR, (_R.GUEST, UNIVERSITY, "3.7"), (_R.USER, UNIVERSITY, "3.7"))
    yield from _may(_P.EDIT_CALENDAR, (_R.ADMINISTRATOR, UNIVERSITY, "4.1"), unless=YEAR)
    yield from _may(
        _P.VIEW_TIMETABLE,
        (_R.STUDENT, STUDENT | GROUP, "3.7"),
        (_R.EMPLOYEE, UNIVERSITY, "2.7"),
    )
    # The secret of the link stands for a session: a calendar program cannot sign in.
    yield from _may(
        _P.FOLLOW_CALENDAR_LINK, (_R.GUEST, UNIVERSITY, "3.7"), (_R.USER, UNIVERSITY, "3.7")
    )
    yield from _may(_P.EDIT_TIMETABLE, (_R.ADMINISTRATOR, UNIVERSITY, "3.2"), unless=YEAR)
    yield from _may(_P.EDIT_LOAD, (_R.ADMINISTRATOR, UNIVERSITY, "3.2"), unless=YEAR)
    # Each step of a new year needs its own right besides.
    yield from _may(
        _P.PREPARE_YEAR,
        (_R.ADMINISTRATOR, UNIVERSITY, "4.1"),
        (_R.EDUCATION_DEPARTMENT, UNIVERSITY, "5.2"),
    )
    yield from _may(_P.BEGIN_YEAR, (_R.ADMINISTRATOR, UNIVERSITY, "4.1"))
    yield from _may(
        _P.UNDO_YEAR,
        (_R.ADMINISTRATOR, UNIVERSITY, "4.1"),
        (_R.EDUCATION_DEPARTMENT, UNIVERSITY, "5.2"),
    )
    yield from _may(
        _P.VIEW_PLAN,
        (_R.TEACHER, JOURNAL, "4.3"),
        (_R.SUBSTITUTE, LESSON, "4.3"),
        (_R.HEAD, UNIT, "3.5"),
        (_R.METHODIST, UNIT, "3.5"),
        (_R.DEANERY, UNIT, "2.13"),
        (_R.EDUCATION_DEPARTMENT, ANYWHERE, "2.13"),
        (_R.QUALITY_DEPARTMENT, ANYWHERE, "2.13"),
        (_R.LEADERSHIP, ANYWHERE, "2.13"),
        (_R.INSPECTOR, ANYWHERE, "5.6"),
        (_R.ADMINISTRATOR, UNIVERSITY, "4.1"),
    )
    yield from _may(_P.WRITE_PLAN, (_R.TEACHER, ASSIGNMENT, "4.3"), unless=YEAR)
    yield from _may(
        _P.APPROVE_PLAN, (_R.HEAD, UNIT, "2.13"), (_R.METHODIST, UNIT, "3.5"), unless=YEAR
    )


def _journal() -> Iterator[Grant]:
    """The teacher: only what he or she teaches, and only until the lock; the substitute the
    lessons named; the student the own marks (2.5, 3.4, 4.2, 4.3)."""
    yield from _may(
        _P.VIEW_JOURNAL,
        (_R.TEACHER, JOURNAL, "4.3"),
        (_R.SUBSTITUTE, LESSON, "4.3"),
        (_R.DEANERY, UNIT, "5.3"),
        *_readers(),
        (_R.ADMINISTRATOR, UNIVERSITY, "4.1"),
        (_R.HEAD, UNIT, "3.5"),
        (_R.METHODIST, UNIT, "3.5"),
        (_R.CURATOR, GROUP, "7.5"),
    )
    yield from _may(
        _P.VIEW_HISTORY,
        (_R.TEACHER, JOURNAL, "4.3"),
        (_R.DEANERY, UNIT, "5.3"),
        *_readers(),
        (_R.ADMINISTRATOR, UNIVERSITY, "4.1"),
        (_R.HEAD, UNIT, "3.5"),
        (_R.METHODIST, UNIT, "3.5"),
    )
    yield from _may(_P.VIEW_OWN_PROGRESS, (_R.STUDENT, STUDENT, "4.2"))
    yield from _may(_P.VIEW_OWN_TASKS, (_R.STUDENT, STUDENT, "4.2"))
    teaching = ((_R.TEACHER, ASSIGNMENT, "4.3"), (_R.SUBSTITUTE, LESSON, "4.3"))
    # A substitute opens what the teacher would have held: on the days, or the lessons, named.
    yield from _may(
        _P.OPEN_LESSON,
        (_R.TEACHER, ASSIGNMENT, "4.3"),
        (_R.SUBSTITUTE, ASSIGNMENT | LESSON, "4.3"),
        unless=LOCKS,
    )
    yield from _may(_P.RECORD, *teaching, unless=ENTRY)
    yield from _may(_P.PUBLISH_TOTAL, (_R.TEACHER, ASSIGNMENT, "4.3"), unless=LOCKS)
    yield from _may(_P.RUN_CHECK_IN, *teaching, unless=LOCKS)
    yield from _may(_P.CHECK_IN, (_R.STUDENT, STUDENT, "4.2"), unless=LOCKS)
    yield from _may(_P.SUBMIT_EXCUSE, (_R.STUDENT, STUDENT, "3.4"), unless=YEAR)
    yield from _may(_P.APPROVE_EXCUSE, (_R.DEANERY, UNIT, "3.4"), unless=YEAR)
    yield from _may(
        _P.NAME_SUBSTITUTE, (_R.HEAD, UNIT, "4.3"), (_R.DEANERY, UNIT, "4.3"), unless=YEAR
    )


def _corrections() -> Iterator[Grant]:
    """What is wrong is told by the student and corrected by an act (1.4, 2.9, 4.2, 5.3)."""
    yield from _may(
        _P.REQUEST_CORRECTION,
        (_R.TEACHER, ASSIGNMENT, "4.3"),
        (_R.DEANERY, UNIT, "5.3"),
        unless=frozenset({State.FUTURE}),
    )
    # 5.7: the year that is closed has left the deanery's hands.
    yield from _may(_P.APPROVE_CORRECTION, (_R.DEANERY, UNIT, "5.3"), unless=YEAR)
    yield from _may(_P.APPROVE_CORRECTION, (_R.EDUCATION_DEPARTMENT, ANYWHERE, "5.3"))
    yield from _may(_P.DISPUTE_MARK, (_R.STUDENT, STUDENT, "4.2"), unless=frozenset({State.FUTURE}))
    yield from _may(_P.ANSWER_DISPUTE, (_R.TEACHER, ASSIGNMENT, "4.2"))
    yield from _may(_P.SETTLE_DISPUTE, (_R.DEANERY, UNIT, "2.9"))


def _control() -> Iterator[Grant]:
    """Inspections every two weeks and at the semester's end; reports (2.8, 3.5, 5, 6)."""
    inspectors = (
        (_R.METHODIST, UNIT, "3.5"),
        (_R.HEAD, UNIT, "3.5"),
        (_R.DEANERY, UNIT, "5.3"),
        (_R.EDUCATION_DEPARTMENT, ANYWHERE, "5.3"),
        (_R.QUALITY_DEPARTMENT, ANYWHERE, "5.2"),
    )
    yield from _may(_P.INSPECT_JOURNAL, *inspectors)
    yield from _may(_P.SEND_FINDINGS, *inspectors)
    yield from _may(_P.ACKNOWLEDGE_FINDINGS, (_R.TEACHER, JOURNAL, "5.3"))
    reporters = (
        (_R.TEACHER, JOURNAL, "4.3"),
        (_R.HEAD, UNIT, "6.2"),
        (_R.METHODIST, UNIT, "6.2"),
        (_R.DEANERY, UNIT, "6.2"),
        (_R.EDUCATION_DEPARTMENT, ANYWHERE, "6.1"),
        (_R.QUALITY_DEPARTMENT, ANYWHERE, "6.1"),
        (_R.ADMINISTRATOR, UNIVERSITY, "4.1"),
    )
    yield from _may(
        _P.VIEW_REPORTS,
        *reporters,
        (_R.LEADERSHIP, ANYWHERE, "2.8"),
        (_R.INSPECTOR, ANYWHERE, "5.6"),
    )
    yield from _may(_P.MAKE_REPORTS, *reporters)
    yield from _may(
        _P.VIEW_FORECAST,
        (_R.TEACHER, JOURNAL, "2.10"),
        (_R.STUDENT, STUDENT, "2.11"),
        (_R.CURATOR, GROUP, "2.10"),
        (_R.DEANERY, UNIT, "2.10"),
        (_R.EDUCATION_DEPARTMENT, ANYWHERE, "2.10"),
        (_R.QUALITY_DEPARTMENT, ANYWHERE, "2.10"),
        (_R.LEADERSHIP, ANYWHERE, "2.10"),
    )
    yield from _may(
        _P.PRINT_SHEET,
        (_R.ADMINISTRATOR, UNIVERSITY, "4.1"),
        (_R.TEACHER, JOURNAL, "2.6"),
        (_R.DEANERY, UNIT, "2.6"),
        (_R.EDUCATION_DEPARTMENT, ANYWHERE, "2.6"),
    )
    yield from _may(_P.CLOSE_SEMESTER, (_R.EDUCATION_DEPARTMENT, UNIVERSITY, "5.2"))


def _certificate() -> Iterator[Grant]:
    """«Тиркеме №1» is printed, signed by the teachers and checked by anybody (5.4–5.6)."""
    yield from _may(
        _P.PRINT_CERTIFICATE,
        (_R.DEANERY, UNIT, "5.4"),
        (_R.METHODIST, UNIT, "5.4"),
        (_R.EDUCATION_DEPARTMENT, ANYWHERE, "5.4"),
        (_R.ADMINISTRATOR, UNIVERSITY, "5.4"),
    )
    yield from _may(_P.SIGN_CERTIFICATE, (_R.TEACHER, JOURNAL, "5.4"))
    yield from _may(
        _P.VERIFY_CERTIFICATE, (_R.GUEST, UNIVERSITY, "5.5"), (_R.USER, UNIVERSITY, "5.5")
    )
    yield from _may(
        _P.GRANT_INSPECTION,
        (_R.EDUCATION_DEPARTMENT, ANYWHERE, "5.6"),
        (_R.LEADERSHIP, ANYWHERE, "5.6"),
    )
    yield from _may(_P.OPEN_BY_INSPECTION, (_R.INSPECTOR, ANYWHERE | JOURNAL, "5.6"))


def _archive() -> Iterator[Grant]:
    """Five years the journals, twenty-five the certificates (4.1, 5.7, 5.8)."""
    yield from _may(
        _P.VIEW_ARCHIVE,
        (_R.ARCHIVIST, ANYWHERE, "5.7"),
        (_R.EDUCATION_DEPARTMENT, ANYWHERE, "5.7"),
        (_R.INSPECTOR, ANYWHERE, "5.6"),
        (_R.ADMINISTRATOR, UNIVERSITY, "4.1"),
    )
    yield from _may(
        _P.EXPORT_ARCHIVE,
        (_R.ADMINISTRATOR, UNIVERSITY, "4.1"),
        (_R.ARCHIVIST, ANYWHERE, "5.7"),
    )
    yield from _may(_P.MANAGE_RETENTION, (_R.ARCHIVIST, UNIVERSITY, "5.7"))
    keepers = ((_R.ARCHIVIST, ANYWHERE, "5.7"), (_R.LEADERSHIP, ANYWHERE, "5.7"))
    yield from _may(_P.PLACE_HOLD, *keepers)
    yield from _may(_P.LIFT_HOLD, *keepers)
    yield from _may(_P.PROPOSE_DISPOSAL, (_R.ARCHIVIST, ANYWHERE, "5.7"), unless=HOLD)
    yield from _may(
        _P.APPROVE_DISPOSAL,
        (_R.LEADERSHIP, ANYWHERE, "5.7"),
        (_R.EDUCATION_DEPARTMENT, ANYWHERE, "5.7"),
        (_R.ARCHIVIST, ANYWHERE, "5.7"),
        unless=HOLD,
    )


def _contact() -> Iterator[Grant]:
    """Everybody reaches everybody on teaching matters (2.12, 3.7, 4.2, 4.3)."""
    for permission in (_P.READ_FORUM, _P.POST_FORUM, _P.SEND_MESSAGES):
        yield from _may(permission, (_R.USER, UNIVERSITY, "2.12"))
    yield from _may(
        _P.MODERATE_FORUM,
        (_R.MODERATOR, UNIVERSITY, "2.12"),
        (_R.ADMINISTRATOR, UNIVERSITY, "2.12"),
    )
    yield from _may(
        _P.ANNOUNCE,
        (_R.DEANERY, UNIT, "3.7"),
        (_R.EDUCATION_DEPARTMENT, ANYWHERE, "3.7"),
        (_R.LEADERSHIP, ANYWHERE, "3.7"),
        (_R.ADMINISTRATOR, UNIVERSITY, "3.7"),
    )


def _running() -> Iterator[Grant]:
    """Credentials, rights, settings, operation (3.1, 3.3, 3.6, 4.1, 5.1, 7.7)."""
    yield from _may(_P.ISSUE_STAFF_CREDENTIALS, (_R.ADMINISTRATOR, UNIVERSITY, "3.3"))
    yield from _may(_P.ISSUE_STUDENT_CREDENTIALS, (_R.DEANERY, UNIT, "3.3"))
    yield from _may(_P.MANAGE_ROLES, (_R.ADMINISTRATOR, UNIVERSITY, "4.1"))
    yield from _may(
        _P.DELEGATE_ROLE,
        (_R.DEANERY, UNIT, "4.1"),
        (_R.HEAD, UNIT, "4.1"),
        (_R.METHODIST, UNIT, "4.1"),
        (_R.CURATOR, GROUP, "4.1"),
        (_R.EDUCATION_DEPARTMENT, ANYWHERE, "4.1"),
        (_R.QUALITY_DEPARTMENT, ANYWHERE, "4.1"),
    )
    yield from _may(
        _P.MANAGE_SETTINGS,
        (_R.ADMINISTRATOR, UNIVERSITY, "4.1"),
        (_R.RESPONSIBLE, UNIVERSITY, "3.1"),
    )
    operators = (
        (_R.ADMINISTRATOR, UNIVERSITY, "4.1"),
        (_R.RESPONSIBLE, UNIVERSITY, "3.1"),
        (_R.DATA_CENTRE_DIRECTOR, UNIVERSITY, "5.1"),
    )
    yield from _may(_P.VIEW_CONTROL, *operators)
    yield from _may(
        _P.OPERATE,
        (_R.DATA_CENTRE_DIRECTOR, UNIVERSITY, "5.1"),
        (_R.ADMINISTRATOR, UNIVERSITY, "5.1"),
        (_R.RESPONSIBLE, UNIVERSITY, "3.1"),
    )
    yield from _may(
        _P.REPORT_INCIDENT,
        (_R.ADMINISTRATOR, UNIVERSITY, "3.6"),
        (_R.MODERATOR, UNIVERSITY, "3.6"),
    )
    yield from _may(_P.VIEW_AUDIT, *operators)
    yield from _may(
        _P.VIEW_ACCESS_LOG,
        (_R.ADMINISTRATOR, UNIVERSITY, "7.7"),
        (_R.RESPONSIBLE, UNIVERSITY, "7.7"),
        (_R.DATA_CENTRE_DIRECTOR, UNIVERSITY, "7.7"),
    )


POLICY: tuple[Grant, ...] = (
    *_everybody(),
    *_lists(),
    *_timetable_and_plans(),
    *_journal(),
    *_corrections(),
    *_control(),
    *_certificate(),
    *_archive(),
    *_contact(),
    *_running(),
)
