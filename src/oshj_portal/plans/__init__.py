"""Calendar-thematic plans: written, approved, taken by lessons, compared with what was held."""

from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.plans import beginning, deciding, due, editing, listing, printing, resources
from oshj_portal.plans.resources import PlanResource


def includeme(config):
    config.include(resources)
    config.add_menu("plans", _("Plans"), Permission.VIEW_STRUCTURE, 25)
    config.add_upload(PlanResource, "import", "file", editing.MAX_MEGABYTES)
    for module in (listing, due, beginning, editing, deciding, printing):
        config.scan(module)
