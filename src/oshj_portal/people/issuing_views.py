"""Registers a view of a person once for each audience, with that audience's permission (3.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyramid.view import view_config

from oshj_core.accounts import Audience
from oshj_portal.resources import PersonResource

if TYPE_CHECKING:
    from collections.abc import Callable


def audience_of(context: PersonResource) -> Audience:
    """Whom the person's account is for."""
    return Audience.STUDENT if context.is_student else Audience.STAFF


def issuing_view(name: str) -> Callable[..., Any]:
    """A POST view of a person, named ``student-<name>`` and ``staff-<name>``.

    Pyramid checks the permission that the name asks for; the core checks the one that the
    person asks for, so neither name opens the other's way.
    """

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        for audience in Audience:
            # One frame up: the scan takes the views of the module that is being decorated.
            view_config(
                context=PersonResource,
                name=f"{audience.value}-{name}",
                request_method="POST",
                permission=audience.issuing.value,
                _depth=1,
            )(view)
        return view

    return register
