"""A host on sqlite3 alone: every port of the core over one file.

``codec`` writes values as JSON, ``database`` keeps them and owns the transactions; the other
modules implement the ports, and ``site`` puts them together.  ``demo`` plays a journal through:
``python -m examples.sqlite_journal demo``.
"""
