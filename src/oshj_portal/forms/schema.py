"""The schema every form that writes starts from."""

from __future__ import annotations

import colander
from pyramid.csrf import check_csrf_token

from oshj_portal.forms.widgets import TokenWidget
from oshj_portal.i18n import _


class _TokenNode(colander.SchemaNode):
    """Takes the token the request carries (field or header) and refuses any other."""

    schema_type = colander.String
    widget = TokenWidget()

    def deserialize(self, cstruct: object = colander.null) -> object:
        """The token, or ``colander.Invalid``, so that what was typed can be sent again."""
        if not check_csrf_token(self.bindings["request"], raises=False):
            raise colander.Invalid(
                self, _("The page was open for too long. Your entries are kept: send them again.")
            )
        return cstruct


class BaseSchema(colander.Schema):
    """A schema with the session's CSRF token; to be bound to the request."""

    csrf_token = _TokenNode(name="csrf_token")
