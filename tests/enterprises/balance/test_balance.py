"""The energy balance of an enterprise closes to the last digit, or is unknown."""

from __future__ import annotations

import json
from collections import defaultdict
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.enterprises.balance import (
    BalanceFlow,
    BoughtMonth,
    CoalKind,
    CoalRate,
    EnergyEntry,
    EnterpriseBalance,
    MeteredUse,
    StageName,
    bought_of,
    energy_answer,
    enterprise_balance,
    less_converted,
    read_energy_case,
    used_entries,
)

INTO = ("bought", "own", "recovered", "opening", "converted_out")
RATES = [
    CoalRate(carrier="coal", calorific=Fraction(7143, 10**4), equal=Fraction(5, 7)),
    CoalRate(carrier="heat", calorific=Fraction(341, 10**4), equal=Fraction(2, 55)),
    CoalRate(carrier="power", calorific=Fraction(1229, 10**7), equal=Fraction(1, 3300)),
]
EXACT = st.fractions(min_value=0, max_value=10**6, max_denominator=1000)
ENTRY = st.builds(
    EnergyEntry,
    carrier=st.sampled_from(["coal", "heat", "power"]),
    flow=st.sampled_from(list(BalanceFlow)),
    quantity=EXACT,
    workshop=st.sampled_from(["", "一车间", "二车间"]),
    process=st.sampled_from(["", "加热"]),
    equipment=st.sampled_from(["", "一号炉"]),
)


def entry(carrier: str, flow: str, quantity: object, *place: str) -> EnergyEntry:
    names = dict(zip(("workshop", "process", "equipment"), place, strict=False))
    exact = None if quantity is None else Fraction(str(quantity))
    return EnergyEntry(carrier=carrier, flow=BalanceFlow(flow), quantity=exact, **names)


@settings(max_examples=40, deadline=None)
@given(st.lists(ENTRY, max_size=25))
def test_what_comes_in_is_what_goes_out_is_lost_or_left(
    rows: list[EnergyEntry],
) -> None:
    found = enterprise_balance(rows, RATES)
    plain: dict[str, Fraction] = defaultdict(Fraction)
    for row in rows:
        assert row.quantity is not None
        sign = 1 if row.flow.value in INTO else -1
        plain[row.carrier] += sign * row.quantity
    for one in found.carriers:
        assert one.came is not None
        assert one.went is not None
        assert one.lost is not None
        assert one.left == plain[one.carrier]
        assert one.came == one.went + one.lost + one.left
    for kind in CoalKind:
        whole = found.totals(kind)
        rates = {one.carrier: one.of(kind) for one in RATES}
        assert whole.left == sum(
            (value * (rates[code] or 0) for code, value in plain.items()), Fraction()
        )
    stages = {one.name: one for one in found.stages}
    for stage in found.stages:
        assert stage.came == (stage.passed or 0) + (stage.lost or 0) + (stage.left or 0)
    assert stages[StageName.USE].left == found.calorific.left
    assert stages[StageName.DISTRIBUTION].passed == stages[StageName.USE].came
    shops = [one for one in found.places if one.depth == 0]
    assert sum((one.calorific.least for one in shops), Fraction()) == (
        found.calorific.used
    )


def boiler() -> EnterpriseBalance:
    """A works that burns coal for heat, sells some of it, and makes power itself."""
    return enterprise_balance(
        [
            entry("coal", "opening", 10),
            entry("coal", "bought", 100),
            entry("coal", "closing", 20),
            entry("coal", "converted_in", 90),
            entry("heat", "converted_out", 1500),
            entry("heat", "sold", 500),
            entry("heat", "lost", 50),
            entry("heat", "used", 900, "一车间"),
            entry("power", "own", 1000),
            entry("power", "bought", 9000),
            entry("power", "used", 6000, "一车间", "加热", "一号炉"),
            entry("power", "used", 3000, "一车间", "轧制"),
            entry("power", "used", 400),
        ],
        RATES,
    )


def test_a_works_with_a_boiler_closes_as_the_form_has_it() -> None:
    found = boiler()
    left = {one.carrier: one.left for one in found.carriers}
    assert left == {"coal": 0, "heat": 50, "power": 600}
    conversion = found.stages[1]
    assert conversion.came == Fraction("0.7143") * 90
    assert conversion.passed == Fraction("0.0341") * 1500
    assert conversion.share == conversion.passed / conversion.came
    assert found.calorific.consumed == (
        Fraction("0.7143") * (10 + 100 - 20)
        + Fraction("0.0001229") * 10000
        - Fraction("0.0341") * 500
    )
    assert [one.place for one in found.places] == [
        ("一车间",),
        ("一车间", "加热"),
        ("一车间", "加热", "一号炉"),
        ("一车间", "轧制"),
        ("",),
    ]
    shop, heating = found.places[:2]
    assert shop.carriers["power"].value == 9000
    assert shop.carriers["heat"].value == 900
    assert heating.calorific.value == Fraction("0.0001229") * 6000
    assert not found.findings


