"""Why the total moved between two accounts: LMDI in the sectors of the model.

A cell is ``activity x intensity x mix x factor``: activity is the sector's driver to
the power of its elasticity, so a fall that comes back with output is told from one that
stays.  What supplies others (heat works, losses) follows their use; its change is a
part by itself.  Power has its factor in a column of its own.

Source
------
Ang, B. W. (2005), Energy Policy 33, 867-871 (LMDI-I), by ``dafeng.accounts.lmdi``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from dafeng.accounts import lmdi
from dafeng.pathways.records import CarrierKind

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.pathways.past_facts import DriverValue
    from dafeng.pathways.records import BaseCell, BaseYear, Model, Sector

    Array: TypeAlias = npt.NDArray[np.float64]
    Cell: TypeAlias = tuple[str, str]

ACTIVITY, SUPPLY, UNKNOWN = "activity", "supply", "unknown"
FACTORS = (ACTIVITY, "intensity", "mix", "factor", "grid")


def change_by_drivers(
    first: BaseYear, last: BaseYear, model: Model, values: Iterable[DriverValue]
) -> tuple[tuple[str, float], ...] | None:
    """Share the change between two accounts out over its causes.

    Parameters
    ----------
    first, last : BaseYear
    model : Model
    values : iterable of DriverValue

    Returns
    -------
    tuple of (str, float) or None
        Grams by ``activity``, ``intensity``, ``mix``, ``factor``, ``grid``, ``supply``
        and ``unknown`` (sectors whose driver is not known in both years); they add up
        to the change. None where no driver of a sector that emits is known.
    """
    known = {(one.driver, one.year): one.value for one in values}
    sectors = {one.code: one for one in model.sectors}
    kinds = {one.code: one.kind for one in model.carriers}
    years = first.year, last.year
    cells = sorted({(c.sector, c.carrier) for one in (first, last) for c in one.cells})
    tables = [_Year(one) for one in (first, last)]
    sums: dict[str, float] = dict.fromkeys((*FACTORS, SUPPLY, UNKNOWN), 0.0)
    rows: tuple[list[list[float]], list[list[float]]] = ([], [])
    signs: list[float] = []
    for cell in cells:
        emitted = [one.emission.get(cell, 0.0) for one in tables]
        if not any(emitted):
            continue
        sector = sectors.get(cell[0])
        if sector is None or not sector.driver:
            sums[SUPPLY] += emitted[1] - emitted[0]
            continue
        activity = _activities(sector, years, known)
        if activity is None:
            sums[UNKNOWN] += emitted[1] - emitted[0]
            continue
        if emitted[0] * emitted[1] < 0:  # bought before, sold now
            sums["mix"] += emitted[1] - emitted[0]
            continue
        signs.append(-1.0 if min(emitted) < 0 else 1.0)
        is_power = kinds.get(cell[1]) is CarrierKind.POWER
        pair = [
            one.row(cell, made, is_power=is_power)
            for one, made in zip(tables, activity, strict=True)
        ]
        for row, filled in zip(rows, _filled(*pair), strict=True):
            row.append(filled)
    if not signs:
        return None
    x0, x1 = (np.array(one, dtype=np.float64) for one in rows)
    found = lmdi(x0.prod(axis=1), x1.prod(axis=1), x0, x1, names=FACTORS)
    effects = np.array(signs) @ found.cells
    for name, part in zip(FACTORS, effects, strict=True):
        sums[name] += float(part)
    return tuple(sums.items())


class _Year:
    """Energy and emission of an account by cell, without their signs."""

    def __init__(self, account: BaseYear) -> None:
        self.emission: dict[Cell, float] = {}
        self._energy: dict[Cell, float] = {}
        self._of_sector: dict[tuple[str, bool], float] = defaultdict(float)
        for one in account.cells:
            cell = one.sector, one.carrier
            self.emission[cell] = float(one.emission_g)
            self._energy[cell] = abs(one.energy_tj)
            self._of_sector[_group(one)] += abs(one.energy_tj)
        self._sold = {(c.sector, c.carrier): c.emission_g < 0 for c in account.cells}

    def row(self, cell: Cell, activity: float, *, is_power: bool) -> list[float]:
        """Factors of a cell; nan where one has no meaning in this year."""
        energy, grams = self._energy.get(cell, 0.0), abs(self.emission.get(cell, 0.0))
        if cell in self.emission and not energy:  # a process: all of it per activity
            return [activity, grams / activity, 1.0, 1.0, 1.0]
        whole = self._of_sector.get((cell[0], self._sold.get(cell, False)), 0.0)
        factor = _over(grams, energy)
        return [
            activity,
            _over(whole, activity),
            _over(energy, whole),
            1.0 if is_power else factor,
            factor if is_power else 1.0,
        ]


def _group(one: BaseCell) -> tuple[str, bool]:
    """What is sold is apart from what is used."""
    return one.sector, one.emission_g < 0


def _over(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def _filled(first: list[float], last: list[float]) -> tuple[list[float], list[float]]:
    """A factor without meaning in one year is that of the other, the mix is zero."""
    mix = FACTORS.index("mix")
    pair = [list(first), list(last)]
    for one, other in ((0, 1), (1, 0)):
        for at, value in enumerate(pair[one]):
            if np.isnan(value):
                pair[one][at] = 0.0 if at == mix else pair[other][at]
    return pair[0], pair[1]


def _activities(
    sector: Sector, years: tuple[int, int], known: Mapping[tuple[str, int], float]
) -> tuple[float, float] | None:
    """The sector's driver in both years, relative to the first."""
    values = [known.get((sector.driver, year)) for year in years]
    if values[0] is None or values[1] is None:
        return None
    return 1.0, (values[1] / values[0]) ** sector.elasticity
