"""What a yearly report adds to the energy balance of its enterprise."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.enterprises.balance import BalanceFlow
from dafeng.enterprises.reporting import Purpose, ReportLine
from dafeng.web.verification.balancing import reported_entries
from dafeng.web.verification.models import ReportLineRow
from dafeng.web.verification.services.compiling import report_compile
from dafeng.web.verification.services.holding import Done
from tests.web.verification.conftest import GAS, YEAR

if TYPE_CHECKING:
    from dafeng.web.verification.models import EmissionReport
    from tests.web.verification.conftest import People

MADE = {"heat": ("100", "GJ"), "power": ("2", "MWh"), "steam": ("7", "t")}


def test_heat_and_power_are_made_once_each_and_only_of_fuel_that_is_told(
    report: EmissionReport, people: People
) -> None:
    fuels = [
        attrs.evolve(GAS, code=flow, flow=flow, quantity=Decimal(1))
        for flow in ("fuel.heat", "fuel.power")
    ]
    made = [
        ReportLine(
            code=code, quantity=Decimal(told), unit=unit, purpose=Purpose.PRODUCTION
        )
        for code, (told, unit) in MADE.items()
    ]
    done = Done(note="不要求月度存证")
    report_compile(report=report, by=people.manager, lines=[*fuels, *made], done=done)

    def told() -> list[tuple[str, str, Fraction | None]]:
        entries = reported_entries(report.enterprise, YEAR)
        return [(one.carrier, one.flow.value, one.quantity) for one in entries]

    into, out = BalanceFlow.CONVERTED_IN.value, BalanceFlow.CONVERTED_OUT.value
    gas = ("natural_gas", into, Fraction(10_000))
    assert told() == [
        *(gas, gas),
        ("heat", out, Fraction(100)),
        ("electricity", out, Fraction(2000)),
    ]
    ReportLineRow.objects.filter(code="fuel.heat").update(item="BITUMINOUS")
    assert told() == [gas, ("electricity", out, Fraction(2000))]
