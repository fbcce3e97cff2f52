"""The command ``oshj``."""
