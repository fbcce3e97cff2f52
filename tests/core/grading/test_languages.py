"""The languages a scheme gives its names in; any other is refused by its place."""

from datetime import date
from decimal import Decimal

import pytest

from oshj_core.errors import Invalid
from oshj_core.grading import (
    Attempt,
    AttemptKind,
    Attended,
    admission,
    compute_total,
    conclude,
    explain_gpa,
    explain_total,
    final_result,
    load_gpa_policy,
    load_scheme,
    shipped_gpa_policies,
    shipped_schemes,
)

SCHEME = load_scheme(shipped_schemes()["example-100"], source="example-100")
GPA = load_gpa_policy(shipped_gpa_policies()["weighted"], source="weighted")
NOTHING_YET = compute_total(SCHEME, {})
ONCE = [Attempt(date(2027, 1, 20), AttemptKind.REGULAR, conclude(SCHEME, NOTHING_YET))]


@pytest.mark.parametrize(
    "say",
    [
        lambda language: explain_total(SCHEME, {}, language=language),
        lambda language: conclude(SCHEME, NOTHING_YET, language=language),
        lambda language: admission(SCHEME, NOTHING_YET, Attended(9, 9), language=language),
        lambda language: explain_gpa(GPA, [], language=language),
        lambda language: final_result(SCHEME, ONCE, language=language),
    ],
)
def test_only_three_languages_are_known(say):
    for language in ("ky", "ru", "en"):
        say(language)
    for unknown in ("kg", "", "KY", None):
        with pytest.raises(Invalid) as refused:
            say(unknown)
        assert refused.value.place == "language"


@pytest.mark.parametrize(("language", "line"), [("ky", "28,5"), ("ru", "28,5"), ("en", "28.5")])
def test_names_and_numbers_are_in_one_language(language, line):
    first, *_ = explain_total(SCHEME, {"intermediate-1": Decimal("28.5")}, language=language)
    said = str(first.text)
    assert line in said
    assert SCHEME.component("intermediate-1").title[language] in said
