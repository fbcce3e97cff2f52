"""The public holidays of Kyrgyzstan as the library ``holidays`` knows them: proposals only.

What the administrator accepts is stored as a period of ours and never follows the library.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from holidays import country_holidays

from oshj_core.academic_calendar import Period, PeriodKind, year_of

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNTRY, LANGUAGE = "KG", "ky"


def proposed_holidays(year: int) -> list[Period]:
    """The holidays of the academic year that begins then, days on end of one name as one.

    A day the library only reckons by the moon (Орозо айт, Курман айт) is not certain.
    """
    known = country_holidays(COUNTRY, years=(year, year + 1), language=LANGUAGE)
    estimated = known.tr(known.estimated_label).replace("%s", "").strip()
    return [
        Period(
            f"holiday-{first.isoformat()}",
            year,
            PeriodKind.HOLIDAY,
            first,
            last,
            name.replace(estimated, "").strip(),
            certain=estimated not in name,
        )
        for first, last, name in _runs(sorted(known.items()))
        if year_of(first) == year
    ]


def _runs(days: list[tuple[date, str]]) -> Iterator[tuple[date, date, str]]:
    """Days that follow each other under one name, as first day, last day, name."""
    numbered = ((day - timedelta(place), day, name) for place, (day, name) in enumerate(days))
    for (_start, name), run in groupby(numbered, key=lambda one: (one[0], one[2])):
        together = [day for _begins, day, _name in run]
        yield together[0], together[-1], name