def test_what_is_unknown_stays_unknown_and_only_where_it_is() -> None:
    rows = [
        entry("coal", "bought", 5),
        entry("power", "bought", 100),
        entry("power", "used", None, "一车间"),
        entry("power", "used", 30, "二车间"),
    ]
    found = enterprise_balance(rows, RATES)
    coal, power = found.carriers
    assert coal.left == 5
    assert (power.came, power.went, power.left) == (100, None, None)
    assert power.flows[BalanceFlow.USED].least == 30
    assert found.calorific.left is None
    first, second = found.places
    assert (first.calorific.value, first.share) == (None, None)
    assert second.carriers["power"].value == 30
    assert [one.code for one in found.findings] == ["balance.unknown"]
    bare = enterprise_balance([entry("wood", "bought", 1)], RATES)
    assert bare.calorific.supplied is None
    assert bare.findings[0].code == "balance.rate"


def test_more_out_than_in_and_more_made_than_taken_are_told() -> None:
    rows = [
        entry("power", "bought", 1),
        entry("power", "used", 2, "一车间"),
        entry("heat", "converted_out", 9),
    ]
    found = enterprise_balance(rows, RATES)
    codes = {one.code for one in found.findings}
    assert codes == {"balance.over", "balance.conversion"}
    with pytest.raises(BadInputError) as refused:
        EnergyEntry(carrier="heat", flow="used", quantity=None, known=Fraction(2))
    assert refused.value.code == "balance.known"


def meter(name: str, parent: str, used: int | None, *place: str) -> MeteredUse:
    names = dict(zip(("workshop", "process", "equipment"), place, strict=False))
    quantity = None if used is None else Fraction(used)
    return MeteredUse(
        meter=name,
        parent=parent,
        entry=not parent,
        carrier="power",
        quantity=quantity,
        **names,
    )


def test_meters_behind_each_other_are_counted_once() -> None:
    meters = [
        meter("M", "", 100),
        meter("A", "M", 60, "一车间"),
        meter("A1", "A", 25, "一车间", "加热", "一号炉"),
        meter("A2", "A", None, "一车间", "加热", "二号炉"),
        meter("B", "M", 30, "二车间"),
    ]
    rows = (entry("power", "bought", 100), *used_entries(meters))
    found = enterprise_balance(rows, RATES)
    assert found.carriers[0].left == 10
    used = {one.place: one.carriers["power"] for one in found.places}
    assert used["一车间",].value == 60
    assert used["一车间", "加热", "二号炉"].value is None
    assert used["一车间", "加热"].value is None
    assert used["一车间", "加热"].least == 25
    assert used["二车间",].value == 30
    unknown = used_entries([meter("M", "", 9), meter("A", "M", None, "一车间")])
    assert enterprise_balance(unknown, RATES).carriers[0].went is None
    over = used_entries([meter("M", "", 9), meter("A", "M", 5), meter("B", "A", 7)])
    assert sum(one.quantity or 0 for one in over) == 5
    told = enterprise_balance(over, RATES).findings
    assert [one.code for one in told if one.code != "balance.over"] == ["balance.parts"]


def test_what_a_workshop_converts_is_not_counted_as_used_there() -> None:
    used = used_entries(
        [
            meter("M", "", 100),
            meter("A", "M", 60, "锅炉房"),
            meter("B", "M", 9, "锅炉房"),
        ]
    )
    taken = entry("power", "converted_in", 65, "锅炉房")
    other = entry("power", "converted_in", 7)
    rest = less_converted(used, [taken, other])
    assert [one.quantity for one in rest] == [0, 4]
    rows = [entry("power", "bought", 100), *rest, taken, other]
    assert enterprise_balance(rows, RATES).carriers[0].left == 24


def test_papers_count_before_meters_and_months_weigh_by_their_days() -> None:
    months = [
        BoughtMonth(paper=Fraction(9), metered=Fraction(8), known=Fraction(1), days=30),
        BoughtMonth(paper=None, metered=Fraction(7), known=Fraction(1, 2), days=10),
        BoughtMonth(paper=None, metered=None, known=Fraction(0), days=10),
    ]
    found = bought_of(months)
    assert (found.quantity, found.papers, found.months) == (16, 1, 3)
    assert found.known == Fraction(35, 50)
    assert bought_of(months[2:]).quantity is None


def test_a_case_is_read_from_json_and_answered() -> None:
    told = {
        "name": "示范厂",
        "period": "2025",
        "rates": [{"carrier": "power", "calorific": 0.0001229, "unit": "kWh"}],
        "entries": [
            {"carrier": "power", "flow": "bought", "quantity": 100.5},
            {
                "carrier": "power",
                "flow": "used",
                "quantity": "90",
                "workshop": "一车间",
            },
            {
                "carrier": "power",
                "flow": "used",
                "quantity": None,
                "workshop": "二车间",
            },
        ],
    }
    answer = energy_answer(read_energy_case(json.dumps(told)))
    assert answer["carriers"][0]["left"] is None
    assert answer["carriers"][0]["flows"]["used"]["least"] == 90
    told["entries"] = told["entries"][:2]
    answer = energy_answer(read_energy_case(json.dumps(told)))
    assert float(answer["carriers"][0]["left"]) == 10.5
    assert float(answer["totals"]["equal"]["left"]) == 0.00129
    bad = [
        "[",
        "{}",
        '{"entries": [{"carrier": "power", "flow": "eaten", "quantity": 1}]}',
        '{"entries": [{"carrier": "power", "flow": "used", "quantity": -1}]}',
    ]
    for text in bad:
        with pytest.raises(BadInputError) as refused:
            read_energy_case(text)
        assert refused.value.code == "case.bad"
