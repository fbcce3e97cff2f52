"""The limits: the same work with nothing around it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import transaction
from chameleon import PageTemplate
from persistent import Persistent
from persistent.list import PersistentList
from pyramid.config import Configurator
from pyramid.response import Response
from webob import Request

from oshj_core.enrolment import journal_id
from oshj_core.kyrgyz import sort_key
from oshj_core.register import Field, SheetState, fold, unpack
from oshj_portal.persistence import database
from oshj_portal.store import site_of
from tests.bench.house import GROUP, STUDENTS, TEACHER
from tests.support.portal import Portal

TABLE = PageTemplate(
    """<table>
<tr><th></th><th tal:repeat="(href, day, kind) heads"><a href="${href}"><b>${day}</b>
 <span>${kind}</span></a></th></tr>
<tr tal:repeat="(name, cells) rows"><th>${name}</th><td
 tal:repeat="(text, kind) cells" class="${kind}">${text}</td></tr>
</table>"""
)
_NODES = 200
_LETTERS = {None: "", 1: "·", 2: "ч", 3: "ж", 4: "с"}


class Bare:
    """A Pyramid application of two routes over the portal's database."""

    def __init__(self, portal: Portal) -> None:
        self.database = database(portal.registry)
        with Configurator() as config:
            config.add_route("hello", "/hello")
            config.add_view(self._hello, route_name="hello")
            config.add_route("table", "/table/{subject}")
            config.add_view(self._table, route_name="table")
            self.app = config.make_wsgi_app()

    def get(self, path: str) -> bytes:
        """The body of a page."""
        return Request.blank(path).get_response(self.app).body

    @contextmanager
    def _site(self):
        manager = transaction.TransactionManager(explicit=True)
        with closing(self.database.open(transaction_manager=manager)) as connection, manager:
            yield site_of(connection)

    def _hello(self, request) -> Response:
        """A word from the database: less than this no page of the portal does."""
        with self._site() as site:
            return Response(site.university.staff.get(TEACHER).name.full)

    def _table(self, request) -> Response:
        identifier = journal_id(GROUP, request.matchdict["subject"], "2026-1")
        with self._site() as site:
            register = site.registers.get(identifier)
            register.load_all()
            students = (site.university.students.get(one.student) for one in register.roster())
            names = sorted((student.name.full for student in students), key=sort_key)
            lessons, controls = register.lessons(), ("intermediate-1", "intermediate-2")
            heads = [
                (f"/{lesson.id}/", f"{lesson.date:%d.%m}", lesson.kind.value) for lesson in lessons
            ]
            heads += [(f"/{control}/", control, "") for control in controls]
            states = _states(register, [*(lesson.id for lesson in lessons), *controls])
        columns = [[_cell(state, slot) for slot in range(STUDENTS)] for state in states]
        rows = list(zip(names, zip(*columns, strict=True), strict=True))
        return Response(TABLE(heads=heads, rows=rows))


def _states(register, sheets: list[str]) -> list[SheetState]:
    sealed = register.sealed(1)
    if sealed is None:
        return [fold(register.log(sheet)) for sheet in sheets]
    return [unpack(sealed[sheet]) if sheet in sealed else SheetState() for sheet in sheets]


def _cell(state: SheetState, slot: int) -> tuple[str, str | None]:
    mark = state.value(slot, Field.FIRST_WORK)
    if mark is not None:
        return str(mark // 100), None
    return _LETTERS[state.value(slot, Field.ATTENDANCE)], None


class Node(Persistent):
    """What a bare commit writes: as many bytes as a saved cell."""

    def __init__(self) -> None:
        self.data = b""


class Commits:
    """Commits of one small change each, by one writer, in a connection opened for each."""

    def __init__(self, portal: Portal) -> None:
        self._database = database(portal.registry)
        self._count = 0
        with self._nodes() as nodes:
            nodes.extend(Node() for _ in range(_NODES))

    def commit(self) -> None:
        """Change 300 bytes and commit."""
        self._count += 1
        with self._nodes() as nodes:
            # In turn, as teachers write into many lessons: PostgreSQL slows down on one row.
            nodes[self._count % _NODES].data = self._count.to_bytes(4, "big") * 75

    @contextmanager
    def _nodes(self) -> Iterator[PersistentList]:
        manager = transaction.TransactionManager(explicit=True)
        with closing(self._database.open(transaction_manager=manager)) as connection, manager:
            yield connection.root().setdefault("bench", PersistentList())
