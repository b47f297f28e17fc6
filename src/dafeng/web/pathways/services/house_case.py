"""From the house to the core: model, measures, sealed accounts, targets.

The model of a district is a folder of the house (``model/``), its possibilities a table
in it (``potentials.csv``): an analyst changes both without touching code.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from dafeng.accounts import Seal, newest_seal, sealed_account
from dafeng.assessment import goals_of_plan
from dafeng.base.errors import NotFoundError
from dafeng.base.periods import Period
from dafeng.indicators import Demand, Question, indicator_value
from dafeng.measures import (
    Measure,
    Potential,
    delivered_potential,
    measure_library,
    read_potentials,
)
from dafeng.pathways import (
    Asked,
    BaseYear,
    Model,
    OutlookCase,
    StatedFigure,
    base_year_of,
    load_model,
    read_past_facts,
    seen_definitions,
)
from dafeng.web.accounts.lakes import seal_folder
from dafeng.web.accounts.models import AccountTotal, RunStatus
from dafeng.web.assessment.services.binding import bindings_of
from dafeng.web.assessment.services.running import evidence_of_house
from dafeng.web.pathways.folders import POTENTIALS, model_folder
from dafeng.web.plans.models import Plan
from dafeng.web.plans.selectors.plans import confirmed_plan
from dafeng.web.projects.selectors.outlook import commissioned_of


@attrs.frozen(kw_only=True)
class Ground:
    """What has to be there before anything can be computed."""

    model: Model
    library: tuple[Measure, ...]
    potentials: tuple[Potential, ...]
    seal: Seal


def house_case(plan: Plan, on: date) -> OutlookCase:
    """What the house knows on a day, as one record.

    Raises
    ------
    NotFoundError, ModelError, MeasureError
        As :func:`ground_of`.
    """
    ground = ground_of(plan, on)
    model, seal = ground.model, ground.seal
    reading = base_year_of(
        sealed_account(seal_folder(), seal),
        model,
        seal=seal.digest,
        history=history_of(plan, model),
    )
    asked = tuple(asked_of(plan, model, on))
    past = read_past_facts(model_folder(), model)
    return OutlookCase(
        model=model,
        base=reading.base,
        findings=reading.findings,
        measures=ground.library,
        potentials=tuple(potentials_now(plan, ground, on)),
        asked=asked,
        stated=tuple(stated_of(plan, model, asked, on)),
        past=attrs.evolve(past, accounts=tuple(accounts_of(plan, model))),
    )


def potentials_now(plan: Plan, ground: Ground, on: date) -> Iterator[Potential]:
    """Possibilities of the house, as sure as what its projects built makes them."""
    built = commissioned_of(plan, on, ground.library)
    for one in ground.potentials:
        yield delivered_potential(
            one, built.get(one.measure, ()), base_year=ground.model.base_year
        )


def accounts_of(plan: Plan, model: Model) -> Iterator[BaseYear]:
    """Every sealed account up to the base year in the model's sectors, oldest first."""
    folder = seal_folder()
    for year, _grams in history_of(plan, model):
        seal = newest_seal(folder, plan.place_code, year)
        if seal is not None:
            account = sealed_account(folder, seal)
            made = base_year_of(account, model, seal=seal.digest, history=()).base
            yield attrs.evolve(made, history=(), shares=())


def ground_of(plan: Plan, on: date) -> Ground:
    """Read the model and find the seal of its base year.

    Raises
    ------
    NotFoundError
        ``outlook.no_model``: the house has no model. ``outlook.no_account``: the
        model's base year has no sealed account.
    ModelError, MeasureError
        The folder holds something that cannot be used; every reason is named.
    """
    folder = model_folder()
    if not folder.is_dir():
        msg = f"{folder} holds no model of the district."
        raise NotFoundError(msg, code="outlook.no_model", folder=str(folder))
    library = measure_library(on)
    model = load_model(folder, measures=[one.id for one in library])
    seal = newest_seal(seal_folder(), plan.place_code, model.base_year)
    if seal is None:
        msg = f"The account of {model.base_year}, the model's base year, is not sealed."
        raise NotFoundError(msg, code="outlook.no_account", year=model.base_year)
    table = folder / POTENTIALS
    potentials = read_potentials(table, library) if table.is_file() else ()
    return Ground(model=model, library=library, potentials=tuple(potentials), seal=seal)


def history_of(plan: Plan, model: Model) -> list[tuple[int, int]]:
    """Year and grams of every sealed account up to the base year."""
    rows = AccountTotal.objects.filter(
        run__organisation__place_code=plan.place_code,
        run__status=RunStatus.SEALED,
        run__year__lte=model.base_year,
        boundary=model.boundary.value,
    )
    return list(rows.order_by("run__year").values_list("run__year", "value_g"))


def asked_of(plan: Plan, model: Model, on: date) -> Iterator[Asked]:
    """Targets with a figure and a year that the future still decides."""
    for goal in goals_of_plan(confirmed_plan(plan), on, bindings_of(plan)).goals:
        if goal.value is None or goal.year is None or not goal.definition:
            continue
        if model.base_year < goal.year <= model.horizon:
            yield Asked(
                target=goal.id,
                definition=goal.definition,
                year=goal.year,
                base_year=goal.base_year,
                demand=Demand(
                    comparator=goal.comparator,
                    value=goal.value,
                    value_max=goal.value_max,
                ),
            )


def stated_of(
    plan: Plan, model: Model, asked: Iterable[Asked], on: date
) -> Iterator[StatedFigure]:
    """Figures of base years that targets start from, as far as the house has them."""
    evidence, seen = evidence_of_house(plan, on), seen_definitions()
    wanted: dict[tuple[str, int], None] = {}
    for one in asked:
        if one.definition in seen:
            level = seen[one.definition].level or one.definition
            wanted[level, model.base_year] = None
            if one.base_year is not None:
                wanted[level, one.base_year] = None
    for definition, year in wanted:
        question = Question(definition=definition, period=Period.year(year))
        value = indicator_value(question, evidence).value
        if value is not None:
            yield StatedFigure(definition=definition, year=year, value=value)
