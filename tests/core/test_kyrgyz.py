"""The Kyrgyz alphabet, search, input, dates and numbers."""

from __future__ import annotations

import doctest
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oshj_core import kyrgyz
from oshj_core.errors import Invalid
from oshj_core.kyrgyz import (
    ALPHABET,
    fold,
    format_date,
    format_long_date,
    format_number,
    normalise,
    normalise_lines,
    parse_date,
    parse_decimal,
    sort_key,
    weekday_name,
    weekday_short,
)

kyrgyz_text = st.text(ALPHABET + ALPHABET.lower() + " -", max_size=20)


def test_examples_in_the_docstrings():
    failed, tried = doctest.testmod(kyrgyz)
    assert failed == 0
    assert tried > 10


class TestSortKey:
    def test_every_letter_stands_where_the_alphabet_has_it(self):
        assert "".join(sorted(set(ALPHABET), key=sort_key)) == ALPHABET

    @given(st.lists(kyrgyz_text, max_size=8))
    def test_words_stand_as_in_a_dictionary(self, words):
        places = " -" + ALPHABET
        expected = sorted(words, key=lambda word: [places.index(c) for c in word.upper()])
        assert sorted(words, key=sort_key) == expected

    @given(st.text(ALPHABET + "ABCXYZ019 -ҒҚЎҲ"))
    def test_case_does_not_matter(self, value):
        assert sort_key(value) == sort_key(value.lower())

    @given(st.integers(0, 10**12), st.integers(0, 10**12))
    def test_numbers_stand_by_their_size(self, one, other):
        assert (sort_key(f"АУБ-{one}-24") < sort_key(f"АУБ-{other}-24")) == (one < other)

    def test_decomposed_letters_stand_with_composed_ones(self):
        assert sort_key(unicodedata.normalize("NFD", "Ёлкина Йод")) == sort_key("ёлкина йод")

    def test_digits_then_latin_then_cyrillic(self):
        assert sorted(["Асан", "Zoom", "7-класс", "Élan"], key=sort_key) == [
            "7-класс", "Élan", "Zoom", "Асан",
        ]  # fmt: skip

    def test_a_shorter_first_word_stands_first(self):
        assert sorted(["Ашымбек", "Ашым уулу"], key=sort_key) == ["Ашым уулу", "Ашымбек"]

    def test_uzbek_letters_follow_the_letter_they_are_made_from(self):
        names = ["Гулов", "Ғуломов", "Дадаев", "Карим", "Қодиров", "Лола", "Хан", "Ҳасан"]
        assert sorted(set(names), key=sort_key) == names


class TestFold:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("омурбек", "Өмүрбек"),
            ("жаныл", "Жаңыл"),
            ("жаныл", "Жаӊыл"),
            ("усен", "Ұсен"),
            ("семен", "СЕМЁН"),
            ("асан уулу", "Асан\u00a0 уулу"),
        ],
    )
    def test_a_russian_keyboard_finds_the_name(self, typed, stored):
        assert fold(typed) == fold(stored)

    @given(st.text())
    def test_folding_twice_changes_nothing(self, value):
        assert fold(fold(value)) == fold(value)

    @given(kyrgyz_text)
    def test_case_and_composition_do_not_matter(self, value):
        assert fold(unicodedata.normalize("NFD", value.upper())) == fold(value)

    def test_letters_that_differ_stay_apart(self):
        assert fold("Асан") != fold("Осон")


