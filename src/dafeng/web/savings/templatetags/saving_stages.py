"""Tags of stages and finance of saving projects."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dafeng.base.findings import Finding
from dafeng.enterprises.savings import Known
from dafeng.web.savings.selectors.finance import VerifiedRow
from dafeng.web.savings.service_words import (
    FINDINGS,
    PARTIES,
    PROGRESSES,
    STAGES,
    delay_words,
    known_words,
    sources_words,
    stages_words,
    verified_words,
)

register = template.Library()


@register.filter
def progress_light(progress: Any) -> SafeString:
    """Where a stage stands; what is not entered is unknown."""
    return format_html(
        '<span class="light light-{}"><span aria-hidden="true">{}</span> {}</span>',
        *PROGRESSES["unknown" if progress is None else str(progress)],
    )


@register.filter
def stage_word(at: Any) -> str:
    """A stage, or that there is none."""
    return str(STAGES[str(at)])


@register.filter
def delay_word(days: int | None) -> str:
    """By how many days something is late."""
    return delay_words(days)


@register.filter
def stages_word(counts: dict[str, int]) -> str:
    """How many projects are in which stage."""
    return stages_words(counts)


@register.filter
def sources_word(invested: dict[str, Decimal]) -> str:
    """What was invested by source."""
    return sources_words(invested)


@register.filter
def verified_word(told: VerifiedRow) -> str:
    """What both sides confirmed."""
    return verified_words(told)


@register.filter
def party_word(party: Any) -> str:
    """For whom money is counted."""
    return str(PARTIES[str(party)])


@register.filter
def known(told: Known, places: int = 0) -> str:
    """A figure, or ``--``."""
    return known_words(told, places)


@register.filter
def known_hundred(told: Known, places: int = 1) -> str:
    """A rate in per cent, or ``--``."""
    return known_words(told, places, 100)


@register.filter
def course_finding(finding: Finding) -> str:
    """What does not fit."""
    return str(FINDINGS[finding.code]) % {"value": finding.value}
