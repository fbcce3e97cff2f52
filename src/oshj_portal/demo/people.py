"""Names of people, and how able and diligent a student is."""

from __future__ import annotations

from random import Random

import attrs

from oshj_core.people import PersonName
from oshj_portal.demo.catalogue import names

_WITH_UULU = 0.12
_WOMEN_STUDENTS, _WOMEN_STAFF = 0.55, 0.6
_KIN = ("уулу", "кызы")
_LATIN_KIN = ("uulu", "kyzy")


def make_student_name(rng: Random) -> PersonName:
    """The name of a student."""
    return _make_name(rng, woman=rng.random() < _WOMEN_STUDENTS)


def make_staff_name(rng: Random) -> PersonName:
    """The name of somebody who works at the university."""
    return _make_name(rng, woman=rng.random() < _WOMEN_STAFF)


def _make_name(rng: Random, *, woman: bool) -> PersonName:
    """A name: family name, given name and patronymic, or «Үсөн кызы» and a given name."""
    known, form = names(), int(woman)
    given = rng.choice(known.given[form])
    if rng.random() < _WITH_UULU:
        family, patronymic = f"{rng.choice(known.father)} {_KIN[form]}", ""
    else:
        family = rng.choice(known.family)[form]
        patronymic = rng.choice(known.patronymic)[form]
    return PersonName(family, given, patronymic, f"{latin(family)} {latin(given)}")


def latin(written: str) -> str:
    """The name in Latin letters; words other than «уулу», «кызы» begin with a capital."""
    words = ("".join(names().latin[letter] for letter in word.lower()) for word in written.split())
    return " ".join(word if word in _LATIN_KIN else word.capitalize() for word in words)


@attrs.frozen
class Character:
    """How a student studies: ``ability`` and ``diligence`` between 0 and 1, and the days of an
    illness in numbers of teaching days (an empty range for most)."""

    ability: float
    diligence: float
    ill: range


def character(seed: int, student: str) -> Character:
    """The character of a student: always the same for the same seed."""
    rng = Random(f"{seed}:{student}")  # noqa: S311
    ability = rng.betavariate(4, 2.4)
    diligence = min(1.0, max(0.0, 0.55 * ability + 0.45 * rng.betavariate(5, 1.6)))
    first = rng.randrange(80)
    ill = range(first, first + rng.randint(2, 6)) if rng.random() < 0.16 else range(0)
    return Character(ability, diligence, ill)
