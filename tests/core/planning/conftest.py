"""What the tests of planning share."""

import pytest

from tests.core.planning.builders import Department


@pytest.fixture
def department():
    return Department()
