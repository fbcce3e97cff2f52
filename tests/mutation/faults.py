"""The faults: each changes one place of a module's syntax tree.

Left alone is what no test should pin down: annotations, docstrings, the wording of texts,
assertions and ``strict=`` (they state what the types cannot), decorators (caches), ``__all__``,
and which derived fields a value compares and shows.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from types import CodeType

import attrs

_COMPARE = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
_CONDITIONS = (ast.Name, ast.Attribute, ast.Call, ast.NamedExpr)
_LEFT_OUT = (ast.Raise, ast.Continue, ast.Break, ast.AugAssign)
_WORDING = frozenset({"text", "Text"})


@attrs.frozen
class Fault:
    """One fault: the lines it lies in, the lines of its statement, and what was done."""

    first: int
    last: int
    statement: int
    what: str


class Faults:
    """All faults of a module, one by one: the tree is changed, compiled and changed back."""

    def __init__(self, source: str, path: str) -> None:
        self._tree = ast.parse(source, path)
        self._path = path

    def __iter__(self) -> Iterator[tuple[Fault, CodeType]]:
        for statement, node, field, index, new in self._changes():
            old = getattr(node, field)
            changed = new if index is None else [*old[:index], *new, *old[index + 1 :]]
            if field == "body" and not changed:
                changed = [ast.Pass()]
            place = old if index is None else old[index]
            if not isinstance(place, ast.expr | ast.stmt):
                place = node  # an operator has no line of its own
            before = _shown(node)
            setattr(node, field, changed)
            code = compile(ast.fix_missing_locations(self._tree), self._path, "exec")
            fault = Fault(
                place.lineno,
                place.end_lineno or place.lineno,
                statement.lineno,
                f"{before} → {_shown(node)}" if new != [] else f"without {_shown(place)}",
            )
            setattr(node, field, old)
            yield fault, code

    def _changes(self) -> Iterator[tuple[ast.stmt, ast.AST, str, int | None, object]]:
        for statement, node in _walk(self._tree):
            for field, index, new in _of(node):
                yield statement, node, field, index, new


def _shown(node: ast.AST) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.If | ast.For | ast.While | ast.Module):
        lines = ast.unparse(node).splitlines()
        return f"{lines[0]} … {len(lines)} lines"
    return " ".join(ast.unparse(node).split())


def _walk(tree: ast.Module) -> Iterator[tuple[ast.stmt, ast.AST]]:
    """Every node that may be changed, with the statement it stands in."""
    todo: list[tuple[ast.stmt | None, ast.AST]] = [(None, tree)]
    while todo:
        statement, node = todo.pop()
        if isinstance(node, ast.stmt):
            statement = node
        if statement is not None:
            yield statement, node
        todo.extend((statement, child) for child in reversed(list(_children(node))))


def _children(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.If() if _is_for_types(node):
            return
        case ast.Assert() | ast.JoinedStr() | ast.Expr(value=ast.Constant()):
            return
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            return
        case ast.Call(func=ast.Name(id=name)) if name in _WORDING:
            yield from (keyword.value for keyword in node.keywords)
        case ast.keyword(arg="strict" | "eq" | "repr" | "hash" | "init"):
            return
        case ast.Subscript(slice=ast.Tuple(elts=elements)):
            yield node.value  # a key's parts, or those of a type, are not left out
            yield from elements
        case ast.AnnAssign(value=value):
            if value is not None:
                yield value
        case ast.FunctionDef():
            yield from (one for one in node.args.defaults + node.args.kw_defaults if one)
            yield from node.body
        case ast.ClassDef():
            yield from node.body
        case _:
            yield from ast.iter_child_nodes(node)


def _of(node: ast.AST) -> Iterator[tuple[str, int | None, object]]:
    """The changes of one node: field, index in it, what stands there instead."""
    if _is_for_types(node):
        return
    match node:
        case ast.Compare():
            for index, operator in enumerate(node.ops):
                for other in _COMPARE[type(operator)]:
                    yield "ops", index, [other()]
        case ast.BoolOp():
            yield "op", None, ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.BinOp() | ast.AugAssign() if type(node.op) in _ARITHMETIC:
            yield "op", None, _ARITHMETIC[type(node.op)]()
        case ast.UnaryOp(op=ast.USub()):
            yield "op", None, ast.UAdd()
        case ast.Constant(value=bool(value)):
            yield "value", None, not value
        case ast.Constant(value=int(value)):
            yield "value", None, value + 1
        case ast.Constant(value=str(value)):
            yield "value", None, f"XX{value}"
        case ast.Return(value=value) if value is not None and not _is_none(value):
            yield "value", None, ast.Constant(None)
    yield from _negated(node)
    yield from _left_out(node)


def _is_for_types(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
    )


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _negated(node: ast.AST) -> Iterator[tuple[str, int | None, object]]:
    match node:
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            if isinstance(test, _CONDITIONS):
                yield "test", None, ast.UnaryOp(ast.Not(), test)
            elif isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
                yield "test", None, test.operand
        case ast.comprehension(ifs=ifs):
            for index in range(len(ifs)):
                yield "ifs", index, []


def _left_out(node: ast.AST) -> Iterator[tuple[str, int | None, object]]:
    """A statement, an element or a tuple among the arguments that is not there."""
    for field in ("body", "orelse", "finalbody"):
        statements = getattr(node, field, None)
        if isinstance(statements, list):
            for index, one in enumerate(statements):
                is_call = isinstance(one, ast.Expr) and not isinstance(one.value, ast.Constant)
                if is_call or isinstance(one, _LEFT_OUT):
                    yield field, index, []
    match node:
        case ast.Tuple(ctx=ast.Load(), elts=elements) | ast.List(ctx=ast.Load(), elts=elements):
            yield from (("elts", index, []) for index in range(len(elements)))
        case ast.Set(elts=elements) if len(elements) > 1:
            yield from (("elts", index, []) for index in range(len(elements)))
        case ast.Call(args=arguments):
            for index, one in enumerate(arguments):
                if isinstance(one, ast.Tuple):
                    yield "args", index, []
