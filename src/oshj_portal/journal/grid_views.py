"""The journal as a grid, and why a total is what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyramid.view import view_config

from oshj_core.decisions import decide
from oshj_core.errors import Invalid
from oshj_core.grading import explain_total
from oshj_core.kyrgyz import format_number
from oshj_core.regulation import Clause, clause
from oshj_core.roles import Permission
from oshj_core.text import text
from oshj_portal.i18n import _, translatable
from oshj_portal.journal.grid import Lock, make_grid, mark_limits
from oshj_portal.journal.headers import Headings, status_marks
from oshj_portal.journal.substitutes import substitutes
from oshj_portal.journal.words import words
from oshj_portal.membership.journal_list import outcomes
from oshj_portal.resources import JournalResource
from oshj_portal.structure.titles import CONTROL_FORMS

if TYPE_CHECKING:
    from pyramid.request import Request


@view_config(
    context=JournalResource,
    request_method="GET",
    permission=Permission.VIEW_JOURNAL.value,
    renderer="templates/journal.pt",
)
def show_journal(context: JournalResource, request: Request) -> dict[str, object]:
    """The grid."""
    context.register.load_all()
    grid = make_grid(context.journal, request.locale_name)
    headings = Headings(request, context)
    return {
        "subject": context.subject,
        "group": context.register.group,
        "about": about(context, request),
        "grid": grid,
        "heads": [headings.head(column) for column in grid.columns],
        "locks": [lock_values(request, lock) for lock in grid.locks],
        "statuses": status_marks(request),
        "limits": mark_limits(context.journal),
        "words": words(request),
        "publishable": _publishable(context, request),
        "may_open": _may_open(context, request),
        "path": request.resource_path(context),
        "substitutes": substitutes(context, request),
        "list_outcomes": outcomes(context, request),
    }


def about(context: JournalResource, request: Request) -> list[object]:
    """What stands under the title of a journal: year and semester, credits, form, scheme."""
    journal = context.journal
    semester = journal.semester
    parts: list[object] = [
        _(
            "academic year ${year}, semester ${number}",
            mapping={"year": semester.academic_year, "number": semester.number},
        ),
        _("credits: ${credits}", mapping={"credits": context.subject.credits}),
    ]
    parts.extend(CONTROL_FORMS[form] for form in {one.control for one in journal.assignments})
    parts.append(f"«{journal.scheme.title[request.locale_name]}»")
    return parts


def lock_values(request: Request, lock: Lock) -> dict[str, object]:
    """A lock in words, with the sentence of the regulation it rests on."""
    decision = lock.decision
    quoted = clause(decision.clause)
    if isinstance(lock.closes, int):
        closes: object = _("Module ${number}", mapping={"number": lock.closes})
    else:
        closes = lock.closes
    return {
        "closes": closes,
        "number": quoted.number,
        "reason": None if decision.reason is None else translatable(decision.reason),
        "advice": None if decision.advice is None else translatable(decision.advice),
        "quote": sentence(quoted, request.locale_name),
    }


def sentence(quoted: Clause, language: str) -> str:
    """The paragraph of a clause that forbids changes; all of it where none does."""
    if language == "en":
        return quoted.en
    paragraphs = quoted.ky.strip().split("\n")
    return next((one for one in paragraphs if "өзгөртүүгө укугу жок" in one), quoted.ky)


def _may_open(context: JournalResource, request: Request) -> bool:
    return bool(request.has_permission(Permission.OPEN_LESSON.value, context))


def _publishable(context: JournalResource, request: Request) -> dict[str, str] | None:
    """The first module's control that the reader may publish now."""
    journal = context.journal
    for component in journal.controls:
        if component.module is None:
            continue
        facts = journal.control_facts(component)
        if decide(request.actor, Permission.PUBLISH_TOTAL, facts).allowed:
            return {
                "title": component.title[request.locale_name],
                "href": request.resource_path(context, component.id, "publish"),
            }
    return None


def slot_of(context: JournalResource, typed: str) -> int:
    """The slot a parameter names.

    :raises Invalid: it names none of the journal.
    """
    if typed.isascii() and typed.isdigit() and len(typed) <= 5:
        slot = int(typed)
        if slot < len(context.register.roster()):
            return slot
    raise Invalid(text("There is no such student in the journal."), place="slot")


@view_config(
    context=JournalResource,
    name="why",
    request_method="GET",
    permission=Permission.VIEW_JOURNAL.value,
    renderer="json",
)
def why(context: JournalResource, request: Request) -> dict[str, object]:
    """The steps from what is recorded to a student's total (2.9)."""
    slot = slot_of(context, request.params.get("slot", ""))
    journal = context.journal
    steps = explain_total(journal.scheme, *journal.recorded(slot), language=request.locale_name)
    translate = request.localizer.translate
    return {
        "steps": [
            {
                "text": translate(translatable(step.text)),
                "value": None if step.value is None else format_number(step.value.normalize()),
            }
            for step in steps
        ]
    }
