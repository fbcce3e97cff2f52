"""A scale in which every row passes goes with no minimum."""

from __future__ import annotations

import pytest

from oshj_core.errors import SchemeError
from oshj_core.grading import load_scheme, shipped_schemes

EVERY_ROW_PASSES = shipped_schemes()["pass-fail"].replace("passes = false", "passes = true")


def test_it_may_be():
    assert load_scheme(EVERY_ROW_PASSES, source="x").scale[-1].passes


@pytest.mark.parametrize(
    "minimum",
    [
        EVERY_ROW_PASSES.replace("maximum = 20", "maximum = 20\nminimum = 1"),
        EVERY_ROW_PASSES.replace("places = 0", "places = 0\nminimum = 1"),
    ],
)
def test_nobody_could_fail_a_minimum(minimum):
    with pytest.raises(SchemeError) as refused:
        load_scheme(minimum, source="x")
    assert refused.value.key == "scale"
