"""The electronic journal as a Pyramid portal over ZODB."""
