"""The administrator's guide names every sheet and column there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from oshj_core.lists import SHEETS

GUIDE = (Path(__file__).parents[3] / "docs" / "import.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_the_guide_has_the_sheet_and_its_columns(sheet):
    _, found, part = GUIDE.partition(f"\n### «{sheet.heading}» (`{sheet.name}`)\n")
    assert found
    rows = [line for line in part.partition("\n### ")[0].splitlines() if "| `" in line]
    named = [[cell.strip() for cell in row.strip("|").split("|")][:3] for row in rows]
    assert named == [
        [column.heading, f"`{column.name}`", "●" if column.required else ""]
        for column in sheet.columns
    ]
