"""From marks to points: worth of each rule and subject, exact, then to the cent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.assessment.records import Point
from dafeng.assessment.schemes.records import MetGrading
from dafeng.assessment.schemes.rules import ItemsRule
from dafeng.assessment.scoring.cents import PLACES, rounded_parts
from dafeng.assessment.scoring.marks import NOTHING
from dafeng.base.rounding import round_half_even, without_zeros

if TYPE_CHECKING:
    from dafeng.assessment.schemes.records import Scheme
    from dafeng.assessment.scoring.marks import Mark

_WEIGHT_PLACES = 6


@attrs.frozen(kw_only=True)
class Tally:
    """What the marks of one unit add up to.

    Attributes
    ----------
    score, best : Decimal or None
        Two decimals; ``best`` if everything unknown turned out well. None where
        nothing is asked.
    points : tuple of Point
        Their ``points`` add up to ``score``, their ``of`` to the full points.
    """

    score: Decimal | None
    best: Decimal | None
    points: tuple[Point, ...]


def tally(marks: Sequence[Mark], scheme: Scheme) -> Tally:
    """Add up the marks of one unit.

    Parameters
    ----------
    marks : sequence of Mark
        All of one unit, in any order.
    scheme : Scheme
        Gives the order and the points of the rules.
    """
    place = _places(scheme)
    ordered = sorted(
        marks,
        key=lambda m: (
            place[m.rule, ""],
            place.get((m.rule, m.subject), 0),
            m.subject,
            m.evidence,
            m.reason,
            m.got,
            m.weight,
        ),
    )
    weights: dict[str, Fraction] = defaultdict(Fraction)
    for mark in ordered:
        weights[mark.rule] += mark.weight
    part = {rule: 1 / weight for rule, weight in weights.items() if weight}
    worths = _worths(scheme, weights)
    parts = [m.weight * part.get(m.rule, NOTHING) for m in ordered]
    full = [p * worths[m.rule] for p, m in zip(parts, ordered, strict=True)]
    kept = [f * m.got for f, m in zip(full, ordered, strict=True)]
    # Rounding what was got and what was lost, not the whole, keeps full marks full.
    got = rounded_parts(kept)
    lost = rounded_parts([f - k for f, k in zip(full, kept, strict=True)])
    points = tuple(
        _point(*each) for each in zip(ordered, parts, got, lost, strict=True)
    )
    if not any(full):
        return Tally(score=None, best=None, points=points)
    best = sum((f * m.best for f, m in zip(full, ordered, strict=True)), NOTHING)
    return Tally(
        score=sum(got, Decimal(0)), best=round_half_even(best, PLACES), points=points
    )


def _places(scheme: Scheme) -> dict[tuple[str, str], int]:
    """Number rules and the items in them as the scheme lists them."""
    names: list[tuple[str, str]] = []
    for rule in scheme.rules:
        names.append((rule.id, ""))
        if isinstance(rule, ItemsRule):
            names += [(rule.id, item.id) for item in rule.items]
    return {name: number for number, name in enumerate(names)}


def _point(mark: Mark, part: Fraction, got: Decimal, lost: Decimal) -> Point:
    return Point(
        rule=mark.rule,
        subject=mark.subject,
        points=got,
        of=got + lost,
        weight=without_zeros(round_half_even(part, _WEIGHT_PLACES)),
        state=mark.state,
        evidence=mark.evidence,
        reason=mark.reason,
    )


def _worths(scheme: Scheme, weights: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Points of each rule for one unit.

    Rules that ask nothing of it give their points to the others in proportion. Where
    met items are counted nothing is spread: an item that is not asked is one less.
    """
    if isinstance(scheme.grading, MetGrading):
        return {rule.id: weights.get(rule.id, NOTHING) for rule in scheme.rules}
    asked = [rule for rule in scheme.rules if weights.get(rule.id)]
    whole = sum((Fraction(rule.points) for rule in asked), NOTHING)
    return {
        rule.id: Fraction(rule.points) * Fraction(scheme.total) / whole
        if rule in asked
        else NOTHING
        for rule in scheme.rules
    }
