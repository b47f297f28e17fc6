"""Tags of savings: lights, figures, products, reasons."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import template
from django.utils.safestring import SafeString

from dafeng.base.rounding import plain_number, without_zeros
from dafeng.enterprises.norms import GapRow, Norm
from dafeng.measures import Measure
from dafeng.web.core.templatetags.dafeng import drawn_light
from dafeng.web.core.unit_words import unit_words
from dafeng.web.savings.convert import unit_of
from dafeng.web.savings.models import EnergyAnomaly, Measurement, SavingProject
from dafeng.web.savings.wording import (
    ACTIONS,
    CONTRACTS,
    LEFT_OUT,
    LINES,
    MARKS,
    MEASURED,
    RULES,
    STATES,
    TOPICS,
    TROUBLES,
    VALIDITIES,
    anomaly_words,
    basis_sentence,
    carrier_name,
    field_words,
    measure_id_name,
    measure_name,
    model_words,
    norm_name,
    number_words,
    standing,
    value_words,
)

register = template.Library()


@register.filter
def level_light(gap: GapRow) -> SafeString:
    """Where a unit consumption stands."""
    return drawn_light(*standing(gap))


@register.filter
def validity_light(validity: Any) -> SafeString:
    """How a certificate stands."""
    return drawn_light(*VALIDITIES[str(validity)])


@register.filter
def state_light(state: str) -> SafeString:
    """What was said of an anomaly."""
    return drawn_light(*STATES[state])


@register.filter
def figure(value: Decimal | float | None, places: int = 0) -> str:
    """A figure with separators; unknown is ``--``."""
    return number_words(value, places)


@register.filter
def exact(value: Decimal | None) -> str:
    """A figure with the places that it has."""
    return "--" if value is None else f"{without_zeros(value):,f}"


@register.filter
def signed(value: Decimal | None) -> str:
    """A difference with its sign."""
    if value is None:
        return "--"
    return f"+{plain_number(value)}" if value > 0 else plain_number(value)


@register.filter
def hundred(value: Decimal | float | None, places: int = 0) -> str:
    """A share in per cent."""
    return number_words(None if value is None else value * 100, places)


@register.filter
def product_word(code: str, names: Mapping[str, str]) -> str:
    """A product in words; one without a norm is its code."""
    return names.get(code, code)


@register.filter
def norm_word(norm: Norm) -> str:
    """The product of a norm."""
    return norm_name(norm)


@register.filter
def rule_word(norm: Norm) -> str:
    """What stands behind a norm."""
    return str(RULES[norm.kind.value])


@register.filter
def line_word(kind: str) -> str:
    """A line of a settlement."""
    return str(LINES[kind])


@register.filter
def topic_word(topic: Any) -> str:
    """What an item of a diagnosis is about."""
    return str(TOPICS[str(topic)])


@register.filter
def measured_word(topic: Any) -> str:
    """What the figure of an item of a diagnosis is."""
    return str(MEASURED[str(topic)])


@register.filter
def carrier_word(code: str) -> str:
    """A carrier, by the code of meters or of measures."""
    return carrier_name(code)


@register.filter
def left_word(reason: Any) -> str:
    """Why a measure is not in a plan."""
    return str(LEFT_OUT[str(reason)])


@register.filter
def trouble_word(code: str) -> str:
    """Why a unit consumption cannot be said."""
    return str(TROUBLES.get(code, code))


@register.filter
def anomaly_word(row: EnergyAnomaly) -> str:
    """Why an anomaly is told."""
    return anomaly_words(row)


@register.filter
def model_word(model: dict[str, Any]) -> str:
    """The shape of a baseline."""
    return model_words(model)


@register.filter
def act_word(code: str) -> str:
    """What was done."""
    return str(ACTIONS.get(code, code))


@register.filter
def unit(project: SavingProject) -> str:
    """Unit of the energy of a project."""
    return unit_words(unit_of(project))


@register.filter
def rate(row: Measurement) -> str:
    """Saving against what the baseline expects, in per cent."""
    if row.adjusted <= 0:
        return "--"
    return number_words(row.saving / row.adjusted * 100, 1)


@register.filter
def gap_figure(value: Decimal | float | None, places: int = 1) -> str:
    """A difference with its sign, one place."""
    text = number_words(value, places)
    return f"+{text}" if value is not None and value > 0 else text


@register.filter
def wan(value: float | None, places: int = 0) -> str:
    """Yuan in tens of thousands."""
    return number_words(None if value is None else value / 10_000, places)


@register.filter
def mark_word(mark: str) -> str:
    """How sure a figure of a norm is."""
    return str(MARKS.get(mark, mark))


@register.filter
def measure_word(measure: Measure) -> str:
    """A measure in the reader's language."""
    return measure_name(measure)


@register.filter
def measure_id_word(code: str) -> str:
    """A measure that is named by its id."""
    return measure_id_name(code)


@register.filter
def contract_light(state: str) -> SafeString:
    """Where the contract of a project stands."""
    return drawn_light(*CONTRACTS[state])


@register.filter
def field_word(name: str) -> str:
    """A field of a project."""
    return field_words(name)


@register.filter
def value_word(value: object, name: str) -> str:
    """A value of a field of a project."""
    return value_words(name, value)


@register.filter
def basis_word(basis: dict[str, Any]) -> str:
    """What an expectation follows, and why it does not follow the rest."""
    return basis_sentence(basis)
