"""A report goes through four hands, and its figures reach the lake once."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from dafeng.web.accounts.models import OutboxRow
from dafeng.web.accounts.services.outbox import outbox_deliver
from dafeng.web.core.models import AuditRow
from dafeng.web.work.models import Report
from dafeng.web.work.report_content import FigureAnswer, ReportContent
from dafeng.web.work.services.report_errors import (
    IncompleteReportError,
    ReasonMissingError,
    ReportMovedError,
    RoundClosedError,
    SamePersonError,
    StaleReportError,
)
from dafeng.web.work.services.report_saving import report_save
from dafeng.web.work.services.reports import (
    report_confirm,
    report_recall,
    report_return,
    report_submit,
    report_verify,
    reports_act,
)
from dafeng.web.work.services.rounds import round_close, round_reopen
from dafeng.work import ReportAct
from tests.web.work import reporting
from tests.web.work.reporting import (
    GREEN,
    POWER,
    House,
    figure,
    figures,
    saved,
    submitted,
    verified,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper


@pytest.fixture
def house(db: None, settings: SettingsWrapper, tmp_path: Path) -> House:  # noqa: ARG001
    return reporting.house_of(settings, tmp_path)


@pytest.fixture
def report(house: House) -> Report:
    """The grid's report of October."""
    reporting.figure_duty(house)
    return reporting.month_round(house).reports.get()


@pytest.fixture
def progress(house: House) -> Report:
    """The bureau's report on its task."""
    reporting.task_duty(house, reporting.task_of(house))
    return reporting.quarter_round(house).reports.get()


def test_a_figure_goes_through_four_hands_into_the_lake(
    house: House, report: Report, settings: SettingsWrapper
) -> None:
    held = verified(house, report, 1_250_000)
    assert held.state == "verified"
    outbox_deliver()
    (row,) = reporting.stored(settings)
    assert row["value_e6"] == 1_250_000_000_000
    assert (row["series"], row["period"], row["place"]) == (POWER, "2026-10", "110101")
    assert (row["basis"], row["quality"]) == ("reported", "B")
    assert row["entered_by"] == "clerk(示范供电公司)"
    assert row["approved_by"] == "office(示范区)"
    assert f"报送#{report.pk}" in row["evidence"]
    actions = AuditRow.objects.filter(
        target_id=str(report.pk), action__startswith="rep"
    )
    assert [row.action for row in actions.order_by("number")] == [
        "report.save",
        "report.submit",
        "report.confirm",
        "report.verify",
    ]


def test_an_outbox_delivered_twice_stores_a_figure_once(
    house: House, report: Report, settings: SettingsWrapper
) -> None:
    verified(house, report, 1_250_000)
    assert outbox_deliver() == 1
    OutboxRow.objects.update(done_at=None)
    outbox_deliver()
    assert len(reporting.stored(settings)) == 1


def test_a_correction_supersedes_what_the_lake_holds(
    house: House, report: Report, settings: SettingsWrapper
) -> None:
    held = verified(house, report, 1_250_000)
    held = report_return(report=held, by=house.office, reason="与年报不符")
    assert held.returns == 0
    verified(house, held, 1_260_000)
    outbox_deliver()
    (row,) = reporting.stored(settings)
    assert row["value_e6"] == 1_260_000_000_000
    assert OutboxRow.objects.count() == 2


def test_a_figure_in_the_lake_is_not_taken_back_by_silence(
    house: House, report: Report
) -> None:
    held = verified(house, report, 1_250_000)
    held = report_return(report=held, by=house.office, reason="请核对")
    none = FigureAnswer(series=POWER, answer="not-applicable", note="不再统计")
    with pytest.raises(IncompleteReportError) as caught:
        submitted(held, house.clerk, figures(none))
    assert [gap.code for gap in caught.value.gaps] == ["figure.stored"]


def test_unchanged_figures_are_not_sent_again(house: House, report: Report) -> None:
    held = verified(house, report, 1_250_000)
    held = report_return(report=held, by=house.office, reason="请补佐证")
    verified(house, held, 1_250_000)
    assert OutboxRow.objects.count() == 1


