"""Which version of a scheme rules on a day and in an academic year (2.4)."""

from datetime import date

import pytest

from oshj_core.errors import Invalid, NotFound, SchemeError
from oshj_core.grading import SchemeBook, compute_total, shipped_schemes
from oshj_core.structure import ControlForm


@pytest.fixture
def version(five_point_text: str):
    def make(number: str, begins: str, until: str = "") -> str:
        toml = five_point_text.replace('version = "1"', f'version = "{number}"').replace(
            "effective-from = 2026-09-01", f"effective-from = {begins}"
        )
        return f"effective-until = {until}\n{toml}" if until else toml

    return make


def test_a_version_rules_until_the_next_begins(version) -> None:
    book = SchemeBook.read(
        {
            "late.toml": version("3", "2028-09-01"),
            "first.toml": version("1", "2025-09-01"),
            "second.toml": version("2", "2026-09-01", "2027-08-31"),
        }
    )

    ruling = {
        date(2025, 9, 1): "1",
        date(2026, 8, 31): "1",
        date(2026, 9, 1): "2",
        date(2027, 8, 31): "2",
        date(2028, 9, 1): "3",
        date(2060, 1, 1): "3",
    }
    assert {day: book.on("five-point", day).version for day in ruling} == ruling
    assert [one.version for one in book.versions["five-point"]] == ["1", "2", "3"]
    for gap in (date(2025, 8, 31), date(2027, 9, 1), date(2028, 8, 31)):
        with pytest.raises(NotFound) as refused:
            book.on("five-point", gap)
        assert refused.value.identifier == f"five-point, {gap}"


def test_a_closed_year_is_computed_by_its_own_rules(version) -> None:
    stricter = version("2", "2026-09-01").replace("at-least = 4", 'at-least = "4.5"')
    stricter = stricter.replace("places = 0", "places = 1")
    lenient = version("1", "2025-09-01").replace("places = 0", "places = 1")
    book = SchemeBook.read({"1": lenient, "2": stricter})

    def mark(year: int, **options: tuple[int, int]) -> int | None:
        scheme = book.in_year("five-point", year, **options)
        total = compute_total(
            scheme, {"final": scheme.parse_mark("4", "final")}, [scheme.parse_mark("4")]
        )
        assert total.row is not None
        return total.row.traditional

    assert mark(2025) == 4
    assert mark(2026) == 3
    assert mark(2026, begins=(8, 31)) == 4


def test_an_academic_year_begins_on_the_first_of_september(version) -> None:
    book = SchemeBook.read({"1": version("1", "2025-09-01"), "2": version("2", "2026-09-02")})

    assert book.in_year("five-point", 2026).version == "1"
    assert book.in_year("five-point", 2027).version == "2"


@pytest.mark.parametrize(
    ("first", "second", "key", "reason"),
    [
        (("1", "2026-09-01"), ("2", "2026-09-01"), "effective-from", "version 1 is in force"),
        (
            ("1", "2025-09-01", "2026-09-01"),
            ("2", "2026-09-01"),
            "effective-from",
            "version 1 is in force",
        ),
        (("1", "2025-09-01"), ("1", "2026-09-01"), "version", "“1” is given twice"),
    ],
)
def test_versions_that_contradict_each_other_are_refused(
    version, first, second, key, reason
) -> None:
    with pytest.raises(SchemeError) as refused:
        SchemeBook.read({"a.toml": version(*first), "b.toml": version(*second)})

    assert (refused.value.source, refused.value.key) == ("b.toml", key)
    assert str(refused.value.reason).startswith(reason)


def test_a_wrong_text_is_refused_by_its_name() -> None:
    with pytest.raises(SchemeError) as refused:
        SchemeBook.read({"wrong.toml": "id = 1"})

    assert refused.value.source == "wrong.toml"


def test_an_unknown_scheme_and_an_impossible_year() -> None:
    book = SchemeBook.read(shipped_schemes())

    with pytest.raises(NotFound) as refused:
        book.on("dream", date(2026, 9, 1))
    assert refused.value.identifier == "dream"
    for year in (0, 10_000, "2026"):
        with pytest.raises(Invalid) as impossible:
            book.in_year("example-100", year)  # type: ignore[arg-type]
        assert impossible.value.place == "year"


def test_which_schemes_a_control_form_may_take() -> None:
    book = SchemeBook.read(shipped_schemes())

    def ids(form: ControlForm, day: date = date(2026, 9, 1)) -> list[str]:
        return [scheme.id for scheme in book.for_form(form, day)]

    exams = ["ects", "example-100", "ism", "kgma", "oimu", "school-5"]
    assert ids(ControlForm.EXAM) == exams
    assert ids(ControlForm.PASS_FAIL) == ["pass-fail", "school-5"]
    assert ids(ControlForm.THESIS) == ["defence-100", *exams]
    assert ids(ControlForm.COURSE_WORK) == ["defence-100", *exams]
    assert ids(ControlForm.EXAM, date(2025, 8, 31)) == []
