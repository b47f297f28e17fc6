"""An outlook as labelled arrays: xarray with units and sources in the attributes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

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

    scenarios = [one.code for one in outlook.scenarios]
    conventions = [one.code for one in outlook.conventions]
    paths = {(one.scenario, one.convention): one for one in outlook.paths}
    grid = [[paths.get((s, c)) for c in conventions] for s in scenarios]
    head = outlook.headline
    targets = list(dict.fromkeys(t.key for p in outlook.paths for t in p.targets))
    source = _source(outlook)

    def filled(
        dims: tuple[str, ...], pick: Any, unit: str, name: str
    ) -> tuple[Any, ...]:
        missing = np.full(np.shape(pick(head)), np.nan)
        values = [[missing if p is None else pick(p) for p in row] for row in grid]
        about = {"units": unit, "long_name": name, "source": source}
        return (*_WAYS, *dims), np.array(values, dtype=np.float64), about

    year, tail = "peak_year", "tail"
    return xr.Dataset(
        {
            "emissions": filled(
                ("year", "quantile"), _fan, _UNIT, "Total, quantiles over the draws"
            ),
            "sector_emissions": filled(
                ("year", "sector"), _sectors, _UNIT, "Sectors around the centre"
            ),
            "peak_probability": filled(
                (year,), _at_year, "1", "Probability of the peak in a year"
            ),
            "peak_probability_by": filled(
                (year,), _by_year, "1", "Probability of the peak in or before a year"
            ),
            "not_peaked": filled(
                (),
                lambda p: float(p.peak.not_peaked),
                "1",
                "Probability of no peak within the horizon",
            ),
            "second_peak": filled(
                (),
                lambda p: float(p.peak.second_peak),
                "1",
                "Probability of a second peak",
            ),
            "peak_year_quantile": filled(
                (tail,), _peak_years, "year", "Year of the peak, over draws that peak"
            ),
            "peak_level_quantile": filled(
                (tail,), _peak_levels, _UNIT, "Level of the peak, over draws that peak"
            ),
            "target_probability": filled(
                ("target",),
                lambda p: _targets(p, targets, ("probability",))[:, 0],
                "1",
                "Probability that a target is met",
            ),
            "target_value": filled(
                ("target", tail),
                lambda p: _targets(p, targets, _TAILS),
                "of the target: see target_unit",
                "What the target's indicator comes to",
            ),
            "history": (
                ("history_year",),
                np.array([g for _, g in outlook.history]) * _MEGATONNE,
                {"units": _UNIT, "long_name": "Sealed accounts", "source": source},
            ),
        },
        coords=_coordinates(outlook, scenarios, conventions, targets),
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


def _coordinates(
    outlook: Outlook,
    scenarios: Sequence[str],
    conventions: Sequence[str],
    targets: Sequence[str],
) -> dict[str, Any]:
    head = outlook.headline
    seen = {t.key: t for p in outlook.paths for t in p.targets}
    return {
        "scenario": list(scenarios),
        "convention": list(conventions),
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
