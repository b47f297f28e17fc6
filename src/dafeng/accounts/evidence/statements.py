"""From rows to statements: one amount per flow, year and stream.

A statement adds up the months of a stream.  Where a stream gives the year as well as
months of it, the year holds and the sum of the months is checked against it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.records import Stream
from dafeng.base.findings import Finding, Severity
from dafeng.base.periods import Period, PeriodKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dafeng.accounts.evidence.rows import ActivityRow
    from dafeng.accounts.records import Grade

MONTHS = 12


@attrs.frozen(kw_only=True)
class FlowKey:
    """What is stated: two statements with the same key are rivals.

    Attributes
    ----------
    flow, sector, item, unit, place, owner, counterparty, factor_set, proof : str
        As in :class:`~dafeng.accounts.evidence.rows.ActivityRow`.
    year : int
    """

    flow: str
    sector: str
    item: str
    unit: str
    place: str
    owner: str
    counterparty: str
    factor_set: str
    proof: str
    year: int


@attrs.frozen(kw_only=True)
class Statement:
    """What one stream says about one flow in one year.

    Attributes
    ----------
    at : FlowKey
    stream : Stream
    quantity_e3 : int
        In thousandths of ``at.unit``.
    grade : Grade
        The worst of its rows.
    evidence : tuple of str
        Ids of its rows.
    synthetic : bool
    complete : bool
        Whether it covers the whole year.
    """

    at: FlowKey
    stream: Stream
    quantity_e3: int
    grade: Grade
    evidence: tuple[str, ...]
    synthetic: bool
    complete: bool = True


def statements(
    rows: Iterable[ActivityRow],
) -> tuple[tuple[Statement, ...], tuple[Finding, ...]]:
    """Add up the rows of each stream.

    Returns
    -------
    statements, findings
        ``activity.months`` (a year of fewer than twelve months),
        ``activity.year_and_months`` (both given, and they differ) and
        ``activity.stated_twice`` (an owner states one flow under two ids).
    """
    grouped: dict[tuple[FlowKey, Stream], list[ActivityRow]] = defaultdict(list)
    for row in rows:
        grouped[_key(row), row.stream].append(row)
    made: list[Statement] = []
    found: list[Finding] = []
    for (at, stream), of_one in sorted(grouped.items(), key=_order):
        of_one.sort(key=lambda row: row.row_id)
        holding, findings = _year_or_months(of_one)
        found += findings
        made.append(
            Statement(
                at=at,
                stream=stream,
                quantity_e3=sum(row.quantity_e3 for row in holding),
                grade=max(row.grade for row in holding),
                evidence=tuple(row.row_id for row in holding),
                synthetic=any(row.synthetic for row in holding),
                complete=not any(f.code == "activity.months" for f in findings),
            )
        )
    return tuple(made), tuple(found)


def _key(row: ActivityRow) -> FlowKey:
    return FlowKey(
        flow=row.flow,
        sector=row.sector,
        item=row.item,
        unit=row.unit,
        place=row.place,
        owner=row.owner,
        counterparty=row.counterparty,
        factor_set=row.factor_set,
        proof=row.proof,
        year=row.year,
    )


def _order(entry: tuple[tuple[FlowKey, Stream], object]) -> tuple[str, ...]:
    at, stream = entry[0]
    return (*map(str, attrs.astuple(at)), stream)


def _year_or_months(
    rows: list[ActivityRow],
) -> tuple[list[ActivityRow], list[Finding]]:
    """Rows that count, and what is odd about them."""
    rows, findings = _once(rows)
    holding, more = _whole_or_parts(rows)
    return holding, findings + more


def _once(rows: list[ActivityRow]) -> tuple[list[ActivityRow], list[Finding]]:
    """Leave out what an owner states again for the same period.

    Several meters of an owner add up, and so do the parts of a total; two reports of
    one flow do not.
    """
    first: dict[str, ActivityRow] = {}
    findings = []
    for row in rows:
        standing = first.setdefault(row.period, row)
        if standing is not row:
            findings.append(_stated_twice(row, standing))
    if not rows[0].owner or rows[0].stream is Stream.METER:
        return rows, []
    return list(first.values()), findings


def _stated_twice(row: ActivityRow, standing: ActivityRow) -> Finding:
    return Finding(
        code="activity.stated_twice",
        severity=Severity.ERROR,
        place=row.row_id,
        value=f"{row.quantity_e3} / 1000 {row.unit}",
        rule=f"An owner states a flow once for a period; {standing.row_id} does.",
        hint="State the right amount under one of the two ids and zero under the "
        "other. Until then the first counts.",
    )


def _whole_or_parts(
    rows: list[ActivityRow],
) -> tuple[list[ActivityRow], list[Finding]]:
    whole = [row for row in rows if _is_year(row)]
    parts = [row for row in rows if not _is_year(row)]
    if not whole:
        return parts, _incomplete(parts)
    year = sum(row.quantity_e3 for row in whole)
    months = sum(row.quantity_e3 for row in parts)
    covered = len(_months(parts))
    if not parts or (covered == MONTHS and year == months):
        return whole, []
    return whole, [
        Finding(
            code="activity.year_and_months",
            severity=Severity.WARNING,
            place=whole[0].row_id,
            value=f"{year} != {months} ({covered} months)",
            rule="A stream that gives a year and its months gives the same amount.",
            hint="The year counts. Correct the one that is wrong.",
        )
    ]


def _is_year(row: ActivityRow) -> bool:
    return Period.parse(row.period).kind is PeriodKind.YEAR


def _months(rows: Iterable[ActivityRow]) -> set[Period]:
    """Months that rows of months, quarters and halves cover."""
    covered: set[Period] = set()
    for row in rows:
        period = Period.parse(row.period)
        month = period.kind is PeriodKind.MONTH
        covered |= {period} if month else set(period.children(PeriodKind.MONTH))
    return covered


def _incomplete(rows: list[ActivityRow]) -> list[Finding]:
    covered = len(_months(rows))
    if covered == MONTHS:
        return []
    return [
        Finding(
            code="activity.months",
            severity=Severity.ERROR,
            place=rows[0].row_id,
            value=str(covered),
            rule="A year has twelve months.",
            hint="The months that are known are counted and the line is marked as "
            "incomplete; state the others, or the year.",
        )
    ]
