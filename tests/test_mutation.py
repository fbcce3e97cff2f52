"""The search for faults puts in what it says, and the runner tells noticed from unnoticed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.mutation.faults import Faults

ROOT = Path(__file__).parents[1]
SOURCE = '''
"""Words."""
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    import nothing
__all__ = ["limit"]
LIMIT: int = 3

@cache(size=1)
def limit(value: int, most: int = LIMIT) -> int:
    """The value, or the most."""
    assert value >= 0
    if value > most and most:
        raise Invalid(text("Too much"), place="value")
    note(value, strict=True, loud=True)
    return value
'''

RUN = """
import sys
from pathlib import Path
from tests.mutation.__main__ import ROOT, Work, unnoticed
from tests.mutation.faults import Fault

path = ROOT / "src/oshj_core/regulation.py"
fault = Fault(1, 1, 1, "")

def work(source):
    code = compile(source, str(path), "exec")
    return Work(path, fault, code, ("tests/core/test_regulation.py",))

source = path.read_text(encoding="utf-8")
works = [work(source), work(source.replace("def clause(", "def klause("))]
print([survived for _, survived in unnoticed(works, 1)])
"""


def found():
    return [fault.what for fault, _ in Faults(SOURCE, "limit.py")]


def test_what_is_put_in():
    assert sorted(found()) == [
        "'value' → 'XXvalue'",
        "3 → 4",
        "True → False",
        "return value → return None",
        "value > most and most → value > most or most",
        "value > most → value <= most",
        "value > most → value >= most",
        "without note(value, strict=True, loud=True)",
        "without raise Invalid(text('Too much'), place='value')",
    ]


def test_each_is_put_in_alone():
    assert found() == found()


def test_a_fault_is_in_the_code():
    answers = []
    for _, code in Faults("def f(value, most):\n    return value if value >= most else 0\n", "f"):
        names = {}
        exec(code, names)
        answers.append(names["f"](3, 3))
    assert answers == [None, 0, 0, 3]


def test_a_fault_is_noticed_and_none_is_not():
    done = subprocess.run(
        [sys.executable, "-c", RUN], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert done.stdout == "[True, False]\n", done.stderr
