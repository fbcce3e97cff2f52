"""One step of a new year: what it is, how it is prepared, what it would change (3.2, 4.1)."""

from __future__ import annotations

from typing import Any

import colander
from deform import Button, ValidationFailure
from deform.widget import RadioChoiceWidget, SelectWidget, TextInputWidget
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from oshj_core.decisions import decide
from oshj_core.errors import Invalid, NotAllowed, NotFound, Refusal
from oshj_core.roles import Actor, Facts, Permission
from oshj_core.rollover import (
    BOOKS,
    STEP_PERMISSIONS,
    STEP_TITLES,
    STEPS,
    WAY_TITLES,
    WAYS,
    StagedStep,
    Step,
    Way,
)
from oshj_core.rollover.values import MAX_NOTE
from oshj_core.text import text
from oshj_portal.exchange.offered import offered
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import Upload
from oshj_portal.forms.widgets import UploadWidget
from oshj_portal.i18n import _, translatable
from oshj_portal.jobs.starting import start_job
from oshj_portal.lists import summary
from oshj_portal.lists.limits import MAX_MEGABYTES
from oshj_portal.moments import moment
from oshj_portal.places import person_name
from oshj_portal.resources import Control, University
from oshj_portal.role_titles import ROLE_TITLES
from oshj_portal.rollover.jobs import NewYearPages
from oshj_portal.rollover.places import NewYear, year_path
from oshj_portal.rollover.views import STAND_TITLES, stand_of
from oshj_portal.rollover.work import BOOK, LOOK

ABOUT = {
    Step.CLOSING: _(
        "All semesters before the new year are closed. Their journals keep their own rules and "
        "are only read from then on."
    ),
    Step.PROMOTION: _(
        "Groups are in the next course by themselves. Name those that graduate, with the order "
        "and the day: their students leave, the groups are closed."
    ),
    Step.CALENDAR: _(
        "The semesters with their modules, the sessions, practice and vacations of the new year. "
        "Holidays are proposed on the page of the calendar."
    ),
    Step.LISTS: _(
        "Units, staff, groups, students and subjects that are new or change. What is not in the "
        "file stays as it is."
    ),
    Step.LOAD: _("The planned hours: who teaches what to whom in the new year."),
    Step.ASSIGNMENTS: _(
        "Each line of the load becomes an assignment, which opens its journals. Control and "
        "scheme are those the subject had last."
    ),
    Step.TIMETABLE: _("The rooms and weekly lessons of the new year."),
}
CLAUSES = {
    Step.CLOSING: "5.7",
    Step.PROMOTION: "4.1",
    Step.CALENDAR: "4.1",
    Step.LISTS: "4.1",
    Step.LOAD: "3.2",
    Step.ASSIGNMENTS: "4.1",
    Step.TIMETABLE: "3.2",
}
_NOTES = {
    Step.CLOSING: (_("Order of the closing"), _("Its number and day; kept with the change.")),
    Step.TIMETABLE: (
        _("Why clashes are to stand"),
        _("Empty: a clash of teachers, groups or rooms is an error."),
    ),
}


def _schema(request, step: Step) -> BaseSchema:
    """The form of a step: the ways it can be done, and what they need."""
    formats = [
        (one.format.id, translatable(one.format.title))
        for one in offered(request.site, request.registry)
        if one.format.reads is not None
    ]
    ways = [way for way in WAYS[step] if way is not Way.FORMAT or formats]
    schema = BaseSchema()
    schema.add(
        colander.SchemaNode(
            colander.String(),
            name="way",
            title=_("How it is done"),
            widget=RadioChoiceWidget(
                values=[(way.value, translatable(WAY_TITLES[way])) for way in ways]
            ),
            validator=colander.OneOf([way.value for way in ways]),
        )
    )
    if any(way.has_file for way in ways):
        schema.add(
            colander.SchemaNode(
                Upload(max_megabytes=MAX_MEGABYTES),
                name="file",
                title=_("File"),
                widget=UploadWidget(),
                missing=None,
            )
        )
    if Way.FORMAT in ways:
        schema.add(
            colander.SchemaNode(
                colander.String(),
                name="format",
                title=_("Program the file is of"),
                widget=SelectWidget(values=[("", ""), *formats]),
                validator=colander.OneOf([code for code, _title in formats]),
                missing="",
            )
        )
    if step in _NOTES:
        title, description = _NOTES[step]
        schema.add(
            colander.SchemaNode(
                colander.String(),
                name="note",
                title=title,
                description=description,
                widget=TextInputWidget(),
                validator=colander.Length(max=MAX_NOTE),
                missing="",
            )
        )
    return schema


