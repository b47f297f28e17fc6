"""What measures do to one load together: shares of what the others leave."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from dafeng.measures.records import Action

if TYPE_CHECKING:
    from dafeng.measures.records import Effect, Measure

_ENERGY = frozenset({Action.EFFICIENCY, Action.SWITCH, Action.ACTIVITY})
_GASES = frozenset({Action.PROCESS, Action.ACTIVITY})
_PROCESS = "process"


def combined_strength(
    measures: Iterable[Measure], *, sector: str, carrier: str
) -> float:
    """Share of a load that measures take off or move together, all at full potential.

    One measure acts on what the others leave: ``1 - (1 - a)(1 - b)…``, so that the
    order does not matter and nothing is saved twice. Two measures that exclude each
    other are both counted: it is an upper limit.

    Parameters
    ----------
    measures : iterable of Measure
    sector, carrier : str
        The load; carrier ``process`` is emissions without energy.

    Returns
    -------
    float
        0 to 1.
    """
    return 1 - math.prod(
        1 - effect.strength
        for measure in measures
        for effect in measure.effects
        if _meets(effect, sector, carrier)
    )


def _meets(effect: Effect, sector: str, carrier: str) -> bool:
    if not effect.covers(sector):
        return False
    if carrier == _PROCESS:
        return effect.action in _GASES
    return effect.action in _ENERGY and effect.carrier in ("", carrier)
