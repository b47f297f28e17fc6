"""Rows of this room on their way into the lake: named, registered, promised once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.indicators import OBSERVATIONS, REGISTERS
from dafeng.web.accounts.lake_tables import table_of
from dafeng.web.accounts.models import FactorSignature, OutboxRow
from dafeng.web.accounts.services.outbox import outbox_deliver, outbox_promise
from dafeng.web.work.heard import forget_listener, register_listener
from dafeng.web.work.services.report_saving import report_save
from dafeng.web.work.services.reports import report_confirm, report_verify
from tests.web.work import reporting
from tests.web.work.reporting import PLACE, POWER, House, figure, figures, submitted

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper

ROW = {
    "place": PLACE,
    "series": POWER,
    "scope": "",
    "period": "2026-10",
    "value_e6": 1,
    "unit": "kWh",
    "basis": "reported",
    "quality": "B",
    "entered_by": "clerk",
    "synthetic": False,
}


@pytest.fixture
def house(db: None, settings: SettingsWrapper, tmp_path: Path) -> House:  # noqa: ARG001
    return reporting.house_of(settings, tmp_path)


def promised(**facts: Any) -> OutboxRow:
    base: dict[str, Any] = {
        "origin": "work.report:1",
        "key": "work/report/1/2",
        "schema": OBSERVATIONS,
        "rows": [ROW],
        "learned_at": timezone.now(),
    }
    return outbox_promise(**(base | facts))


@pytest.mark.usefixtures("house")
def test_the_table_of_observations_is_registered() -> None:
    assert table_of("observations") is OBSERVATIONS


@pytest.mark.usefixtures("house")
def test_a_table_that_nobody_registered_is_refused() -> None:
    with pytest.raises(NotFoundError) as caught:
        promised(schema=REGISTERS)
    assert caught.value.code == "outbox.table"


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("facts", [{"rows": []}, {"origin": " "}])
def test_a_promise_holds_rows_and_says_where_they_come_from(
    facts: dict[str, Any],
) -> None:
    with pytest.raises(BadInputError) as caught:
        promised(**facts)
    assert caught.value.code == "outbox.empty"


@pytest.mark.usefixtures("house")
def test_what_does_not_fit_stays_promised_with_its_trouble() -> None:
    promised(rows=[ROW | {"quality": "E"}])
    assert outbox_deliver() == 0
    row = OutboxRow.objects.get()
    assert row.done_at is None
    assert "quality" in row.trouble


@pytest.mark.database
@pytest.mark.usefixtures("house")
def test_the_database_keeps_one_promise_for_a_key() -> None:
    promised()
    with pytest.raises(IntegrityError), transaction.atomic():
        promised()


@pytest.mark.database
def test_the_database_wants_exactly_one_source(house: House) -> None:
    facts = {"key": "k", "table": "observations", "learned_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxRow.objects.create(**facts)
    signature = FactorSignature.objects.create(
        factor_id="f", person=house.office, signed_on=timezone.localdate(), reason="r"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxRow.objects.create(**facts, origin="work.report:1", signature=signature)
    assert OutboxRow.objects.create(**facts, signature=signature).pk


def test_a_verification_that_fails_promises_nothing(house: House) -> None:
    reporting.figure_duty(house)
    report = reporting.month_round(house).reports.get()
    held = submitted(report, house.clerk, figures(figure(100)))
    held = report_confirm(report=held, by=house.chief)

    def breaks(_happening: object) -> None:
        msg = "nobody hears"
        raise OSError(msg)

    register_listener(breaks)
    try:
        with pytest.raises(OSError, match="nobody hears"):
            report_verify(report=held, by=house.office)
    finally:
        forget_listener(breaks)
    held.refresh_from_db()
    assert held.state == "confirmed"
    assert not OutboxRow.objects.exists()
    assert held.figures.get().stored is None


def test_several_figures_travel_in_one_batch(
    house: House, settings: SettingsWrapper
) -> None:
    green = "power.generation.renewable"
    reporting.figure_duty(house, POWER, green)
    report = reporting.month_round(house).reports.get()
    told = figures(figure(100), figure(40, green))
    held = submitted(report, house.clerk, told)
    held = report_confirm(report=held, by=house.chief)
    report_verify(report=held, by=house.office)
    assert OutboxRow.objects.count() == 1
    outbox_deliver()
    assert [row["series"] for row in reporting.stored(settings)] == [POWER, green]


def test_a_verified_report_is_no_draft_any_more(
    house: House,
) -> None:
    reporting.figure_duty(house)
    report = reporting.month_round(house).reports.get()
    held = submitted(report, house.clerk, figures(figure(100)))
    held = report_confirm(report=held, by=house.chief)
    assert OutboxRow.objects.count() == 0
    held = report_verify(report=held, by=house.office)
    assert OutboxRow.objects.get().origin == f"work.report:{held.pk}"
    with pytest.raises(BadInputError):
        report_save(
            report=held,
            by=house.clerk,
            content=figures(figure(101)),
            version=held.version,
        )
