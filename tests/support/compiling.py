"""``python -m tests.support.compiling SOURCE.po TARGET.mo``: a catalogue, ready for gettext.

``pybabel compile`` takes «50 % of» for a format of Python and refuses the translation; what our
texts hold are places like ``${name}``, which ``tests/test_catalogues.py`` compares.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    with source.open("rb") as po, target.open("wb") as mo:
        write_mo(mo, read_po(po))
