"""Saving cells: all or nothing, once, and never a server error."""

import json
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from oshj_core.register import Attendance, Field
from tests.portal.journal.conftest import LAB_LESSON, LESSON


def test_attendance_and_marks_are_stored_and_answered(teaching, asanova):
    answer = teaching.save(
        asanova, teaching.lesson, [(0, 0, "ч"), (0, 1, "4"), (1, 0, "ж"), (2, 2, "5")]
    ).json
    assert answer["cells"] == [
        {"slot": 0, "field": 0, "value": "ч"},
        {"slot": 0, "field": 1, "value": "4"},
        {"slot": 1, "field": 0, "value": "ж"},
        {"slot": 2, "field": 2, "value": "5"},
    ]
    assert answer["fill"] == "open"
    assert answer["totals"] == {}  # this scheme does not count the marks of lessons
    assert teaching.cell(LESSON, 0) == Attendance.LATE
    assert teaching.cell(LESSON, 2, 2) == 500


def test_a_lesson_becomes_filled(teaching, asanova):
    answer = teaching.save(asanova, teaching.lesson, [(slot, 0, "к") for slot in range(4)])
    assert answer.json["fill"] == "filled"


def test_points_bring_the_totals(teaching, asanova):
    path = f"{teaching.journal_path}intermediate-1"
    answer = teaching.save(asanova, path, [(0, 1, "28"), (1, 1, "12,5")]).json
    assert answer["totals"]["0"]["points"] == "28"
    assert answer["totals"]["1"]["points"] == "13"
    assert answer["totals"]["0"]["missing"] == ["intermediate-2", "independent", "final"]
    assert teaching.cell("intermediate-1", 1, 1) == 1250


def test_a_control_takes_a_letter_for_who_did_not_come(teaching, asanova):
    path = f"{teaching.journal_path}intermediate-1"
    answer = teaching.save(asanova, path, [(0, 1, "ж", ""), (1, 1, "с", "")]).json
    assert [cell["value"] for cell in answer["cells"]] == ["ж", "с"]
    assert answer["totals"]["0"]["points"] == ""
    cells = asanova.get(teaching.journal_path).html.select("td.a, td.e")
    assert [cell.get_text() for cell in cells] == ["ж", "с"]
    book = load_workbook(BytesIO(asanova.get(f"{teaching.journal_path}journal.xlsx").body))
    shown = {value for row in book.active.values for value in row}
    assert {"ж", "с"} <= shown
    answer = teaching.save(asanova, path, [(0, 1, "12", "ж")]).json
    assert answer["totals"]["0"]["points"] == "12"
    teaching.save(asanova, path, [(0, 1, "к", "12")], status=422)


def test_the_clients_id_stands_in_the_log_and_a_second_try_writes_nothing(teaching, asanova):
    for _ in range(2):
        teaching.save(asanova, teaching.lesson, [(0, 0, "к", "")], request="client-abcdef01")
    log = teaching.act(lambda journal: journal.register.log(LESSON))
    assert [entry.request for entry in log].count("client-abcdef01") == 1


