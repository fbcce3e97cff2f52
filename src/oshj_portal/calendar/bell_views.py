"""«Коңгуроо»: the bells of the university, and of units and forms of study that differ (4.1)."""

from __future__ import annotations

import colander
import deform
from deform import Button
from deform.widget import TextAreaWidget
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from oshj_core.academic_calendar.bells import DEFAULT_TABLE, BellTable
from oshj_core.academic_calendar.periods import WHOLE, Reach
from oshj_core.errors import Conflict, Invalid
from oshj_core.roles import Permission
from oshj_portal.calendar.bell_text import read_bells, write_bells
from oshj_portal.calendar.following import lessons_at_other_times
from oshj_portal.calendar.period_form import forms_widget, read_form, units_widget
from oshj_portal.calendar.period_views import keeping_of
from oshj_portal.calendar.titles import reach_title
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import KyrgyzString
from oshj_portal.i18n import _
from oshj_portal.layout.frame import flash
from oshj_portal.resources import Control

RENDERER = "templates/bells.pt"


class BellSchema(BaseSchema):
    """The bells of one part of the university."""

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
    bells = colander.SchemaNode(
        KyrgyzString(lines=True),
        title=_("Bells"),
        description=_("A line for each lesson: number, begin and end, as in 1: 08:00–09:20"),
        widget=TextAreaWidget(rows=9),
    )
    seen = colander.SchemaNode(
        colander.String(),
        missing="",
        widget=deform.widget.HiddenWidget(),
        validator=colander.Length(max=1000),
    )


@view_defaults(context=Control, permission=Permission.EDIT_CALENDAR.value)
class BellPages:
    """All bell tables beside the form of one: ``?unit=&form=``."""

    def __init__(self, context, request) -> None:
        self.context = context
        self.request = request
        self.tables = request.site.calendar.bells

    @view_config(name="bells", request_method="GET", renderer=RENDERER)
    def show_bells(self):
        """The bells as they are."""
        params = self.request.params
        reach = Reach(params.get("unit", ""), read_form(params.get("form", "")))
        known = self.tables.find(str(reach))
        shown = write_bells((known or self._whole()).written)
        return self._page(
            self._form(
                unit=reach.unit,
                form=reach.form.value if reach.form else "",
                bells=shown,
                seen=_seen(known),
            )
        )

    @view_config(name="bells", request_method="POST", renderer=RENDERER)
    def save_bells(self):
        """Keep the bells that were typed."""
        form = self._form()
        try:
            values = form.validate_post(self.request)
            reach = Reach(values["unit"], read_form(values["form"]))
            table = BellTable.of(read_bells(values["bells"]), reach)
            known = self.tables.find(table.id)
            seen = known if _seen(known) == values["seen"].replace("\r", "") else None
            keeping_of(self.request).put_bells(table, seen=seen)
        except deform.ValidationFailure:
            self.request.response.status_int = 422
        except (Invalid, Conflict) as refusal:
            form.refuse(refusal)
            self.request.response.status_int = 409 if isinstance(refusal, Conflict) else 422
        else:
            flash(self.request, _("The bells were stored."))
            return self._back()
        return self._page(form)

    @view_config(name="strike-bells", request_method="POST")
    def strike_bells(self):
        """Let a part of the university go by the wider bells again."""
        fields = self.request.POST
        reach = Reach(fields.get("unit", ""), read_form(fields.get("form", "")))
        keeping_of(self.request).remove_bells(reach, fields.get("reason", ""))
        flash(self.request, _("The bells were struck."))
        return self._back()

    def _back(self):
        """To the bells, or to the lessons of the timetable that ring at another time now."""
        if lessons_at_other_times(self.request):
            flash(self.request, _("Say from which day on the lessons follow the bells."), "warn")
            return HTTPSeeOther(
                self.request.resource_path(self.request.root, "timetable", "clashes") + "#load"
            )
        return HTTPSeeOther(self.request.resource_path(self.context, "bells"))

    def _whole(self) -> BellTable:
        return self.tables.find(str(WHOLE)) or DEFAULT_TABLE

    def _form(self, **values):
        return make_form(
            self.request,
            BellSchema(),
            action=self.request.resource_path(self.context, "bells"),
            buttons=(Button("save", _("Save")),),
            values=values or colander.null,
            formid="bells",
        )

    def _page(self, form):
        tables = {table.id: table for table in self.tables}
        whole = tables.pop(str(WHOLE), None)
        return {
            "form": form.render(),
            "strike_href": self.request.resource_path(self.context, "strike-bells"),
            "tables": [
                {
                    "title": reach_title(self.request, table.reach),
                    "unit": table.reach.unit,
                    "form": table.reach.form.value if table.reach.form else "",
                    "rings": table.rings,
                    "own": table is whole or table.id in tables,
                    "href": self.request.resource_path(
                        self.context,
                        "bells",
                        query={
                            "unit": table.reach.unit,
                            "form": table.reach.form.value if table.reach.form else "",
                        },
                    ),
                }
                for table in (whole or DEFAULT_TABLE, *tables.values())
            ],
        }


def _seen(table: BellTable | None) -> str:
    return "" if table is None else write_bells(table.written)
