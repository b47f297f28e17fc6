"""What is due: each room above this one registers what it knows.

This room knows people and how to tell them, and nothing of tasks and reports.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeAlias

from dafeng.work import Duty

Source: TypeAlias = Callable[[date], Iterable[Duty]]
"""What a room's units owe, as it stands on a day; duties of which the rules say
nothing yet may be there."""

_sources: dict[str, Source] = {}


def register_source(name: str, source: Source) -> None:
    """Add a room's duties; call it from ``AppConfig.ready``."""
    _sources[name] = source


def forget_source(name: str) -> None:
    """Ask a source no more; one that is not there is no fault."""
    _sources.pop(name, None)


def duties_on(day: date) -> list[Duty]:
    """Everything that the rooms know to be due, source by source."""
    return [duty for name in sorted(_sources) for duty in _sources[name](day)]
