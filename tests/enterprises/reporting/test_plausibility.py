"""Whether a report can be true: seeded faults are found, plausible reports are not."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import attrs
import pytest

from dafeng.enterprises.reporting import (
    Known,
    OwnLine,
    Purpose,
    RecomputedLine,
    ReportLine,
    account_gaps,
    doubts,
)

ON = date(2026, 5, 1)
FACTOR = Decimal("21.62")
FOUND, FALSE = 0.95, 0.05
"""Share of seeded faults that is found at least, and of plausible reports in doubt."""


def lines_of(gas: Decimal, output: Decimal) -> list[RecomputedLine]:
    """A report of one fuel and one product."""
    fuel = ReportLine(
        code="gas",
        flow="fuel.stationary",
        item="NATURAL_GAS",
        quantity=gas,
        unit="万m3",
        reported_t=gas * FACTOR,
    )
    made = ReportLine(
        code="output", quantity=output, unit="t", purpose=Purpose.PRODUCTION
    )
    return [
        RecomputedLine(
            line=one,
            computed_t=one.quantity * FACTOR if one.flow else None,
            difference_t=None,
            compliance=bool(one.flow),
            agrees=None,
        )
        for one in (fuel, made)
    ]


def with_gas(made: list[RecomputedLine], **change: object) -> list[RecomputedLine]:
    line = attrs.evolve(made[0].line, **change)
    computed = None if line.quantity is None else line.quantity * FACTOR
    return [attrs.evolve(made[0], line=line, computed_t=computed), *made[1:]]


def changed(factor: str) -> Callable[[list[RecomputedLine]], list[RecomputedLine]]:
    def change(made: list[RecomputedLine]) -> list[RecomputedLine]:
        gas = made[0].line.quantity * Decimal(factor)
        return with_gas(made, quantity=gas, reported_t=gas * FACTOR)

    return change


FAULTS = {
    "ten times": changed("10"),
    "a tenth": changed("0.1"),
    "万 left out": changed("0.0001"),
    "five months missing": changed("0.58"),
    "counted twice": changed("2"),
    "emission in kg": lambda made: with_gas(
        made, reported_t=made[0].line.quantity * FACTOR * 1000
    ),
    "last year's figure": lambda made: with_gas(made, quantity=Decimal(500)),
}


def test_seeded_faults_are_found_and_plausible_reports_are_left_alone() -> None:
    drawn = random.Random(20261130)  # noqa: S311 - a seed, no secret
    before = [one.line for one in lines_of(Decimal(500), Decimal(3000))]
    found = dict.fromkeys(FAULTS, 0)
    false, rounds = 0, 100
    for _round in range(rounds):
        growth = Decimal(str(round(drawn.uniform(0.85, 1.2), 4)))
        saving = Decimal(str(round(drawn.uniform(0.92, 1.05), 4)))
        good = lines_of(500 * growth * saving, 3000 * growth)
        known = Known(
            before=before,
            account_t=good[0].line.reported_t,
            disclosed_t=good[0].line.reported_t,
        )
        false += bool(doubts(good, known, ON))
        for name, fault in FAULTS.items():
            found[name] += bool(doubts(fault(good), known, ON))
    assert false / rounds <= FALSE
    assert {name: n for name, n in found.items() if n / rounds < FOUND} == {}


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"account_t": Decimal(9000)}, "account.apart"),
        ({"disclosed_t": Decimal(10000)}, "disclosure.apart"),
        (
            {"product_tce": Decimal(700), "metered_tce": Decimal(600)},
            "product.metered",
        ),
    ],
)
def test_a_report_is_set_beside_what_else_is_known(
    known: dict[str, Decimal], code: str
) -> None:
    made = lines_of(Decimal(500), Decimal(3000))
    (one,) = doubts(made, Known(**known), ON)  # type: ignore[arg-type]
    assert (one.rule.code, one.place) == (code, "")
    assert one.share is not None
    nothing = [
        attrs.evolve(one, line=attrs.evolve(one.line, reported_t=None)) for one in made
    ]
    assert doubts(nothing, Known(account_t=Decimal(1)), ON) == ()


def test_each_difference_to_the_own_account_has_its_reason() -> None:
    def own(flow: str, item: str, activity: int, grams: int) -> OwnLine:
        return OwnLine(
            flow=flow,
            sector="industry",
            item=item,
            activity=Decimal(activity),
            unit="m3",
            stream="meter",
            grade="A",
            gas="CO2",
            mass_g=grams,
            co2e_g=grams,
            control=True,
            factors=(),
            complete=True,
        )

    made = lines_of(Decimal(500), Decimal(3000))[:1]
    whole = 10_810_000_000
    told = {
        (activity, grams): account_gaps(
            made,
            [own("fuel.stationary", "NATURAL_GAS", activity, grams)],
            frozenset({"CO2"}),
        )[0].reason
        for activity, grams in (
            (5_000_000, whole),
            (5_000_000, whole // 2),
            (2_500_000, whole // 2),
        )
    }
    assert list(told.values()) == ["same", "factor", "activity"]
    both = account_gaps(made, [own("fuel.mobile", "DIESEL", 1, 1)], frozenset({"CO2"}))
    assert [one.reason for one in both] == ["only-report", "only-account"]
    assert account_gaps([], [own("x", "y", 1, 1)], frozenset({"CH4"})) == ()
