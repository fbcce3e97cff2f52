"""Only what the ini allows is imported, and what is broken never takes the portal down."""

from __future__ import annotations

import sys
from importlib.metadata import EntryPoint

import pytest
from pyramid.config import Configurator

from oshj_portal.plugins import predicates
from oshj_portal.plugins.discovery import (
    GROUP,
    discover,
    installed_entry_points,
    load_plugins,
)

MODULE = """\
import oshj_portal.plugins.manifest as manifest
plugin = manifest.Plugin(id={id!r}, title="T", version="1", api={api!r}, requires={requires!r})
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Writes modules that entry points can name; forgets them afterwards."""
    monkeypatch.syspath_prepend(str(tmp_path))
    written: list[str] = []

    def write(name: str, source: str) -> EntryPoint:
        module = f"made_up_{name}"
        (tmp_path / f"{module}.py").write_text(source, encoding="utf-8")
        written.append(module)
        return EntryPoint(name, f"{module}:plugin", GROUP)

    yield write
    for module in written:
        sys.modules.pop(module, None)


def good(name: str, api: str = "1.0", requires: tuple[str, ...] = ()) -> str:
    return MODULE.format(id=name, api=api, requires=requires)


def reasons(failures) -> dict[str, str]:
    return {failure.id: str(failure.reason) for failure in failures}


def test_what_is_not_allowed_is_never_imported(package):
    points = [package("wanted", good("wanted")), package("other", "raise SystemExit('imported')")]
    plugins, failures = discover(["wanted"], points)
    assert [plugin.id for plugin in plugins] == ["wanted"]
    assert failures == []
    assert "made_up_other" not in sys.modules


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import no_such_module_anywhere", "ModuleNotFoundError: No module named"),
        ("nothing = 1", "AttributeError"),
        ("plugin = 1 / 0", "ZeroDivisionError"),
        ("plugin = object()", "The entry point does not give a plugin"),
        (good("another"), "Its id is “another”"),
        (good("broken", api="2.0"), "needs the interface 2.0"),
        (good("broken", api="1.2"), "needs the interface 1.2"),
        (good("broken", api="one"), "is not a version"),
    ],
)
def test_a_broken_plugin_is_named_and_the_others_load(package, source, reason):
    points = [package("broken", source), package("sound", good("sound"))]
    plugins, failures = discover(["broken", "sound"], points)
    assert [plugin.id for plugin in plugins] == ["sound"]
    assert reasons(failures).keys() == {"broken"}
    assert reason in reasons(failures)["broken"]


def test_a_plugin_that_is_allowed_but_not_installed_is_named():
    plugins, failures = discover(["lost"], [])
    assert plugins == []
    assert reasons(failures) == {"lost": "It is not installed on this machine"}


def test_a_name_given_twice_is_given_by_neither(package):
    point = package("twice", "raise SystemExit('imported')")
    plugins, failures = discover(["twice"], [point, point])
    assert plugins == []
    assert "Two installed packages" in reasons(failures)["twice"]


def test_each_plugin_comes_after_what_it_requires(package):
    points = [
        package("a", good("a", requires=("b",))),
        package("b", good("b", requires=("c", "elsewhere"))),
        package("c", good("c")),
    ]
    plugins, failures = discover(["a", "b", "c"], points)
    assert [plugin.id for plugin in plugins] == ["c", "b", "a"]
    assert failures == []


def test_plugins_that_require_one_another_are_left_out(package):
    points = [
        package("a", good("a", requires=("b",))),
        package("b", good("b", requires=("a",))),
        package("c", good("c")),
    ]
    plugins, failures = discover(["a", "b", "c"], points)
    assert [plugin.id for plugin in plugins] == ["c"]
    assert reasons(failures).keys() == {"a", "b"}


def test_a_setting_without_a_default_is_refused(package):
    point = package(
        "bare",
        "import colander\nimport oshj_portal.plugins.manifest as manifest\n"
        "class Bare(colander.Schema):\n"
        "    needed = colander.SchemaNode(colander.String())\n"
        "plugin = manifest.Plugin(id='bare', title='T', version='1', settings=Bare)\n",
    )
    plugins, failures = discover(["bare"], [point])
    assert plugins == []
    assert "needed" in reasons(failures)["bare"]


def test_half_of_a_plugins_views_are_worse_than_none(package):
    point = package(
        "halfway",
        "import oshj_portal.plugins.manifest as manifest\n"
        "plugin = manifest.Plugin("
        "id='halfway', title='T', version='1', includeme='made_up_halfway')\n"
        "def includeme(config):\n"
        "    config.add_view(lambda request: None, name='first', permission='p')\n"
        "    raise RuntimeError('no second')\n",
    )
    config = Configurator()
    config.include(predicates)
    loaded = load_plugins(config, ["halfway"], [point])
    config.commit()
    assert loaded.by_id == {}
    assert "no second" in reasons(loaded.failures)["halfway"]
    views = config.introspector.get_category("views") or ()
    assert "first" not in [view["introspectable"]["name"] for view in views]


def test_the_shipped_plugin_is_found_by_its_entry_point():
    assert "five_point" in [point.name for point in installed_entry_points()]
