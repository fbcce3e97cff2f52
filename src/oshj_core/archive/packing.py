"""A bundle as one tar file: the same bytes for the same bundle, on every machine."""

from __future__ import annotations

import tarfile
from pathlib import Path

from oshj_core.archive.kinds import ZONE
from oshj_core.archive.layout import walk
from oshj_core.archive.reading import BundleReader
from oshj_core.errors import Conflict
from oshj_core.text import text

_MODE = 0o644


def pack_bundle(bag: Path, target: Path) -> None:
    """Write the bundle in the folder ``bag`` to ``target`` as an uncompressed tar file (USTAR).

    Owners, rights and dates are fixed: every file has the moment of the export.

    :raises Conflict: there is a file of that name.
    :raises Invalid: the folder is no bundle.
    """
    if target.exists():
        raise Conflict(
            text("There is a file “${name}” already.", name=target.name),
            stored=target,
            offered=bag,
            place=target.name,
        )
    spec = BundleReader(bag).spec()
    moment = int(spec.made_at.astimezone(ZONE).timestamp())
    with tarfile.open(target, "x", format=tarfile.USTAR_FORMAT) as archive:
        for path in walk(bag):
            info = tarfile.TarInfo(f"{spec.name}/{path}")
            info.size = (bag / path).stat().st_size
            info.mtime, info.mode = moment, _MODE
            with (bag / path).open("rb") as stream:
                archive.addfile(info, stream)
