"""Documents on paper: PDF made from Chameleon templates, in the fonts of this package."""

from __future__ import annotations
