"""The contract of the extension point for grading schemes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from oshj_core.extension import GradingSchemes
from oshj_core.grading import Scheme, compute_total, load_scheme, scheme_text

HUNDREDTH = Decimal("0.01")
MOST_STEPS = 20_000


class GradingSchemeContract:
    """A contribution of grading schemes: whole, the same for the same settings, and usable.

    Override ``contribution``; override ``settings``, best with params, so that every corner of
    the plugin's settings is tried.
    """

    @pytest.fixture
    def contribution(self) -> GradingSchemes:
        raise NotImplementedError("override with a fixture that gives the plugin's function")

    @pytest.fixture
    def settings(self) -> Mapping[str, Any]:
        raise NotImplementedError("override with a fixture that gives the plugin's settings")

    @pytest.fixture
    def texts(self, contribution: Any, settings: Any) -> Any:
        return contribution(settings)

    @pytest.fixture
    def schemes(self, texts: Any) -> list[Scheme]:
        return [load_scheme(toml, source=name) for name, toml in texts.items()]

    def test_there_is_a_scheme(self, texts: Any) -> None:
        assert texts

    def test_a_scheme_is_known_by_its_own_id(self, texts: Any) -> None:
        for name, toml in texts.items():
            assert load_scheme(toml, source=name).id == name

    def test_equal_settings_give_equal_texts(self, contribution: Any, settings: Any) -> None:
        assert dict(contribution(settings)) == dict(contribution(dict(settings)))

    def test_settings_are_left_as_they_are(self, contribution: Any, settings: Any) -> None:
        before = dict(settings)
        contribution(settings)
        assert dict(settings) == before

    def test_a_stored_text_gives_the_scheme_back(self, schemes: Any) -> None:
        for scheme in schemes:
            assert load_scheme(scheme_text(scheme), source=scheme.id) == scheme

    def test_the_best_student_passes_with_the_highest_row(self, schemes: Any) -> None:
        for scheme in schemes:
            entered = {
                component.id: component.maximum
                for component in scheme.components
                if component.lesson_rule is None
            }
            total = compute_total(scheme, entered, [scheme.lesson_mark.maximum])
            assert total.complete
            assert total.row == scheme.scale[0]
            assert scheme.scale[0].passes

    def test_every_total_has_a_row_and_more_is_never_worse(self, schemes: Any) -> None:
        for scheme in schemes:
            unit = max(HUNDREDTH, scheme.maximum / MOST_STEPS).quantize(HUNDREDTH)
            places = [
                scheme.scale.index(scheme.row(unit * step))
                for step in range(int(scheme.maximum / unit) + 1)
            ]
            assert places == sorted(places, reverse=True)
            assert places[0] == len(scheme.scale) - 1
