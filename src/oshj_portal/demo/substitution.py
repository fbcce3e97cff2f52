"""A teacher who is ill, the colleague who takes the lessons, and an inspection that was done."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_hex
from typing import TYPE_CHECKING

from oshj_core.accounts import Audience
from oshj_core.delegating import Substituting
from oshj_core.delegation import Substitution
from oshj_core.inspections import Inspecting, TaskState
from oshj_core.journal import Act
from oshj_core.roles import Role, ScopeKind
from oshj_portal.inspections.lookup import journals_in, tasks_of
from oshj_portal.notices.reminding import remind
from oshj_portal.security.identity import actor_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from oshj_core.ports import RoleHolding
    from oshj_portal.demo.university import DemoUniversity
    from oshj_portal.store import Site

_REASON = "Оорулуу, №12 буйрук"
_REMARK = "Сабакты ошол эле күнү толтурууну суранам."
_DAYS_AWAY = timedelta(days=3)
_INSPECTED = 12


def let_colleagues_help(site: Site, university: DemoUniversity, now: datetime) -> None:
    """The second teacher of the first stream is ill for some days; a third one takes the
    lessons, as the deanery named it."""
    teachers = list(
        dict.fromkeys(
            one.assignment.teacher for stream in university.streams for one in stream.taught
        )
    )
    if len(teachers) < 3:
        return
    ill, colleague = teachers[1], teachers[2]
    above = _units_above(site, site.university.staff.get(ill).unit)
    namers = (
        holding
        for holding in site.holdings
        if holding.role in (Role.HEAD, Role.DEANERY) and holding.scope.id in above
    )
    namer = next((one for one in namers if one.person != colleague), None)
    if namer is not None:
        act = _act(site, namer, now)
        naming = Substituting(site.substitutions, site.university, site.audit, act, site.notices)
        until = now.date() + _DAYS_AWAY
        naming.name(Substitution(token_hex(8), ill, colleague, now.date(), until, _REASON))


def inspect_journals(
    site: Site, university: DemoUniversity, now: datetime, rest: Callable[[], None]
) -> None:
    """The first head has inspected some journals in the first fortnight; then everybody is
    reminded of what is due, with a ``rest`` now and then to free the memory."""
    heads: Sequence[RoleHolding] = [
        holding
        for holding in site.holdings
        if holding.role is Role.HEAD and holding.scope.kind is ScopeKind.UNIT
    ]
    if heads:
        head, semester = heads[0], university.semester
        act, unit = _act(site, heads[0], now), heads[0].scope.id
        task = tasks_of(site, unit, semester, now.date())[0]
        journals = list(journals_in(site, act, unit, semester.id))[:_INSPECTED]
        if journals and task.state is not TaskState.AHEAD:
            inspecting = Inspecting(
                site.inspections, site.university, site.notices, site.audit, act
            )
            inspecting.do(task, journals, {journals[0].register.id: _REMARK})
        remind(site, _act(site, head, now), rest)


def _act(site: Site, holding: RoleHolding, now: datetime) -> Act:
    actor = actor_of(site, holding.person, Audience.STAFF, now.date())
    return Act(actor, now, token_hex(6))


def _units_above(site: Site, unit: str) -> set[str]:
    above = set()
    while unit:
        above.add(unit)
        unit = site.university.units.get(unit).parent
    return above
