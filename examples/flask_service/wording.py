"""The core's texts in the language of whoever asks, from the catalogues that come with oshj."""

from __future__ import annotations

import gettext
from functools import cache
from importlib.resources import files
from io import BytesIO
from string import Template

from oshj_core.text import Text

LANGUAGES = ("ky", "en")


class Wording:
    """Says a :class:`Text` in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = catalogue(language)

    def __call__(self, text: Text) -> str:
        wording = self._catalogue.gettext(text.msgid)
        values = {name: self._value(value) for name, value in text.params.items()}
        return Template(wording).safe_substitute(values)

    def _value(self, value: object) -> str:
        return self(value) if isinstance(value, Text) else str(value)


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue of a language; English is the language of the msgids."""
    if language == "en":
        return gettext.NullTranslations()
    compiled = files("oshj_locales").joinpath(language, "LC_MESSAGES", "oshj.mo")
    return gettext.GNUTranslations(BytesIO(compiled.read_bytes()))
