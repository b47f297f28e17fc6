"""What an account came to reaches the lake once, where indicators find it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dafeng.base.periods import Period
from dafeng.indicators import read_indicator_evidence
from dafeng.lake import Lake
from dafeng.web.accounts.models import OutboxRow
from dafeng.web.accounts.services.outbox import outbox_deliver
from dafeng.web.accounts.services.running import RunOptions, account_make
from tests.web.accounts.building import PLACE

if TYPE_CHECKING:
    from django.conf import LazySettings
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from dafeng.web.core.models import Organisation

YEAR = 2023


def published(settings: LazySettings) -> list[int]:
    """Grams of CO2 that indicators find for the year."""
    found = read_indicator_evidence(
        Lake(Path(settings.LAKE_ROOT)), PLACE, as_of=date(2100, 1, 1)
    )
    held = found.find("emissions.control", Period.year(YEAR))
    return [int(one.value * 10**6) for one in held]


def test_the_total_of_a_run_is_published_when_its_transaction_is_through(
    district: Organisation,
    lake: Lake,  # noqa: ARG001 - holds the evidence
    settings: LazySettings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = account_make(by=None, organisation=district, year=YEAR)
        assert published(settings) == []
    assert published(settings) == [run.totals.get(boundary="control").value_g]
    row = OutboxRow.objects.get(run=run)
    assert (row.table, row.attempts) == ("emissions", 1)
    assert row.done_at is not None


def test_delivering_again_stores_nothing_more(
    district: Organisation, lake: Lake, settings: LazySettings
) -> None:
    account_make(by=None, organisation=district, year=YEAR)
    assert outbox_deliver() == 1
    version = lake.version("emissions")
    OutboxRow.objects.update(done_at=None)
    assert outbox_deliver() == 1
    assert lake.version("emissions") == version
    assert len(published(settings)) == 1


def test_an_account_of_an_earlier_day_is_no_news(
    district: Organisation,
    lake: Lake,  # noqa: ARG001 - holds the evidence
    settings: LazySettings,
) -> None:
    earlier = RunOptions(as_of=date(2090, 1, 1))
    account_make(by=None, organisation=district, year=YEAR, options=earlier)
    assert outbox_deliver() == 0
    assert published(settings) == []
