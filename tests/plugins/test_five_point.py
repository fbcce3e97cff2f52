"""The five-point scheme keeps the contract, and its settings mean what they say."""

from __future__ import annotations

from decimal import Decimal

import pytest

from oshj_core.grading import compute_total, load_scheme
from oshj_core.testing import GradingSchemeContract
from oshj_plugins.five_point import plugin
from oshj_portal.plugins.settings import read_settings

DEFAULTS = read_settings(plugin, {})


def scheme_with(**settings):
    texts = plugin.grading_schemes({**DEFAULTS, **settings})
    return load_scheme(texts["five-point"], source="five-point")


class TestFivePoint(GradingSchemeContract):
    @pytest.fixture
    def contribution(self):
        return plugin.grading_schemes

    @pytest.fixture(
        params=[
            {},
            {"lowest_mean": Decimal(2), "exam_percent": 1},
            {"lowest_mean": Decimal(5), "exam_percent": 99, "rounding": "half-even"},
            {"lowest_mean": Decimal("3.25"), "exam_percent": 40},
        ]
    )
    def settings(self, request):
        return {**DEFAULTS, **request.param}


def mark(scheme, lessons, exam) -> str:
    total = compute_total(scheme, {"final": Decimal(exam)}, [Decimal(one) for one in lessons])
    return total.row.letter


@pytest.mark.parametrize(
    ("settings", "lessons", "exam", "expected"),
    [
        ({}, (5, 5, 4, 4), "4.5", "5"),
        ({"rounding": "half-even"}, (5, 5, 4, 4), "4.5", "4"),
        ({}, (4, 4, 3), "4", "4"),
        ({"exam_percent": 90}, (5, 5, 5), "3", "3"),
        ({"exam_percent": 10}, (5, 5, 5), "3", "5"),
        ({}, (2, 2, 3), "5", "2"),
        ({"lowest_mean": Decimal(2)}, (2, 2, 3), "5", "4"),
        ({"lowest_mean": Decimal("3.5")}, (3, 4, 3), "5", "2"),
    ],
)
def test_the_settings_decide_the_mark(settings, lessons, exam, expected):
    assert mark(scheme_with(**settings), lessons, exam) == expected


def test_the_version_tells_by_which_settings():
    variants = [
        {},
        {"lowest_mean": Decimal(3)},
        {"exam_percent": 40},
        {"rounding": "half-even"},
    ]
    versions = {scheme_with(**settings).version for settings in variants}
    assert len(versions) == len(variants)
    assert scheme_with(lowest_mean=Decimal("2.50")).version == scheme_with().version
