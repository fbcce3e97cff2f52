"""FET timetables, in and out; docs/fet.md says what becomes what."""

from oshj_plugins.fet.manifest import plugin

__all__ = ["plugin"]
