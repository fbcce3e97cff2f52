"""A plugin's crash is never the portal's, and one that keeps crashing is switched off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from ZODB.POSException import ConflictError

from oshj_core.errors import Refusal
from oshj_core.text import text
from oshj_portal.plugins.hooks import PluginFailed, call_hook
from oshj_portal.plugins.states import Plugins, PluginState
from tests.portal.plugins.conftest import make_plugin


def crash():
    raise ZeroDivisionError


def refuse():
    raise Refusal(text("No"))


def conflict():
    raise ConflictError


@pytest.fixture
def enabled(place):
    """Two plugins at work, the second on top of the first."""
    base, top = make_plugin("base"), make_plugin("top", requires=("base",))
    place.load(base, top)
    for one in ("base", "top"):
        place.lifecycle.install(one)
        place.lifecycle.enable(one)
    place.commit()
    return base


def test_an_answer_is_passed_on(place, enabled):
    assert call_hook(place.registry, enabled, "hook", lambda: 7) == 7


def test_a_deciding_hook_fails_closed(place, enabled):
    with pytest.raises(PluginFailed):
        call_hook(place.registry, enabled, "hook", crash)


def test_a_deciding_hooks_refusal_is_no_crash(place, enabled):
    for _time in range(5):
        with pytest.raises(Refusal, match="No") as caught:
            call_hook(place.registry, enabled, "hook", refuse)
        assert not isinstance(caught.value, PluginFailed)
    place.undo()
    assert Plugins(place.site).record("base").state is PluginState.ENABLED


@pytest.mark.parametrize("call", [crash, refuse])
def test_a_decorating_hook_fails_to_blank(place, enabled, call, caplog):
    assert call_hook(place.registry, enabled, "hook", call, blank="") == ""
    assert "plugin base crashed in hook" in caplog.text


@pytest.mark.parametrize("kw", [{}, {"blank": ""}])
def test_a_conflict_is_left_to_the_retry(place, enabled, kw):
    for _time in range(5):
        with pytest.raises(ConflictError):
            call_hook(place.registry, enabled, "hook", conflict, **kw)
    place.undo()
    assert Plugins(place.site).record("base").state is PluginState.ENABLED


def states(place):
    place.undo()
    plugins = Plugins(place.site)
    return [plugins.record(one).state for one in ("base", "top")]


def test_three_crashes_in_an_hour_switch_it_off_with_what_needs_it(place, enabled):
    for _time in range(2):
        call_hook(place.registry, enabled, "hook", crash, blank="")
        place.moment += timedelta(minutes=29)
    assert states(place) == [PluginState.ENABLED, PluginState.ENABLED]
    # The request that crashes is undone; the switching off is not.
    with pytest.raises(PluginFailed):
        call_hook(place.registry, enabled, "hook", crash)
    assert states(place) == [PluginState.DISABLED, PluginState.DISABLED]
    event = place.site.audit.about("plugin:base")[-1]
    assert (event.actor, event.action) == ("machine", "plugin.disable")
    assert (event.before, event.after) == ("enabled", "disabled")
    assert "3 crashes" in event.reason
    assert place.actions("top")[-1] == "plugin.disable"


def test_crashes_over_more_than_an_hour_do_not(place, enabled):
    for _time in range(9):
        call_hook(place.registry, enabled, "hook", crash, blank="")
        place.moment += timedelta(minutes=30, seconds=1)
    assert states(place) == [PluginState.ENABLED, PluginState.ENABLED]


def test_switched_on_again_it_has_three_more(place, enabled):
    for _time in range(3):
        call_hook(place.registry, enabled, "hook", crash, blank="")
    place.undo()
    place.lifecycle.enable("base")
    place.commit()
    for _time in range(2):
        call_hook(place.registry, enabled, "hook", crash, blank="")
    assert states(place) == [PluginState.ENABLED, PluginState.DISABLED]
