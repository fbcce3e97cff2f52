"""Changes of the shape of stored data: named steps, done once, in an order by dependency."""

from pyramid.events import ApplicationCreated
from pyramid.settings import asbool

from oshj_portal.evolution import (
    academic_calendar,
    directive,
    fortnights,
    load,
    membership,
    plans,
    rollover,
    search_index,
    subject_index,
    substitution,
    timetable,
    timetable_index,
)
from oshj_portal.evolution.pending import refuse_pending
from oshj_portal.evolution.runner import mark_all_done

__all__ = ["includeme", "mark_all_done"]


def includeme(config):
    config.include(directive)
    config.include(academic_calendar)
    config.include(search_index)
    config.include(subject_index)
    config.include(timetable)
    config.include(timetable_index)
    config.include(plans)
    config.include(load)
    config.include(membership)
    config.include(substitution)
    config.include(fortnights)
    config.include(rollover)
    if asbool(config.get_settings().get("oshj.evolve_check", "true")):
        config.add_subscriber(refuse_pending, ApplicationCreated)
