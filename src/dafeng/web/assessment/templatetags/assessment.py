"""Filters for the pages of the assessment: figures, lights, names of codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from django import template
from django.http import HttpRequest, QueryDict
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dafeng.assessment.allocation import Ground, Means
from dafeng.assessment.coverage import Link, Reason
from dafeng.assessment.division import TargetRow, Timing
from dafeng.base.rounding import plain_number, round_half_even
from dafeng.indicators import Definition, Series
from dafeng.plan import Target
from dafeng.web.assessment.models import (
    AssessmentRun,
    ProposalRow,
    StepCode,
    TargetStanding,
)
from dafeng.web.assessment.sentences import told as told_words
from dafeng.web.assessment.wording import (
    BASES,
    COVERED_BY,
    DIRECTIONS,
    FREQUENCIES,
    OBSTACLES,
    PROGRESS,
    QUALITIES,
    RELATIONS,
    REPORTS,
    ROLES,
    THEMES,
    TIMINGS,
    WORK_LIGHTS,
    about_name,
    allocation_word,
    fields_words,
    likely_words,
    probability_sentence,
    rule_name,
    scheme_name,
    share_words,
)
from dafeng.web.core.languages import english
from dafeng.web.core.templatetags.dafeng import UNKNOWN, amount
from dafeng.web.office.wording import SURENESS

register = template.Library()

BRIEF = 2
STAND_SHAPES = {
    "proposed": "○",
    "confirmed": "✓",
    "declined": "✕",
    "withdrawn": "↩",
    "to-withdraw": "↩",
}
COMPARATORS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "=": "=", "~": "≈", "": ""}


@register.filter
def plain(value: Decimal | str | None) -> str:
    """A figure without trailing zeros; unknown is ``--``, never 0."""
    if value is None or value == "":
        return UNKNOWN
    return amount(Decimal(f"{Decimal(value).normalize():f}"))


@register.filter
def brief(value: Decimal | str | None) -> str:
    """A figure as people read it: two decimals at most.

    What two decimals would show as 0 keeps two digits: 0.0034.
    """
    if value is None or value == "":
        return UNKNOWN
    number = Decimal(value)
    places = BRIEF
    if number and abs(number) < Decimal("0.01"):
        places = 1 - number.adjusted()
    return plain(plain_number(number, places))


@register.filter
def told(sentence: str) -> str:
    """A sentence of the core in the reader's language."""
    return told_words(sentence)


@register.filter
def points(value: Decimal | None) -> str:
    """Points with two decimals, so that they align."""
    return amount(value, 2)


@register.filter
def signed(value: Decimal | None) -> str:
    """Points more or less, with their sign."""
    if value is None:
        return UNKNOWN
    return f"+{amount(value, 2)}" if value > 0 else amount(value, 2)


@register.filter
def minus(value: Decimal | None) -> str:
    """Points that were lost, with a minus sign; nothing lost is 0."""
    if value is None:
        return UNKNOWN
    return f"−{amount(value, 2)}" if value > 0 else amount(Decimal(0), 2)


@register.filter
def field_names(fields: Iterable[str]) -> str:
    """Names of the fields that differ."""
    return fields_words(fields)


@register.filter
def step_name(code: str) -> str:
    """Word for what may follow."""
    return str(StepCode(code).label)


@register.filter
def about_word(rule: str) -> str:
    """What a consequence rule looks at."""
    return about_name(rule)


@register.filter
def chance(value: Decimal | None) -> str:
    """A probability as a percentage."""
    return UNKNOWN if value is None else share_words(value)


@register.filter
def outlook_words(standing: TargetStanding) -> str:
    """The probability in one sentence; empty when nothing tells, or all is settled."""
    if standing.settled:
        return ""
    return probability_sentence(standing.probability, standing.year)


@register.filter
def chance_words(value: Decimal | None) -> str:
    """How sure one may be, in words; empty when nothing tells."""
    return "" if value is None else likely_words(value)


@register.filter
def asked(standing: TargetStanding) -> str:
    """What is asked for: ``≥ 38``, ``2–3``, ``--``."""
    if standing.target_value is None:
        return UNKNOWN
    if standing.target_max is not None:
        return f"{plain(standing.target_value)}–{plain(standing.target_max)}"
    sign = COMPARATORS.get(standing.comparator, standing.comparator)
    return f"{sign} {plain(standing.target_value)}".strip()


@register.filter
def scheme(run: AssessmentRun) -> str:
    """Name of the run's scheme in the reader's language."""
    return scheme_name(run)


@register.filter
def named(names: Mapping[str, str], code: str) -> str:
    """Name of a code in a mapping; one that is not there stays as it is."""
    return names.get(code) or code or UNKNOWN


@register.filter
def item(mapping: Mapping[str, object], key: str) -> object:
    """Value of a mapping for a key that is itself a variable."""
    return mapping.get(key)


