"""Filters for the pages of the account: amounts, names of codes, flags."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import template
from django.http import HttpRequest, QueryDict
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from dafeng.accounts.balance import balance_lines
from dafeng.factors import Factor, Level
from dafeng.web.accounts import naming
from dafeng.web.accounts.charts import ten_thousand_tonnes
from dafeng.web.accounts.models import AccountLine, BoundaryCode
from dafeng.web.accounts.wording import LEVELS, REASONS, table_words
from dafeng.web.core.languages import english
from dafeng.web.core.templatetags.dafeng import UNKNOWN, amount

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

register = template.Library()

GRAMS_PER_TONNE = Decimal(10**6)
FLAGS: Mapping[str, tuple[str, StrPromise]] = {
    "synthetic": ("◌", _("合成")),
    "unverified": ("?", _("未核实因子")),
    "residual": ("∑", _("残差")),
    "estimated": ("≈", _("估计因子")),
    "incomplete": ("…", _("月份不全")),
}


register.filter("lake_table", table_words)


@register.filter
def tonnes(grams: int | None, places: int = 0) -> str:
    """Grams as tonnes; unknown is "--", never 0."""
    return UNKNOWN if grams is None else amount(grams / GRAMS_PER_TONNE, places)


@register.filter
def wan(grams: int | None) -> str:
    """Grams as 10,000 tonnes with two decimals."""
    return UNKNOWN if grams is None else amount(ten_thousand_tonnes(grams))


@register.filter
def share_of(part: int, whole: int) -> str:
    """A part as a percentage of the whole."""
    return UNKNOWN if not whole else f"{amount(Decimal(100) * part / whole, 1)}%"


@register.filter
def plain(value: Decimal | None) -> str:
    """A number with every digit that it has and none that it has not."""
    return UNKNOWN if value is None else amount(Decimal(value).normalize())


@register.filter
def less(value: int, other: int) -> int:
    """One amount less another."""
    return value - other


FILTERS = {
    "sectors": "sector",
    "items": "item",
    "gases": "gas",
    "places": "place",
    "units": "owner",
}


@register.filter
def filter_name(cut: str, boundary: str) -> str:
    """The filter of the list of lines that a cut leads to."""
    in_charge = cut == "units" and boundary == BoundaryCode.UNITS
    return "charge" if in_charge else FILTERS[cut]


@register.filter
def boundary_query(boundary: BoundaryCode | None) -> str:
    """The boundary as it stands in an address; nothing for the usual one."""
    if not boundary or boundary == BoundaryCode.CONTROL:
        return ""
    return f"?boundary={boundary.value}"


@register.filter
def fixed(value: Decimal | None) -> str:
    """A number with as many decimals as it was rounded to, so that points align."""
    return UNKNOWN if value is None else f"{value:,f}".replace("-", "\u2212")


@register.filter
def validity(factor: Factor) -> str:
    """Years that a factor row is valid in; an open end stays open."""
    first, last = factor.valid_from or "", factor.valid_to or ""
    return f"{first}–{last}" if first or last else UNKNOWN


@register.filter
def printed(value: Decimal | None) -> str:
    """A factor with the digits that its document prints."""
    return UNKNOWN if value is None else f"{value:f}"


register.filter("sector_name", naming.sector_name)
register.filter("flow_name", naming.flow_name)
register.filter("item_name", naming.item_name)
register.filter("gas_name", naming.gas_name)
register.filter("kind_name", naming.kind_name)
register.filter("comparison_name", naming.comparison_name)
register.filter("statement_name", naming.statement_name)


@register.filter
def named(names: Mapping[str, str], code: str) -> str:
    """Name of a code in a mapping; one that is not there stays as it is."""
    return names.get(code) or code or UNKNOWN


@register.filter
def flags(line: AccountLine) -> SafeString:
    """Flags of a line, each with a shape and a word."""
    return flag_tags(name for name in FLAGS if getattr(line, name))


@register.filter
def flag_tags(names: Iterable[str]) -> SafeString:
    """Tags of flags by name."""
    return format_html_join(
        " ",
        '<span class="tag flag flag-{}"><span aria-hidden="true">{}</span> {}</span>',
        ((name, FLAGS[name][0], FLAGS[name][1]) for name in names),
    )


@register.inclusion_tag("accounts/_sort_head.html", takes_context=True)
def sort_head(context: Context, name: str, label: str) -> dict[str, object]:
    """Head of a column that sorts the table on the server; the address keeps it."""
    request: HttpRequest = context["request"]
    query: QueryDict = request.GET.copy()
    now = query.get("sort", "-co2e")
    query.pop("page", None)
    query["sort"] = f"-{name}" if now == name else name
    direction = ""
    if now.removeprefix("-") == name:
        direction = "descending" if now.startswith("-") else "ascending"
    return {"href": f"?{query.urlencode()}", "label": label, "direction": direction}


@register.filter
def about_name(code: str) -> str:
    """Name of a flow, or of a row of the energy balance."""
    line = balance_lines().get(code)
    if line is None:
        return naming.flow_name(code)
    return line.name_en if english() else line.name_zh


@register.filter
def at(things: Sequence[Any], position: int) -> Any:
    """The thing at a position that is itself a variable."""
    return things[position]


@register.filter
def thousandths(quantity_e3: int) -> str:
    """A quantity of the lake in its unit."""
    return plain(Decimal(quantity_e3).scaleb(-3))


@register.filter
def factor_name(factor: Factor) -> str:
    """Name of the thing that a factor row is about."""
    return naming.item_name(factor.code) if factor.owner else named_in(factor)


def named_in(factor: Factor) -> str:
    """The row's own name in the reader's language."""
    return (factor.name_en if english() else "") or factor.name_zh


@register.filter
def reason_name(code: str) -> str:
    """Word for why a line differs."""
    return str(REASONS.get(code, code))


@register.filter
def level_name(level: Level) -> str:
    """Word for who stands behind a number."""
    return str(LEVELS[level.name.lower()])
