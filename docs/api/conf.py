"""Sphinx: the reference of the core, made from its docstrings (``make docs``)."""

from __future__ import annotations

project = "oshj_core"
author = "the oshj developers"
copyright = author  # noqa: A001 - Sphinx asks for this name
extensions = ["sphinx.ext.autodoc", "sphinx.ext.autosummary"]
templates_path = ["_templates"]
exclude_patterns = ["_build"]
html_theme = "alabaster"
html_theme_options = {
    "description": "The rule book of the electronic journal",
    "page_width": "70em",
}
html_show_sphinx = False
html_copy_source = False
autosummary_ignore_module_all = False
autodoc_member_order = "bysource"
autodoc_preserve_defaults = False
# A package shows what its modules define: the same thing has two addresses.
suppress_warnings = ["ref.python"]
add_module_names = False

# A reference that leads nowhere is a fault; these are described elsewhere, or names of types only.
nitpicky = True
nitpick_ignore_regex = [
    ("py:class|py:exc", r"(collections|datetime|decimal|fractions|pathlib)\..*"),
    ("py:class|py:exc", r"(struct|cryptography)\..*"),
    ("py:class", "Any|Decimal|Fraction|Path|date|datetime"),
    ("py:class", r"Json|Row|Sheets|FormatReader|PlannedHours|SubstitutionsOf"),
    ("py:class", r".*\.(Value|Shares|Evidence|MemoryRegister)"),
]
