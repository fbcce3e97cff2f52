"""Steps are ordered by what they need, never by number."""

from __future__ import annotations

import pytest
from pyramid.config import Configurator
from pyramid.exceptions import ConfigurationConflictError, ConfigurationError

from oshj_core.text import text
from oshj_portal.evolution import directive
from oshj_portal.evolution.steps import in_order


def nothing(site):
    return text("Nothing to do")


@pytest.fixture
def config():
    config = Configurator()
    config.include(directive)
    return config


def names(config) -> list[str]:
    config.commit()
    return [step.name for step in in_order(config.registry.evolution_steps)]


def test_without_needs_the_names_decide(config):
    for name in ("c", "a", "b"):
        config.add_evolution_step(name, nothing)
    assert names(config) == ["a", "b", "c"]


def test_before_and_after_are_kept_whatever_the_order_of_registration(config):
    config.add_evolution_step("a", nothing, after=("b",))
    config.add_evolution_step("b", nothing, after=["z"])
    config.add_evolution_step("z", nothing)
    config.add_evolution_step("m", nothing, before=("z",))
    assert names(config) == ["m", "z", "b", "a"]


def test_a_circle_is_refused_at_start_up(config):
    config.add_evolution_step("a", nothing, after=("b",))
    config.add_evolution_step("b", nothing, after=("a",))
    with pytest.raises(ConfigurationError, match="circle"):
        config.commit()


def test_an_unknown_neighbour_is_refused_at_start_up(config):
    config.add_evolution_step("a", nothing, before=("typo",))
    with pytest.raises(ConfigurationError, match="unknown step typo"):
        config.commit()


def test_a_name_belongs_to_one_step(config):
    def other(site):
        return text("Something else")

    config.add_evolution_step("a", nothing)
    config.add_evolution_step("a", other)
    with pytest.raises(ConfigurationConflictError):
        config.commit()
