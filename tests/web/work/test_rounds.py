"""Rounds and duties: who is asked for what, and with what already filled in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.periods import Period
from dafeng.web.core.models import AuditRow, RoleCode
from dafeng.web.core.permissions import RightMissingError
from dafeng.web.work.heard import Happening, forget_listener, register_listener
from dafeng.web.work.models import ReportingDuty, Round
from dafeng.web.work.services.duties import (
    TASK_FORM,
    DutyFacts,
    duties_from_series,
    duties_from_tasks,
    duty_end,
    duty_set,
)
from dafeng.web.work.services.rounds import round_close, round_open
from dafeng.work import Recurrence
from tests.web.plans.building import organisation, person
from tests.web.work import reporting
from tests.web.work.reporting import GREEN, PERIOD, POWER, House

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

    from dafeng.web.core.models import User


@pytest.fixture
def house(db: None, settings: SettingsWrapper, tmp_path: Path) -> House:  # noqa: ARG001
    return reporting.house_of(settings, tmp_path)


def test_a_round_asks_for_each_duty_once(house: House) -> None:
    reporting.figure_duty(house)
    first = reporting.month_round(house)
    again = reporting.month_round(house)
    assert first == again
    assert first.reports.count() == 1
    assert (first.opens_on, first.due_on) == (date(2026, 11, 1), date(2026, 11, 10))
    assert AuditRow.objects.filter(action="round.open").count() == 1


def test_a_round_opened_again_takes_in_new_duties(house: House) -> None:
    reporting.figure_duty(house)
    opened = reporting.month_round(house)
    facts = DutyFacts(
        unit=house.bureau,
        form="绿电交易台账",
        frequency=Recurrence.MONTHLY,
        series=("power.green.traded",),
        valid_from=date(2026, 1, 1),
    )
    duty_set(organisation=house.root, by=house.office, facts=facts)
    reporting.month_round(house)
    assert opened.reports.count() == 2


def test_a_closed_round_takes_in_nothing(house: House) -> None:
    opened = reporting.month_round(house)
    round_close(round_=opened, by=house.office)
    reporting.figure_duty(house)
    reporting.month_round(house)
    assert opened.reports.count() == 0


def test_figures_come_filled_with_what_the_lake_knows(
    house: House, settings: SettingsWrapper
) -> None:
    for period, value in (("2026-10", 110), ("2026-09", 100), ("2025-10", 90)):
        reporting.known(settings, POWER, period, value)
    reporting.figure_duty(house, POWER, GREEN)
    report = reporting.month_round(house).reports.get()
    power, green = report.figures.order_by("pk")
    assert (power.value, power.answer) == (110, "figure")
    assert (power.previous, power.year_ago, power.unit) == (100, 90, "kWh")
    assert (green.value, green.answer, green.previous) == (None, "", None)
    assert report.state == "open"


def test_a_quarter_knows_what_its_months_came_to(
    house: House, settings: SettingsWrapper
) -> None:
    for period, value in (("2026-07", 10), ("2026-08", 12)):
        reporting.known(settings, POWER, period, value)
    facts = DutyFacts(
        unit=house.grid,
        form="季报",
        frequency=Recurrence.QUARTERLY,
        series=(POWER,),
        valid_from=date(2026, 1, 1),
    )
    duty_set(organisation=house.root, by=house.office, facts=facts)
    figure = reporting.quarter_round(house).reports.get().figures.get()
    assert (figure.parts, figure.value) == (22, None)


def test_a_period_that_is_not_over_is_not_asked_for(house: House) -> None:
    with pytest.raises(BadInputError) as caught:
        round_open(
            organisation=house.root,
            frequency=Recurrence.MONTHLY,
            period=PERIOD,
            by=house.office,
            on=date(2026, 10, 31),
        )
    assert caught.value.code == "round.early"
    assert not Round.objects.exists()


def test_ended_tasks_and_ended_duties_are_not_asked_for(house: House) -> None:
    closed = reporting.task_of(house, state="closed")
    reporting.task_duty(house, closed)
    duty = reporting.task_duty(house, reporting.task_of(house, number="二"))
    duty_end(duty=duty, by=house.office, on=timezone.localdate() - timedelta(days=1))
    assert not reporting.quarter_round(house).reports.exists()


def test_only_who_asks_opens_and_closes(house: House) -> None:
    with pytest.raises(RightMissingError):
        round_open(
            organisation=house.root,
            frequency=Recurrence.MONTHLY,
            period=PERIOD,
            by=house.head,
        )
    opened = reporting.month_round(house)
    with pytest.raises(RightMissingError):
        round_close(round_=opened, by=house.head)


def test_listeners_hear_of_rounds(house: House) -> None:
    heard: list[Happening] = []
    register_listener(heard.append)
    try:
        opened = reporting.month_round(house)
        round_close(round_=opened, by=house.office)
        round_close(round_=opened, by=house.office)
    finally:
        forget_listener(heard.append)
    assert [one.what for one in heard] == ["round.open", "round.close"]


@pytest.mark.database
def test_the_database_keeps_one_round_for_a_period(house: House) -> None:
    opened = reporting.month_round(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.create(
            organisation=house.root,
            frequency="monthly",
            period=PERIOD.code,
            opens_on=opened.opens_on,
            due_on=opened.due_on,
        )


# Duties -------------------------------------------------------------------------------


def test_each_active_task_gives_its_lead_a_quarterly_duty(house: House) -> None:
    reporting.task_of(house)
    reporting.task_of(house, number="二", state="closed")
    made = duties_from_tasks(organisation=house.root, by=house.office)
    assert (made.made, made.standing) == (1, 0)
    duty = ReportingDuty.objects.get()
    assert (duty.unit, duty.form, duty.frequency) == (
        house.bureau,
        TASK_FORM,
        "quarterly",
    )
    again = duties_from_tasks(organisation=house.root, by=house.office)
    assert (again.made, again.standing) == (0, 1)


def test_owners_of_series_get_their_forms_and_no_one_is_guessed(house: House) -> None:
    organisation("park", "示范园区", parent=house.root, kind="park")
    made = duties_from_series(organisation=house.root, by=house.office)
    duties = ReportingDuty.objects
    assert made.made == duties.count()
    power = duties.get(unit=house.grid, form="供用电月报")
    assert POWER in power.series
    assert power.frequency == "monthly"
    assert set(duties.filter(unit__code="park").values_list("scope", flat=True)) == {
        "示范园区"
    }
    assert "统计" in made.unmatched
    assert "发展改革" not in made.unmatched
    again = duties_from_series(organisation=house.root, by=house.office)
    assert (again.made, again.standing) == (0, made.made)


def test_a_duty_on_an_unknown_series_is_refused(house: House) -> None:
    with pytest.raises(NotFoundError) as caught:
        reporting.figure_duty(house, "power.unknown")
    assert caught.value.code == "series.unknown"


def test_a_duty_without_a_name_is_refused(house: House) -> None:
    facts = DutyFacts(unit=house.grid, form="", frequency=Recurrence.MONTHLY)
    with pytest.raises(ValidationError):
        duty_set(organisation=house.root, by=house.office, facts=facts)


def test_a_duty_that_stands_is_changed_not_doubled(house: House) -> None:
    first = reporting.figure_duty(house)
    again = reporting.figure_duty(house, POWER, GREEN)
    assert first.pk == again.pk
    assert again.series == [POWER, GREEN]


def test_duties_are_set_derived_and_ended_on_the_page(
    house: House, browser: Callable[[User], Client]
) -> None:
    reporting.task_of(house)
    client = browser(house.office)
    page = reverse("work:duties")
    client.post(reverse("work:duties-derive"), {"from": "tasks"})
    answer = client.post(
        reverse("work:duty-new"),
        {
            "organisation": house.root.pk,
            "unit": house.grid.pk,
            "form": "供用电月报",
            "frequency": "monthly",
            "series": [POWER],
            "valid_from": "2026-01-01",
        },
    )
    assert answer["Location"] == page
    shown = client.get(page).content.decode()
    assert "2 个单位有 2 项报送责任" in shown
    duty = ReportingDuty.objects.get(form="供用电月报")
    client.post(reverse("work:duty-end", args=[duty.pk]))
    duty.refresh_from_db()
    assert duty.valid_to == timezone.localdate()


def test_a_unit_sees_its_duties_and_sets_none(
    house: House, browser: Callable[[User], Client]
) -> None:
    duty = reporting.figure_duty(house)
    client = browser(house.clerk)
    assert "供用电月报" in client.get(reverse("work:duties")).content.decode()
    assert client.get(reverse("work:duty-new")).status_code == 403
    assert client.post(reverse("work:duties-derive")).status_code == 403
    assert client.post(reverse("work:duty-end", args=[duty.pk])).status_code == 403
    other = browser(house.stranger).post(reverse("work:duty-end", args=[duty.pk]))
    assert other.status_code == 404


def test_a_period_in_words_is_read(house: House) -> None:
    opened = round_open(
        organisation=house.root,
        frequency=Recurrence.YEARLY,
        period=Period.parse("2025年"),
        by=house.office,
    )
    assert opened.period == "2025"


def test_a_duty_that_another_office_asks_for_is_not_changed(house: House) -> None:
    reporting.figure_duty(house)
    standing = ReportingDuty.objects.get()
    other = organisation("other-district", "他区")
    stranger = person("other-office", other, RoleCode.CARBON_OFFICE)
    facts = DutyFacts(
        unit=standing.unit,
        form=standing.form,
        frequency=Recurrence(standing.frequency),
        task=standing.task,
        scope=standing.scope,
    )
    with pytest.raises(RightMissingError):
        duty_set(organisation=other, by=stranger, facts=facts)
    standing.refresh_from_db()
    assert standing.series
