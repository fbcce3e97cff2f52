"""The scheme's text, made of a template and the settings."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from importlib.resources import files
from string import Template
from typing import Any

SCHEME_ID = "five-point"
TEMPLATE_VERSION = "1"


def five_point_schemes(settings: Mapping[str, Any]) -> Mapping[str, str]:
    """The one scheme; its version ends in a digest of the settings.

    A journal keeps the text it was opened with, so the digest tells by which rules.
    """
    values = {
        "lowest_mean": f"{settings['lowest_mean'].normalize():f}",
        "exam_percent": str(settings["exam_percent"]),
        "lessons_percent": str(100 - settings["exam_percent"]),
        "rounding": settings["rounding"],
    }
    written = " ".join(f"{name}={value}" for name, value in sorted(values.items()))
    digest = hashlib.sha256(written.encode()).hexdigest()[:8]
    template = Template((files(__package__) / "scheme.toml").read_text(encoding="utf-8"))
    return {SCHEME_ID: template.substitute(values, version=f"{TEMPLATE_VERSION}-{digest}")}
