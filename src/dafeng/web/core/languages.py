"""Which language the reader reads."""

from __future__ import annotations

from django.utils.translation import get_language


def english() -> bool:
    """Whether the reader reads English; every other page is Chinese."""
    return (get_language() or "").startswith("en")
