"""Every kind can be written down in a list."""

from __future__ import annotations

import pytest

from oshj_core.lists.cells import CONTROL_FORMS, LESSON_KINDS
from oshj_core.structure import ControlForm, LessonKind


@pytest.mark.parametrize(
    ("words", "kinds"),
    [pytest.param(CONTROL_FORMS, ControlForm), pytest.param(LESSON_KINDS, LessonKind)],
)
def test_each_kind_has_words_of_its_own(words, kinds):
    assert set(words) == set(kinds)
    written = [word for one in words.values() for word in one]
    assert len(written) == len(set(written))
