"""The catalogues of the pages, found at run time as ``oshj_locales``."""
