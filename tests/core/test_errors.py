"""Refusals are told in the language of who reads them, to the last word."""

import re
from pathlib import Path

import oshj_core
from oshj_core.errors import KINDS, NotFound
from oshj_core.text import Text, text

SOURCE = Path(oshj_core.__file__).parents[1]
NAMED = re.compile(r'(?:NotFound|MemoryTable)\(\s*"([^"]+)"|^    kind = "([^"]+)"$', re.MULTILINE)


def test_what_is_not_found_is_a_text_of_its_own():
    refused = NotFound("lesson", "mfrggzdfmy")
    assert refused.text.params["kind"] == text("lesson")
    assert str(refused) == "There is no lesson “mfrggzdfmy”"
    assert (refused.kind, refused.identifier) == ("lesson", "mfrggzdfmy")
    assert str(NotFound("faculty", 7)) == "There is no faculty “7”"


def test_everything_that_may_be_missing_has_a_word():
    named = {
        first or second
        for path in SOURCE.rglob("*.py")
        for first, second in NAMED.findall(path.read_text(encoding="utf-8"))
    }
    assert len(named) > 30
    assert {Text(kind) for kind in named} <= KINDS
