"""What is handed in, asked for, approved and printed: excuses, corrections, disputes,
substitutions, delegations, plans, certificates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from examples.sqlite_journal.database import Database, SqliteTable
from oshj_core.attendance import Excuse
from oshj_core.certificate import Certificate
from oshj_core.corrections import Correction, Dispute
from oshj_core.delegation import Delegation, Substitution
from oshj_core.errors import NotFound
from oshj_core.planning import Plan, Tie


class SqliteExcuses(SqliteTable[Excuse]):
    """Excuses: the core's ``Excuses``."""

    def __init__(self, database: Database) -> None:
        super().__init__(
            database,
            "excuse",
            lambda one: {
                "student": [one.student],
                "document": [f"{one.document}\n{one.number}"],
            },
        )

    def of(self, student: str) -> Sequence[Excuse]:
        return sorted(self.at("student", student), key=lambda one: one.first)

    def under(self, document: str, number: str) -> Sequence[Excuse]:
        return self.at("document", f"{document}\n{number}")


class SqliteCorrections(SqliteTable[Correction]):
    """Corrections and the numbers of their acts: the core's ``Corrections``."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, "correction", lambda one: {"journal": [one.cell.journal]})

    def of_journal(self, journal: str) -> Sequence[Correction]:
        return self.at("journal", journal)

    def next_number(self, year: int) -> int:
        with self._database.transaction():
            number: int = (self._database.load("number of acts", str(year)) or 0) + 1
            self._database.store("number of acts", str(year), number)
        return number


class SqliteDisputes(SqliteTable[Dispute]):
    """Disputes: the core's ``Disputes``."""

    def __init__(self, database: Database) -> None:
        super().__init__(
            database,
            "dispute",
            lambda one: {"journal": [one.cell.journal], "student": [one.student]},
        )

    def of_journal(self, journal: str) -> Sequence[Dispute]:
        return self.at("journal", journal)

    def of_student(self, student: str) -> Sequence[Dispute]:
        return self.at("student", student)


class SqliteSubstitutions(SqliteTable[Substitution]):
    """Substitutions: the core's ``Substitutions``."""

    def __init__(self, database: Database) -> None:
        super().__init__(
            database,
            "substitution",
            lambda one: {"substitute": [one.substitute], "teacher": [one.teacher]},
        )

    def of(self, person: str) -> Sequence[Substitution]:
        return self.at("substitute", person)

    def for_teacher(self, teacher: str) -> Sequence[Substitution]:
        return self.at("teacher", teacher)


class SqliteDelegations(SqliteTable[Delegation]):
    """Delegations: the core's ``Delegations``."""

    def __init__(self, database: Database) -> None:
        super().__init__(
            database,
            "delegation",
            lambda one: {"delegate": [one.delegate], "delegator": [one.delegator]},
        )

    def to(self, person: str) -> Sequence[Delegation]:
        return self.at("delegate", person)

    def by(self, person: str) -> Sequence[Delegation]:
        return self.at("delegator", person)


class SqlitePlans:
    """Plans in all their versions, and the ties of lessons: the core's ``PlanStore``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def versions(self, identifier: str) -> Sequence[Plan]:
        return self._plans("plan", identifier)

    def latest(self, identifier: str) -> Plan:
        versions = self.versions(identifier)
        if not versions:
            raise NotFound("plan", identifier)
        return versions[-1]

    def put(self, plan: Plan) -> None:
        places = {
            "plan": [plan.id],
            "subject": [f"{plan.subject}\n{plan.semester}"],
            "group": [f"{plan.subject}\n{plan.semester}\n{group}" for group in plan.groups],
            "author": [plan.author],
        }
        self._database.store("plan", f"{plan.id} {plan.version}", plan, places)

    def of_subject(self, subject: str, semester: str) -> Sequence[Plan]:
        return self._plans("subject", f"{subject}\n{semester}")

    def of_group(self, subject: str, semester: str, group: str) -> Sequence[Plan]:
        return self._plans("group", f"{subject}\n{semester}\n{group}")

    def of_author(self, author: str) -> Sequence[Plan]:
        return self._plans("author", author)

    def _plans(self, name: str, answer: str) -> Sequence[Plan]:
        plans: list[Plan] = list(self._database.at("plan", name, answer))
        return sorted(plans, key=lambda plan: (plan.id, plan.version))

    def tie(self, lesson: str) -> Tie | None:
        tie: Tie | None = self._database.load("tie", lesson)
        return tie

    def put_tie(self, tie: Tie) -> None:
        self._database.store("tie", tie.lesson, tie, {"plan": [tie.plan]})

    def ties_of(self, plan: str) -> Sequence[Tie]:
        return list(self._database.at("tie", "plan", plan))


class SqliteCertificates:
    """Printed certificates: the core's ``Certificates``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, identifier: bytes) -> Certificate | None:
        certificate: Certificate | None = self._database.load("certificate", identifier.hex())
        return certificate

    def put(self, certificate: Certificate) -> None:
        places = {"journal": [certificate.journal]}
        self._database.store("certificate", certificate.id.hex(), certificate, places)

    def of(self, journal: str) -> Sequence[Certificate]:
        return list(self._database.added_at("certificate", "journal", journal))

    def all(self) -> Iterator[Certificate]:
        """All certificates, by id."""
        return self._database.all("certificate")

    def keep(self, identifier: bytes, content: bytes, paper: bytes) -> None:
        """Keep what a certificate says (``snapshot``) and the printed page, as PDF (5.8)."""
        self._database.store("printed page", identifier.hex(), (content, paper))

    def content(self, identifier: bytes) -> bytes | None:
        """What the certificate says, if it is kept."""
        kept = self._database.load("printed page", identifier.hex())
        return None if kept is None else kept[0]

    def paper(self, identifier: bytes) -> bytes:
        """The printed page.  Raises :class:`NotFound`."""
        kept: tuple[bytes, bytes] | None = self._database.load("printed page", identifier.hex())
        if kept is None:
            raise NotFound("certificate", identifier.hex())
        return kept[1]

    def destroy(self, identifier: bytes) -> None:
        """Remove the certificate and its page (5.8)."""
        with self._database.transaction():
            self._database.drop("certificate", identifier.hex())
            self._database.drop("printed page", identifier.hex())
