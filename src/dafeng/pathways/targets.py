"""How probable it is that a target is met, for every target that the model can see.

The model says how a quantity moves from its base year on; where it stood is taken from
what was stated, so a figure agrees with the definition that it is judged by.  What the
model cannot see is left to the outlook of its single series.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache, partial
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.base.tables import packaged_rows
from dafeng.indicators import Demand  # noqa: TC001 - read back by type
from dafeng.pathways.chances import chance
from dafeng.pathways.compiled import central
from dafeng.pathways.quantities import Quantities, quantities, quantities_of
from dafeng.pathways.rules import peak_rules

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.pathways.compiled import Compiled, Draws
    from dafeng.pathways.projecting import Block

    Array: TypeAlias = npt.NDArray[np.float64]

Stated: TypeAlias = "Mapping[tuple[str, int], Decimal]"
"""Figures by definition and year, in the unit of the definition."""
_10K_TONNES = 1e-10
"""From grams to 万t."""


@attrs.frozen(kw_only=True)
class SeenDefinition:
    """How the model sees an indicator's definition (``data/targets.csv``).

    Attributes
    ----------
    definition : str
        Id of ``indicators/data/definitions.csv``.
    kind : str
        ``level``, ``share``, ``added`` and ``added-share`` (what the district builds
        comes on top of what stands), ``decrease`` since a base year, ``growth`` over
        the year before.
    quantity : str
        Name of a quantity, or two as a ratio.
    level : str
        Definition of the level that a decrease is of.
    scale : float
        From the quantity to the unit of the definition.
    figure : str
        ``stated``: a stated figure of the base year is needed; ``model``: the model's
        own will do.
    boundary : str
        Boundary that the model must have; empty is any.
    sees : str
        What to know about it.
    """

    definition: str
    kind: str
    quantity: str
    level: str
    scale: float
    figure: str
    boundary: str
    sees: str


@attrs.frozen(kw_only=True)
class Asked:
    """What a target asks for.

    Attributes
    ----------
    target : str
        Key of the plan's target.
    definition : str
    year : int
    base_year : int or None
        Of a decrease.
    demand : Demand or None
        None where the plan has no figure (完成我市下达指标).
    """

    target: str
    definition: str
    year: int
    base_year: int | None = None
    demand: Demand | None = None


@attrs.frozen(kw_only=True)
class TargetChance:
    """Where a target's figure will stand, and whether that meets it.

    Attributes
    ----------
    target, definition : str
    year : int
    probability : float or None
        None where nobody knows what is asked.
    error : float or None
        Standard error of it.
    low, median, high : float
        5, 50 and 95 %, in the unit of the definition.
    sees : str
        What to know about how the model sees it.
    """

    target: str
    definition: str
    year: int
    probability: float | None
    error: float | None
    low: float
    median: float
    high: float
    sees: str


@cache
def seen_definitions() -> Mapping[str, SeenDefinition]:
    """Return what the model can see, by definition."""
    rows = packaged_rows("dafeng.pathways", "targets.csv")
    return {
        row["definition"]: SeenDefinition(**{**row, "scale": float(row["scale"])})  # type: ignore[arg-type]
        for row in rows
    }


def figures_needed(compiled: Compiled, asked: Asked) -> tuple[tuple[str, int], ...]:
    """Return the stated figures, by definition and year, that a target starts from.

    Empty where the definition is not seen, or the model's own figures will do.
    """
    seen = seen_definitions().get(asked.definition)
    base = compiled.years[0]
    if seen is None or seen.kind == "growth":
        return ()
    if seen.kind != "decrease":
        return ((seen.definition, base),) if seen.figure == "stated" else ()
    if asked.base_year is None or asked.base_year == base:
        return ()
    return (seen.level, asked.base_year), (seen.level, base)


def why_unseen(compiled: Compiled, asked: Asked, stated: Stated) -> str:
    """Say why the model does not see a target; empty when it does.

    Returns
    -------
    str
        ``definition`` (no quantity of the model), ``boundary`` (the model counts other
        lines), ``driver`` (it has no such driver), ``year`` (outside base year and
        horizon), ``base-year`` (a decrease without one), ``figure`` (what has to be
        stated of the base years is missing, or nothing falls from zero), ``quantity``
        (the model has none of it in its base year, though some was stated).
    """
    base = compiled.years[0]
    return _unseen(
        compiled, asked, stated, quantities(compiled, central(compiled), (base,))[base]
    )


def _unseen(compiled: Compiled, asked: Asked, stated: Stated, base: Quantities) -> str:
    seen = seen_definitions().get(asked.definition)
    if seen is None:
        return "definition"
    if seen.boundary and seen.boundary != compiled.boundary:
        return "boundary"
    needed = [one.removeprefix("driver:") for one in _drivers(seen)]
    if not set(needed) <= set(compiled.drivers):
        return "driver"
    if not compiled.years[0] < asked.year <= compiled.years[-1]:
        return "year"
    if seen.kind == "decrease" and asked.base_year is None:
        return "base-year"
    figures = [
        _figure(compiled, seen, *one, stated) for one in figures_needed(compiled, asked)
    ]
    if None in figures or (seen.kind == "decrease" and 0 in figures):
        return "figure"
    moves = seen.kind in ("level", "share", "decrease", "growth")
    empty = moves and not _ratio(seen, base).any()
    return "quantity" if empty and 0 not in figures else ""


def _figure(
    compiled: Compiled, seen: SeenDefinition, definition: str, year: int, stated: Stated
) -> float | None:
    """Stated figure of a year; the account's where the model is the account."""
    if (definition, year) in stated:
        return float(stated[definition, year])
    grams = dict(compiled.history).get(year)
    if seen.figure == "model" and grams is not None:
        return grams * _10K_TONNES
    return None


