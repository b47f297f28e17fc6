"""The whole run: every scenario under every convention, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeAlias

import attrs

from dafeng.pathways.attribution import (
    cost_curve,
    gap_said,
    sensitivity_rows,
    wedges_of,
)
from dafeng.pathways.compiling import compile_model, named_scenario
from dafeng.pathways.levers import strongest_levers
from dafeng.pathways.paths import path_of
from dafeng.pathways.results import Outlook, Pathway, ScenarioName
from dafeng.pathways.reviewing import review_of
from dafeng.pathways.sensitivity import tornado

if TYPE_CHECKING:
    from dafeng.base.findings import Finding
    from dafeng.pathways.case import OutlookCase
    from dafeng.pathways.compiled import Compiled
    from dafeng.pathways.records import GridPath, Scenario

Progress: TypeAlias = Callable[[str, int, int], None]
"""Told what is being done, how many steps are done, and how many there are."""
HALF = 0.5
"""Delivery of the plan that the gap is measured against."""


def outlook_of(
    case: OutlookCase, progress: Progress = lambda _what, _done, _of: None
) -> Outlook:
    """Run a case: the same case gives the same bytes.

    Raises
    ------
    BadInputError
        ``draws.count``: no power of two. ``peak.year``: ``by`` is outside the horizon.
    """
    findings = dict.fromkeys(case.findings)
    made: dict[tuple[str, str], Compiled] = {}
    paths: list[Pathway] = []
    grids = [one.code for one in case.model.grid]
    ways = [(one, grid) for grid in grids for one in headline_first(case)]
    for done, way in enumerate(ways):
        progress(" ".join(way), done, len(ways) + 1)
        made[way] = compiled_of(case, *way, findings)
        paths.append(path_of(case, made[way]))
    progress("levers and measures", len(ways), len(ways) + 1)
    headline = made[ways[0]]
    bars = tornado(headline, year=case.by)
    costs = cost_curve(case, headline)
    gap = gap_said(case, headline, _scaled(case, HALF, findings))
    return Outlook(
        place=case.base.place,
        base_year=case.base.year,
        horizon=case.model.horizon,
        by=case.by,
        draws=case.draws,
        seed=case.seed,
        account_seal=case.base.seal,
        history=case.base.history,
        scenarios=tuple(_names(case.model.scenarios)),
        conventions=tuple(_names(case.model.grid)),
        paths=tuple(paths),
        levers=strongest_levers(case, bars),
        wedges=wedges_of(case, _scaled(case, 0.0, findings), headline),
        steps=costs.steps,
        unpriced=costs.unpriced,
        sensitivity=sensitivity_rows(case, headline, bars),
        gap=gap.parts,
        level_gap=gap.level,
        target_gaps=gap.targets,
        findings=tuple(findings),
        review=review_of(case),
    )


def _scaled(
    case: OutlookCase, delivery: float, findings: dict[Finding, None]
) -> Compiled:
    """The headline with another share of its measures, under the first convention."""
    way = named_scenario(case.model, headline_first(case)[0])
    other = attrs.evolve(way, delivery=delivery, potential=0.0, sizes=())
    return compiled_of(case, other, case.model.grid[0].code, findings)


def compiled_of(
    case: OutlookCase,
    scenario: Scenario | str,
    convention: str,
    findings: dict[Finding, None],
) -> Compiled:
    """Compile a case under a scenario and convention; add what was noticed."""
    made = compile_model(
        case.model,
        case.base,
        case.measures,
        case.potentials,
        scenario=scenario,
        convention=convention,
    )
    findings |= dict.fromkeys(made.findings)
    return made.compiled


def headline_first(case: OutlookCase) -> list[str]:
    """Codes of the scenarios, that of the headline first."""
    codes = [one.code for one in case.model.scenarios]
    return sorted(codes, key=lambda code: code != case.headline)


def _names(ones: Iterable[Scenario | GridPath]) -> Iterator[ScenarioName]:
    for one in ones:
        yield ScenarioName(code=one.code, name_zh=one.name_zh, name_en=one.name_en)
