"""What enterprises used: meters for what they count, papers for the rest."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest
from django.utils import timezone

from dafeng.enterprises.budgets import DayUse, UseSource
from dafeng.meters import (
    Amount,
    Conversion,
    Span,
    Sums,
    TariffPeriod,
    meter_tree,
)
from dafeng.web.budgets.metered import counted_days
from dafeng.web.budgets.services.preparing import uses_take
from dafeng.web.budgets.uses import Papers, months_of, used_months
from dafeng.web.meters.models import MonthlyStatement
from tests.meters.building import meter
from tests.web.budgets.conftest import YEAR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dafeng.web.budgets.models import BudgetYear, KeyUser
    from dafeng.web.core.models import Organisation

POWER, GAS = "electricity", "natural_gas"
UNTIL = date(2025, 3, 10)


def days(until: date, *, without: frozenset[date] = frozenset()) -> list[DayUse]:
    first = date(2025, 1, 1)
    each = [first + timedelta(days=at) for at in range((until - first).days + 1)]
    return [DayUse(on=on, tce=None if on in without else Decimal(1)) for on in each]


def paper(months: Mapping[tuple[str, int], int]) -> Papers:
    told = {key: Decimal(tce) for key, tce in months.items()}
    return Papers(carriers=frozenset(carrier for carrier, _m in told), months=told)


def month_days(until: date, **carriers: frozenset[date]) -> dict[str, list[DayUse]]:
    return {name: days(until, without=gaps) for name, gaps in carriers.items()}


NO_GAP: frozenset[date] = frozenset()


def test_meters_that_count_everything_give_each_month_and_a_part_of_the_last() -> None:
    told = month_days(UNTIL, electricity=NO_GAP)
    months = months_of(2025, told, Papers(), until=UNTIL)
    assert [(one.tce, one.days, one.whole, one.lacks) for one in months] == [
        (31, 31, True, ()),
        (28, 28, True, ()),
        (10, 10, False, ()),
    ]


def test_papers_complete_the_months_of_meters_and_a_missing_paper_leaves_unknown() -> (
    None
):
    papers = paper({(GAS, 1): 100, (GAS, 3): 80})
    told = month_days(UNTIL, electricity=NO_GAP)
    months = months_of(2025, told, papers, until=UNTIL)
    assert [one.tce for one in months] == [Decimal(131), None, None]
    assert [one.lacks for one in months] == [(), (GAS,), ()]
    assert months[0].source is UseSource.STATEMENT


def test_a_paper_stands_for_a_month_that_the_meter_of_its_carrier_does_not_know() -> (
    None
):
    gap = frozenset({date(2025, 1, 5)})
    told = month_days(UNTIL, electricity=gap)
    months = months_of(2025, told, paper({(POWER, 1): 40}), until=UNTIL)
    assert [(one.tce, one.whole) for one in months[:2]] == [(40, True), (28, True)]
    both = paper({(GAS, 1): 100, (GAS, 2): 90})
    months = months_of(2025, told, both, until=UNTIL)
    # A paper is of the whole month, and these meters are not.
    assert [one.tce for one in months] == [None, Decimal(118), None]
    assert months[0].lacks == (POWER,)
    alone = months_of(2025, told, Papers(), until=UNTIL)[0]
    assert (alone.tce, alone.days, alone.lacks) == (30, 30, (POWER,))


def test_a_carrier_without_a_factor_makes_its_months_unknown_and_is_named() -> None:
    papers = Papers(carriers=frozenset({"steam"}))
    told = month_days(UNTIL, electricity=NO_GAP)
    months = months_of(2025, told, papers, until=UNTIL, priced=[POWER, GAS])
    assert [(one.tce, one.lacks) for one in months] == [(None, ("steam:factor",))] * 3


def test_without_a_meter_the_papers_are_the_use_and_nothing_known_is_nothing() -> None:
    papers = paper({(GAS, 1): 100, (POWER, 1): 50, (GAS, 2): 90})
    months = months_of(2025, {}, papers, until=UNTIL)
    assert [one.tce for one in months] == [Decimal(150), None, None]
    assert months[0].source is UseSource.STATEMENT
    assert months_of(2025, {}, Papers(), until=UNTIL) == ()


FIRST, DAYS_SEEN = date(2025, 6, 29), 4
METERS = (
    meter("E1", valid_to=date(2025, 7, 1)),
    meter("E2", valid_from=date(2025, 7, 1)),
    meter("G", carrier=GAS, unit="m3", valid_from=date(2025, 7, 1)),
    meter("W", carrier="water", unit="m3"),
    meter("S", carrier="steam", unit="t"),
)


def seen(**shares: tuple[float, ...]) -> Sums:
    """Day sums of the meters: which part of each day is covered, 1,000 quanta each."""
    names = [one.id for one in METERS]
    rows = [
        (names.index(name), at, round(share * 86400))
        for name, parts in shares.items()
        for at, share in enumerate(parts)
        if share
    ]
    number, at, seconds = (np.array(one, np.int64) for one in zip(*rows, strict=True))
    energy = np.full(len(rows), 1000, np.int64)
    by_period = np.zeros((len(rows), len(TariffPeriod)), np.int64)
    by_period[:, 0] = energy
    first = (FIRST - date(1970, 1, 1)).days
    nothing = np.zeros(len(rows), np.int64)
    return Sums(
        span=Span.DAY,
        meter=number.astype(np.int32),
        number=(at + first).astype(np.int32),
        energy=energy,
        estimated=nothing,
        seconds=seconds,
        estimated_s=nothing,
        by_period=by_period,
    )


def counted(sums: Sums) -> dict[str, list[tuple[int, bool]]]:
    """Day of the month and whether it is known, by carrier."""
    factors = [
        Conversion(
            amount=Amount.TCE,
            carrier=carrier,
            per_unit=Fraction(1),
            valid_from=date(2025, 1, 1),
            valid_to=date(2025, 12, 31),
            source="test",
        )
        for carrier in (POWER, GAS)
    ]
    found = counted_days(
        meter_tree(METERS),
        sums,
        ["works"],
        first=FIRST,
        count=DAYS_SEEN,
        amount=Amount.TCE,
        factors=factors,
    )
    return {
        carrier: [(day.on.day, day.tce is not None) for day in rows]
        for carrier, rows in found["works"].items()
    }


def test_each_meter_in_force_has_to_be_known_and_water_is_no_energy() -> None:
    whole = (1.0,) * 4
    told = counted(seen(E1=whole, E2=whole, G=whole, W=whole, S=whole))
    # Until the first of July the gas meter was not there; steam has no factor.
    assert told[POWER] == [(29, True), (30, True), (1, True), (2, True)]
    assert told[GAS] == [(1, True), (2, True)]
    assert told["steam"] == [(29, False), (30, False), (1, False), (2, False)]
    assert "water" not in told
    silent = counted(seen(E1=(0.95, 0.8, 1.0, 0), E2=(0, 0, 0.5, 1.0), W=whole))
    assert silent[POWER] == [(29, True), (30, False), (1, False), (2, True)]
    assert silent[GAS] == [(1, False), (2, False)]


def test_a_carrier_is_due_from_the_first_day_of_its_meter() -> None:
    told = {POWER: days(UNTIL), GAS: days(UNTIL)[40:]}
    months = months_of(2025, told, Papers(), until=UNTIL)
    assert [one.tce for one in months] == [31, 28 + 19, 20]
    late = months_of(2025, {GAS: days(UNTIL)[40:]}, Papers(), until=UNTIL)
    assert [(one.tce, one.days) for one in late] == [(None, 0), (19, 19), (10, 10)]


@pytest.fixture
def stated(units: dict[str, Organisation]) -> None:
    """A million kilowatt-hours in January, on paper."""
    MonthlyStatement.objects.create(
        enterprise=units["works-a"],
        carrier=POWER,
        month=date(YEAR, 1, 1),
        source=MonthlyStatement.Source.INVOICE,
        amount=Decimal(1_000_000),
        document="单据1号",
        entered_at=timezone.now(),
    )


@pytest.mark.usefixtures("stated")
def test_papers_of_those_without_meters_become_months_until_they_are_withdrawn(
    ledger: BudgetYear, works: KeyUser, units: dict[str, Organisation]
) -> None:
    until = date(YEAR, 3, 10)
    MonthlyStatement.objects.create(
        enterprise=units["works-a"],
        carrier="water",
        month=date(YEAR, 2, 1),
        source=MonthlyStatement.Source.INVOICE,
        amount=Decimal(500),
        document="水费单",
        entered_at=timezone.now(),
    )
    assert uses_take(ledger, until=until) == 2
    january, february = works.months.all()
    assert january.source == "statement"
    assert january.days == 31
    assert (february.tce, february.lacks) == (None, [POWER])
    calorific = used_months(["works-a"], YEAR, basis="calorific", until=until)
    assert calorific["works-a"][0].tce == Decimal("122.90")
    assert january.tce > Decimal("122.90")
    assert uses_take(ledger, until=until) == 0
    row = MonthlyStatement.objects.get(carrier=POWER)
    row.withdrawn_at, row.withdrawn_reason = timezone.now(), "开错"
    row.save()
    assert uses_take(ledger, until=until) == 2
    assert [one.tce for one in works.months.all()] == [None, None]
