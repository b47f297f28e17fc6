"""Tags of management systems: lights, units, improvements."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.safestring import SafeString

from dafeng.enterprises.management import ReviewInput
from dafeng.web.core.templatetags.dafeng import drawn_light
from dafeng.web.savings.management_wording import (
    STANDINGS,
    boundary_words,
    doubt_words,
    energy_unit,
    improvement_light,
    improvement_words,
    input_words,
    value_unit,
)
from dafeng.web.savings.models import EnergyIndicator

register = template.Library()


@register.filter
def standing_light(standing: Any) -> SafeString:
    """Where the reviews of an enterprise stand."""
    return drawn_light(*STANDINGS[str(standing)])


@register.filter
def improved_light(row: dict[str, Any] | None) -> SafeString:
    """What can be said of an improvement."""
    return drawn_light(*improvement_light(row))


@register.filter
def improved(row: dict[str, Any] | None) -> str:
    """An improvement with its interval, in per cent."""
    return improvement_words(row)


@register.filter
def doubted(row: dict[str, Any]) -> str:
    """What speaks against an improvement."""
    return doubt_words(row)


@register.filter
def input_word(one: ReviewInput) -> str:
    """An input of a review."""
    return input_words(one)


@register.filter
def boundary(indicator: EnergyIndicator) -> str:
    """What an indicator measures."""
    return boundary_words(indicator)


@register.filter
def energy_word(indicator: EnergyIndicator) -> str:
    """Unit of the energy of an indicator."""
    return energy_unit(indicator)


@register.filter
def value_word_unit(indicator: EnergyIndicator) -> str:
    """Unit of an indicator's own figure."""
    return value_unit(indicator)


@register.filter
def month_of(day: str) -> str:
    """A month, from its first day as it is kept."""
    return date.fromisoformat(day).strftime("%Y-%m")
