"""Every kind of wrong scheme file is refused with file, key and reason."""

import pytest

from oshj_core.errors import SchemeError
from oshj_core.grading import load_scheme, scheme_text

EXAM = 'id = "final"\nkind = "final"\nmaximum = 5\n'
FIRST_COMPONENT = (
    'id = "current"\nkind = "current"\nmaximum = 5\nsource = "lesson-marks"\n'
    'lesson-marks = { strategy = "mean-scaled" }\n'
)
TOTAL = '[total]\nstrategy = "weighted-mean"\nrounding = "half-up"\nplaces = 0\n'
RULE = 'lesson-marks = { strategy = "mean-scaled" }'
PASSING_3 = 'letter = "3"\ntraditional = 3\npasses = true'
PASSING_4 = 'letter = "4"\ntraditional = 4\npasses = true'
NUMBER = (
    'must be a whole number or a decimal in quotes such as "2.5", not negative, below a million,'
    " with at most 2 decimals"
)
UNEQUAL = "needs components of the same maximum, weight and minimum"
UNKNOWN = "is not a key of a scheme"
FORMS = "must be a list of different words out of: course-work, exam, pass-fail, thesis"
FAILING_2 = 'letter = "2"\ntraditional = 2\npasses = false'
WORDS = 'words = { ky = "x", ru = "x", en = "x" }'
LAST_ROW = (
    f"{FAILING_2}\nwords = {{"
    ' ky = "канааттандырарлык эмес", ru = "неудовлетворительно", en = "unsatisfactory" }'
)
RESITS = '[resits]\nmost = 1\noutcomes = ["resit"]\n'

