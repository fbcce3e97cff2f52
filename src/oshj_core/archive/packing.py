"""A bundle as one tar file: the same bytes for the same bundle, on every machine."""

from __future__ import annotations

import tarfile
from pathlib import Path

from oshj_core.archive.layout import walk
from oshj_core.archive.reading import BundleReader
from oshj_core.errors import Conflict
from oshj_core.text import text

_MODE = 0o644


def pack_bundle(bag: Path, target: Path) -> None:
    """Write the bundle in the folder ``bag`` to ``target`` as an uncompressed tar file (POSIX pax).

    Owners, rights and dates are fixed: every file has the moment of the export.  Until it is
    complete the file is called ``<target>.partial``.

    :raises Conflict: there is a file of that name.
    :raises Invalid: the folder is no bundle.
    """
    if target.exists():
        raise Conflict(
            text("There is a file “${name}” already.", name=target.name),
            stored=target,
            offered=bag,
            place=target.name,
            advice=text("Move or remove the old file."),
        )
    paths = list(walk(bag))
    spec = BundleReader(bag).spec()
    moment = int(spec.made_at.timestamp())
    partial = target.with_name(f"{target.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        with tarfile.open(partial, "x", format=tarfile.PAX_FORMAT) as archive:
            for path in paths:
                info = tarfile.TarInfo(f"{spec.name}/{path}")
                info.size = (bag / path).stat().st_size
                info.mtime, info.mode = moment, _MODE
                with (bag / path).open("rb") as stream:
                    archive.addfile(info, stream)
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)
