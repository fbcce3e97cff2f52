"""What the words of the policy are called: roles, permissions, kinds of place, states."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from oshj_core.roles import Permission, Role, ScopeKind, State
from oshj_core.text import Text, text

if TYPE_CHECKING:
    from collections.abc import Mapping

ROLES: Mapping[Role, Text] = MappingProxyType(
    {
        Role.ADMINISTRATOR: text("Administrator"),
        Role.MODERATOR: text("Moderator"),
        Role.RESPONSIBLE: text("Responsible employee"),
        Role.DATA_CENTRE_DIRECTOR: text("Director of the Data Centre"),
        Role.LEADERSHIP: text("Leadership"),
        Role.EDUCATION_DEPARTMENT: text("Education department"),
        Role.QUALITY_DEPARTMENT: text("Education quality department"),
        Role.DEANERY: text("Deanery"),
        Role.HEAD: text("Head of department"),
        Role.METHODIST: text("Methodist"),
        Role.CURATOR: text("Curator"),
        Role.TEACHER: text("Teacher"),
        Role.SUBSTITUTE: text("Substitute teacher"),
        Role.STUDENT: text("Student"),
        Role.INSPECTOR: text("Inspector"),
        Role.ARCHIVIST: text("Archivist"),
        Role.GUEST: text("Guest"),
        Role.USER: text("User"),
        Role.EMPLOYEE: text("Employee"),
    }
)

PERMISSIONS: Mapping[Permission, Text] = MappingProxyType(
    {
        Permission.SIGN_IN: text("Sign in and out"),
        Permission.USE_PORTAL: text("Use the journal around the clock"),
        Permission.REPORT_ACCESS_TROUBLE: text("Report trouble with access"),
        Permission.ASK_ADVICE: text("Ask for advice"),
        Permission.GIVE_ADVICE: text("Answer requests for advice"),
        Permission.COPY_OWN_DATA: text("Take a copy of the own data"),
        Permission.VIEW_STRUCTURE: text("Walk through units and groups"),
        Permission.VIEW_GROUP: text("See the list of a group"),
        Permission.VIEW_PERSON: text("See the page of a person"),
        Permission.REPORT_LIST_ERROR: text("Report an error in a list"),
        Permission.SETTLE_LIST_ERROR: text("Settle an error in a list"),
        Permission.MOVE_STUDENT: text("Enrol, transfer and dismiss students by order"),
        Permission.IMPORT_LISTS: text("Load the lists"),
        Permission.VIEW_CALENDAR: text("See the academic calendar"),
        Permission.EDIT_CALENDAR: text("Keep the academic calendar and the bells"),
        Permission.VIEW_TIMETABLE: text("See the timetable"),
        Permission.EDIT_TIMETABLE: text("Fill in the timetable"),
        Permission.FOLLOW_CALENDAR_LINK: text("Follow a secret link to a timetable"),
        Permission.EDIT_LOAD: text("Fill in subgroups and the teachers' load"),
        Permission.PREPARE_YEAR: text("Prepare the new academic year"),
        Permission.BEGIN_YEAR: text("Begin the new academic year"),
        Permission.UNDO_YEAR: text("Undo the beginning of an academic year"),
        Permission.VIEW_PLAN: text("Read a calendar-thematic plan"),
        Permission.WRITE_PLAN: text("Write a calendar-thematic plan"),
        Permission.APPROVE_PLAN: text("Approve a calendar-thematic plan"),
        Permission.VIEW_JOURNAL: text("Read a journal"),
        Permission.VIEW_HISTORY: text("See who changed what in a journal"),
        Permission.VIEW_OWN_PROGRESS: text("See the own marks and attendance"),
        Permission.VIEW_OWN_TASKS: text("See the own tasks of independent work"),
        Permission.OPEN_LESSON: text("Open a lesson"),
        Permission.RECORD: text("Enter attendance and marks"),
        Permission.PUBLISH_TOTAL: text("Publish an intermediate total"),
        Permission.RUN_CHECK_IN: text("Show the check-in code of a lesson"),
        Permission.CHECK_IN: text("Check in at a lesson"),
        Permission.SUBMIT_EXCUSE: text("Hand in a document that excuses an absence"),
        Permission.APPROVE_EXCUSE: text("Accept a document that excuses an absence"),
        Permission.NAME_SUBSTITUTE: text("Name a substitute teacher"),
        Permission.REQUEST_CORRECTION: text("Ask for a correction after the lock"),
        Permission.APPROVE_CORRECTION: text("Decide on a correction after the lock"),
        Permission.DISPUTE_MARK: text("Dispute an own mark"),
        Permission.ANSWER_DISPUTE: text("Answer a disputed mark"),
        Permission.SETTLE_DISPUTE: text("Settle a disputed mark"),
        Permission.INSPECT_JOURNAL: text("Inspect a journal"),
        Permission.SEND_FINDINGS: text("Send the findings of an inspection"),
        Permission.ACKNOWLEDGE_FINDINGS: text("Acknowledge the findings of an inspection"),
        Permission.VIEW_REPORTS: text("Read reports"),
        Permission.MAKE_REPORTS: text("Make reports"),
        Permission.VIEW_FORECAST: text("See the forecast of progress"),
        Permission.PRINT_SHEET: text("Print a progress sheet"),
        Permission.CLOSE_SEMESTER: text("Close a semester"),
        Permission.PRINT_CERTIFICATE: text("Print the certificate «Тиркеме №1»"),
        Permission.SIGN_CERTIFICATE: text("Sign the certificate «Тиркеме №1»"),
        Permission.VERIFY_CERTIFICATE: text("Verify a certificate «Тиркеме №1»"),
        Permission.GRANT_INSPECTION: text("Open journals for an inspection"),
        Permission.OPEN_BY_INSPECTION: text("Read a journal at an inspection"),
        Permission.VIEW_ARCHIVE: text("Read the archive"),
        Permission.EXPORT_ARCHIVE: text("Export an archive copy"),
        Permission.MANAGE_RETENTION: text("Manage the terms of retention"),
        Permission.PLACE_HOLD: text("Place a hold on records"),
        Permission.LIFT_HOLD: text("Lift a hold on records"),
        Permission.PROPOSE_DISPOSAL: text("Propose records for disposal"),
        Permission.APPROVE_DISPOSAL: text("Approve a disposal"),
        Permission.READ_FORUM: text("Read the forum"),
        Permission.POST_FORUM: text("Write in the forum"),
        Permission.MODERATE_FORUM: text("Moderate the forum"),
        Permission.SEND_MESSAGES: text("Send messages"),
        Permission.ANNOUNCE: text("Publish news"),
        Permission.ISSUE_STAFF_CREDENTIALS: text("Issue credentials to staff"),
        Permission.ISSUE_STUDENT_CREDENTIALS: text("Issue credentials to students"),
        Permission.MANAGE_ROLES: text("Give and take roles"),
        Permission.DELEGATE_ROLE: text("Delegate the own role for a time"),
        Permission.MANAGE_SETTINGS: text("Change the settings"),
        Permission.VIEW_CONTROL: text("See the control panel"),
        Permission.OPERATE: text("Operate the system"),
        Permission.REPORT_INCIDENT: text("Report a fault to the developers"),
        Permission.VIEW_AUDIT: text("Read the record of changes"),
        Permission.VIEW_ACCESS_LOG: text("Read the record of access"),
    }
)

PLACES: Mapping[ScopeKind, Text] = MappingProxyType(
    {
        ScopeKind.UNIVERSITY: text("the whole university"),
        ScopeKind.UNIT: text("the own unit"),
        ScopeKind.GROUP: text("the own group"),
        ScopeKind.JOURNAL: text("the own journals"),
        ScopeKind.ASSIGNMENT: text("the own lessons and controls"),
        ScopeKind.LESSON: text("the lessons named"),
        ScopeKind.STUDENT: text("the own record"),
    }
)

STATES: Mapping[State, Text] = MappingProxyType(
    {
        State.PUBLISHED: text("the total has been published"),
        State.OUTSIDE_WINDOW: text("the entry window is not open"),
        State.FUTURE: text("the lesson has not been held yet"),
        State.CLOSED_YEAR: text("the academic year is closed"),
        State.ON_HOLD: text("the record is on hold"),
    }
)
