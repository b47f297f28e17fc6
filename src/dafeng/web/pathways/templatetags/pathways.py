"""Filters for the pages of the outlook: amounts, probabilities, names."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.http import HttpRequest

from dafeng.base.rounding import round_half_even
from dafeng.web.core.templatetags.dafeng import UNKNOWN, amount
from dafeng.web.pathways import wording
from dafeng.web.pathways.wording import Named

register = template.Library()

TEN_THOUSAND_TONNES = Decimal(10**10)


@register.filter
def wan_t(grams: int | None) -> str:
    """Grams as 10,000 tonnes with two decimals; unknown is "--", never 0."""
    if grams is None:
        return UNKNOWN
    return amount(round_half_even(Decimal(grams) / TEN_THOUSAND_TONNES, 2))


@register.filter
def likely(share: Decimal | None) -> str:
    """A probability in whole percent."""
    return UNKNOWN if share is None else wording.percent(share)


@register.filter
def short(value: Decimal | None) -> str:
    """A figure with two decimals."""
    return UNKNOWN if value is None else amount(round_half_even(value, 2))


@register.filter
def index_of(share: Decimal) -> str:
    """A Sobol index with three decimals."""
    return amount(round_half_even(share, 3))


@register.filter
def named(one: Named) -> str:
    """Its name in the reader's language."""
    return wording.named(one)


@register.filter
def measure_field(code: str) -> str:
    """Name of a field of measures."""
    return wording.field_name(code)


@register.filter
def at_year(grams: tuple[int, ...], at: int) -> int:
    """The amount of one year."""
    return grams[at]


@register.simple_tag
def path_query(request: HttpRequest, **changes: str) -> str:
    """The address's scenario and convention, with some of it changed."""
    query = request.GET.copy()
    for name in list(query):
        if name not in {"scenario", "convention"}:
            del query[name]
    for name, value in changes.items():
        query[name] = value
    return f"?{query.urlencode()}" if query else ""


@register.filter
def wan_yuan(yuan: Decimal) -> str:
    """Yuan as 10,000 yuan, whole."""
    return amount(round_half_even(yuan / 10_000, 0))


@register.filter
def in_percent(share: Decimal | None) -> str:
    """A share in percent with one decimal."""
    return UNKNOWN if share is None else f"{round_half_even(share * 100, 1)}%"


@register.filter
def signed_percent(share: Decimal | None) -> str:
    """An error in percent, with its sign."""
    return UNKNOWN if share is None else f"{round_half_even(share * 100, 1):+}%"


@register.filter
def whole_number(value: Decimal | None) -> str:
    """A figure without decimals."""
    return UNKNOWN if value is None else amount(round_half_even(value, 0))


@register.filter
def less(grams: int) -> int:
    """The other way round."""
    return -grams


@register.filter
def whole_tonnes(grams: int) -> str:
    """Grams as whole tonnes."""
    return amount(round_half_even(Decimal(grams) / 10**6, 0))
