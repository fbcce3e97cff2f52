"""The page of a person, and the credentials that are issued from it, a group or a unit."""

from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.people import credentials, lists, person, rights
from oshj_portal.resources import GroupResource, PersonResource


def includeme(config):
    config.add_tab(PersonResource, "", _("Person"), Permission.VIEW_PERSON, 0)
    config.add_tab(PersonResource, "rights", _("Rights"), Permission.MANAGE_ROLES, 10)
    config.add_tab(
        GroupResource, "credentials", _("Credentials"), Permission.ISSUE_STUDENT_CREDENTIALS, 40
    )
    for module in (person, credentials, lists, rights):
        config.scan(module)
