"""Tags of corrections: how one stands, and differences with their sign."""

from __future__ import annotations

from fractions import Fraction

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dafeng.web.meters.models import MeterCorrection
from dafeng.web.meters.templatetags.energy import used
from dafeng.web.meters.wording_energy import tonnes

register = template.Library()


@register.filter
def correction_light(row: MeterCorrection) -> SafeString:
    """Whether a correction counts."""
    if row.withdrawn_at is not None:
        colour, shape, word = "unknown", "◇", pgettext("correction", "已撤下")
    elif row.proposed:
        colour, shape, word = "behind", "▲", _("待确认")
    else:
        colour, shape, word = "met", "●", _("已生效")
    return format_html(
        '<span class="light light-{}"><span aria-hidden="true">{}</span> {}</span>',
        colour,
        shape,
        word,
    )


@register.filter
def used_more(value: Fraction | None) -> str:
    """A difference of amounts of a carrier."""
    return ("+" if value is not None and value > 0 else "") + used(value)


@register.filter
def tonnes_more(grams: int | None) -> str:
    """A difference of grams as tonnes."""
    return ("+" if grams is not None and grams > 0 else "") + tonnes(grams)


@register.filter
def kept_used(text: str | None) -> str:
    """An amount that was kept as text."""
    return used(None if text is None else Fraction(text))
