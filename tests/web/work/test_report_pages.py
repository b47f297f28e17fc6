"""The pages of rounds and reports: who sees what, what they say, what they keep."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dafeng.web.core.models import AuditRow
from dafeng.web.work.models import Report, Round
from dafeng.web.work.services.reports import report_confirm, report_recall
from tests.web.work import reporting
from tests.web.work.reporting import (
    POWER,
    House,
    figure,
    figures,
    saved,
    submitted,
    verified,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from django.http import HttpResponse
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.fixtures import SettingsWrapper

    from dafeng.web.core.models import User


@pytest.fixture
def house(db: None, settings: SettingsWrapper, tmp_path: Path) -> House:  # noqa: ARG001
    return reporting.house_of(settings, tmp_path)


@pytest.fixture
def report(house: House, settings: SettingsWrapper) -> Report:
    """The grid's report of October; September is known."""
    reporting.known(settings, POWER, "2026-09", 1_000_000)
    reporting.figure_duty(house)
    return reporting.month_round(house).reports.get()


def filled(report: Report, **answers: str) -> dict[str, str]:
    """What the form of a one-figure report sends."""
    report.refresh_from_db()
    key = f"f{report.figures.get().pk}"
    base = {"answer": "", "value": "", "expected_on": "", "note": "", "reason": ""}
    act = answers.pop("act", "save")
    version = answers.pop("version", str(report.version))
    sent = {f"{key}-{name}": value for name, value in (base | answers).items()}
    return sent | {"act": act, "version": version, "progress": "", "percent": ""}


def page(response: HttpResponse) -> str:
    return response.content.decode()


