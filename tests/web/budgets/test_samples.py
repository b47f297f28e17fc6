"""The sample's budgets: filled once, whole, with every state that a year can have."""

from __future__ import annotations

from datetime import date

import pytest

from dafeng.enterprises import KeyUserManager
from dafeng.sample import SAMPLE_PLACE_CODE
from dafeng.sample.budgets import sample_budgets
from dafeng.web.budgets.models import BudgetYear, KeyUser
from dafeng.web.budgets.services.samples import load_sample_budgets
from dafeng.web.notices.models import Notice
from tests.web.budgets.test_course import see_whole
from tests.web.plans.building import organisation

TODAY = date(2026, 9, 10)
STATES = {"adjusted", "budget-proposed", "listed", "metering"}


@pytest.mark.usefixtures("db")
def test_the_sample_is_filled_once_and_its_ledgers_are_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    few = tuple(one for one in sample_budgets() if one.role or one.number < 5)
    monkeypatch.setattr(
        "dafeng.web.budgets.services.samples.sample_budgets", lambda: few
    )
    root = organisation(
        "demo", "示范区", kind="government", place_code=SAMPLE_PLACE_CODE
    )
    organisation("drc", "区发改委", parent=root)
    for one in few:
        organisation(one.code, f"{one.number}厂", parent=root, kind="enterprise")
    for _time in range(2):
        load_sample_budgets(lambda *_told: None, on=TODAY)
    years = list(BudgetYear.objects.order_by("year"))
    assert [one.year for one in years] == [2024, 2025, 2026]
    for ledger in years:
        whole = see_whole(ledger)
        assert whole.reserve > 0
        assert whole.keeper is not None
        assert ledger.users.count() == len(few)
    rows = KeyUser.objects.filter(ledger__year=2026)
    assert set(rows.values_list("state", flat=True)) == STATES
    assert set(rows.values_list("manager", flat=True)) == {
        KeyUserManager.DISTRICT.value
    }
    assert rows.filter(level="warning").count() >= 3
    closed = KeyUser.objects.filter(ledger__year=2025)
    assert set(closed.values_list("result", flat=True)) == {"over", "under"}
    running = rows.filter(state="metering").first()
    assert running is not None
    assert running.known_until == date(2026, 9, 9)
    assert running.low_q < running.landing_q < running.high_q
    assert not Notice.objects.exists()


@pytest.mark.usefixtures("db")
def test_another_district_gets_no_sample() -> None:
    organisation("other", "他区", kind="government")
    load_sample_budgets(lambda *_told: None, on=TODAY)
    assert not BudgetYear.objects.exists()
