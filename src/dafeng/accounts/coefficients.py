"""Coefficients: grams of gas per unit of activity, with the factors behind them.

Thousands of lines share a few hundred coefficients: each is worked out once, exactly,
and the lines are then multiplied as set work.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.exact import coefficient_e6
from dafeng.accounts.methods import method, methods_for
from dafeng.accounts.methods.landfill import landfill_method, landfill_methods
from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity
from dafeng.factors import (
    MissingFactorError,
    Request,
    UnverifiedFactorError,
    choose,
    gwp,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dafeng.accounts.methods.records import Method
    from dafeng.accounts.records import Settings
    from dafeng.factors import Choice, FactorBook

LANDFILL = "waste.landfill"


@attrs.frozen(kw_only=True)
class CoefficientKey:
    """What a coefficient depends on.

    Attributes
    ----------
    flow, item, unit : str
    factor_set : str
        Set that binds the flow; empty is free.
    owner : str
        Whose measured factors may answer; empty where nobody measured.
    age : int
        Years since a deposit was made; 0 for everything that does not decay.
    """

    flow: str
    item: str
    unit: str
    factor_set: str = ""
    owner: str = ""
    age: int = 0


@attrs.frozen(kw_only=True)
class Coefficient:
    """One gas of one key.

    Attributes
    ----------
    key : CoefficientKey
    method : Method
    choice : Choice
        The factors, and why they were chosen.
    exact : Fraction
        Tonnes of the gas per unit of activity.
    grams_e6 : int
        The same in millionths of a gram, rounded half to even.
    gwp_e3 : int
        Warming potential of the gas in thousandths.
    gwp_id : str
        Row that gives it.
    """

    key: CoefficientKey
    method: Method
    choice: Choice
    exact: Fraction
    grams_e6: int
    gwp_e3: int
    gwp_id: str


def coefficients(
    keys: Iterable[CoefficientKey], book: FactorBook, settings: Settings
) -> tuple[tuple[Coefficient, ...], tuple[Finding, ...]]:
    """Work out the coefficients of each key, one per gas.

    Returns
    -------
    coefficients, findings
        ``account.no_method`` and ``account.no_factor`` block: what such a flow emits
        is not known. ``account.unverified`` blocks an official account.
    """
    made: list[Coefficient] = []
    found: list[Finding] = []
    for key in keys:
        gases = _by_gas(key, settings)
        if not gases:
            found.append(_no_method(key))
        for ranked in gases:
            answer = _first_answer(key, ranked, book, settings)
            if isinstance(answer, Coefficient):
                made.append(answer)
            else:
                found.append(answer)
    return tuple(made), tuple(found)


def _by_gas(key: CoefficientKey, settings: Settings) -> list[list[Method]]:
    """Methods of a key, one list by rank for each gas."""
    gases: dict[str, list[Method]] = {}
    for each in _methods(key, settings):
        gases.setdefault(each.gas, []).append(each)
    return list(gases.values())


def _methods(key: CoefficientKey, settings: Settings) -> tuple[Method, ...]:
    if key.flow == LANDFILL:
        return landfill_methods(key.age, key.item)
    return methods_for(key.flow, key.item, key.unit, power=settings.power)


def _first_answer(
    key: CoefficientKey, ranked: list[Method], book: FactorBook, settings: Settings
) -> Coefficient | Finding:
    """Take the first method whose factors are there."""
    missing = None
    for each in ranked:
        try:
            choice = choose(book, _request(key, each, settings))
            return _coefficient(key, each, choice, book, settings)
        except MissingFactorError as error:
            missing = missing or error
        except UnverifiedFactorError as error:
            return _unverified(key, error)
        except BadInputError as error:
            return _odd(key, each, error)
    return _no_factor(key, ranked[0], missing)


def _request(key: CoefficientKey, method: Method, settings: Settings) -> Request:
    return Request(
        item=key.item,
        needs=method.needs,
        gas=method.gas,
        year=settings.year,
        regions=settings.regions,
        closed=method.closed,
        owner=key.owner,
        # A set binds what must come from one set; its fuels know no CH4 and N2O.
        factor_set=key.factor_set if method.closed else "",
        official=settings.official,
        rule=settings.rule,
    )


def _coefficient(
    key: CoefficientKey,
    method: Method,
    choice: Choice,
    book: FactorBook,
    settings: Settings,
) -> Coefficient:
    numbers = {filled.need.symbol: filled.value for filled in choice.filled}
    exact = method.formula.value(numbers)
    potential = gwp(book, method.gas, settings.gwp)
    return Coefficient(
        key=key,
        method=method,
        choice=choice,
        exact=exact,
        grams_e6=coefficient_e6(exact),
        gwp_e3=round(Fraction(potential.value) * 1000),
        gwp_id=potential.id,
    )


def _place(key: CoefficientKey) -> str:
    return f"{key.flow} {key.item} ({key.unit})"


def _no_method(key: CoefficientKey) -> Finding:
    return Finding(
        code="account.no_method",
        severity=Severity.ERROR,
        place=_place(key),
        value=key.unit,
        rule="Every flow that emits has a method for its unit.",
        hint="State the activity in the unit of the flow's method, or correct the "
        "flow. Until then what it emits is not known and not counted.",
    )


def _no_factor(
    key: CoefficientKey, method: Method, error: MissingFactorError | None
) -> Finding:
    return Finding(
        code="account.no_factor",
        severity=Severity.ERROR,
        place=_place(key),
        value=", ".join(need.parameter for need in method.needs),
        rule=f"Method {method.id} needs each of its factors.",
        hint=str(error),
    )


def _odd(key: CoefficientKey, method: Method, error: BadInputError) -> Finding:
    return Finding(
        code="account.coefficient",
        severity=Severity.ERROR,
        place=_place(key),
        value=error.code,
        rule=f"Method {method.id} gives a coefficient that can be counted with.",
        hint=str(error),
    )


def _unverified(key: CoefficientKey, error: UnverifiedFactorError) -> Finding:
    return Finding(
        code="account.unverified",
        severity=Severity.ERROR,
        place=_place(key),
        value=", ".join(error.ids),
        rule="An official account takes an unverified factor only with a signature.",
        hint=str(error),
    )


def method_of(identifier: str) -> Method:
    """Return the method that a line names, those of decaying deposits included."""
    decays = identifier.startswith("landfill.")
    if decays and identifier.rpartition(".")[2].isdecimal():
        return landfill_method(identifier)
    return method(identifier)
