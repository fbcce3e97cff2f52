"""How fast a bundle is written, beside hashing and writing the same bytes in the same run."""

from __future__ import annotations

import gc
import hashlib
import shutil
import tempfile
import time
import tracemalloc
from pathlib import Path

from oshj_core.archive import Contents
from oshj_core.archive.bag import BagWriter
from oshj_core.archive.ed25519 import Ed25519Signer
from tests.core.archive.building import certificates, export, unit

REPEATS = 9
PAGE = bytes(range(256)) * 400  # a printed journal of some 100 KB


def seconds(*works) -> list[float]:
    """The best time of each, run in turns, each time in an empty folder."""
    best = [float("inf")] * len(works)
    for _ in range(REPEATS):
        for place, work in enumerate(works):
            folder = Path(tempfile.mkdtemp(prefix="bench-"))
            gc.collect()
            started = time.perf_counter()
            work(folder)
            best[place] = min(best[place], time.perf_counter() - started)
            shutil.rmtree(folder)
    return best


def contents(bag: Path) -> dict[str, bytes]:
    """The payload of a bundle: path and content."""
    files = sorted(path for path in (bag / "data").rglob("*") if path.is_file())
    return {path.relative_to(bag).as_posix(): path.read_bytes() for path in files}


def hash_and_write(payload: dict[str, bytes]):
    """Write the files and hash each twice, as plainly as it can be done."""

    def work(folder: Path) -> None:
        for path, content in payload.items():
            hashlib.sha256(content).hexdigest()
            hashlib.sha512(content).hexdigest()
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    return work


def write_bag(payload: dict[str, bytes]):
    """Write the files as a bag: digests and manifests."""

    def work(folder: Path) -> None:
        with BagWriter(folder / "bag") as bag:
            for path, content in payload.items():
                bag.add(path, (content,))
            bag.finish()

    return work


def speeds(source, signer, kind: Contents) -> tuple[float, float]:
    """The speeds of the bag writer and of a whole export, as shares of the plain loop's."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    payload = contents(export(source, folder, signer, kind).path)
    shutil.rmtree(folder)
    limit, bag, whole = seconds(
        hash_and_write(payload),
        write_bag(payload),
        lambda into: export(source, into, signer, kind),
    )
    return limit / bag, limit / whole


def peak(groups: int, signer) -> int:
    """The most memory an export of so many groups needs at once, in bytes."""
    source = unit(groups, journals=3, students=25, lessons=16)
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    tracemalloc.start()
    try:
        export(source, folder, signer)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        shutil.rmtree(folder)


def run() -> list[tuple[str, float, float]]:
    """Name, ratio, goal.  A speed should reach its goal; memory should stay below its own.

    The whole export of journals also makes every row's text from objects, which the plain loop
    it is compared with finds ready made: its line is a guard, no goal of the project.
    """
    signer = Ed25519Signer.generate()
    peak(1, signer)
    journals = unit(10, journals=8, students=25, lessons=32, document=PAGE)
    bag, whole = speeds(journals, signer, Contents.JOURNALS)
    _, papers = speeds(certificates(200, document=PAGE), signer, Contents.CERTIFICATES)
    return [
        ("writing a bag of journals / hashing and writing it", bag, 0.7),
        ("exporting certificates / hashing and writing them", papers, 0.7),
        ("exporting journals, rows from objects / hashing and writing them", whole, 0.3),
        ("memory of 20 groups / of 1", peak(20, signer) / peak(1, signer), 1.3),
    ]


if __name__ == "__main__":
    for name, ratio, goal in run():
        print(f"{name}: {ratio:.2f} (goal {goal})")
