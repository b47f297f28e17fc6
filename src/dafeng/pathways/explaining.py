"""One draw opened: what it assumed, what was delivered, and where it leads."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

from dafeng.base.errors import BadInputError
from dafeng.pathways.draws import triangle_share
from dafeng.pathways.peak import peak_years
from dafeng.pathways.projecting import totals

if TYPE_CHECKING:
    from dafeng.pathways.compiled import Compiled, Draws


class Came(StrEnum):
    """How a measure came in a draw."""

    DELIVERED = "delivered"
    LATE = "late"
    NOT = "not"


@attrs.frozen(kw_only=True)
class InputDrawn:
    """What one input is in a draw.

    Attributes
    ----------
    value : float
        Shift of the yearly rate in log points.
    percentile : float
        Share of futures in which it is at most this, 0 to 1.
    """

    code: str
    name_zh: str
    name_en: str
    value: float
    percentile: float


@attrs.frozen(kw_only=True)
class MeasureDrawn:
    """How one measure came in a draw; ``delay`` in years, None when it did not."""

    measure: str
    came: Came
    delay: int | None


@attrs.frozen(kw_only=True)
class DrawExplanation:
    """A future, word by word.

    Attributes
    ----------
    index, seed : int
    inputs : tuple of InputDrawn
        The most unusual first.
    measures : tuple of MeasureDrawn
    years : tuple of (int, float)
        Grams, from the base year on.
    peak_year : int or None
        With the history before; None where the maximum is the last year.
    """

    index: int
    seed: int
    inputs: tuple[InputDrawn, ...]
    measures: tuple[MeasureDrawn, ...]
    years: tuple[tuple[int, float], ...]
    peak_year: int | None


def explain_draw(compiled: Compiled, draws: Draws, index: int) -> DrawExplanation:
    """Open one of the draws.

    Raises
    ------
    BadInputError
        ``draws.index``: there is no such draw.
    HistoryError
        The model's history has a gap.
    """
    if not 0 <= index < len(draws):
        msg = f"There is no draw {index}. They are numbered from 0 to {len(draws) - 1}."
        raise BadInputError(msg, code="draws.index", index=index)
    alone = draws.part(slice(index, index + 1))
    path = totals(compiled, alone)
    (peak,) = peak_years(compiled.history, path, compiled.years)
    inputs = [
        InputDrawn(
            code=one.code,
            name_zh=one.name_zh,
            name_en=one.name_en,
            value=float(value),
            percentile=triangle_share(one, float(value)),
        )
        for one, value in zip(compiled.inputs, alone.inputs[0], strict=True)
    ]
    return DrawExplanation(
        index=index,
        seed=draws.seed,
        inputs=tuple(sorted(inputs, key=lambda one: -abs(one.percentile - 0.5))),
        measures=_measures(compiled, alone),
        years=tuple(zip(compiled.years, map(float, path[0]), strict=True)),
        peak_year=int(peak) or None,
    )


def _measures(compiled: Compiled, alone: Draws) -> tuple[MeasureDrawn, ...]:
    delay: dict[str, int] = {
        one.measure: one.delay
        for one, here in zip(compiled.deliveries, alone.delivered[0], strict=True)
        if here
    }
    return tuple(
        MeasureDrawn(
            measure=measure,
            came=_came(delay.get(measure)),
            delay=delay.get(measure),
        )
        for measure in compiled.measures
    )


def _came(delay: int | None) -> Came:
    if delay is None:
        return Came.NOT
    return Came.LATE if delay > 0 else Came.DELIVERED
