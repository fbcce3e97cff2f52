"""The widgets deform lacks, or has only with a script."""

from __future__ import annotations

from typing import Any

import colander
from deform.widget import HiddenWidget, TextInputWidget, Widget
from pyramid.csrf import get_csrf_token

from oshj_portal.i18n import _


class DateWidget(TextInputWidget):
    """A day typed as text: the browser's own date field speaks the browser's language."""

    template = "date_input"


class DecimalWidget(TextInputWidget):
    """A number typed as text: the browser's own number field refuses the comma."""

    template = "decimal_input"


class TokenWidget(HiddenWidget):
    """The hidden field of the CSRF token: always the session's own, never the posted one."""

    def serialize(self, field: Any, cstruct: object, **kw: Any) -> str:
        """The field with the token of the request its schema is bound to."""
        token = get_csrf_token(field.schema.bindings["request"])
        return super().serialize(field, token, **kw)


class UploadWidget(Widget):
    """A file field that keeps nothing between requests; ``accept`` as in HTML."""

    template = "file_upload"
    accept: str | None = None

    def serialize(self, field: Any, cstruct: object, **kw: Any) -> str:
        """The empty file field: after an error the file is chosen again."""
        return field.renderer(self.template, **self.get_template_values(field, cstruct, kw))

    def deserialize(self, field: Any, pstruct: Any) -> Any:
        """What the browser sent as a file, or ``colander.null`` if none was chosen."""
        if pstruct is colander.null or pstruct in ("", b""):
            return colander.null
        if not hasattr(pstruct, "file"):
            raise colander.Invalid(field.schema, _("This is not a file"), value=colander.null)
        return pstruct
