"""Whether a report can be true: against last year, output, meters, account, disclosure.

None of these measures proves an error: each is a question to the unit, with the two
figures that made it. What is not known is not judged.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.rounding import round_half_even
from dafeng.base.tables import packaged_rows
from dafeng.base.units import convert
from dafeng.enterprises.reporting.cross_checking import units_fit
from dafeng.enterprises.reporting.records import Purpose
from dafeng.enterprises.reporting.rules import ROOM, ReportRule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from dafeng.enterprises.reporting.own_accounts import OwnLine
    from dafeng.enterprises.reporting.records import RecomputedLine, ReportLine

_PLACES = 6
_GRAMS = 10**6


@attrs.frozen(kw_only=True)
class Known:
    """What else is known of the unit and the year.

    Attributes
    ----------
    before : sequence of ReportLine
        Lines of the report on the year before, as they stand now.
    account_t : Decimal or None
        Direct emissions of the own account.
    disclosed_t : Decimal or None
        What the unit disclosed.
    product_tce, metered_tce : Decimal or None
        Energy that products are said to have taken; energy that meters saw.
    """

    before: Sequence[ReportLine] = ()
    account_t: Decimal | None = None
    disclosed_t: Decimal | None = None
    product_tce: Decimal | None = None
    metered_tce: Decimal | None = None


@attrs.frozen(kw_only=True)
class Doubt:
    """Two figures that hardly go together.

    Attributes
    ----------
    place : str
        Code of the line; empty: the report as a whole.
    stated, other : Decimal
        What the report says, and what it was compared with.
    share : Decimal or None
        How far apart, against the other one.
    """

    rule: ReportRule
    place: str
    stated: Decimal
    other: Decimal
    unit: str
    share: Decimal | None


@cache
def _rules() -> tuple[ReportRule, ...]:
    return tuple(
        ReportRule(
            code=row["rule"],
            value=Decimal(row["value"]),
            unit=row["unit"],
            text_zh=row["text_zh"],
            text_en=row["text_en"],
            source=row["source"],
            mark=row["mark"],
            effective_from=day_or_none(row["effective_from"]),
            effective_to=day_or_none(row["effective_to"]),
        )
        for row in packaged_rows(ROOM, "plausibility_rules.csv")
    )


def plausibility_rules(on: date) -> Mapping[str, ReportRule]:
    """Return the measures that hold on a day, by code."""
    return {
        one.code: one
        for one in _rules()
        if holds_on(one.effective_from, one.effective_to, on)
    }


def doubts(
    lines: Sequence[RecomputedLine], known: Known, on: date
) -> tuple[Doubt, ...]:
    """Return what of a report is hardly true.

    Parameters
    ----------
    lines : sequence of RecomputedLine
        Emissions and production, recomputed where there is a method.
    known : Known
    on : date
        Whose measures count.

    Returns
    -------
    tuple of Doubt
        ``year.change``, ``year.same`` and ``output.change`` by line against the year
        before; ``output.implied`` by line; ``product.metered``, ``account.apart`` and
        ``disclosure.apart`` of the report as a whole.
    """
    rules = plausibility_rules(on)
    before = {one.code: one for one in known.before}
    found: list[Doubt | None] = []
    growth = _growth([one.line for one in lines], before)
    for one in lines:
        found += _against_year(one.line, before.get(one.line.code), growth, rules)
        found.append(_implied(one, rules["output.implied"]))
    direct = [one for one in lines if one.compliance]
    direct_t = _sum(one.line.reported_t for one in direct)
    found += [
        _apart("disclosure.apart", direct_t, known.disclosed_t, rules),
        _apart("account.apart", direct_t, known.account_t, rules),
        _above("product.metered", known.product_tce, known.metered_tce, rules),
    ]
    return tuple(one for one in found if one is not None)


def _growth(
    lines: Sequence[ReportLine], before: Mapping[str, ReportLine]
) -> Fraction | None:
    """Output against the year before, where the report knows one product alone."""
    made = [one for one in lines if one.purpose is Purpose.PRODUCTION]
    if len(made) != 1:
        return None
    return _ratio(made[0], before.get(made[0].code))


def _against_year(
    line: ReportLine,
    before: ReportLine | None,
    growth: Fraction | None,
    rules: Mapping[str, ReportRule],
) -> list[Doubt | None]:
    ratio = _ratio(line, before)
    if ratio is None or before is None:
        return []
    old = round_half_even(convert(before.quantity, before.unit, line.unit), _PLACES)
    per_output = line.purpose is Purpose.EMISSION and bool(growth)
    found: list[Doubt | None] = []
    if ratio == 1:
        found.append(_doubt(rules["year.same"], line, old, Fraction(0)))
    elif abs(ratio - 1) > Fraction(rules["year.change"].value):
        found.append(_doubt(rules["year.change"], line, old, ratio - 1))
    if per_output and growth:
        apart = ratio / growth - 1
        if abs(apart) > Fraction(rules["output.change"].value):
            expected = round_half_even(Fraction(old) * growth, _PLACES)
            found.append(_doubt(rules["output.change"], line, expected, apart))
    return found


def _ratio(line: ReportLine, before: ReportLine | None) -> Fraction | None:
    if before is None or not before.quantity or not units_fit(line.unit, before.unit):
        return None
    return Fraction(line.quantity) / convert(before.quantity, before.unit, line.unit)


def _doubt(
    rule: ReportRule, line: ReportLine, other: Decimal, apart: Fraction
) -> Doubt:
    return Doubt(
        rule=rule,
        place=line.code,
        stated=line.quantity,
        other=other,
        unit=line.unit,
        share=round_half_even(apart, _PLACES),
    )


def _implied(one: RecomputedLine, rule: ReportRule) -> Doubt | None:
    """The emission that is reported for the activity, against that of the factor."""
    stated, computed = one.line.reported_t, one.computed_t
    if stated is None or not computed:
        return None
    apart = Fraction(stated) / Fraction(computed) - 1
    if abs(apart) <= Fraction(rule.value):
        return None
    return Doubt(
        rule=rule,
        place=one.line.code,
        stated=stated,
        other=computed,
        unit="t",
        share=round_half_even(apart, _PLACES),
    )


def _apart(
    code: str,
    stated: Decimal | None,
    other: Decimal | None,
    rules: Mapping[str, ReportRule],
) -> Doubt | None:
    if stated is None or other is None:
        return None
    gap = abs(stated - other)
    if gap <= rules[code].value * abs(other):
        return None
    share = (
        None
        if not other
        else round_half_even(Fraction(stated) / Fraction(other) - 1, 6)
    )
    return Doubt(
        rule=rules[code], place="", stated=stated, other=other, unit="t", share=share
    )


def _above(
    code: str,
    stated: Decimal | None,
    other: Decimal | None,
    rules: Mapping[str, ReportRule],
) -> Doubt | None:
    if stated is None or other is None or stated <= other * (1 + rules[code].value):
        return None
    made = _apart(code, stated, other, rules)
    return None if made is None else attrs.evolve(made, unit="tce")


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    held = list(values)
    if not held or any(one is None for one in held):
        return None
    return sum((one for one in held if one is not None), Decimal())


@attrs.frozen(kw_only=True)
class AccountGap:
    """One flow and item in a report beside the own account of the same year.

    Attributes
    ----------
    reason : str
        ``same``, ``activity`` (another amount), ``factor`` (the same amount, another
        emission), ``only-report``, ``only-account``, ``unknown``.
    """

    flow: str
    item: str
    report_t: Decimal | None
    account_t: Decimal | None
    difference_t: Decimal | None
    reason: str


_SAME_SHARE = Fraction(1, 1000)


def account_gaps(
    lines: Sequence[RecomputedLine], own: Sequence[OwnLine], gases: frozenset[str]
) -> tuple[AccountGap, ...]:
    """Set what a report comes to beside the own account, flow by flow, with reasons.

    Parameters
    ----------
    lines : sequence of RecomputedLine
    own : sequence of OwnLine
        Of the same unit and year.
    gases : frozenset of str
        Gases that the report counts; the account is compared in these alone.
    """
    told: dict[tuple[str, str], list[RecomputedLine]] = {}
    for one in lines:
        if one.line.purpose is Purpose.EMISSION and one.line.flow:
            told.setdefault((one.line.flow, one.line.item), []).append(one)
    held: dict[tuple[str, str], list[OwnLine]] = {}
    for each in own:
        if each.gas in gases:
            held.setdefault((each.flow, each.item), []).append(each)
    return tuple(
        _gap(key, told.get(key, []), held.get(key, []))
        for key in dict.fromkeys((*told, *held))
    )


def _gap(
    key: tuple[str, str], told: Sequence[RecomputedLine], held: Sequence[OwnLine]
) -> AccountGap:
    report_t = _sum(one.computed_t for one in told)
    grams = sum(one.co2e_g for one in held)
    account_t = round_half_even(Fraction(grams, _GRAMS), _PLACES) if held else None
    known = report_t is not None and account_t is not None
    return AccountGap(
        flow=key[0],
        item=key[1],
        report_t=report_t,
        account_t=account_t,
        difference_t=report_t - account_t if known else None,  # type: ignore[operator]
        reason=_reason(told, held, report_t, account_t),
    )


def _reason(
    told: Sequence[RecomputedLine],
    held: Sequence[OwnLine],
    report_t: Decimal | None,
    account_t: Decimal | None,
) -> str:
    if not told or not held:
        return "only-report" if told else "only-account"
    if report_t is None or account_t is None:
        return "unknown"
    if _close(Fraction(report_t), Fraction(account_t)):
        return "same"
    activity = held[0].activity
    lines = [one.line for one in told]
    if not all(units_fit(one.unit, held[0].unit) for one in lines):
        return "activity"
    stated = sum(
        (convert(one.quantity, one.unit, held[0].unit) for one in lines), Fraction(0)
    )
    return "factor" if _close(stated, Fraction(activity)) else "activity"


def _close(left: Fraction, right: Fraction) -> bool:
    return abs(left - right) <= _SAME_SHARE * abs(right)
