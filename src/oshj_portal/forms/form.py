"""A form of one request: made, rendered and validated in three short calls."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import attrs
import colander
import deform
from deform import Button
from pyramid.request import Request

from oshj_core.errors import Refusal
from oshj_portal.forms.types import refusal_messages
from oshj_portal.i18n import _


@attrs.frozen
class Problem:
    """One line of the summary: ``target`` is the id to jump to, if the field can be seen."""

    target: str | None
    label: str
    messages: Sequence[str]


class Form(deform.Form):
    """deform's form with stable ids (``formid-field``) and a summary of its errors."""

    error: colander.Invalid | None

    def __init__(self, schema: colander.Schema, **kw: Any) -> None:
        super().__init__(schema, **kw)
        self.oid = self.formid
        _name_fields(self)

    def validate_post(self, request: Request) -> dict[str, Any]:
        """The values typed, without the token.

        Raises ``deform.ValidationFailure``; ``render()`` then shows them again with the errors.
        """
        values = dict(self.validate(request.POST.items()))
        values.pop("csrf_token", None)
        return values

    def validate_pstruct(self, pstruct: Any) -> Any:
        """As deform's, also for a post that no page of ours could have sent."""
        return super().validate_pstruct(_shaped(self, pstruct))

    def refuse(self, refusal: Refusal) -> None:
        """Show what a rule said no to, at the field its ``place`` names or above the form."""
        place = getattr(refusal, "place", "")
        field = next((child for child in self.children if child.name == place), self)
        earlier = [] if field.error is None else field.error.messages()
        field.error = colander.Invalid(field.schema, [*earlier, *refusal_messages(refusal)])
        if self.error is None:
            self.error = colander.Invalid(self.schema)

    @property
    def problems(self) -> list[Problem]:
        """Every error of the form, in the order of its fields."""
        return list(_problems(self))


def make_form(
    request: Request,
    schema: colander.Schema,
    *,
    action: str = "",
    buttons: Sequence[Button] | None = None,
    values: Any = colander.null,
    formid: str = "form",
    method: str = "POST",
    **kw: Any,
) -> Form:
    """A form bound to ``request`` and rendered in its language.

    ``buttons`` default to one, "Save"; ``values`` fill the fields; further keywords are
    :class:`deform.Form`'s.  Two forms on one page need different ``formid``.
    """
    return Form(
        schema.bind(request=request),
        renderer=request.form_renderer,
        action=action,
        buttons=(Button("save", _("Save")),) if buttons is None else buttons,
        appstruct=values,
        formid=formid,
        method=method,
        **{"focus": "off", **kw},
    )


def _name_fields(parent: deform.Field) -> None:
    for child in parent.children:
        child.oid = f"{parent.oid}-{child.name}"
        _name_fields(child)


def _shaped(field: deform.Field, pstruct: Any) -> Any:
    """A group of fields is a mapping or nothing: deform breaks on anything else there."""
    if not isinstance(field.typ, colander.Mapping):
        return pstruct
    if not isinstance(pstruct, dict):
        return colander.null
    known = {child.name: child for child in field.children}
    return {
        name: _shaped(known[name], value) if name in known else value
        for name, value in pstruct.items()
    }


def _problems(field: deform.Field) -> Iterator[Problem]:
    if field.error is not None and (messages := field.error.messages()):
        seen = field.parent is not None and not field.widget.hidden
        yield Problem(field.oid if seen else None, field.title if seen else "", messages)
    for child in field.children:
        yield from _problems(child)
