"""The language of a page: Kyrgyz unless the reader chose English."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from pyramid.i18n import Localizer, LocalizerRequestMixin, TranslationString

LANGUAGES = {"ky": "Кыргызча", "en": "English"}
COOKIE = "oshj-language"
YEAR = 365 * 24 * 3600


def catalogues() -> str:
    """The folder of our catalogues."""
    return str(files("oshj_locales"))


def negotiate(request) -> str:
    """The chosen language; the cookie is only ever compared, never shown."""
    chosen = request.cookies.get(COOKIE)
    return chosen if chosen in LANGUAGES else "ky"


def choose(response, language: str, *, secure: bool) -> None:
    """Remember the language for a year."""
    response.set_cookie(
        COOKIE, language, max_age=YEAR, secure=secure, httponly=True, samesite="Lax"
    )


class NestingLocalizer(Localizer):
    """Translates the texts among the values of a text as well: the kind of what is not found."""

    def translate(self, tstring: Any, domain: Any = None, mapping: Any = None) -> str:
        """The text in the localizer's language, its values filled in."""
        values = getattr(tstring, "mapping", None) or {}
        nested = {
            name: self.translate(value)
            for name, value in values.items()
            if isinstance(value, TranslationString)
        }
        if nested:
            tstring = tstring % nested
        translated: str = super().translate(tstring, domain, mapping)
        return translated


@cache
def _nesting(plain: Localizer) -> NestingLocalizer:
    return NestingLocalizer(plain.locale_name, plain.translations)


def _localizer(request) -> NestingLocalizer:
    return _nesting(LocalizerRequestMixin.localizer.wrapped(request))


def includeme(config):
    config.add_settings({"pyramid.default_locale_name": "ky"})
    config.add_translation_dirs(catalogues())
    config.set_locale_negotiator(negotiate)
    config.add_request_method(_localizer, "localizer", reify=True)
