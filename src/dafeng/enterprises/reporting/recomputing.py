"""Activity times factor again: each line of a report through ``dafeng.accounts``."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from dafeng.accounts import (
    ActivityRow,
    Evidence,
    Grade,
    Settings,
    Stream,
    flows,
    run_account,
)
from dafeng.accounts.methods import units_for
from dafeng.base.findings import Finding, Severity
from dafeng.base.rounding import without_zeros
from dafeng.base.units import convert, parse_unit
from dafeng.enterprises.reporting.errors import ReportError
from dafeng.enterprises.reporting.records import (
    LineUse,
    Purpose,
    Recomputed,
    RecomputedLine,
    ReportLine,
)
from dafeng.enterprises.reporting.rules import branch_of, report_rule
from dafeng.factors import factor_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from dafeng.accounts import Account, Line
    from dafeng.enterprises.reporting.rules import Branch, BranchFlow

NATION = "CN"
GRAMS = -6
"""Tonnes of a gram, as an exponent of ten."""
KEPT = 64
"""Recomputed sets of lines that a process keeps."""
MOST, MOST_OF = 10**8, {"kWh": 10**12, "m3": 10**11}
"""The largest amounts in a canonical unit: what no enterprise reaches, and what can be
counted in grams without losing a digit."""
_STRONG = ("process.fgas", "process.switchgear")
"""Flows of gases that warm thousands of times as much."""
_SECTOR = "industry"


def canonical_amount(
    flow: str, item: str, quantity: Decimal, unit: str
) -> tuple[int, str]:
    """Return an amount in thousandths of the unit that the methods know, and the unit.

    Raises
    ------
    ReportError
        ``report.unit``: no method of the flow measures in that kind of unit;
        ``report.too_large``: more than :data:`MOST`.
    UnitError
        The unit is unknown.
    """
    stated = parse_unit(unit)
    known = units_for(flow, item)
    for one in known:
        if parse_unit(one).dimension == stated.dimension:
            amount = convert(quantity, stated, one)
            if abs(amount) > _most(flow, one):
                big = f"{quantity} {unit} of {item} is more than can be meant."
                raise ReportError(big, code="report.too_large", line=item, unit=unit)
            return round(amount * 1000), one
    msg = (
        f"{flow} of {item} is not measured in {unit!r}. "
        f"Possible: {', '.join(known) or 'nothing'}."
    )
    raise ReportError(msg, code="report.unit", flow=flow, item=item, unit=unit)


def _most(flow: str, unit: str) -> int:
    known = flows().get(flow)
    if flow in _STRONG:
        return MOST // 1000
    energy = known is not None and known.group == "energy"
    return MOST_OF.get(unit, MOST) if energy else MOST


def recompute(
    branch: str,
    year: int,
    lines: Sequence[ReportLine],
    *,
    on: date,
    regions: tuple[str, ...] = (NATION, "World"),
    official: bool = False,
) -> Recomputed:
    """Recompute a yearly report by the guide of its branch.

    Parameters
    ----------
    branch : str
    year : int
    lines : sequence of ReportLine
        Each stands once by its code.
    on : date
        Whose tolerance counts.
    regions : tuple of str
        Regions of the factor tables, the nearest first.
    official : bool
        Whether factors that nobody verified are refused.

    Returns
    -------
    Recomputed
        Findings: ``report.no_method`` (accounts has none for the flow),
        ``report.outside`` (the guide does not ask for it), ``report.differs``,
        ``report.unknown`` (no factor), and those of the account.

    Raises
    ------
    ReportError
        ``report.branch``, ``report.twice``, ``report.unit``, ``report.negative``,
        ``report.too_large``.
    """
    guide = branch_of(branch)
    _see_lines(lines)
    emitting = [one for one in lines if one.purpose is Purpose.EMISSION]
    counted = [one for one in emitting if _has_method(guide, one, year)]
    place = "0"
    settings = Settings(
        place=place,
        year=year,
        regions=regions,
        power="enterprise",
        official=official,
    )
    rows = tuple(_row(one, year, place) for one in counted)
    account = _account(rows, settings)
    of_line: dict[str, list[Line]] = defaultdict(list)
    for made in account.lines:
        if made.gas in guide.gases:
            of_line[made.owner].append(made)
    tolerance = report_rule("recompute.tolerance", on).value
    told = tuple(
        _recomputed(
            one,
            of_line.get(one.code, []),
            guide.flow(one.flow, year),
            tolerance,
        )
        for one in emitting
    )
    return Recomputed(
        branch=branch,
        year=year,
        lines=told,
        reported_t=sum((one.line.reported_t or Decimal() for one in told), Decimal()),
        computed_t=_total(told),
        compliance_t=_total([one for one in told if one.compliance]),
        factor_edition=account.factor_edition,
        findings=(*_findings(told, guide, year), *account.findings),
    )


@lru_cache(maxsize=KEPT)
def _account(rows: tuple[ActivityRow, ...], settings: Settings) -> Account:
    """The account of some rows; a verified version often says what stood before."""
    return run_account(Evidence(rows=rows), factor_book(), settings)


def _see_lines(lines: Iterable[ReportLine]) -> None:
    seen: set[str] = set()
    for one in lines:
        if one.code in seen:
            msg = f"The line {one.code!r} stands twice."
            raise ReportError(msg, code="report.twice", line=one.code)
        seen.add(one.code)
        if not one.quantity.is_finite() or one.quantity < 0:
            msg = f"{one.code}: an activity is not below 0, but {one.quantity}."
            raise ReportError(msg, code="report.negative", line=one.code)


def _has_method(guide: Branch, line: ReportLine, year: int) -> bool:
    asked = guide.flow(line.flow, year)
    return line.flow in flows() and (asked is None or asked.method)


def _row(line: ReportLine, year: int, place: str) -> ActivityRow:
    quantity, unit = canonical_amount(line.flow, line.item, line.quantity, line.unit)
    return ActivityRow(
        row_id=line.code,
        stream=Stream.ENTERPRISE,
        flow=line.flow,
        sector=_SECTOR,
        item=line.item,
        quantity_e3=quantity,
        unit=unit,
        year=year,
        period=str(year),
        place=place,
        owner=line.code,
        grade=Grade.B,
        evidence=line.code,
        entered_by="report",
    )


def _recomputed(
    line: ReportLine, made: list[Line], asked: BranchFlow | None, tolerance: Decimal
) -> RecomputedLine:
    computed = tonnes_of(sum(one.co2e_g for one in made)) if made else None
    reported = line.reported_t
    known = computed is not None and reported is not None
    difference = reported - computed if known else None  # type: ignore[operator]
    return RecomputedLine(
        line=line,
        computed_t=computed,
        difference_t=difference,
        compliance=asked is not None and asked.compliance,
        agrees=None
        if difference is None
        else abs(difference) <= tolerance * abs(computed or Decimal()),
        method=", ".join(dict.fromkeys(one.method for one in made)),
        uses=tuple(
            LineUse(
                symbol=use.symbol,
                factor_id=use.factor_id,
                value=use.value,
                unit=use.unit,
            )
            for one in made
            for use in one.uses
        ),
    )


def tonnes_of(grams: int) -> Decimal:
    """Return whole grams as tonnes, exactly.

    Examples
    --------
    >>> tonnes_of(1_250_000)
    Decimal('1.25')
    """
    return without_zeros(Decimal(grams).scaleb(GRAMS))


def _total(lines: Iterable[RecomputedLine]) -> Decimal | None:
    values = [one.computed_t for one in lines]
    if any(one is None for one in values):
        return None
    return sum((one for one in values if one is not None), Decimal())


def _findings(
    lines: Iterable[RecomputedLine], guide: Branch, year: int
) -> list[Finding]:
    found: list[Finding] = []
    for one in lines:
        asked = guide.flow(one.line.flow, year)
        if asked is None:
            rule = (
                f"The guide of {guide.code} does not ask for {one.line.flow} in {year}."
            )
            found.append(_finding("report.outside", Severity.WARNING, one, rule))
        if one.computed_t is None:
            missing = asked is not None and not asked.method
            code = "report.no_method" if missing else "report.unknown"
            rule = (
                f"dafeng.accounts has no method for {one.line.flow}."
                if missing
                else "No factor fits the line."
            )
            found.append(_finding(code, Severity.ERROR, one, rule))
        elif one.agrees is False:
            rule = "The reported emission is activity times factor."
            found.append(_finding("report.differs", Severity.ERROR, one, rule))
    return found


def _finding(code: str, severity: Severity, one: RecomputedLine, rule: str) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        place=one.line.code,
        value=f"reported {_told(one.line.reported_t)}, "
        f"recomputed {_told(one.computed_t)}",
        rule=rule,
        hint="Check the activity, its unit and the factor with its document.",
    )


def _told(value: Decimal | None) -> str:
    return "nothing" if value is None else f"{value:f} t"
