"""What the tests of the core share."""

import pytest

from tests.core.builders import House


@pytest.fixture
def house():
    return House()
