"""The landing page: a card for each concern the reader may attend to."""

from __future__ import annotations

import attrs
from pyramid.view import view_config

from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.resources import Control


@attrs.frozen
class Card:
    """A concern: the view it is attended to in, and who may."""

    view: str
    title: str
    description: str
    permission: Permission


CARDS = (
    Card(
        "users",
        _("Users"),
        _("Find a person, issue credentials, close an account."),
        Permission.MANAGE_ROLES,
    ),
    Card(
        "roles",
        _("Roles"),
        _("Who holds which role where; give and take roles."),
        Permission.MANAGE_ROLES,
    ),
    Card(
        "lists",
        _("Lists"),
        _("Load units, people, groups, subjects and assignments from a workbook."),
        Permission.IMPORT_LISTS,
    ),
    Card(
        "calendar",
        _("Calendar"),
        _("Semesters, modules, sessions, holidays, bells: for all or for a part."),
        Permission.EDIT_CALENDAR,
    ),
    Card(
        "new-year",
        _("New academic year"),
        _("Close the old year, prepare the new one step by step, begin it at one stroke."),
        Permission.PREPARE_YEAR,
    ),
    Card(
        "exchange",
        _("Exchange"),
        _("Files of other programs: take them in, give them out."),
        Permission.IMPORT_LISTS,
    ),
    Card(
        "plugins",
        _("Plugins"),
        _("What extends the journal: switch it on and off, set it up."),
        Permission.MANAGE_SETTINGS,
    ),
    Card(
        "audit",
        _("Record of changes"),
        _("Who did what and when."),
        Permission.VIEW_AUDIT,
    ),
    Card(
        "settings",
        _("Settings"),
        _("The name of the university, the address of the journal."),
        Permission.MANAGE_SETTINGS,
    ),
)


@view_config(
    context=Control,
    request_method="GET",
    permission=Permission.VIEW_CONTROL.value,
    renderer="templates/panel.pt",
)
def show_panel(context, request):
    return {
        "cards": [
            (request.resource_path(context, card.view), card)
            for card in CARDS
            if request.has_permission(card.permission.value, context)
        ]
    }
