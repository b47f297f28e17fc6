"""From a closed month of meters to rows of activity, once and never twice.

A meter's month speaks of the same energy as the enterprise's yearly form. It is stated
as its own stream, ``meter``, and names its carrier: the account sets it beside whatever
the forms say of that carrier, in whatever order both came, and counts one of the two. A
row is named by owner, month and carrier, so that a month which is confirmed again
replaces what it said before, also where the flow is another one.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts import (
    ActivityRow,
    CarrierFlow,
    Grade,
    Stream,
    carrier_flows,
    flow_id,
    uses_stated,
)
from dafeng.base.periods import Period, PeriodKind
from dafeng.enterprises.reporting.errors import ReportError
from dafeng.enterprises.reporting.recomputing import canonical_amount
from dafeng.meters import quality_rules_on

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal


@attrs.frozen(kw_only=True)
class MonthQualityFact:
    """What is known about the quality of a month.

    Attributes
    ----------
    completeness : Decimal or None
        Readings that came against those that were due; None: not known.
    day_month_gap : Decimal or None
        Days against the monthly report; None: no report to compare with.
    until : date or None
        The day up to which readings were counted; None: not known.
    """

    completeness: Decimal | None
    day_month_gap: Decimal | None = None
    until: date | None = None


@attrs.frozen(kw_only=True)
class MeterMonth:
    """The energy of an enterprise in a month, of one carrier.

    Attributes
    ----------
    owner : str
        Credit code, as the forms name the enterprise.
    evidence : str
        Meters and version of the day table that it was read from.
    """

    owner: str
    place: str
    sector: str
    month: Period
    carrier: str
    quantity: Decimal
    unit: str
    evidence: str
    confirmed_by: str
    synthetic: bool = False


def see_month_quality(fact: MonthQualityFact, month: Period) -> None:
    """Refuse a month that does not reach the official measures of quality.

    Raises
    ------
    ReportError
        ``month.incomplete`` (unknown completeness is none), ``month.part`` (the
        readings were not counted up to the end of the month), ``month.gap``.
    """
    rules = quality_rules_on(month.end)
    had = fact.completeness
    if had is None or Fraction(had) < rules.completeness:
        told = "unknown" if had is None else f"{float(had):.1%}"
        msg = (
            f"{month.code}: completeness {told}, asked {float(rules.completeness):.0%}."
        )
        raise ReportError(
            msg, code="month.incomplete", month=month.code, completeness=told
        )
    if fact.until is not None and fact.until <= month.end:
        msg = f"{month.code}: readings were counted up to {fact.until}."
        raise ReportError(
            msg, code="month.part", month=month.code, until=fact.until.isoformat()
        )
    gap = fact.day_month_gap
    if gap is not None and abs(Fraction(gap)) > rules.day_month_gap:
        msg = f"{month.code}: days and month are {float(gap):.1%} apart."
        raise ReportError(msg, code="month.gap", month=month.code)


def see_closed(month: Period, on: date) -> None:
    """Refuse a month that is not over.

    Raises
    ------
    ReportError
        ``month.open``; ``month.kind``: it is no month.
    """
    if month.kind is not PeriodKind.MONTH:
        msg = f"{month.code} is no month."
        raise ReportError(msg, code="month.kind", month=month.code)
    if on <= month.end:
        msg = f"{month.code} is not over on {on}."
        raise ReportError(msg, code="month.open", month=month.code)


def see_whole(carrier: str, known: Decimal, month: Period) -> None:
    """Refuse a carrier whose meters leave a hole in the month.

    Parameters
    ----------
    carrier : str
    known : Decimal
        Share of the month of its counting meters of which something is known.

    Raises
    ------
    ReportError
        ``month.hole``: a hole is no energy that was not used.
    """
    least = quality_rules_on(month.end).completeness
    if Fraction(known) < least:
        told = f"{float(known):.1%}"
        msg = f"{month.code}: {told} of {carrier} is known, asked {float(least):.0%}."
        raise ReportError(
            msg, code="month.hole", month=month.code, carrier=carrier, known=told
        )


def flow_for(carrier: str, known: Iterable[ActivityRow]) -> CarrierFlow:
    """Return the flow and item under which the energy of a carrier is stated.

    What the enterprise's forms call it holds. Forms that come later change nothing:
    the account sets both side by side by their carrier.

    Parameters
    ----------
    carrier : str
    known : iterable of ActivityRow
        What the enterprise stated of any year, in whatever stream.

    Raises
    ------
    ReportError
        ``month.carrier``: the carrier has no flow; ``month.split``: the forms divide
        the carrier among several flows, items or counterparties, and a person has to
        say how the meters are divided.
    """
    packaged = carrier_flows().get(carrier)
    if packaged is None:
        have = ", ".join(carrier_flows())
        msg = f"The carrier {carrier!r} has no flow in the account. Known: {have}."
        raise ReportError(msg, code="month.carrier", carrier=carrier)
    said = [
        one
        for one in known
        if one.stream is not Stream.METER and packaged.holds(one) and not one.carrier
    ]
    newest = max((one.year for one in said), default=0)
    found = uses_stated(carrier, [one for one in said if one.year == newest])
    if len(found) > 1 or any(counterparty for _flow, _item, counterparty in found):
        told = ", ".join(sorted({f"{flow} {item}" for flow, item, _other in found}))
        msg = (
            f"The forms of {newest} divide {carrier} ({told}); "
            "the meters of the whole works cannot be set beside them."
        )
        raise ReportError(msg, code="month.split", item=packaged.item, flows=told)
    for flow, item, _other in found:
        return attrs.evolve(packaged, flow=flow, item=item)
    return packaged


def meter_row(month: MeterMonth, flow: CarrierFlow) -> ActivityRow:
    """Return the row of activity of a closed month.

    Raises
    ------
    ReportError
        ``report.unit``; ``month.negative``.

    Source
    ------
    Grade A: metered, with valid calibration (``dafeng.accounts``, records).
    """
    if month.quantity < 0:
        msg = f"{month.month.code}: {month.quantity} {month.unit} is below 0."
        raise ReportError(msg, code="month.negative", month=month.month.code)
    quantity, unit = canonical_amount(flow.flow, flow.item, month.quantity, month.unit)
    period = month.month.code
    return ActivityRow(
        row_id=flow_id(
            stream=Stream.METER,
            period=period,
            place=month.place,
            sector=month.sector,
            owner=month.owner,
            flow=month.carrier,
            item="",
        ),
        stream=Stream.METER,
        flow=flow.flow,
        sector=month.sector,
        item=flow.item,
        quantity_e3=quantity,
        unit=unit,
        stated=f"{month.quantity} {month.unit}",
        year=month.month.start.year,
        period=period,
        place=month.place,
        owner=month.owner,
        grade=Grade.A,
        evidence=month.evidence,
        entered_by="meters",
        approved_by=month.confirmed_by,
        synthetic=month.synthetic,
        carrier=month.carrier,
    )
