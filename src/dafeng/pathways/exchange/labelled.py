"""An outlook as labelled arrays: xarray with units and sources in the attributes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import numpy as np

from dafeng.pathways.exchange.variables import QUANTILES

if TYPE_CHECKING:
    import xarray as xr

    from dafeng.pathways.results import Outlook, Pathway

_MEGATONNE = 1e-12
_UNIT = "Mt CO2/yr"
_SHARES = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
_TAILS = ("p05", "p50", "p95")
_WAYS = ("scenario", "convention")


def to_xarray(outlook: Outlook) -> xr.Dataset:
    """Return an outlook as a dataset.

    Parameters
    ----------
    outlook : Outlook

    Returns
    -------
    xarray.Dataset
        ``emissions`` (scenario, convention, year, quantile), ``sector_emissions``
        (…, year, sector) around the centre, ``peak_probability`` and
        ``peak_probability_by`` (…, peak_year), ``not_peaked``, ``second_peak``,
        ``peak_year_quantile`` and ``peak_level_quantile`` (…, tail; missing where no
        draw peaks), ``target_probability`` and ``target_value`` (…, target[, tail]),
        ``history`` (history_year). Every variable has ``units``, ``long_name`` and
        ``source``.
    """
    import xarray as xr

    targets = list(dict.fromkeys(t.key for p in outlook.paths for t in p.targets))
    source = _source(outlook)
    head = outlook.headline
    history = np.array([grams for _, grams in outlook.history]) * _MEGATONNE
    about = {"units": _UNIT, "long_name": "Sealed accounts", "source": source}
    return xr.Dataset(
        {
            **{
                one.name: _filled(outlook, one, source)
                for one in (*_VARIABLES, *_target_variables(targets))
            },
            "history": (("history_year",), history, about),
        },
        coords=_coordinates(outlook, targets),
        attrs={
            "place": outlook.place,
            "base_year": outlook.base_year,
            "horizon": outlook.horizon,
            "by": outlook.by,
            "draws": outlook.draws,
            "seed": outlook.seed,
            "account_seal": outlook.account_seal,
            "headline": f"{head.scenario} ({head.convention})",
            "source": source,
        },
    )


def _filled(outlook: Outlook, one: _Variable, source: str) -> tuple[Any, ...]:
    """Every scenario under every convention; missing where it was not run."""
    paths = {(path.scenario, path.convention): path for path in outlook.paths}
    missing = np.full(np.shape(one.pick(outlook.headline)), np.nan)
    values = [
        [
            one.pick(paths[s.code, c.code]) if (s.code, c.code) in paths else missing
            for c in outlook.conventions
        ]
        for s in outlook.scenarios
    ]
    about = {"units": one.unit, "long_name": one.long_name, "source": source}
    return (*_WAYS, *one.dims), np.array(values, dtype=np.float64), about


def _coordinates(outlook: Outlook, targets: Sequence[str]) -> dict[str, Any]:
    head = outlook.headline
    seen = {t.key: t for p in outlook.paths for t in p.targets}
    return {
        "scenario": [one.code for one in outlook.scenarios],
        "convention": [one.code for one in outlook.conventions],
        "scenario_name": ("scenario", [one.name_zh for one in outlook.scenarios]),
        "convention_name": ("convention", [one.name_zh for one in outlook.conventions]),
        "year": ("year", list(head.years), {"units": "year"}),
        "quantile": [_SHARES[name] for name in QUANTILES],
        "sector": [one.sector for one in head.sectors],
        "sector_name": ("sector", [one.name_zh for one in head.sectors]),
        "peak_year": ("peak_year", [y for y, _ in head.peak.at_year]),
        "tail": [_SHARES[name] for name in _TAILS],
        "target": np.array(targets, dtype=np.str_),
        "target_year": ("target", np.array([seen[k].year for k in targets], dtype=int)),
        "target_unit": (
            "target",
            np.array([seen[k].unit for k in targets], dtype=np.str_),
        ),
        "history_year": [year for year, _ in outlook.history],
    }


def _source(outlook: Outlook) -> str:
    seal = outlook.account_seal[:12] or "not sealed"
    return (
        f"dafeng outlook of {outlook.place}; account of {outlook.base_year}: {seal}; "
        f"{outlook.draws} draws, seed {outlook.seed}"
    )


def _fan(path: Pathway) -> Any:
    return np.array(
        [[getattr(one, f"{q}_g") * _MEGATONNE for q in QUANTILES] for one in path.fan]
    )


def _sectors(path: Pathway) -> Any:
    return np.array([one.grams for one in path.sectors], dtype=float).T * _MEGATONNE


def _at_year(path: Pathway) -> Any:
    return np.array([float(chance) for _, chance in path.peak.at_year])


def _by_year(path: Pathway) -> Any:
    return np.array([float(chance) for _, chance in path.peak.by_year])


def _peak_years(path: Pathway) -> Any:
    peak = path.peak
    return _known([peak.year_p05, peak.year_p50, peak.year_p95])


def _peak_levels(path: Pathway) -> Any:
    peak = path.peak
    levels = [peak.level_p05_g, peak.level_p50_g, peak.level_p95_g]
    return _known(levels) * _MEGATONNE


def _known(values: Sequence[int | None]) -> Any:
    return np.array([np.nan if one is None else float(one) for one in values])


def _targets(path: Pathway, keys: Sequence[str], fields: Sequence[str]) -> Any:
    seen = {one.key: one for one in path.targets}
    found = np.full((len(keys), len(fields)), np.nan)
    for at, key in enumerate(keys):
        if key in seen:
            found[at] = [float(getattr(seen[key], field)) for field in fields]
    return found


@attrs.frozen(kw_only=True)
class _Variable:
    """A variable of the dataset: what is picked from each path."""

    name: str
    dims: tuple[str, ...]
    pick: Callable[[Pathway], Any]
    unit: str
    long_name: str


_VARIABLES = (
    _Variable(
        name="emissions",
        dims=("year", "quantile"),
        pick=_fan,
        unit=_UNIT,
        long_name="Total, quantiles over the draws",
    ),
    _Variable(
        name="sector_emissions",
        dims=("year", "sector"),
        pick=_sectors,
        unit=_UNIT,
        long_name="Sectors around the centre",
    ),
    _Variable(
        name="peak_probability",
        dims=("peak_year",),
        pick=_at_year,
        unit="1",
        long_name="Probability of the peak in a year",
    ),
    _Variable(
        name="peak_probability_by",
        dims=("peak_year",),
        pick=_by_year,
        unit="1",
        long_name="Probability of the peak in or before a year",
    ),
    _Variable(
        name="not_peaked",
        dims=(),
        pick=lambda path: float(path.peak.not_peaked),
        unit="1",
        long_name="Probability of no peak within the horizon",
    ),
    _Variable(
        name="second_peak",
        dims=(),
        pick=lambda path: float(path.peak.second_peak),
        unit="1",
        long_name="Probability of a second peak",
    ),
    _Variable(
        name="peak_year_quantile",
        dims=("tail",),
        pick=_peak_years,
        unit="year",
        long_name="Year of the peak, over draws that peak",
    ),
    _Variable(
        name="peak_level_quantile",
        dims=("tail",),
        pick=_peak_levels,
        unit=_UNIT,
        long_name="Level of the peak, over draws that peak",
    ),
)


def _target_variables(keys: Sequence[str]) -> tuple[_Variable, ...]:
    return (
        _Variable(
            name="target_probability",
            dims=("target",),
            pick=lambda path: _targets(path, keys, ("probability",))[:, 0],
            unit="1",
            long_name="Probability that a target is met",
        ),
        _Variable(
            name="target_value",
            dims=("target", "tail"),
            pick=lambda path: _targets(path, keys, _TAILS),
            unit="of the target: see target_unit",
            long_name="What the target's indicator comes to",
        ),
    )
