"""The names of roles, as the interface shows them."""

from oshj_core.roles import Role
from oshj_portal.i18n import _

ROLE_TITLES = {
    Role.ADMINISTRATOR: _("Administrator"),
    Role.MODERATOR: _("Moderator"),
    Role.RESPONSIBLE: _("Responsible employee"),
    Role.DATA_CENTRE_DIRECTOR: _("Director of the Data Centre"),
    Role.LEADERSHIP: _("Leadership"),
    Role.EDUCATION_DEPARTMENT: _("Education department"),
    Role.QUALITY_DEPARTMENT: _("Education quality department"),
    Role.DEANERY: _("Deanery"),
    Role.HEAD: _("Head of department"),
    Role.METHODIST: _("Methodist"),
    Role.CURATOR: _("Curator"),
    Role.TEACHER: _("Teacher"),
    Role.SUBSTITUTE: _("Substitute teacher"),
    Role.STUDENT: _("Student"),
    Role.INSPECTOR: _("Inspector"),
    Role.ARCHIVIST: _("Archivist"),
    Role.GUEST: _("Guest"),
    Role.USER: _("User"),
    Role.EMPLOYEE: _("Employee"),
}
