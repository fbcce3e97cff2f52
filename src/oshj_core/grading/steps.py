"""How a computation or a decision is told to people: steps, reasons, numbers (2.9)."""

from __future__ import annotations

from decimal import Decimal

import attrs

from oshj_core.errors import Invalid
from oshj_core.grading.components import ARITHMETIC, LANGUAGES
from oshj_core.text import Text, text

_DECIMAL_COMMA = frozenset({"ky", "ru"})


@attrs.frozen
class Step:
    """One line of an explanation and, where the line leads to points, these points."""

    text: Text
    value: Decimal | None = None


@attrs.frozen
class Reason:
    """One condition of a decision: whether it is ``met``, in words, and by which clause."""

    text: Text
    met: bool
    clause: str | None = None


def checked_language(language: str) -> str:
    """The language, one of those a scheme gives its names in.

    :raises Invalid: it is another one.
    """
    if language not in LANGUAGES:
        raise Invalid(
            text(
                "“${language}” is none of the languages ${languages}.",
                language=language,
                languages=", ".join(LANGUAGES),
            ),
            place="language",
        )
    return language


def number_text(value: Decimal, language: str) -> str:
    """``value`` without idle zeros, with the decimal sign of ``language`` (ky, ru, en).

    >>> number_text(Decimal("26.50"), "ky"), number_text(Decimal("1E+2"), "en")
    ('26,5', '100')
    """
    plain = f"{value.normalize(ARITHMETIC):f}"
    return plain.replace(".", ",") if language in _DECIMAL_COMMA else plain
