"""All versions of all schemes: which of them rules on a day or in an academic year (2.4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import attrs

from oshj_core.errors import Invalid, NotFound, SchemeError
from oshj_core.grading.loader import load_scheme
from oshj_core.grading.scheme import Scheme
from oshj_core.structure import ControlForm
from oshj_core.text import text

#: The first month and day of an academic year; not confirmed, so a host may say otherwise.
ACADEMIC_YEAR_BEGINS = (9, 1)

_A_DAY = timedelta(days=1)


@attrs.frozen
class SchemeBook:
    """The versions of each scheme in the order in which they came into force.

    ``versions``: scheme id → its versions, none of which overlap.  A version that names no
    last day is in force until the next one begins.  Made by :meth:`read`.
    """

    versions: Mapping[str, tuple[Scheme, ...]]

    @classmethod
    def read(cls, texts: Mapping[str, str]) -> SchemeBook:
        """The book of these TOML texts, named by their sources (file names).

        Raises :class:`~oshj_core.errors.SchemeError` with source and key for a wrong text, for
        a version given twice, and for versions of one scheme that are in force on one day.
        """
        found: dict[str, list[tuple[Scheme, str]]] = {}
        for source, toml in texts.items():
            scheme = load_scheme(toml, source=source)
            found.setdefault(scheme.id, []).append((scheme, source))
        return cls({name: _in_order(versions) for name, versions in sorted(found.items())})

    def on(self, scheme_id: str, day: date) -> Scheme:
        """The version of the scheme in force on ``day``.

        Raises :class:`~oshj_core.errors.NotFound` for an unknown scheme and for a day on which
        none of its versions is in force.
        """
        if scheme_id not in self.versions:
            raise NotFound("grading scheme", scheme_id)
        for scheme in self.versions[scheme_id]:
            if scheme.in_force(day):
                return scheme
        raise NotFound("grading scheme", f"{scheme_id}, {day}")

    def in_year(
        self, scheme_id: str, year: int, *, begins: tuple[int, int] = ACADEMIC_YEAR_BEGINS
    ) -> Scheme:
        """The version by which the academic year that begins in ``year`` is computed.

        It is the one in force on the year's first day (month and day ``begins``): a closed year
        keeps its own rules.  Raises what :meth:`on` raises, and
        :class:`~oshj_core.errors.Invalid` (place ``year``) for a year that has no such day.
        """
        try:
            first_day = date(year, *begins)
        except (OverflowError, TypeError, ValueError):
            raise Invalid(text("There is no year ${year}", year=year), place="year") from None
        return self.on(scheme_id, first_day)

    def for_form(self, form: ControlForm, day: date) -> tuple[Scheme, ...]:
        """The schemes in force on ``day`` that are made for a control form, sorted by id."""
        return tuple(
            scheme
            for versions in self.versions.values()
            for scheme in versions
            if scheme.in_force(day) and scheme.is_for(form)
        )


def _in_order(versions: list[tuple[Scheme, str]]) -> tuple[Scheme, ...]:
    versions.sort(key=lambda one: one[0].effective_from)
    seen: set[str] = set()
    ordered: list[Scheme] = []
    for scheme, source in versions:
        if scheme.version in seen:
            raise SchemeError(
                text("“${id}” is given twice", id=scheme.version), source=source, key="version"
            )
        seen.add(scheme.version)
        if ordered:
            ordered[-1] = _ended(ordered[-1], before=scheme, source=source)
        ordered.append(scheme)
    return tuple(ordered)


def _ended(earlier: Scheme, *, before: Scheme, source: str) -> Scheme:
    """The earlier version with its last day; the later one begins after it."""
    until = earlier.effective_until
    if earlier.effective_from == before.effective_from or (
        until is not None and until >= before.effective_from
    ):
        raise SchemeError(
            text("version ${version} is in force on that day too", version=earlier.version),
            source=source,
            key="effective-from",
        )
    return (
        earlier if until else attrs.evolve(earlier, effective_until=before.effective_from - _A_DAY)
    )
