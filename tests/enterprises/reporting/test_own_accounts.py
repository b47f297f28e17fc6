"""Own accounts: their sum is the sector's, and meters never count energy twice."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import attrs
import pytest

from dafeng.accounts import (
    ActivityRow,
    Boundary,
    Evidence,
    Settings,
    run_account,
    total_g,
    within,
)
from dafeng.base.periods import Period, PeriodKind
from dafeng.enterprises.reporting import (
    MeterMonth,
    MonthQualityFact,
    ReportError,
    flow_for,
    meter_row,
    own_account,
    sector_gaps,
    see_closed,
    see_month_quality,
    see_whole,
)
from dafeng.factors import Factor, Level, factor_book

SETTINGS = Settings(place="990101", year=2025, regions=("CN", "World"))
YEAR = Period.year(2025).children(PeriodKind.MONTH)


def form(owner: str, item: str, quantity_e3: int, **more: object) -> ActivityRow:
    kwh = item == "ELECTRICITY"
    given = {
        "row_id": f"form/{owner}/{item}",
        "stream": "enterprise",
        "flow": "power.bought" if kwh else "fuel.stationary",
        "sector": "industry.metal",
        "item": item,
        "quantity_e3": quantity_e3,
        "unit": "kWh" if kwh else "m3",
        "year": 2025,
        "period": "2025",
        "place": "990101",
        "owner": owner,
        "grade": "B",
        "evidence": "form",
        "entered_by": "unit",
    }
    return ActivityRow(**(given | more))  # type: ignore[arg-type]


FORMS = (
    form("A", "ELECTRICITY", 12_000_000),
    form("A", "NATURAL_GAS", 600_000),
    form("B", "ELECTRICITY", 5_000_000),
)
TOTAL = form("", "ELECTRICITY", 20_000_000, stream="statistics", row_id="total")


def known(*rows: ActivityRow) -> Evidence:
    return Evidence(rows=rows)


def metered(months: int) -> list[ActivityRow]:
    flow = flow_for("electricity", FORMS[:2])
    return [
        meter_row(
            MeterMonth(
                owner="A",
                place="990101",
                sector="industry.metal",
                month=month,
                carrier="electricity",
                quantity=Decimal(1),
                unit="MWh",
                evidence="meters",
                confirmed_by="x",
            ),
            flow,
        )
        for month in YEAR[:months]
    ]


def control(rows: tuple[ActivityRow, ...]) -> int:
    account = run_account(Evidence(rows=rows), factor_book(), SETTINGS)
    return total_g(within(account.lines, Boundary.CONTROL))


def test_the_same_energy_from_meters_gives_the_same_account_and_is_never_doubled() -> (
    None
):
    with_forms = control((*FORMS, TOTAL))
    year = tuple(metered(12))
    assert control((*FORMS, TOTAL, *year)) == with_forms
    without = (*FORMS[1:], TOTAL, *year)
    assert control(without) == with_forms


def test_some_months_of_meters_do_not_stand_in_for_a_year_of_forms() -> None:
    account = run_account(Evidence(rows=(*FORMS, *metered(5))), factor_book(), SETTINGS)
    (line,) = (
        one for one in account.lines if one.owner == "A" and one.item == "ELECTRICITY"
    )
    assert (line.activity, line.stream) == (Decimal(12000), "enterprise")
    assert total_g(within(account.lines, Boundary.CONTROL)) == control(FORMS)
    alone = own_account("A", known(*metered(5)), SETTINGS)
    assert not alone.complete
    assert alone.control_g > 0


def test_the_sum_of_own_accounts_is_the_sector_less_the_small_users() -> None:
    own = [own_account(one, known(*FORMS), SETTINGS) for one in ("A", "B")]
    district = run_account(Evidence(rows=(*FORMS, TOTAL)), factor_book(), SETTINGS)
    (gap,) = sector_gaps(own, district)
    assert gap.own_g == sum(one.control_g for one in own)
    assert gap.difference_g == 0
    assert gap.own_g + gap.small_users_g == gap.district_g
    assert gap.small_users_g == 3_000 * Decimal("530.6")
    (missing,) = sector_gaps(own[:1], district)
    assert missing.without == ("B",)
    assert missing.difference_g == own[1].control_g


def test_an_own_account_is_sealed_by_what_went_in() -> None:
    first = own_account("A", known(*FORMS), SETTINGS)
    again = own_account("A", known(*reversed(FORMS)), SETTINGS)
    assert first.seal == again.seal
    changed = (attrs.evolve(FORMS[0], quantity_e3=1), *FORMS[1:])
    assert own_account("A", known(*changed), SETTINGS).seal != first.seal
    with pytest.raises(ReportError) as caught:
        own_account("C", known(*FORMS), SETTINGS)
    assert caught.value.code == "own.nothing"


def test_what_an_owner_measured_counts_in_its_own_account_too() -> None:
    own = Factor(
        id="HEAT.ef_heat@measured:A:2025",
        code="HEAT",
        name_zh="HEAT",
        name_en="HEAT",
        parameter="ef_heat",
        value=Decimal("0.05"),
        unit="tCO2/GJ",
        factor_set="measured:A",
        valid_from=2025,
        valid_to=2025,
        region="",
        gas="",
        level=Level.MEASURED,
        source_document="record",
        source_location="",
        verified=True,
        verified_where="x",
        owner="A",
    )
    heat = form("A", "HEAT", 100_000, flow="heat.bought", unit="GJ")
    made = own_account("A", Evidence(rows=(heat,), measured=(own,)), SETTINGS)
    assert made.control_g == 5_000_000
    assert own_account("A", known(heat), SETTINGS).control_g == 11_000_000


def test_meters_speak_under_the_name_that_the_forms_use() -> None:
    heating = form("A", "NATURAL_GAS", 1, flow="fuel.heat", year=2024)
    assert flow_for("natural_gas", [heating]).flow == "fuel.heat"
    assert flow_for("natural_gas", []).flow == "fuel.stationary"
    both = [heating, attrs.evolve(heating, row_id="2", flow="fuel.stationary")]
    for wrong in (both, [attrs.evolve(heating, counterparty="B")]):
        with pytest.raises(ReportError) as caught:
            flow_for("natural_gas", wrong)
        assert caught.value.code == "month.split"
    with pytest.raises(ReportError) as unknown:
        flow_for("water", [])
    assert unknown.value.code == "month.carrier"


def of_carrier(carrier: str, flow: str, item: str) -> tuple[ActivityRow, ...]:
    """A year of a main meter, written when nobody had stated any use."""
    packaged = flow_for(carrier, [])
    made = [
        meter_row(
            MeterMonth(
                owner="A",
                place="990101",
                sector="industry.metal",
                month=month,
                carrier=carrier,
                quantity=Decimal(50),
                unit="t" if carrier == "coal" else "m3",
                evidence="meters",
                confirmed_by="x",
            ),
            packaged,
        )
        for month in YEAR
    ]
    assert (packaged.flow, packaged.item) == (flow, item)
    return tuple(made)


GAS = of_carrier("natural_gas", "fuel.stationary", "NATURAL_GAS")
COAL = of_carrier("coal", "fuel.stationary", "RAW_COAL")


def test_a_form_that_comes_after_the_meters_is_not_counted_beside_them() -> None:
    heat = form("A", "NATURAL_GAS", 600_000, flow="fuel.heat")
    assert control((*GAS, heat)) == control((heat,)) == control(GAS)
    half = attrs.evolve(heat, quantity_e3=300_000)
    assert control((*GAS, half)) == control(GAS)
    account = run_account(Evidence(rows=(*GAS, half)), factor_book(), SETTINGS)
    assert {(one.flow, one.stream) for one in account.lines} == {("fuel.heat", "meter")}
    assert control((*GAS[:5], heat)) == control((heat,))


@pytest.mark.parametrize(
    "item", ["RAW_COAL", "ANTHRACITE", "BITUMINOUS", "CLEANED_COAL", "LIGNITE"]
)
def test_coal_of_a_meter_is_the_coal_that_the_form_names(item: str) -> None:
    named = form("A", item, 600_000, unit="t")
    assert control((*COAL, named)) == control((named,))


def test_uses_that_meters_do_not_tell_apart_count_by_the_forms() -> None:
    uses = (
        form("A", "BITUMINOUS", 400_000, unit="t"),
        form("A", "ANTHRACITE", 100_000, unit="t", flow="fuel.heat"),
    )
    assert control((*COAL, *uses)) == control(uses)
    account = run_account(Evidence(rows=(*COAL, *uses)), factor_book(), SETTINGS)
    found = [one for one in account.findings if one.code == "activity.meters_divided"]
    assert [one.place for one in found] == [COAL[0].row_id]
    empty = attrs.evolve(uses[1], quantity_e3=0)
    assert control((*COAL, uses[0], empty)) == control(
        (attrs.evolve(uses[0], quantity_e3=600_000),)
    )
    other = form("A", "NATURAL_GAS", 1000, unit="GJ")
    told = run_account(Evidence(rows=(*GAS, other)), factor_book(), SETTINGS)
    assert "activity.meters_unit" in {one.code for one in told.findings}


def test_only_closed_months_of_good_readings_count() -> None:
    march = Period.month(2026, 3)
    see_closed(march, Period.month(2026, 4).start)
    good = MonthQualityFact(completeness=Decimal("0.9"), day_month_gap=Decimal("0.05"))
    see_month_quality(good, march)
    wrong = (
        (lambda: see_closed(march, march.end), "month.open"),
        (lambda: see_closed(Period.year(2026), march.end), "month.kind"),
        (
            lambda: see_month_quality(MonthQualityFact(completeness=None), march),
            "month.incomplete",
        ),
        (
            lambda: see_month_quality(
                attrs.evolve(good, day_month_gap=Decimal("-0.051")), march
            ),
            "month.gap",
        ),
        (
            lambda: see_month_quality(
                attrs.evolve(good, until=march.end - timedelta(days=21)), march
            ),
            "month.part",
        ),
        (lambda: see_whole("coal", Decimal("0.2"), march), "month.hole"),
        (lambda: see_whole("coal", Decimal(), march), "month.hole"),
    )
    see_month_quality(attrs.evolve(good, until=march.end + timedelta(days=1)), march)
    see_whole("coal", Decimal("0.9"), march)
    for act, code in wrong:
        with pytest.raises(ReportError) as caught:
            act()
        assert caught.value.code == code
