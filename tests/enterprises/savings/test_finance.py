"""Finance of a project against other ways: roots of a polynomial, tables, sums."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.enterprises.savings import (
    Contract,
    ContractKind,
    Measured,
    Outlay,
    Party,
    Source,
    Split,
    Stage,
    StageDays,
    Term,
    Why,
    appraise,
    course_findings,
    current_of,
    delay_of,
    earliest_of,
    instalments,
    irr_of,
    monthly_flows,
    npv_of,
    periods_to_come,
    see_course,
    settle,
)

D = Decimal
DAY = date(2026, 1, 15)
TERMS = (
    Term(begin=date(2026, 2, 1), end=date(2027, 6, 30), share=D("0.8"), price=D("0.7")),
    Term(begin=date(2027, 7, 1), end=date(2029, 1, 31), share=D("0.5"), price=D("0.6")),
)
CONTRACT = Contract(
    kind=ContractKind.SHARED, unit="kWh", terms=TERMS, cap_total=D(400_000)
)
PAID = (
    Outlay(source=Source.OWN, amount=D(60_000), day=DAY),
    Outlay(source=Source.PROVIDER, amount=D(120_000), day=DAY),
    Outlay(source=Source.GRANT, amount=D(20_000), day=DAY),
    Outlay(
        source=Source.LOAN,
        amount=D(100_000),
        day=DAY,
        borrower=Party.PROVIDER,
        rate=D("0.045"),
        months=24,
    ),
)


def split(begin: date, end: date, saving: int) -> Split:
    energy = D(saving)
    told = settle(
        CONTRACT,
        Measured(begin=begin, end=end, saving=energy, low=energy, high=energy),
    )
    return Split(
        begin=begin, end=end, counted=told.counted, worth=told.worth, kept=told.kept,
        payment=told.payment,
    )  # fmt: skip


VERIFIED = (
    split(date(2026, 2, 1), date(2026, 2, 28), 21_000),
    split(date(2026, 4, 1), date(2026, 4, 30), 18_000),
)
TO_COME = periods_to_come(
    VERIFIED, [(date.min, CONTRACT)], date(2026, 2, 1), None, turns=()
)


def by_roots(flows: tuple[Decimal, ...]) -> list[float]:
    """Rates of a year from the roots of the flows as a polynomial."""
    roots = np.roots([float(one) for one in flows])
    real = roots[(abs(roots.imag) < 1e-7) & (roots.real > 0)].real
    return [root**12 - 1 for root in real]


def test_days_to_come_are_the_rest_of_the_contract_in_its_periods() -> None:
    spans = sorted(
        [(one.begin, one.end) for one in VERIFIED]
        + [(begin, end) for _contract, begin, end in TO_COME]
    )
    assert (spans[0][0], spans[-1][1]) == (TERMS[0].begin, TERMS[-1].end)
    assert all(b[0] - a[1] == timedelta(days=1) for a, b in pairwise(spans))
    assert len(spans) == 36
    early = periods_to_come(
        VERIFIED, [(date.min, CONTRACT)], date(2026, 2, 1), date(2026, 5, 20), turns=()
    )
    assert [one[1:] for one in early] == [
        (date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 5, 1), date(2026, 5, 20)),
    ]


def test_rates_are_the_roots_and_parts_are_the_whole() -> None:
    told = appraise(PAID, VERIFIED, TO_COME, rate=D("0.08"))
    whole, firm, provider = told.returns
    assert (told.investment, told.worth) == (D(300_000), D("27300.00"))
    assert firm.received + provider.received == whole.received == told.worth
    assert (firm.share, provider.share) == (D("0.2000"), D("0.8000"))
    assert (told.verified_days, told.whole_year) == (58, False)
    assert (
        told.verified_days + told.expected_days
        == (TERMS[-1].end - TERMS[0].begin).days + 1
    )
    # 280,000 yuan without the grant; 27,300 yuan in 58 days.
    assert whole.payback.value == round(D(280_000) / (D(27_300) / 58 * 365), 2)
    assert whole.npv.value is not None
    splits = (*VERIFIED,)
    for one in told.returns:
        assert one.irr.value is not None, one
        assert one.irr.value > 0
    flows = monthly_flows(PAID, splits, Party.PROVIDER)
    # Both settlements fall into the months of instalments 1 and 3.
    each = instalments(PAID[3])
    assert flows[:4] == (
        D(-120_000),
        VERIFIED[0].payment - each[0],
        -each[1],
        VERIFIED[1].payment - each[2],
    )
    assert len(flows) == 25


def test_of_a_whole_contract_npv_and_irr_agree_with_floats() -> None:
    years = tuple(
        split(day, day.replace(day=28), 20_000)
        for day in (date(2026 + at // 12, at % 12 + 1, 1) for at in range(1, 36))
    )
    for party in Party:
        flows = monthly_flows(PAID, years, party)
        told = irr_of(flows)
        assert told.value is not None
        [root] = [rate for rate in by_roots(flows) if rate > 0]
        assert float(told.value) == pytest.approx(root, abs=2e-6)
        assert abs(npv_of(flows, told.value)) < 1
        plain = sum(float(f) * 1.08 ** (-m / 12) for m, f in enumerate(flows))
        assert float(npv_of(flows, D("0.08"))) == pytest.approx(plain, abs=1e-4)


@given(
    amount=st.decimals(1000, 10**8, places=2),
    rate=st.decimals(0, D("0.3"), places=4),
    months=st.integers(1, 60),
)
def test_instalments_pay_the_loan_back(
    amount: Decimal, rate: Decimal, months: int
) -> None:
    loan = Outlay(
        source=Source.LOAN, amount=amount, day=DAY, borrower=Party.ENTERPRISE,
        rate=rate, months=months,
    )  # fmt: skip
    paid = instalments(loan)
    monthly = rate / 12
    worth = sum(one / (1 + monthly) ** at for at, one in enumerate(paid, start=1))
    # Each of the roundings of interest is half a cent at most.
    assert abs(worth - amount) < D("0.01") * months
    assert len(paid) == months
    assert max(paid[:-1], default=paid[0]) == paid[0]


def test_what_is_not_known_is_not_given() -> None:
    def whys(*told: object) -> list[Why | None]:
        outlays, verified = told
        return [one.irr.why for one in appraise(outlays, verified).returns]  # type: ignore[arg-type]

    assert whys((), VERIFIED) == [Why.NO_INVESTMENT] * 3
    assert whys(PAID, ()) == [Why.NO_SAVING] * 3
    assert appraise(PAID, ()).returns[0].npv.value is None
    # The enterprise brings nothing, so that nothing returns to it.
    assert whys(PAID[1:2], VERIFIED)[1] is Why.NO_OUTLAY
    assert irr_of((D(-1),)).why is Why.NEVER
    assert irr_of((D(-10), D(30), D(-21))).why is Why.MANY
    nothing = split(date(2026, 2, 1), date(2026, 2, 28), 0)
    told = appraise(PAID, (nothing,)).returns[0]
    assert (told.share, told.payback.why, told.irr.why) == (None, Why.NEVER, Why.NEVER)
    with pytest.raises(BadInputError) as refused:
        Outlay(source=Source.OWN, amount=D(1), day=DAY, rate=D("0.05"))
    assert refused.value.code == "finance.loan"


ON = date(2026, 6, 30)


def days(begin: int | None, end: int | None = None) -> StageDays:
    return StageDays(
        planned_begin=date(2026, 1, 1),
        planned_end=date(2026, 1, 31),
        actual_begin=None if begin is None else date(2026, begin, 5),
        actual_end=None if end is None else date(2026, end, 10),
    )


def test_stages_follow_one_another() -> None:
    skipped = StageDays(skipped=True)
    course = {
        Stage.ADVICE: days(1, 1),
        Stage.DIAGNOSIS: days(2),
        Stage.FINANCE: skipped,
        Stage.RETROFIT: days(3, 5),
        Stage.OPERATION: days(6),
    }
    see_course(course, ON)
    assert current_of(course) is Stage.OPERATION
    assert earliest_of(Stage.RETROFIT, course) == date(2026, 2, 5)
    assert earliest_of(Stage.OPERATION, course) == date(2026, 5, 10)
    for code, stage, wrong in (
        ("stage.order", Stage.DIAGNOSIS, days(4)),
        ("stage.retrofit", Stage.RETROFIT, days(3)),
        ("stage.needed", Stage.RETROFIT, skipped),
        ("stage.future", Stage.OPERATION, days(7)),
        ("stage.end", Stage.ADVICE, days(2, 1)),
    ):
        with pytest.raises(BadInputError) as refused:
            see_course(course | {stage: wrong}, ON)
        assert refused.value.code == code
    assert [delay_of(days(*one), ON) for one in ((1, 2), (1,), (None,))] == [
        10,
        150,
        180,
    ]
    assert delay_of(skipped, ON) is None
    [found] = course_findings(course, date(2026, 6, 1))
    assert found.code == "stage.report-early"
    assert course_findings(course, date(2026, 6, 5)) == ()
