"""When points may be entered: windows of the scheme, of the module, of the semester."""

from datetime import date

import attrs
import pytest

from oshj_core.calendar import Module, Semester, Window
from oshj_core.errors import Invalid, NotFound
from oshj_core.grading import (
    Anchor,
    RelativeWindow,
    Scheme,
    load_scheme,
    shipped_schemes,
    window_in,
)

MODULE = Module(
    1, date(2026, 9, 1), date(2026, 10, 24), Window(date(2026, 9, 2), date(2026, 10, 31))
)
SEMESTER = Semester("2026-1", 2026, 1, date(2026, 9, 1), date(2027, 1, 24), (MODULE,))


@pytest.mark.parametrize(
    ("anchor", "opens", "closes"),
    [
        (Anchor.SEMESTER_START, date(2026, 8, 30), date(2026, 9, 4)),
        (Anchor.SEMESTER_END, date(2027, 1, 22), date(2027, 1, 27)),
        (Anchor.MODULE_START, date(2026, 8, 30), date(2026, 9, 4)),
        (Anchor.MODULE_END, date(2026, 10, 22), date(2026, 10, 27)),
    ],
)
def test_days_are_counted_from_the_anchor(anchor: Anchor, opens: date, closes: date) -> None:
    semester = attrs.evolve(SEMESTER, modules=(MODULE,))

    assert window_in(RelativeWindow(anchor, -2, 3), semester, 1) == Window(opens, closes)


@pytest.mark.parametrize("number", [None, 2])
def test_a_module_the_semester_does_not_have(number: int | None) -> None:
    with pytest.raises(NotFound) as refused:
        window_in(RelativeWindow(Anchor.MODULE_END, 0, 0), SEMESTER, number)

    assert refused.value.kind == "module"
    assert refused.value.identifier == number


@pytest.mark.parametrize(
    ("opens", "closes", "belongs"),
    [
        ((2026, 8, 1), (2026, 9, 1), True),
        ((2026, 8, 1), (2026, 8, 31), False),
        ((2028, 1, 25), (2028, 1, 31), True),  # 366 days after the end
        ((2028, 1, 26), (2028, 1, 31), False),
    ],
)
def test_dates_belong_to_the_year_of_the_semester(
    opens: tuple[int, int, int], closes: tuple[int, int, int], belongs: bool
) -> None:
    window = Window(date(*opens), date(*closes))
    if belongs:
        assert window_in(window, SEMESTER) is window
        return

    with pytest.raises(Invalid) as refused:
        window_in(window, SEMESTER)

    assert refused.value.place == "window"


def with_entry(entry: str) -> Scheme:
    toml = shipped_schemes()["example-100"]
    return load_scheme(
        toml.replace("module = 1\n", f"module = 1\nentry = {entry}\n"), source="entry"
    )


def test_a_component_has_the_schemes_window_or_the_calendars() -> None:
    relative = with_entry('{ from = "module-end", opens = -1, closes = 2 }')
    dated = with_entry("{ opens = 2026-10-01, closes = 2026-10-02 }")

    assert relative.entry_window("intermediate-1", SEMESTER) == Window(
        date(2026, 10, 23), date(2026, 10, 26)
    )
    assert dated.entry_window("intermediate-1", SEMESTER) == Window(
        date(2026, 10, 1), date(2026, 10, 2)
    )
    assert dated.entry_window("final", SEMESTER) == Window(SEMESTER.starts, SEMESTER.ends)
    plain = load_scheme(shipped_schemes()["example-100"], source="plain")
    assert plain.entry_window("intermediate-1", SEMESTER) == MODULE.entry
    for unknown in ("intermediate-2", "dream"):
        with pytest.raises(NotFound):
            plain.entry_window(unknown, SEMESTER)