def test_silence_is_no_answer(house: House, report: Report) -> None:
    with pytest.raises(IncompleteReportError) as caught:
        report_submit(report=report, by=house.clerk, version=report.version)
    assert [(gap.field, gap.code) for gap in caught.value.gaps] == [
        (f"figure:{POWER}", "figure.silent")
    ]


def test_no_data_yet_and_not_applicable_are_answers(
    house: House,
) -> None:
    reporting.figure_duty(house, POWER, GREEN)
    report = reporting.month_round(house).reports.get()
    later = FigureAnswer(
        series=POWER, answer="no-data-yet", expected_on=timezone.localdate()
    )
    none = FigureAnswer(series=GREEN, answer="not-applicable", note="区内没有电站")
    held = submitted(report, house.clerk, figures(later, none))
    held = report_confirm(report=held, by=house.chief)
    report_verify(report=held, by=house.office)
    assert not OutboxRow.objects.exists()


def test_a_doubted_figure_stands_with_a_reason(
    house: House, settings: SettingsWrapper
) -> None:
    reporting.known(settings, POWER, "2026-09", 1_000_000)
    reporting.figure_duty(house)
    report = reporting.month_round(house).reports.get()
    with pytest.raises(IncompleteReportError) as caught:
        submitted(report, house.clerk, figures(figure(10_000_000)))
    (gap,) = caught.value.gaps
    assert (gap.code, gap.doubts[0].kind) == ("figure.doubted", "unit")
    told = figure(10_000_000, accepted_reason="新投产电炉")
    assert submitted(report, house.clerk, figures(told)).state == "submitted"


def test_a_stale_edit_is_refused_and_kept(house: House, report: Report) -> None:
    seen = report.version
    saved(report, house.clerk, figures(figure(100)))
    with pytest.raises(StaleReportError) as caught:
        report_save(
            report=report, by=house.clerk, content=figures(figure(200)), version=seen
        )
    assert caught.value.theirs.figure(POWER).value == 100
    assert caught.value.mine.figure(POWER).value == 200
    refused = report.moves.get(refused=True)
    assert refused.content["figures"][0]["value"] == "200"
    report.refresh_from_db()
    assert report.figures.get().value == 100
    assert AuditRow.objects.filter(action="report.refuse").count() == 1


def test_saving_the_same_again_is_no_new_version(house: House, report: Report) -> None:
    held = saved(report, house.clerk, figures(figure(100)))
    again = saved(held, house.clerk, figures(figure(100)))
    assert (again.version, again.moves.count()) == (held.version, 1)


def test_of_two_heads_one_confirms_and_the_other_reads_who(
    house: House, report: Report
) -> None:
    held = submitted(report, house.clerk, figures(figure(100)))
    report_confirm(report=held, by=house.chief, version=held.version)
    with pytest.raises(ReportMovedError) as caught:
        report_confirm(report=held, by=house.chief, version=held.version)
    assert caught.value.who == "chief"
    assert report.moves.filter(act="confirm").count() == 1
    assert AuditRow.objects.filter(action="report.confirm").count() == 1


def test_a_head_does_not_confirm_what_was_changed_meanwhile(
    house: House, report: Report
) -> None:
    held = submitted(report, house.clerk, figures(figure(100)))
    seen = held.version
    report_recall(report=held, by=house.clerk)
    submitted(held, house.clerk, figures(figure(101)))
    with pytest.raises(StaleReportError):
        report_confirm(report=held, by=house.chief, version=seen)


def test_who_filled_in_does_not_verify(house: House, report: Report) -> None:
    held = submitted(report, house.clerk, figures(figure(100)))
    held = report_confirm(report=held, by=house.chief)
    Report.objects.filter(pk=held.pk).update(filled_by=house.office)
    with pytest.raises(SamePersonError):
        report_verify(report=held, by=house.office)


