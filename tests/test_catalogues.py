"""Every text a person sees has a Kyrgyz translation, and the check of that can fail."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from tests.support import catalogues


def test_the_template_is_what_the_source_has():
    assert catalogues.outdated(catalogues.read(catalogues.TEMPLATE), catalogues.extract()) == []


def test_kyrgyz_is_complete():
    wanted = catalogues.messages(catalogues.extract())
    assert catalogues.faults(catalogues.read(catalogues.KYRGYZ / "oshj.po"), wanted) == []


@pytest.mark.parametrize(("library", "count"), [("deform", 26), ("colander", 38)])
def test_kyrgyz_is_complete_for_the_form_libraries(library: str, count: int):
    template = Path(str(files(library))) / "locale" / f"{library}.pot"
    wanted = catalogues.messages(catalogues.read(template))
    assert len(wanted) == count
    assert catalogues.faults(catalogues.read(catalogues.KYRGYZ / f"{library}.po"), wanted) == []


@pytest.mark.parametrize("domain", ["oshj", "deform", "colander"])
def test_kyrgyz_has_one_plural_form(domain: str):
    catalog = catalogues.read(catalogues.KYRGYZ / f"{domain}.po")
    assert (catalog.num_plurals, catalog.plural_expr) == (1, "0")


def test_texts_are_found_in_modules_and_templates(tmp_path: Path):
    (tmp_path / "rules.py").write_text(
        'raise Refusal(text("Row ${row} is " "empty", row=n + 1), advice=text("Fill it"))\n'
        'page.text("not ours")\n',
        encoding="utf-8",
    )
    (tmp_path / "page.pt").write_text(
        '<div i18n:domain="oshj"><p i18n:translate="">Hello <b i18n:name="who">${who}</b></p>'
        '<input title="Surname" i18n:attributes="title"></div>'
        '<p i18n:domain="deform" i18n:translate="">Remove</p>',
        encoding="utf-8",
    )
    found = catalogues.messages(catalogues.extract(tmp_path))
    assert set(found) == {"Row ${row} is empty", "Fill it", "Hello ${who}", "Surname"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.py", '_(f"Hello {who}")'),
        ("b.py", 'text("Hello " + who)'),
        ("c.pt", '<p i18n:domain="oshj" i18n:translate="">Hello ${who}</p>'),
        ("d.pt", '<p i18n:domain="oshj" title="Hello ${view.who}" i18n:attributes="title">x</p>'),
        ("e.pt", '<p i18n:domain="oshj" i18n:translate="">Hello <b>you</b></p>'),
    ],
)
def test_texts_that_no_catalogue_could_match_are_refused(tmp_path: Path, name: str, content: str):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(catalogues.Unextractable, match=name):
        catalogues.extract(tmp_path)


def test_each_fault_of_a_translation_is_found():
    catalog = Catalog(locale="ky")
    catalog.add("Good ${n}", "Жакшы ${n}")
    catalog.add("Empty", "")
    catalog.add("Guessed", "Болжол", flags=["fuzzy"])
    catalog.add("Lost ${n}", "Жоголду")
    catalog.add("To ${name}", "${name}га")
    catalog.add("Gone", "Кетти")
    wanted = ["Good ${n}", "Empty", "Guessed", "Lost ${n}", "To ${name}", "New"]
    assert [fault.split(":")[0] for fault in catalogues.faults(catalog, wanted)] == [
        "missing",
        "obsolete",
        "not translated",
        "fuzzy",
        "other places than the msgid",
        "an ending hangs on a place",
    ]
