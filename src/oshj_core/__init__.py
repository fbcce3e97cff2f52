"""The electronic journal's rule book: grading, permissions, locks, the register.

Free of any framework and database (standard library and attrs only), so that other
systems can embed it.  See ``docs/architecture.md``.
"""