@register.filter
def basis_name(code: str) -> str:
    """Word for how a figure came to be known."""
    return str(BASES[code]) if code in BASES else code or UNKNOWN


@register.filter
def quality_name(code: str) -> str:
    """Words for how well a figure is proven."""
    return str(QUALITIES[code]) if code in QUALITIES else code or UNKNOWN


@register.filter
def verified_word(code: str) -> str:
    """Word for how well a definition is proven by its source."""
    return str(SURENESS[code]) if code in SURENESS else code or UNKNOWN


@register.filter
def role_name(code: str) -> str:
    """Word for what a unit does."""
    return str(ROLES.get(code, code))


@register.filter
def progress_name(code: str) -> str:
    """Word for where a task is."""
    return str(PROGRESS.get(code, code))


@register.filter
def report_name(code: str) -> str:
    """Word for how a report came, or for how well a figure is proven."""
    if code in QUALITIES:
        return str(QUALITIES[code])
    return str(REPORTS[code]) if code in REPORTS else progress_name(code)


@register.filter
def direction_name(code: str) -> str:
    """Word for which way is better."""
    return str(DIRECTIONS.get(code, code))


@register.filter
def frequency_name(code: str) -> str:
    """Word for how often a figure is stated."""
    return str(FREQUENCIES.get(code, code))


@register.filter
def theme_name(code: str) -> str:
    """Word for a theme of the register."""
    return str(THEMES.get(code, code))


@register.filter
def series_name(series: Series | None) -> str:
    """Name of a series in the reader's language."""
    if series is None:
        return UNKNOWN
    return (series.name_en if english() else "") or series.name_zh


@register.filter
def definition_name(definition: Definition) -> str:
    """Name of a definition in the reader's language."""
    return (definition.name_en if english() else "") or definition.name_zh


@register.filter
def timing_name(timing: Timing) -> str:
    """Word for how a task or target stands to the year."""
    return str(TIMINGS[timing.value])


@register.filter
def relation_name(link: Link) -> str:
    """How the lower figure stands to the upper; why, where nothing can be compared."""
    word = str(RELATIONS[link.relation.value])
    if link.obstacle is None:
        return word
    return f"{word} · {OBSTACLES[link.obstacle.value]}"


@register.filter
def reason_words(reason: Reason) -> str:
    """Why a task counts as taken up: ``文字相近 0.75 运输工具``."""
    parts = [str(COVERED_BY[reason.kind.value]), *reason.words]
    if reason.score is not None:
        parts.insert(1, str(reason.score))
    return " ".join(parts)


@register.filter
def promised(target: Target) -> str:
    """What a target of the core promises: ``≥ 15.5 %``; ``--`` without a figure."""
    if target.value is None:
        return UNKNOWN
    sign = COMPARATORS.get(target.comparator or "", target.comparator or "")
    value = plain(target.value)
    if target.value_max is not None:
        value = f"{value}–{plain(target.value_max)}"
    return f"{sign} {value} {target.unit or ''}".strip()


@register.filter
def of_year(row: TargetRow) -> str:
    """What the year asks of a target; ``--`` where nothing tells."""
    if row.asked is None:
        return UNKNOWN
    sign = COMPARATORS.get(row.comparator, row.comparator)
    return f"{sign} {plain(row.asked)} {row.unit}".strip()


@register.filter
def in_percent(share: Fraction | None) -> str:
    """A share in percent with one decimal; a change carries its sign in the number."""
    return UNKNOWN if share is None else amount(round_half_even(100 * share, 1), 1)


@register.filter
def set_by(ground: Ground) -> str:
    """What decided an amount; nothing to say where it was the rule."""
    return "" if ground is Ground.RULE else allocation_word("ground", ground.value)


@register.filter
def means_name(means: Means) -> str:
    """Word for a way out of an impossible split."""
    return allocation_word("means", means.value)


@register.filter
def split_step_name(what: str) -> str:
    """Word for a step of the arithmetic of a split."""
    return allocation_word("step", what)


@register.filter
def quantity_name(quantity: str) -> str:
    """Word for what is split."""
    return allocation_word("quantity", str(quantity))


@register.filter
def rule_word(code: str) -> str:
    """Name of a rule of the allocation."""
    return rule_name(code)


@register.simple_tag
def work_light(code: str) -> SafeString:
    """Light of a task: shape and word, colour besides."""
    shape, word = WORK_LIGHTS[code]
    return format_html(
        '<span class="light work-{}"><span aria-hidden="true">{}</span> {}</span>',
        code,
        shape,
        word,
    )


@register.simple_tag
def stand(proposal: ProposalRow) -> SafeString:
    """What became of a proposal, with its shape and its word."""
    return format_html(
        '<span class="stand stand-{}"><span aria-hidden="true">{}</span> {}</span>',
        proposal.stand,
        STAND_SHAPES[proposal.stand],
        proposal.get_stand_display(),
    )


@register.inclusion_tag("assessment/_sort_head.html", takes_context=True)
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
