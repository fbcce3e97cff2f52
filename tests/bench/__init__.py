"""How fast the journal is, each figure beside a limit taken in the same run (docs/performance.md).

``python -m tests.bench`` prints the table; nothing here is part of the tests.
"""
