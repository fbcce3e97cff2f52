"""The language of a page: Kyrgyz unless the reader chose English."""

from __future__ import annotations

from importlib.resources import files

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


def includeme(config):
    config.add_settings({"pyramid.default_locale_name": "ky"})
    config.add_translation_dirs(catalogues())
    config.set_locale_negotiator(negotiate)
