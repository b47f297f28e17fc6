"""The value of an indicator: inputs found, function called, or what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period
from dafeng.base.rounding import round_half_even
from dafeng.indicators.definitions import (
    DefinitionRegister,
    Reference,
    definition_register,
    reference,
)
from dafeng.indicators.functions.registry import formulas
from dafeng.indicators.records import (
    Basis,
    Definition,
    IndicatorValue,
    Missing,
    Observation,
    Quality,
)
from dafeng.indicators.series import series_of

if TYPE_CHECKING:
    from dafeng.indicators.evidence.index import Evidence

PLACES = 6
"""Decimals that a value keeps."""


@attrs.frozen(kw_only=True)
class Question:
    """Which value of which indicator is asked for.

    Attributes
    ----------
    definition : str
    period : Period
    base : int or None
        Base year of a change; a definition that compares with one refuses without it.
    scope : str
        Part of the district; empty for the whole.
    """

    definition: str
    period: Period
    base: int | None = None
    scope: str = ""


def indicator_value(
    question: Question,
    evidence: Evidence,
    register: DefinitionRegister | None = None,
) -> IndicatorValue:
    """Reckon an indicator, or say which inputs are missing.

    Parameters
    ----------
    question : Question
    evidence : Evidence
    register : DefinitionRegister, optional
        Default the packaged one.

    Raises
    ------
    NotFoundError
        No such definition.
    BadInputError
        ``indicator.no_base``: the definition compares with a base year and none was
        given.
    """
    register = register or definition_register()
    definition = register.get(question.definition)
    found = _Inputs(evidence, register)
    exact = found.reckon(definition, question)
    value = None if exact is None else round_half_even(exact, PLACES)
    return IndicatorValue(
        definition=definition.id,
        place=evidence.place,
        period=question.period.code,
        scope=question.scope,
        base=question.base,
        value=value,
        unit=definition.unit,
        basis=None if value is None else weakest_basis(found.used),
        quality=None if value is None else worst_quality(found.used),
        inputs=tuple(dict.fromkeys(found.used)),
        missing=tuple(dict.fromkeys(found.missing)),
    )


def weakest_basis(used: Iterable[Observation]) -> Basis | None:
    """Return the weakest basis among observations; None of none."""
    order = tuple(Basis)
    return max((one.basis for one in used), key=order.index, default=None)


def worst_quality(used: Iterable[Observation]) -> Quality | None:
    """Return the worst quality among observations; None of none."""
    return max((one.quality for one in used), default=None)


@attrs.define
class _Inputs:
    """Looks inputs up and remembers what was used and what was not there."""

    evidence: Evidence
    register: DefinitionRegister
    used: list[Observation] = attrs.field(factory=list)
    missing: list[Missing] = attrs.field(factory=list)

    def reckon(self, definition: Definition, asked: Question) -> Fraction | None:
        found = {
            name: self._input(reference(text), asked)
            for name, text in definition.inputs.items()
        }
        known = {name: each for name, each in found.items() if each is not None}
        if len(known) < len(found):
            return None
        try:
            return formulas()[definition.id](**known)
        except ZeroDivisionError:
            return None

    def _input(self, needed: Reference, asked: Question) -> Fraction | None:
        at = attrs.evolve(asked, period=_period(needed, asked))
        if needed.derived:
            return self.reckon(self.register.get(needed.name), at)
        found = self.evidence.find(needed.name, at.period, at.scope)
        if not found:
            self.missing.append(_missing(needed.name, at))
            return None
        self.used += found
        return sum((Fraction(one.value) for one in found), Fraction())


def _period(needed: Reference, asked: Question) -> Period:
    if needed.when == "previous":
        return asked.period.previous()
    if needed.when == "now":
        return asked.period
    if asked.base is None:
        msg = (
            f"{asked.definition} compares with a base year. Give one, for example 2020."
        )
        raise BadInputError(msg, code="indicator.no_base", definition=asked.definition)
    return Period.year(asked.base)


def _missing(series: str, at: Question) -> Missing:
    known = series_of(series)
    return Missing(
        series=series,
        period=at.period.code,
        scope=at.scope,
        owner=known.owner,
        due_on=due_day(at.period, known.lag_months),
    )


def due_day(period: Period, lag_months: int) -> date:
    """Return the last day on which a figure of a period is in time.

    Examples
    --------
    >>> due_day(Period.year(2025), 10)
    datetime.date(2026, 10, 31)
    """
    return period.shifted(lag_months).end
