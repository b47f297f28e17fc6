"""Passes of wall screens: the room above that gives them says what one opens.

The address of a screen holds a token and nothing else.  This room knows no passes; it
asks who registered here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from dafeng.web.core.models import Organisation

Behind = Callable[[str, date], Organisation | None]
"""From a token and a day to the unit that a screen may show; None is no pass."""

_asked: list[Behind] = []


def register_passes(behind: Behind) -> None:
    """Say who knows the passes; call it from ``AppConfig.ready``."""
    _asked[:] = [behind]


def organisation_behind(token: str, on: date) -> Organisation | None:
    """The unit that a screen may show; None for a token that opens nothing."""
    return _asked[0](token, on) if _asked else None
