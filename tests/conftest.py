"""The fixtures every test may ask for."""

pytest_plugins = [
    "tests.support.chromium",
    "tests.support.portal",
    "tests.support.postgres",
    "tests.support.serving",
]
