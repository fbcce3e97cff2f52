"""What embedders build on changes only on purpose."""

from difflib import unified_diff

import pytest

from tests.core.public_api import FROZEN, public_api, public_modules, public_names

ADVICE = """
The public interface of oshj_core differs from tests/core/public_api.txt:

{diff}

If that is meant, follow docs/versioning.md (a name that goes is deprecated first), then write

    python -m tests.core.public_api > tests/core/public_api.txt

and say in CHANGELOG.md what changes for those who embed the core.
"""


def test_the_public_interface_is_as_it_was():
    frozen, now = FROZEN.read_text(encoding="utf-8"), public_api()
    diff = unified_diff(frozen.splitlines(), now.splitlines(), "frozen", "now", lineterm="", n=1)
    if frozen != now:
        pytest.fail(ADVICE.format(diff="\n".join(diff)), pytrace=False)


@pytest.mark.parametrize("module", list(public_modules()), ids=lambda module: module.__name__)
def test_what_is_public_is_explained(module):
    assert module.__doc__
    unexplained = [
        name
        for name in public_names(module)
        if callable(getattr(module, name)) and not getattr(module, name).__doc__
    ]
    assert unexplained == []
