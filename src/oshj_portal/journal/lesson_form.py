"""A lesson as a form: topic, kinds of work, independent work, attendance and marks (3.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from oshj_core.errors import Conflict, Invalid, NotFound
from oshj_core.journal import lesson_works
from oshj_core.register import Field
from oshj_core.work_kinds import WORK_KINDS
from oshj_portal.journal.sheet_form import ATTENDANCE, FieldHead, SheetForm
from oshj_portal.plans.taking import FIELD, REASON, LessonTopic

if TYPE_CHECKING:
    from webob.multidict import MultiDict

    from oshj_portal.resources import LessonResource

TEXTS = ("topic", "task")
LONGEST = 2000


@attrs.define
class LessonForm:
    """The facts of a lesson beside the rows of its students."""

    context: LessonResource
    sheet: SheetForm
    facts: dict[str, str]
    seen: dict[str, str]
    planned: LessonTopic | None = None

    @classmethod
    def of(cls, context: LessonResource) -> LessonForm:
        """The form of a lesson as it is stored now."""
        journal = context.journal
        state = journal.state(context.lesson)
        works = lesson_works(state)
        heads = [FieldHead(ATTENDANCE, Field.ATTENDANCE, "")]
        for number, work in enumerate(works, Field.FIRST_WORK):
            heads.append(FieldHead(work, number, WORK_KINDS[work].title))
        slots = {slot for slot, _ in journal.members_on(context.lesson)}
        facts = {name: state.facts.get(name, "") for name in (*TEXTS, "works")}
        sheet = SheetForm.of(context, journal, state, slots, heads)
        planned = LessonTopic.of(context.request, context.lesson, facts["topic"])
        return cls(context, sheet, facts, dict(facts), planned)

    @property
    def works(self) -> tuple[str, ...]:
        """The kinds of work chosen in the form."""
        return tuple(self.facts["works"].split())

    def take(self, posted: MultiDict) -> None:
        """Put in what was typed, and what its writer saw."""
        for name in TEXTS:
            if name in posted:
                self.facts[name] = " ".join(posted[name].split())[:LONGEST]
        if self.planned is not None:
            self.planned.chosen = posted.get(FIELD, self.planned.chosen)[:LONGEST]
            self.planned.reason = posted.get(REASON, self.planned.reason)[:LONGEST]
        if "seen-works" in posted:
            self.facts["works"] = " ".join(_in_order(self.works, posted.getall("works")))
        for name in self.seen:
            self.seen[name] = posted.get(f"seen-{name}", self.seen[name])[:LONGEST]
        self.sheet.take(posted)
        if "rest" in posted:
            self.sheet.fill_rest(ATTENDANCE, "ж")

    def save(self) -> bool:
        """Store the whole form; false when something is wrong with it, which it then shows."""
        journal, lesson = self.context.journal, self.context.lesson
        typed, seen = self.facts["topic"], self.seen["topic"]
        topic = typed if self.planned is None else self.planned.title(typed, seen)
        try:
            journal.describe(
                lesson,
                topic=topic,
                task=self.facts["task"],
                works=self.works,
                expected=self.seen,
            )
            if self.planned is not None:
                request = self.context.request
                self.planned.take(request, journal, lesson, topic, changed=topic != seen)
        except NotFound as refusal:
            self.sheet.refuse("works", refusal)
        except Invalid as refusal:
            self.sheet.refuse(refusal.place, refusal)
        except Conflict as conflict:
            self.sheet.refuse(conflict.place, conflict)
            # Whoever saves again has seen the other value and decides.
            self.seen[conflict.place] = str(conflict.stored)
        works = lesson_works(journal.state(lesson))
        numbers = {ATTENDANCE: int(Field.ATTENDANCE)}
        numbers.update({work: number for number, work in enumerate(works, Field.FIRST_WORK)})
        return self.sheet.record(journal, numbers)


def _in_order(stored: tuple[str, ...], chosen: list[str]) -> list[str]:
    """The chosen kinds: those that were there in their places, the new ones behind."""
    kept = [work for work in stored if work in chosen]
    new = [work for work in dict.fromkeys(chosen) if work not in kept]
    return [*kept, *new][:LONGEST]
