"""``dafeng outlook gap``: what is missing, by measure, driver and unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import attrs
import typer

from dafeng.base.errors import BadInputError
from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.outlook_house import (
    Asked,
    By,
    Convention,
    Input,
    ScenarioCode,
    Seed,
    given_case,
)
from dafeng.cli.progress import progress_shown
from dafeng.cli.results import Form, Output, Shape, give, tell_findings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dafeng.base.findings import Finding
    from dafeng.pathways import OutlookCase
    from dafeng.pathways.gap import DriverGap, Gap, UnitPart
    from dafeng.sheets import Sheet

GRAMS = 1e6
_HALF = 0.5
_UNIT = "t CO2"
_DRIVERS = {
    "activity": "活动水平",
    "intensity": "强度",
    "mix": "能源结构",
    "grid": "电网因子",
    "generation": "本地发电",
}


def gap(
    case: Input = None,
    expected: Annotated[
        str | None,
        typer.Option(
            "--expected",
            metavar="CODE",
            help="Scenario that is expected instead; default half of the measures.",
        ),
    ] = None,
    limit: Annotated[
        float | None,
        typer.Option(
            "--limit",
            metavar="TONNES",
            help="What the target allows in the year; default the planned level.",
        ),
    ] = None,
    scenario: ScenarioCode = None,
    convention: Convention = None,
    seed: Seed = None,
    by: By = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Share the gap of a year out over undelivered measures, drivers and units.

    Measures by Shapley, drivers by LMDI; both add up to the gap of the central paths.
    """
    from dafeng.sheets import workbook_bytes

    asked = Asked(
        home=home,
        input=case,
        scenario=scenario,
        convention=convention,
        seed=seed,
        by=by,
    )
    wanted = given_case(asked).case
    _check_year(wanted.by, wanted.model.base_year, wanted.model.horizon)
    findings: dict[Finding, None] = {}
    told = _told(wanted, expected, limit, findings)
    give(
        form,
        output,
        table=told.text,
        data=lambda: {
            "scenario": wanted.headline,
            "convention": wanted.model.grid[0].code,
            "expected": expected or "half of the measures",
            **told.plain(),
        },
        book=lambda: workbook_bytes(told.sheets(), title="gap"),
    )
    return tell_findings(tuple(findings))


def _told(
    wanted: OutlookCase,
    expected: str | None,
    limit: float | None,
    findings: dict[Finding, None],
) -> _Told:
    """Compile what is planned and what is expected, and share out the difference."""
    from dafeng.cli.outlook_tables import names_of_case
    from dafeng.pathways.compiled import in_years
    from dafeng.pathways.compiling import named_scenario
    from dafeng.pathways.gap import gap_by_drivers, gap_by_measures, gap_by_units
    from dafeng.pathways.outlook import compiled_of

    plan = named_scenario(wanted.model, wanted.headline)
    other = (
        attrs.evolve(plan, delivery=plan.delivery * _HALF, potential=0.0, sizes=())
        if expected is None
        else named_scenario(wanted.model, expected)
    )
    grid = wanted.model.grid[0].code
    with progress_shown() as progress:
        progress("compile", 0, 3)
        planned, coming = (
            compiled_of(wanted, way, grid, findings) for way in (plan, other)
        )
        progress("measures", 1, 3)
        level = _level(in_years(planned, (wanted.by,)))
        measures = gap_by_measures(
            planned,
            coming,
            year=wanted.by,
            target_g=level if limit is None else limit * GRAMS,
            seed=wanted.seed,
        )
        progress("drivers", 2, 3)
        drivers = gap_by_drivers(planned, coming, wanted.model.sectors, year=wanted.by)
    owners = {one.measure: one.owner for one in wanted.potentials}
    return _Told(
        gap=measures,
        drivers=drivers,
        units=gap_by_units(measures.parts, owners),
        names=names_of_case(wanted),
    )


def _check_year(year: int, base: int, horizon: int) -> None:
    if not base <= year <= horizon:
        msg = f"{year} is not between {base} and {horizon}. Ask for one of these."
        raise BadInputError(msg, code="outlook.year", year=year)


def _level(planned: Any) -> float:
    from dafeng.pathways.compiled import central
    from dafeng.pathways.projecting import totals

    return float(totals(planned, central(planned))[0, 0])


@attrs.frozen(kw_only=True)
class _Told:
    """A gap, three ways."""

    gap: Gap
    drivers: DriverGap
    units: tuple[UnitPart, ...]
    names: Mapping[str, str]

    def text(self) -> str:
        """The three tables."""
        from dafeng.cli.output import plain_table

        return "\n".join(plain_table(sheet) for sheet in self.sheets())

    def sheets(self) -> list[Sheet]:
        """Measures, drivers, units; largest first."""
        from dafeng.sheets import Column, Kind, Sheet

        amount = Column(title="数量", unit=_UNIT, kind=Kind.NUMBER)
        error = Column(title="标准误差", unit=_UNIT, kind=Kind.NUMBER)
        name, rest = self.names, self.gap
        measures = [
            (name.get(one.name, one.name), _tonnes(one.grams), _tonnes(one.error))
            for one in rest.parts
        ]
        measures += [
            ("驱动因素与电网", _tonnes(rest.paths_g), 0.0),
            ("方案本身未覆盖", _tonnes(rest.uncovered_g), 0.0),
            ("缺口合计", _tonnes(rest.gap_g), 0.0),
        ]
        return [
            Sheet(
                name="措施",
                columns=(Column(title="措施"), amount, error),
                rows=measures,
            ),
            Sheet(
                name="驱动因素",
                columns=(Column(title="驱动因素"), amount),
                rows=[
                    (_DRIVERS[driver], _tonnes(grams))
                    for driver, grams in self.drivers.by_driver()
                ],
            ),
            Sheet(
                name="责任单位",
                columns=(Column(title="责任单位"), amount, error),
                rows=[
                    (one.unit or None, _tonnes(one.grams), _tonnes(one.error))
                    for one in self.units
                ],
            ),
        ]

    def plain(self) -> dict[str, Any]:
        """Return all as JSON holds it; tonnes."""
        rest = self.gap
        return {
            "year": rest.year,
            "unit": _UNIT,
            "target": rest.target_g / GRAMS,
            "outlook": rest.outlook_g / GRAMS,
            "gap": rest.gap_g / GRAMS,
            "measures": [
                {
                    "measure": one.name,
                    "amount": one.grams / GRAMS,
                    "error": one.error / GRAMS,
                }
                for one in rest.parts
            ],
            "paths": rest.paths_g / GRAMS,
            "uncovered": rest.uncovered_g / GRAMS,
            "residual": rest.residual_g / GRAMS,
            "orders": rest.orders,
            "drivers": [
                {
                    "sector": one.sector or None,
                    "driver": one.driver,
                    "amount": one.grams / GRAMS,
                }
                for one in self.drivers.parts
            ],
            "units": [
                {
                    "unit": one.unit or None,
                    "amount": one.grams / GRAMS,
                    "error": one.error / GRAMS,
                    "of": list(one.of),
                }
                for one in self.units
            ],
        }


def _tonnes(grams: float) -> float:
    return round(grams / GRAMS, 3)
