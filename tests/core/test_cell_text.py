"""A cell is read as people type it and written as they read it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core.cell_text import LETTERS, points, read_attendance, read_points, write_cell
from oshj_core.errors import Invalid
from oshj_core.grading import load_scheme, shipped_schemes
from oshj_core.register import CLEARED, Attendance, Field, Missed

SCHEME = load_scheme(shipped_schemes()["example-100"], source="example-100.toml")


class TestAttendance:
    @pytest.mark.parametrize("attendance", Attendance)
    def test_what_is_written_is_read_again(self, attendance):
        written = write_cell(Field.ATTENDANCE, attendance)
        assert read_attendance(written) == read_attendance(written.upper()) == attendance
        assert written == LETTERS[attendance]

    @pytest.mark.parametrize(
        ("typed", "value"),
        [
            ("", CLEARED),
            ("  ", CLEARED),
            (" + ", Attendance.PRESENT),
            ("·", Attendance.PRESENT),
            ("-", Attendance.ABSENT),
            ("excused", Attendance.EXCUSED),
        ],
    )
    def test_signs_and_words_are_read_too(self, typed, value):
        assert read_attendance(typed) == value

    @pytest.mark.parametrize("typed", ["5", "кк", "x", "katyshty"])
    def test_anything_else_is_refused(self, typed):
        with pytest.raises(Invalid) as caught:
            read_attendance(typed)
        assert caught.value.place == "attendance"


class TestPoints:
    @given(st.integers(0, 3000))
    def test_what_is_written_is_read_again(self, value):
        assert read_points(write_cell(Field.POINTS, value), SCHEME, "intermediate-1") == value
        dotted = write_cell(Field.POINTS, value, decimal_mark=".")
        assert read_points(dotted, SCHEME, "intermediate-1") == value

    @given(st.integers(-(2**31), 2**31 - 1))
    def test_hundredths_are_exact(self, value):
        assert points(value) * 100 == value
        assert "E" not in str(points(value))

    @pytest.mark.parametrize(
        ("typed", "missed"),
        [("ж", Missed.ABSENT), (" Ж", Missed.ABSENT), ("-", Missed.ABSENT), ("с", Missed.EXCUSED)],
    )
    def test_who_did_not_come_to_a_control_has_a_letter(self, typed, missed):
        assert read_points(typed, SCHEME, "final") is missed
        assert read_points(write_cell(Field.POINTS, missed), SCHEME, "final") is missed

    @pytest.mark.parametrize(
        ("typed", "component"), [("к", "final"), ("ч", "final"), ("5ж", "final"), ("ж", None)]
    )
    def test_no_other_letter_stands_for_points(self, typed, component):
        with pytest.raises(Invalid) as caught:
            read_points(typed, SCHEME, component)
        assert caught.value.place == (component or "lesson")

    def test_an_empty_cell(self):
        assert read_points("  ", SCHEME, None) == CLEARED
        assert write_cell(Field.POINTS, None) == write_cell(Field.ATTENDANCE, CLEARED) == ""

    @pytest.mark.parametrize(("typed", "component"), [("31", "intermediate-1"), ("6", None)])
    def test_the_scheme_decides(self, typed, component):
        with pytest.raises(Invalid):
            read_points(typed, SCHEME, component)

    @pytest.mark.parametrize(
        ("value", "number"), [(0, "0"), (5, "0.05"), (450, "4.5"), (2000, "20"), (10000, "100")]
    )
    def test_no_idle_zeros(self, value, number):
        assert points(value) == Decimal(number)
        assert str(points(value)) == number
