"""A pytest plugin that tells the coverage measurement which test runs."""

import coverage
import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item, nextitem):
    measuring = coverage.Coverage.current()
    measuring.switch_context(item.nodeid)
    try:
        return (yield)
    finally:
        measuring.switch_context("")
