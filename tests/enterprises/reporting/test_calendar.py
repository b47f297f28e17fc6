"""The yearly calendar, monthly deposits, control plans, state machines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
import pytest

from dafeng.base.periods import Period
from dafeng.enterprises.reporting import (
    ControlParameter,
    DepositFact,
    DepositState,
    FindingState,
    Hand,
    Machine,
    ReportError,
    ReportMoveError,
    ReportState,
    VerificationState,
    branch_of,
    branches,
    day_for,
    days_of,
    deposit_due,
    deposit_grid,
    keep_until,
    missing_deposits,
    plan_findings,
    report_move,
    report_moves,
    report_rule,
    told_by,
)

GAS = ControlParameter(
    code="gas",
    unit="m3",
    source="流量计",
    method="连续计量",
    instrument="FM-1",
    frequency="每日",
    accuracy=Decimal("0.01"),
    calibration="每年一次",
    missing_rule="取前后均值的高值",
    responsible="生产部",
)


def came(month: int, on: date, value: int = 1) -> DepositFact:
    return DepositFact(
        facility="",
        month=Period.month(2026, month),
        parameter="gas",
        value=Decimal(value),
        unit="m3",
        source_kind="meter",
        file_sha256="0" * 64,
        deposited_on=on,
    )


def test_the_calendar_of_the_notice_of_2026_is_kept_as_rows() -> None:
    steel, power = branch_of("steel"), branch_of("power")
    assert day_for(steel, 2025, "report").due_on == date(2026, 3, 31)  # type: ignore[union-attr]
    assert day_for(steel, 2025, "verification").due_on == date(2026, 7, 31)  # type: ignore[union-attr]
    assert day_for(power, 2025, "verification").due_on == date(2026, 6, 30)  # type: ignore[union-attr]
    assert day_for(power, 2025, "surrender").due_on == date(2026, 12, 31)  # type: ignore[union-attr]
    copper = branch_of("copper")
    assert day_for(copper, 2025, "verification").due_on == date(2026, 12, 31)  # type: ignore[union-attr]
    assert day_for(copper, 2025, "surrender") is None


def test_a_year_without_a_notice_is_marked_and_one_without_rows_has_no_days() -> None:
    steel = branch_of("steel")
    assert not any(one.sure for one in days_of(steel, 2026))
    assert days_of(steel, 2031) == ()
    assert days_of(branch_of("industry"), 2025) == ()


def test_evidence_of_a_month_is_due_forty_calendar_days_after_it() -> None:
    assert deposit_due(Period.month(2026, 12)) == date(2027, 2, 9)
    rows = deposit_grid(
        [GAS],
        [
            came(1, date(2026, 3, 12)),
            came(2, date(2026, 4, 10)),
            came(2, date(2026, 5, 1), 2),
        ],
        2026,
        date(2026, 6, 1),
    )
    states = [one.state for one in rows[0].cells]
    assert states[:3] == [DepositState.IN_TIME, DepositState.LATE, DepositState.MISSING]
    assert states[3:6] == [DepositState.OPEN, DepositState.OPEN, DepositState.NOT_DUE]
    late = rows[0].cells[1]
    assert (late.days_late, late.fact.value) == (1, 2)  # type: ignore[union-attr]
    assert [one.month.code for one in missing_deposits(rows)] == ["2026-03"]
    assert not rows[0].complete


def test_what_comes_after_the_day_of_asking_is_not_known() -> None:
    rows = deposit_grid([GAS], [came(1, date(2026, 4, 1))], 2026, date(2026, 3, 31))
    assert rows[0].cells[0].state is DepositState.MISSING


def test_a_result_is_told_within_seven_working_days() -> None:
    told = told_by(date(2026, 9, 28))
    assert told.due_on == date(2026, 10, 13)
    assert told.findings == ()
    assert told_by(date(2031, 1, 6)).findings[0].code == "calendar.no_year"


def test_raw_records_are_kept_for_five_years() -> None:
    assert keep_until(date(2026, 3, 1)) == date(2031, 3, 1)
    assert keep_until(date(2028, 2, 29)) == date(2033, 3, 1)


def test_a_control_plan_says_what_the_guide_asks_for() -> None:
    assert plan_findings([GAS]) == ()
    assert [one.code for one in plan_findings([])] == ["plan.empty"]
    empty = attrs.evolve(GAS, accuracy=None, missing_rule=" ")
    codes = {one.code for one in plan_findings([GAS, empty])}
    assert codes == {"plan.twice", "plan.field", "plan.accuracy"}


def test_every_move_leads_between_known_states_and_every_state_is_reached() -> None:
    states = {
        Machine.REPORT: (ReportState, "open"),
        Machine.VERIFICATION: (VerificationState, "arranged"),
        Machine.FINDING: (FindingState, "open"),
    }
    for machine, (known, first) in states.items():
        moves = [one for one in report_moves() if one.machine is machine]
        reached = {first} | {known(one.goal).value for one in moves}
        assert reached == {one.value for one in known}
        assert {known(one.source).value for one in moves} <= reached
        keys = [(one.source, one.act) for one in moves]
        assert len(keys) == len(set(keys))
    assert {one.who for one in report_moves()} == set(Hand)


def test_an_act_that_is_not_possible_says_what_is() -> None:
    with pytest.raises(ReportMoveError) as caught:
        report_move(Machine.VERIFICATION, "team", "conclude")
    assert caught.value.possible == ("desk-review",)
    with pytest.raises(ReportError) as unknown:
        branch_of("mining")
    assert unknown.value.code == "report.branch"
    with pytest.raises(ReportError) as none:
        report_rule("deposit.days", date(2001, 1, 1))
    assert none.value.code == "report.no_rule"
    assert all(one.flows for one in branches().values())
