"""The model of the sample district, and what its drivers did."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from dafeng.pathways.model import load_model
from dafeng.pathways.past_facts import DriverValue
from dafeng.pathways.past_tables import DRIVERS
from dafeng.sample.synthetic.other_flows import year_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dafeng.pathways.records import Model

_FIRST, _LAST = 2015, 2025

_ANCHORS = {
    "heated-area": ("observations.csv", ("buildings.heated_area",)),
    "floor-area": ("observations.csv", ("buildings.floor_area",)),
    "freight": ("observations.csv", ("transport.turnover.road.freight",)),
    "local-power": ("supply.csv", ("pv", "wind")),
    "waste": ("supply.csv", ("incinerated",)),
}
"""Driver: file and rows whose sum it is; the years between anchors lie on a line."""

_OF_FACTS = (
    "gdp",
    "industry",
    "services",
    "public",
    "construction",
    "farming",
    "population",
)

_SCALE = {"heated-area": 1e-4, "floor-area": 1e-4}
"""From the unit of the row to that of the driver: m2 to 10^4 m2."""


@contextmanager
def sample_model_folder() -> Iterator[Path]:
    """Lay open the packaged model and what is possible here, as a house keeps them."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "model"
        with as_file(files("dafeng.sample") / "data" / "model") as packaged:
            copytree(packaged, folder)
        table = files("dafeng.sample") / "data" / "measures.csv"
        (folder / "potentials.csv").write_bytes(table.read_bytes())
        (folder / DRIVERS).write_text(_drivers_csv(), "utf-8")
        yield folder


def _drivers_csv() -> str:
    """What the drivers were, as a house states it beside its model."""
    lines = ["driver,year,value,source,assumed"]
    lines += [
        f"{one.driver},{one.year},{one.value:.10g},,synthetic years of the sample"
        for one in sample_driver_values()
    ]
    return "\n".join([*lines, ""])


@cache
def sample_model() -> Model:
    """Read the packaged model; its drivers are those of the synthetic years."""
    with as_file(files("dafeng.sample") / "data" / "model") as folder:
        return load_model(folder)


@cache
def sample_driver_values() -> tuple[DriverValue, ...]:
    """What the drivers were from 2015 to 2025, for the back test of the model.

    Waste was not burned before 2018, so its first years are not there.
    """
    anchored = (
        DriverValue(driver=driver, year=year, value=value * _SCALE.get(driver, 1.0))
        for driver, (file, names) in _ANCHORS.items()
        for year, value in _yearly(file, names)
        if value > 0
    )
    return (*_facts(), *anchored)


def _facts() -> Iterator[DriverValue]:
    for one in year_facts():
        stated = {"gdp": one.gdp, "population": one.population, **dict(one.value_added)}
        for driver in _OF_FACTS:
            yield DriverValue(driver=driver, year=one.year, value=float(stated[driver]))


def _yearly(file: str, names: tuple[str, ...]) -> Iterator[tuple[int, float]]:
    text = (files("dafeng.sample") / "data" / file).read_text("utf-8")
    years = range(_FIRST, _LAST + 1)
    summed = np.zeros(len(years))
    for row in csv.DictReader(text.splitlines()):
        if (row.get("series") or row["name"]) in names:
            said = {int(k[1:]): float(v) for k, v in row.items() if k[1:].isdigit()}
            summed += np.interp(years, list(said), list(said.values()))
    yield from zip(years, map(float, summed), strict=True)
