"""OneRoster as a format of the exchange: the files written, and read into the lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
from oshj_plugins.oneroster.settings import DEFAULT_SCHEME
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
        tables = TABLES[self.version]
        yield MANIFEST, write_rows(MANIFEST_HEADER, self._manifest())
        sources = self._sources(records)
        for table in tables:
            yield table.file, write_rows(table.header, _cells(table, sources[table.name]))

    def _manifest(self) -> Iterator[tuple[str, str]]:
        written = {table.name for table in TABLES[self.version]}
        yield "manifest.version", "1.0"
        yield "oneroster.version", self.version
        for name in FILES[self.version]:
            yield f"file.{name}", "bulk" if name in written else "absent"
        yield "source.systemName", _SYSTEM_NAME
        yield "source.systemCode", _SYSTEM_CODE

    def _sources(self, records: Records) -> dict[str, Iterable[Record]]:
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
        sheets = Sheets(roster, exchange.settings.get("scheme", DEFAULT_SCHEME))
        rows = sheets.rows()
        if sheets.errors.count:
            return sheets.errors.problems(FILE_ORDER)
        source = exchange.source
        lists = read_lists(rows, source.university, exchange.schemes)
        if isinstance(lists, Problems):
            return placed(lists)
        changes = plan(lists, source.university, source.registers, exchange.schemes)
        return ListsIncoming(exchange, changes, (*roster.notes, *sheets.notes))


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
