"""Who may do what: the one table of permissions, each grant with its clause.

It feeds the portal's access control lists, the help a user sees under "why may I not?",
and the tests.
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

LOCKS = frozenset({State.PUBLISHED, State.OUTSIDE_WINDOW, State.CLOSED_YEAR})
ENTRY = LOCKS | {State.FUTURE}


def _grants() -> Iterator[Grant]:
    # A refusal cites the first grant of the permission: it stands with those it is meant for.
    for role in (_R.GUEST, _R.USER):
        yield Grant(role, _P.SIGN_IN, "7.2", UNIVERSITY)
    yield Grant(_R.USER, _P.USE_PORTAL, "7.2", UNIVERSITY)
    yield Grant(_R.EMPLOYEE, _P.VIEW_STRUCTURE, "2.7", UNIVERSITY)

    # The teacher: only what he or she teaches, and only until the lock (4.3).
    yield Grant(_R.TEACHER, _P.VIEW_JOURNAL, "4.3", JOURNAL)
    yield Grant(_R.TEACHER, _P.VIEW_HISTORY, "4.3", JOURNAL)
    yield Grant(_R.TEACHER, _P.OPEN_LESSON, "4.3", ASSIGNMENT, LOCKS)
    yield Grant(_R.TEACHER, _P.RECORD, "4.3", ASSIGNMENT, ENTRY)
    yield Grant(_R.TEACHER, _P.PUBLISH_TOTAL, "4.3", ASSIGNMENT, LOCKS)
    # The substitute: the lessons named, nothing else (4.3).
    yield Grant(_R.SUBSTITUTE, _P.VIEW_JOURNAL, "4.3", LESSON)
    yield Grant(_R.SUBSTITUTE, _P.RECORD, "4.3", LESSON, ENTRY)

    # The deanery: the groups, people and journals of its own unit, and the slips (3.3, 5.3).
    for permission, number in (
        (_P.VIEW_GROUP, "7.5"),
        (_P.VIEW_PERSON, "7.5"),
        (_P.VIEW_JOURNAL, "5.3"),
        (_P.VIEW_HISTORY, "5.3"),
        (_P.ISSUE_STUDENT_CREDENTIALS, "3.3"),
    ):
        yield Grant(_R.DEANERY, permission, number, UNIT)

    # The whole university is read by those who control it.
    for role, number in (
        (_R.EDUCATION_DEPARTMENT, "5.3"),
        (_R.QUALITY_DEPARTMENT, "5.2"),
        (_R.LEADERSHIP, "2.7"),
        (_R.INSPECTOR, "5.6"),
    ):
        for permission in (_P.VIEW_GROUP, _P.VIEW_JOURNAL, _P.VIEW_HISTORY):
            yield Grant(role, permission, number, ANYWHERE)
    for role in (_R.EDUCATION_DEPARTMENT, _R.QUALITY_DEPARTMENT, _R.LEADERSHIP):
        yield Grant(role, _P.VIEW_PERSON, "7.5", ANYWHERE)

    # The administrator registers users, grants rights, loads the lists (4.1, 3.2, 3.3).
    for permission, number in (
        (_P.VIEW_GROUP, "4.1"),
        (_P.VIEW_PERSON, "4.1"),
        (_P.VIEW_JOURNAL, "4.1"),
        (_P.VIEW_HISTORY, "4.1"),
        (_P.ISSUE_STAFF_CREDENTIALS, "3.3"),
        (_P.MANAGE_ROLES, "4.1"),
        (_P.IMPORT_LISTS, "4.1"),
        (_P.MANAGE_SETTINGS, "4.1"),
        (_P.VIEW_CONTROL, "4.1"),
        (_P.VIEW_AUDIT, "4.1"),
    ):
        yield Grant(_R.ADMINISTRATOR, permission, number, UNIVERSITY)
    yield Grant(_R.RESPONSIBLE, _P.VIEW_CONTROL, "3.1", UNIVERSITY)
    yield Grant(_R.RESPONSIBLE, _P.MANAGE_SETTINGS, "3.1", UNIVERSITY)
    yield Grant(_R.RESPONSIBLE, _P.VIEW_AUDIT, "3.1", UNIVERSITY)
    yield Grant(_R.DATA_CENTRE_DIRECTOR, _P.VIEW_CONTROL, "5.1", UNIVERSITY)
    yield Grant(_R.DATA_CENTRE_DIRECTOR, _P.VIEW_AUDIT, "5.1", UNIVERSITY)
    yield Grant(_R.MODERATOR, _P.VIEW_GROUP, "3.6", UNIVERSITY)

    # Heads and methodists check; the curator keeps the list of the own group (3.5, 7.5).
    for role in (_R.HEAD, _R.METHODIST):
        for permission in (_P.VIEW_GROUP, _P.VIEW_JOURNAL, _P.VIEW_HISTORY):
            yield Grant(role, permission, "3.5", UNIT)
    for permission in (_P.VIEW_GROUP, _P.VIEW_JOURNAL):
        yield Grant(_R.CURATOR, permission, "7.5", GROUP)

    # The student: the own marks and attendance, nothing else (2.5, 4.2).
    yield Grant(_R.STUDENT, _P.VIEW_OWN_PROGRESS, "4.2", STUDENT)


POLICY: tuple[Grant, ...] = tuple(_grants())
