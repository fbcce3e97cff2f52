"""Every kind has a title."""

from __future__ import annotations

import pytest

from oshj_core.structure import ControlForm, LessonKind, UnitKind
from oshj_portal.structure import titles


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        pytest.param(titles.UNIT_KINDS, UnitKind),
        pytest.param(titles.LESSON_KINDS, LessonKind),
        pytest.param(titles.LESSON_KINDS_SHORT, LessonKind),
        pytest.param(titles.CONTROL_FORMS, ControlForm),
    ],
)
def test_each_kind_has_a_title(given, kinds):
    assert set(given) == set(kinds)