class TestNormalise:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [
            ("Жаӊыл Ѳмурова", "Жаңыл Өмурова"),
            ("Ұсөн ɵзү", "Үсөн өзү"),
            ("Acaнoв", "Асанов"),
            ("AУБ-1-24", "АУБ-1-24"),
            ("CEMËH", "CEMËH"),
            ("СEMËН", "СЕМЁН"),
            ("Python программасы", "Python программасы"),
            ("Wеb", "Wеb"),
            ("C++ жана С#", "C++ жана С#"),
            ("  көп\t\n боштук  ", "көп боштук"),
            ("и\u0306од", "йод"),
            ("\u202eнасА\u202c", "насА"),
            ("А\u200bсан\ufeff\x00", "Асан"),
            ("a \u200b b", "a b"),
        ],
    )
    def test_examples(self, typed, stored):
        assert normalise(typed) == stored

    @given(st.text())
    def test_normalising_twice_changes_nothing(self, value):
        once = normalise(value)
        assert normalise(once) == once

    @given(st.text(st.characters(categories=("L", "N", "P", "Z", "C"))))
    def test_nothing_invisible_is_left(self, value):
        left = normalise(value)
        assert not {unicodedata.category(char) for char in left} & {"Cc", "Cf", "Cs"}
        assert left == left.strip()
        assert "  " not in left

    @given(kyrgyz_text)
    def test_clean_kyrgyz_text_is_kept(self, value):
        assert normalise(value) == " ".join(value.split())

    @given(st.text("ABCXYZabcxyz 0123456789-_"))
    def test_latin_text_is_kept(self, value):
        assert normalise(value) == " ".join(value.split())

    def test_lines_are_kept(self):
        assert normalise_lines("\n Acaн \r\n\r\nҮсөн\u202e\n\n") == "Асан\n\nҮсөн"


class TestDates:
    @given(st.dates())
    def test_what_is_written_is_read_back(self, day):
        assert parse_date(format_date(day)) == day
        assert parse_date(day.isoformat()) == day

    def test_every_month_in_a_document(self):
        written = [format_long_date(date(2026, month, 1)).split("1-")[1] for month in range(1, 13)]
        assert " ".join(written) == (
            "январы февралы марты апрели майы июну июлу августу сентябры октябры ноябры декабры"
        )

    def test_the_week_begins_on_monday(self):
        week = [date(2026, 11, 23 + offset) for offset in range(7)]
        assert " ".join(map(weekday_short, week)) == "Дш Шш Шр Бш Жм Иш Жш"
        assert weekday_name(week[3]) == "бейшемби"

    @pytest.mark.parametrize(
        "value",
        ["", "31.02.2026", "00.01.2026", "23/11/2026", "23.11.26", "2026-1-1", "١.١.٢٠٢٦", "x"],
    )
    def test_refused(self, value):
        with pytest.raises(Invalid) as refusal:
            parse_date(value, place="begins")
        assert refusal.value.place == "begins"
        assert refusal.value.advice is not None


class TestNumbers:
    @given(st.decimals(-(10**12), 10**12, places=4, allow_nan=False, allow_infinity=False))
    def test_what_is_written_is_read_back(self, number):
        assert parse_decimal(format_number(number)) == number

    @given(st.integers(-(10**17), 10**17))
    def test_whole_numbers_are_read_back(self, number):
        assert parse_decimal(format_number(number)) == number

    def test_places_round_half_up(self):
        assert format_number(Decimal("2.345"), 2) == "2,35"
        assert format_number(Decimal("-0.001"), 2) == "0,00"
        assert format_number(5, 1) == "5,0"
        assert format_number(Decimal("1E+3")) == "1\u00a0000"

    def test_only_finite_numbers_are_written(self):
        with pytest.raises(ValueError, match="finite"):
            format_number(Decimal("NaN"))

    @pytest.mark.parametrize("value", ["3,33", "3.33", " 3,33 "])
    def test_comma_and_point(self, value):
        assert parse_decimal(value, 2) == Decimal("3.33")

    @pytest.mark.parametrize(
        "value",
        ["", "NaN", "inf", "1e5", "1E+3", "3,3,3", "1.234,5", ",5", "5,", "12 34", "٣", "0x1F",
         "--1", "1_000", "9" * 19, "9" * 5000],
    )  # fmt: skip
    def test_refused(self, value):
        with pytest.raises(Invalid) as refusal:
            parse_decimal(value, place="points")
        assert refusal.value.place == "points"

    def test_more_decimals_than_there_is_room_for(self):
        with pytest.raises(Invalid, match="more than 2 decimals"):
            parse_decimal("3,333", 2)
