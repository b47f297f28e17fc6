"""What yearly reports say of an energy balance: fuel for heat and power, and output."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from dafeng.base.errors import UnitError
from dafeng.base.units import convert, parse_unit
from dafeng.enterprises.balance import BalanceFlow, EnergyEntry
from dafeng.enterprises.reporting import Purpose
from dafeng.meters import Carrier, carriers_by_code
from dafeng.web.core.models import Organisation
from dafeng.web.meters.balancing import register_balance_entries
from dafeng.web.verification.models import ReportLineRow, ReportVersion

FLOWS = {
    "fuel.heat": BalanceFlow.CONVERTED_IN,
    "fuel.power": BalanceFlow.CONVERTED_IN,
    "heat.sold": BalanceFlow.SOLD,
    "power.sold": BalanceFlow.SOLD,
}
MADE_FROM = {"heat": "fuel.heat", "electricity": "fuel.power"}
"""What is made where a report has fuel for it, all of it of our carriers."""
TOLD_IN = {"heat": "J", "electricity": "Wh"}
"""How the unit of each ends: one can be converted into the other, but is not it."""


def reported_entries(enterprise: Organisation, year: int) -> Iterator[EnergyEntry]:
    """Entries of the newest version of a year's report."""
    versions = ReportVersion.objects.filter(
        report__enterprise=enterprise, report__year=year
    )
    version = (
        versions.order_by("-number")
        .prefetch_related("lines")
        .select_related("report")
        .first()
    )
    lines = [] if version is None else list(version.lines.all())
    fuels = {
        fuel: _all_told([line for line in lines if line.flow == fuel])
        for fuel in MADE_FROM.values()
    }
    for line in lines:
        flow = FLOWS.get(line.flow)
        if flow is not None and fuels.get(line.flow, True):
            yield from _entries(line, flow, _carriers(line))
        elif line.purpose == Purpose.PRODUCTION.value:
            code = _made(line)
            if code and fuels[MADE_FROM[code]]:
                made = (carriers_by_code()[code],)
                yield from _entries(line, BalanceFlow.CONVERTED_OUT, made)


def _all_told(fuel: Sequence[ReportLineRow]) -> bool:
    """Whether there is fuel, and all of it can be told; else what it gave cannot."""
    return bool(fuel) and all(
        any(_in_unit(line, one) is not None for one in _carriers(line)) for line in fuel
    )


def _carriers(line: ReportLineRow) -> tuple[Carrier, ...]:
    """The carriers that the thing of a line is."""
    return tuple(
        one
        for one in carriers_by_code().values()
        if line.item and one.factor_code == line.item
    )


def _made(line: ReportLineRow) -> str:
    """The carrier that a line of production is of; empty is none."""
    try:
        symbol = parse_unit(line.unit).symbol
    except UnitError:
        return ""
    return next((code for code, end in TOLD_IN.items() if symbol.endswith(end)), "")


def _entries(
    line: ReportLineRow, flow: BalanceFlow, carriers: Iterable[Carrier]
) -> Iterator[EnergyEntry]:
    """The line as an entry of each carrier, where its unit is of that kind."""
    for one in carriers:
        quantity = _in_unit(line, one)
        if quantity is not None:
            yield EnergyEntry(
                carrier=one.code,
                flow=flow,
                quantity=quantity,
                source=f"{line.version.report.year}/{line.code}",
            )


def _in_unit(line: ReportLineRow, carrier: Carrier) -> Fraction | None:
    """None: its unit is of another kind, such as tonnes of a product."""
    try:
        return Fraction(convert(line.quantity, line.unit, carrier.unit))
    except UnitError:
        return None


register_balance_entries("verification.reports", reported_entries)
