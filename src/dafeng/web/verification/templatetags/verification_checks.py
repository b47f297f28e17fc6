"""Tags of checks: seals of versions, doubts, differences to the own account."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dafeng.base.rounding import round_half_even, without_zeros
from dafeng.enterprises.reporting import ConservativeRule, CorrectedPart, Doubt
from dafeng.web.accounts.naming import item_name
from dafeng.web.core.languages import english
from dafeng.web.core.templatetags.dafeng import drawn_light
from dafeng.web.meters.wording import carrier_words
from dafeng.web.verification.checking_words import (
    GAP_REASONS,
    doubt_words,
    reported_total,
    reported_words,
    total_words,
)
from dafeng.web.verification.convert import digest_holds
from dafeng.web.verification.models import EmissionReport, ReportVersion
from dafeng.web.verification.wording import quantity_words, tonnes_words

register = template.Library()
register.filter("carrier_word", carrier_words)
register.filter("item_word", item_name)
register.filter("doubt_word", doubt_words)
register.filter("reported_total", reported_total)


@register.filter
def gap_light(reason: str) -> SafeString:
    """Why a report and the own account differ."""
    return drawn_light(*GAP_REASONS[reason])


@register.filter
def doubt_amount(one: Doubt, value: Decimal) -> str:
    """One of the two figures of a doubt: tonnes with two places."""
    return tonnes_words(value) if one.unit == "t" else quantity_words(value)


@register.filter
def seal_light(version: ReportVersion) -> SafeString:
    """Whether the rows of a version still give its digest."""
    if digest_holds(version):
        return drawn_light("met", "●", _("校验一致"))
    return drawn_light("missed", "■", _("校验不一致"))


@register.filter
def counted(version: ReportVersion, report: EmissionReport) -> str:
    """Emission of a version that counts; stated by the verifier where it has to be."""
    return total_words(version, report.verified_t)


@register.filter
def problem_told(problem: Mapping[str, Any], version: ReportVersion) -> str:
    """What a finding of recomputing says in figures, in words."""
    for line in version.lines.all():
        if line.code == problem["place"] and problem["code"].startswith("report."):
            return reported_words(line.reported_t, line.computed_t)
    return str(problem["value"])


@register.filter
def fraction(value: Fraction) -> str:
    """An exact value with up to six places."""
    return quantity_words(without_zeros(round_half_even(value, 6)))


@register.filter
def part_after(one: CorrectedPart) -> Fraction:
    """The conservative value of a piece."""
    return one.value * one.factor


@register.filter
def rule_words(one: ConservativeRule) -> str:
    """A formula of the guide in words."""
    return one.text_en if english() else one.text_zh
