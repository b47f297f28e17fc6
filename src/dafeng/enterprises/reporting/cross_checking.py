"""One quantity from two sources: meters, forms, invoices, deposits, the report."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.errors import UnitError
from dafeng.base.findings import Finding, Severity
from dafeng.base.rounding import round_half_even
from dafeng.base.tables import packaged_rows
from dafeng.base.units import convert, parse_unit
from dafeng.enterprises.reporting.errors import ReportError
from dafeng.enterprises.reporting.rules import ROOM

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

STATED = ("report", "meter", "form", "invoice")
"""Sources that somebody states."""
SOURCES = (*STATED, "deposit")
_PLACES = 6


@attrs.frozen(kw_only=True)
class CrossRule:
    """How far two sources of one quantity may be apart."""

    left: str
    right: str
    threshold: Decimal
    text_zh: str
    text_en: str
    source: str
    mark: str


@attrs.frozen(kw_only=True)
class Stated:
    """What a source says of a quantity; None is unknown."""

    parameter: str
    source: str
    value: Decimal | None
    unit: str


@attrs.frozen(kw_only=True)
class CrossCheck:
    """Two sources of one quantity side by side.

    Attributes
    ----------
    difference : Decimal or None
        Left less right, in the unit of the left one.
    share : Decimal or None
        The difference against the right one; None where one side is unknown, or the
        right one is 0.
    passed : bool or None
        None: unknown, and never passed.
    fits : bool
        Whether both units are of one kind; else nothing is compared, and the right
        value is in its own unit.
    """

    parameter: str
    rule: CrossRule
    left: Decimal | None
    right: Decimal | None
    unit: str
    difference: Decimal | None
    share: Decimal | None
    passed: bool | None
    right_unit: str = ""
    fits: bool = True


@cache
def _rows() -> tuple[tuple[CrossRule, date | None, date | None], ...]:
    return tuple(
        (
            CrossRule(
                left=row["left"],
                right=row["right"],
                threshold=Decimal(row["threshold"]),
                text_zh=row["text_zh"],
                text_en=row["text_en"],
                source=row["source"],
                mark=row["mark"],
            ),
            day_or_none(row["effective_from"]),
            day_or_none(row["effective_to"]),
        )
        for row in packaged_rows(ROOM, "cross_checks.csv")
    )


def cross_rules(on: date) -> tuple[CrossRule, ...]:
    """Return the pairs that are compared on a day."""
    return tuple(one for one, first, last in _rows() if holds_on(first, last, on))


def cross_checks(stated: Iterable[Stated], on: date) -> tuple[CrossCheck, ...]:
    """Compare what sources say of the same quantity, pair by pair.

    Parameters
    ----------
    stated : iterable of Stated
        Of a parameter every source at most once.
    on : date
        Whose rules count.

    Returns
    -------
    tuple of CrossCheck
        For each parameter every pair of which both sources spoke at all.

    Raises
    ------
    ReportError
        ``check.source``: a source is none of :data:`SOURCES`, or speaks twice.
    """
    said: dict[str, dict[str, Stated]] = {}
    for one in stated:
        mine = said.setdefault(one.parameter, {})
        if one.source not in SOURCES or one.source in mine:
            msg = f"{one.parameter}: {one.source!r} is no source, or speaks twice."
            raise ReportError(msg, code="check.source", source=one.source)
        mine[one.source] = one
    return tuple(
        _check(parameter, rule, mine[rule.left], mine[rule.right])
        for parameter, mine in said.items()
        for rule in cross_rules(on)
        if rule.left in mine and rule.right in mine
    )


def _check(parameter: str, rule: CrossRule, left: Stated, right: Stated) -> CrossCheck:
    fits = units_fit(left.unit, right.unit)
    difference = share = passed = None
    if fits and left.value is not None and right.value is not None:
        other = convert(right.value, right.unit, left.unit)
        gap = Fraction(left.value) - other
        difference = round_half_even(gap, _PLACES)
        if other:
            share = round_half_even(gap / other, _PLACES)
            passed = abs(gap) <= Fraction(rule.threshold) * abs(other)
        else:
            passed = gap == 0
    return CrossCheck(
        parameter=parameter,
        rule=rule,
        left=left.value,
        right=right.value,
        unit=left.unit,
        right_unit=right.unit,
        difference=difference,
        share=share,
        passed=passed,
        fits=fits,
    )


def units_fit(left: str, right: str) -> bool:
    """Return whether two units are of one kind; an unknown one fits nothing.

    Examples
    --------
    >>> units_fit("万m3", "m3"), units_fit("t", "MWh"), units_fit("x?", "x?")
    (True, False, False)
    """
    try:
        return parse_unit(left).dimension == parse_unit(right).dimension
    except UnitError:
        return False


def cross_findings(checks: Iterable[CrossCheck]) -> tuple[Finding, ...]:
    """Return the pairs that are too far apart, and those of two kinds of unit."""
    return tuple(_finding(one) for one in checks if one.passed is False or not one.fits)


def _finding(one: CrossCheck) -> Finding:
    if not one.fits:
        return Finding(
            code="check.unit",
            severity=Severity.ERROR,
            place=one.parameter,
            value=f"{one.unit} / {one.right_unit}",
            rule="Two sources of one quantity are in one kind of unit.",
            hint="State the other source in a unit of the line.",
        )
    return Finding(
        code="check.apart",
        severity=Severity.ERROR,
        place=one.parameter,
        value=f"{one.left} {one.unit} / {one.right} {one.right_unit}",
        rule=one.rule.text_en,
        hint="Say which source is right, and why the other one differs.",
    )
