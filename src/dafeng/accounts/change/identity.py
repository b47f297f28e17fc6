"""The carbon identity: emission as activity, structure, intensity, mix and factors.

``C = Q × Π(share of each level) × (E_i / Q_i) × (E_ij / E_i) × (C_ij / E_ij)`` over
sectors i and carriers j.  The last factor stands in a column of its own for power, so
that a cleaner grid is told apart from a cleaner fuel.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

import attrs
import numpy as np

from dafeng.accounts.change.checks import DecompositionError
from dafeng.accounts.change.lmdi import Decomposition, lmdi
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[np.float64]

Path: TypeAlias = tuple[str, ...]

ACTIVITY, STRUCTURE, INTENSITY = "activity", "structure", "intensity"
MIX, FACTOR, ELECTRICITY = "fuel-mix", "emission-factor", "electricity-factor"


@attrs.frozen(kw_only=True)
class EnergyUse:
    """What one sector used of one carrier.

    Attributes
    ----------
    path : tuple of str
        The sector from the widest to the narrowest: ``("industry", "steel")``.
    carrier : str
    energy : float
        In one unit of energy for all, at least 0.
    emission : float
        In one unit of mass for all, at least 0.
    is_power : bool
        Whether its emission factor is that of electricity.
    """

    path: Path
    carrier: str
    energy: float
    emission: float
    is_power: bool = False


@attrs.frozen(kw_only=True)
class CarbonYear:
    """A year of the identity.

    Attributes
    ----------
    activity : mapping of path to float
        Activity (value added, output, people) of each narrowest sector, one unit.
    uses : tuple of EnergyUse
    """

    activity: Mapping[Path, float]
    uses: tuple[EnergyUse, ...]


@attrs.frozen(kw_only=True, eq=False)
class Identity:
    """Cells and factors of the identity at both times.

    Attributes
    ----------
    names : tuple of str
        ``activity``, ``structure`` (``structure.1`` … where sectors have levels),
        ``intensity``, ``fuel-mix``, ``emission-factor``, ``electricity-factor``.
    paths : tuple of tuple of str
        Sector and carrier of each cell.
    values : (array, array), shape (cells,)
    factors : (array, array), shape (cells, factors)
    """

    names: tuple[str, ...]
    paths: tuple[Path, ...]
    values: tuple[Array, Array]
    factors: tuple[Array, Array]

    def decompose(self) -> Decomposition:
        """Effects of every factor, by sector and carrier."""
        return lmdi(*self.values, *self.factors, names=self.names, paths=self.paths)


def carbon_identity(start: CarbonYear, end: CarbonYear) -> Identity:
    """Build cells and factors from what sectors made, used and emitted.

    A sector or carrier that is missing at one time keeps its other factors from the
    time at which it exists, so its coming or going is an effect of structure or mix.

    Parameters
    ----------
    start, end : CarbonYear
        Sectors of one depth.

    Raises
    ------
    DecompositionError
        ``lmdi.depth``: sectors have different depths, or none uses energy;
        ``lmdi.no_activity``: a sector uses energy and has no activity;
        ``lmdi.no_energy``: an emission has no energy; ``lmdi.power``: a carrier is
        power at one time only.

    Source
    ------
    Ang (2005), Energy Policy 33, 867-871, section 4 (energy-related CO2).
    """
    years = (_Sums.of(start), _Sums.of(end))
    findings = [*_check_paths(years), *_check_uses(years)]
    if findings:
        raise DecompositionError(findings)
    cells = sorted({c for year in years for c, used in year.energy.items() if used})
    depth = len(cells[0][0])
    rows = [
        [year.row(path, carrier, depth) for path, carrier in cells] for year in years
    ]
    first, last = (np.array(table, dtype=np.float64) for table in rows)
    # Where a factor has no meaning at one time (nan), it is that of the other time.
    first, last = (
        np.where(np.isnan(one), other, one)
        for one, other in ((first, last), (last, first))
    )
    return Identity(
        names=_names(depth),
        paths=tuple((*path, carrier) for path, carrier in cells),
        values=(np.prod(first, axis=1), np.prod(last, axis=1)),
        factors=(first, last),
    )


def _names(depth: int) -> tuple[str, ...]:
    levels = [f"{STRUCTURE}.{n}" for n in range(1, depth + 1)]
    structure = levels if depth > 1 else [STRUCTURE]
    return (ACTIVITY, *structure, INTENSITY, MIX, FACTOR, ELECTRICITY)


@attrs.frozen(kw_only=True)
class _Sums:
    """Activity of every prefix, energy of sectors and cells, emission of cells."""

    activity: Mapping[Path, float]
    sector_energy: Mapping[Path, float]
    energy: Mapping[tuple[Path, str], float]
    emission: Mapping[tuple[Path, str], float]
    power: Mapping[tuple[Path, str], bool]
    sectors: frozenset[Path]

    @classmethod
    def of(cls, year: CarbonYear) -> _Sums:
        activity: dict[Path, float] = defaultdict(float)
        for path, amount in year.activity.items():
            for depth in range(len(path) + 1):
                activity[path[:depth]] += amount
        sector: dict[Path, float] = defaultdict(float)
        energy: dict[tuple[Path, str], float] = defaultdict(float)
        emission: dict[tuple[Path, str], float] = defaultdict(float)
        power = {}
        for use in year.uses:
            cell = (use.path, use.carrier)
            sector[use.path] += use.energy
            energy[cell] += use.energy
            emission[cell] += use.emission
            power[cell] = use.is_power
        return cls(
            activity=activity,
            sector_energy=sector,
            energy=energy,
            emission=emission,
            power=power,
            sectors=frozenset(year.activity),
        )

    def row(self, path: Path, carrier: str, depth: int) -> list[float]:
        """Factors of one cell; nan where one has no meaning at this time."""
        cell = (path, carrier)
        used, of_sector = self.energy.get(cell, 0.0), self.sector_energy.get(path, 0.0)
        factor = _share(self.emission.get(cell, 0.0), used)
        is_power = self.power.get(cell)
        fuel_factor = 1.0 if is_power else factor
        power_factor = factor if is_power else 1.0
        if is_power is None:
            fuel_factor = power_factor = float("nan")
        made = [self.activity.get(path[:n], 0.0) for n in range(depth + 1)]
        shares = [_share(made[n], made[n - 1]) for n in range(1, depth + 1)]
        intensity = _share(of_sector, made[-1])
        mix = _share(used, of_sector)
        return [made[0], *shares, intensity, mix, fuel_factor, power_factor]


def _share(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def _check_paths(years: Iterable[_Sums]) -> Iterator[Finding]:
    depths = {len(p) for year in years for p in (*year.sectors, *year.sector_energy)}
    used = any(any(year.energy.values()) for year in years)
    if len(depths) != 1 or 0 in depths or not used:
        yield _finding(
            "lmdi.depth",
            "sectors",
            ", ".join(map(str, sorted(depths))) or "none",
            "Sectors stand at one depth, of at least 1, and some use energy.",
        )


def _check_uses(years: tuple[_Sums, _Sums]) -> Iterator[Finding]:
    for time, year in zip(("start", "end"), years, strict=True):
        for path, energy in sorted(year.sector_energy.items()):
            if energy and not year.activity.get(path, 0.0):
                place = f"{'/'.join(path)} {time}"
                rule = "A sector that uses energy has an activity."
                yield _finding("lmdi.no_activity", place, f"{energy:g}", rule)
        for (path, carrier), emission in sorted(year.emission.items()):
            if emission and not year.energy[path, carrier]:
                place = f"{'/'.join((*path, carrier))} {time}"
                rule = "What emits uses energy."
                yield _finding("lmdi.no_energy", place, f"{emission:g}", rule)
    first, last = years
    for path, carrier in sorted(set(first.power) & set(last.power)):
        if first.power[path, carrier] != last.power[path, carrier]:
            place = "/".join((*path, carrier))
            rule = "A carrier is power at both times, or at neither."
            yield _finding("lmdi.power", place, carrier, rule)


def _finding(code: str, place: str, value: str, rule: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.ERROR,
        place=place,
        value=value,
        rule=rule,
        hint="Complete the sector at this time.",
    )
