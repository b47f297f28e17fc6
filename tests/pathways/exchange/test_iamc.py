"""IAMC files, read back by pandas and pyarrow, and their codelists.

pyam and nomenclature read them too: ``benchmarks/test_exchange.py``, in the peers'
environment.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import attrs
import pandas as pd
import pyarrow.parquet as pq
import pytest
import yaml

from dafeng.accounts import Boundary
from dafeng.pathways.exchange import (
    long_csv,
    outlook_rows,
    wide_csv,
    write_iamc,
)
from tests.pathways.small_case import small_outlook

if TYPE_CHECKING:
    from pathlib import Path

IDS = ["model", "scenario", "region", "variable", "unit"]
HEAD = "plan (average)"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("iamc")
    write_iamc(made, small_outlook())
    return made


@pytest.fixture(scope="module")
def long(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "outlook-long.csv", keep_default_na=False)


def series(long: pd.DataFrame, variable: str, scenario: str = HEAD) -> Any:
    rows = long[(long.variable == variable) & (long.scenario == scenario)]
    return rows.set_index("year")["value"]


def melted(wide: pd.DataFrame) -> pd.DataFrame:
    wide.columns = [str(column).lower() for column in wide.columns]
    rows = wide.melt(id_vars=IDS, var_name="year").dropna(subset=["value"])
    rows["year"] = rows["year"].astype(int)
    return rows.sort_values([*IDS, "year"]).reset_index(drop=True)


def test_long_and_wide_csv_and_parquet_hold_the_same_figures(
    folder: Path, long: pd.DataFrame
) -> None:
    assert list(long.columns) == [*IDS, "year", "value"]
    wanted = long.sort_values([*IDS, "year"]).reset_index(drop=True)
    wide = melted(pd.read_csv(folder / "outlook-wide.csv"))
    pd.testing.assert_frame_equal(wide, wanted, check_dtype=False)
    for name in ("long", "wide"):
        table = pq.read_table(folder / f"outlook-{name}.parquet").to_pandas()
        rows = melted(table) if name == "wide" else table
        rows = rows.sort_values([*IDS, "year"]).reset_index(drop=True)
        pd.testing.assert_frame_equal(rows, wanted, check_dtype=False)


def test_no_figure_stands_twice_and_none_is_missing(long: pd.DataFrame) -> None:
    assert not long.duplicated([*IDS, "year"]).any()
    assert long.notna().all().all()
    assert set(long.scenario) == {
        "historical",
        *(
            f"{s} ({c})"
            for s in ("frozen", "plan", "fast")
            for c in ("average", "fixed")
        ),
    }


def test_sectors_add_up_to_the_total_in_every_year(long: pd.DataFrame) -> None:
    for scenario in set(long.scenario) - {"historical"}:
        total = series(long, "Emissions|CO2", scenario)
        rows = long[
            (long.scenario == scenario)
            & long.variable.str.match(r"Emissions\|CO2\|Energy\|[^|]+$")
        ]
        sums = rows.groupby("year")["value"].sum()
        pd.testing.assert_series_equal(sums, total, check_names=False)
        energy = series(long, "Emissions|CO2|Energy", scenario)
        pd.testing.assert_series_equal(energy, total)


def test_values_are_megatonnes_and_quantiles_are_in_order(long: pd.DataFrame) -> None:
    outlook = small_outlook()
    for name, label in (("p05", "5th"), ("p50", "50th"), ("p95", "95th")):
        found = series(long, f"Emissions|CO2 ({label} Percentile)")
        wanted = {
            one.year: getattr(one, f"{name}_g") / 1e12 for one in outlook.headline.fan
        }
        assert found.to_dict() == pytest.approx(wanted)
    low = series(long, "Emissions|CO2 (5th Percentile)")
    assert (low <= series(long, "Emissions|CO2 (95th Percentile)")).all()
    past = series(long, "Emissions|CO2", "historical").to_dict()
    assert past == pytest.approx({y: g / 1e12 for y, g in outlook.history})


def test_probabilities_of_the_peak_add_up_to_what_peaks(long: pd.DataFrame) -> None:
    peak = small_outlook().headline.peak
    at = series(long, "Peak Year|Probability")
    assert at.sum() == pytest.approx(100 * (1 - float(peak.not_peaked)))
    by = series(long, "Peak Year|Probability|Cumulative")
    assert by[2030] == pytest.approx(100 * float(peak.by(2030)))
    assert by.iloc[-1] == pytest.approx(at.sum())


def test_targets_carry_their_own_unit(long: pd.DataFrame) -> None:
    (target,) = small_outlook().headline.targets
    rows = long[long.variable == "Target|T1 (50th Percentile)"]
    assert set(rows.unit) == {target.unit}
    assert set(rows.year) == {2030}
    assert series(long, "Target|T1|Probability")[2030] == pytest.approx(
        100 * float(target.probability)
    )


def test_the_codelists_hold_every_name_once_with_its_unit(
    folder: Path, long: pd.DataFrame
) -> None:
    lists = folder / "definitions"
    variables = yaml.safe_load((lists / "variable" / "variables.yaml").read_text())
    units = {name: about["unit"] for one in variables for name, about in one.items()}
    assert len(units) == len(variables)
    used = long[["variable", "unit"]].drop_duplicates()
    assert units == dict(zip(used.variable, used.unit, strict=True))
    ((hierarchy, regions),) = yaml.safe_load(
        (lists / "region" / "regions.yaml").read_text()
    )[0].items()
    assert hierarchy == "District"
    assert {name for one in regions for name in one} == set(long.region)
    scenarios = yaml.safe_load((lists / "scenario" / "scenarios.yaml").read_text())
    assert {name for one in scenarios for name in one} == set(long.scenario)
    for one in (*variables, *scenarios):
        for name, about in one.items():
            assert not set(':;"{}') & set(name + about["description"])


def test_a_region_is_no_number_for_who_reads_it(long: pd.DataFrame) -> None:
    assert set(long.region) == {"CN-990000"}


def test_meta_has_one_row_for_each_scenario(folder: Path) -> None:
    text = (folder / "meta.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["scenario"] for row in rows} == {
        f"{one.scenario} ({one.convention})" for one in small_outlook().paths
    }
    head = small_outlook().headline.peak
    assert rows[0]["Peak Year (50th Percentile)"] == str(head.year_p50)
    assert float(rows[0]["Peak Year|Probability|2030"]) == 100 * float(head.by(2030))


def test_the_same_outlook_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = write_iamc(tmp_path / "again", small_outlook())
    for path in again:
        before = folder / path.relative_to(tmp_path / "again")
        assert path.read_bytes() == before.read_bytes()


def test_a_peak_that_no_draw_has_is_left_empty(tmp_path: Path) -> None:
    outlook = small_outlook()
    never = attrs.evolve(
        outlook.headline.peak,
        **dict.fromkeys(("year_p05", "year_p50", "year_p95")),
        **dict.fromkeys(("level_p05_g", "level_p50_g", "level_p95_g")),
    )
    head = attrs.evolve(outlook.headline, peak=never)
    write_iamc(tmp_path, attrs.evolve(outlook, paths=(head, *outlook.paths[1:])))
    meta = pd.read_csv(tmp_path / "meta.csv")
    assert meta.loc[0, [c for c in meta if "Percentile" in c]].isna().all()


def test_other_boundaries_count_all_gases() -> None:
    rows = outlook_rows(small_outlook(), boundary=Boundary.TERRITORIAL)
    totals = {row.variable for row in rows if row.variable.startswith("Emissions")}
    assert "Emissions|Kyoto Gases|Town" in totals
    assert not any("CO2" in name for name in totals)
    units = {row.unit for row in rows if row.variable in totals}
    assert units == {"Mt CO2-equiv/yr"}


def test_a_name_that_stands_twice_takes_its_code_along() -> None:
    outlook = small_outlook()
    twice = tuple(attrs.evolve(w, name_en='A|b: "c"') for w in outlook.wedges)
    rows = outlook_rows(attrs.evolve(outlook, wedges=twice))
    wedges = {r.variable for r in rows if r.variable.startswith("Emission Reduction")}
    assert wedges == {
        "Emission Reduction|CO2|A/b c [boilers]",
        "Emission Reduction|CO2|A/b c [solar]",
    }


def test_exact_figures_are_written_without_an_exponent() -> None:
    rows = outlook_rows(small_outlook())
    for text in (long_csv(rows), wide_csv(rows)):
        values = [line.rsplit(",", 1)[1] for line in text.decode().splitlines()[1:]]
        assert not any("E" in value for value in values)