def test_a_return_wants_a_reason_and_is_counted(house: House, report: Report) -> None:
    held = submitted(report, house.clerk, figures(figure(100)))
    held = report_confirm(report=held, by=house.chief)
    with pytest.raises(ReasonMissingError):
        report_return(report=held, by=house.office, reason=" ")
    held = report_return(report=held, by=house.office, reason="缺佐证")
    assert (held.state, held.returned_reason, held.returns) == ("returned", "缺佐证", 1)
    assert held.first_received_on == timezone.localdate()


def test_a_head_sends_back_inside_the_unit_without_a_mark(
    house: House, report: Report
) -> None:
    held = submitted(report, house.clerk, figures(figure(100)))
    held = report_return(report=held, by=house.chief, reason="单位不对")
    assert (held.state, held.returns, held.first_received_on) == ("returned", 0, None)


@pytest.mark.parametrize("who", ["stranger", "office", "verifier"])
def test_only_the_unit_fills_in(house: House, report: Report, who: str) -> None:
    with pytest.raises(PermissionDenied):
        saved(report, getattr(house, who), figures(figure(100)))


def test_the_officer_neither_confirms_nor_verifies(
    house: House, report: Report
) -> None:
    held = submitted(report, house.clerk, figures(figure(100)))
    with pytest.raises(PermissionDenied):
        report_confirm(report=held, by=house.clerk)
    held = report_confirm(report=held, by=house.chief)
    with pytest.raises(PermissionDenied):
        report_verify(report=held, by=house.chief)


def test_a_closed_round_takes_no_late_report_until_it_is_taken_up(
    house: House, report: Report
) -> None:
    round_close(round_=report.round, by=house.office)
    with pytest.raises(RoundClosedError):
        saved(report, house.clerk, figures(figure(100)))
    round_reopen(round_=report.round, by=house.office, reason="台风")
    assert saved(report, house.clerk, figures(figure(100))).state == "draft"


def test_what_was_returned_is_refilled_after_closing(
    house: House, report: Report
) -> None:
    held = submitted(report, house.clerk, figures(figure(100)))
    held = report_confirm(report=held, by=house.chief)
    round_close(round_=report.round, by=house.office)
    held = report_return(report=held, by=house.office, reason="缺佐证")
    assert submitted(held, house.clerk, figures(figure(120))).state == "submitted"


def test_verified_progress_moves_the_task(house: House, progress: Report) -> None:
    told = ReportContent(progress="已并网 5 万千瓦", percent=Decimal(40))
    held = submitted(progress, house.officer, told)
    held = report_confirm(report=held, by=house.head)
    report_verify(report=held, by=house.office)
    task = held.task
    assert task is not None
    task.refresh_from_db()
    assert (task.percent, task.verified, task.state) == (40, True, "in-progress")
    assert task.reported_on == timezone.localdate()


def test_progress_that_goes_back_wants_a_reason(house: House) -> None:
    task = reporting.task_of(house, percent=Decimal(60))
    reporting.task_duty(house, task)
    report = reporting.quarter_round(house).reports.get()
    told = ReportContent(progress="一个项目下马", percent=Decimal(40))
    with pytest.raises(IncompleteReportError) as caught:
        submitted(report, house.officer, told)
    assert [gap.code for gap in caught.value.gaps] == ["percent.back"]


def test_many_are_verified_at_once_each_answered_by_name(house: House) -> None:
    reporting.figure_duty(house)
    reporting.task_duty(house, reporting.task_of(house))
    one = reporting.month_round(house).reports.get()
    other = reporting.quarter_round(house).reports.get()
    held = submitted(one, house.clerk, figures(figure(100)))
    report_confirm(report=held, by=house.chief)
    answers = reports_act(reports=[one, other], by=house.office, act=ReportAct.VERIFY)
    assert [answer.error is None for answer in answers] == [True, False]
    assert isinstance(answers[1].error, ReportMovedError)


def test_a_figure_that_the_lake_cannot_hold_is_named(
    house: House, report: Report
) -> None:
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError) as caught:
        saved(report, house.clerk, figures(figure(10**14)))
    assert list(caught.value.message_dict) == [f"figure:{POWER}"]
