"""Tags of energy: lights, small lines, tonnes, heads that sort."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlencode

from django import template
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dafeng.web.core.languages import english
from dafeng.web.core.templatetags.dafeng import amount, drawn_light
from dafeng.web.meters.charts.sparks import HEIGHT, WIDTH, spark_lines
from dafeng.web.meters.selectors.energy_days import hour_moment
from dafeng.web.meters.selectors.quality import FirmQuality
from dafeng.web.meters.wording_energy import (
    COLOURS,
    WAYS,
    carrier_words,
    flag_name_words,
    flag_words,
    reason_words,
    tonnes,
)

register = template.Library()
register.filter("tonnes", tonnes)
register.filter("carrier_name", carrier_words)

FEN = 100
HUNDRED = 100
_FINE = 100


@register.filter
def colour_light(code: str) -> SafeString:
    """A light by its colour: shape and word besides."""
    name, shape, word = COLOURS[str(code)]
    return drawn_light(
        name,
        shape,
        word,
    )


@register.filter
def lit_words(code: str, words: object) -> SafeString:
    """A light with words of its own."""
    name, shape, _word = COLOURS[str(code)]
    return drawn_light(
        name,
        shape,
        words,
    )


@register.filter
def yuan(fen: int | None) -> str:
    """Hundredths of a yuan as whole yuan."""
    return amount(None if fen is None else Decimal(fen) / FEN, 0)


@register.filter
def percent(share: Decimal | float | None, places: int = 1) -> str:
    """A share in percent."""
    return amount(None if share is None else Decimal(share) * HUNDRED, places)


@register.filter
def signed(value: Decimal | None, places: int = 1) -> str:
    """A change with its sign."""
    if value is None:
        return amount(None)
    return ("+" if value > 0 else "") + amount(value, places)


@register.filter
def whole(value: Fraction | None, places: int = 1) -> str:
    """An exact number, rounded for people."""
    if value is None:
        return amount(None)
    return amount(Decimal(value.numerator) / value.denominator, places)


@register.filter
def used(value: Fraction | None) -> str:
    """An amount of a carrier: large ones without decimals."""
    return whole(value, 0 if value is not None and abs(value) >= _FINE else 2)


@register.filter
def flag_name(name: str) -> str:
    """A mark by its name in a report on quality."""
    return flag_name_words(name)


@register.filter
def quality_light(one: FirmQuality) -> SafeString:
    """Whether an enterprise holds the official measures of a month."""
    if one.quality is None:
        return lit_words("grey", _("没有数据"))
    if one.broken:
        return lit_words("red", pgettext("light", "未达到"))
    return lit_words("green", pgettext("light", "达到"))


@register.filter
def marks(flags: int) -> str:
    """Marks of a reading in words."""
    return (", " if english() else "、").join(flag_words(flags))


@register.filter
def fraction_percent(share: Fraction | None) -> str:
    """An exact share in percent, one decimal."""
    return whole(None if share is None else share * HUNDRED)


@register.filter
def micro_minute(at: int) -> str:
    """Microseconds of UTC as a time in China."""
    return f"{hour_moment(0) + timedelta(microseconds=at):%Y-%m-%d %H:%M:%S}"


@register.filter
def mark_reasons(flags: int) -> str:
    """What the marks of a reading mean."""
    return reason_words(flags)


@register.filter
def way_words(way: str) -> str:
    """How a batch came."""
    return str(WAYS.get(way, way))


@register.filter
def share_words(share: Fraction) -> str:
    """A share that a rule names, in percent."""
    return amount(Decimal(share.numerator) / share.denominator * HUNDRED)


@register.filter
def hour_rows(
    lines: Mapping[str, Sequence[int | None]],
) -> list[tuple[str, int | None, int | None, int | None]]:
    """Lines of a board as rows of a table."""
    rows = zip(lines["today"], lines["yesterday"], lines["week"], strict=True)
    return [(f"{hour:02d}", *row) for hour, row in enumerate(rows)]


@register.filter
def spark(values: Sequence[int | None]) -> SafeString:
    """A small line; what it says stands in the columns beside it."""
    lines = format_html_join(
        "", '<polyline points="{}"></polyline>', ((one,) for one in spark_lines(values))
    )
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">'
        "{}</svg>",
        WIDTH,
        HEIGHT,
        lines,
    )


@register.simple_tag(takes_context=True)
def energy_sort_head(
    context: Context, name: str, label: str, unit: str = ""
) -> SafeString:
    """A head that sorts: from the highest down first, and then back."""
    given = context["request"].GET
    now = given.get("sort", "")
    wanted = name if now == f"-{name}" else f"-{name}"
    kept = [
        (key, value)
        for key, value in given.items()
        if key not in ("sort", "page") and value
    ]
    if unit:
        label = f"{label} ({unit})"
    mark, spoken = "", label
    if now == f"-{name}":
        mark, spoken = "▼", f"{label} {_('降序')}"
    elif now == name:
        mark, spoken = "▲", f"{label} {_('升序')}"
    return format_html(
        '<a class="sort" href="?{}" aria-label="{}">{}{}</a>',
        urlencode([*kept, ("sort", wanted)]),
        spoken,
        label,
        format_html(' <span aria-hidden="true">{}</span>', mark) if mark else "",
    )
