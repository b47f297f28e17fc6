"""Tags of reports: lights, words of codes, tonnes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dafeng.accounts import Sector
from dafeng.enterprises.reporting import Branch, CrossRule, ReportDay
from dafeng.web.accounts.models.lines import StreamCode
from dafeng.web.core.languages import english
from dafeng.web.core.templatetags.dafeng import drawn_light
from dafeng.web.verification.wording import (
    ACTS,
    CHECK_LIGHTS,
    DEPOSIT_LIGHTS,
    FINDING_LIGHTS,
    HANDS,
    REPORT_LIGHTS,
    SOURCE_KINDS,
    SOURCES,
    VERIFICATION_STATES,
    branch_words,
    finding_words,
    flow_words,
    quantity_words,
    tonnes_words,
)

register = template.Library()
_TONNE_G = Decimal(10**6)


@register.filter
def report_light(state: str) -> SafeString:
    """Colour, shape and word of the state of a report."""
    return drawn_light(*REPORT_LIGHTS[state])


@register.filter
def finding_light(state: str) -> SafeString:
    """Colour, shape and word of the state of a nonconformity."""
    return drawn_light(*FINDING_LIGHTS[state])


@register.filter
def deposit_light(state: Any) -> SafeString:
    """Colour, shape and word of a month; the word is for who cannot see the shape."""
    colour, shape, word = DEPOSIT_LIGHTS[str(state)]
    return format_html(
        '<span class="light light-{}" title="{}"><span aria-hidden="true">{}</span>'
        '<span class="visually-hidden">{}</span></span>',
        colour,
        word,
        shape,
        word,
    )


@register.filter
def deposit_word(state: Any) -> SafeString:
    """The same with its word."""
    return drawn_light(*DEPOSIT_LIGHTS[str(state)])


@register.filter
def check_light(passed: Any) -> SafeString:
    """Whether two sources agree."""
    return drawn_light(*CHECK_LIGHTS[str(passed)])


@register.filter
def verification_word(state: str) -> str:
    """A step of the verification."""
    return str(VERIFICATION_STATES[state])


@register.filter
def act_word(code: str) -> str:
    """What was done."""
    return str(ACTS.get(code, code))


@register.filter
def hand_word(code: str) -> str:
    """Whose move it was."""
    return str(HANDS.get(code, code))


@register.filter
def source_word(code: str) -> str:
    """A source of a quantity, or what evidence rests on."""
    return str(SOURCES.get(code) or SOURCE_KINDS.get(code) or code)


@register.filter
def stream_word(code: str) -> str:
    """Where an activity was learned."""
    return str(StreamCode(code).label)


@register.filter
def branch_word(code: str) -> str:
    """A branch in words."""
    return branch_words(code)


@register.filter
def flow_word(code: str, branch: Branch | None = None) -> str:
    """A flow in words."""
    return flow_words(code, branch)


@register.filter
def problem_word(code: str) -> str:
    """What recomputing found."""
    return finding_words(code)


@register.filter
def tonnes(value: Decimal | None) -> str:
    """Tonnes with two places; unknown is ``--``."""
    return tonnes_words(value)


@register.filter
def grams(value: int | None) -> str:
    """Grams as tonnes."""
    return tonnes_words(None if value is None else Decimal(value) / _TONNE_G)


@register.filter
def quantity(value: Any) -> str:
    """An amount as it was typed."""
    return quantity_words(None if value is None else Decimal(str(value)))


@register.filter
def share(value: Decimal | None) -> str:
    """A share as a percentage with two places."""
    if value is None:
        return "--"
    told = f"{value * 100:.2f}%"
    return told[1:] if told == "-0.00%" else told


@register.filter
def day_word(one: ReportDay) -> str:
    """What is due, in words."""
    return one.text_en if english() else one.text_zh


@register.filter
def rule_text(one: CrossRule) -> str:
    """How far two sources may be apart, in words."""
    return one.text_en if english() else one.text_zh


@register.filter
def branch_guide(one: Branch) -> str:
    """The guide of a branch."""
    return one.guide_zh


@register.filter
def less(left: Decimal | None, right: Decimal | None) -> Decimal | None:
    """Left less right; unknown where one side is."""
    return None if left is None or right is None else left - right


@register.filter
def sector_word(one: Sector) -> str:
    """A sector in the reader's language."""
    return one.name_en if english() else one.name_zh
