"""What the house knows beside a report: the year before, own account, disclosure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs

from dafeng.base.periods import Period
from dafeng.base.rounding import round_half_even
from dafeng.base.units import convert
from dafeng.enterprises.reporting import (
    AccountGap,
    Branch,
    Doubt,
    Known,
    OwnLine,
    RecomputedLine,
    ReportLine,
    ReportState,
    account_gaps,
    branch_of,
    doubts,
    units_fit,
)
from dafeng.meters import Amount, quality_rules_on
from dafeng.web.core.models import Organisation
from dafeng.web.enterprises.models import Publication
from dafeng.web.meters.selectors.energy_factors import (
    conversions_of_years,
    regions_here,
)
from dafeng.web.verification.convert import lines_of, recomputed_line
from dafeng.web.verification.models import (
    EmissionReport,
    OwnAccountRow,
    ReportVersion,
)
from dafeng.web.verification.selectors.meter_months import periods_energies
from dafeng.web.verification.selectors.reports import written_version

DISCLOSED = ("ets-emissions", "env-report")
"""Rules of disclosure that publish the emission of a year, the nearer first."""
_TONNE = "tCO2"


ProductSource = Callable[[Organisation, int], Decimal | None]
_SOURCES: list[ProductSource] = []


def register_product_energy(source: ProductSource) -> None:
    """Let another room say how many tce the products of a unit took in a year."""
    _SOURCES.append(source)


@attrs.frozen(kw_only=True)
class Beside:
    """A report beside everything else.

    Attributes
    ----------
    doubts : tuple of Doubt
        What of it is hardly true.
    gaps : tuple of AccountGap
        It and the own account, flow by flow; empty where one of the two is missing.
    account : OwnAccountRow or None
    """

    doubts: tuple[Doubt, ...]
    gaps: tuple[AccountGap, ...]
    account: OwnAccountRow | None


def beside(report: EmissionReport, on: date) -> Beside:
    """What the unit wrote last, beside what else is known; versions prefetched."""
    version = written_version(report)
    if version is None:
        return Beside(doubts=(), gaps=(), account=None)
    branch = branch_of(report.branch)
    account = _account(report)
    lines = [recomputed_line(one) for one in version.lines.all()]
    own = [] if account is None else list(_own_lines(account))
    known = attrs.evolve(
        _energy(report),
        before=_before(report),
        account_t=_direct_t(own, lines, branch, report.year),
        disclosed_t=_disclosed(report),
    )
    return Beside(
        doubts=doubts(lines, known, on),
        gaps=account_gaps(lines, own, branch.gases) if own else (),
        account=account,
    )


def _account(report: EmissionReport) -> OwnAccountRow | None:
    rows = OwnAccountRow.objects.filter(enterprise=report.enterprise, year=report.year)
    return rows.order_by("-number").first()


def _own_lines(account: OwnAccountRow) -> Iterator[OwnLine]:
    for one in account.lines:
        fields = {**one, "activity": Decimal(one["activity"])}
        yield OwnLine(**fields | {"factors": tuple(one["factors"])})


def _direct_t(
    own: list[OwnLine], lines: list[RecomputedLine], branch: Branch, year: int
) -> Decimal | None:
    """Direct emissions of the own account, of the gases of the guide.

    None where the report has a flow that the account does not know: then the two are
    compared flow by flow alone.
    """
    counted = {
        one.flow for one in branch.flows if one.compliance and one.holds_in(year)
    }
    told = {one.line.flow for one in lines if one.compliance}
    if not own or not told <= {one.flow for one in own}:
        return None
    grams = sum(
        one.co2e_g for one in own if one.flow in counted and one.gas in branch.gases
    )
    return Decimal(grams).scaleb(-6)


def _before(report: EmissionReport) -> tuple[ReportLine, ...]:
    """Lines of the newest version of the report on the year before."""
    rows = ReportVersion.objects.filter(
        report__enterprise=report.enterprise, report__year=report.year - 1
    ).exclude(report__state=ReportState.VOID.value)
    version = rows.order_by("-number").prefetch_related("lines").first()
    return () if version is None else lines_of(version)


def _disclosed(report: EmissionReport) -> Decimal | None:
    """What the unit published as its emission of the year."""
    rows = Publication.objects.filter(
        enterprise__unit=report.enterprise,
        rule__in=DISCLOSED,
        period=str(report.year),
        replaced_by=None,
        withdrawn_at=None,
        value__isnull=False,
    )
    found = {one.rule: one for one in rows.order_by("pk")}
    for rule in DISCLOSED:
        one = found.get(rule)
        if one is not None and one.value is not None and units_fit(one.unit, _TONNE):
            return round_half_even(convert(one.value, one.unit, _TONNE), 6)
    return None


def _energy(report: EmissionReport) -> Known:
    """Energy of the products beside what the meters saw; without both nothing."""
    for source in _SOURCES:
        products = source(report.enterprise, report.year)
        if products is not None:
            metered = _metered_tce(report)
            return Known(product_tce=products, metered_tce=metered)
    return Known()


def _metered_tce(report: EmissionReport) -> Decimal | None:
    """Standard coal, calorific, of what came in; None where a meter leaves a hole."""
    year = Period.year(report.year)
    energies = periods_energies(report.enterprise, [year])[year]
    least = quality_rules_on(year.end).completeness
    known = conversions_of_years(regions_here(), report.year, report.year)
    coal = {one.carrier: one.per_unit for one in known if one.amount is Amount.TCE}
    whole = Fraction(0)
    for one in energies:
        if Fraction(one.known) < least or one.carrier not in coal:
            return None
        whole += Fraction(one.quantity) * coal[one.carrier]
    return round_half_even(whole, 6) if energies else None
