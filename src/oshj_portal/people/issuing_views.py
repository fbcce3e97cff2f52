"""Registers a view of a person once for each audience, with that audience's permission (3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from oshj_core.accounts import Audience
from oshj_portal.resources import PersonResource

if TYPE_CHECKING:
    from collections.abc import Callable


class AudiencePredicate:
    """``audience=Audience.STUDENT``: the person is one of that audience."""

    def __init__(self, audience: Audience, info: Any) -> None:
        self.audience = audience

    def text(self) -> str:
        """How the view is named in reports."""
        return f"audience = {self.audience.value}"

    phash = text

    def __call__(self, context: PersonResource, request: Any) -> bool:
        return audience_of(context) is self.audience


def audience_of(context: PersonResource) -> Audience:
    """Whom the person's account is for."""
    return Audience.STUDENT if context.is_student else Audience.STAFF


def issuing_view(name: str) -> Callable[..., Any]:
    """A POST view of a person for whoever issues that person's credentials."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        for audience in Audience:
            view_config(
                context=PersonResource,
                name=name,
                request_method="POST",
                audience=audience,
                permission=audience.issuing.value,
            )(view)
        return view

    return register
