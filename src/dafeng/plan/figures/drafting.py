"""From a figure with its noun to the record: kind, comparator, direction, unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.drafts import Draft
from dafeng.plan.figures.context import Context
from dafeng.plan.figures.softness import softness_of
from dafeng.plan.figures.spans import span_of
from dafeng.plan.figures.years import base_year_of
from dafeng.plan.grammar.measures import without_magnitude
from dafeng.plan.grammar.phrases import falls, scoped
from dafeng.plan.grammar.predicates import Predicate, comparator_of, direction_of
from dafeng.plan.grammar.quantity import SHARES, Quantity
from dafeng.plan.grammar.vocabulary import Sign, Verb
from dafeng.plan.grammar.wordlists import any_of
from dafeng.plan.records import Direction, TargetKind

if TYPE_CHECKING:
    from dafeng.plan.figures.runs import Share
    from dafeng.plan.figures.sentence import Figure, Sentence

_MAX_INDICATOR = 60
_RATE_OF_CHANGE = re.compile(any_of("增速 增长率 降幅 增幅 下降率 降低率") + "$")
_CAPACITY = re.compile(
    any_of(
        "装机 容量 规模(?!以上|化) 能力 产能 处理量 生产线 储能 面积 里程 管网 充电桩"
    )
)
_SHARE = re.compile(r"(?:比例|比重|占比|率)$")
_A_DAY = re.compile(r"日(?:处理|处置|供|产)")
_DISTANCE = re.compile(any_of("半径 距离 间距 运距"))
_SIZES = ("km", "m2", "平方米", "平方公里")
_NO_SIZES = ("元", "标准煤", "标煤")
_POWERS = ("kW", "MW", "GW")
_LEAST = Sign.AT_LEAST
_BORROWED_BOUND = (Sign.AT_LEAST, Sign.MORE, Sign.ABOUT)


@attrs.frozen
class _Promise:
    """A share with all that the record is made of."""

    around: Context
    indicator: str
    scope: str | None
    predicate: Predicate
    model: Draft | None  # the target before, where it also gives verb and noun

    @property
    def figure(self) -> Figure:
        return self.around.figure

    @property
    def quantity(self) -> Quantity:
        return self.around.quantity


def draft_of(share: Share, first: Figure, sentence: Sentence) -> Draft | None:
    """Record of one figure; None when its noun is nothing but an area.

    Parameters
    ----------
    share : Share
    first : Figure
        First figure of its run, whose verb it shares.
    sentence : Sentence
    """
    figure = share.figure
    named = scoped(share.noun)
    indicator = named.noun[-_MAX_INDICATOR:]
    if not indicator:
        return None
    predicate = _shared(figure, first)
    model = _model(sentence.carried.last, indicator, predicate, figure)
    around = Context.of(figure, sentence)
    promise = _Promise(around, indicator, named.scope, predicate, model)
    is_first = model is None and figure is first
    return _draft(promise, share, name=share.noun if is_first else "")


def _draft(promise: _Promise, share: Share, *, name: str) -> Draft:
    sentence, figure = promise.around.sentence, promise.figure
    default_year = sentence.setting.default_year
    kind = _kind(promise)
    rule = "borrowed" if promise.model else promise.predicate.verb or "bare"
    return Draft(
        clause=sentence.setting.clause,
        indicator=promise.indicator,
        comparator=_comparator(promise),
        value=promise.quantity.value,
        value_max=promise.quantity.value_max,
        unit=_unit(promise.quantity, promise.indicator),
        direction=_direction(promise),
        year=share.year if share.year is not None else default_year,
        base_year=_base_year(promise, kind),
        kind=kind,
        softness=softness_of(figure, sentence),
        scope=promise.scope,
        span=span_of(promise.around, name),
        confidence=_confidence(promise, share.year),
        rule=f"figure.{rule}",
    )


def _shared(figure: Figure, first: Figure) -> Predicate:
    """Figures of a run share the verb of the first; each keeps its own comparator."""
    if figure is first:
        return figure.predicate
    own = figure.predicate.comparator
    return attrs.evolve(first.predicate, comparator=own or first.predicate.comparator)


def _model(
    last: Draft | None, indicator: str, predicate: Predicate, figure: Figure
) -> Draft | None:
    """The target before, if the figure goes on with its noun and its verb."""
    if last is None or indicator != last.indicator:
        return None
    further = (
        last.kind is TargetKind.RELATIVE_CHANGE
        and predicate.verb is Verb.TO_UP
        and last.unit == figure.quantity.unit
        and figure.left_start > 0
    )
    return last if predicate.verb is None or further else None


def _comparator(promise: _Promise) -> Sign:
    model, predicate, suffix = promise.model, promise.predicate, promise.figure.suffix
    if model is not None and predicate.comparator is None and suffix is None:
        up = model.comparator in _BORROWED_BOUND
        return Sign.AT_LEAST if up else Sign.AT_MOST
    if model is not None and model.kind is TargetKind.RELATIVE_CHANGE:
        return comparator_of(predicate, suffix, Direction.UP)
    return comparator_of(predicate, suffix, _direction(promise))


def _direction(promise: _Promise) -> Direction:
    if promise.model is not None:
        return promise.model.direction
    said = direction_of(promise.predicate, promise.figure.suffix)
    if said is not Direction.NONE:
        return said
    rises = promise.quantity.counted or _LEAST in (
        promise.predicate.comparator,
        promise.figure.suffix,
    )
    return Direction.DOWN if falls(promise.indicator) and not rises else Direction.UP


def _base_year(promise: _Promise, kind: TargetKind) -> int | None:
    if kind is not TargetKind.RELATIVE_CHANGE or "年均" in promise.predicate.words:
        return None
    if promise.model is not None:
        return promise.model.base_year
    return base_year_of(promise.figure, promise.around.sentence)


def _kind(promise: _Promise) -> TargetKind:
    if promise.model is not None:
        return promise.model.kind
    quantity = promise.quantity
    doubles = quantity.printed.startswith("翻") or quantity.printed == "一倍"
    changes = promise.predicate.verb in (Verb.UP, Verb.DOWN) or doubles
    if quantity.unit == "百分点" or (changes and quantity.unit in SHARES):
        return TargetKind.RELATIVE_CHANGE
    if _RATE_OF_CHANGE.search(promise.indicator):
        return TargetKind.RELATIVE_CHANGE
    if quantity.counted:
        return TargetKind.COUNT
    if is_capacity(promise.indicator, quantity.unit):
        return TargetKind.CAPACITY
    return TargetKind.LEVEL


def is_capacity(indicator: str, unit: str | None) -> bool:
    """Whether a figure is a built size: 装机容量 of 280 万千瓦, 步道 of 28 km."""
    base = without_magnitude(unit)
    if base in _POWERS:
        return True
    if base in _SIZES:
        return not _DISTANCE.search(indicator)
    no_size = unit in (None, "%", "‰") or base.endswith(_NO_SIZES)
    return (
        not no_size
        and not _SHARE.search(indicator)
        and bool(_CAPACITY.search(indicator))
    )


def _unit(quantity: Quantity, indicator: str) -> str | None:
    """日处理能力 200 吨 are tonnes per day; 标准煤 may stand in the noun."""
    if quantity.unit == "t" and _A_DAY.search(indicator):
        return "t/d"
    if indicator.endswith("标准煤") and (quantity.unit or "").endswith("t"):
        return f"{quantity.printed}标准煤"
    return quantity.unit


def _confidence(promise: _Promise, year: int | None) -> float:
    """How sure the reading is: less without a year, a noun or a verb of its own."""
    confidence = 0.95
    if year is None:
        confidence -= 0.2
    elif not promise.around.carried.explicit:
        confidence -= 0.1
    if promise.model is not None:
        confidence -= 0.1
    if promise.figure.predicate.empty:
        confidence -= 0.1
    return round(max(confidence, 0.3), 2)
