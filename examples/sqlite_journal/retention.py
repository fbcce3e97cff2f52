"""Records under retention: journals for five years, certificates for twenty-five (5.7, 5.8)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from examples.sqlite_journal.database import Database, SqliteTable
from examples.sqlite_journal.papers import SqliteCertificates
from examples.sqlite_journal.registers import SqliteRegister, SqliteRegisters
from examples.sqlite_journal.university import SqliteUniversity
from oshj_core.archive import facts_digest, register_digest
from oshj_core.certificate import Certificate
from oshj_core.errors import Conflict, NotFound
from oshj_core.journal import unit_scopes
from oshj_core.retention import Disposal, DisposalAct, Hold, Record
from oshj_core.roles import UNIVERSITY, Scope, ScopeKind
from oshj_core.text import text

JOURNALS, CERTIFICATES = "journal", "appendix-1"
"""The ids of the schedules that come with the core."""


def facts_of(certificates: SqliteCertificates, certificate: Certificate) -> dict[str, Any]:
    """What a certificate says, as JSON; empty when no page of it is kept."""
    content = certificates.content(certificate.id)
    facts: dict[str, Any] = json.loads(content) if content else {}
    return facts


class SqliteRecords:
    """Every journal and every certificate: the core's ``RetainedRecords``."""

    def __init__(
        self,
        university: SqliteUniversity,
        registers: SqliteRegisters,
        certificates: SqliteCertificates,
    ) -> None:
        self._university = university
        self._registers = registers
        self._certificates = certificates

    def __iter__(self) -> Iterator[Record]:
        for register in self._registers.all():
            yield self._journal(register)
        for certificate in self._certificates.all():
            yield self._certificate(certificate)

    def find(self, identifier: str) -> Record | None:
        register = self._registers.find(identifier)
        if register is not None:
            return self._journal(register)
        certificate = self._certificate_of(identifier)
        return None if certificate is None else self._certificate(certificate)

    def destroy(self, identifier: str) -> None:
        register = self._registers.find(identifier)
        if register is not None:
            register.destroy()
        certificate = self._certificate_of(identifier)
        if certificate is not None:
            self._certificates.destroy(certificate.id)

    def place_of(self, scope: Scope) -> tuple[Scope, ...]:
        """The scope and those it lies in; a journal that is gone lies where its certificates
        say."""
        match scope.kind:
            case ScopeKind.UNIVERSITY:
                return (UNIVERSITY,)
            case ScopeKind.UNIT:
                return self._units(scope.id)
            case ScopeKind.GROUP:
                return scope, *self._units(self._university.groups.get(scope.id).unit)
            case ScopeKind.STUDENT:
                group = self._university.students.get(scope.id).group
            case ScopeKind.JOURNAL:
                group = self._group_of(scope.id)
            case _:
                raise NotFound("place", scope)
        return scope, *self.place_of(Scope(ScopeKind.GROUP, group))

    def _group_of(self, journal: str) -> str:
        register = self._registers.find(journal)
        if register is not None:
            return register.group
        for certificate in self._certificates.of(journal):
            facts = facts_of(self._certificates, certificate)
            if facts:
                return str(facts["group"])
        raise NotFound("journal", journal)

    def _certificate_of(self, identifier: str) -> Certificate | None:
        try:
            return self._certificates.find(bytes.fromhex(identifier))
        except ValueError:  # the id of a journal is no number
            return None

    def _journal(self, register: SqliteRegister) -> Record:
        unit = self._university.groups.get(register.group).unit
        students = [Scope(ScopeKind.STUDENT, member.student) for member in register.roster()]
        return Record(
            register.id,
            JOURNALS,
            self._university.semesters.get(register.semester).ends,
            register_digest(register),
            frozenset({*_places(register.id, register.group), *students, *self._units(unit)}),
        )

    def _certificate(self, certificate: Certificate) -> Record:
        facts = facts_of(self._certificates, certificate)
        places = [Scope(ScopeKind.JOURNAL, certificate.journal), UNIVERSITY]
        if facts:
            places += [*_places(certificate.journal, facts["group"]), *self._units(facts["unit"])]
        return Record(
            certificate.id.hex(),
            CERTIFICATES,
            certificate.day,
            facts_digest(facts),
            frozenset(places),
        )

    def _units(self, unit: str) -> tuple[Scope, ...]:
        return unit_scopes(self._university, unit)


def _places(journal: str, group: str) -> tuple[Scope, Scope]:
    return Scope(ScopeKind.JOURNAL, journal), Scope(ScopeKind.GROUP, group)


class SqliteActs:
    """The acts of disposal: the core's ``Acts``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(self, act: DisposalAct) -> None:
        known = self._database.load("act", act.id)
        if known is not None:
            raise Conflict(
                text("The id stands for something else."), stored=known, offered=act, place=act.id
            )
        with self._database.transaction():
            self._database.store("act", act.id, act, {"of": [item.record for item in act.items]})
            self._database.append("act", "", act)

    def of_record(self, record: str) -> DisposalAct | None:
        return next(self._database.at("act", "of", record), None)

    def __iter__(self) -> Iterator[DisposalAct]:
        return self._database.log("act", "")


class SqliteRetention:
    """The core's ``RetentionStore``."""

    def __init__(self, database: Database, records: SqliteRecords) -> None:
        self.records = records
        self.holds: SqliteTable[Hold] = SqliteTable(database, "hold")
        self.disposals: SqliteTable[Disposal] = SqliteTable(database, "disposal")
        self.acts = SqliteActs(database)

    def place_of(self, scope: Scope) -> tuple[Scope, ...]:
        return self.records.place_of(scope)