# what is wrong: (text of the correct file, what stands there instead, key, reason)
WRONG = {
    "unknown key": ('version = "1"', 'version = "1"\ncolour = "red"', "colour", UNKNOWN),
    "unknown key of a component": (
        EXAM,
        EXAM + "maximun = 5\n",
        "component[2].maximun",
        UNKNOWN,
    ),
    "unknown language": ('ky = "Беш упай"', 'ky = "Беш упай"\nkg = "Беш"', "title.kg", UNKNOWN),
    "missing key": ('version = "1"\n', "", "version", "is missing"),
    "missing key of a component": (
        EXAM,
        'id = "final"\nkind = "final"\n',
        "component[2].maximum",
        "is missing",
    ),
    "missing language": ('ru = "Пять баллов"\n', "", "title.ru", "is missing"),
    "blank text": ('"Пять баллов"', '"  "', "title.ru", "must be a text in quotes and not empty"),
    "number for a text": (
        'version = "1"',
        "version = 1",
        "version",
        "must be a text in quotes and not empty",
    ),
    "long text": (
        'source = "tests"',
        f'source = "{"х" * 1001}"',
        "source",
        "is longer than 1000 characters",
    ),
    "control character": (
        'source = "tests"',
        r'source = "te\u0000sts"',
        "source",
        "must be one line without control characters",
    ),
    "two lines": (
        'source = "tests"',
        r'source = "te\nsts"',
        "source",
        "must be one line without control characters",
    ),
    "wrong id": (
        'id = "five-point"',
        'id = "Беш"',
        "id",
        "must consist of lower-case Latin letters, digits and hyphens",
    ),
    "long id": (
        'id = "five-point"',
        f'id = "{"a" * 65}"',
        "id",
        "must consist of lower-case Latin letters, digits and hyphens",
    ),
    "text for a table": (
        '[title]\nky = "Беш упай"\nru = "Пять баллов"\nen = "Five points"',
        'title = "Five"',
        "title",
        "must be a table",
    ),
    "float": (EXAM, EXAM.replace("5", "5.0"), "component[2].maximum", NUMBER),
    "float not a number": (EXAM, EXAM.replace("5", "nan"), "component[2].maximum", NUMBER),
    "float infinite": (EXAM, EXAM.replace("5", "inf"), "component[2].maximum", NUMBER),
    "boolean for a number": (EXAM, EXAM.replace("5", "true"), "component[2].maximum", NUMBER),
    "NaN in quotes": (EXAM, EXAM.replace("5", '"NaN"'), "component[2].maximum", NUMBER),
    "exponent": (EXAM, EXAM.replace("5", '"1e2"'), "component[2].maximum", NUMBER),
    "decimal comma": (EXAM, EXAM.replace("5", '"5,5"'), "component[2].maximum", NUMBER),
    "other digits": (EXAM, EXAM.replace("5", '"٥"'), "component[2].maximum", NUMBER),
    "three decimals": (EXAM, EXAM.replace("5", '"5.001"'), "component[2].maximum", NUMBER),
    "negative": (EXAM, EXAM.replace("5", "-5"), "component[2].maximum", NUMBER),
    "a million": (EXAM, EXAM.replace("5", "1000000"), "component[2].maximum", NUMBER),
    "maximum 0": (EXAM, EXAM.replace("5", "0"), "component[2].maximum", "must be more than 0"),
    "minimum over maximum": (
        EXAM,
        EXAM + "minimum = 6\n",
        "component[2].minimum",
        "is more than the maximum",
    ),
    "weight 0": (EXAM, EXAM + "weight = 0\n", "component[2].weight", "must be more than 0"),
    "weight with five decimals": (
        EXAM,
        EXAM + 'weight = "0.33333"\n',
        "component[2].weight",
        NUMBER.replace("2 decimals", "4 decimals"),
    ),
    "unknown kind": (
        'kind = "final"',
        'kind = "exam"',
        "component[2].kind",
        "must be one of: current, final, independent, intermediate",
    ),
    "component twice": (
        EXAM,
        EXAM.replace('"final"', '"current"', 1),
        "component[2].id",
        "“current” is given twice",
    ),
    "intermediate without module": (
        'kind = "final"',
        'kind = "intermediate"',
        "component[2].module",
        "an intermediate check names its module",
    ),
    "module of an exam": (
        EXAM,
        EXAM + "module = 1\n",
        "component[2].module",
        "only an intermediate check has a module",
    ),
    "module 0": (
        EXAM,
        EXAM.replace('kind = "final"', 'kind = "intermediate"\nmodule = 0'),
        "component[2].module",
        "must be a whole number from 1 to 32",
    ),
    "gap in the modules": (
        EXAM,
        EXAM.replace('kind = "final"', 'kind = "intermediate"\nmodule = 2'),
        "component",
        "the modules must be numbered 1, 2, … without a gap",
    ),
    "unknown source of points": (
        'source = "lesson-marks"',
        'source = "dream"',
        "component[1].source",
        "must be one of: entered, lesson-marks",
    ),
    "computed without a rule": (RULE, "", "component[1].lesson-marks", "is missing"),
    "entered with a rule": (
        'source = "lesson-marks"',
        'source = "entered"',
        "component[1].lesson-marks",
        'needs source = "lesson-marks"',
    ),
    "unknown lesson strategy": (
        "mean-scaled",
        "median",
        "component[1].lesson-marks.strategy",
        "must be one of: best-of, drop-lowest, mean-scaled",
    ),
    "best-of without count": (
        "mean-scaled",
        "best-of",
        "component[1].lesson-marks.count",
        "is missing",
    ),
    "count 0": (
        RULE,
        'lesson-marks = { strategy = "best-of", count = 0 }',
        "component[1].lesson-marks.count",
        "must be a whole number from 1 to 200",
    ),
    "count for a mean": (
        RULE,
        'lesson-marks = { strategy = "mean-scaled", count = 3 }',
        "component[1].lesson-marks.count",
        "is not used by mean-scaled",
    ),
    "unknown rounding of lesson marks": (
        RULE,
        'lesson-marks = { strategy = "mean-scaled", rounding = "lucky" }',
        "component[1].lesson-marks.rounding",
        "must be one of: down, half-even, half-up, up",
    ),
    "three places of lesson marks": (
        RULE,
        'lesson-marks = { strategy = "mean-scaled", places = 3 }',
        "component[1].lesson-marks.places",
        "must be a whole number from 0 to 2",
    ),
    "maximum finer than its places": (
        FIRST_COMPONENT,
        FIRST_COMPONENT.replace("5", '"5.5"').replace(" }", ", places = 0 }"),
        "component[1].maximum",
        "has more decimals than the places of lesson-marks",
    ),
    "lesson marks without maximum": (
        "[lesson-mark]\nminimum = 2\nmaximum = 5\n",
        "[lesson-mark]\nminimum = 2\n",
        "lesson-mark.maximum",
        "is missing",
    ),
    "lesson mark minimum not below maximum": (
        "minimum = 2\nmaximum = 5",
        "minimum = 5\nmaximum = 5",
        "lesson-mark.minimum",
        "must be less than the maximum",
    ),
    "lesson mark step 0": ("step = 1", "step = 0", "lesson-mark.step", "must be more than 0"),
    "lesson mark step misses the maximum": (
        "step = 1",
        "step = 2",
        "lesson-mark.step",
        "does not lead from the minimum to the maximum",
    ),
    "unknown strategy": (
        '"weighted-mean"',
        '"guess"',
        "total.strategy",
        "must be one of: current-plus-intermediate-halved, sum, weighted-mean",
    ),
    "strategy is a list": (
        '"weighted-mean"',
        '["sum"]',
        "total.strategy",
        "must be one of: current-plus-intermediate-halved, sum, weighted-mean",
    ),
    "halved without an intermediate check": (
        '"weighted-mean"',
        '"current-plus-intermediate-halved"',
        "total.strategy",
        "needs a current and an intermediate component",
    ),
    "mean of different maxima": (
        EXAM,
        EXAM.replace("5", "100"),
        "total.strategy",
        "a mean needs components of the same maximum",
    ),
    "unknown rounding": (
        'rounding = "half-up"',
        'rounding = "ROUND_UP"',
        "total.rounding",
        "must be one of: down, half-even, half-up, up",
    ),
    "three places": (
        "places = 0",
        "places = 3",
        "total.places",
        "must be a whole number from 0 to 2",
    ),
    "boolean places": (
        "places = 0",
        "places = false",
        "total.places",
        "must be a whole number from 0 to 2",
    ),
    "total without strategy": (
        TOTAL,
        TOTAL.replace('strategy = "weighted-mean"\n', ""),
        "total.strategy",
        "is missing",
    ),
    "total too large to store": (
        TOTAL,
        TOTAL.replace("weighted-mean", "sum").replace("[total]", "weight = 200000\n\n[total]"),
        "total",
        "the total must stay below 1000000",
    ),
    "scale does not reach 0": (
        "at-least = 0",
        "at-least = 1",
        "scale",
        "the lowest row must begin at 0",
    ),
    "rows overlap": (
        "at-least = 4",
        "at-least = 5",
        "scale[2].at-least",
        "must be less than in the row above: the highest row comes first",
    ),
    "rows not sorted": (
        "at-least = 3",
        'at-least = "4.5"',
        "scale[3].at-least",
        "must be less than in the row above: the highest row comes first",
    ),
    "letter twice": ('letter = "3"', 'letter = "4"', "scale", "“4” is given twice"),
    "passing below failing": (
        PASSING_4,
        PASSING_4.replace("true", "false"),
        "scale[3].passes",
        "a row that passes stands below one that does not",
    ),
    "passes in quotes": (
        PASSING_3,
        PASSING_3.replace("true", '"true"'),
        "scale[3].passes",
        "must be true or false",
    ),
    "float equivalent": (
        'letter = "4"\n',
        'letter = "4"\nequivalent = 3.33\n',
        "scale[2].equivalent",
        NUMBER,
    ),
    "traditional in quotes": (
        "traditional = 4",
        'traditional = "4"',
        "scale[2].traditional",
        "must be a whole number from 0 to 100",
    ),
    "top row out of reach": (
        "at-least = 5",
        'at-least = "5.01"',
        "scale",
        "the highest row begins at 5.01, but the total reaches only 5",
    ),
    "date in quotes": (
        "effective-from = 2026-09-01",
        'effective-from = "2026-09-01"',
        "effective-from",
        "must be a date such as 2026-09-01, without quotes",
    ),
    "date with time": (
        "effective-from = 2026-09-01",
        "effective-from = 2026-09-01T08:00:00",
        "effective-from",
        "must be a date such as 2026-09-01, without quotes",
    ),
    "form twice": (
        'source = "tests"',
        'source = "tests"\ncontrol-forms = ["exam", "exam"]',
        "control-forms",
        FORMS,
    ),
    "unknown form": (
        'source = "tests"',
        'source = "tests"\ncontrol-forms = ["dance"]',
        "control-forms",
        FORMS,
    ),
    "no form": ('source = "tests"', 'source = "tests"\ncontrol-forms = []', "control-forms", FORMS),
    "nested form": (
        'source = "tests"',
        'source = "tests"\ncontrol-forms = [["exam"]]',
        "control-forms",
        FORMS,
    ),
    "form that is no list": (
        'source = "tests"',
        'source = "tests"\ncontrol-forms = "exam"',
        "control-forms",
        FORMS,
    ),
    "entry closes before it opens": (
        EXAM,
        EXAM + 'entry = { from = "semester-end", opens = 1, closes = 0 }\n',
        "component[2].entry.closes",
        "is before opens",
    ),
    "entry of dates closes before it opens": (
        EXAM,
        EXAM + "entry = { opens = 2026-10-02, closes = 2026-10-01 }\n",
        "component[2].entry.closes",
        "is before opens",
    ),
    "entry of an exam counted from a module": (
        EXAM,
        EXAM + 'entry = { from = "module-end", opens = 0, closes = 0 }\n',
        "component[2].entry.from",
        "must be one of: semester-end, semester-start",
    ),
    "entry too far away": (
        EXAM,
        EXAM + 'entry = { from = "semester-end", opens = 0, closes = 367 }\n',
        "component[2].entry.closes",
        "must be a whole number from -366 to 366",
    ),
    "entry too early": (
        EXAM,
        EXAM + 'entry = { from = "semester-end", opens = -367, closes = 0 }\n',
        "component[2].entry.opens",
        "must be a whole number from -366 to 366",
    ),
    "entry of days without an anchor": (
        EXAM,
        EXAM + "entry = { opens = 0, closes = 1 }\n",
        "component[2].entry.opens",
        "must be a date such as 2026-09-01, without quotes",
    ),
    "entry without an end": (
        EXAM,
        EXAM + "entry = { opens = 2026-10-02 }\n",
        "component[2].entry.closes",
        "is missing",
    ),
    "total minimum out of reach": (
        TOTAL,
        TOTAL + 'minimum = "5.01"\n',
        "total.minimum",
        "is more than the highest total",
    ),
    "selection of a lonely component": (
        TOTAL,
        TOTAL + 'selection = { kind = "final", strategy = "best-of", count = 1 }\n',
        "total.selection.kind",
        "needs two components of this kind or more",
    ),
    "outcome that contradicts passing": (
        PASSING_3,
        PASSING_3 + '\noutcome = "resit"',
        "scale[3].outcome",
        "contradicts passes",
    ),
    "outcome that contradicts failing": (
        FAILING_2,
        FAILING_2 + '\noutcome = "passed"',
        "scale[4].outcome",
        "contradicts passes",
    ),
    "outcome without a row": (
        FAILING_2,
        FAILING_2 + '\noutcome = "absent"',
        "scale[4].outcome",
        "must be one of: passed, repeat, resit",
    ),
    "mark of an outcome with a row": (
        LAST_ROW,
        f'{LAST_ROW}\n[mark.passed]\nletter = "x"\n{WORDS}',
        "mark.passed",
        UNKNOWN,
    ),
    "special mark with the letter of a row": (
        LAST_ROW,
        f'{LAST_ROW}\n[mark.absent]\nletter = "2"\n{WORDS}',
        "mark.absent.letter",
        "“2” is given twice",
    ),
    "two special marks with one letter": (
        LAST_ROW,
        (
            f'{LAST_ROW}\n[mark.absent]\nletter = "x"\n{WORDS}'
            f'\n[mark.incomplete]\nletter = "x"\n{WORDS}'
        ),
        "mark.absent.letter",
        "“x” is given twice",
    ),
    "special mark without words": (
        LAST_ROW,
        f'{LAST_ROW}\n[mark.absent]\nletter = "x"',
        "mark.absent.words",
        "is missing",
    ),
    "admission that asks for nothing": (
        LAST_ROW,
        f"{LAST_ROW}\n[admission]",
        "admission",
        "asks for nothing",
    ),
    "admission by kinds without a minimum": (
        LAST_ROW,
        f'{LAST_ROW}\n[admission]\nkinds = ["current"]',
        "admission.minimum",
        "kinds and minimum belong together",
    ),
    "admission by a minimum without kinds": (
        LAST_ROW,
        f"{LAST_ROW}\n[admission]\nminimum = 3",
        "admission.minimum",
        "kinds and minimum belong together",
    ),
    "admission by a kind nobody has": (
        LAST_ROW,
        f'{LAST_ROW}\n[admission]\nkinds = ["current", "independent"]\nminimum = 3',
        "admission.kinds",
        "no component is of the kind independent",
    ),
    "admission to the final by the final": (
        LAST_ROW,
        f'{LAST_ROW}\n[admission]\nkinds = ["current", "final"]\nminimum = 3',
        "admission.kinds",
        "the final cannot be asked for before it is sat",
    ),
    "admission out of reach": (
        LAST_ROW,
        f'{LAST_ROW}\n[admission]\nkinds = ["current"]\nminimum = "5.01"',
        "admission.minimum",
        "is more than these components can bring",
    ),
    "admission of 0 points": (
        LAST_ROW,
        f'{LAST_ROW}\n[admission]\nkinds = ["current"]\nminimum = 0',
        "admission.minimum",
        "must be more than 0",
    ),
    "attendance above 100": (
        LAST_ROW,
        f'{LAST_ROW}\n[admission]\nattendance = "100.01"',
        "admission.attendance",
        "is more than 100 per cent",
    ),
    "excuses without attendance": (
        LAST_ROW,
        f'{LAST_ROW}\n[admission]\nkinds = ["current"]\nminimum = 3\nexcused = "missed"',
        "admission.excused",
        "needs attendance",
    ),
    "unknown way of excusing": (
        LAST_ROW,
        f'{LAST_ROW}\n[admission]\nattendance = 75\nexcused = "kindly"',
        "admission.excused",
        "must be one of: attended, left-out, missed",
    ),
    "resits without a number": (
        LAST_ROW,
        f'{LAST_ROW}\n[resits]\noutcomes = ["resit"]',
        "resits.most",
        "is missing",
    ),
    "negative resits": (
        LAST_ROW,
        f'{LAST_ROW}\n[resits]\nmost = -1\noutcomes = ["resit"]',
        "resits.most",
        "must be a whole number from 0 to 20",
    ),
    "resits after passing": (
        LAST_ROW,
        f'{LAST_ROW}\n[resits]\nmost = 1\noutcomes = ["passed"]',
        "resits.outcomes",
        "must be a list of different words out of: absent, incomplete, not-admitted, repeat, resit",
    ),
    "the middle attempt counts": (
        LAST_ROW,
        f'{LAST_ROW}\n{RESITS}counts = "middle"',
        "resits.counts",
        "must be one of: best, last",
    ),
    "cap out of reach": (
        LAST_ROW,
        f'{LAST_ROW}\n{RESITS}cap = "5.01"',
        "resits.cap",
        "is more than the highest total",
    ),
    "cap that nobody passes with": (
        LAST_ROW,
        f'{LAST_ROW}\n{RESITS}cap = "2.99"',
        "resits.cap",
        "does not pass: nobody could pass a resit",
    ),
    "second window of resits": (
        LAST_ROW,
        (
            f"{LAST_ROW}\n{RESITS}[[resits.window]]\nopens = 2027-01-01\ncloses = 2027-01-02\n"
            "[[resits.window]]\nopens = 2027-01-02\ncloses = 2027-01-01"
        ),
        "resits.window[2].closes",
        "is before opens",
    ),
    "resits counted from a module": (
        LAST_ROW,
        f'{LAST_ROW}\n{RESITS}[[resits.window]]\nfrom = "module-end"\nopens = 1\ncloses = 2',
        "resits.window[1].from",
        "must be one of: semester-end, semester-start",
    ),
    "summer term counted from a module": (
        LAST_ROW,
        f'{LAST_ROW}\n{RESITS}summer-term = {{ from = "module-end", opens = 1, closes = 2 }}',
        "resits.summer-term.from",
        "must be one of: semester-end, semester-start",
    ),
    "summer term without an end": (
        LAST_ROW,
        f'{LAST_ROW}\n{RESITS}summer-term = {{ from = "semester-end", opens = 1 }}',
        "resits.summer-term.closes",
        "is missing",
    ),
    "ends before it begins": (
        "effective-from = 2026-09-01",
        "effective-from = 2026-09-01\neffective-until = 2026-08-31",
        "effective-until",
        "is before effective-from",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_with_file_key_and_reason(name: str, five_point_text: str) -> None:
    right, wrong, key, reason = WRONG[name]
    assert right in five_point_text

    with pytest.raises(SchemeError) as refused:
        load_scheme(five_point_text.replace(right, wrong, 1), source="wrong.toml")

    assert refused.value.source == "wrong.toml"
    assert refused.value.key == key
    assert str(refused.value.reason) == reason
    assert str(refused.value) == f"wrong.toml, {key}: {reason}"


MODULES = """
[[component]]
id = "m{n}"
kind = "intermediate"
module = {n}
maximum = {maximum}
weight = {weight}
minimum = {minimum}
title = {{ ky = "М", ru = "М", en = "M" }}
short = {{ ky = "М", ru = "М", en = "M" }}
"""


@pytest.mark.parametrize(
    ("maximum", "weight", "minimum", "choice", "key", "reason"),
    [
        (4, 1, 0, '"best-of", count = 1', "kind", UNEQUAL),
        (5, 2, 0, '"best-of", count = 1', "kind", UNEQUAL),
        (5, 1, 3, '"best-of", count = 1', "kind", UNEQUAL),
        (5, 1, 0, '"best-of", count = 0', "count", "must be a whole number from 1 to 1"),
        (5, 1, 0, '"drop-lowest", count = 2', "count", "must be a whole number from 1 to 1"),
        (5, 1, 0, '"mean-scaled", count = 1', "strategy", "must be one of: best-of, drop-lowest"),
    ],
)
def test_a_selection_that_cannot_be_made(
    maximum: int,
    weight: int,
    minimum: int,
    choice: str,
    key: str,
    reason: str,
    five_point_text: str,
) -> None:
    modules = MODULES.format(n=1, maximum=5, weight=1, minimum=0)
    modules += MODULES.format(n=2, maximum=maximum, weight=weight, minimum=minimum)
    selection = f'selection = {{ kind = "intermediate", strategy = {choice} }}'
    toml = five_point_text.replace(
        TOTAL, f"{modules}\n{TOTAL.replace('weighted-mean', 'sum')}{selection}\n"
    )

    with pytest.raises(SchemeError) as refused:
        load_scheme(toml, source="wrong.toml")

    assert refused.value.key == f"total.selection.{key}"
    assert str(refused.value.reason) == reason


@pytest.mark.parametrize(
    "more",
    [
        '[admission]\nattendance = 100\nexcused = "missed"',
        '[admission]\nkinds = ["current"]\nminimum = 5',
        '[resits]\nmost = 0\noutcomes = ["repeat"]',
        f"{RESITS}cap = 3",
        f"{RESITS}cap = 5",
        f'{RESITS}summer-term = {{ from = "semester-end", opens = -366, closes = 366 }}',
        f'{RESITS}summer-term = {{ from = "semester-end", opens = 1, closes = 1 }}',
        f"{RESITS}[[resits.window]]\nopens = 2027-01-01\ncloses = 2027-01-01",
        f'[mark.absent]\nletter = "x"\nequivalent = 0\ntraditional = 2\n{WORDS}',
    ],
)
def test_the_last_value_that_is_still_right(more: str, five_point_text: str) -> None:
    scheme = load_scheme(f"{five_point_text}\n{more}\n", source="right.toml")

    assert load_scheme(scheme_text(scheme), source="again") == scheme


def test_a_cap_below_the_pass_minimum_of_the_total(five_point_text: str) -> None:
    toml = five_point_text.replace(TOTAL, TOTAL + "minimum = 4\n")
    load_scheme(f"{toml}\n{RESITS}cap = 4\n", source="right.toml")

    with pytest.raises(SchemeError) as refused:
        load_scheme(f"{toml}\n{RESITS}cap = 3\n", source="wrong.toml")

    assert refused.value.key == "resits.cap"


def test_a_pass_minimum_of_the_total_needs_a_row_that_does_not_pass(five_point_text: str) -> None:
    toml = five_point_text.replace(TOTAL, TOTAL + "minimum = 3\n").replace("false", "true")

    with pytest.raises(SchemeError) as refused:
        load_scheme(toml, source="wrong.toml")

    assert refused.value.key == "scale"
    assert "the total has a pass minimum" in str(refused.value.reason)


def test_a_total_that_is_never_more_than_zero(five_point_text: str) -> None:
    toml = five_point_text
    for component in (FIRST_COMPONENT, EXAM):
        toml = toml.replace(component, component.replace("maximum = 5", 'maximum = "0.2"'))

    with pytest.raises(SchemeError) as refused:
        load_scheme(toml, source="wrong.toml")

    assert refused.value.key == "total"
    assert str(refused.value.reason) == "is never more than 0"


def test_a_pass_minimum_needs_a_row_that_does_not_pass(five_point_text: str) -> None:
    toml = five_point_text.replace(EXAM, EXAM + "minimum = 3\n").replace("false", "true")

    with pytest.raises(SchemeError) as refused:
        load_scheme(toml, source="wrong.toml")

    assert refused.value.key == "scale"
    assert "every row of the scale passes" in str(refused.value.reason)


@pytest.mark.parametrize(
    "toml",
    [
        "",
        "id",
        'id = "five-point"\nid = "five-point"',
        "= 1",
        "component = 3",
        'id = "\udc00"',
        "a = " + "[" * 20_000,
        "a = " + "9" * 5_000,
        "# " + "x" * 65_536,
        "a = 2026-02-30",
    ],
    ids=["empty", "word", "twice", "no key", "number", "surrogate", "deep", "long", "large", "day"],
)
def test_what_is_no_scheme_at_all_is_refused_too(toml: str) -> None:
    with pytest.raises(SchemeError) as refused:
        load_scheme(toml, source="wrong.toml")

    assert refused.value.source == "wrong.toml"
    assert refused.value.key


@pytest.mark.parametrize("components", ["[]", "3", '{ id = "x" }', '"x"'])
def test_components_are_a_list(components: str, five_point_text: str) -> None:
    head = five_point_text.partition("[[component]]")[0]
    rest = "[total]" + five_point_text.partition("[total]")[2]

    with pytest.raises(SchemeError) as refused:
        load_scheme(f"component = {components}\n{head}{rest}", source="wrong.toml")

    assert refused.value.key == "component"
    assert str(refused.value.reason) == "must be given 1 to 32 times"


def test_an_item_of_a_list_must_be_a_table(five_point_text: str) -> None:
    head = five_point_text.partition("[[component]]")[0]
    rest = "[total]" + five_point_text.partition("[total]")[2]

    with pytest.raises(SchemeError) as refused:
        load_scheme("component = [7]\n" + head + rest, source="wrong.toml")

    assert refused.value.key == "component[1]"
    assert str(refused.value.reason) == "must be a table"
