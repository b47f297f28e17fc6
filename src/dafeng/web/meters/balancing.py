"""What rooms above know of the energy balance of an enterprise, besides its meters.

Yearly reports say what was burned to make heat and power, and what was made of it; the
room that keeps them registers a reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from dafeng.enterprises.balance import EnergyEntry
from dafeng.web.core.models import Organisation

Told: TypeAlias = "Callable[[Organisation, int], Iterable[EnergyEntry]]"
"""From an enterprise and a year to entries of its balance."""

_told: dict[str, Told] = {}


def register_balance_entries(name: str, told: Told) -> None:
    """Add a reader of entries; call it from ``AppConfig.ready``."""
    _told[name] = told


def entries_told(enterprise: Organisation, year: int) -> tuple[EnergyEntry, ...]:
    """What all of them say of a year."""
    return tuple(one for name in sorted(_told) for one in _told[name](enterprise, year))
