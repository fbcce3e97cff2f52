"""The page of a plan: its topics to be read, written, pasted or taken from a file (2.3, 4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import attrs
import colander
from deform import Button, ValidationFailure
from pyramid.csrf import check_csrf_token
from pyramid.httpexceptions import HTTPNotFound, HTTPSeeOther
from pyramid.response import Response
from pyramid.view import view_config, view_defaults

from oshj_core.academic_calendar.teaching import semester_for
from oshj_core.errors import Conflict, Invalid
from oshj_core.kyrgyz import format_date, format_number
from oshj_core.lists import Problems
from oshj_core.lists.cells import LESSON_KINDS as KIND_WORDS
from oshj_core.planning import (
    PLAN_COLUMNS,
    PlanState,
    compare_topics,
    deciders,
    excesses,
    read_topics,
    taught_by,
)
from oshj_core.planning.sheet import TASK_WORKS
from oshj_core.roles import Permission
from oshj_core.structure import LessonKind
from oshj_core.text import Text, text
from oshj_portal.forms.form import make_form
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import Upload
from oshj_portal.forms.widgets import UploadWidget
from oshj_portal.i18n import _, translatable
from oshj_portal.layout.frame import flash
from oshj_portal.lists.template import CONTENT_TYPE
from oshj_portal.moments import moment
from oshj_portal.places import person_name
from oshj_portal.plans.grid import Grid
from oshj_portal.plans.resources import PlanResource, planning
from oshj_portal.plans.titles import EDITABLE, PLAN_KINDS, PLAN_STATES
from oshj_portal.plans.workbook import read_workbook, write_workbook
from oshj_portal.structure.titles import LESSON_KINDS, subgroup_title

if TYPE_CHECKING:
    from oshj_core.planning import Plan, Topic
    from oshj_portal.forms.form import Form

RENDERER = "templates/plan.pt"
MAX_MEGABYTES = 5
SHOWN_ERRORS = 100
_STALE = text("The page was open for too long. Your entries are kept: send them again.")
_CONFLICT = text(
    "Somebody changed this plan meanwhile. Your rows are below; save them again to replace what "
    "is stored."
)
_WORKS = {"independent-individual": _("individual"), "independent-collective": _("collective")}


class ImportSchema(BaseSchema):
    """The file that holds the topics."""

    file = colander.SchemaNode(
        Upload(max_megabytes=MAX_MEGABYTES),
        title=_("File"),
        description=_("An XLSX workbook made from the template."),
        widget=UploadWidget(accept=".xlsx,.zip"),
    )


@view_defaults(context=PlanResource)
class PlanPages:
    """The pages on which a plan is read and written."""

    def __init__(self, context: PlanResource, request) -> None:
        self.context = context
        self.request = request
        self.plan: Plan = context.plan
        self.written = self.plan.topics
        self.semester = semester_for(request.site.university, self.plan.semester, self.plan.groups)

    @view_config(request_method="GET", permission=Permission.VIEW_PLAN.value, renderer=RENDERER)
    def show(self) -> dict[str, object]:
        """The newest version, or the one that ``?version=`` names."""
        asked = self.request.params.get("version")
        if asked is not None:
            found = [plan for plan in self.context.versions if str(plan.version) == asked]
            if not found:
                raise HTTPNotFound
            self.plan = found[0]
            self.written = self.plan.topics
        return self.page(Grid.of(self.plan.topics))

    @view_config(
        request_method="POST",
        permission=Permission.WRITE_PLAN.value,
        renderer=RENDERER,
        require_csrf=False,  # checked below, so that what was typed can be sent again
    )
    def save(self) -> dict[str, object] | Response:
        """Store the grid, and hand it in where that was asked for; or say what is wrong."""
        request = self.request
        grid = Grid.typed(request.POST)
        topics = grid.read(self.semester)
        if not check_csrf_token(request, raises=False):
            return self.again(grid, 422, _STALE)
        if topics is None:
            return self.again(grid, 422)
        self.written = topics
        try:
            planning(request).save(self.seen(), topics)
        except Conflict:
            changes = compare_topics(self.plan.topics, topics)
            grid.mark(changes.added, changes.changed)
            return self.again(grid, 409, _CONFLICT)
        if "submit" in request.POST:
            try:
                planning(request).submit(self.plan.id, request.POST.get("reason", ""))
            except Invalid as refusal:
                return self.again(grid, 422, refusal.text)
            flash(request, _("The plan was handed in."))
        else:
            flash(request, _("The plan was saved."))
        return HTTPSeeOther(request.resource_path(self.context))

    def seen(self) -> Plan:
        """The plan as its writer saw it, by the numbers the form carries."""

        def number(name: str) -> int:
            written = self.request.POST.get(name, "")
            return int(written) if written.isdecimal() and len(written) < 10 else -1

        return attrs.evolve(self.plan, version=number("version"), revision=number("revision"))

    def again(self, grid: Grid, status: int, message: Text | None = None) -> dict[str, object]:
        """The page with what was typed."""
        self.request.response.status_int = status
        return self.page(grid, message=message, unsaved=True)

    @view_config(
        name="import",
        request_method="POST",
        permission=Permission.WRITE_PLAN.value,
        renderer=RENDERER,
    )
    def take_file(self) -> dict[str, object]:
        """Put the topics of a file into the grid; they are stored when the grid is saved."""
        form = self.import_form()
        try:
            rows = read_workbook(form.validate_post(self.request)["file"].content)
        except ValidationFailure:
            return self.refused(form)
        except Invalid as refusal:
            form.refuse(refusal)
            return self.refused(form)
        topics = read_topics(rows, self.semester)
        if isinstance(topics, Problems):
            self.request.response.status_int = 422
            return self.page(Grid.of(self.plan.topics), problems=topics)
        self.written = topics
        changes = compare_topics(self.plan.topics, topics)
        grid = Grid.of(topics)
        grid.mark(changes.added, changes.changed)
        return self.page(grid, unsaved=bool(changes)) | {"changes": changes, "imported": True}

    def refused(self, form: Form) -> dict[str, object]:
        """The page with the form that could not be taken."""
        self.request.response.status_int = 422
        return self.page(Grid.of(self.plan.topics)) | {"import_form": form.render()}

    def import_form(self) -> Form:
        """The upload form."""
        return make_form(
            self.request,
            ImportSchema(),
            action=self.request.resource_path(self.context, "import"),
            buttons=(Button("read", _("Put the file into the table")),),
            formid="import",
        )

    @view_config(name="plan.xlsx", request_method="GET", permission=Permission.VIEW_PLAN.value)
    def workbook(self) -> Response:
        """The plan as a file; of an empty plan, the template."""
        content = write_workbook(self.plan.topics, self.request.localizer.translate)
        response = Response(content, content_type=CONTENT_TYPE)
        name = quote(f"{self.context.title}.xlsx", safe="")
        response.headers["Content-Disposition"] = (
            f"attachment; filename=\"plan.xlsx\"; filename*=UTF-8''{name}"
        )
        return response

    def page(
        self,
        grid: Grid,
        *,
        message: Text | None = None,
        problems: Problems | None = None,
        unsaved: bool = False,
    ) -> dict[str, object]:
        """What the template shows."""
        request, plan, context = self.request, self.plan, self.context
        newest = plan.version == context.plan.version
        writer = newest and request.has_permission(Permission.WRITE_PLAN.value, context)
        author = plan.author == request.actor.id
        editable = bool(writer and author and plan.state in EDITABLE)
        decides = request.has_permission(Permission.APPROVE_PLAN.value, context) and not author
        waits = newest and plan.state is PlanState.SUBMITTED
        site = request.site
        taught = taught_by(site.university, plan)
        teaches = request.actor.id in {one.teacher for one in taught}
        return {
            **about(request, plan),
            "path": request.resource_path(context),
            "subject": context.title,
            "semester": self.semester,
            "kinds_for": [LESSON_KINDS[kind] for kind in LessonKind if kind in plan.lessons],
            "subgroup": subgroup_title(plan.subgroup),
            "editable": editable,
            "may_renew": bool(writer and plan.state is PlanState.APPROVED),
            "may_decide": bool(waits and decides and not teaches),
            "teaches": bool(waits and decides and teaches),
            "nobody": bool(
                waits and not deciders(site.university, site.holdings, plan, request.act.today)
            ),
            "beyond": self.beyond() if newest else (),
            "reason": request.POST.get("reason", ""),
            "rows": grid.with_spare() if editable else grid.rows,
            "errors": grid.errors,
            "message": None if message is None else translatable(message),
            "file_errors": problems.errors[:SHOWN_ERRORS] if problems else (),
            "file_error_count": problems.count if problems else 0,
            "unsaved": unsaved,
            "imported": False,
            "changes": None,
            "import_form": self.import_form().render() if editable else None,
            "columns": {column.name: column.heading for column in PLAN_COLUMNS},
            "kinds": [(words[0], LESSON_KINDS[kind]) for kind, words in KIND_WORDS.items()],
            "works": [(word, _WORKS[work]) for work, word in TASK_WORKS.items()],
            "text": translatable,
            "versions": [about(request, one) for one in reversed(context.versions)],
            "steps": [self.step(step) for step in plan.steps],
            "problem_id": problem_id,
        }

    def beyond(self) -> list[tuple[object, str, str]]:
        """The kinds of lesson with more hours than the teaching load: planned, and loaded."""
        site = self.request.site
        written = attrs.evolve(self.plan, topics=self.written)
        return [
            (LESSON_KINDS[one.kind], format_number(one.planned), format_number(one.load))
            for one in excesses(site.university, site.loads, written)
        ]

    def step(self, step) -> dict[str, object]:
        """What became of the version, in words."""
        return {
            "state": PLAN_STATES[step.state],
            "kind": PLAN_KINDS[step.state],
            "by": person_name(self.request.site, step.actor),
            "at": moment(step.at, self.request.act.at.tzinfo),
            "reason": step.reason,
        }


def problem_id(name: str, line: int) -> str:
    """The id of a cell of the grid."""
    return f"{name}-{line}"


def about(request, plan: Plan) -> dict[str, object]:
    """A version of a plan in words."""
    return {
        "plan": plan,
        "state": PLAN_STATES[plan.state],
        "state_kind": PLAN_KINDS[plan.state],
        "author": person_name(request.site, plan.author),
        "hours": hours_by_kind(plan.topics),
        "total": format_number(plan.hours()),
        "submitted": "" if plan.submitted_on is None else format_date(plan.submitted_on),
    }


def hours_by_kind(topics: tuple[Topic, ...]) -> list[tuple[object, str]]:
    """The academic hours of each kind of lesson that is planned."""
    found = []
    for kind in LessonKind:
        hours = [topic.hours for topic in topics if topic.kind is kind]
        if hours:
            found.append((LESSON_KINDS[kind], format_number(sum(hours[1:], start=hours[0]))))
    return found
