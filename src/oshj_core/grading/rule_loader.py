"""Reading what a scheme says beside the points: windows, special marks, admission, resits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from oshj_core.calendar import Window
from oshj_core.grading.components import ZERO, ComponentKind
from oshj_core.grading.reading import Table, values
from oshj_core.grading.rules import (
    FAILED_OUTCOMES,
    SPECIAL_OUTCOMES,
    AdmissionRule,
    CountingAttempt,
    ExcusedLessons,
    Outcome,
    ResitRule,
    SpecialMark,
)
from oshj_core.grading.scheme import ScaleRow, Scheme
from oshj_core.grading.windows import MODULE_ANCHORS, Anchor, EntryWindow, RelativeWindow
from oshj_core.numbers import EXACT
from oshj_core.text import text

_MOST_DAYS = 366
_MOST_RESITS = 20
_PER_CENT = Decimal(100)
_SEMESTER_ANCHORS = frozenset(Anchor) - MODULE_ANCHORS


def read_window(table: Table, *, in_module: bool) -> EntryWindow:
    """A window: ``from``, ``opens`` and ``closes`` in days, or two dates without ``from``.

    Only ``in_module`` may it be counted from the module.
    """
    if "from" not in table:
        opens, closes = table.day("opens"), table.day("closes")
        if closes < opens:
            raise table.error("closes", text("is before opens"))
        return Window(opens, closes)
    anchors = frozenset(Anchor) if in_module else _SEMESTER_ANCHORS
    relative = RelativeWindow(
        Anchor(table.choice("from", values(anchors))),
        table.integer("opens", least=-_MOST_DAYS, most=_MOST_DAYS),
        table.integer("closes", least=-_MOST_DAYS, most=_MOST_DAYS),
    )
    if relative.closes < relative.opens:
        raise table.error("closes", text("is before opens"))
    return relative


def read_entry(component: Table, kind: ComponentKind) -> EntryWindow | None:
    """The ``entry`` window of a component, if it has one."""
    if "entry" not in component:
        return None
    return read_window(
        _window_table(component, "entry"), in_module=kind is ComponentKind.INTERMEDIATE
    )


def read_marks(root: Table, scale: Sequence[ScaleRow]) -> Mapping[Outcome, SpecialMark]:
    """What is written for an outcome that has no total; its letters are not of the ``scale``."""
    if "mark" not in root:
        return MappingProxyType({})
    table = root.table("mark", required=(), optional=values(SPECIAL_OUTCOMES))
    letters = {row.letter for row in scale}
    marks: dict[Outcome, SpecialMark] = {}
    for outcome in Outcome:
        if outcome.value not in table:
            continue
        row = table.table(
            outcome.value, required=("letter", "words"), optional=("equivalent", "traditional")
        )
        marks[outcome] = mark = read_mark(row)
        if mark.letter in letters:
            raise row.error("letter", text("“${letter}” is given twice", letter=mark.letter))
        letters.add(mark.letter)
    return MappingProxyType(marks)


def read_mark(row: Table) -> SpecialMark:
    """What a mark is called."""
    return SpecialMark(
        letter=row.string("letter"),
        words=row.words("words"),
        equivalent=row.number("equivalent") if "equivalent" in row else None,
        traditional=row.integer("traditional", least=0, most=100) if "traditional" in row else None,
    )


def read_admission(root: Table) -> AdmissionRule | None:
    """The ``[admission]`` of a scheme, if it has one."""
    if "admission" not in root:
        return None
    table = root.table(
        "admission", required=(), optional=("kinds", "minimum", "attendance", "excused")
    )
    if ("kinds" in table) != ("minimum" in table):
        raise table.error("minimum", text("kinds and minimum belong together"))
    if "minimum" not in table and "attendance" not in table:
        raise table.error("", text("asks for nothing"))
    if "excused" in table and "attendance" not in table:
        raise table.error("excused", text("needs attendance"))
    attendance = table.number("attendance") if "attendance" in table else None
    if attendance is not None and attendance > _PER_CENT:
        raise table.error("attendance", text("is more than 100 per cent"))
    return AdmissionRule(
        kinds=tuple(ComponentKind(kind) for kind in table.choices("kinds", values(ComponentKind)))
        if "kinds" in table
        else (),
        minimum=table.positive("minimum") if "minimum" in table else ZERO,
        attendance=attendance,
        excused=ExcusedLessons(
            table.choice("excused", values(ExcusedLessons), default=ExcusedLessons.ATTENDED.value)
        ),
    )


def read_resits(root: Table) -> ResitRule | None:
    """The ``[resits]`` of a scheme, if it has them."""
    if "resits" not in root:
        return None
    table = root.table(
        "resits",
        required=("most", "outcomes"),
        optional=("counts", "cap", "window", "summer-term"),
    )
    return ResitRule(
        most=table.integer("most", least=0, most=_MOST_RESITS),
        outcomes=tuple(Outcome(one) for one in table.choices("outcomes", values(FAILED_OUTCOMES))),
        counts=CountingAttempt(
            table.choice("counts", values(CountingAttempt), default=CountingAttempt.LAST.value)
        ),
        cap=table.positive("cap") if "cap" in table else None,
        windows=tuple(
            read_window(window, in_module=False)
            for window in table.tables(
                "window", most=_MOST_RESITS, required=("opens", "closes"), optional=("from",)
            )
        )
        if "window" in table
        else (),
        summer=read_window(_window_table(table, "summer-term"), in_module=False)
        if "summer-term" in table
        else None,
    )


def check_rules(root: Table, scheme: Scheme) -> None:
    """What admission and resits ask for can be reached."""
    if scheme.admission is not None:
        if ComponentKind.FINAL in scheme.admission.kinds:
            raise root.error(
                "admission.kinds", text("the final cannot be asked for before it is sat")
            )
        kinds = {one.kind for one in scheme.components}
        for kind in scheme.admission.kinds:
            if kind not in kinds:
                raise root.error(
                    "admission.kinds", text("no component is of the kind ${kind}", kind=kind.value)
                )
        reachable = sum(
            one.maximum_hundredths
            for one in scheme.components
            if one.kind in scheme.admission.kinds
        )
        if scheme.admission.minimum > Decimal(reachable).scaleb(-2, EXACT):
            raise root.error("admission.minimum", text("is more than these components can bring"))
    if scheme.resits is not None and scheme.resits.cap is not None:
        if scheme.resits.cap > scheme.maximum:
            raise root.error("resits.cap", text("is more than the highest total"))
        if not scheme.row(scheme.resits.cap).passes or scheme.resits.cap < scheme.total.minimum:
            raise root.error("resits.cap", text("does not pass: nobody could pass a resit"))


def _window_table(table: Table, name: str) -> Table:
    return table.table(name, required=("opens", "closes"), optional=("from",))
