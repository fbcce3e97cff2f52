"""OneRoster as a format of the exchange: the files written, and read into the lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import attrs

from oshj_core.errors import Invalid
from oshj_core.exchange import Exchange, File, Files, ListsIncoming
from oshj_core.lists import Problems, plan, read_lists
from oshj_core.text import Text, text
from oshj_plugins.oneroster.csvs import write_rows
from oshj_plugins.oneroster.gradebook import Gradebook
from oshj_plugins.oneroster.ids import guid
from oshj_plugins.oneroster.loading import MANIFEST, load
from oshj_plugins.oneroster.places import FILE_ORDER, placed
from oshj_plugins.oneroster.records import Record, Records
from oshj_plugins.oneroster.settings import DEFAULT_CREDITS, DEFAULT_SCHEME
from oshj_plugins.oneroster.sheets import Sheets
from oshj_plugins.oneroster.tables import FILES, MANIFEST_HEADER, METADATA, TABLES, V11, Table

_SYSTEM_NAME, _SYSTEM_CODE = "oshj", "oshj"
_READS = text(
    "Units, people, groups, subjects, semesters and who teaches what to whom, "
    "from bulk files; results are counted, not taken in."
)
_WRITES = text(
    "Units, people, groups, subjects, semesters with their modules, who teaches and learns "
    "what, controls and points."
)


@attrs.frozen
class OneRoster:
    """Implements :class:`oshj_core.extension.ExchangeFormat` for one version of the binding."""

    version: str
    endings: tuple[str, ...] = ()
    reads: Text = _READS
    writes: Text = _WRITES

    @property
    def id(self) -> str:
        """``oneroster-1.1``."""
        return f"oneroster-{self.version}"

    @property
    def title(self) -> Text:
        """With the version."""
        return text("OneRoster ${version}, CSV", version=self.version)

    def write(self, exchange: Exchange) -> Iterator[File]:
        """The manifest and the files it names.

        :raises Invalid: there is no semester, which every class needs.
        """
        records = Records(exchange)
        if not records.semesters:
            raise Invalid(
                text("There is no semester to write"),
                place="semester",
                advice=text("Choose another semester, or load the lists first."),
            )
        # The specification wants no file without a row; the manifest says so before.
        sources = {name: _peeked(rows) for name, rows in self._sources(records).items()}
        tables = [table for table in TABLES[self.version] if sources[table.name] is not None]
        yield MANIFEST, write_rows(MANIFEST_HEADER, self._manifest(tables))
        for table in tables:
            rows = sources[table.name] or ()
            yield table.file, write_rows(table.header, _cells(table, rows))

    def _manifest(self, tables: Iterable[Table]) -> Iterator[tuple[str, str]]:
        written = {table.name for table in tables}
        yield "manifest.version", "1.0"
        yield "oneroster.version", self.version
        for name in FILES[self.version]:
            yield f"file.{name}", "bulk" if name in written else "absent"
        yield "source.systemName", _SYSTEM_NAME
        yield "source.systemCode", _SYSTEM_CODE

    def _sources(self, records: Records) -> dict[str, Iterator[Record]]:
        gradebook = Gradebook(records)
        return {
            "orgs": records.orgs(),
            "academicSessions": records.sessions(),
            "courses": records.courses(),
            "classes": records.classes(),
            "users": self._users(records),
            "roles": _roles(records),
            "enrollments": records.enrollments(),
            "categories": gradebook.categories(),
            "lineItems": gradebook.line_items(),
            "results": gradebook.results(),
        }

    def _users(self, records: Records) -> Iterator[Record]:
        for record, role, unit in records.people():
            if self.version == V11:
                yield {**record, "role": role, "orgSourcedIds": guid(unit)}
            else:
                yield {**record, "primaryOrgSourcedId": guid(unit)}

    def read(self, files: Files, exchange: Exchange) -> ListsIncoming | Problems:
        """The changes of the lists; see :mod:`oshj_plugins.oneroster.sheets` for the mapping.

        :raises Invalid: no OneRoster export, or one of another version.
        """
        roster = load(files, self.version)
        if isinstance(roster, Problems):
            return roster
        source = exchange.source
        sheets = Sheets(
            roster,
            source.university,
            exchange.settings.get("scheme", DEFAULT_SCHEME),
            exchange.settings.get("credits", DEFAULT_CREDITS),
        )
        rows = sheets.rows()
        if sheets.errors.count:
            return sheets.errors.problems(FILE_ORDER)
        lists = read_lists(rows, source.university, exchange.schemes, exchange.at.date())
        if isinstance(lists, Problems):
            return placed(lists)
        changes = plan(lists, source.university, source.registers, exchange.schemes)
        return ListsIncoming(exchange, changes, (*roster.notes, *sheets.notes))


def _peeked(records: Iterator[Record]) -> Iterator[Record] | None:
    """The records, or ``None`` if there are none."""
    first = next(records, None)
    return None if first is None else chain((first,), records)


def _roles(records: Records) -> Iterator[Record]:
    for record, role, unit in records.people():
        yield {
            "sourcedId": f"{record['sourcedId']}/{role}",
            "userSourcedId": record["sourcedId"],
            "roleType": "primary",
            "role": role,
            "orgSourcedId": guid(unit),
        }


def _cells(table: Table, records: Iterable[Record]) -> Iterator[list[str]]:
    names = [name.removeprefix(METADATA) for name in table.header]
    for record in records:
        yield [record.get(name, "") for name in names]
