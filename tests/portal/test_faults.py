"""What people are told when we made a mistake."""

from __future__ import annotations

import logging

import pytest

from oshj_core.errors import Conflict
from oshj_core.text import text
from oshj_portal.home import views


@pytest.fixture
def broken(portal, monkeypatch):
    def places(request):
        raise ZeroDivisionError

    monkeypatch.setattr(views, "places", places)
    return portal


def test_a_fault_is_a_page_with_the_number_that_is_in_the_log(broken, caplog):
    with caplog.at_level(logging.ERROR):
        page = broken.browser("asanova").get("/", status=500)
    (record,) = (one for one in caplog.records if one.name == "oshj_portal.errors.views")
    assert record.exc_info[0] is ZeroDivisionError
    number = record.args[0]
    assert len(number) == 12
    assert number in page.text
    assert "ZeroDivisionError" not in page.text


def test_a_program_is_told_in_json(broken):
    answer = broken.browser("asanova").get("/", status=500, headers={"Accept": "application/json"})
    assert answer.json["status"] == 500


@pytest.mark.parametrize("told", [("эски", "жаңы"), (3, "")])
def test_a_conflict_tells_both_values(portal, monkeypatch, told):
    answer = conflict(portal, monkeypatch, *told)
    assert (answer.json["stored"], answer.json["offered"]) == told
    page = portal.browser("asanova").get("/", status=409)
    assert [one.text for one in page.html.select("dl.facts dd")] == [str(one) for one in told]


def test_values_nobody_can_read_are_left_out_of_a_conflict(portal, monkeypatch):
    answer = conflict(portal, monkeypatch, object(), "жаңы")
    assert "stored" not in answer.json
    assert "offered" not in answer.json
    page = portal.browser("asanova").get("/", status=409)
    assert not page.html.select("dl.facts")
    assert "object at" not in page.text


def conflict(portal, monkeypatch, stored, offered):
    def places(request):
        raise Conflict(text("Somebody changed this meanwhile."), stored=stored, offered=offered)

    monkeypatch.setattr(views, "places", places)
    return portal.browser("asanova").get("/", status=409, headers={"Accept": "application/json"})
