"""What periods, forms of study and parts of the university are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oshj_core.academic_calendar import PeriodKind, periods
from oshj_core.structure import StudyForm
from oshj_portal.i18n import _, translatable

if TYPE_CHECKING:
    from oshj_core.academic_calendar import Period, Reach

KIND_TITLES = {kind: translatable(title) for kind, title in periods.KIND_TITLES.items()}

FORM_TITLES = {
    StudyForm.FULL_TIME: _("full-time"),
    StudyForm.EVENING: _("evening"),
    StudyForm.PART_TIME: _("by correspondence"),
    StudyForm.DISTANCE: _("distance"),
}

SEMESTER_TITLES = {1: _("Autumn semester"), 2: _("Spring semester"), 3: _("Summer semester")}


def period_title(request, period: Period) -> str:
    """What a period is called: its name, or its kind with the number of the module."""
    translate = request.localizer.translate
    if period.kind is PeriodKind.MODULE:
        return translate(_("Module ${number}", mapping={"number": period.number}))
    if period.kind is PeriodKind.SEMESTER:
        semester = request.site.university.semesters.find(period.semester)
        if semester is not None and semester.number in SEMESTER_TITLES:
            return translate(SEMESTER_TITLES[semester.number])
    return period.name or translate(KIND_TITLES[period.kind])


def reach_title(request, reach: Reach) -> str:
    """For whom something is given: ``Медицина факультети · 2-курс``."""
    translate = request.localizer.translate
    parts = []
    if reach.unit:
        unit = request.site.university.units.find(reach.unit)
        parts.append(unit.name if unit is not None else reach.unit)
    if reach.course:
        parts.append(translate(_("course ${number}", mapping={"number": reach.course})))
    if reach.form is not None:
        parts.append(translate(FORM_TITLES[reach.form]))
    return " · ".join(parts) or translate(_("Whole university"))
