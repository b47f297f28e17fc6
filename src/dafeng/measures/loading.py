"""A library of measures from a folder of CSV files or from a workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from dafeng.base.errors import BadInputError
from dafeng.measures.checks import check_library
from dafeng.measures.columns import EFFECTS, MEASURES, Table
from dafeng.measures.errors import MeasureError, UnknownMeasureError
from dafeng.measures.fields import Cells
from dafeng.measures.records import CARRIERS, FIELDS, Action, Cost, Effect, Measure
from dafeng.measures.stated import (
    Stated,
    StatedRow,
    repeated,
    stated_csv,
    stated_sheet,
)
from dafeng.sheets import read_file

if TYPE_CHECKING:
    from dafeng.base.findings import Finding

MAX_BYTES = 20 * 1024 * 1024
_COST = ("investment", "operation", "saving", "life")
_TIME = ("ramp", "build_years")
_PRICE_YEAR_LOW, _PRICE_YEAR_HIGH = 1990, 2100


@cache
def measure_library(on: date | None = None) -> tuple[Measure, ...]:
    """Return the packaged measures, ordered as in the file.

    Parameters
    ----------
    on : date, optional
        Only measures that stand on this day; default all.
    """
    data = files("dafeng.measures") / "data"
    every = _library(
        stated_csv(
            MEASURES, (data / MEASURES.file).read_text("utf-8"), file="measures"
        ),
        stated_csv(EFFECTS, (data / EFFECTS.file).read_text("utf-8"), file="effects"),
        name="the packaged library",
        sectors=None,
    )
    return every if on is None else tuple(one for one in every if one.stands(on))


def measure_of(name: str, library: Sequence[Measure] | None = None) -> Measure:
    """Return a measure by its id.

    Raises
    ------
    UnknownMeasureError
        There is none; the message names those that are near.
    """
    every = measure_library() if library is None else library
    for one in every:
        if one.id == name:
            return one
    raise UnknownMeasureError(name, have=[one.id for one in every])


def read_measures(
    path: Path, *, sectors: Collection[str] | None = None
) -> tuple[Measure, ...]:
    """Read an analyst's own library.

    Parameters
    ----------
    path : Path
        A folder with ``measures.csv`` and ``effects.csv`` in UTF-8, or a workbook with
        the sheets of ``dafeng measures template``.
    sectors : collection of str, optional
        Codes that there are; an effect on another sector is a finding. Default any.

    Raises
    ------
    MeasureError
        With every finding: file, row, column, what was expected and what was found.
    BadInputError
        There is no such folder or file, or it cannot be read.
    """
    if path.is_dir():
        stated = tuple(_folder(table, path) for table in (MEASURES, EFFECTS))
    else:
        from dafeng.sheets import read_workbook  # takes half a second

        workbook = read_workbook(path)
        stated = tuple(stated_sheet(table, workbook) for table in (MEASURES, EFFECTS))
    measures, effects = stated
    return _library(measures, effects, name=path.name, sectors=sectors)


def table_text(path: Path) -> str:
    """Text of a CSV file.

    Raises
    ------
    BadInputError
        There is no such file, or it is not UTF-8.
    """
    data = read_file(path, family="measure", max_bytes=MAX_BYTES)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        msg = f"{path.name!r} is not UTF-8; save it as CSV UTF-8 and give that file."
        raise BadInputError(msg, code="measure.not_utf8", name=path.name) from problem


def _folder(table: Table, folder: Path) -> Stated:
    return stated_csv(table, table_text(folder / table.file), file=table.file)


def _library(
    measures: Stated,
    effects: Stated,
    *,
    name: str,
    sectors: Collection[str] | None,
) -> tuple[Measure, ...]:
    findings = [*measures.findings, *effects.findings]
    findings += repeated(measures.rows, "id")
    of_measure = _effects(effects, measures, findings, sectors)
    rows = [
        (row, _measure(row, of_measure[row.values["id"]], findings))
        for row in measures.rows
    ]
    findings += check_library(rows)
    if findings:
        raise MeasureError(name, findings)
    return _mutual([measure for _, measure in rows])


def _effects(
    stated: Stated,
    measures: Stated,
    findings: list[Finding],
    sectors: Collection[str] | None,
) -> dict[str, list[Effect]]:
    known = {row.values["id"] for row in measures.rows}
    found: dict[str, list[Effect]] = defaultdict(list)
    for row in stated.rows:
        cells = Cells(row=row, findings=findings)
        measure = row.values["measure"]
        if measure not in known:
            cells.bad(
                "measure",
                "measure.effect_of_nothing",
                "measure is the id of a row of the measures.",
                "Correct the id, or add the measure.",
            )
        effect = _effect(cells)
        if sectors is not None and not set(effect.sectors) <= set(sectors):
            cells.bad(
                "sectors",
                "measure.unknown_sector",
                f"Each sector is one of: {', '.join(sorted(sectors))}.",
                "Correct the code.",
            )
        found[measure].append(effect)
    return found


def _effect(cells: Cells) -> Effect:
    named = cells.chosen("action", tuple(Action))
    action = Action(named) if named in set(Action) else Action.EFFICIENCY
    sectors = cells.words("sectors")
    switch, builds = action is Action.SWITCH, action is Action.GENERATION
    if not (sectors or builds):
        cells.bad(
            "sectors",
            "measure.acts_on_nothing",
            f"A measure of {action} acts on at least one sector.",
            "Name the sectors.",
        )
    carriers = (*CARRIERS,) if switch else ("", *CARRIERS)
    carrier = cells.chosen("carrier", carriers)
    moved_to = cells.chosen("to_carrier", CARRIERS if switch else ("",))
    if switch and carrier == moved_to:
        cells.bad(
            "to_carrier",
            "measure.moves_nowhere",
            "A switch moves to another carrier.",
            "Name the new carrier, or take efficiency as the action.",
        )
    figures = ("strength", "ratio") if switch else ("strength",)
    ratio = 1.0
    if switch:
        ratio = cells.number("ratio", low=0.0, high=10.0)
    elif cells.row.values["ratio"]:
        cells.bad(
            "ratio",
            "measure.ratio_of_no_switch",
            "Only a switch has a ratio.",
            "Leave the cell empty.",
        )
    return Effect(
        action=action,
        sectors=sectors,
        carrier=carrier,
        to_carrier=moved_to,
        ratio=ratio,
        strength=_strength(cells, action),
        source=cells.document("source", figures),
        assumed=cells.assumed(figures),
    )


def _strength(cells: Cells, action: Action) -> float:
    high = float("inf") if action is Action.GENERATION else 1.0
    value = cells.number("strength", low=0.0, high=high)
    if value == 0.0:
        cells.bad(
            "strength",
            "measure.acts_on_nothing",
            "strength is more than 0; a measure without strength does nothing.",
            "Write its strength, or delete the row.",
        )
    return value


def _measure(
    row: StatedRow, effects: Sequence[Effect], findings: list[Finding]
) -> Measure:
    cells = Cells(row=row, findings=findings)
    if not effects:
        cells.bad(
            "id",
            "measure.acts_on_nothing",
            "A measure has at least one row in the table of effects.",
            "Add what it does, or delete the measure.",
        )
    assumed = cells.assumed((*_COST, *_TIME))
    of_effects = (name for effect in effects for name in effect.assumed)
    begin, end = cells.day("valid_from"), cells.day("valid_to")
    if begin is not None and end is not None and end < begin:
        cells.bad(
            "valid_to",
            "measure.ends_before_begin",
            f"valid_to is {begin} or later.",
            "Correct one of the two days.",
        )
    return Measure(
        id=cells.text("id"),
        name_zh=cells.text("name_zh"),
        name_en=cells.text("name_en"),
        field=cells.chosen("field", FIELDS),
        effects=tuple(effects),
        unit=cells.text("unit"),
        cost=_cost(cells, assumed),
        ramp=cells.ramp("ramp"),
        build_years=cells.number("build_years", low=0.0, high=20.0),
        prerequisites=cells.words("prerequisites"),
        excludes=cells.words("excludes"),
        source=cells.document("source", _TIME),
        assumed=tuple(dict.fromkeys((*assumed, *of_effects))),
        valid_from=begin,
        valid_to=end,
    )


def _cost(cells: Cells, assumed: tuple[str, ...]) -> Cost:
    year = cells.year("price_year")
    if year and not _PRICE_YEAR_LOW <= year <= _PRICE_YEAR_HIGH:
        cells.bad(
            "price_year",
            "measure.out_of_range",
            f"price_year is from {_PRICE_YEAR_LOW} to {_PRICE_YEAR_HIGH}.",
            "Write the year of the prices.",
        )
    return Cost(
        investment=cells.number("investment", low=0.0),
        operation=cells.number("operation"),
        saving=cells.number("saving"),
        life=cells.number("life", low=0.5, high=100.0),
        price_year=year,
        source=cells.document("cost_source", _COST),
        assumed=tuple(name for name in assumed if name in _COST),
    )


def _mutual(measures: Sequence[Measure]) -> tuple[Measure, ...]:
    """An exclusion holds both ways, whichever side wrote it."""
    against: Mapping[str, set[str]] = {one.id: set() for one in measures}
    for one in measures:
        for other in one.excludes:
            against[one.id].add(other)
            against[other].add(one.id)
    return tuple(
        attrs.evolve(one, excludes=tuple(sorted(against[one.id]))) for one in measures
    )
