"""The store in memory keeps the timetable's contract."""

import pytest

from oshj_core.testing import MemoryTimetable, TimetableStoreContract


class TestMemoryTimetable(TimetableStoreContract):
    @pytest.fixture
    def timetable(self):
        return MemoryTimetable()
