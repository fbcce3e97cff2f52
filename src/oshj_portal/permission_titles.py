"""What permissions allow and kinds of place are called, as the interface says it."""

from oshj_core.roles import Permission, ScopeKind, State
from oshj_portal.i18n import _

PERMISSION_TITLES = {
    Permission.SIGN_IN: _("Sign in and out"),
    Permission.USE_PORTAL: _("Use the journal around the clock"),
    Permission.VIEW_STRUCTURE: _("Walk through units and groups"),
    Permission.VIEW_GROUP: _("See the list of a group"),
    Permission.VIEW_PERSON: _("See the page of a person"),
    Permission.VIEW_JOURNAL: _("Read a journal"),
    Permission.VIEW_HISTORY: _("See who changed what in a journal"),
    Permission.VIEW_OWN_PROGRESS: _("See the own marks and attendance"),
    Permission.OPEN_LESSON: _("Open a lesson"),
    Permission.RECORD: _("Enter attendance and marks"),
    Permission.PUBLISH_TOTAL: _("Publish an intermediate total"),
    Permission.ISSUE_STAFF_CREDENTIALS: _("Issue credentials to staff"),
    Permission.ISSUE_STUDENT_CREDENTIALS: _("Issue credentials to students"),
    Permission.MANAGE_ROLES: _("Give and take roles"),
    Permission.IMPORT_LISTS: _("Load the lists"),
    Permission.MANAGE_SETTINGS: _("Change the settings"),
    Permission.VIEW_CONTROL: _("See the control panel"),
    Permission.VIEW_AUDIT: _("Read the record of changes"),
}

PLACE_TITLES = {
    ScopeKind.UNIVERSITY: _("the whole university"),
    ScopeKind.UNIT: _("the own unit"),
    ScopeKind.GROUP: _("the own group"),
    ScopeKind.JOURNAL: _("the own journals"),
    ScopeKind.ASSIGNMENT: _("the own lessons and controls"),
    ScopeKind.LESSON: _("the lessons named"),
    ScopeKind.STUDENT: _("the own record"),
}

STATE_TITLES = {
    State.PUBLISHED: _("the total has been published"),
    State.OUTSIDE_WINDOW: _("the entry window is not open"),
    State.FUTURE: _("the lesson has not been held yet"),
    State.CLOSED_YEAR: _("the academic year is closed"),
}
