"""Letters that another room composed and signed: what was signed is changed there.

A room above says which letters are its own; this room knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from dafeng.web.office.models import Letter

Source: TypeAlias = Callable[[Letter], str | None]
"""Told a letter; returns what it belongs to, in words, or None."""

_sources: dict[str, Source] = {}


def register_keeper(code: str, source: Source) -> None:
    """Add a room that signs letters; call it from ``AppConfig.ready``."""
    _sources[code] = source


def keeper_of(letter: Letter) -> str | None:
    """What a letter belongs to; None where the register alone keeps it."""
    for source in _sources.values():
        found = source(letter)
        if found is not None:
            return found
    return None
