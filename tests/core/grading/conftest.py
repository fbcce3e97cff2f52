"""A small correct scheme: the mean of lesson marks 2–5 and of an exam, on the scale 5/4/3/2."""

import pytest

from oshj_core.grading import Scheme, load_scheme

FIVE_POINT = """\
id = "five-point"
version = "1"
source = "tests"
effective-from = 2026-09-01

[title]
ky = "Беш упай"
ru = "Пять баллов"
en = "Five points"

[lesson-mark]
minimum = 2
maximum = 5
step = 1

[[component]]
id = "current"
kind = "current"
maximum = 5
source = "lesson-marks"
lesson-marks = { strategy = "mean-scaled" }
title = { ky = "Учурдагы баа", ru = "Текущая оценка", en = "Current mark" }
short = { ky = "УБ", ru = "ТО", en = "CM" }

[[component]]
id = "final"
kind = "final"
maximum = 5
title = { ky = "Экзамен", ru = "Экзамен", en = "Exam" }
short = { ky = "Экз.", ru = "Экз.", en = "Exam" }

[total]
strategy = "weighted-mean"
rounding = "half-up"
places = 0

[[scale]]
at-least = 5
letter = "5"
traditional = 5
passes = true
words = { ky = "эң жакшы", ru = "отлично", en = "excellent" }

[[scale]]
at-least = 4
letter = "4"
traditional = 4
passes = true
words = { ky = "жакшы", ru = "хорошо", en = "good" }

[[scale]]
at-least = 3
letter = "3"
traditional = 3
passes = true
words = { ky = "канааттандырарлык", ru = "удовлетворительно", en = "satisfactory" }

[[scale]]
at-least = 0
letter = "2"
traditional = 2
passes = false
words = { ky = "канааттандырарлык эмес", ru = "неудовлетворительно", en = "unsatisfactory" }
"""


@pytest.fixture(scope="session")
def five_point_text() -> str:
    return FIVE_POINT


@pytest.fixture(scope="session")
def five_point() -> Scheme:
    return load_scheme(FIVE_POINT, source="five-point.toml")
