"""A chart as something to draw: scale, ticks, points from 0 to 1, words, colours.

What a template must not decide is decided here: the scale is zero-based for bars, a
value that is not known breaks the line and is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from math import floor, log10

import attrs

from dafeng.base.rounding import plain_number, round_half_even
from dafeng.reports.outline import printable, text_width
from dafeng.reports.records import Chart, ChartKind, Series, Stroke
from dafeng.reports.wording import OPEN

COLOURS = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#cc79a7",
    "#e69f00",
    "#56b4e9",
    "#8a8000",
    "#000000",
)
"""Okabe and Ito's order; their yellow is darkened, as letters on white need it."""
DIRECT = 4
"""So many series are named at their end; more get a legend."""
_TICKS = 5
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_NEAR_ZERO = Decimal("0.5")
_LABELS_PT = 400
_LABEL_PT = 9
_BARS_WITH_VALUES = 48
_YEAR = re.compile(r"(\d{4})年?")


@attrs.frozen(kw_only=True)
class Scale:
    """From the lowest to the highest tick; ``step`` apart."""

    low: Decimal
    high: Decimal
    step: Decimal

    def place(self, value: Decimal) -> float:
        """Where a value stands between 0 (lowest) and 1 (highest)."""
        return float((value - self.low) / (self.high - self.low))

    def ticks(self) -> tuple[Decimal, ...]:
        """Every tick, the lowest first."""
        count = int((self.high - self.low) / self.step)
        return tuple(self.low + self.step * at for at in range(count + 1))


def drawn(chart: Chart) -> dict[str, object]:
    """Return the chart as the template ``chart.typ`` reads it."""
    scale = scale_of(chart)
    return {
        "kind": _kind(chart),
        "empty": not _known(chart),
        "labels": [printable(one) for one in chart.labels],
        "places": _places(chart.labels),
        "ticks": [
            {"at": scale.place(one), "text": grouped(one)} for one in scale.ticks()
        ],
        "zero": scale.place(min(max(Decimal(0), scale.low), scale.high)),
        "direct": len(chart.series) <= DIRECT,
        "values_shown": len(chart.series) * len(chart.labels) <= _BARS_WITH_VALUES,
        "series": [
            _series(one, colour=COLOURS[at % len(COLOURS)], scale=scale)
            for at, one in enumerate(chart.series)
        ],
        "alt": described(chart),
    }


def scale_of(chart: Chart) -> Scale:
    """Scale of the values; bars begin at zero, lines where they are near it.

    Examples
    --------
    >>> one = Series(name="甲", values=(Decimal(12), Decimal(47), None))
    >>> bars = Chart(
    ...     kind=ChartKind.BARS,
    ...     title="",
    ...     subtitle="",
    ...     labels=("a", "b", "c"),
    ...     series=(one,),
    ...     source="",
    ... )
    >>> [grouped(tick) for tick in scale_of(bars).ticks()]
    ['0', '10', '20', '30', '40', '50']
    """
    known = _known(chart)
    low, high = (min(known), max(known)) if known else (Decimal(0), Decimal(1))
    near_zero = Decimal(0) <= low <= high * _NEAR_ZERO
    if chart.kind is ChartKind.BARS or near_zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        low, high = (low, high + 1) if low == 0 else (low - 1, high + 1)
    step = _step((high - low) / _TICKS)
    if all(value == value.to_integral_value() for value in known):
        step = max(step, Decimal(1))  # what is counted has no halves
    return Scale(
        low=(low / step).to_integral_value("ROUND_FLOOR") * step,
        high=(high / step).to_integral_value("ROUND_CEILING") * step,
        step=step,
    )


def described(chart: Chart) -> str:
    """The figures in words, for who cannot see the picture."""
    told = [
        f"{one.name}："
        + "，".join(
            f"{label} {OPEN if value is None else grouped(value)}"
            for label, value in zip(chart.labels, one.values, strict=True)
        )
        for one in chart.series
    ]
    return printable(f"{chart.title}（{chart.subtitle}）。" + "；".join(told))


def unknown_line(chart: Chart) -> str:
    """What a line chart has no value for, between known ones; empty when all is known.

    A history ends and an outlook begins: only what lacks inside a series is said, and
    a series without any value.
    """
    if chart.kind is ChartKind.BARS:
        return ""
    told = []
    for one in chart.series:
        missing = _gaps(one.values)
        if missing == range(len(one.values)):
            told.append(f"{one.name} {OPEN}")
        elif missing:
            years = "、".join(chart.labels[at] for at in missing)
            told.append(f"{one.name} {years} {OPEN}")
    return f"无数据：{'；'.join(told)}" if told else ""


def grouped(value: Decimal) -> str:
    """A number with its thousands apart.

    Examples
    --------
    >>> grouped(Decimal("12345.60")), grouped(Decimal("-0.5"))
    ('12,345.6', '-0.5')
    """
    whole, _, part = plain_number(value).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}" + (f".{part}" if part else "")


def _known(chart: Chart) -> list[Decimal]:
    return [value for one in chart.series for value in one.values if value is not None]


def _places(labels: Sequence[str]) -> list[float]:
    """Where each label stands from 0 to 1: years as far apart as they are."""
    matched = [_YEAR.fullmatch(one) for one in labels]
    years = [int(one[1]) for one in matched if one]
    if len(years) < len(labels) or years != sorted(set(years)):
        years = list(range(len(labels)))
    span = max(years, default=0) - min(years, default=0)
    return [(one - years[0]) / span if span else 0.5 for one in years]


def _kind(chart: Chart) -> str:
    if chart.kind is ChartKind.LINES:
        return "lines"
    room = _LABELS_PT / max(len(chart.labels), 1)
    widest = max((text_width(one) for one in chart.labels), default=0)
    return "rows" if widest * _LABEL_PT > room else "columns"


def _series(one: Series, *, colour: str, scale: Scale) -> dict[str, object]:
    return {
        "name": printable(one.name),
        "stroke": one.stroke.value,
        "colour": "#000000" if one.stroke is Stroke.TARGET else colour,
        "points": [
            None if value is None else scale.place(value) for value in one.values
        ],
        "texts": [OPEN if value is None else grouped(value) for value in one.values],
        "gaps": list(_gaps(one.values)),
    }


def _gaps(values: Sequence[Decimal | None]) -> Sequence[int]:
    known = [at for at, value in enumerate(values) if value is not None]
    if not known:
        return range(len(values))
    return [at for at in range(known[0], known[-1]) if values[at] is None]


def _step(rough: Decimal) -> Decimal:
    """The round number next above: 1, 2, 2.5 or 5 times a power of ten."""
    power = Decimal(10) ** floor(log10(rough))
    step = next(one for one in _STEPS if one * power >= rough) * power
    return round_half_even(step, max(0, 1 - floor(log10(step)))).normalize()
