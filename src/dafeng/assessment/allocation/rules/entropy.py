"""Entropy-weighted indices (熵权法): an index that differs more weighs more.

Names of indices: ``base`` (figure of the base year), ``value_added``, ``output``,
``population``, ``value_per_amount`` (value added / base), ``amount_per_head`` (base /
population); any other name is looked for among the party's own figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Context, Decimal
from fractions import Fraction

import attrs

from dafeng.assessment.allocation.figures import kept, plain
from dafeng.assessment.allocation.records import Direction, Driver, Index, Party, Spread
from dafeng.assessment.allocation.results import Step
from dafeng.assessment.allocation.rules.drivers import driver_of
from dafeng.assessment.allocation.weighing import (
    Lack,
    Question,
    Weighing,
    Weight,
    counted_base,
)
from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity
from dafeng.base.rounding import round_half_even

_LOGARITHM = Context(prec=40)
"""Correctly rounded logarithms: every machine comes to the same digits."""
_PLACES = 12
_RATIOS = {
    "value_per_amount": ("value_added", "base"),
    "amount_per_head": ("base", "population"),
}


@attrs.frozen(kw_only=True)
class Column:
    """One index of all parties.

    Attributes
    ----------
    index : Index
    scores : tuple of Fraction
        Normalised, higher brings more; parts of the sum, or 0 to 1 by the range.
    diversity : Fraction
        1 - entropy; 0 of an index that is the same for all.
    weight : Fraction
        Part of the sum of diversities.
    """

    index: Index
    scores: tuple[Fraction, ...]
    diversity: Fraction
    weight: Fraction = Fraction(0)


def entropy(asked: Question) -> Weighing:
    """Weigh by a composite of indices; what tells parties apart more weighs more.

    With p the normalised index of party i as a part of the column's sum:
    e = -Σ p ln p / ln n, d = 1 - e, w = d / Σ d, composite = Σ w x normalised index. An
    index that is zero or the same for all has w = 0 and a finding; where all are, they
    weigh the same. ``spread`` says what becomes of the composite:

    - ``share``: indices are sizes, normalised as x / Σ x (``down``: 1/x); the composite
      is the share.
    - ``tilt``: indices are ratios, normalised by their range to 0 … 1 (``down``
      reversed); weight = base x (1 + tilt x (composite - mean), the mean weighted by
      base, so that the tilt only moves amounts between parties.

    Raises
    ------
    BadInputError
        ``allocation.parameter``: no index is named; ``allocation.index``: a size is
        negative, or is 0 and counts downwards.

    Source
    ------
    C. E. Shannon (1948) for the entropy; the method as Chinese practice states it for
    composite indices (熵权法): normalise, entropy, diversity, weight.
    """
    settings = asked.parameters
    if not settings.indices:
        msg = "parameters.indices is empty: the rule entropy needs at least one index."
        raise BadInputError(msg, code="allocation.parameter")
    table, lacks = _figures(asked)
    bases: list[Fraction] = []
    if settings.spread is Spread.TILT:
        for party in asked.parties:
            base = counted_base(party, asked)
            if isinstance(base, Lack):
                lacks.append(base)
            else:
                bases.append(base[0])
    if lacks:
        return Weighing(lacks=tuple(dict.fromkeys(lacks)))
    columns = weighted_columns(settings.indices, table, settings.spread)
    weights = _weights(asked, columns, bases)
    return Weighing(weights=tuple(weights), findings=tuple(_findings(columns, asked)))


def weighted_columns(
    indices: Sequence[Index], table: Sequence[Sequence[Fraction]], spread: Spread
) -> tuple[Column, ...]:
    """Normalise indices and weigh them by their entropy.

    Parameters
    ----------
    indices : sequence of Index
    table : sequence of sequences of Fraction, shape (indices, parties)
    spread : Spread
    """
    normal = _by_share if spread is Spread.SHARE else _by_range
    columns = []
    for index, row in zip(indices, table, strict=True):
        scores = normal(index, row)
        diversity = _diversity(scores)
        columns.append(Column(index=index, scores=scores, diversity=diversity))
    total = sum((column.diversity for column in columns), Fraction(0))
    if not total:
        same = Fraction(1, len(columns))
        return tuple(attrs.evolve(column, weight=same) for column in columns)
    return tuple(
        attrs.evolve(column, weight=column.diversity / total) for column in columns
    )


def _by_share(index: Index, row: Sequence[Fraction]) -> tuple[Fraction, ...]:
    down = index.direction is Direction.DOWN
    if any(value < 0 or (down and value == 0) for value in row):
        msg = (
            f"Index {index.name!r} has a figure {'of 0 or ' if down else ''}below 0: a "
            "size cannot be that. Give another index, or set parameters.spread to tilt."
        )
        raise BadInputError(msg, code="allocation.index", index=index.name)
    sizes = [1 / value if down else value for value in row]
    total = sum(sizes, Fraction(0))
    return tuple(size / total if total else Fraction(0) for size in sizes)


def _by_range(index: Index, row: Sequence[Fraction]) -> tuple[Fraction, ...]:
    low, high = min(row), max(row)
    if low == high:
        return (Fraction(0),) * len(row)
    up = tuple((value - low) / (high - low) for value in row)
    return tuple(1 - score for score in up) if index.direction is Direction.DOWN else up


def _diversity(scores: Sequence[Fraction]) -> Fraction:
    """1 - entropy, at twelve decimals; 0 where all are the same."""
    total = sum(scores, Fraction(0))
    if not total or len(set(scores)) == 1:
        return Fraction(0)
    told = Decimal(0)
    for score in scores:
        if score:
            part = score / total
            p = _LOGARITHM.divide(Decimal(part.numerator), Decimal(part.denominator))
            told = _LOGARITHM.add(told, _LOGARITHM.multiply(p, _LOGARITHM.ln(p)))
    most = _LOGARITHM.ln(Decimal(len(scores)))
    entropy_of_it = -_LOGARITHM.divide(told, most)
    return Fraction(round_half_even(1 - entropy_of_it, _PLACES))


def _weights(
    asked: Question, columns: Sequence[Column], bases: Sequence[Fraction]
) -> Iterator[Weight]:
    composites = [
        sum((column.weight * column.scores[at] for column in columns), Fraction(0))
        for at in range(len(asked.parties))
    ]
    whole = sum(bases, Fraction(0))
    mean = Fraction(0)
    if whole:
        mean = (
            sum((c * b for c, b in zip(composites, bases, strict=True)), Fraction(0))
            / whole
        )
    tilt = Fraction(asked.parameters.tilt)
    for at, party in enumerate(asked.parties):
        value = composites[at]
        steps = [*_index_steps(columns, at), _composite_step(columns, at, value)]
        if bases:
            value = bases[at] * (1 + tilt * (composites[at] - mean))
            formula = (
                f"{plain(bases[at])} × (1 + {plain(tilt)} × "
                f"({plain(composites[at])} − {plain(mean)}))"
            )
            steps.append(Step(what="tilted", formula=formula, value=kept(value)))
        yield Weight(unit=party.unit, value=value, steps=tuple(steps))


def _index_steps(columns: Sequence[Column], at: int) -> Iterator[Step]:
    for column in columns:
        score = column.scores[at]
        formula = f"{column.index.name}: {plain(score)}"
        yield Step(what="index", formula=formula, value=kept(score))


def _composite_step(columns: Sequence[Column], at: int, value: Fraction) -> Step:
    formula = " + ".join(
        f"{plain(column.weight)} × {plain(column.scores[at])}" for column in columns
    )
    return Step(what="composite", formula=formula, value=kept(value))


def _findings(columns: Sequence[Column], asked: Question) -> Iterator[Finding]:
    if len(asked.parties) < 2:
        return
    for column in columns:
        if not column.diversity:
            yield Finding(
                code="allocation.index_same",
                severity=Severity.WARNING,
                place=f"parameters.indices {column.index.name}",
                value=plain(column.scores[0]),
                rule="An index that is zero or the same for all tells nobody apart.",
                hint="It has no weight; where no index has any, all weigh the same.",
            )


def _figures(asked: Question) -> tuple[list[list[Fraction]], list[Lack]]:
    table: list[list[Fraction]] = []
    lacks: list[Lack] = []
    for index in asked.parameters.indices:
        row = []
        for party in asked.parties:
            figure = _figure(index.name, party, asked)
            if isinstance(figure, Lack):
                lacks.append(figure)
            else:
                row.append(figure)
        table.append(row)
    return table, lacks


def _figure(name: str, party: Party, asked: Question) -> Fraction | Lack:
    if name == "base":
        base = counted_base(party, asked)
        return base if isinstance(base, Lack) else base[0]
    if name in _RATIOS:
        over, under = (_figure(part, party, asked) for part in _RATIOS[name])
        return _ratio(party, over, under)
    if name in {each.value for each in Driver}:
        stated = driver_of(party, Driver(name))
    else:
        stated = next((one.value for one in party.figures if one.name == name), None)
    return Lack(unit=party.unit, field=name) if stated is None else Fraction(stated)


def _ratio(
    party: Party, over: Fraction | Lack, under: Fraction | Lack
) -> Fraction | Lack:
    if isinstance(over, Lack):
        return over
    if isinstance(under, Lack):
        return under
    if not under:
        return Lack(unit=party.unit, field="a divisor above 0")
    return over / under
