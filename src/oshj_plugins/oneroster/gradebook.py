"""The controls and points of the journals as OneRoster's line items and results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo
from functools import cached_property

import attrs

from oshj_core.cell_text import points
from oshj_core.grading import Component, ComponentKind
from oshj_core.journal import Act, JournalReader
from oshj_core.register import Field
from oshj_core.roles import Actor
from oshj_plugins.oneroster.ids import guid, joined
from oshj_plugins.oneroster.records import Record, Records, class_id, module_id

_READER = Actor("exchange")
_CATEGORIES = {
    ComponentKind.CURRENT: "Учурдагы баалоо",
    ComponentKind.INTERMEDIATE: "Аралык текшерүү",
    ComponentKind.INDEPENDENT: "Өз алдынча иш",
    ComponentKind.FINAL: "Жыйынтыктоочу баалоо",
}


@attrs.define(slots=False)
class Gradebook:
    """The controls of the journals of ``records`` and the points entered in them."""

    records: Records

    @cached_property
    def _act(self) -> Act:
        return Act(_READER, self.records.exchange.at, "exchange")

    @cached_property
    def _zone(self) -> tzinfo | None:
        return self.records.exchange.at.tzinfo

    def categories(self) -> Iterator[Record]:
        """The kinds of marks that clause 2.4 keeps apart."""
        for kind, title in _CATEGORIES.items():
            yield {"sourcedId": kind.value, "title": title}

    def _journals(self) -> Iterator[tuple[str, JournalReader]]:
        source = self.records.exchange.source
        for name in self.records.journals:
            register = source.registers.find(name)
            if register is not None:
                yield name, JournalReader(register, source.university, self._act)

    def line_items(self) -> Iterator[Record]:
        """A line item for every control of every journal."""
        for name, journal in self._journals():
            for control in journal.controls:
                yield self._line_item(name, journal, control)

    def _line_item(self, name: str, journal: JournalReader, control: Component) -> Record:
        semester = journal.semester
        module = semester.module(control.module) if control.module else None
        starts, ends = (
            (semester.starts, semester.ends)
            if module is None
            else (module.starts, module.entry.closes)
        )
        period = semester.id if module is None else module_id(semester.id, module.number)
        return {
            "sourcedId": joined(*name.split(":"), control.id),
            "title": control.title["ky"],
            "assignDate": starts.isoformat(),
            "dueDate": ends.isoformat(),
            "classSourcedId": class_id(name),
            "categorySourcedId": control.kind.value,
            "gradingPeriodSourcedId": period,
            "academicSessionSourcedId": period,
            "resultValueMin": "0",
            "resultValueMax": f"{control.maximum.normalize():f}",
            "schoolSourcedId": guid(self.records.school_of(journal.register.group)),
        }

    def results(self) -> Iterator[Record]:
        """A result for every student who has points in a control."""
        for name, journal in self._journals():
            roster = journal.register.roster()
            for control in journal.controls:
                state = journal.control_state(control)
                days = self._days(journal, control.id)
                for slot, member in enumerate(roster):
                    value = state.value(slot, Field.POINTS)
                    if value is not None:
                        yield {
                            "sourcedId": joined(*name.split(":"), control.id, member.student),
                            "lineItemSourcedId": joined(*name.split(":"), control.id),
                            "studentSourcedId": guid(member.student),
                            "scoreStatus": "fully graded",
                            "score": f"{points(value):f}",
                            "scoreDate": days.get(slot, journal.semester.starts.isoformat()),
                            "classSourcedId": class_id(name),
                        }

    def _days(self, journal: JournalReader, sheet: str) -> Mapping[int, str]:
        """The day on which each student's points were last entered."""
        days: dict[int, tuple[int, str]] = {}
        for entry in journal.register.log(sheet):
            day = datetime.fromtimestamp(entry.at / 1000, self._zone).date().isoformat()
            for cell in entry:
                days[cell.slot] = max(days.get(cell.slot, (0, "")), (entry.at, day))
        return {slot: day for slot, (_, day) in days.items()}
