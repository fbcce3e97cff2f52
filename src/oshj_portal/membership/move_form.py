"""The forms of moves: what happened, from when on, by which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import colander
from deform.widget import CheckboxWidget, HiddenWidget, SelectWidget, TextInputWidget

from oshj_core.errors import Invalid
from oshj_core.lists import cells
from oshj_core.membership import MoveKind
from oshj_core.membership.moves import MAX_ORDER, MAX_REASON
from oshj_core.people import Student
from oshj_portal.forms.schema import BaseSchema
from oshj_portal.forms.types import KyrgyzDate, KyrgyzString
from oshj_portal.i18n import _
from oshj_portal.membership.words import MOVE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyramid.request import Request

MAX_CODE = 40
MAX_NAME = 100


def kinds_for(student: Student, subgroups: int) -> list[MoveKind]:
    """What may happen to a student, by where the student is now."""
    if not student.active:
        return [MoveKind.RETURN, MoveKind.REINSTATEMENT]
    kinds = [MoveKind.TRANSFER, MoveKind.ACADEMIC_LEAVE, MoveKind.EXPULSION]
    return [MoveKind.SUBGROUP, *kinds] if subgroups else kinds


def _subgroup() -> colander.SchemaNode:
    numbers = [(str(number), str(number)) for number in range(1, 10)]
    return colander.SchemaNode(
        colander.Integer(),
        name="subgroup",
        title=_("Subgroup"),
        description=_("Only where the group is divided."),
        validator=colander.Range(0, 9),
        missing=0,
        widget=SelectWidget(values=[("0", "—"), *numbers]),
    )


def _order(required: bool) -> colander.SchemaNode:
    return colander.SchemaNode(
        KyrgyzString(max_length=MAX_ORDER),
        name="order",
        title=_("Number of the order"),
        **({} if required else {"missing": ""}),
    )


def _reason() -> colander.SchemaNode:
    return colander.SchemaNode(
        KyrgyzString(max_length=MAX_REASON), name="reason", title=_("Reason")
    )


def _day(description) -> colander.SchemaNode:
    return colander.SchemaNode(
        KyrgyzDate(), name="day", title=_("From the day"), description=description
    )


def _hidden(name: str, limit: int) -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.String(),
        name=name,
        validator=colander.Length(max=limit),
        missing="",
        widget=HiddenWidget(),
    )


def _confirmed() -> colander.SchemaNode:
    return colander.SchemaNode(
        colander.Boolean(),
        name="confirmed",
        title=_("Yes, store it: the published lessons stay as they were published"),
        missing=False,
        widget=CheckboxWidget(),
    )


class MoveSchema(BaseSchema):
    """A move of a student who is in the lists."""

    kind = colander.SchemaNode(
        colander.String(),
        title=_("What happened"),
        validator=colander.OneOf([one.value for one in MoveKind]),
    )
    group = colander.SchemaNode(
        KyrgyzString(max_length=MAX_CODE),
        title=_("New group"),
        description=_("The code of the group, for a transfer or a return; else leave it as it is."),
        missing="",
        widget=TextInputWidget(attributes={"list": "groups"}),
    )
    subgroup = _subgroup()
    day = _day(
        _("Lessons from this day on are those of the new place; earlier ones stay with the old.")
    )
    order = _order(required=False)
    reason = _reason()
    student = _hidden("student", MAX_CODE)
    seen = _hidden("seen", 6)
    report = _hidden("report", MAX_CODE)
    confirmed = _confirmed()


def move_schema(request: Request, kinds: Iterable[MoveKind], *, confirm: bool) -> MoveSchema:
    """The form with a choice of those kinds; ``confirm`` adds the question whether to store a
    move that published lessons do not follow."""
    translate = request.localizer.translate
    schema = MoveSchema()
    if not confirm:
        del schema["confirmed"]
    choices = [(one.value, translate(MOVE_KINDS[one])) for one in kinds]
    schema["kind"].widget = SelectWidget(values=choices)
    return schema


def _code(node: colander.SchemaNode, value: str) -> None:
    try:
        cells.identifier(value)
    except Invalid as refusal:
        raise colander.Invalid(node, str(refusal.text)) from refusal


class EnrolSchema(BaseSchema):
    """A student who is new at the university."""

    id = colander.SchemaNode(
        KyrgyzString(max_length=MAX_CODE),
        title=_("Code of the student"),
        description=_("It never changes and is never used again."),
        validator=_code,
    )
    family = colander.SchemaNode(KyrgyzString(max_length=MAX_NAME), title=_("Family name"))
    given = colander.SchemaNode(KyrgyzString(max_length=MAX_NAME), title=_("Given name"))
    patronymic = colander.SchemaNode(
        KyrgyzString(max_length=MAX_NAME), title=_("Patronymic"), missing=""
    )
    latin = colander.SchemaNode(
        KyrgyzString(max_length=MAX_NAME), title=_("In Latin letters"), missing=""
    )
    subgroup = _subgroup()
    day = _day(_("From this day on the student stands in the journals of the group."))
    order = _order(required=True)
    reason = _reason()
    report = _hidden("report", MAX_CODE)
    confirmed = _confirmed()


def enrol_schema(*, confirm: bool) -> EnrolSchema:
    """The form; ``confirm`` as of :func:`move_schema`."""
    schema = EnrolSchema()
    if not confirm:
        del schema["confirmed"]
    return schema


class RenameSchema(BaseSchema):
    """The right name of a student."""

    family = colander.SchemaNode(KyrgyzString(max_length=MAX_NAME), title=_("Family name"))
    given = colander.SchemaNode(KyrgyzString(max_length=MAX_NAME), title=_("Given name"))
    patronymic = colander.SchemaNode(
        KyrgyzString(max_length=MAX_NAME), title=_("Patronymic"), missing=""
    )
    latin = colander.SchemaNode(
        KyrgyzString(max_length=MAX_NAME), title=_("In Latin letters"), missing=""
    )
    reason = _reason()
    student = _hidden("student", MAX_CODE)
    report = _hidden("report", MAX_CODE)
