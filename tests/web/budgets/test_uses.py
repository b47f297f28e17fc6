"""What enterprises used: meters for what they count, papers for the rest."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from dafeng.enterprises import DayUse, UseSource
from dafeng.web.budgets.services.preparing import uses_take
from dafeng.web.budgets.uses import Papers, months_of, used_months
from dafeng.web.meters.models import MonthlyStatement
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


def test_meters_that_count_everything_give_each_month_and_a_part_of_the_last() -> None:
    months = months_of(2025, days(UNTIL), Papers(), frozenset({POWER}), until=UNTIL)
    assert [(one.tce, one.days, one.whole) for one in months] == [
        (31, 31, True),
        (28, 28, True),
        (10, 10, False),
    ]


def test_papers_complete_the_months_of_meters_and_a_missing_paper_leaves_unknown() -> (
    None
):
    papers = paper({(GAS, 1): 100, (POWER, 1): 999, (POWER, 2): 999})
    months = months_of(2025, days(UNTIL), papers, frozenset({POWER}), until=UNTIL)
    assert [one.tce for one in months] == [Decimal(131), None, None]


def test_a_month_with_unknown_days_takes_no_paper_of_the_whole_month() -> None:
    gap = frozenset({date(2025, 1, 5)})
    papers = paper({(GAS, 1): 100, (GAS, 2): 90})
    told = days(UNTIL, without=gap)
    months = months_of(2025, told, papers, frozenset({POWER}), until=UNTIL)
    assert [one.tce for one in months] == [None, Decimal(118), None]


def test_without_a_meter_the_papers_are_the_use_and_nothing_known_is_nothing() -> None:
    papers = paper({(GAS, 1): 100, (POWER, 1): 50, (GAS, 2): 90})
    months = months_of(2025, (), papers, frozenset(), until=UNTIL)
    assert [one.tce for one in months] == [Decimal(150), None, None]
    assert months[0].source is UseSource.STATEMENT
    assert months_of(2025, (), Papers(), frozenset(), until=UNTIL) == ()


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
def test_papers_of_those_without_meters_become_months_of_the_unit(
    ledger: BudgetYear, works: KeyUser
) -> None:
    until = date(YEAR, 2, 10)
    assert uses_take(ledger, until=until) == 2
    january, february = works.months.all()
    assert january.source == "statement"
    assert january.days == 31
    assert february.tce is None
    calorific = used_months(["works-a"], YEAR, basis="calorific", until=until)
    assert calorific["works-a"][0].tce == Decimal("122.90")
    assert january.tce > Decimal("122.90")
    assert uses_take(ledger, until=until) == 0