def target_chances(
    compiled: Compiled,
    draws: Draws,
    demands: Iterable[Asked],
    *,
    stated: Stated | None = None,
) -> tuple[TargetChance, ...]:
    """Say of each target that the model sees how probable it is that it is met.

    Parameters
    ----------
    compiled : Compiled
    draws : Draws
    demands : iterable of Asked
    stated : mapping, optional
        Figures of :func:`figures_needed`.

    Returns
    -------
    tuple of TargetChance
        In the order asked; a target that the model does not see has none
        (:func:`why_unseen`).

    Raises
    ------
    BadInputError
        ``quantities.power``: nobody knows what power is worth in the base year.
    """
    seen = seen_targets(compiled, demands, stated=stated)
    return seen_chances(compiled, draws, seen, stated=stated or {})


def seen_chances(
    compiled: Compiled,
    draws: Draws,
    seen: Sequence[Asked],
    *,
    stated: Stated,
    block: Block | None = None,
) -> tuple[TargetChance, ...]:
    """Say the same of targets that are known to be seen.

    Parameters
    ----------
    seen : sequence of Asked
        As :func:`seen_targets` returns them; what is built changes nothing about it.
    block : Block, optional
        The years of :func:`years_needed`, projected already.
    """
    if not seen:
        return ()
    years = years_needed(compiled, seen)
    made = quantities if block is None else partial(quantities_of, block=block)
    at = made(compiled, draws, years)
    return tuple(_chance(one, _values(compiled, one, at, stated)) for one in seen)


def seen_targets(
    compiled: Compiled, demands: Iterable[Asked], *, stated: Stated | None = None
) -> tuple[Asked, ...]:
    """Return the targets that the model sees, in the order asked."""
    known, base = stated or {}, compiled.years[0]
    first = quantities(compiled, central(compiled), (base,))[base]
    return tuple(one for one in demands if not _unseen(compiled, one, known, first))


def target_figures(
    compiled: Compiled,
    draws: Draws,
    seen: Iterable[Asked],
    *,
    stated: Stated | None = None,
) -> Array:
    """Figures of targets that the model sees, of every draw, ``(N, K)``.

    Parameters
    ----------
    seen : iterable of Asked
        As :func:`seen_targets` returns them.
    """
    wanted = tuple(seen)
    at = quantities(compiled, draws, years_needed(compiled, wanted)) if wanted else {}
    rows = [_values(compiled, one, at, stated or {}) for one in wanted]
    return np.stack(rows, axis=1) if rows else np.zeros((len(draws), 0))


