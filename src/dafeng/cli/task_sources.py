"""Where ``dafeng tasks`` takes its plan from: a file, a case, or the house."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from dafeng.base.errors import BadInputError
from dafeng.cli.account_house import open_lake

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
    """Divide the plan that a command asks for."""
    from dafeng.assessment.division import divide

    plan = _plan_of(source)
    return divide(plan, year, _inputs_of(source, plan, year))


def _plan_of(source: Source) -> Plan:
    if source.plan is not None:
        return read_any_plan(source.plan)
    return plan_of_house(source.home)


def _inputs_of(source: Source, plan: Plan, year: int) -> DivisionInputs:
    from dafeng.assessment import case_from_json, goals_of_plan
    from dafeng.assessment.division import Catalogue, DivisionInputs

    catalogue = Catalogue.packaged()
    if source.case is not None:
        case = case_from_json(source.case.read_bytes())
        return DivisionInputs(
            goals=case.goals,
            decrees=case.decrees,
            members=case.members,
            exemptions=case.exemptions,
            catalogue=catalogue,
        )
    if source.plan is not None:
        goals = goals_of_plan(plan, date(year, 12, 31)).goals
        return DivisionInputs(goals=goals, catalogue=catalogue)
    return attrs.evolve(inputs_of_house(source.home), catalogue=catalogue)


def plan_of_house(home: Path) -> Plan:
    """Plan of a house: the sample's where the house holds the sample district.

    Raises
    ------
    BadInputError
        ``account.no_lake``: there is no house. ``tasks.no_plan``: it is of another
        district, whose plan has to be named.
    """
    from dafeng.accounts import districts
    from dafeng.sample import SAMPLE_PLACE_CODE, load_sample_plan

    known = districts(open_lake(home))
    if SAMPLE_PLACE_CODE in known:
        return load_sample_plan()
    msg = (
        f"The house in {home} is of {', '.join(known) or 'no district yet'}; its plan "
        "is not known here. Name the plan's file with --plan."
    )
    raise BadInputError(msg, code="tasks.no_plan", home=str(home))


def inputs_of_house(home: Path) -> DivisionInputs:  # noqa: ARG001 - see plan_of_house
    """What the house knows besides its plan: goals, letters, rosters, exemptions."""
    from dafeng.assessment.division import DivisionInputs
    from dafeng.sample.assessment import (
        sample_decrees,
        sample_exemptions,
        sample_goals,
        sample_members,
    )

    return DivisionInputs(
        goals=sample_goals(),
        decrees=sample_decrees(),
        members=sample_members(),
        exemptions=sample_exemptions(),
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
