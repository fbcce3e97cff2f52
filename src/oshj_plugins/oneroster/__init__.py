"""OneRoster 1.1 and 1.2 CSV files, in and out; docs/oneroster.md says what becomes what."""

from oshj_plugins.oneroster.manifest import plugin

__all__ = ["plugin"]
