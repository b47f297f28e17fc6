"""Filters for the pages of plans: figures in words, states, sortable heads."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from urllib.parse import quote

from django import template
from django.http import HttpRequest, QueryDict
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.templatetags.dafeng import UNKNOWN, amount, light, zh
from dafeng.web.plans.charts import short_field, spark
from dafeng.web.plans.charts.spark import HEIGHT as SPARK_HEIGHT
from dafeng.web.plans.charts.spark import WIDTH as SPARK_WIDTH
from dafeng.web.plans.models import Project, Proposal, Target
from dafeng.web.plans.selectors.conflicts import FactLine, fact_lines
from dafeng.web.plans.services.workbooks import Change
from dafeng.web.plans.showing import demand_of, figures_of, plain_figure, words_of
from dafeng.web.plans.standing import PlanStands, TargetStands

register = template.Library()

CERTAIN = Decimal("0.01")
BRIEF, BRIEF_BELOW_ONE = 2, 4
MOST_UNITS = 3
"""Units that a cell of the table names."""

STATE_SHAPES = {
    "proposed": "○",
    "confirmed": "✓",
    "corrected": "✎",
    "rejected": "✕",
    "split": "⑂",
}


@register.filter
def figures(thing: Target | Project) -> str:
    """Figure of a target or project without its unit: ``38``, ``2–3``, ``--``."""
    return figures_of(thing)


@register.filter
def plain(value: Decimal | None) -> str:
    """A figure as printed in the plan, without trailing zeros."""
    return plain_figure(value)


@register.filter
def share(value: Decimal) -> str:
    """A confidence as a percentage."""
    return f"{100 * value:.0f}%"


@register.filter
def demand(target: Target) -> str:
    """What a target asks, without the figure."""
    return demand_of(target)


@register.filter
def in_words(target: Target) -> str:
    """What the target says, as one phrase: ``不低于 38 %``."""
    return words_of(target)


@register.simple_tag
def proposal_state(proposal: Proposal) -> SafeString:
    """State of a proposal with its shape and its word."""
    return format_html(
        '<span class="state state-{}"><span aria-hidden="true">{}</span> {}</span>',
        proposal.state,
        STATE_SHAPES[proposal.state],
        proposal.get_state_display(),
    )


@register.simple_tag
def proposal_mark(proposal: Proposal) -> SafeString:
    """State of a proposal as its shape, with the word for those who hover or listen."""
    word = proposal.get_state_display()
    return format_html(
        '<span class="state state-{}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        proposal.state,
        word,
        STATE_SHAPES[proposal.state],
        word,
    )


@register.filter
def short(title: str) -> str:
    """Title of a field without the word 行动 that all of them carry."""
    return short_field(title)


@register.inclusion_tag("plans/_sort_head.html", takes_context=True)
def sort_head(context: Context, name: str, label: str) -> dict[str, object]:
    """Head of a column that sorts the table on the server; the address keeps it."""
    request: HttpRequest = context["request"]
    query: QueryDict = request.GET.copy()
    now = query.get("sort", "key")
    query.pop("page", None)
    query["sort"] = f"-{name}" if now == name else name
    direction = ""
    if now.removeprefix("-") == name:
        direction = "descending" if now.startswith("-") else "ascending"
    return {"href": f"?{query.urlencode()}", "label": label, "direction": direction}


@register.filter
def item(mapping: Any, key: object) -> Any:
    """Value of a mapping for a key that is itself a variable."""
    return mapping.get(key)


@register.simple_tag
def stands_light(stands: PlanStands | None, key: str) -> SafeString:
    """Light of a target: where it stands, as far as the reader may know."""
    return light((stands or PlanStands()).of(key).state)


@register.simple_tag
def stands_spark(stand: TargetStands) -> SafeString | str:
    """Figures against the path as a small picture, with the same in words."""
    drawn = spark(stand.history, stand.path)
    if drawn is None:
        return UNKNOWN
    parts = [
        *(f"{when} {brief(value)}" for when, value in stand.history[-2:]),
        *(_asked_words(stand) if stand.path else ()),
    ]
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" width="{}" height="{}" role="img" '
        'aria-label="{}"><polyline class="spark-path" points="{}"></polyline>'
        '<polyline class="spark-line" points="{}"></polyline>{}</svg>',
        *(SPARK_WIDTH, SPARK_HEIGHT, SPARK_WIDTH, SPARK_HEIGHT),
        *(str(_("，")).join(parts), drawn.path, drawn.line),
        ""
        if drawn.end is None
        else format_html(
            '<circle class="spark-end" cx="{}" cy="{}" r="2.5"></circle>', *drawn.end
        ),
    )


def _asked_words(stand: TargetStands) -> tuple[str, ...]:
    year, value = stand.path[-1]
    return (
        str(_("%(year)s 年要求 %(value)s")) % {"year": year, "value": brief(value)},
    )


@register.filter
def units_named(target: Target) -> list[tuple[str, str]]:
    """Key and name of the units that answer for a target."""
    return [(one.unit.key, one.unit.name) for one in target.responsibilities.all()]


@register.simple_tag
def unit_links(units: list[tuple[str, str]], address: str) -> SafeString | str:
    """The first of several units with their pages, and how many there are."""
    if not units:
        return UNKNOWN
    links = format_html_join(
        "、",
        '<a href="{}{}/">{}</a>',
        ((address, quote(key, safe=""), zh(name)) for key, name in units[:MOST_UNITS]),
    )
    if len(units) <= MOST_UNITS:
        return links
    return format_html("{} {}", links, _("等 %(n)s 个") % {"n": len(units)})


@register.filter
def stands_of(stands: PlanStands | None, target: Target) -> TargetStands:
    """Where a target stands, as far as the reader may know."""
    return (stands or PlanStands()).of(target.key)


@register.filter
def brief(value: Decimal | None) -> str:
    """A measured figure: two decimals at most, four where it is below one."""
    if value is None:
        return UNKNOWN
    places = BRIEF if abs(value) >= 1 else BRIEF_BELOW_ONE
    step = Decimal(1).scaleb(-places)
    return plain_figure(value.quantize(step, rounding=ROUND_HALF_EVEN))


@register.filter
def chance(value: Decimal | None) -> str:
    """A probability as a percentage; what is not certain is not 0 or 100."""
    if value is None:
        return UNKNOWN
    if 0 < value < CERTAIN:
        return "< 1%"
    if 1 - CERTAIN < value < 1:
        return "> 99%"
    return f"{amount(100 * value, 0)}%"


VERB_WORDS = {
    "confirm": _("确认"),
    "correct": _("更正"),
    "reject": _("驳回"),
    "split": _("拆分"),
    "add": _("补充"),
}


@register.filter
def verb_word(verb: str) -> str:
    """Word for what a row of the workbook does."""
    return str(VERB_WORDS[verb])


@register.filter
def changed_facts(change: Change) -> tuple[FactLine, ...]:
    """Facts that a change alters, before and after."""
    return fact_lines(change.kind, before=change.before or {}, after=change.after)


STRENGTH_WORDS = {
    "weaker": ("▼", _("要求更低")),
    "stronger": ("▲", _("要求更高")),
    "same": ("＝", _("数值相同")),
    "unknown": ("◇", _("无法比较")),
}


@register.filter
def strength_word(strength: str) -> SafeString:
    """Whether a plan asks for more or less than another, with shape and word."""
    shape, word = STRENGTH_WORDS[strength]
    return format_html(
        '<span class="strength strength-{}"><span aria-hidden="true">{}</span> '
        "{}</span>",
        strength,
        shape,
        word,
    )
