"""The lists of the university, the roles given, the accounts, and the audit trail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from examples.sqlite_journal.database import Database, SqliteTable
from oshj_core.academic_calendar import Period
from oshj_core.academic_calendar.bells import BellTable
from oshj_core.accounts import Account, Attempts
from oshj_core.audit import AuditEvent
from oshj_core.calendar import Semester
from oshj_core.errors import NotFound
from oshj_core.people import Staff, Student
from oshj_core.ports import RoleHolding
from oshj_core.roles import Role, Scope
from oshj_core.structure import Assignment, Group, Subject, Unit


class SqliteCalendar:
    """The academic calendar: the core's ``CalendarStore``."""

    def __init__(self, database: Database) -> None:
        self.periods: SqliteTable[Period] = SqliteTable(
            database,
            "period",
            lambda period: {"year": [str(period.year)], "semester": [period.semester]},
        )
        self.bells: SqliteTable[BellTable] = SqliteTable(database, "bells")

    def of_year(self, year: int) -> Sequence[Period]:
        return self.periods.at("year", str(year))

    def of_semester(self, semester: str) -> Sequence[Period]:
        return self.periods.at("semester", semester)


class SqliteUniversity:
    """The lists: the core's ``University``."""

    def __init__(self, database: Database) -> None:
        self.units: SqliteTable[Unit] = SqliteTable(
            database, "unit", lambda unit: {"under": [unit.parent]}
        )
        self.staff: SqliteTable[Staff] = SqliteTable(database, "staff member")
        self.students: SqliteTable[Student] = SqliteTable(
            database, "student", lambda student: {"group": [student.group]}
        )
        self.groups: SqliteTable[Group] = SqliteTable(
            database, "group", lambda group: {"unit": [group.unit]}
        )
        self.subjects: SqliteTable[Subject] = SqliteTable(database, "subject")
        self.assignments: SqliteTable[Assignment] = SqliteTable(
            database, "assignment", lambda one: {"teacher": [one.teacher], "group": one.groups}
        )
        self.semesters: SqliteTable[Semester] = SqliteTable(database, "semester")
        self.calendar = SqliteCalendar(database)

    def units_under(self, unit: str) -> Sequence[Unit]:
        return self.units.at("under", unit)

    def groups_of(self, unit: str) -> Sequence[Group]:
        return self.groups.at("unit", unit)

    def students_of(self, group: str) -> Sequence[Student]:
        return self.students.at("group", group)

    def assignments_of(self, teacher: str) -> Sequence[Assignment]:
        return self.assignments.at("teacher", teacher)

    def assignments_in(self, group: str) -> Sequence[Assignment]:
        return self.assignments.at("group", group)


class SqliteHoldings:
    """Given roles: the core's ``Holdings``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @staticmethod
    def _id(person: str, role: Role, scope: Scope) -> str:
        return f"{person} {role.value} {scope}"

    def of(self, person: str) -> Sequence[RoleHolding]:
        return list(self._database.at("holding", "person", person))

    def give(self, holding: RoleHolding) -> None:
        identifier = self._id(holding.person, holding.role, holding.scope)
        self._database.store("holding", identifier, holding, {"person": [holding.person]})

    def take(self, person: str, role: Role, scope: Scope) -> None:
        identifier = self._id(person, role, scope)
        if self._database.load("holding", identifier) is None:
            raise NotFound("role", role.value)
        self._database.drop("holding", identifier)

    def __iter__(self) -> Iterator[RoleHolding]:
        return self._database.all("holding")


class SqliteAccounts:
    """Accounts and the failed attempts on them: the core's ``AccountStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, login: str) -> Account | None:
        account: Account | None = self._database.load("account", login)
        return account

    def of(self, person: str) -> Account | None:
        return next(self._database.at("account", "person", person), None)

    def put(self, account: Account) -> None:
        self._database.store("account", account.login, account, {"person": [account.person]})

    def attempts(self, login: str) -> Attempts:
        return self._database.load("attempts", login) or Attempts()

    def count(self, login: str, attempts: Attempts) -> None:
        self._database.store("attempts", login, attempts)


class SqliteAudit:
    """Events, only ever added: the core's ``AuditTrail``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, event: AuditEvent) -> None:
        self._database.append("audit", event.subject, event)

    def about(self, subject: str) -> Sequence[AuditEvent]:
        return list(self._database.log("audit", subject))

    def latest(self, limit: int) -> Sequence[AuditEvent]:
        return list(self._database.latest("audit", limit))
