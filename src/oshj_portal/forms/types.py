"""Colander types that read and write what people in Kyrgyzstan type."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import colander
from pyramid.i18n import TranslationString

from oshj_core import kyrgyz
from oshj_core.errors import Invalid, Refusal
from oshj_portal.forms.widgets import DateWidget, DecimalWidget, UploadWidget
from oshj_portal.i18n import _, translatable


def refusal_messages(refusal: Refusal) -> list[TranslationString]:
    """What the core says is wrong, then what it says to do about it."""
    told = [refusal.text] if refusal.advice is None else [refusal.text, refusal.advice]
    return [translatable(message) for message in told]


class KyrgyzString(colander.String):
    """Text, normalised by :mod:`oshj_core.kyrgyz`; at most ``max_length`` characters.

    ``lines`` keeps line breaks, for text areas.
    """

    def __init__(self, *, max_length: int = 1000, lines: bool = False) -> None:
        super().__init__()
        self._length = colander.Length(max=max_length)
        self._normalise = kyrgyz.normalise_lines if lines else kyrgyz.normalise

    def deserialize(self, node: colander.SchemaNode, cstruct: object) -> object:
        """The normalised text, or ``colander.null`` if nothing visible was typed."""
        value = super().deserialize(node, cstruct)
        if value is colander.null:
            return value
        self._length(node, value)
        return self._normalise(value) or colander.null


class _Parsed(colander.SchemaType):
    """A value written by ``write`` and read by ``read``, which raises the core's ``Invalid``."""

    def write(self, value: Any) -> str:
        raise NotImplementedError

    def read(self, written: str) -> Any:
        raise NotImplementedError

    def serialize(self, node: colander.SchemaNode, appstruct: Any) -> Any:
        """The value as it is shown in the form."""
        if appstruct is colander.null or appstruct is None:
            return colander.null
        return self.write(appstruct)

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> Any:
        """The value typed, or ``colander.Invalid`` with the core's words."""
        if not cstruct:
            return colander.null
        if not isinstance(cstruct, str):
            raise colander.Invalid(node, _("This is not a text"))
        try:
            return self.read(cstruct)
        except Invalid as refusal:
            raise colander.Invalid(node, refusal_messages(refusal)) from refusal


class KyrgyzDate(_Parsed):
    """A ``date`` typed as ``дд.мм.жжжж``."""

    widget_maker: Callable[[], DateWidget] = DateWidget

    def write(self, value: date) -> str:
        """The day as people type it."""
        return kyrgyz.format_date(value)

    def read(self, written: str) -> date:
        """The day; raises the core's ``Invalid``."""
        return kyrgyz.parse_date(written)


class KyrgyzDecimal(_Parsed):
    """A ``Decimal`` with at most ``places`` decimals, typed with a comma or a point."""

    widget_maker: Callable[[], DecimalWidget] = DecimalWidget

    def __init__(self, places: int | None = None) -> None:
        self.places = places

    def write(self, value: Decimal | int) -> str:
        """The number as people type it, with all its decimals."""
        return kyrgyz.format_number(value)

    def read(self, written: str) -> Decimal:
        """The number; raises the core's ``Invalid``."""
        return kyrgyz.parse_decimal(written, self.places)


@attrs.frozen
class UploadedFile:
    """A file as it came with the request; ``content`` is read by whoever takes it."""

    filename: str
    content: Any
    size: int


class Upload(colander.SchemaType):
    """An :class:`UploadedFile` of at most ``max_megabytes``, gone when the request ends."""

    widget_maker: Callable[[], UploadWidget] = UploadWidget

    def __init__(self, *, max_megabytes: int) -> None:
        self.max_megabytes = max_megabytes

    def serialize(self, node: colander.SchemaNode, appstruct: object) -> object:
        """Nothing: a browser takes no file from a page."""
        return colander.null

    def deserialize(self, node: colander.SchemaNode, cstruct: Any) -> Any:
        """The uploaded file, or ``colander.Invalid`` if it is empty or too large."""
        if cstruct is colander.null:
            return colander.null
        content = cstruct.file
        size = content.seek(0, 2)
        content.seek(0)
        if size == 0:
            raise colander.Invalid(node, _("The file is empty"))
        if size > self.max_megabytes * 2**20:
            raise colander.Invalid(
                node,
                _(
                    "The file is larger than ${megabytes} MB",
                    mapping={"megabytes": self.max_megabytes},
                ),
            )
        name = kyrgyz.normalise(cstruct.filename.replace("\\", "/").rpartition("/")[2])
        return UploadedFile(filename=name, content=content, size=size)
