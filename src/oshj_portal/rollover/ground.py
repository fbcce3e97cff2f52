"""A site as what a new year is prepared by and begun on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any

import attrs

from oshj_core.accounts import Audience
from oshj_core.audit import AuditEvent
from oshj_core.journal import Act
from oshj_core.roles import ScopeKind
from oshj_core.rollover import (
    Ground,
    Material,
    Noted,
    Recording,
    Reference,
    StagedStep,
    UndoLog,
    Way,
)
from oshj_core.text import Text, text
from oshj_portal.exchange import files as exchange_files
from oshj_portal.exchange.offered import find
from oshj_portal.lists.reading import open_stream
from oshj_portal.plugins.schemes import schemes
from oshj_portal.security.identity import actor_of
from oshj_portal.timetable.import_work import host_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from oshj_core.exchange import Exchange, Incoming
    from oshj_core.lists import Problems
    from oshj_portal.store import Site

SIGNED_IN, ACCOUNT_REMOVED = "session.open", "account.remove"
_SCOPES = {
    ScopeKind.UNIT: "units",
    ScopeKind.GROUP: "groups",
    ScopeKind.JOURNAL: "registers",
    ScopeKind.ASSIGNMENT: "assignments",
    ScopeKind.STUDENT: "students",
}
"""The tables whose values a role can be held at."""


@attrs.frozen
class YearWork:
    """A site, the new year, and the moment and request at which it is worked on."""

    site: Site
    registry: Any
    year: int
    at: datetime
    request: str

    def ground(self, log: UndoLog) -> Ground:
        """The site, recorded in the log."""
        host = host_of(self.site)
        return Ground(
            Recording(self.site, log),
            self.year,
            self.at,
            schemes(self.site, self.registry),
            host.weeks_of,
            host.bells_of,
            host.key,
        )

    def claim(self) -> None:
        """Let whoever stores something at the same time that may refer to what is taken away
        conflict with this transaction, whichever is stored first."""
        site, lists = self.site, self.site.university
        for store in (
            *(lists.units, lists.staff, lists.students, lists.groups, lists.subjects),
            *(lists.assignments, lists.semesters, site.calendar.periods, site.loads, site.moves),
            *(site.timetable.lessons, site.substitutions, site.accounts, site.holdings),
            site.plans,
        ):
            store.claim()

    def act_of(self, person: str) -> Act:
        """The act of a person, with the roles held now."""
        actor = actor_of(self.site, person, Audience.STAFF, self.at.date())
        return Act(actor, self.at, self.request)

    def acting(self, staged: StagedStep) -> Act:
        """The act of whoever prepared a step."""
        return self.act_of(staged.by)

    @contextmanager
    def opening(self, staged: StagedStep) -> Iterator[Material]:
        """What was kept for a step that is prepared."""
        kept = self.site.rollovers.file(self.year, staged.step)
        with self.material(staged, () if kept is None else kept.chunks()) as material:
            yield material

    @contextmanager
    def material(self, staged: StagedStep, chunks: Iterable[bytes]) -> Iterator[Material]:
        """What is read of a file that was given for a step."""
        if not staged.way.has_file:
            yield Material()
            return
        with TemporaryFile() as file:
            file.writelines(chunks)
            file.seek(0)
            if staged.way is Way.WORKBOOK:
                with open_stream(file) as sheets:
                    yield Material(sheets)
            else:
                with exchange_files.open_stream(file, staged.file) as opened:
                    yield Material(read=self._reader(staged, opened))

    def _reader(self, staged: StagedStep, opened: Any) -> Callable[[Exchange], Incoming | Problems]:
        one = find(self.site, self.registry, staged.format)

        def read(exchange: Exchange) -> Incoming | Problems:
            own = one.exchange(exchange.semester, exchange.at)
            return one.read_for(opened, attrs.evolve(own, source=exchange.source))

        return read

    def in_use(self, table: str, identifier: str) -> Text | None:
        """Why a value that the new year brought has to stay: somebody goes by it already."""
        site = self.site
        if table in ("students", "staff"):
            account = site.accounts.of(identifier)
            if account is not None and self._was_used(account.login):
                return text("${person} has signed in already.", person=identifier)
        if table == "staff" and (
            site.delegations.to(identifier) or site.delegations.by(identifier)
        ):
            return text("${person} was lent a role or lent one.", person=identifier)
        if table == "assignments":
            one = site.university.assignments.get(identifier)
            for group in one.groups:
                if site.plans.of_group(one.subject, one.semester, group):
                    return text(
                        "A plan was written for ${subject} in ${group}.",
                        subject=one.subject,
                        group=group,
                    )
        return None

    def _was_used(self, login: str) -> bool:
        events = self.site.audit.about(f"account:{login}")
        return any(one.action == SIGNED_IN for one in events)

    def others(self) -> Iterator[Reference]:
        """What goes by the lists beside the stores of a new year: roles and substitutions."""
        for one in self.site.holdings:
            scope = (_SCOPES.get(one.scope.kind, ""), one.scope.id)
            name = f"{one.person}\n{one.role.value}"
            yield Reference("holdings", name, (("staff", one.person), scope))
        for given in self.site.substitutions:
            people = (("staff", given.teacher), ("staff", given.substitute))
            yield Reference("substitutions", given.id, people)

    def close_accounts(self, log: Noted, act: Act, reason: str) -> None:
        """Remove the accounts of the people who came with the year and are taken away; nobody
        has signed in with any of them (3.3)."""
        for number in range(len(log)):
            written = log[number]
            if written.table not in ("students", "staff") or written.before is not None:
                continue
            account = self.site.accounts.of(written.id)
            if account is not None:
                self.site.accounts.remove(account.login)
                self.site.audit.append(
                    AuditEvent(
                        *(act.millis, act.actor.id, ACCOUNT_REMOVED, f"account:{account.login}"),
                        reason=reason,
                        request=act.request,
                    )
                )
