"""Writing a bundle: payload, tag files, signatures — resumable, and the same bytes each time."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import attrs

from oshj_core.archive.bag import BagWriter, digests, read_chunks
from oshj_core.archive.payload import payload
from oshj_core.archive.ports import ArchiveSource, Signer
from oshj_core.archive.signatures import minisign, minisign_key, pem
from oshj_core.archive.spec import BundleSpec
from oshj_core.archive.tagfiles import (
    ALGORITHMS,
    BAGIT,
    KEYS,
    MANIFESTED,
    METADATA,
    SIGNATURES,
    SIGNED,
    bag_info,
    premis,
    profile,
)
from oshj_core.errors import Conflict, Refusal
from oshj_core.text import text


@attrs.frozen
class Progress:
    """How far an export or a verification is: files and bytes done, and the file just done."""

    files: int
    size: int
    path: str


@attrs.frozen
class Bundle:
    """A finished bundle: where it lies, and its digest — the SHA-512 of what is signed."""

    path: Path
    digest: str


def write_bundle(
    source: ArchiveSource,
    spec: BundleSpec,
    into: Path,
    signer: Signer,
    *,
    progress: Callable[[Progress], None] | None = None,
    durable: bool = True,
) -> Bundle:
    """Write the bundle ``spec.name`` into the folder ``into`` and sign it.

    Until it is complete it is called ``<name>.partial``.  Calling again after an interruption
    makes every file from the records again and compares it with what lies there: what is the
    same is left alone, what differs is written, what no longer belongs goes.  The bundle that is
    signed therefore says what ``source`` says now.  A refusal removes what was written.

    The memory needed does not depend on the number of rows or files; only the ids of the
    journals are held, and after an interruption the paths of the files that were there.

    :param progress: called after each payload file.
    :param durable: wait until every byte is on the disk before the bundle gets its name.
    :raises Invalid: the host's data cannot be archived; the place names file, row and column.
    :raises Conflict: there is a bundle of that name.
    """
    target = into / spec.name
    if target.exists():
        raise Conflict(
            text("There is a bundle “${name}” already.", name=spec.name),
            stored=target,
            offered=spec.name,
            place=spec.name,
            advice=text("Move or remove the old bundle."),
        )
    folder = into / f"{spec.name}.partial"
    try:
        with BagWriter(folder) as bag:
            for path, chunks in payload(source, spec):
                bag.add(path, chunks)
                if progress is not None:
                    progress(Progress(bag.files, bag.size, path))
            oxum = bag.finish()
    except Refusal:
        shutil.rmtree(folder)
        raise
    digest = _seal(folder, spec, oxum, signer)
    if durable:
        _settle(folder)
    folder.rename(target)
    return Bundle(target, digest)


def tag_contents(spec: BundleSpec, oxum: str, public_key: bytes) -> dict[str, bytes]:
    """The tag files that follow from the spec, the size of the payload and the key."""
    return {
        "bagit.txt": BAGIT,
        "bag-info.txt": bag_info(spec, oxum),
        METADATA[0]: premis(spec, oxum, public_key),
        METADATA[1]: profile(),
        KEYS[0]: pem(public_key),
        KEYS[1]: minisign_key(public_key),
    }


def _seal(folder: Path, spec: BundleSpec, oxum: str, signer: Signer) -> str:
    """Write and sign the tag files; gives the bundle's digest."""
    for name in ("metadata", "signatures"):
        (folder / name).mkdir(exist_ok=True)
    for path, content in tag_contents(spec, oxum, signer.public_key).items():
        (folder / path).write_bytes(content)
    noted = [digests(path, read_chunks(folder / path)) for path in MANIFESTED]
    for name in ALGORITHMS:
        lines = "".join(f"{getattr(one, name)}  {one.path}\n" for one in noted)
        (folder / f"tagmanifest-{name}.txt").write_bytes(lines.encode())
    signed = (folder / SIGNED).read_bytes()
    raw, mini = SIGNATURES
    (folder / raw).write_bytes(signer.sign(signed))
    (folder / mini).write_bytes(minisign(signer, signed, spec.name))
    return hashlib.sha512(signed).hexdigest()


def _settle(folder: Path) -> None:
    """Bring every file and folder of the bag to the disk."""
    for parent, _, names in os.walk(folder):
        for path in (*(os.path.join(parent, name) for name in names), parent):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
