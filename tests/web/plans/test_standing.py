"""What the plan's pages know of where targets stand: nothing, until somebody says."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.contrib.auth.models import AnonymousUser

from dafeng.web.plans import standing
from dafeng.web.plans.standing import (
    PlanStands,
    TargetStands,
    register_standings,
    standings_of,
)
from dafeng.web.plans.templatetags.plans import brief, chance, stands_light

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dafeng.web.core.selectors import Person
    from dafeng.web.plans.models import Plan

STANDS = PlanStands(
    targets={
        "T001": TargetStands(state="met"),
        "T002": TargetStands(state="missed"),
    }
)


class Known:
    """A room that knows of two targets."""

    def of_plan(self, plan: Plan, reader: Person) -> PlanStands:  # noqa: ARG002
        return STANDS


@pytest.fixture
def asked() -> Iterator[None]:
    """Put back who knows where plans stand."""
    before = list(standing._known)
    yield
    standing._known[:] = before


@pytest.mark.usefixtures("asked")
def test_the_room_that_registers_is_asked(plan: Plan) -> None:
    register_standings(Known())
    assert standings_of(plan, AnonymousUser()) == STANDS


def test_a_target_nobody_spoke_of_is_unknown() -> None:
    assert STANDS.of("T999").state == "unknown"
    keys = ["T001", "T002", "T003"]
    assert STANDS.counts(keys) == {"met": 1, "missed": 1, "unknown": 1}
    assert STANDS.keys_in("unknown", keys) == ["T003"]
    assert "◇" in stands_light(None, "T001")
    assert "●" in stands_light(STANDS, "T001")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "--"),
        (Decimal(0), "0%"),
        (Decimal("0.004"), "< 1%"),
        (Decimal("0.8312"), "83%"),
        (Decimal("0.995"), "> 99%"),
        (Decimal(1), "100%"),
    ],
)
def test_what_is_not_certain_is_neither_none_nor_all(
    value: Decimal | None, shown: str
) -> None:
    assert chance(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "--"),
        (Decimal("15.400169"), "15.4"),
        (Decimal("-1234.567"), "−1,234.57"),
        (Decimal("0.012345"), "0.0123"),
        (Decimal(0), "0"),
    ],
)
def test_a_measured_figure_is_shown_short(value: Decimal | None, shown: str) -> None:
    assert brief(value) == shown
