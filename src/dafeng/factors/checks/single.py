"""Checks of one row by itself: source, number, span, unit, years."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.base.errors import UnitError
from dafeng.base.units import parse_unit
from dafeng.factors.checks.records import error, labelled, limits, warning
from dafeng.factors.fitting import fits, fitted, ratio

if TYPE_CHECKING:
    from dafeng.base.findings import Finding
    from dafeng.factors.checks.records import Limit, Stated

_YEARLY = re.compile(r"(?<!\d)(20\d\d)年(?!版)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def check_source(stated: Stated) -> Iterator[Finding]:
    """A number without a document is nobody's number."""
    row = stated.factor
    if not row.source_document.strip():
        yield error(
            "factor.no_source",
            stated.at("source_document"),
            row.id,
            "Each number names the document that says it.",
            "Write the document's number and title, and the table in it.",
        )
    if row.verified and not row.verified_where.strip():
        yield warning(
            "factor.no_witness",
            stated.at("verified_where"),
            row.id,
            "A verified row says where the number was read.",
            "Write where, or mark the row as not verified.",
        )


def check_number(stated: Stated) -> Iterator[Finding]:
    """Not negative, and inside its own span."""
    row = stated.factor
    if row.value < 0:
        yield error(
            "factor.negative",
            stated.at("value"),
            row.value,
            f"{row.parameter} is never negative.",
            "Write the amount; whether it is added or deducted, the flow says.",
        )
    low, high = row.low, row.high
    if (low is not None and row.value < low) or (high is not None and row.value > high):
        yield warning(
            "factor.span",
            stated.at("value"),
            row.value,
            f"The value lies outside its own span {low} to {high}.",
            "Compare value and span with the document; one of them is misprinted.",
        )


def check_unit(stated: Stated) -> Iterator[Finding]:
    """The unit is one, measures what the parameter is, and the number is possible."""
    row = stated.factor
    place = stated.at("unit")
    try:
        parse_unit(row.unit)
    except UnitError as reason:
        yield error(
            "factor.unit_unknown",
            place,
            row.unit,
            "The unit must be one that dafeng knows.",
            str(reason),
        )
        return
    known = limits().get(row.parameter)
    if known is None:
        yield warning(
            "factor.parameter_unknown",
            stated.at("parameter"),
            row.parameter,
            "No method asks for a parameter of that name.",
            "Use one of limits.csv, or add it there with its unit and limits.",
        )
        return
    measured = [limit for limit in known if fits(row.unit, limit.unit)]
    implied = [limit for limit in known if fits(limit.unit, labelled(row.unit))]
    if not measured and not implied:
        units = ", ".join(limit.unit for limit in known)
        yield error(
            "factor.unit_misfit",
            place,
            row.unit,
            f"{row.parameter} is measured in {units}.",
            "Check unit and parameter.",
        )
    elif not any(_within(stated, limit) for limit in measured):
        yield from _implied(stated, measured, implied)


def _implied(
    stated: Stated, measured: list[Limit], implied: list[Limit]
) -> Iterator[Finding]:
    """The unit leaves out what is weighed, or the number is impossible."""
    row = stated.factor
    meant = [limit for limit in implied if _within(stated, limit)]
    if meant:
        yield warning(
            "factor.unit_unlabelled",
            stated.at("unit"),
            row.unit,
            f"The unit does not say what is weighed; it is read as {meant[0].unit}.",
            f"Write {meant[0].unit}: labels tell carbon from CO2 and waste.",
        )
    elif row.value >= 0:
        limit = (measured or implied)[0]
        yield error(
            "factor.out_of_range",
            stated.at("value"),
            f"{row.value} {row.unit}",
            f"{row.parameter} lies between {limit.low} and {limit.high} {limit.unit} "
            f"({limit.reason}).",
            "Check digits, decimal point and unit against the document.",
        )


def _within(stated: Stated, limit: Limit) -> bool:
    row, unit = stated.factor, labelled(stated.factor.unit)
    if fits(row.unit, limit.unit):
        value = fitted(row.value, row.unit, limit.unit)
    else:
        value = Fraction(row.value) / ratio(limit.unit, unit)
    return limit.low <= value <= limit.high


def check_years(stated: Stated) -> Iterator[Finding]:
    """Years run forward and agree with the document."""
    row = stated.factor
    begin, end = row.valid_from, row.valid_to
    if begin is not None and end is not None and end < begin:
        yield error(
            "factor.years_reversed",
            stated.at("valid_to"),
            f"{begin} to {end}",
            "The last year is not before the first.",
            "Exchange or correct the years.",
        )
    about = {int(year) for year in _YEARLY.findall(row.source_document)}
    if about and not {begin, end} <= about:
        spoken = ", ".join(map(str, sorted(about)))
        yield warning(
            "factor.year",
            stated.at("valid_from"),
            f"{begin or '…'} to {end or '…'}",
            f"The document is about {spoken}; the row says another span of years.",
            "A yearly announcement holds for its year alone.",
        )
        return
    printed = [int(year) for year in _YEAR.findall(row.source_document)]
    if not about and printed and begin is not None and begin < min(printed):
        yield warning(
            "factor.year",
            stated.at("valid_from"),
            begin,
            f"The row begins before its document ({min(printed)}).",
            "Name the earlier document, or begin with the year of this one.",
        )