def test_a_conflict_names_the_cell_and_both_values(teaching, asanova):
    teaching.save(asanova, teaching.lesson, [(0, 0, "ж", "")])
    answer = teaching.save(
        asanova, teaching.lesson, [(1, 0, "к", ""), (0, 0, "ч", "")], status=409
    ).json
    assert (answer["place"], answer["stored"], answer["offered"]) == ("0.0", "ж", "ч")
    assert teaching.cell(LESSON, 0) == Attendance.ABSENT
    assert teaching.cell(LESSON, 1) is None


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ((0, 0, "9"), "0.0"),
        ((0, 1, "6"), "0.1"),
        ((0, 1, "ж"), "0.1"),
        ((0, 1, "-1"), "0.1"),
        ((0, 7, "4"), "works"),
        ((9, 0, "к"), "student"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place_and_nothing_is_stored(
    teaching, asanova, cell, place
):
    answer = teaching.save(asanova, teaching.lesson, [(1, 0, "к"), cell], status=422).json
    assert answer["place"] == place
    assert answer["message"]
    assert teaching.cell(LESSON, 1) is None


def test_a_locked_module_is_refused_with_the_clause(teaching, asanova):
    teaching.publish()
    answer = teaching.save(asanova, teaching.lesson, [(0, 0, "к")], status=403).json
    assert answer["clause"] == "4.3"
    assert teaching.cell(LESSON, 0) is None


def test_nobody_writes_into_the_lesson_of_another(teaching, portal, asanova):
    assert teaching.save(asanova, teaching.lab, [(2, 0, "к")], status=403).json["clause"] == "4.3"
    for person in ("other", "dean", "admin", "s1"):
        teaching.save(portal.browser(person), teaching.lesson, [(0, 0, "к")], status=403)
    assert teaching.cell(LAB_LESSON, 2) is None
    assert teaching.cell(LESSON, 0) is None


def test_without_a_session_or_a_token_nothing_is_written(teaching, portal, asanova):
    guest = portal.browser()
    assert teaching.save(guest, teaching.lesson, [(0, 0, "к")], status=401).json["message"]
    body = {"request": "request-1", "cells": [{"slot": 0, "field": 0, "value": "к"}]}
    asanova.post_json(f"{teaching.lesson}/cells", body, status=400)
    assert teaching.cell(LESSON, 0) is None


CELL = {"slot": 0, "field": 0, "value": "к", "expected": ""}


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "text",
        5,
        {},
        {"request": "request-1"},
        {"request": "request-1", "cells": []},
        {"request": "request-1", "cells": {}},
        {"request": "request-1", "cells": [None]},
        {"request": "request-1", "cells": [CELL] * 2001},
        {"request": "short", "cells": [CELL]},
        {"request": "x" * 41, "cells": [CELL]},
        {"request": "кириллица", "cells": [CELL]},
        {"request": 12345678, "cells": [CELL]},
        *(
            {"request": "request-1", "cells": [CELL | change]}
            for change in (
                {"slot": -1},
                {"slot": 10**30},
                {"slot": True},
                {"slot": 0.0},
                {"slot": None},
                {"field": "0"},
                {"field": 256},
                {"value": 4},
                {"value": None},
                {"value": "4" * 41},
                {"value": "\ud800"},
                {"value": "к\x00"},
                {"expected": 4},
                {"expected": []},
            )
        ),
    ],
)
def test_anything_else_is_refused_and_nothing_is_stored(teaching, asanova, body):
    answer = teaching.send(asanova, teaching.lesson, body, status=422)
    assert answer.json["message"]
    assert teaching.cell(LESSON, 0) is None


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"\xff\xfe", b'{"request": 1' + b"0" * 5000 + b"}", b"[" * 50_000, b"NaN"],
)
def test_what_is_no_json_is_refused(teaching, asanova, portal, raw):
    headers = {"X-CSRF-Token": portal.token(asanova), "Accept": "application/json"}
    asanova.post(
        f"{teaching.lesson}/cells",
        raw,
        headers=headers,
        content_type="application/json",
        status=422,
    )


def test_a_body_larger_than_any_journal_is_refused_unread(teaching, asanova):
    body = {"request": "request-1", "cells": [CELL] * 10_000}
    assert len(json.dumps(body)) > 200_000
    teaching.send(asanova, teaching.lesson, body, status=413)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["request", "cells", "slot", "field", "value", "expected"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
CELLS = st.fixed_dictionaries(
    {"slot": JSON | st.integers(0, 5), "field": JSON | st.integers(0, 3), "value": JSON},
    optional={"expected": JSON},
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    body=JSON
    | st.fixed_dictionaries(
        {"request": st.just("hypothesis-1"), "cells": st.lists(CELLS, min_size=1, max_size=3)}
    )
)
def test_no_json_makes_a_server_error(teaching, asanova, body):
    answer = teaching.send(asanova, teaching.lesson, body, expect_errors=True)
    assert answer.status_int in (200, 403, 409, 422)


def test_an_empty_value_clears(teaching, asanova):
    teaching.save(asanova, teaching.lesson, [(0, 0, "к"), (0, 1, "4")])
    answer = teaching.save(
        asanova, teaching.lesson, [(0, 0, "", "к"), (0, 1, " ", "4")], "second-1"
    )
    assert [cell["value"] for cell in answer.json["cells"]] == ["", ""]
    assert teaching.cell(LESSON, 0, Field.ATTENDANCE) is None
