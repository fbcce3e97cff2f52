"""Tables: one text for the same rows, an inverse, and a place for whatever does not fit."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oshj_core.archive.rows import AttendanceRow, ForumRow, GroupRow, MarkRow, StudentRow
from oshj_core.archive.tables import (
    ALL_TABLES,
    ATTENDANCE,
    FORUMS,
    GROUPS,
    MARKS,
    STUDENTS,
    read_table,
    write_table,
)
from oshj_core.errors import Invalid
from tests.core.archive.building import outcome

AT = datetime(2026, 9, 1, 2, tzinfo=UTC)
IDS = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=12)
WORDS = st.text(
    st.one_of(st.sampled_from(',"\n; \t'), st.characters(exclude_categories=["C"])), max_size=20
)
DAYS = st.none() | st.dates()
STUDENT_ROWS = st.builds(
    StudentRow, IDS, WORDS.map("А{}".format), WORDS, WORDS, WORDS, st.integers(0, 1000), DAYS, DAYS
)
MARK_ROWS = st.builds(
    MarkRow,
    st.just("") | IDS,
    IDS,
    IDS,
    st.decimals(0, 1_000_000, places=2),
    st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),
    IDS,
)


def written(table, rows, **references):
    return b"".join(write_table(table, rows, "data/x.csv", references))


def read(table, raw, **references):
    return list(read_table(table, io.BytesIO(raw), "data/x.csv", references))


class TestRows:
    @given(st.lists(STUDENT_ROWS, max_size=8, unique_by=lambda row: row.student))
    def test_students_are_read_back_equal(self, rows):
        rows.sort()
        assert read(STUDENTS, written(STUDENTS, rows)) == rows

    @given(st.lists(MARK_ROWS, max_size=8, unique_by=lambda row: row[:3]))
    def test_marks_are_read_back_equal(self, rows):
        rows.sort(key=lambda row: row[:3])
        assert read(MARKS, written(MARKS, rows)) == rows

    def test_the_hour_that_comes_twice_is_two_hours(self):
        first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
        moments = [first, first.replace(fold=1), first]
        rows = [
            AttendanceRow("l1", f"s{number}", "present", at, "t1")
            for number, at in enumerate(moments)
        ]
        found = [row.recorded_at for row in read(ATTENDANCE, written(ATTENDANCE, rows))]
        assert [at.astimezone(UTC) for at in found] == [at.astimezone(UTC) for at in moments]

    @given(st.lists(STUDENT_ROWS, max_size=8, unique_by=lambda row: row.student))
    def test_it_is_what_the_standard_library_writes(self, rows):
        rows.sort()
        expected = io.StringIO(newline="")
        writer = csv.writer(expected)
        writer.writerow(STUDENTS.header)
        writer.writerows(rows)
        assert written(STUDENTS, rows).decode() == expected.getvalue()

    def test_a_million_rows_go_through(self):
        rows = (
            AttendanceRow(f"l{number:07d}", "s1", "present", AT, "t") for number in range(10**6)
        )
        assert sum(map(len, write_table(ATTENDANCE, rows, "x", {}))) == 49_000_000 + len(
            written(ATTENDANCE, [])
        )

    def test_tables_have_one_name_for_one_column(self):
        for table in ALL_TABLES:
            assert len(set(table.header)) == len(table.header)
            assert all(column.title for column in table.columns)


GOOD = AttendanceRow("l2", "s1", "present", AT, "t")
NAN, SNAN = Decimal("NaN"), Decimal("sNaN")
MARK = MarkRow("l1", "oral", "s1", Decimal(5), AT, "t")


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("table", "rows", "place"),
        [
            (ATTENDANCE, [GOOD, GOOD], "row 2, lesson"),
            (ATTENDANCE, [GOOD, GOOD._replace(lesson="l1")], "row 2, lesson"),
            (ATTENDANCE, [GOOD, GOOD._replace(value="absent")], "row 2, lesson"),
            (ATTENDANCE, [GOOD._replace(lesson="")], "row 1, lesson"),
            (ATTENDANCE, [GOOD._replace(lesson=None)], "row 1, lesson"),
            (ATTENDANCE, [GOOD._replace(student=" s1")], "row 1, student"),
            (ATTENDANCE, [GOOD._replace(student="s\n1")], "row 1, student"),
            (ATTENDANCE, [GOOD._replace(student="s" * 201)], "row 1, student"),
            (ATTENDANCE, [GOOD._replace(student="\ud800")], "row 1, student"),
            (ATTENDANCE, [GOOD._replace(student=["s1"])], "row 1, student"),
            (ATTENDANCE, [GOOD._replace(recorded_at=datetime(2026, 9, 1))], "row 1, recorded_at"),
            (ATTENDANCE, [GOOD._replace(recorded_at="2026-09-01")], "row 1, recorded_at"),
            (ATTENDANCE, [GOOD, GOOD[:3]], "row 2"),
            (ATTENDANCE, [GOOD, None], "row 2"),
            (ATTENDANCE, [GOOD, GOOD._replace(lesson=3)], "row 2, lesson"),
            (MARKS, [MARK._replace(points=NAN)], "row 1, points"),
            (MARKS, [MARK._replace(points=SNAN)], "row 1, points"),
            (MARKS, [MARK._replace(points=Decimal("Infinity"))], "row 1, points"),
            (MARKS, [MARK._replace(points=Decimal(-1))], "row 1, points"),
            (MARKS, [MARK._replace(points=Decimal("0.005"))], "row 1, points"),
            (MARKS, [MARK._replace(points=Decimal(10**6 + 1))], "row 1, points"),
            (MARKS, [MARK, MARK._replace(student="s2", points=5.0)], "row 2, points"),
            (MARKS, [MARK, MARK._replace(student="s2", points=5)], "row 2, points"),
            (GROUPS, [GroupRow("g", "u", "", 2024, True)], "row 1, subgroups"),
            (GROUPS, [GroupRow("g", "u", "", 2024, -1)], "row 1, subgroups"),
            (GROUPS, [GroupRow("g", "u", "", 24, 0)], "row 1, entry_year"),
            (GROUPS, [GroupRow("g", "u", "a\0b", 2024, 0)], "row 1, speciality"),
            (GROUPS, [GroupRow("g", "u", "a\rb", 2024, 0)], "row 1, speciality"),
            (FORUMS, [ForumRow("f", "  ")], "row 1, title"),
            (FORUMS, [ForumRow("f", "x" * 100_001)], "row 1, title"),
        ],
    )
    def test_a_row_is_refused_with_its_place(self, table, rows, place):
        with pytest.raises(Invalid) as refused:
            written(table, rows)
        assert refused.value.place == f"data/x.csv, {place}"

    @pytest.mark.parametrize(
        ("column", "known"), [("lesson", {"l1"}), ("student", set()), ("value", {"absent"})]
    )
    def test_what_names_nothing_is_refused(self, column, known):
        with pytest.raises(Invalid) as refused:
            written(ATTENDANCE, [GOOD], **{column: known})
        assert refused.value.place == f"data/x.csv, row 1, {column}"
        with pytest.raises(Invalid) as refused:
            read(ATTENDANCE, written(ATTENDANCE, [GOOD]), **{column: known})
        assert refused.value.place == f"data/x.csv, row 1, {column}"

    def test_order_is_kept_across_batches(self):
        rows = [GOOD._replace(lesson=f"l{number:07d}") for number in range(4096)]
        with pytest.raises(Invalid) as refused:
            written(ATTENDANCE, [*rows, rows[-1]])
        assert refused.value.place == "data/x.csv, row 4097, lesson"

    @given(
        st.lists(
            st.tuples(*[st.one_of(IDS, st.none(), st.integers(), st.floats(), st.just(AT))] * 5),
            max_size=4,
        )
    )
    def test_nothing_but_a_refusal_or_what_is_read_back(self, rows):
        raw, place = outcome(written, ATTENDANCE, rows)
        if raw is None:
            assert place.startswith("data/x.csv")
        else:
            assert read(ATTENDANCE, raw) == rows

    @settings(max_examples=300)
    @given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode), st.booleans())
    def test_any_bytes_are_read_or_refused(self, raw, with_header):
        if with_header:
            raw = ",".join(STUDENTS.header).encode() + b"\r\n" + raw
        rows, place = outcome(read, STUDENTS, raw)
        if rows is None:
            assert place.startswith("data/x.csv")
        else:
            assert all(isinstance(row, StudentRow) for row in rows)

    @pytest.mark.parametrize(
        "cell",
        ["2026-9-1", "20260901", "2026-W36-2", "2026-02-29", "0000-01-01", "2026-09-01 "],
    )
    def test_a_day_has_one_form(self, cell):
        row = StudentRow("s1", "А", "", "", "", 0, date(2026, 9, 1), None)
        raw = written(STUDENTS, [row])
        assert read(STUDENTS, raw) == [row]
        with pytest.raises(Invalid) as refused:
            read(STUDENTS, raw.replace(b"2026-09-01", cell.encode()))
        assert refused.value.place == "data/x.csv, row 1, joined"
