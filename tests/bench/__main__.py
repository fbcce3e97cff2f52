"""``python -m tests.bench [--quick]``: the table; exit code 1 if a target is missed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from tests.bench import builds, core, pages, year
from tests.bench.house import FILESTORAGE, RELSTORAGE, portal_on
from tests.bench.measure import TURNS, Figure

_QUICK_TURNS = 20


def figures(*, quick: bool) -> Iterator[Figure]:
    """All figures; a quick run has those of one storage and of fewer turns."""
    turns = _QUICK_TURNS if quick else TURNS
    for storage in (FILESTORAGE,) if quick else (FILESTORAGE, RELSTORAGE):
        with portal_on(storage) as portal:
            yield from pages.figures(portal, storage, turns)
    yield from builds.figures(quick=quick)
    yield from year.figures(turns, year.STUDENTS // 10 if quick else year.STUDENTS)
    if not quick:
        yield from core.figures()


def main(argv: list[str] | None = None) -> int:
    """Print each figure as soon as it is there."""
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small share of it")
    args = parser.parse_args(argv)
    print(f"{'':2} {'what':52} {'storage':12} {'figure':>10} {'target':>10}")
    missed = 0
    for figure in figures(quick=args.quick):
        missed += not figure.met
        sign, bound = "✓" if figure.met else "✗", "≤" if figure.most else "≥"
        print(
            f"{sign:2} {figure.work:52} {figure.store:12} {figure.value:10.5g}"
            f" {f'{bound} {figure.target:g}':>10}  {figure.detail}",
            flush=True,
        )
    print(f"{missed} targets missed" if missed else "all targets met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
