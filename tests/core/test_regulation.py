"""Every clause is there, and every clause that is cited exists."""

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest

import oshj_core
from oshj_core.errors import NotFound
from oshj_core.policy import POLICY
from oshj_core.regulation import clause, clauses

SOURCE = Path(oshj_core.__file__).parents[1]

NUMBER = r"[1-8]\.[0-9]{1,2}"
LAST_OF_CHAPTER = {1: 7, 2: 13, 3: 7, 4: 3, 5: 8, 6: 2, 7: 7, 8: 3}
EVERY_CLAUSE = [
    f"{chapter}.{number}"
    for chapter, last in LAST_OF_CHAPTER.items()
    for number in range(1, last + 1)
]


def cited_in_code(source):
    """The clauses given to refusals and grants."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.keyword) and node.arg == "clause":
            for part in ast.walk(node.value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def cited_in_words(source):
    """The clauses in comments (``# 4.3``) and between parentheses (``(2.4, 3.1–3.6)``)."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield from re.findall(rf"^#:? ({NUMBER})\b", token.string)
        if token.type in (tokenize.COMMENT, tokenize.STRING):
            for inside in re.findall(rf"\(({NUMBER}(?:(?:, |–){NUMBER})*)\)", token.string):
                yield from re.findall(NUMBER, inside)


def test_all_clauses_stand_in_the_order_of_the_regulation():
    assert list(clauses()) == EVERY_CLAUSE


@pytest.mark.parametrize("number", EVERY_CLAUSE)
def test_a_clause_is_quoted_in_kyrgyz_and_told_in_english(number):
    found = clause(number)
    assert found.number == number
    assert re.search("[а-яңөү]", found.ky)
    assert found.ky == found.ky.strip()
    assert found.en == found.en.strip()
    assert re.search("[a-z]", found.en)


def test_the_lock_is_quoted_word_for_word():
    assert (
        "окутуучу аралык текшерүүнүн жыйынтык упайын койгондон кийин, электрондук журналды"
        " өзгөртүүгө укугу жок"
    ) in clause("4.3").ky


def test_only_clauses_of_chapter_four_have_duties_apart():
    apart = [number for number, one in clauses().items() if "Duties:" in one.en]
    assert apart == ["4.1", "4.2", "4.3"]


def test_an_unknown_clause_is_not_made_up():
    with pytest.raises(NotFound):
        clause("9.9")


@pytest.mark.parametrize(
    "path", sorted(SOURCE.glob("oshj_*/**/*.py")), ids=lambda path: str(path.relative_to(SOURCE))
)
def test_the_source_cites_existing_clauses(path):
    source = path.read_text("utf-8")
    assert {*cited_in_code(source), *cited_in_words(source)} <= set(EVERY_CLAUSE)


def test_citations_are_seen_by_this_test():
    source = 'def f():\n    """As said (2.4, 9.9–3.6)."""\n    # 4.3: locked\n    g(clause="5.7")\n'
    assert set(cited_in_words(source)) == {"4.3"}
    assert set(cited_in_words('"""Told (2.4, 3.1–3.6)."""')) == {"2.4", "3.1", "3.6"}
    assert set(cited_in_code(source)) == {"5.7"}


def test_every_grant_cites_a_clause():
    assert {grant.clause for grant in POLICY} <= set(EVERY_CLAUSE)
