"""Filters of the public pages: names and figures in the reader's language."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dafeng.base.rounding import plain_number, round_half_even
from dafeng.public import (
    Change,
    Coverage,
    Footprint,
    ReleasedFigure,
    UsedFactor,
)
from dafeng.web.accounts.wording import estimate_words
from dafeng.web.core.languages import english
from dafeng.web.core.templatetags.dafeng import UNKNOWN, amount, zh
from dafeng.web.public.models import Figure
from dafeng.web.public.sentences import asked_words
from dafeng.web.public.wording import change_words

register = template.Library()

UNITS_EN = {
    "万tCO2e": "10⁴ tCO₂e",
    "tCO2e/人": "tCO₂e per head",
    "d": "days",
    "kgCO2e/人公里": "kgCO₂e per passenger-km",
}
PARAMETERS = {
    "grid_average_province": _("省级电力平均排放因子"),
    "grid_average_region": _("区域电力平均排放因子"),
    "grid_average_national": _("全国电力平均排放因子"),
    "ncv": _("低位发热量"),
    "carbon_content": _("单位热值含碳量"),
    "oxidation_rate": _("碳氧化率"),
    "ef_heat": _("热力排放因子"),
    "density": _("密度"),
}
SHOWN = {"万tCO2e": "万 tCO₂e", "d": "天"}
SMALL = (("CO2", "CO₂"), ("m2", "m²"), ("m3", "m³"))


@register.filter
def told(record: object, name: str) -> SafeString | str:
    """A text in the reader's language: ``{{ figure|told:"name" }}``."""
    plain = getattr(record, name, "")
    chinese = str(getattr(record, f"{name}_zh", plain) or "")
    foreign = str(getattr(record, f"{name}_en", "") or "")
    if english() and foreign:
        return zh(foreign)
    return zh(chinese) if chinese else UNKNOWN


@register.filter
def unit(text: str) -> SafeString | str:
    """A unit in the reader's language."""
    if not text:
        return ""
    if english() and text in UNITS_EN:
        return UNITS_EN[text]
    shown = SHOWN.get(text, text)
    for plain, small in SMALL:
        shown = shown.replace(plain, small)
    return zh(shown)


@register.filter
def now(figure: ReleasedFigure | Figure) -> SafeString | str:
    """The figure with its unit; unknown is ``--``."""
    if figure.value is None:
        return UNKNOWN
    number = amount(Decimal(plain_number(figure.value)))
    gap = "" if figure.unit in ("%", "‰", "") else " "
    return format_html("{}{}{}", number, gap, unit(figure.unit))


@register.filter
def asked(figure: ReleasedFigure | Figure) -> SafeString | str:
    """What is asked for, with its unit."""
    words = asked_words(
        figure.comparator, figure.target_value, figure.target_max, figure.unit
    )
    return zh(words) if words else UNKNOWN


@register.filter
def span(figure: ReleasedFigure) -> str:
    """The interval of a figure; empty without one."""
    if figure.low is None or figure.high is None:
        return ""
    low, high = (
        amount(Decimal(plain_number(one))) for one in (figure.low, figure.high)
    )
    return f"{low}–{high}"


@register.filter
def kilos(value: Decimal | None) -> str:
    """Kilograms without decimals; unknown is ``--``."""
    return UNKNOWN if value is None else amount(round_half_even(value, 0))


@register.filter
def tonnes(value: Decimal | None) -> str:
    """Kilograms as tonnes with one decimal."""
    return UNKNOWN if value is None else amount(round_half_even(value / 1000, 1))


@register.filter
def each(footprint: Footprint, end: str) -> Decimal | None:
    """The result for each person: ``kg``, ``low`` or ``high``."""
    return footprint.per_person(getattr(footprint, end))


@register.filter
def factor(value: Decimal) -> str:
    """A factor with four figures that count, as people read it."""
    places = max(0, 3 - value.adjusted()) if value else 0
    return plain_number(value, places)


@register.filter
def symbol(used: UsedFactor) -> SafeString | str:
    """Which number it is: the words of the parameter, or the row's own name."""
    parameter = used.name.partition("@")[0].rpartition(".")[2]
    words = PARAMETERS.get(parameter)
    return told(used, "name") if words is None else str(words)


@register.filter
def years(used: UsedFactor) -> str:
    """From when to when a number holds: ``2023``, ``2013–``."""
    if used.valid_from is None or used.valid_from == used.valid_to:
        return str(used.valid_from or "")
    return f"{used.valid_from}–{used.valid_to or ''}"


@register.filter
def estimates(used: UsedFactor) -> str:
    """Which estimates stand in for a factor of the year, in words; empty for none."""
    return estimate_words(used.estimate)


@register.filter
def said(change: Change) -> SafeString | str:
    """What changed, as a sentence in the reader's language."""
    return zh(change_words(change))


@register.filter
def share_of(coverage: Coverage) -> str:
    """The share of people reached; unknown is ``--``."""
    if coverage.share is None:
        return UNKNOWN
    return f"{amount(round_half_even(coverage.share * 100, 1))}%"
