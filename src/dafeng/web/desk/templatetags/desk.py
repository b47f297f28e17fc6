"""Tags of the desk: deadlines, light bars, sparklines, names of tables."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dafeng.web.accounts.wording import table_words
from dafeng.web.assessment.charts.colours import STATES
from dafeng.web.core.templatetags.dafeng import LIGHTS
from dafeng.web.desk import wording
from dafeng.web.desk.selectors.outlook import Tally
from dafeng.web.plans.models import PlanUnit

register = template.Library()

BAR_WIDTH, BAR_HEIGHT, PART_GAP = 120, 14, 1


register.filter("force_word", wording.force_word)
register.filter("look_name", wording.look_name)


@register.filter
def table_name(table: str) -> str:
    """Name of a table of the lake, in words."""
    return table_words(table)


@register.filter
def measure(unit: str) -> str:
    """A unit of measure as people say it; a yes or no has none."""
    return _("是或否") if unit in ("", "1") else unit


@register.filter
def unit_kind(kind: str) -> str:
    """Word for what a responsible unit is."""
    words: Any = PlanUnit._meta.get_field("kind").choices
    return str(dict(words).get(kind, kind))


@register.simple_tag
def due(day: date, today: date) -> SafeString:
    """A deadline: the day, and how far it is, in words; late ones with a shape."""
    days = (day - today).days
    if days < 0:
        words = ngettext("逾期 %(n)s 天", "逾期 %(n)s 天", -days) % {"n": -days}
        shape, name = "▲ ", "late"
    elif days == 0:
        words, shape, name = _("今天到期"), "● ", "now"
    else:
        words = ngettext("还有 %(n)s 天", "还有 %(n)s 天", days) % {"n": days}
        shape, name = "", "soon"
    return format_html(
        '<span class="due due-{}"><span aria-hidden="true">{}</span>{} '
        '<span class="soft">{}</span></span>',
        name,
        shape,
        words,
        day.isoformat(),
    )


@register.simple_tag
def lightbar(tally: Tally) -> SafeString:
    """How targets stand as one bar, from good to bad to unknown; said in words too."""
    total = tally.total
    parts, at = [], 0.0
    for state in STATES:
        count = tally.states[state]
        if count:
            width = BAR_WIDTH * count / total
            parts.append((state, f"{at:.1f}", f"{max(width - PART_GAP, 1):.1f}"))
            at += width
    words = _("，").join(
        f"{LIGHTS[state][1]} {tally.states[state]}" for state, _at, _width in parts
    )
    return format_html(
        '<svg class="lightbar" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'aria-label="{}"><title>{}</title>{}</svg>',
        *(BAR_WIDTH, BAR_HEIGHT, BAR_WIDTH, BAR_HEIGHT, words, words),
        format_html_join(
            "",
            '<rect class="part part-{}" x="{}" y="1" width="{}" height="12"></rect>',
            parts,
        ),
    )
