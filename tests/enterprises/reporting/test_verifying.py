"""A report recomputed, cross-checked, corrected; both versions; the gap."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from dafeng.base.errors import BadInputError
from dafeng.enterprises.reporting import (
    MOST,
    MOST_OF,
    Accuracy,
    Purpose,
    ReportError,
    ReportLine,
    Stated,
    branch_of,
    branches,
    compliance,
    conservative_value,
    cross_checks,
    cross_findings,
    recompute,
    see_one_market,
    see_two_bodies,
    verified_case,
    version_changes,
    with_corrections,
)

ON = date(2026, 5, 1)
GAS = ReportLine(
    code="gas",
    flow="fuel.stationary",
    item="NATURAL_GAS",
    quantity=Decimal(500),
    unit="万m3",
    reported_t=Decimal("10810.944045"),
)
POWER = ReportLine(
    code="power",
    flow="power.bought",
    item="ELECTRICITY",
    quantity=Decimal(900),
    unit="万kWh",
    reported_t=Decimal(5000),
)
STEEL = ReportLine(
    code="output", quantity=Decimal(3000), unit="t", purpose=Purpose.PRODUCTION
)


def test_a_report_is_activity_times_factor_again() -> None:
    made = recompute("industry", 2025, [GAS, POWER, STEEL], on=ON)
    gas, power = made.lines
    by_hand = Decimal(5_000_000) * Decimal("0.038931") * Decimal("0.0153")
    by_hand *= Decimal("0.99") * 44 / 12
    assert abs(gas.computed_t - by_hand) < Decimal("0.00001")  # type: ignore[operator]
    assert {use.symbol for use in gas.uses} == {"NCV", "CC", "OF", "GWP"}
    assert gas.agrees
    assert power.computed_t == Decimal("5132.7")
    assert power.difference_t == Decimal("-132.7")
    assert [(one.code, one.place) for one in made.findings] == [
        ("report.differs", "power")
    ]
    assert made.findings[0].value == "reported 5000 t, recomputed 5132.7 t"
    assert made.compliance_t == gas.computed_t
    assert made.reported_t == Decimal("15810.944045")


def test_a_flow_without_a_method_is_unknown_and_said() -> None:
    made = recompute(
        "copper",
        2025,
        [
            ReportLine(
                code="coke",
                flow="process.reductant",
                item="COKE",
                quantity=Decimal(10),
                unit="t",
                reported_t=Decimal(30),
            )
        ],
        on=ON,
    )
    assert made.lines[0].computed_t is made.computed_t is made.compliance_t is None
    assert [one.code for one in made.findings] == ["report.no_method"]
    without = {
        (one.code, flow.flow)
        for one in branches().values()
        for flow in one.flows
        if not flow.method
    }
    assert ("petrochemicals", "process.flare") in without


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ({"unit": "ha"}, "report.unit"),
        ({"quantity": Decimal(-1)}, "report.negative"),
        ({"quantity": Decimal("Infinity")}, "report.negative"),
        ({"quantity": Decimal(99999999999999), "unit": "亿m3"}, "report.too_large"),
    ],
)
def test_lines_that_cannot_be_are_refused(line: dict[str, object], code: str) -> None:
    given = {"code": "x", "flow": "fuel.stationary", "item": "NATURAL_GAS"}
    given |= {"quantity": Decimal(1), "unit": "m3", **line}  # type: ignore[dict-item]
    with pytest.raises(ReportError) as caught:
        recompute("industry", 2025, [ReportLine(**given)], on=ON)  # type: ignore[arg-type]
    assert caught.value.code == code
    with pytest.raises(ReportError) as twice:
        recompute("industry", 2025, [GAS, GAS], on=ON)
    assert twice.value.code == "report.twice"


def test_sources_of_one_quantity_are_compared_in_one_unit() -> None:
    said = [
        Stated(parameter="gas", source="meter", value=Decimal(5_100_000), unit="m3"),
        Stated(parameter="gas", source="form", value=Decimal(500), unit="万m3"),
        Stated(parameter="gas", source="invoice", value=None, unit="m3"),
        Stated(parameter="gas", source="report", value=Decimal(540), unit="万m3"),
    ]
    made = {
        (one.rule.left, one.rule.right): (one.share, one.passed)
        for one in cross_checks(said, ON)
    }
    assert made["meter", "form"] == (Decimal("0.020000"), True)
    assert made["report", "form"] == (Decimal("0.080000"), False)
    assert made["meter", "invoice"] == (None, None)
    found = cross_findings(cross_checks(said, ON))
    assert [one.code for one in found] == ["check.apart", "check.apart"]


def test_sources_of_two_kinds_of_unit_are_unknown_and_a_finding() -> None:
    meter = Stated(parameter="gas", source="meter", value=Decimal(1), unit="m3")
    for unit in ("kWh", "x?"):
        form = Stated(parameter="gas", source="form", value=Decimal(1), unit=unit)
        (made,) = cross_checks([meter, form], ON)
        assert (made.passed, made.share, made.fits) == (None, None, False)
        assert [one.code for one in cross_findings([made])] == ["check.unit"]
    with pytest.raises(ReportError) as caught:
        cross_checks([meter, meter], ON)
    assert caught.value.code == "check.source"


def test_a_correction_leaves_both_versions_and_their_difference() -> None:
    value = conservative_value(GAS.quantity, Accuracy(required=Decimal("0.02")))
    before = recompute("industry", 2025, [GAS, POWER], on=ON)
    lines = with_corrections([GAS, POWER], [("gas", value)])
    after = recompute("industry", 2025, lines, on=ON)
    gas, power = version_changes(before.lines, after.lines)
    assert (gas.before.quantity, gas.after.quantity) == (500, 510)  # type: ignore[union-attr]
    assert gas.changed
    assert not power.changed
    assert gas.change_t == after.computed_t - before.computed_t  # type: ignore[operator]
    (gone,) = version_changes(before.lines[:1], [])
    assert gone.change_t == -before.lines[0].computed_t  # type: ignore[operator]


def test_a_correction_that_fits_no_line_is_refused() -> None:
    value = conservative_value(Decimal(7), Accuracy(required=Decimal("0.02")))
    for code, given in (("report.line", "coal"), ("report.stale", "gas")):
        with pytest.raises(ReportError) as caught:
            with_corrections([GAS], [(given, value)])
        assert caught.value.code == code


def test_the_gap_is_verified_emissions_less_surrendered_allowances() -> None:
    made = compliance(Decimal("1000.5"), Decimal(900), Decimal(60))
    assert (made.gap_t, made.to_buy_t) == (Decimal("100.5"), Decimal("40.5"))
    assert made.cleared is False
    assert compliance(Decimal(1), Decimal(1), Decimal()).cleared is True
    assert compliance(None, Decimal(1), Decimal()).cleared is None
    assert compliance(Decimal(2), Decimal(1), None).to_buy_t is None
    with pytest.raises(ReportError):
        compliance(Decimal(1), Decimal(-1), Decimal())


def test_one_market_and_two_bodies() -> None:
    see_one_market(["national"])
    see_two_bodies("", "")
    for wrong in (
        lambda: see_one_market(["national", "local"]),
        lambda: see_two_bodies("甲 公司", "甲公司"),
    ):
        with pytest.raises(ReportError):
            wrong()


def test_a_case_is_read_and_verified_as_a_whole() -> None:
    told = {
        "branch": "industry",
        "year": 2025,
        "on": "2026-05-01",
        "lines": [
            {
                "code": "gas",
                "flow": "fuel.stationary",
                "item": "NATURAL_GAS",
                "quantity": 500,
                "unit": "万m3",
            }
        ],
        "corrections": [{"line": "gas", "required": "0.02", "calibrated": None}],
        "surrendered": 11000,
    }
    made = verified_case(json.dumps(told))
    assert made.compliance is not None
    assert made.compliance.gap_t == Decimal("27.162926")
    assert made.changes[0].change_t == Decimal("216.218881")
    for wrong in ("{", "[]", "{}", json.dumps(told | {"on": "x"})):
        with pytest.raises(BadInputError) as caught:
            verified_case(wrong)
        assert caught.value.code == "case.bad"


def test_the_largest_amount_that_is_taken_can_be_counted() -> None:
    for flow, item, unit, most in (
        ("fuel.stationary", "ANTHRACITE", "t", MOST),
        ("fuel.stationary", "NATURAL_GAS", "亿m3", MOST_OF["m3"] / 10**8),
        ("power.bought", "ELECTRICITY", "kWh", MOST_OF["kWh"]),
        ("heat.bought", "HEAT", "GJ", MOST),
    ):
        line = ReportLine(
            code="x", flow=flow, item=item, quantity=Decimal(most), unit=unit
        )
        assert recompute("industry", 2025, [line], on=ON).computed_t


def test_a_guide_asks_for_a_flow_in_its_years() -> None:
    power = branch_of("power")
    assert power.flow("power.bought", 2025)
    assert power.flow("power.bought", 2026) is None
    made = recompute("power", 2026, [POWER], on=ON)
    assert "report.outside" in {one.code for one in made.findings}
    assert {"CO2", "CH4"} <= branch_of("paper").gases
