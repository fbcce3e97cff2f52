"""The table of rights as a document: complete, translated, and the one in the repository."""

import csv
import io
from pathlib import Path

import pytest

from oshj_core import titles
from oshj_core.matrix import as_csv, as_markdown
from oshj_core.policy import POLICY
from oshj_core.roles import Permission, Role, ScopeKind, State
from oshj_core.two_persons import TWO_PERSONS

DOCUMENT = Path(__file__).parents[2] / "docs" / "rights.md"


def shout(message):
    return f"{message}".upper()


class TestDocument:
    def test_the_one_in_the_repository_is_the_table(self):
        assert DOCUMENT.read_text("utf-8") == as_markdown(), (
            "write it anew: python -m oshj_core.matrix > docs/rights.md"
        )

    def test_every_grant_has_a_row(self):
        rows = [line for line in as_markdown().splitlines() if line.startswith("|")]
        for grant in POLICY:
            role = str(titles.ROLES[grant.role])
            assert any(f"| {role} |" in row and row.endswith(f"| {grant.clause} |") for row in rows)
        for rule in TWO_PERSONS:
            what = str(titles.PERMISSIONS[rule.first])
            assert any(
                row.startswith(f"| {what} | {titles.PERMISSIONS[rule.second]}") for row in rows
            )

    def test_every_row_has_the_cells_of_its_head(self):
        width = None
        for line in as_markdown().splitlines():
            if not line.startswith("|"):
                width = None
                continue
            cells = line.replace("\\|", "").count("|")
            width = cells if width is None else width
            assert cells == width

    def test_every_word_is_translated(self):
        shouted = as_markdown(shout)
        assert shouted == shouted.upper() != as_markdown()


class TestSpreadsheet:
    def test_it_reads_back_to_the_policy(self):
        rows = list(csv.DictReader(io.StringIO(as_csv(), newline="")))
        read = {
            (
                Role(row["role"]),
                Permission(row["permission"]),
                row["clause"],
                frozenset(map(ScopeKind, row["at"].split())),
                frozenset(map(State, row["unless"].split())),
            )
            for row in rows
        }
        assert len(rows) == len(POLICY)
        assert read == {
            (one.role, one.permission, one.clause, one.at, one.unless) for one in POLICY
        }

    def test_the_words_are_translated_and_the_codes_are_not(self):
        first = next(csv.DictReader(io.StringIO(as_csv(shout), newline="")))
        assert first["permission"] == "sign-in"
        assert first["WHAT"] == "SIGN IN AND OUT"


class TestTitles:
    @pytest.mark.parametrize(
        ("words", "named"),
        [
            (Role, titles.ROLES),
            (Permission, titles.PERMISSIONS),
            (ScopeKind, titles.PLACES),
            (State, titles.STATES),
        ],
    )
    def test_every_word_has_a_name_of_its_own(self, words, named):
        assert list(named) == list(words)
        assert len({title.msgid for title in named.values()}) == len(named)