def test_the_first_page_says_what_is_owed(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    shown = page(browser(house.clerk).get(reverse("work:reports-mine")))
    assert "待填报 1 份" in shown
    assert "供用电月报" in shown
    assert reverse("work:report-edit", args=[report.pk]) in shown


def test_the_form_shows_last_periods_figure(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    shown = page(
        browser(house.clerk).get(reverse("work:report-edit", args=[report.pk]))
    )
    assert "2026年9月" in shown
    assert "1,000,000" in shown


def test_a_draft_is_saved_as_it_is(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    address = reverse("work:report-edit", args=[report.pk])
    answer = browser(house.clerk).post(address, filled(report, value="1,050,000"))
    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.state, report.figures.get().value) == ("draft", 1_050_000)
    assert AuditRow.objects.filter(action="report.save").count() == 1


def test_submitting_says_what_is_missing_and_keeps_the_input(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    address = reverse("work:report-edit", args=[report.pk])
    answer = browser(house.clerk).post(
        address, filled(report, value="100000000", act="submit")
    )
    shown = page(answer)
    assert "data-error-summary" in shown
    assert "约是此前 1,000,000 kWh 的 100 倍" in shown
    assert 'value="100000000"' in shown
    told = browser(house.clerk).post(
        address,
        filled(report, value="100000000", reason="含新投产企业", act="submit"),
    )
    assert told["Location"] == report.get_absolute_url()


def test_a_value_that_is_no_number_is_named_at_its_field(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    address = reverse("work:report-edit", args=[report.pk])
    shown = page(browser(house.clerk).post(address, filled(report, value="十万")))
    assert 'value="十万"' in shown
    assert "is-invalid" in shown
    report.refresh_from_db()
    assert report.state == "open"


def test_a_value_beside_another_answer_is_refused(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    address = reverse("work:report-edit", args=[report.pk])
    sent = filled(report, value="5", answer="not-applicable")
    assert "选了别的答复，就不填数值。" in page(
        browser(house.clerk).post(address, sent)
    )


def test_a_stale_form_shows_both_versions(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    old = str(report.version)
    saved(report, house.clerk, figures(figure(1_010_000)))
    address = reverse("work:report-edit", args=[report.pk])
    shown = page(
        browser(house.clerk).post(address, filled(report, value="1020000", version=old))
    )
    assert "两个版本" in shown
    assert "1010000" in shown
    assert "1020000" in shown
    assert report.moves.filter(refused=True).count() == 1


def test_the_form_saves_itself(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    address = reverse("work:report-edit", args=[report.pk])
    client = browser(house.clerk)
    answer = client.post(
        address, filled(report, value="1010000"), headers={"X-Autosave": "1"}
    )
    assert answer.json()["version"] == report.version + 1
    stale = client.post(
        address,
        filled(report, value="1020000", version="1"),
        headers={"X-Autosave": "1"},
    )
    assert stale.status_code == 409
    assert "版本都留着" in stale.json()["errors"][0]


def test_drafts_of_one_sitting_are_one_entry(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    address = reverse("work:report-edit", args=[report.pk])
    client = browser(house.clerk)
    for value in ("1010000", "1020000", "1030000"):
        sent = filled(report, value=value)
        client.post(address, sent, headers={"X-Autosave": "1"})
    move = report.moves.get()
    assert move.content["figures"][0]["value"] == "1030000"
    assert AuditRow.objects.filter(action="report.save").count() == 1
    report.refresh_from_db()
    assert report.version == move.version == 4


def test_an_expired_session_leads_to_the_form_again(report: Report) -> None:
    address = reverse("work:report-edit", args=[report.pk])
    came_from = {"referer": f"http://testserver{address}"}
    answer = Client().post(address, filled(report, value="1"), headers=came_from)
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"next={address}")


def test_a_figure_is_doubted_while_it_is_typed(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    name = f"f{report.figures.get().pk}-value"
    address = reverse("work:report-check", args=[report.pk])
    client = browser(house.clerk)
    shown = page(client.get(address, {"field": name, name: "1,800,000"}))
    assert "1,800,000 kWh 比2026年9月的 1,000,000 kWh 高 80%，超过 50% 的界限" in shown
    assert "<li>" not in page(client.get(address, {"field": name, name: "1,100,000"}))
    assert client.get(address, {"field": "f0-value"}).status_code == 400


def test_progress_is_doubted_while_it_is_typed(
    house: House, browser: Callable[[User], Client]
) -> None:
    reporting.task_duty(house, reporting.task_of(house, percent=60))
    one = reporting.quarter_round(house).reports.get()
    address = reverse("work:report-check", args=[one.pk])
    shown = page(
        browser(house.officer).get(address, {"field": "percent", "percent": "40"})
    )
    assert "进度 40% 低于此前已核实的 60%" in shown


def test_four_people_take_a_report_through_the_pages(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    edit = reverse("work:report-edit", args=[report.pk])
    act = reverse("work:report-act", args=[report.pk])
    browser(house.clerk).post(edit, filled(report, value="1100000", act="submit"))
    report.refresh_from_db()
    chief = browser(house.chief)
    assert "确认上报" in page(chief.get(report.get_absolute_url()))
    chief.post(act, {"act": "confirm", "version": report.version})
    answer = browser(house.office).post(act, {"act": "verify"}, follow=True)
    assert "已核实" in page(answer)
    report.refresh_from_db()
    assert report.state == "verified"


def test_the_second_head_reads_what_happened(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    held = submitted(report, house.clerk, figures(figure(1_100_000)))
    report_confirm(report=held, by=house.chief)
    act = reverse("work:report-act", args=[report.pk])
    answer = browser(house.chief).post(
        act, {"act": "confirm", "version": held.version}, follow=True
    )
    assert "chief 已于" in page(answer)
    assert "没有再做改动" in page(answer)


@pytest.mark.parametrize("name", ["report", "report-edit", "report-compare"])
def test_another_unit_finds_no_report(
    house: House, report: Report, browser: Callable[[User], Client], name: str
) -> None:
    address = reverse(f"work:{name}", args=[report.pk])
    assert browser(house.stranger).get(address).status_code == 404


def test_a_reader_of_the_unit_may_not_fill_in(
    house: House, browser: Callable[[User], Client]
) -> None:
    reporting.task_duty(house, reporting.task_of(house))
    one = reporting.quarter_round(house).reports.get()
    client = browser(house.reader)
    assert client.get(one.get_absolute_url()).status_code == 200
    assert client.get(reverse("work:report-edit", args=[one.pk])).status_code == 403


def test_many_are_verified_on_the_page_of_the_round(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    reporting.figure_duty(house)
    held = submitted(report, house.clerk, figures(figure(1_100_000)))
    report_confirm(report=held, by=house.chief)
    client = browser(house.office)
    shown = page(client.get(report.round.get_absolute_url()))
    assert "应报 1 份，已报 1 份" in shown
    sent = {"report": [report.pk], "act": "verify", "round": report.round_id}
    answer = client.post(reverse("work:reports-act"), sent, follow=True)
    assert "已处理 1 份" in page(answer)
    again = client.post(reverse("work:reports-act"), sent, follow=True)
    assert "示范供电公司《供用电月报》：office 已于" in page(again)


def test_a_round_is_opened_and_closed_on_pages(
    house: House, browser: Callable[[User], Client]
) -> None:
    reporting.figure_duty(house)
    client = browser(house.office)
    sent = {"organisation": house.root.pk, "frequency": "monthly", "period": "2026-10"}
    answer = client.post(reverse("work:round-open"), sent)
    opened = Round.objects.get()
    assert answer["Location"] == opened.get_absolute_url()
    close = reverse("work:round-close", args=[opened.pk])
    client.post(close, {"act": "close"})
    client.post(close, {"act": "close"})
    assert AuditRow.objects.filter(action="round.close").count() == 1
    client.post(close, {"act": "reopen", "reason": "台风"})
    opened.refresh_from_db()
    assert opened.status == "open"


@pytest.mark.parametrize(
    ("period", "words"),
    [("去年", "不是报告期"), ("2026Q3", "与所选频次不符"), ("2199-01", "还没有结束")],
)
def test_a_period_that_cannot_be_is_refused(
    house: House, browser: Callable[[User], Client], period: str, words: str
) -> None:
    sent = {"organisation": house.root.pk, "frequency": "monthly", "period": period}
    shown = page(browser(house.office).post(reverse("work:round-open"), sent))
    assert words in shown
    assert not Round.objects.exists()


def test_the_list_of_rounds_counts_what_came(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    verified(house, report, 1_100_000)
    shown = page(browser(house.office).get(reverse("work:rounds")))
    assert "2026年10月" in shown
    assert "有 1 个轮次正在填报" in shown


def test_versions_are_compared(
    house: House, report: Report, browser: Callable[[User], Client]
) -> None:
    held = submitted(report, house.clerk, figures(figure(1_100_000)))
    report_recall(report=held, by=house.clerk)
    saved(held, house.clerk, figures(figure(1_120_000)))
    shown = page(
        browser(house.clerk).get(reverse("work:report-compare", args=[held.pk]))
    )
    assert "1100000" in shown
    assert "1120000" in shown
    assert "不同" in shown


def test_queries_of_the_lists_do_not_grow(
    house: House,
    browser: Callable[[User], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(6):
        task = reporting.task_of(
            house, number=f"三(一){number}", due_on=timezone.localdate()
        )
        reporting.task_duty(house, task)
    round_ = reporting.quarter_round(house)
    client = browser(house.office)
    for address in (round_.get_absolute_url(), reverse("work:reports-mine")):
        client.get(address)
        with django_assert_max_num_queries(20):
            client.get(address)
