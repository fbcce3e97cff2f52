"""The table of rights as people read it: Markdown for a document, CSV for a spreadsheet.

``python -m oshj_core.matrix > docs/rights.md`` writes the document of this repository.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from oshj_core import titles
from oshj_core.decisions import STATES
from oshj_core.policy import POLICY
from oshj_core.roles import Permission, Role, ScopeKind, State
from oshj_core.text import text
from oshj_core.two_persons import TWO_PERSONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from oshj_core.roles import Grant
    from oshj_core.text import Text

    Translate = Callable[[Text], str]

_GRANTS_HEAD = (
    text("What"),
    text("Who"),
    text("Where the role is held"),
    text("Not when"),
    text("Clause"),
)
_CODES = ("permission", "role", "at", "unless", "clause")


def grants() -> Iterator[Grant]:
    """The grants in the order of the permissions, then of the policy."""
    for permission in Permission:
        yield from (grant for grant in POLICY if grant.permission is permission)


def as_markdown(translate: Translate = str) -> str:
    """The table of rights as a Markdown document.

    :param translate: gives the wording of a text; ``str`` gives the English one.
    """
    return "\n".join(_document(translate)) + "\n"


def as_csv(translate: Translate = str) -> str:
    """The table of rights with one row for each grant: the codes, then the words.

    :param translate: gives the wording of a text; ``str`` gives the English one.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([*_CODES, *(translate(title) for title in _GRANTS_HEAD[:4])])
    for grant in grants():
        writer.writerow(
            [
                grant.permission.value,
                grant.role.value,
                " ".join(kind.value for kind in ScopeKind if kind in grant.at),
                " ".join(state.value for state in State if state in grant.unless),
                grant.clause,
                *_words(grant, translate)[:4],
            ]
        )
    return written.getvalue()


def _words(grant: Grant, translate: Translate) -> tuple[str, ...]:
    return (
        translate(titles.PERMISSIONS[grant.permission]),
        translate(titles.ROLES[grant.role]),
        ", ".join(translate(title) for kind, title in titles.PLACES.items() if kind in grant.at),
        ", ".join(
            translate(title) for state, title in titles.STATES.items() if state in grant.unless
        ),
        grant.clause,
    )


def _document(translate: Translate) -> Iterator[str]:
    yield "# " + translate(text("Who may do what"))
    yield ""
    yield translate(
        text("Whatever is not listed is refused. Numbers are clauses of the regulation.")
    )
    yield ""
    yield "## " + translate(text("By role"))
    yield ""
    yield from _table([text("Who"), text("What")], _by_role(translate), translate)
    yield ""
    yield "## " + translate(text("By right"))
    yield ""
    yield from _table(_GRANTS_HEAD, _by_permission(translate), translate)
    yield ""
    yield "## " + translate(text("What takes a right away"))
    yield ""
    head = [text("Not when"), text("Clause"), text("Why"), text("What to do")]
    yield from _table(head, _states(translate), translate)
    yield ""
    yield "## " + translate(text("What needs two persons"))
    yield ""
    head = [text("The first"), text("The second"), text("From how many on"), text("Clause")]
    yield from _table(head, _pairs(translate), translate)


def _by_role(translate: Translate) -> Iterator[tuple[str, str]]:
    for role in Role:
        held = [grant for grant in grants() if grant.role is role]
        listed = [f"{translate(titles.PERMISSIONS[one.permission])} ({one.clause})" for one in held]
        yield translate(titles.ROLES[role]), "; ".join(listed)


def _by_permission(translate: Translate) -> Iterator[tuple[str, ...]]:
    named = None
    for grant in grants():
        what, *rest = _words(grant, translate)
        yield "" if grant.permission is named else what, *rest
        named = grant.permission


def _states(translate: Translate) -> Iterator[tuple[str, ...]]:
    for state, why in STATES.items():
        yield (
            translate(titles.STATES[state]),
            why.clause,
            translate(why.reason),
            translate(why.advice),
        )


def _pairs(translate: Translate) -> Iterator[tuple[str, ...]]:
    for rule in TWO_PERSONS:
        yield (
            translate(titles.PERMISSIONS[rule.first]),
            translate(titles.PERMISSIONS[rule.second]),
            str(rule.above + 1),
            rule.clause,
        )


def _table(
    head: Sequence[Text], rows: Iterable[Sequence[str]], translate: Translate
) -> Iterator[str]:
    yield _row([translate(title) for title in head])
    yield _row(["---"] * len(head))
    for row in rows:
        yield _row(row)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    print(as_markdown(), end="")
