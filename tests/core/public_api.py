"""The public names of the core with their signatures, as text.

``python -m tests.core.public_api`` prints it; docs/versioning.md says what is public.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from types import ModuleType
from typing import ForwardRef, TypeVar

import attrs

import oshj_core

FROZEN = Path(__file__).with_name("public_api.txt")

# Modules inside a package that has ``__all__`` and does not repeat them there.
ALSO_PUBLIC = frozenset(
    {
        "oshj_core.academic_calendar.bells",
        "oshj_core.academic_calendar.held_lessons",
        "oshj_core.academic_calendar.teaching",
        "oshj_core.archive.ed25519",
        "oshj_core.journal.ids",
        "oshj_core.journal.opening",
        "oshj_core.journal.overdue",
        "oshj_core.journal.status",
        "oshj_core.journal.withdrawing",
    }
)
_PLAIN = (bool, int, str, bytes, type(None))


def public_api() -> str:
    """Every public module with its names in order."""
    return "\n".join(line for module in public_modules() for line in _module(module)) + "\n"


def public_modules() -> Iterator[ModuleType]:
    """The modules an embedder may import from, by name."""
    found = pkgutil.walk_packages(oshj_core.__path__, "oshj_core.")
    for name in sorted(module.name for module in found):
        module = importlib.import_module(name)
        right_below = name.count(".") == 1
        if right_below or name in ALSO_PUBLIC:
            yield module


def public_names(module: ModuleType) -> list[str]:
    """What ``__all__`` names; in a module without it, what is defined there."""
    return sorted(getattr(module, "__all__", None) or _defined(module))


def _defined(module: ModuleType) -> Iterator[str]:
    for node in ast.parse(inspect.getsource(module)).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                names = [name]
            case ast.AnnAssign(target=ast.Name(id=name)):
                names = [name]
            case ast.Assign(targets=targets):
                parts = [part for target in targets for part in ast.walk(target)]
                names = [part.id for part in parts if isinstance(part, ast.Name)]
            case _:
                names = []
        for name in names:
            if not name.startswith("_") and not isinstance(getattr(module, name), TypeVar):
                yield name


def _module(module: ModuleType) -> Iterator[str]:
    yield module.__name__
    for name in public_names(module):
        yield from (f"    {line}" for line in _thing(name, getattr(module, name)))


def _thing(name: str, value: object) -> Iterator[str]:
    if inspect.isclass(value):
        yield from _class(name, value)
    elif inspect.isroutine(value) or hasattr(value, "__wrapped__"):
        yield f"def {name}{_signature(value)}"
    else:
        yield f"{name}: {type(value).__name__}"


def _class(name: str, cls: type) -> Iterator[str]:
    if issubclass(cls, Enum):
        yield f"enum {name}"
        yield from (f"    {one.name} = {one.value!r}" for one in cls)
    else:
        kind = "protocol" if getattr(cls, "_is_protocol", False) else "class"
        plain = kind == "protocol" or _is_bare(cls)
        yield f"{kind} {name}{'' if plain else _signature(cls)}"
    for member, value in sorted(vars(cls).items()):
        if member.startswith(("_", "test_")):
            continue
        if isinstance(value, property) or type(value).__name__ == "cached_property":
            yield f"    {member}"
        elif isinstance(value, classmethod | staticmethod):
            yield f"    {member}{_signature(value.__func__)}"
        elif inspect.isfunction(value):
            yield f"    {member}{_signature(value)}"


def _is_bare(cls: type) -> bool:
    """Whether it is made by a built-in type's own ``__init__``, as an exception without one is."""
    return issubclass(cls, Exception) and "__init__" not in vars(cls)


def _signature(called: object) -> str:
    signature = inspect.signature(called)  # type: ignore[arg-type]
    parts = []
    for parameter in signature.parameters.values():
        default = parameter.default
        if default is not inspect.Parameter.empty and not isinstance(default, _PLAIN):
            default = _Shown(_default(default))
        parts.append(parameter.replace(annotation=_shown(parameter.annotation), default=default))
    shown = signature.replace(
        parameters=parts, return_annotation=_shown(signature.return_annotation)
    )
    return str(shown)


def _default(value: object) -> str:
    if isinstance(value, Enum) and value is not attrs.NOTHING:
        return f"{type(value).__name__}.{value.name}"
    return "..."


class _Shown:
    """Something that is written as it is, without quotes."""

    def __init__(self, written: str) -> None:
        self._written = written

    def __repr__(self) -> str:
        return self._written


def _shown(annotation: object) -> object:
    if annotation is inspect.Signature.empty:
        return annotation
    if isinstance(annotation, ForwardRef):
        annotation = annotation.__forward_arg__
    written = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return _Shown(written)


if __name__ == "__main__":
    print(public_api(), end="")
