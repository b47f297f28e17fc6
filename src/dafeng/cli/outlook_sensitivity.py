"""``dafeng outlook sensitivity``: which number is worth measuring better."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import attrs
import typer

from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.outlook_house import (
    Asked,
    By,
    CaseId,
    Convention,
    Input,
    ScenarioCode,
    Seed,
    given_case,
    read_input,
)
from dafeng.cli.progress import progress_shown
from dafeng.cli.results import Form, Output, Shape, give, tell_findings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dafeng.base.findings import Finding
    from dafeng.pathways.sensitivity import Bar, Tornado
    from dafeng.pathways.sobol_indices import Index, SobolIndices
    from dafeng.sheets import Sheet

POINTS = 1024
_GRAMS = 1e6
_YEAR = "peak-year"


def sensitivity(
    case: Input = None,
    case_id: CaseId = "",
    of: Annotated[
        str, typer.Option("--of", help="level, cumulative or peak-year.")
    ] = "level",
    scenario: ScenarioCode = None,
    convention: Convention = None,
    draws: Annotated[
        int | None,
        typer.Option("--draws", metavar="N", help="Points of each net.", min=1),
    ] = None,
    seed: Seed = None,
    by: By = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Rank every unknown: first-order and total Sobol indices, and a tornado.

    Levels are in tonnes of the promised year. A case with a known function f is
    answered for itself. Exits with 1 when a case misses what it expects.
    """
    from dafeng.cli import outlook_tables as tables
    from dafeng.cli.outlook_cases import answer_cases
    from dafeng.pathways.cases import Kind, is_outlook_case
    from dafeng.pathways.outlook import compiled_of
    from dafeng.pathways.sensitivity import sensitivity as indices_of
    from dafeng.pathways.sensitivity import tornado
    from dafeng.sheets import workbook_bytes

    asked = Asked(
        home=home,
        input=case,
        case=case_id,
        scenario=scenario,
        convention=convention,
        draws=draws,
        seed=seed,
        by=by,
    )
    if case is not None and not is_outlook_case(cases := read_input(asked)[1]):
        return answer_cases(cases, Kind.SENSITIVITY, asked, form, output)
    wanted = given_case(attrs.evolve(asked, draws=None)).case
    findings: dict[Finding, None] = {}
    grid = wanted.model.grid[0].code
    compiled = compiled_of(wanted, wanted.headline, grid, findings)
    with progress_shown() as progress:
        progress("indices", 0, 2)
        found = indices_of(
            compiled,
            output=of,
            year=wanted.by,
            count=draws or POINTS,
            seed=wanted.seed,
        )
        progress("tornado", 1, 2)
        bars = tornado(compiled, output=of, year=wanted.by)
    ranked = _Ranked(found=found, bars=bars, of=of, names=tables.names_of_case(wanted))
    give(
        form,
        output,
        table=ranked.sheet,
        data=lambda: {
            "scenario": wanted.headline,
            "convention": grid,
            "of": of,
            "year": wanted.by,
            "seed": wanted.seed,
            **ranked.plain(),
        },
        book=lambda: workbook_bytes([ranked.sheet()], title="sensitivity"),
    )
    return tell_findings(tuple(findings))


@attrs.frozen(kw_only=True)
class _Ranked:
    """Indices and bars of every unknown, the largest total first."""

    found: SobolIndices
    bars: Tornado
    of: str
    names: Mapping[str, str]

    @property
    def scale(self) -> float:
        """Grams of a unit that is shown; years stand as they are."""
        return 1.0 if self.of == _YEAR else _GRAMS

    def rows(self) -> list[tuple[Index, Bar]]:
        """Index and bar of each unknown."""
        bars = {f"{bar.kind}:{bar.code}": bar for bar in self.bars.bars}
        ranked = sorted(self.found.indices, key=lambda one: -one.total)
        return [(one, bars[one.name]) for one in ranked]

    def sheet(self) -> Sheet:
        """One row for each unknown."""
        from dafeng.sheets import Column, Kind, Sheet

        unit, number = ("年" if self.of == _YEAR else "t CO2"), Kind.NUMBER
        return Sheet(
            name="敏感性",
            columns=(
                Column(title="代码"),
                Column(title="名称"),
                Column(title="一阶指数", kind=number),
                Column(title="总指数", kind=number),
                Column(title="低端", unit=unit, kind=number),
                Column(title="高端", unit=unit, kind=number),
            ),
            rows=[
                (bar.code, self.names.get(bar.code, bar.code))
                + (round(one.first, 4), round(one.total, 4))
                + (round(bar.low / self.scale, 1), round(bar.high / self.scale, 1))
                for one, bar in self.rows()
            ],
        )

    def plain(self) -> dict[str, Any]:
        """Return all as JSON holds it."""
        return {
            "points": self.found.count,
            "unit": "year" if self.of == _YEAR else "t CO2",
            "mean": self.found.mean / self.scale,
            "variance": self.found.variance / self.scale**2,
            "centre": self.bars.centre / self.scale,
            "unknowns": [
                {
                    "kind": bar.kind,
                    "code": bar.code,
                    "S1": one.first,
                    "S1_interval": [one.first_low, one.first_high],
                    "ST": one.total,
                    "ST_interval": [one.total_low, one.total_high],
                    "low": bar.low / self.scale,
                    "high": bar.high / self.scale,
                }
                for one, bar in self.rows()
            ],
        }
