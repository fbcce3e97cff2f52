"""What people are told when we made a mistake."""

from __future__ import annotations

import logging

import pytest

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
