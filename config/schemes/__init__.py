"""Grading schemes as data (``*.toml``), found at run time as ``oshj_schemes``."""
