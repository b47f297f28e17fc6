"""IAMC files: model, scenario, region, variable, unit, year, value; long and wide.

Written directly, the same bytes from the same outlook. ``pyam`` reads each of them,
``nomenclature`` validates them against the codelists that are written beside them.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts import Boundary
from dafeng.base.rounding import plain_number
from dafeng.pathways.exchange.variables import (
    HISTORICAL,
    MODEL,
    QUANTILES,
    Names,
    Variable,
    chance_of,
    names_of,
    peak_variables,
    quantile_of,
    scenario_name,
    target_variable,
)
from dafeng.sheets import write_file

if TYPE_CHECKING:
    from pathlib import Path

    import pyarrow as pa

    from dafeng.pathways.results import Outlook, Pathway

LONG = ("model", "scenario", "region", "variable", "unit", "year", "value")
WIDE = ("Model", "Scenario", "Region", "Variable", "Unit")
_MEGATONNE = -12
"""Power of ten from grams."""
_HUNDRED = 100


@attrs.frozen(kw_only=True, order=True)
class Row:
    """One figure.

    Attributes
    ----------
    scenario, region, variable, unit : str
    year : int
    value : Decimal
        In ``unit``, exactly.
    description : str
        What the variable means; stands in the codelist, not in the files.
    """

    scenario: str
    region: str
    variable: str
    unit: str
    year: int
    value: Decimal
    description: str = attrs.field(default="", eq=False, order=False)


def outlook_rows(
    outlook: Outlook, *, boundary: Boundary = Boundary.CONTROL
) -> tuple[Row, ...]:
    """Return every figure that the form can hold, in order.

    Parameters
    ----------
    outlook : Outlook
    boundary : Boundary
        Of its model; decides between CO2 and all gases.
    """
    names = names_of(outlook, boundary)
    rows: list[Row] = []
    for year, grams in outlook.history:
        rows.append(_row(HISTORICAL, names, names.total, year, _mt(grams)))
    for path in outlook.paths:
        rows += _path_rows(path, names)
    for wedge in outlook.wedges:
        variable = names.wedges[wedge.measure]
        scenario = scenario_name(outlook.headline)
        rows += [
            _row(scenario, names, variable, year, _mt(grams))
            for year, grams in zip(outlook.headline.years, wedge.grams, strict=True)
        ]
    return tuple(sorted(rows))


def _path_rows(path: Pathway, names: Names) -> Iterator[Row]:
    scenario = scenario_name(path)
    sums = [
        sum(column) for column in zip(*(s.grams for s in path.sectors), strict=True)
    ]
    for year, grams in zip(path.years, sums, strict=False):
        yield _row(scenario, names, names.total, year, _mt(grams))
        if names.energy is not None:
            yield _row(scenario, names, names.energy, year, _mt(grams))
    for sector in path.sectors:
        variable = names.sectors[sector.sector]
        for year, grams in zip(path.years, sector.grams, strict=True):
            yield _row(scenario, names, variable, year, _mt(grams))
    for one in path.fan:
        for name in QUANTILES:
            grams = getattr(one, f"{name}_g")
            yield _row(scenario, names, names.quantile(name), one.year, _mt(grams))
    at, until = peak_variables()
    for variable, chances in ((at, path.peak.at_year), (until, path.peak.by_year)):
        for year, chance in chances:
            yield _row(scenario, names, variable, year, chance * _HUNDRED)
    for target in path.targets:
        variable = target_variable(target.key, target.definition, target.unit)
        yield _row(
            scenario,
            names,
            chance_of(variable),
            target.year,
            target.probability * _HUNDRED,
        )
        for name in ("p05", "p50", "p95"):
            value = getattr(target, name)
            yield _row(scenario, names, quantile_of(variable, name), target.year, value)


def _row(
    scenario: str, names: Names, variable: Variable, year: int, value: Decimal
) -> Row:
    return Row(
        scenario=scenario,
        region=names.region,
        variable=variable.name,
        unit=variable.unit,
        year=year,
        value=value,
        description=variable.description,
    )


def long_csv(rows: Iterable[Row]) -> bytes:
    """One row for each figure."""
    return _csv(LONG, ([*_ids(row), row.year, plain_number(row.value)] for row in rows))


def wide_csv(rows: Sequence[Row]) -> bytes:
    """One row for each variable, one column for each year; unknown is empty."""
    years, table = _wide(rows)
    body = (
        [*ids, *("" if v is None else plain_number(v) for v in values)]
        for ids, values in table
    )
    return _csv((*WIDE, *map(str, years)), body)


def long_table(rows: Sequence[Row]) -> pa.Table:
    """Return the long form as an Arrow table; values are doubles."""
    import pyarrow as pa

    columns = dict(zip(LONG[:5], zip(*map(_ids, rows), strict=True), strict=True))
    return pa.table(
        {
            **{name: pa.array(cells, pa.string()) for name, cells in columns.items()},
            "year": pa.array([row.year for row in rows], pa.int32()),
            "value": pa.array([float(row.value) for row in rows], pa.float64()),
        }
    )


def wide_table(rows: Sequence[Row]) -> pa.Table:
    """Return the wide form as an Arrow table; what is not there is null."""
    import pyarrow as pa

    years, table = _wide(rows)
    ids = zip(*(one for one, _ in table), strict=True)
    values = zip(*(one for _, one in table), strict=True)
    return pa.table(
        {
            **{
                name: pa.array(cells, pa.string())
                for name, cells in zip(WIDE, ids, strict=True)
            },
            **{
                str(year): pa.array(
                    [None if v is None else float(v) for v in cells], pa.float64()
                )
                for year, cells in zip(years, values, strict=True)
            },
        }
    )


def parquet_bytes(table: pa.Table) -> bytes:
    """Return a table as a Parquet file."""
    from pyarrow import parquet

    file = io.BytesIO()
    parquet.write_table(table, file)
    return file.getvalue()


def meta_csv(outlook: Outlook) -> bytes:
    """Return what is said of each scenario as a whole: its peak, and what is behind.

    A peak that no draw has is left empty.
    """
    head = (
        *("model", "scenario", "exclude"),
        *("Scenario|Name", "Grid Convention|Name"),
        f"Peak Year|Probability|{outlook.by}",
        *("Peak Year|Probability|Horizon", "Not Peaked|Probability"),
        "Second Peak|Probability",
        *(f"Peak Year ({QUANTILES[q]})" for q in ("p05", "p50", "p95")),
        *(f"Peak Level ({QUANTILES[q]}) [Mt]" for q in ("p05", "p50", "p95")),
        *("Draws", "Seed", "Account Seal"),
    )
    ways = {one.code: one.name_en for one in (*outlook.scenarios, *outlook.conventions)}
    return _csv(head, (_meta(outlook, path, ways) for path in outlook.paths))


def _meta(outlook: Outlook, path: Pathway, ways: dict[str, str]) -> list[object]:
    peak = path.peak
    chances = (
        *(peak.by(outlook.by), peak.by_year[-1][1], peak.not_peaked, peak.second_peak),
    )
    levels = (peak.level_p05_g, peak.level_p50_g, peak.level_p95_g)
    return [
        *(MODEL, scenario_name(path), False),
        *(ways[path.scenario], ways[path.convention]),
        *(plain_number(one * _HUNDRED) for one in chances),
        *(peak.year_p05, peak.year_p50, peak.year_p95),
        *("" if one is None else plain_number(_mt(one)) for one in levels),
        *(outlook.draws, outlook.seed, outlook.account_seal),
    ]


def write_iamc(
    folder: Path, outlook: Outlook, *, boundary: Boundary = Boundary.CONTROL
) -> tuple[Path, ...]:
    """Write all forms and the codelists into a folder.

    Parameters
    ----------
    folder : Path
        Made when it is not there.
    outlook, boundary
        As for :func:`outlook_rows`.

    Returns
    -------
    tuple of Path
        ``outlook-long.csv``, ``outlook-wide.csv``, the same as ``.parquet``,
        ``meta.csv``, and ``definitions/``.
    """
    from dafeng.pathways.exchange.codelists import codelist_files

    rows = outlook_rows(outlook, boundary=boundary)
    files = {
        "outlook-long.csv": long_csv(rows),
        "outlook-wide.csv": wide_csv(rows),
        "outlook-long.parquet": parquet_bytes(long_table(rows)),
        "outlook-wide.parquet": parquet_bytes(wide_table(rows)),
        "meta.csv": meta_csv(outlook),
        **codelist_files(outlook, rows),
    }
    written = []
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, data)
        written.append(path)
    return tuple(written)


def _wide(
    rows: Sequence[Row],
) -> tuple[list[int], list[tuple[tuple[str, ...], list[Decimal | None]]]]:
    years = sorted({row.year for row in rows})
    cells: dict[tuple[str, ...], dict[int, Decimal]] = {}
    for row in rows:
        cells.setdefault(_ids(row), {})[row.year] = row.value
    return years, [(ids, [by.get(y) for y in years]) for ids, by in cells.items()]


def _ids(row: Row) -> tuple[str, ...]:
    return (MODEL, row.scenario, row.region, row.variable, row.unit)


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode()


def _mt(grams: int) -> Decimal:
    return Decimal(grams).scaleb(_MEGATONNE)
