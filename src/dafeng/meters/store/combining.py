"""Hours of meters that are made by formula, from where one of their parts changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from dafeng.meters.formulas import read_formula
from dafeng.meters.hours import Hours
from dafeng.meters.records import State
from dafeng.meters.store.rolling import ALL, FAR_US, store_hours
from dafeng.meters.store.spans import HOUR_S, MICRO
from dafeng.meters.store.views import Asked, hours_asked
from dafeng.meters.tree import MeterTree
from dafeng.meters.virtual import with_virtual

if TYPE_CHECKING:
    from dafeng.meters.records import Meter
    from dafeng.meters.store.holding import Columns
    from dafeng.meters.store.rolling import Run, Written

_ALL_S = ALL // MICRO


def roll_up_virtual(run: Run, again: Iterable[str], written: Written) -> None:
    """Make the hours of virtual meters again whose parts or formula changed.

    Parameters
    ----------
    run : Run
    again : iterable of str
        Virtual meters that are made from their first hour.
    written : Written
        Which meters were passed over, and from when; added to.
    """
    cuts = _cuts(run.tree, set(again), written.cuts)
    if not cuts:
        return
    parts = [_hours_of(run, run.tree[name], cut) for name, cut in cuts.items()]
    store_hours(run, joined_hours(parts), cuts, written)


def _cuts(
    tree: MeterTree, again: set[str], passed: Mapping[str, int]
) -> dict[str, int]:
    """From which second each virtual meter is made again, in the order of the tree."""
    cuts: dict[str, int] = {}
    for meter in tree:
        if not meter.formula:
            continue
        terms = read_formula(meter.formula)
        found = [passed[term.meter] for term in terms if term.meter in passed]
        if meter.id in again:
            found.append(_ALL_S)
        if found:
            cuts[meter.id] = min(found)
    return cuts


def _hours_of(run: Run, meter: Meter, cut: int) -> Hours:
    """Hours of one virtual meter from a midnight on, with its index in the tree."""
    names = dict.fromkeys(term.meter for term in read_formula(meter.formula))
    small = MeterTree((*(run.tree[name] for name in names), meter))
    begin = max(cut * MICRO, -FAR_US // 4)
    asked = Asked(meters=tuple(names), begin=begin, end=FAR_US // 4)
    hours = hours_asked(run.tables.hours, small, asked)
    if len(hours) and cut != _ALL_S:
        hours = _with_ended(run, small, hours, (names, cut))
    together = with_virtual(small, hours)
    mine = together[np.flatnonzero(together.meter == len(names))]
    index = run.tree.index(meter.id)
    return Hours(**_fields(mine) | {"meter": np.full(len(mine), index, np.int32)})


def _with_ended(
    run: Run, small: MeterTree, hours: Hours, asked: tuple[Iterable[str], int]
) -> Hours:
    """Let a part whose hours all lie before the cut be missing, and not be unheard of.

    A sum has no hours at all where a part never had any.
    """
    names, cut = asked
    there = set(np.unique(hours.meter).tolist())
    ended = [name for name in names if small.index(name) not in there]
    if not ended:
        return hours
    before = Asked(meters=tuple(ended), begin=-FAR_US // 4, end=cut * MICRO)
    found = np.unique(hours_asked(run.tables.hours, small, before).meter)
    empty = np.zeros(len(found), np.int64)
    narrow = empty.astype(np.int32)
    missing = Hours(
        meter=found.astype(np.int32),
        hour=np.full(len(found), cut // HOUR_S, np.int32),
        energy=empty,
        estimated=empty,
        seconds=narrow,
        estimated_s=narrow,
        state=np.full(len(found), State.MISSING, np.uint8),
    )
    return joined_hours([hours, missing])


def _fields(hours: Hours) -> Columns:
    names = ("meter", "hour", "energy", "estimated", "seconds", "estimated_s", "state")
    return {name: getattr(hours, name) for name in names}


def joined_hours(parts: Iterable[Hours]) -> Hours:
    """Put hours together, by meter and time."""
    columns = [_fields(part) for part in parts]
    made = Hours(
        **{
            name: np.concatenate([column[name] for column in columns])
            for name in columns[0]
        }
    )
    return made[np.lexsort((made.hour, made.meter))]
