"""All ports over one file, who acts, and the university's lists as a folder of CSV files."""

from __future__ import annotations

import csv
import secrets
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from examples.sqlite_journal.archiving import SiteArchive
from examples.sqlite_journal.database import Database
from examples.sqlite_journal.inspecting import SqliteInspections, SqliteNotices
from examples.sqlite_journal.lists_office import SqliteListErrors, SqliteLoads, SqliteMoves
from examples.sqlite_journal.papers import (
    SqliteCertificates,
    SqliteCorrections,
    SqliteDelegations,
    SqliteDisputes,
    SqliteExcuses,
    SqlitePlans,
    SqliteSubstitutions,
)
from examples.sqlite_journal.registers import SqliteRegisters
from examples.sqlite_journal.retention import SqliteRecords, SqliteRetention
from examples.sqlite_journal.timetable import SqliteTimetable
from examples.sqlite_journal.university import (
    SqliteAccounts,
    SqliteAudit,
    SqliteHoldings,
    SqliteUniversity,
)
from oshj_core.attendance import Excuses
from oshj_core.corrections import Corrections, Disputes
from oshj_core.delegation import Delegations, Substitutions, actor_on
from oshj_core.enrolment import journals_of
from oshj_core.grading import shipped_schemes
from oshj_core.inspections import Inspections
from oshj_core.journal import Act, Journal, teaching_scopes
from oshj_core.lists import ChangeSet, Problems, Row, apply, plan, read_lists
from oshj_core.load import Loads
from oshj_core.membership import ListErrors, Moves
from oshj_core.notices import Notices
from oshj_core.ports import AccountStore, Holdings, Lesson
from oshj_core.retention import RetentionStore
from oshj_core.roles import UNIVERSITY, Actor, Role, Scope, ScopeKind
from oshj_core.timetable import TimetableStore


class Site:
    """Everything the core asks of a host, over one database.

    Where a part has the type of a port, the core needs nothing else of it; the others answer a
    question or two of this host's own.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.university = SqliteUniversity(database)
        self.holdings: Holdings = SqliteHoldings(database)
        self.accounts: AccountStore = SqliteAccounts(database)
        self.audit = SqliteAudit(database)
        self.registers = SqliteRegisters(database)
        self.excuses: Excuses = SqliteExcuses(database)
        self.corrections: Corrections = SqliteCorrections(database)
        self.disputes: Disputes = SqliteDisputes(database)
        self.substitutions: Substitutions = SqliteSubstitutions(database)
        self.delegations: Delegations = SqliteDelegations(database)
        self.plans = SqlitePlans(database)
        self.timetable: TimetableStore = SqliteTimetable(database)
        self.loads: Loads = SqliteLoads(database)
        self.moves: Moves = SqliteMoves(database)
        self.list_errors: ListErrors = SqliteListErrors(database)
        self.notices: Notices = SqliteNotices(database)
        self.inspections: Inspections = SqliteInspections(database)
        self.certificates = SqliteCertificates(database)
        records = SqliteRecords(self.university, self.registers, self.certificates)
        self.retention: RetentionStore = SqliteRetention(database, records)

    def archive(self, unit: str, semester: str) -> SiteArchive:
        """A unit's semester, to be archived."""
        return SiteArchive(
            self.university,
            self.registers,
            self.plans,
            self.audit,
            unit,
            semester,
            kept=self.certificates,
        )

    def actor(self, person: str, day: date) -> Actor:
        """The person with everything that may be done on that day: roles that follow from the
        lists, roles given, and what was lent or taken over for a time."""
        held: set[tuple[Role, Scope]] = {(Role.USER, UNIVERSITY)}
        if person in self.university.students:
            held.add((Role.STUDENT, Scope(ScopeKind.STUDENT, person)))
        else:
            held.add((Role.EMPLOYEE, UNIVERSITY))
            taught = teaching_scopes(self.university.assignments_of(person))
            held |= {(Role.TEACHER, scope) for scope in taught}
        held |= {
            (given.role, given.scope)
            for given in self.holdings.of(person)
            if given.until is None or day <= given.until
        }
        return actor_on(
            Actor(person, frozenset(held)),
            day,
            self.holdings,
            self.substitutions,
            self.delegations,
            self.university,
            self._lessons_of,
        )

    def _lessons_of(self, teacher: str) -> list[Lesson]:
        journals = {
            journal
            for assignment in self.university.assignments_of(teacher)
            for journal in journals_of(assignment)
        }
        return [
            lesson
            for journal in sorted(journals)
            for lesson in self.registers.get(journal).lessons()
            if lesson.teacher == teacher
        ]

    def act(self, person: str, at: datetime) -> Act:
        """An act of that person at that moment, in a request of its own."""
        return Act(self.actor(person, at.date()), at, secrets.token_hex(6))

    def journal(self, identifier: str, act: Act) -> Journal:
        """A journal as the actor sees it.  Raises :class:`NotFound`."""
        return Journal(self.registers.get(identifier), self.university, act)

    def load_lists(self, folder: Path, act: Act) -> ChangeSet | Problems:
        """Take the lists from ``<folder>/<sheet>.csv``, all of them or none.

        Who may do it is the caller's to ask: the first lists of all come before any role.
        """
        schemes = shipped_schemes()
        sheets = {path.stem: _rows(path) for path in sorted(folder.glob("*.csv"))}
        lists = read_lists(sheets, self.university, schemes, act.today)
        if isinstance(lists, Problems):
            return lists
        changes = plan(lists, self.university, self.registers, schemes)
        with self.database.transaction():
            apply(
                changes,
                self.university,
                self.registers,
                schemes,
                self.audit,
                act,
                moves=self.moves,
            )
        return changes


def _rows(path: Path) -> Iterable[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(number, row) for number, row in enumerate(csv.reader(file), 1) if row]
