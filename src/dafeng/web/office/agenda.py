"""What the leading group should decide: rooms above say it, the office picks.

Each source is a function of a district and a day.  It yields what waits for a decision
then; a key stays the same while the thing is the same, so that it is proposed once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeAlias

import attrs
from django.utils.functional import Promise

from dafeng.web.core.models import Organisation


@attrs.frozen(kw_only=True)
class AgendaItem:
    """One thing that waits for a decision.

    Attributes
    ----------
    title : str
        As it would stand on the agenda.
    url : str
        Page that shows it.
    why : str
        Why it is proposed, in one sentence.
    key : str
        Stable name of the thing; empty may be proposed again and again.
    """

    title: str
    url: str
    why: str
    key: str = ""


Source: TypeAlias = Callable[[Organisation, date], Iterable[AgendaItem]]
"""Told whose leading group meets, and on which day the agenda is prepared."""


@attrs.frozen(kw_only=True)
class AgendaSource:
    """Where proposals for an agenda come from."""

    code: str
    label: str | Promise
    order: int
    items: Source


_sources: dict[str, AgendaSource] = {}


def register_agenda(
    code: str, items: Source, *, label: str | Promise, order: int = 100
) -> None:
    """Add a source; call it from ``AppConfig.ready``."""
    _sources[code] = AgendaSource(code=code, label=label, order=order, items=items)


def agenda_sources() -> list[AgendaSource]:
    """Every source, in the order in which they are shown."""
    return sorted(_sources.values(), key=lambda one: (one.order, one.code))
