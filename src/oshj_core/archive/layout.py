"""What may lie in a bag, looked at without opening anything (the first step of verifying)."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from oshj_core.archive.payload import READMES, is_document_name
from oshj_core.archive.refusals import refused
from oshj_core.archive.tagfiles import KEYS, METADATA, SIGNATURES, TAG_FILES, TAGMANIFESTS
from oshj_core.text import text

_ROOT = frozenset({*TAG_FILES, *TAGMANIFESTS, "data", "metadata", "signatures"})
_FIXED = frozenset({*TAG_FILES, *TAGMANIFESTS, *METADATA, *KEYS, *SIGNATURES})
_TEXTS = frozenset(READMES)
_DEEPEST = 4  # data/groups/<group>/<subject>/ holds no folder
_NAME = "[a-z0-9]+(-[a-z0-9]+)*"
_PAYLOAD = re.compile(
    "codes.csv|groups.csv|forums.csv|certificates.csv"
    "|schema/(codes|groups|students|journals|plan|lessons|attendance|marks|forums|certificates)"
    ".csv-metadata.json"
    f"|groups/{_NAME}/(students|journals).csv"
    f"|groups/{_NAME}/{_NAME}/((plan|lessons|attendance|marks).csv|events.jsonl)"
    f"|forum/{_NAME}.jsonl"
    f"|certificates/{_NAME}.(json|pdf)".replace(".", r"\.")
)
_DOCUMENT_PLACE = re.compile(f"(groups/{_NAME}/{_NAME}/)?(?P<name>[^/]+)")


def check_path(path: str) -> None:
    """Check that a file may have this path in a bundle.

    :raises Invalid: it leads out of the bag, or no file of a bundle is called so.
    """
    if "\\" in path or any(part in ("", ".", "..") for part in path.split("/")):
        raise refused(text("leads out of the bundle"), path)
    top, _, rest = path.partition("/")
    if path in _FIXED:
        return
    if top == "data" and (rest in _TEXTS or _PAYLOAD.fullmatch(rest)):
        return
    place = _DOCUMENT_PLACE.fullmatch(rest)
    if top == "data" and place is not None and is_document_name(place["name"]):
        return
    raise refused(text("is not a file of such a bundle"), path)


def walk(bag: Path) -> Iterator[str]:
    """The paths of all files in the bag, folder by folder.

    :raises Invalid: there is a link or a device, an empty folder, something that does not
        belong in a bundle, or two names that are one to some system; the bag is no folder.
    """
    if bag.is_symlink() or not bag.is_dir():
        raise refused(
            text("is not a folder") if bag.exists() else text("there is no such folder"), bag.name
        )
    yield from _walk(bag, "")


def _walk(bag: Path, folder: str) -> Iterator[str]:
    seen: dict[str, str] = {}
    with os.scandir(bag / folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    if not found:
        raise refused(text("is an empty folder"), folder)
    for entry in found:
        path = f"{folder}/{entry.name}" if folder else entry.name
        mode = entry.stat(follow_symlinks=False).st_mode
        if stat.S_ISLNK(mode):
            raise refused(text("is a link"), path)
        if not folder and entry.name not in _ROOT:
            raise refused(text("does not belong in a bundle"), path)
        same = unicodedata.normalize("NFC", entry.name).casefold()
        if same in seen:
            raise refused(text("is one name with “${other}”", other=ascii(seen[same])), path)
        seen[same] = entry.name
        if stat.S_ISDIR(mode):
            if path.count("/") == _DEEPEST:
                raise refused(text("does not belong in a bundle"), path)
            yield from _walk(bag, path)
        elif stat.S_ISREG(mode):
            check_path(path)
            yield path
        else:
            raise refused(text("is neither a file nor a folder"), path)
