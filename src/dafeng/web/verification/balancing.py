"""What yearly reports say of an energy balance: fuel for heat and power, and output."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from dafeng.base.errors import BadInputError
from dafeng.base.units import convert
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
"""What is made where a report has fuel for it."""


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
    flows = {line.flow for line in lines}
    for line in lines:
        flow = FLOWS.get(line.flow)
        if flow is not None:
            yield from _entries(line, flow, by_item=line.item)
        elif line.purpose == Purpose.PRODUCTION.value:
            for code, fuel in MADE_FROM.items():
                if fuel in flows:
                    yield from _entries(line, BalanceFlow.CONVERTED_OUT, code=code)


def _entries(
    line: ReportLineRow, flow: BalanceFlow, *, by_item: str = "", code: str = ""
) -> Iterator[EnergyEntry]:
    """The line as an entry, where its thing and unit are those of a carrier."""
    for one in carriers_by_code().values():
        if one.code == code or (by_item and one.factor_code == by_item):
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
    except BadInputError:
        return None


register_balance_entries("verification.reports", reported_entries)
