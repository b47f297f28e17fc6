"""Tags of enterprises: lights, classes, duties, values, differences."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString

from dafeng.base.findings import Finding
from dafeng.enterprises import Difference, redactions, rule_of
from dafeng.web.core.templatetags.dafeng import drawn_light
from dafeng.web.enterprises.selectors.enterprises import NO_DUTY
from dafeng.web.enterprises.wording import (
    ACTIONS,
    AGREEMENTS,
    LIGHTS,
    class_words,
    field_words,
    finding_words,
    gap_words,
    period_words,
    row_words,
    rule_words,
    value_words,
)

register = template.Library()


@register.filter
def state_light(state: Any) -> SafeString:
    """Colour, shape and word of a state; None owes nothing."""
    return drawn_light(*LIGHTS[NO_DUTY if state is None else str(state)])


@register.filter
def agreement_light(one: Difference) -> SafeString:
    """Whether a published value agrees with the verified one."""
    return drawn_light(*AGREEMENTS[one.agreement.value])


@register.filter
def class_word(code: str) -> str:
    """A class in words."""
    return class_words(code)


@register.filter
def rule_word(code: str) -> str:
    """What is published, in words."""
    return rule_words(code)


@register.filter
def rule_basis(code: str) -> str:
    """On which rule a duty rests."""
    return rule_of(code).basis_zh


@register.filter
def period_word(code: str) -> str:
    """A period, or the day of an occasion."""
    return period_words(code)


@register.filter
def field_word(field: str) -> str:
    """A field of the public list."""
    return field_words(field)


@register.filter
def field_basis(field: str) -> str:
    """Why a field is withheld."""
    rule = redactions().get(field)
    return "" if rule is None else rule.basis_zh


@register.filter
def gap(one: Difference) -> str:
    """A difference with its unit and share."""
    return gap_words(one)


@register.filter
def valued(value: Decimal | None, unit: str) -> str:
    """A value with its unit; unknown is ``--``."""
    return value_words(value, unit)


@register.filter
def row_word(row: object) -> str:
    """What a row of the register says."""
    return row_words(row)


@register.filter
def action_word(code: str) -> str:
    """What was done, in words."""
    return str(ACTIONS.get(code, code))


@register.filter
def cell_problem(finding: Finding) -> str:
    """What is wrong with a cell of a list."""
    return finding_words(finding)
