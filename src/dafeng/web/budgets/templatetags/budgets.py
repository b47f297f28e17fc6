"""Tags of budgets: amounts, lights, bars, words for codes."""

from __future__ import annotations

from decimal import Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dafeng.base.findings import Finding
from dafeng.base.rounding import round_half_even
from dafeng.enterprises.budgets import BudgetAct, UseSource
from dafeng.web.budgets.models import KeyUser, LedgerLine
from dafeng.web.budgets.models.acts import ACTS
from dafeng.web.budgets.wording import (
    ACTIONS,
    LIGHTS,
    UNKNOWN_LIGHT,
    account_words,
    band_of,
    band_words,
    deduction_words,
    finding_words,
    formula_words,
    kind_words,
    lack_words,
    method_words,
    percent_words,
    tce_words,
    unverified_words,
)
from dafeng.web.core.templatetags.dafeng import drawn_light

register = template.Library()
WIDTH, HEIGHT, MOST = 120, 14, 1.25
"""Size of a bar; its right end stands for this many budgets."""
_PLACES = 2
SOURCES = {
    UseSource.METERS.value: gettext_lazy("在线监测"),
    UseSource.STATEMENT.value: gettext_lazy("月度单据"),
}


@register.filter
def tce(quanta: int | None) -> str:
    """Whole tonnes of standard coal; unknown is ``--``."""
    return tce_words(quanta)


@register.filter
def tce_exact(quanta: int | None) -> str:
    """An amount of the ledger, to the quantum."""
    return tce_words(quanta, _PLACES)


@register.filter
def percent(share: Decimal | None) -> str:
    """A share in percent."""
    return percent_words(share)


@register.filter
def used_percent(row: KeyUser) -> str:
    """How much of its budget a unit has used."""
    if row.used_q is None or not row.budget_q:
        return "--"
    return percent_words(Decimal(row.used_q) / row.budget_q)


@register.filter
def landing_percent(row: KeyUser) -> str:
    """Where its year lands, in percent of the budget."""
    if row.landing_q is None or not row.budget_q:
        return "--"
    return percent_words(Decimal(row.landing_q) / row.budget_q)


@register.filter
def against_last_year(row: KeyUser) -> str:
    """How much a proposal lies above (+) or below what was used the year before."""
    if row.proposed_q is None or not row.last_year_q:
        return "--"
    share = Decimal(row.proposed_q) / row.last_year_q - 1
    return f"{'+' if share > 0 else ''}{percent_words(share)}"


@register.filter
def reduction(row: KeyUser) -> str:
    """By how much its use has to fall."""
    if row.reduction_percent is None:
        return "--"
    return percent_words(row.reduction_percent / 100, _PLACES)


@register.filter
def pace(row: KeyUser) -> str:
    """Used share against the share that the curve gives until that day."""
    if row.used_q is None or not row.budget_q or not row.due_share:
        return "--"
    return percent_words(Decimal(row.used_q) / row.budget_q / row.due_share, 0)


@register.filter
def chance(row: KeyUser) -> str:
    """Probability that the year ends above the budget."""
    if row.over_chance is None:
        return "--"
    share = min(max(row.over_chance, Decimal("0.01")), Decimal("0.99"))
    sign = "" if share == row.over_chance else ("<" if share < 1 / 2 else ">")
    return f"{sign}{percent_words(share, 0)}"


@register.filter
def level_light(row: KeyUser) -> SafeString:
    """Colour, shape and word of where a unit stands."""
    colour, shape, word = LIGHTS[row.level] if row.stands else UNKNOWN_LIGHT
    return drawn_light(
        colour,
        shape,
        word,
    )


