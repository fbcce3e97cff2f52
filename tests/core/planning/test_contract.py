"""The store in memory keeps the plans' contract."""

import pytest

from oshj_core.testing import MemoryPlans, PlanStoreContract


class TestMemoryPlans(PlanStoreContract):
    @pytest.fixture
    def plans(self):
        return MemoryPlans()
