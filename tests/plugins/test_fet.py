"""FET: the contract of formats, what becomes what, and the way through the real solver."""

from __future__ import annotations

import pytest

from oshj_core.journal import Act
from oshj_core.lists import Problems
from oshj_core.roles import UNIVERSITY, Actor, Role
from oshj_core.testing import ExchangeFormatContract, files_of, written
from oshj_core.timetable import Schedule, bookings_of, find_clashes
from oshj_plugins.fet.format import Fet
from oshj_plugins.fet.host import host_of
from tests.plugins.fet_files import (
    NOW,
    exchange_of,
    placed_source,
    small_source,
    solve,
)

ACT = Act(Actor("admin", frozenset({(Role.ADMINISTRATOR, UNIVERSITY)})), NOW, "r1")


class TestContract(ExchangeFormatContract):
    @pytest.fixture
    def exchange_format(self):
        return Fet()

    @pytest.fixture
    def exchange(self):
        return exchange_of(placed_source())

    @pytest.fixture
    def empty(self):
        return exchange_of(small_source())


def taken_in(exchange, files):
    """Read and apply; what was found."""
    found = Fet().read(files_of(files), exchange)
    assert not isinstance(found, Problems), found.errors
    found.apply(ACT, lambda done, total: None)
    return found


def clashes_in(exchange):
    """The clashes of the whole stored timetable."""
    host = host_of(exchange)
    schedule = Schedule(
        host.weeks_of("2026-1"), exchange.source.timetable.in_semester("2026-1"), (), host.key
    )
    return find_clashes(bookings_of(schedule), schedule.weeks)


def test_the_solver_makes_our_timetable(tmp_path):
    exchange = exchange_of(small_source())
    ((name, data),) = written(Fet(), exchange).items()
    assert name == "oshj-2026-1.fet"
    files = solve(data, tmp_path)
    taken_in(exchange, {"ours_data_and_timetable.fet": files["ours_data_and_timetable.fet"]})
    lessons = exchange.source.timetable.in_semester("2026-1")
    assert sorted(one.assignment for one in lessons) == ["a-anat", "a-lab", "a-lec", "a-prac"]
    assert clashes_in(exchange) == ()
