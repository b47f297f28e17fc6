"""Where ``dafeng tasks`` takes its plan from: a file, a case, or the house."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period
from dafeng.cli.house import today
from dafeng.cli.house_case import Wanted, house_case, house_plan

if TYPE_CHECKING:
    from dafeng.assessment.division import Division, DivisionInputs
    from dafeng.plan import Plan


@attrs.frozen(kw_only=True)
class Source:
    """Where a command takes the plan from, and what belongs to it."""

    plan: Path | None
    case: Path | None
    home: Path


def make_division(source: Source, year: int) -> Division:
    """Divide the plan that a command asks for.

    Raises
    ------
    BadInputError
        No plan is named, and there is no house or it has published none.
    """
    from dafeng.assessment.division import divide

    plan = (
        house_plan(source.home) if source.plan is None else read_any_plan(source.plan)
    )
    return divide(plan, year, _inputs_of(source, plan, year))


def _inputs_of(source: Source, plan: Plan, year: int) -> DivisionInputs:
    from dafeng.assessment import case_from_json, goals_of_plan
    from dafeng.assessment.division import Catalogue, DivisionInputs

    catalogue = Catalogue.packaged()
    if source.case is not None:
        case = case_from_json(source.case.read_bytes())
    elif source.plan is not None:
        goals = goals_of_plan(plan, Period.year(year).end).goals
        return DivisionInputs(goals=goals, catalogue=catalogue)
    else:
        case = house_case(source.home, Wanted(as_of=today()))
    return DivisionInputs(
        goals=case.goals,
        decrees=case.decrees,
        members=case.members,
        exemptions=case.exemptions,
        catalogue=catalogue,
    )


def read_any_plan(path: Path) -> Plan:
    """Read a plan from a document, or from the JSON of ``dafeng plan read``.

    Raises
    ------
    BadInputError
        The file is no plan; says why.
    """
    from dafeng.plan import plan_from_json, read_plan

    if path.suffix.lower() != ".json":
        return read_plan(path)
    try:
        data = json.loads(path.read_bytes())
    except ValueError as error:
        msg = (
            f"{path.name} is no JSON: {error}. Give a plan's document, or what "
            "`dafeng plan read --format json` prints."
        )
        raise BadInputError(msg, code="plan.bad_json", file=path.name) from error
    if not isinstance(data, dict):
        msg = f"{path.name} holds no JSON object; a plan's JSON is one."
        raise BadInputError(msg, code="plan.bad_json", file=path.name)
    return plan_from_json(data)
