"""Plugins that ship with the journal, one folder each."""
