"""Mixture (组合法): several rules, each with its part."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from dafeng.assessment.allocation.figures import kept, plain
from dafeng.assessment.allocation.results import Step
from dafeng.assessment.allocation.weighing import (
    Question,
    Weighing,
    Weight,
    normalised,
)
from dafeng.base.errors import BadInputError

MIXTURE = "mixture"


def mixture(asked: Question, weigh_by: Callable[[str, Question], Weighing]) -> Weighing:
    """Weigh by the sum of what several rules give, each times its share.

    Parameters
    ----------
    asked : Question
        ``parameters.mixture`` names the rules; shares add up to 1.
    weigh_by : callable
        Weighs by a rule that is named.

    Raises
    ------
    BadInputError
        ``allocation.parameter``: no rule is named, shares do not add up to 1, or a
        mixture stands within a mixture.

    Source
    ------
    House rule.
    """
    parts = asked.parameters.mixture
    total = sum((Fraction(part.share) for part in parts), Fraction(0))
    if total != 1 or any(part.rule == MIXTURE for part in parts):
        named = ", ".join(f"{part.rule} {part.share}" for part in parts) or "nothing"
        msg = (
            f"parameters.mixture is {named}: name other rules than mixture, with "
            "shares that add up to 1."
        )
        raise BadInputError(msg, code="allocation.parameter")
    answers = [weigh_by(part.rule, asked) for part in parts]
    lacks = tuple(dict.fromkeys(lack for one in answers for lack in one.lacks))
    findings = tuple(dict.fromkeys(each for one in answers for each in one.findings))
    if lacks:
        return Weighing(lacks=lacks, findings=findings)
    shares = [normalised(one.weights) for one in answers]
    return Weighing(
        weights=tuple(_weight(party.unit, asked, shares) for party in asked.parties),
        findings=findings,
    )


def _weight(unit: str, asked: Question, shares: list[dict[str, Fraction]]) -> Weight:
    parts = asked.parameters.mixture
    value = sum(
        (
            Fraction(part.share) * by_unit[unit]
            for part, by_unit in zip(parts, shares, strict=True)
        ),
        Fraction(0),
    )
    formula = " + ".join(
        f"{plain(part.share)} × {plain(by_unit[unit])} [{part.rule}]"
        for part, by_unit in zip(parts, shares, strict=True)
    )
    step = Step(what="mixture", formula=formula, value=kept(value))
    return Weight(unit=unit, value=value, steps=(step,))
