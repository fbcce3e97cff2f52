"""The form of one period: it asks only for what its kind needs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import colander
from deform import Button
from deform.widget import CheckboxWidget, HiddenWidget, SelectWidget

from oshj_core.academic_calendar import Period, PeriodKind, Reach
from oshj_core.academic_calendar.checking import MAX_MODULES
from oshj_core.academic_calendar.keeping import written
from oshj_core.academic_calendar.periods import MAX_COURSE, MAX_NAME
from oshj_core.calendar import Window
from oshj_core.errors import Invalid
from oshj_core.issuing import MAX_REASON
from oshj_core.kyrgyz import sort_key
from oshj_core.structure import StudyForm
from oshj_core.text import text
from oshj_portal.calendar.titles import FORM_TITLES, SEMESTER_TITLES
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import KyrgyzDate, KyrgyzString
from oshj_portal.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from oshj_portal.forms.form import Form

DATED = frozenset({PeriodKind.SEMESTER, PeriodKind.MODULE})


@colander.deferred
def _semesters(_node, kw):
    request, year = kw["request"], kw["year"]
    translate = request.localizer.translate
    found = [one for one in request.site.university.semesters if one.year == year]
    return SelectWidget(
        values=[(one.id, f"{one.id} · {translate(SEMESTER_TITLES[one.number])}") for one in found]
    )


@colander.deferred
def _numbers(_node, _kw):
    return SelectWidget(values=[(str(one), str(one)) for one in range(1, MAX_MODULES + 1)])


def unit_choices(request) -> list[tuple[str, str]]:
    """The university as a whole, and its units by name."""
    whole = request.localizer.translate(_("Whole university"))
    units = sorted(request.site.university.units, key=lambda one: sort_key(one.name))
    return [("", whole), *((one.id, one.name) for one in units)]


def form_choices(request) -> list[tuple[str, str]]:
    """Any form of study, and each."""
    translate = request.localizer.translate
    return [("", translate(_("any"))), *((one.value, FORM_TITLES[one]) for one in StudyForm)]


@colander.deferred
def units_widget(_node, kw):
    """A select field of :func:`unit_choices`."""
    return SelectWidget(values=unit_choices(kw["request"]))


@colander.deferred
def forms_widget(_node, kw):
    """A select field of :func:`form_choices`."""
    return SelectWidget(values=form_choices(kw["request"]))


@colander.deferred
def _courses(_node, kw):
    translate = kw["request"].localizer.translate
    return SelectWidget(
        values=[
            ("0", translate(_("any"))),
            *((str(one), str(one)) for one in range(1, MAX_COURSE + 1)),
        ]
    )


def read_form(value: str) -> StudyForm | None:
    """The form of study of that word; ``None`` for the empty one.

    :raises Invalid: no such form (place ``form``).
    """
    if not value:
        return None
    try:
        return StudyForm(value)
    except ValueError:
        raise Invalid(text("There is no such form of study."), place="form") from None


class _Hidden(colander.SchemaNode):
    schema_type = colander.String
    missing = ""
    widget = HiddenWidget()
    validator = colander.Length(max=2000)


class PeriodSchema(BaseSchema):
    """A period; what its kind does not have is left out by :func:`period_form`."""

    id = _Hidden(name="id")
    year = colander.SchemaNode(
        colander.Integer(), widget=HiddenWidget(), validator=colander.Range(2000, 2100)
    )
    kind = _Hidden(name="kind")
    seen = _Hidden(name="seen")
    semester = colander.SchemaNode(colander.String(), title=_("Semester"), widget=_semesters)
    number = colander.SchemaNode(
        colander.Integer(), title=_("Number of the module"), widget=_numbers
    )
    name = colander.SchemaNode(
        KyrgyzString(max_length=MAX_NAME),
        title=_("Name"),
        description=_("As people call it; empty: the kind itself."),
        missing="",
    )
    starts = colander.SchemaNode(KyrgyzDate(), title=_("First day"))
    ends = colander.SchemaNode(KyrgyzDate(), title=_("Last day"))
    entry_opens = colander.SchemaNode(
        KyrgyzDate(),
        title=_("Entry opens"),
        description=_("The first day on which the module may be filled in."),
    )
    entry_closes = colander.SchemaNode(
        KyrgyzDate(),
        title=_("Entry closes"),
        description=_("The last day on which the module may be filled in (4.3)."),
    )
    unit = colander.SchemaNode(
        colander.String(),
        title=_("For whom: unit"),
        description=_("With all units below it. What is given more narrowly stands before."),
        missing="",
        widget=units_widget,
    )
    form = colander.SchemaNode(
        colander.String(), title=_("Form of study"), missing="", widget=forms_widget
    )
    course = colander.SchemaNode(colander.Integer(), title=_("Course"), missing=0, widget=_courses)
    uncertain = colander.SchemaNode(
        colander.Boolean(),
        title=_("The day is not announced yet"),
        missing=False,
        widget=CheckboxWidget(),
    )
    reason = colander.SchemaNode(
        KyrgyzString(max_length=MAX_REASON),
        title=_("Reason"),
        description=_("For example the number of the order."),
        missing="",
    )
    confirmed = colander.SchemaNode(
        colander.Boolean(),
        title=_("Yes, store it: the lessons named above stay as they are"),
        missing=False,
        widget=CheckboxWidget(),
    )


def period_form(
    request, kind: PeriodKind, year: int, values: Mapping[str, Any], *, confirm: bool
) -> Form:
    """The form for a period of that kind; ``confirm`` adds the question whether it is to be
    stored although it touches open lessons."""
    schema = PeriodSchema()
    unused = {"name"} if kind in DATED else {"semester"}
    if kind is not PeriodKind.MODULE:
        unused |= {"number", "entry_opens", "entry_closes"}
    if kind is not PeriodKind.HOLIDAY:
        unused.add("uncertain")
    if not confirm:
        unused.add("confirmed")
    for name in unused:
        del schema[name]
    bound = schema.bind(request=request, year=year)
    return make_form(
        request,
        bound,
        buttons=(Button("save", _("Save")),),
        values=dict(values) or colander.null,
        formid="period",
    )


def values_of(period: Period) -> dict[str, object]:
    """What the form shows of a period that is known."""
    values: dict[str, object] = {
        "id": period.id,
        "year": period.year,
        "kind": period.kind.value,
        "seen": written(period),
        "starts": period.starts,
        "ends": period.ends,
        "unit": period.reach.unit,
        "form": period.reach.form.value if period.reach.form else "",
        "course": period.reach.course,
    }
    if period.kind in DATED:
        values["semester"] = period.semester
    else:
        values["name"] = period.name
    if period.kind is PeriodKind.HOLIDAY:
        values["uncertain"] = not period.certain
    if period.entry is not None:
        values |= {
            "number": period.number,
            "entry_opens": period.entry.opens,
            "entry_closes": period.entry.closes,
        }
    return values


def period_of(kind: PeriodKind, values: Mapping[str, Any]) -> Period:
    """The period that was typed.

    :raises Invalid: its days run backwards; no such form of study.
    """
    entry = None
    if kind is PeriodKind.MODULE:
        entry = Window(values["entry_opens"], values["entry_closes"])
    return Period(
        values["id"],
        values["year"],
        kind,
        values["starts"],
        values["ends"],
        values.get("name", ""),
        Reach(values["unit"], read_form(values["form"]), values["course"]),
        values.get("semester", ""),
        values.get("number", 0),
        entry,
        not values.get("uncertain", False),
    )
