"""What a rule is asked, and what it answers: a weight for each party."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.allocation.figures import kept, plain
from dafeng.assessment.allocation.results import Step

if TYPE_CHECKING:
    from dafeng.assessment.allocation.records import Parameters, Party, Quantity
    from dafeng.assessment.allocation.results import Pricing
    from dafeng.base.findings import Finding


@attrs.frozen(kw_only=True)
class Question:
    """What a rule is asked.

    Attributes
    ----------
    quantity : Quantity
    year, base_year : int
    parties : tuple of Party
        Those that the rule decides about, by unit; who has a fixed amount is not there.
    parameters : Parameters
    amount : Fraction
        What the rule shares out, in the unit of the total: without reserve, fixed and
        exempt amounts. A rule that decides about amounts gives them as weights.
    """

    quantity: Quantity
    year: int
    base_year: int
    parties: tuple[Party, ...]
    parameters: Parameters
    amount: Fraction


@attrs.frozen(kw_only=True)
class Weight:
    """A party's weight; only proportions count."""

    unit: str
    value: Fraction
    steps: tuple[Step, ...] = ()


@attrs.frozen(kw_only=True)
class Lack:
    """A figure that a rule needs and nobody stated."""

    unit: str
    field: str


@attrs.frozen(kw_only=True)
class Weighing:
    """What a rule answers.

    Attributes
    ----------
    weights : tuple of Weight
        One for each party, in their order; empty where something lacks.
    lacks : tuple of Lack
    findings : tuple of Finding
    pricing : Pricing or None
        Of a rule that reckons with prices.
    """

    weights: tuple[Weight, ...] = ()
    lacks: tuple[Lack, ...] = ()
    findings: tuple[Finding, ...] = ()
    pricing: Pricing | None = None


def weigh_each(
    asked: Question, weigh: Callable[[Party, Question], Weight | Lack]
) -> Weighing:
    """Weigh party by party, where no party's weight rests on another's."""
    answers = [weigh(party, asked) for party in asked.parties]
    return gathered(answers)


def gathered(answers: Iterable[Weight | Lack]) -> Weighing:
    """Weights, or everything that lacks."""
    weights, lacks = [], []
    for answer in answers:
        if isinstance(answer, Lack):
            lacks.append(answer)
        else:
            weights.append(answer)
    if lacks:
        return Weighing(lacks=tuple(lacks))
    return Weighing(weights=tuple(weights))


def base_of(party: Party, asked: Question) -> Decimal | None:
    """A party's figure of the base year; None is unknown."""
    history = party.stake(asked.quantity).history
    return next((one.value for one in history if one.year == asked.base_year), None)


def counted_base(party: Party, asked: Question) -> tuple[Fraction, Step] | Lack:
    """The part of a party's base figure that a rule looks at: without its exempt part.

    An exempt part above the figure leaves nothing.
    """
    base = base_of(party, asked)
    if base is None:
        return Lack(unit=party.unit, field=f"{asked.quantity}.{asked.base_year}")
    exempt = party.stake(asked.quantity).exempt
    counted = max(Fraction(base) - Fraction(exempt), Fraction(0))
    formula = f"{plain(base)} − {plain(exempt)}" if exempt else plain(base)
    return counted, Step(what="base", formula=formula, value=kept(counted))


def normalised(weights: Iterable[Weight]) -> dict[str, Fraction]:
    """Weights as parts of their sum; all zero where the sum is."""
    listed = tuple(weights)
    total = sum((one.value for one in listed), Fraction(0))
    return {one.unit: one.value / total if total else Fraction(0) for one in listed}