@register.filter
def budget_bar(row: KeyUser) -> SafeString:
    """A bar of the budget: used, due until today, and the interval of the landing."""
    if row.used_q is None or not row.budget_q:
        return format_html("{}", "--")
    level = row.level if row.level in LIGHTS else "calm"
    shapes = [
        ("bar-budget", "0.15", 0, _x(1), 3, 8),
        (
            f"light-{LIGHTS[level][0]}",
            "1",
            *(0, max(_x(_share(row, row.used_q)), 1), 3, 8),
        ),
    ]
    if row.low_q is not None and row.high_q is not None:
        low, high = _x(_share(row, row.low_q)), _x(_share(row, row.high_q))
        shapes.append(("bar-landing", "0.6", low, max(high - low, 2), 6, 2))
    if row.due_share is not None:
        at = max(_x(float(row.due_share)) - 1, 0)
        shapes.append(("bar-due", "0.45", at, 2, 0, HEIGHT))
    shapes.append(("bar-end", "1", _x(1) - 1, 2, 1, HEIGHT - 2))
    words = _("已用 %(used)s，预计全年 %(landing)s") % {
        "used": used_percent(row),
        "landing": landing_percent(row),
    }
    parts = format_html_join(
        "",
        '<rect class="{}" fill="currentColor" fill-opacity="{}" x="{}" width="{}"'
        ' y="{}" height="{}"/>',
        shapes,
    )
    return format_html(
        '<svg class="budget-bar" viewBox="0 0 {} {}" width="{}" height="{}" role="img"'
        ' aria-label="{}">{}</svg>',
        *(WIDTH, HEIGHT, WIDTH, HEIGHT),
        words,
        parts,
    )


@register.filter
def kind_word(code: str) -> str:
    """A class of key energy users."""
    return kind_words(code)


@register.filter
def method_word(code: str) -> str:
    """How a budget was set."""
    return method_words(code) if code else "--"


@register.filter
def formula(code: str) -> str:
    """The formula of a method with its source."""
    return formula_words(code)


@register.filter
def band_word(code: str) -> str:
    """A band in words."""
    return band_words(code)


@register.filter
def loudest(row: KeyUser) -> list[str]:
    """Of the bands that a unit has reached the last of each measure."""
    last = {band.measure: code for code in row.bands if (band := band_of(code))}
    return list(last.values())


@register.filter
def deduction_word(code: str) -> str:
    """A kind of deduction."""
    return deduction_words(code)


@register.filter
def unverified(code: str) -> str:
    """Marks a kind of deduction whose rule was not found."""
    return unverified_words(code)


@register.filter
def lack_word(lack: str) -> str:
    """A carrier for which something lacks."""
    return lack_words(lack)


@register.filter
def source_word(code: str) -> str:
    """Where the use of a month comes from."""
    return str(SOURCES.get(code, "--"))


@register.filter
def plain_tce(value: Decimal | None) -> str:
    """Whole tonnes of an amount that is no quanta."""
    return "--" if value is None else f"{round_half_even(value, 0):,f}"


@register.filter
def share_of(value: Decimal | None, whole: Decimal | None) -> str:
    """One amount in percent of another."""
    if value is None or not whole:
        return "--"
    return percent_words(value / whole, 0)


@register.filter
def act_word(act: BudgetAct) -> str:
    """What can be done, in words."""
    return str(dict(ACTS)[act.value])


@register.filter
def action_word(code: str) -> str:
    """What was done, in words."""
    act = code.rpartition(".")[2]
    known = dict(ACTS)
    if code.startswith("budgets.unit.") and act in known:
        return str(known[act])
    return str(ACTIONS.get(code, code))


@register.filter
def account(line: LedgerLine, side: str) -> str:
    """The account of a line: ``debit`` or ``credit``."""
    return account_words(line, side)


@register.filter
def signed_for(line: LedgerLine, row: KeyUser) -> str:
    """What a line gives a unit (+) or takes from it (−)."""
    sign = "+" if line.debit_unit_id == row.pk else "\u2212"
    return f"{sign}{tce_words(line.quanta, _PLACES)}"


@register.filter
def cell_problem(finding: Finding) -> str:
    """What is wrong with a cell of a list."""
    return finding_words(finding)


def _share(row: KeyUser, quanta: float) -> float:
    return quanta / row.budget_q


def _x(share: float) -> int:
    """Where a share of the budget lies on the bar."""
    return round(min(max(share, 0), MOST) / MOST * WIDTH)
