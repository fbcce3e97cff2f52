"""Where the portal's texts get their translation domain."""

from __future__ import annotations

from pyramid.i18n import TranslationString, TranslationStringFactory

from oshj_core.text import Text

_ = TranslationStringFactory("oshj")


def translatable(message: Text) -> TranslationString:
    """The core's text as Pyramid's translation string, the texts among its values as well."""
    values = {
        name: translatable(value) if isinstance(value, Text) else value
        for name, value in message.params.items()
    }
    return _(message.msgid, mapping=values)
