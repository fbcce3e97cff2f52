"""What is stored: persistent nodes that implement the core's ports and hold primitives only.

A class of this package is named in the database, so moving or renaming one is a change of
the stored data; see :mod:`oshj_portal.evolution`.
"""

from oshj_portal.store.site import Site, create_site, site_of

__all__ = ["Site", "create_site", "site_of"]
