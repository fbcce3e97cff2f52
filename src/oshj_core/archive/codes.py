"""The meaning of the core's own codes, in three languages."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from oshj_core.archive.rows import Code


def core_codes() -> list[Code]:
    """The codes of attendance, kinds of lesson, forms of control and kinds of work, in order.

    >>> core_codes()[0]
    Code(list='attendance', code='absent', ky='катышкан жок', ru='отсутствовал(а)', en='absent')
    """
    lists = tomllib.loads(files(__package__).joinpath("codes.toml").read_text("utf-8"))
    return sorted(
        Code(name, code, **words) for name, codes in lists.items() for code, words in codes.items()
    )