@view_defaults(context=NewYear, permission=Permission.PREPARE_YEAR.value)
class StepPages(NewYearPages):
    """The page of a step, named by ``?step=``."""

    def step(self) -> Step:
        """The step the request names.

        :raises NotFound: there is no such step.
        """
        named = self.request.params.get("step", "")
        found = next((one for one in STEPS if one.value == named), None)
        if found is None:
            raise NotFound("step", named)
        return found

    def form(self, step: Step, values: Any = colander.null):
        """The form of the step."""
        return make_form(
            self.request,
            _schema(self.request, step),
            action=self.step_path(step),
            buttons=(Button("look", _("Check and prepare")),),
            values=values,
            formid="step",
        )

    @view_config(name="step", request_method="GET", renderer="templates/step.pt")
    def show(self):
        step = self.step()
        staged = self.rolling.find(self.year).staged(step)
        values = {"way": (staged.way if staged else WAYS[step][0]).value}
        if step in _NOTES and staged:
            values["note"] = staged.note
        return self.page(step, self.form(step, values))

    def page(self, step: Step, form) -> dict[str, Any]:
        """The values of the page with that form."""
        request, year = self.request, self.year
        rolling = self.rolling
        staged = rolling.find(year).staged(step)
        refusal = None
        try:
            rolling.check_step(year, step, Way.LEFT)
        except Refusal as refused:
            refusal = refused
        roles = _roles_for(step) if isinstance(refusal, NotAllowed) else []
        kept = request.site.rollovers.file(year, step) if staged else None
        number = step.number
        return {
            "number": number,
            "title": translatable(STEP_TITLES[step]),
            "year_title": self.context.title,
            "about": ABOUT[step],
            "clause": CLAUSES[step],
            "form": None if refusal else form.render(),
            "refusal": refusal and translatable(refusal.text),
            "advice": None
            if roles
            else refusal and refusal.advice and translatable(refusal.advice),
            "roles": roles,
            "staged": self.shown(staged),
            "summary": kept.summary if kept and staged and staged.way is not Way.LEFT else None,
            "applied": False,
            "may_apply": False,
            "apply_href": "",
            "upload_href": self.step_path(step),
            "id": "",
            "digest": "",
            "shown": summary.SHOWN,
            "words": self.words,
            "step": step.value,
            "year_href": year_path(request, year),
            "again_href": self.path("again")
            if not refusal and stand_of(staged) == "again"
            else None,
            "book_href": self.path("book") if step in BOOKS else None,
            "template_href": request.resource_path(self.control, "lists-template")
            if step is Step.LISTS and request.has_permission(_IMPORT, self.control)
            else None,
            "before_href": self.step_path(STEPS[number - 2]) if number > 1 else None,
            "after_href": self.step_path(STEPS[number]) if number < len(STEPS) else None,
        }

    @property
    def control(self) -> Control:
        """The control panel, whose template of the lists is offered."""
        return Control(self.request, "control", University(self.request))

    def shown(self, staged: StagedStep | None) -> dict[str, Any] | None:
        """A prepared step for the reader."""
        if staged is None:
            return None
        stand = stand_of(staged)
        return {
            "stand": stand,
            "state": STAND_TITLES[stand],
            "way": translatable(WAY_TITLES[staged.way]),
            "file": staged.file,
            "note": staged.note,
            "by": person_name(self.request.site, staged.by),
            "at": moment(staged.at, self.request.clock.now().tzinfo),
        }

    @view_config(name="step", request_method="POST", renderer="templates/step.pt")
    def prepare(self):
        step = self.step()
        form = self.form(step)
        try:
            values = form.validate_post(self.request)
            way, uploaded = Way(values["way"]), values.get("file")
            self.rolling.check_step(self.year, step, way)
            _check_given(way, uploaded, values)
        except ValidationFailure:
            self.request.response.status_int = 422
            return self.page(step, form)
        except Invalid as refusal:
            if refusal.place not in _FIELDS:
                raise
            form.refuse(refusal)
            self.request.response.status_int = 422
            return self.page(step, form)
        if way is Way.LEFT:
            rolling = self.rolling
            rolling.stage(self.year, rolling.new_step(step, way))
            self.request.site.rollovers.drop_file(self.year, step)
            return HTTPSeeOther(year_path(self.request, self.year))
        file = uploaded if way.has_file else None
        return self.look(
            step,
            way,
            values.get("note", ""),
            values.get("format", ""),
            file.filename if file else "",
            file.content if file else None,
        )

    def look(self, step: Step, way: Way, note: str, format_id: str, name: str, content):
        """Start the look at a step and lead to it."""
        parameters = {
            "year": str(self.year),
            "step": step.value,
            "way": way.value,
            "note": note,
            "format": format_id,
            "file": name,
        }
        job = start_job(self.request, LOOK, parameters, content)
        return HTTPSeeOther(self.job_path(job))

    @view_config(name="again", request_method="POST")
    def again(self):
        """Look again at what is prepared, because an earlier step became another."""
        step = self.step()
        rolling = self.rolling
        staged = rolling.check_step(self.year, step, Way.LEFT).staged(step)
        if staged is None or staged.way is Way.LEFT:
            raise NotFound("step", step.value)
        content = self.request.site.rollovers.open_file(self.year, step)
        return self.look(step, staged.way, staged.note, staged.format, staged.file, content)

    @view_config(name="book", request_method="POST")
    def book(self):
        """Write the workbook that the step begins with."""
        step = self.step()
        if step not in BOOKS:
            raise NotFound("file", step.value)
        parameters = {
            "year": str(self.year),
            "step": step.value,
            "file": f"oshj-{self.year}-{step.number}-{step.value}.xlsx",
        }
        job = start_job(self.request, BOOK, parameters)
        return HTTPSeeOther(self.job_path(job))


_IMPORT = Permission.IMPORT_LISTS.value
_FIELDS = ("way", "file", "format", "note")


def _roles_for(step: Step) -> list[str]:
    """The roles that may prepare the step, by the policy."""
    nobody = Actor("", frozenset())
    granted = decide(nobody, STEP_PERMISSIONS[step], Facts()).by
    return [ROLE_TITLES[role] for role in dict.fromkeys(one.role for one in granted)]


def _check_given(way: Way, uploaded: Any, values: dict[str, Any]) -> None:
    if way.has_file and uploaded is None:
        raise Invalid(text("Choose the file."), place="file")
    if way is Way.FORMAT and not values.get("format"):
        raise Invalid(text("Choose the program the file is of."), place="format")
    if way is Way.ORDER and not values.get("note", "").strip():
        raise Invalid(
            text("Say why: the reason is kept with the change."), place="note", clause="1.4"
        )
