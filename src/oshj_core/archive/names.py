"""File names in a bundle: ASCII, small letters, the same for the same id in every bundle."""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from functools import lru_cache

from oshj_core.errors import Invalid
from oshj_core.text import text

LONGEST_ID = 200
_LONGEST_STEM = 40
_MARK_LENGTH = 8
_PLAIN = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
_MARKED = re.compile(f".*-[a-z2-7]{{{_MARK_LENGTH}}}")
# Names that some systems keep for devices.
_DEVICES = re.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]")
_LATIN = str.maketrans(
    {
        **dict(zip("абвгдезийклмнңоөпрстуүфыэ", "abvgdezijklmnnooprstuufye", strict=True)),
        "ё": "io",
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ь": "",
        "ю": "iu",
        "я": "ia",
    }
)


@lru_cache(maxsize=4096)
def file_name(identifier: str) -> str:
    """The name under which what has this id is filed.

    An id that is a safe name already stays as it is; any other is written in Latin letters
    and marked with eight characters of its SHA-256, so that two ids never share a name.

    :raises Invalid: the id is empty, longer than 200 characters, or no text.

    >>> file_name("algebra"), file_name("АУБ-1-24")
    ('algebra', 'aub-1-24-ufofgeyk')
    """
    check_id(identifier)
    taken = _MARKED.fullmatch(identifier) or _DEVICES.fullmatch(identifier)
    if _PLAIN.fullmatch(identifier) and len(identifier) <= _LONGEST_STEM and not taken:
        return identifier
    latin = identifier.lower().translate(_LATIN)
    stem = re.sub("[^a-z0-9]+", "-", latin)[:_LONGEST_STEM].strip("-") or "x"
    digest = hashlib.sha256(identifier.encode()).digest()
    return f"{stem}-{b32encode(digest).decode('ascii')[:_MARK_LENGTH].lower()}"


def check_id(identifier: object) -> None:
    """Check that this can be an id: printable text without spaces at its ends.

    :raises Invalid: it can not.
    """
    if (
        not isinstance(identifier, str)
        or not 0 < len(identifier) <= LONGEST_ID
        or not identifier.isprintable()
        or identifier != identifier.strip()
    ):
        raise Invalid(text("“${id}” cannot be an id.", id=ascii(identifier)[:80]), place="id")
