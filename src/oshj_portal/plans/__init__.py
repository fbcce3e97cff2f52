"""Calendar-thematic plans: written, approved, taken by lessons, compared with what was held."""

from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.plans import (
    beginning,
    coverage,
    deciding,
    due,
    editing,
    listing,
    printing,
    resources,
    tasks,
)
from oshj_portal.plans.resources import PlanResource, plan_link
from oshj_portal.resources import GroupResource, JournalResource, UnitResource


def includeme(config):
    config.include(resources)
    config.add_menu("plans", _("Plans"), Permission.VIEW_STRUCTURE, 25)
    config.add_notice_link("plan", plan_link)
    config.add_upload(PlanResource, "import", "file", editing.MAX_MEGABYTES)
    config.add_tab(JournalResource, "coverage", _("Plan and fact"), Permission.VIEW_PLAN, 30)
    config.add_tab(GroupResource, "coverage", _("Plan and fact"), Permission.VIEW_PLAN, 50)
    config.add_tab(UnitResource, "plans", _("Plans"), Permission.VIEW_PLAN, 30)
    config.add_tab(UnitResource, "coverage", _("Plan and fact"), Permission.VIEW_PLAN, 40)
    for module in (listing, due, beginning, editing, deciding, printing, coverage, tasks):
        config.scan(module)
