"""Which grading schemes a journal may be opened with."""

from __future__ import annotations

import pytest

from oshj_core.grading import shipped_schemes
from oshj_portal.plugins.schemes import collect, schemes
from tests.portal.plugins.conftest import make_plugin

OWN = shipped_schemes()["example-100"].replace('id = "example-100"', 'id = "own"')


def enable(place, grading_schemes):
    place.load(make_plugin("one", grading_schemes=grading_schemes))
    place.lifecycle.install("one")
    place.lifecycle.enable("one")
    place.commit()


def test_without_plugins_there_are_the_shipped_ones(place):
    assert dict(schemes(place.site, place.registry)) == dict(shipped_schemes())


def test_an_enabled_plugin_contributes_until_it_is_disabled(place):
    enable(place, lambda settings: {"own": OWN})
    assert dict(schemes(place.site, place.registry)) == {**shipped_schemes(), "own": OWN}
    place.lifecycle.disable("one")
    assert dict(schemes(place.site, place.registry)) == dict(shipped_schemes())


@pytest.mark.parametrize(
    ("name", "toml", "reason"),
    [
        ("own", "id = 1", "one/own"),
        ("own", "]", "cannot be read"),
        ("other", OWN, "own id is “own”"),
        ("pass-fail", OWN, "another scheme of that name"),
    ],
)
def test_an_unusable_text_is_left_out_and_named(place, name, toml, reason):
    enable(place, lambda settings: {name: toml, "own-2": OWN.replace('"own"', '"own-2"')})
    texts, faults = collect(place.site, place.registry)
    assert texts.keys() == {*shipped_schemes(), "own-2"}
    assert texts["pass-fail"] == shipped_schemes()["pass-fail"]
    assert [(fault.plugin, fault.scheme) for fault in faults] == [("one", name)]
    assert reason in str(faults[0].reason)


@pytest.mark.parametrize("answer", [None, {"own": 7}, {7: OWN}, "own"])
def test_an_answer_of_another_kind_is_a_crash_that_only_costs_the_plugins_own(place, answer):
    enable(place, lambda settings: answer)
    assert dict(schemes(place.site, place.registry)) == dict(shipped_schemes())
