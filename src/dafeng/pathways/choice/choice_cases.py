"""Choices as JSON, in the form of the shared case and in one of our own.

=============================  =======================================================
``abatement``, ``capital``     lists with one figure per measure: each is built whole,
                               in one of ``years`` or never
any other list of that length  a quantity of that name; ``NAME_2025_target`` (by a year)
                               or ``NAME_target`` (by the last) is its goal
``annual_capital_limit``,      limits; ``discount`` lists what a yuan of each year is
``max_starts``, ``discount``,  worth, ``discount_rate`` is a rate; ``requires`` and
``requires``, ``excludes``     ``excludes`` name measures by their index
``options``                    our own form: records :class:`Option` as objects, beside
                               ``years``, ``goals`` and ``limits``
=============================  =======================================================
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from dafeng.base.errors import BadInputError
from dafeng.pathways.choice.highs import Settings
from dafeng.pathways.choice.records import (
    ABATEMENT,
    Build,
    ChoiceProblem,
    Goal,
    Limits,
    Option,
    OwnerLimit,
    discounting,
)
from dafeng.pathways.choice.solving import choose

if TYPE_CHECKING:
    import numpy.typing as npt

    from dafeng.pathways.choice.records import Choice

    Array: TypeAlias = npt.NDArray[np.float64]

Json: TypeAlias = Mapping[str, Any]
_TARGET = re.compile(r"(.+?)(?:_(\d{4}))?_target")
_EXACT = Settings(gap=0.0)


def problem_of_case(case: Json) -> ChoiceProblem:
    """Read a case, or its ``inputs``.

    Raises
    ------
    BadInputError
        ``case.choice``: a figure is missing or of another kind; the message names it.
    """
    inputs = case.get("inputs", case)
    if not isinstance(inputs, Mapping):
        raise _refusal(place="inputs", what="is not an object")
    try:
        return _own(inputs) if "options" in inputs else _shared(inputs)
    except KeyError as error:
        raise _refusal(
            place=str(error.args[0]), what=f"is missing; there is: {_names(inputs)}"
        ) from error
    except (TypeError, ValueError, AttributeError, IndexError) as error:
        if isinstance(error, BadInputError):
            raise
        raise _refusal(place="inputs", what=str(error)) from error


def evaluate_choice(case: Json) -> dict[str, object]:
    """Solve a case to the last digit; the answer has the keys of ``expected``.

    Raises
    ------
    BadInputError
        The case cannot be read, or its problem is not put well.
    """
    return answer_of(choose(problem_of_case(case), _EXACT))


def answer_of(choice: Choice) -> dict[str, object]:
    """Tell a choice as JSON; unknown costs are null."""
    problem = choice.problem
    begins = [0 if y is None else problem.years.index(y) + 1 for y in choice.started]
    known = np.isfinite(choice.cost)
    return {
        "objective": choice.cost if known else None,
        "start_index_1based_0_never": begins,
        "status": choice.status.value,
        "gap": choice.gap if np.isfinite(choice.gap) else None,
        "investment": choice.costs.investment if known else None,
        "running": choice.costs.running if known else None,
        "penalty": choice.costs.penalty if known else None,
        "built": {
            measure: dict(zip(map(str, problem.years), map(float, row), strict=True))
            for measure, row in zip(problem.measures, choice.built, strict=True)
            if row.any()
        },
        "goals": [
            {
                "name": one.goal.name,
                "year": one.goal.year,
                "amount": one.goal.amount,
                "reached": one.reached,
                "shortfall": one.shortfall,
            }
            for one in choice.reached
        ],
        "findings": [
            {"code": one.code, "place": one.place, "value": one.value, "hint": one.hint}
            for one in choice.findings
        ],
    }


def _shared(inputs: Json) -> ChoiceProblem:
    years = tuple(map(int, inputs["years"]))
    capital, abatement = list(inputs["capital"]), list(inputs["abatement"])
    count = len(capital)
    if len(abatement) != count:
        raise _refusal(
            place="abatement", what=f"has {len(abatement)} figures for {count} measures"
        )
    targets = [found for key in inputs if (found := _TARGET.fullmatch(key))]
    quantities = [t[1] for t in targets if t[1] != ABATEMENT]
    for name in quantities:
        if len(inputs[name]) != count:
            raise _refusal(
                place=name, what=f"has {len(inputs[name])} figures for {count} measures"
            )
    ones = np.ones(len(years))
    names = inputs.get("names") or [str(at) for at in range(count)]
    options = tuple(
        Option(
            measure=str(names[at]),
            size=1.0,
            abatement=float(abatement[at]) * ones,
            contributions=tuple((q, float(inputs[q][at]) * ones) for q in quantities),
            investment=float(capital[at]),
            running=0.0 * ones,
            build=Build.WHOLE,
            prerequisites=_tied(inputs, "requires", at, names),
            excludes=_tied(inputs, "excludes", at, names),
        )
        for at in range(count)
    )
    goals = tuple(
        Goal(
            name=found[0],
            quantity=found[1],
            year=int(found[2] or years[-1]),
            amount=float(inputs[found[0]]),
        )
        for found in targets
    )
    limits = Limits(
        discount=_discount(inputs, years),
        capital=_yearly(inputs.get("annual_capital_limit"), years),
        starts=inputs.get("max_starts"),
    )
    return ChoiceProblem(years=years, options=options, goals=goals, limits=limits)


def _tied(inputs: Json, key: str, at: int, names: Sequence[str]) -> tuple[str, ...]:
    others = (inputs.get(key) or {}).get(str(at), ())
    listed = others if isinstance(others, list) else [others] if others != () else []
    return tuple(str(names[int(other)]) for other in listed)


def _own(inputs: Json) -> ChoiceProblem:
    years = tuple(map(int, inputs["years"]))
    limits = dict(inputs.get("limits") or {})
    return ChoiceProblem(
        years=years,
        options=tuple(_option(one, years) for one in inputs["options"]),
        goals=tuple(Goal(**{"year": years[-1], **one}) for one in inputs["goals"]),
        limits=Limits(
            discount=_discount(limits, years),
            capital=_yearly(limits.get("capital"), years),
            starts=limits.get("starts"),
            owners=tuple(
                OwnerLimit(
                    owner=one["owner"],
                    capital=_yearly(one.get("capital"), years),
                    starts=one.get("starts"),
                )
                for one in limits.get("owners", ())
            ),
            required=tuple(limits.get("required", ())),
            forbidden=tuple(limits.get("forbidden", ())),
        ),
    )


def _option(told: Json, years: tuple[int, ...]) -> Option:
    fields = dict(told)
    other = fields.pop("contributions", {})
    for key in ("prerequisites", "excludes", "ramp"):
        if key in fields:
            fields[key] = tuple(fields[key])
    fields["build"] = Build(fields.get("build", Build.CONTINUOUS))
    fields["abatement"] = _yearly(told["abatement"], years)
    fields["running"] = _yearly(told.get("running", 0.0), years)
    fields["contributions"] = tuple((k, _yearly(v, years)) for k, v in other.items())
    return Option(**fields)


def _discount(told: Json, years: tuple[int, ...]) -> Array:
    if told.get("discount") is not None:
        return np.array(told["discount"], dtype=np.float64)
    return discounting(years, float(told.get("discount_rate") or 0.0))


def _yearly(told: object, years: tuple[int, ...]) -> Array | None:
    """One figure for all years, a list, or none."""
    if told is None:
        return None
    array = np.asarray(told, dtype=np.float64)
    return array if array.ndim else np.full(len(years), float(array))


def _names(inputs: Json) -> str:
    return ", ".join(map(str, inputs)) or "nothing"


def _refusal(*, place: str, what: str) -> BadInputError:
    return BadInputError(f"{place}: {what}.", code="case.choice", place=place)