def years_needed(compiled: Compiled, seen: Iterable[Asked]) -> tuple[int, ...]:
    """Years of the model that the figures of targets are made from, in order."""
    years = {compiled.years[0]}
    for one in seen:
        grows = seen_definitions()[one.definition].kind == "growth"
        years |= {one.year, *([one.year - 1] if grows else [])}
    return tuple(sorted(years))


def _chance(asked: Asked, values: Array) -> TargetChance:
    tail = peak_rules().tail
    low, middle, high = map(float, np.quantile(values, (tail, 0.5, 1 - tail)))
    met = None if asked.demand is None else chance(_met(values, asked.demand))
    return TargetChance(
        target=asked.target,
        definition=asked.definition,
        year=asked.year,
        probability=None if met is None else met.value,
        error=None if met is None else met.error,
        low=low,
        median=middle,
        high=high,
        sees=seen_definitions()[asked.definition].sees,
    )


def _values(
    compiled: Compiled, asked: Asked, at: Mapping[int, Quantities], stated: Stated
) -> Array:
    """Figures of all draws in the unit of the definition."""
    seen, base = seen_definitions()[asked.definition], compiled.years[0]
    now, then = _ratio(seen, at[asked.year]), _ratio(seen, at[base])
    known = _figure(compiled, seen, seen.definition, base, stated)
    figure = 0.0 if known is None else known
    if seen.kind == "growth":
        return (now / _ratio(seen, at[asked.year - 1]) - 1) * seen.scale
    if seen.kind == "decrease":
        left = _left(compiled, seen, asked, stated)
        return (1 - left * _over(now, then)) * seen.scale
    if seen.kind == "added":
        return figure + (now - then) * seen.scale
    if seen.kind == "added-share":
        part, whole = seen.quantity.split("/")
        more = at[asked.year].of(part) - at[base].of(part)
        had = figure / seen.scale * at[base].of(whole)
        return (had + more) / at[asked.year].of(whole) * seen.scale
    if seen.kind == "share":
        return _moved_share(now, then, figure / seen.scale) * seen.scale
    if seen.figure == "model" and (seen.definition, base) not in stated:
        return now * seen.scale
    return figure * _over(now, then)


def _left(
    compiled: Compiled, seen: SeenDefinition, asked: Asked, stated: Stated
) -> float:
    """Level of the model's base year over that of the target's base year."""
    base = compiled.years[0]
    if asked.base_year is None or asked.base_year == base:
        return 1.0
    figures = (
        _figure(compiled, seen, seen.level, year, stated)
        for year in (base, asked.base_year)
    )
    now, then = (one or 0.0 for one in figures)
    return now / then


def _moved_share(now: Array, then: Array, stated: float) -> Array:
    """Stated share, moved by as much as the model's odds moved: it stays below one."""
    tiny = np.finfo(np.float64).tiny
    odds = _over(now * (1 - then), then * (1 - now))
    lifted = odds * stated / max(1 - stated, tiny)
    moved: Array = lifted / (1 + lifted)
    return moved


def _over(now: Array, then: Array) -> Array:
    """Ratio; what was not there in the base year has none and moves nothing."""
    ratio: Array = np.divide(now, then, out=np.ones_like(now), where=then != 0)
    return ratio


def _ratio(seen: SeenDefinition, at: Quantities) -> Array:
    part, _, whole = seen.quantity.partition("/")
    found = at.of(part)
    return found / at.of(whole) if whole else found


def _met(values: Array, demand: Demand) -> npt.NDArray[np.bool_]:
    """As :meth:`dafeng.indicators.Demand.met_by`, of all draws at once."""
    low, high = demand.ends
    met = np.ones(len(values), dtype=np.bool_)
    if low is not None:
        met &= values >= float(low)
    if high is not None:
        met &= values <= float(high)
    if demand.comparator in (">", "<"):
        for end in (one for one in (low, high) if one is not None):
            met &= values != float(end)
    return met


def _drivers(seen: SeenDefinition) -> list[str]:
    return [one for one in seen.quantity.split("/") if one.startswith("driver:")]
