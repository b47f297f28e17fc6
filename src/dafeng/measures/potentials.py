"""A district's own side: how much, by when, by whom, how surely."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dafeng.measures.columns import POTENTIALS
from dafeng.measures.errors import MeasureError
from dafeng.measures.fields import Cells
from dafeng.measures.loading import table_text
from dafeng.measures.records import Potential
from dafeng.measures.stated import repeated, stated_csv, stated_sheet

if TYPE_CHECKING:
    from dafeng.base.findings import Finding
    from dafeng.measures.records import Measure
    from dafeng.measures.stated import Stated, StatedRow

_FIGURES = ("size", "per_year", "planned", "probability", "delay")
_EXACT = 1e-9


def read_potentials(path: Path, measures: Sequence[Measure]) -> tuple[Potential, ...]:
    """Read a district's potentials.

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8, or a workbook with the sheet of the template.
    measures : sequence of Measure
        Library that the rows speak of.

    Raises
    ------
    MeasureError
        With every finding.
    BadInputError
        There is no such file, or it cannot be read.
    """
    if path.suffix.lower() == ".csv":
        return potentials_of(table_text(path), measures, file=path.name)
    from dafeng.sheets import read_workbook  # takes half a second

    return _potentials(
        stated_sheet(POTENTIALS, read_workbook(path)), measures, path.name
    )


def potentials_of(
    text: str, measures: Sequence[Measure], *, file: str
) -> tuple[Potential, ...]:
    """Read a district's potentials from the text of a CSV file.

    Raises
    ------
    MeasureError
        With every finding; ``file`` is named in their places.
    """
    return _potentials(stated_csv(POTENTIALS, text, file=file), measures, file)


def _potentials(
    stated: Stated, measures: Sequence[Measure], name: str
) -> tuple[Potential, ...]:
    findings = [*stated.findings, *repeated(stated.rows, "measure")]
    known = {measure.id for measure in measures}
    potentials = tuple(_potential(row, known, findings) for row in stated.rows)
    if findings:
        raise MeasureError(name, findings)
    return potentials


def _potential(row: StatedRow, known: set[str], findings: list[Finding]) -> Potential:
    cells = Cells(row=row, findings=findings)
    measure = cells.text("measure")
    if measure and measure not in known:
        cells.bad(
            "measure",
            "measure.unknown_measure",
            "measure is an id of the library.",
            "See the ids with `dafeng measures list`.",
        )
    size = cells.number("size", low=0.0)
    figures = _FIGURES if row.values["planned"] else _without_plan()
    return Potential(
        measure=measure,
        place=cells.text("place"),
        size=size,
        per_year=cells.number("per_year", low=0.0),
        planned=_planned(cells, size),
        owner=cells.text("owner"),
        clause=cells.text("clause"),
        probability=cells.number("probability", low=0.0, high=1.0),
        delay=_delay(cells),
        source=cells.document("source", figures),
        assumed=cells.assumed(figures),
    )


def _without_plan() -> tuple[str, ...]:
    return tuple(name for name in _FIGURES if name != "planned")


def _planned(cells: Cells, size: float) -> tuple[tuple[int, float], ...]:
    planned = cells.pairs(
        "planned", expected="planned is years with units in sum: 2026:10 2030:60."
    )
    units = [value for _, value in planned]
    if units != sorted(units):
        cells.bad(
            "planned",
            "measure.plan_falls",
            "Units in sum never fall from year to year.",
            "Write what stands in sum by the end of each year.",
        )
    if units and max(units) > size * (1 + _EXACT):
        cells.bad(
            "planned",
            "measure.plan_above_size",
            f"No more is planned than is possible: {size:g}.",
            "Correct the plan, or the size.",
        )
    return planned


def _delay(cells: Cells) -> tuple[tuple[int, float], ...]:
    expected = "delay is years late with probabilities that add up to 1: 0:0.8 1:0.2."
    delay = cells.pairs("delay", expected=expected)
    if abs(sum(chance for _, chance in delay) - 1) > _EXACT:
        cells.bad(
            "delay",
            "measure.chances",
            expected,
            "Correct the probabilities; 0:1 is always on time.",
        )
    return delay
