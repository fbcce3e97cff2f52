"""A new year: where its steps stand, its beginning, and its undoing by two persons (4.1)."""

from __future__ import annotations

from typing import Any

from pyramid.httpexceptions import HTTPSeeOther
from pyramid.view import view_config, view_defaults

from oshj_core.errors import Invalid
from oshj_core.roles import Permission
from oshj_core.rollover import (
    STEP_PERMISSIONS,
    STEP_TITLES,
    STEPS,
    WAY_TITLES,
    Rollover,
    RolloverState,
    StagedStep,
    Step,
    Way,
    coming_year,
)
from oshj_core.text import text
from oshj_portal.i18n import _, translatable
from oshj_portal.jobs.starting import start_job
from oshj_portal.moments import moment
from oshj_portal.places import person_name
from oshj_portal.resources import Control, Units
from oshj_portal.rollover.jobs import NewYearPages
from oshj_portal.rollover.places import NewYear, NewYears, year_path
from oshj_portal.rollover.work import BEGIN, LOOK_AGAIN, UNDO

STAND_TITLES = {
    "open": _("not decided"),
    "left": _("left for later"),
    "ready": _("prepared"),
    "again": _("to be looked at again"),
}


def stand_of(staged: StagedStep | None) -> str:
    """Where a step stands."""
    if staged is None:
        return "open"
    if staged.way is Way.LEFT:
        return "left"
    return "ready" if staged.checked else "again"


@view_config(
    context=Control,
    name="new-year",
    request_method="GET",
    permission=Permission.PREPARE_YEAR.value,
)
@view_config(
    context=Units,
    name="new-year",
    request_method="GET",
    permission=Permission.PREPARE_YEAR.value,
)
@view_config(context=NewYears, request_method="GET", permission=Permission.PREPARE_YEAR.value)
def show_coming(_context, request):
    """To the year that is prepared, or else the one to be prepared now."""
    coming = coming_year(request.act.today)
    prepared = [
        one.year
        for one in request.site.rollovers
        if one.state is RolloverState.PREPARED and one.year >= coming
    ]
    return HTTPSeeOther(year_path(request, min(prepared, default=coming)))


@view_defaults(context=NewYear)
class YearPages(NewYearPages):
    """The page of a new year and what is done with it as a whole."""

    @view_config(
        request_method="GET",
        permission=Permission.PREPARE_YEAR.value,
        renderer="templates/year.pt",
    )
    def show(self) -> dict[str, Any]:
        request, year = self.request, self.year
        rollover = self.rolling.find(year)
        running = self.working(BEGIN, UNDO)
        prepared = rollover.state is RolloverState.PREPARED
        coming = coming_year(request.act.today)
        may = {one: request.has_permission(one.value) for one in _WHOLE}
        return {
            "title": self.context.title,
            "steps": [self.line(rollover, step) for step in STEPS],
            "prepared": prepared,
            "waits_for": None if year == coming else coming,
            "undecided": [str(one.number) for one in rollover.undecided],
            "again_href": self.path("look-again") if self.may_look_again(rollover) else None,
            "begun": self.who(rollover.begun_by, rollover.begun_at),
            "asked": self.who(rollover.asked_by, rollover.asked_at),
            "reason": rollover.reason,
            "running": {"href": self.job_path(running), **self._about(running)}
            if running
            else None,
            "begin_href": self.path("begin")
            if may[Permission.BEGIN_YEAR] and not running and year == coming
            else None,
            "ask_href": self.path("ask-undo")
            if may[Permission.UNDO_YEAR] and rollover.state is RolloverState.BEGUN
            else None,
            "undo_href": self.path("undo")
            if may[Permission.UNDO_YEAR] and rollover.asked_by not in ("", request.actor.id)
            else None,
            "keep_href": self.path("keep")
            if may[Permission.UNDO_YEAR] and rollover.asked_by
            else None,
            "jobs": self.latest(),
        }

    def may_look_again(self, rollover: Rollover) -> bool:
        """Whether some steps have to be looked at again, each of which the reader may do."""
        again = [one.step for one in rollover.steps if not one.checked]
        permissions = [STEP_PERMISSIONS[step].value for step in again]
        return bool(again) and all(map(self.request.has_permission, permissions))

    def who(self, person: str, at: int) -> dict[str, str] | None:
        """Somebody and a moment."""
        if not person:
            return None
        zone = self.request.clock.now().tzinfo
        return {"by": person_name(self.request.site, person), "at": moment(at, zone)}

    def line(self, rollover: Rollover, step: Step) -> dict[str, Any]:
        """A step as a row of the table."""
        staged = rollover.staged(step)
        stand = stand_of(staged)
        return {
            "number": step.number,
            "title": translatable(STEP_TITLES[step]),
            "href": self.step_path(step),
            "stand": stand,
            "state": STAND_TITLES[stand],
            "way": translatable(WAY_TITLES[staged.way]) if staged else "",
            "file": staged.file if staged else "",
            "count": staged.count if staged and staged.way is not Way.LEFT else "",
            "who": self.who(staged.by, staged.at) if staged else None,
        }

    @view_config(name="begin", request_method="POST", permission=Permission.BEGIN_YEAR.value)
    def begin(self):
        """Begin the year with all that is prepared."""
        rollover = self.rolling.find(self.year)
        if rollover.state is RolloverState.PREPARED:
            self.rolling.check_begin(self.year)
        for step in rollover.undecided:
            raise Invalid(
                text("Step ${number} is not decided yet.", number=step.number),
                place=step.value,
                clause="4.1",
                advice=text("Prepare it, look at it again, or leave it for later."),
            )
        if rollover.state is not RolloverState.PREPARED:
            return HTTPSeeOther(year_path(self.request, self.year))
        return self.started(BEGIN)

    @view_config(name="look-again", request_method="POST", permission=Permission.PREPARE_YEAR.value)
    def look_again(self):
        """Look at all steps again that an earlier one made another."""
        return self.started(LOOK_AGAIN)

    def started(self, kind: str):
        """To the job of that kind: the one that works already, or a new one."""
        job = self.working(kind, BEGIN, UNDO) or start_job(
            self.request, kind, {"year": str(self.year), "file": ""}
        )
        return HTTPSeeOther(self.job_path(job))

    @view_config(name="ask-undo", request_method="POST", permission=Permission.UNDO_YEAR.value)
    def ask_undo(self):
        """Ask to undo the year; somebody else has to agree."""
        reason = self.request.POST.get("reason", "")
        self.rolling.ask_undo(self.year, reason, self.request.site)
        return HTTPSeeOther(year_path(self.request, self.year))

    @view_config(name="keep", request_method="POST", permission=Permission.UNDO_YEAR.value)
    def keep(self):
        """Let the year be as it has begun."""
        self.rolling.keep(self.year)
        return HTTPSeeOther(year_path(self.request, self.year))

    @view_config(name="undo", request_method="POST", permission=Permission.UNDO_YEAR.value)
    def undo(self):
        """Agree to undo the year."""
        rollover = self.rolling.find(self.year)
        if rollover.state is RolloverState.PREPARED:
            # Sent twice: it is undone already.
            return HTTPSeeOther(year_path(self.request, self.year))
        self.rolling.check_undo(self.year)
        return self.started(UNDO)


_WHOLE = (Permission.BEGIN_YEAR, Permission.UNDO_YEAR)
