"""The timetable (3.2, 3.7): weeks to look at, pages to arrange them, links for calendars."""

from oshj_core.roles import Permission
from oshj_portal.i18n import _
from oshj_portal.lists.limits import MAX_MEGABYTES
from oshj_portal.resources import GroupResource, PersonResource, person_path
from oshj_portal.timetable import (
    aligning_views,
    arranging_views,
    day_views,
    import_views,
    import_work,
    links,
    places,
    room_views,
    week_views,
)


def includeme(config):
    config.include("oshj_portal.jobs")
    config.include(places)
    config.include(links)
    config.include("oshj_portal.notices")
    config.add_job(import_work.CHECK, import_work.check_file)
    config.add_job(import_work.APPLY, import_work.apply_file)
    config.add_upload(places.TimetablePlace, "import", "file", MAX_MEGABYTES)
    config.add_menu("timetable", _("Timetable"), Permission.USE_PORTAL, 15)
    config.add_tab(GroupResource, "timetable", _("Timetable"), Permission.VIEW_TIMETABLE, 5)
    config.add_tab(PersonResource, "timetable", _("Timetable"), Permission.VIEW_TIMETABLE, 5)
    config.add_tab(places.TimetablePlace, "", _("Timetable"), Permission.USE_PORTAL, 0)
    config.add_tab(
        places.TimetablePlace, "import", _("From a workbook"), Permission.EDIT_TIMETABLE, 10
    )
    config.add_tab(places.TimetablePlace, "clashes", _("Clashes"), Permission.EDIT_TIMETABLE, 20)
    config.add_notice_link("timetable", _own_week)
    for module in (
        week_views,
        arranging_views,
        aligning_views,
        day_views,
        import_views,
        links,
        room_views,
    ):
        config.scan(module)


def _own_week(request, day: str) -> str:
    """The reader's own week of that day."""
    return f"{person_path(request, request.actor.id)}/timetable?day={day}"
