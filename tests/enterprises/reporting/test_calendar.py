"""The yearly calendar, monthly deposits, control plans, state machines."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
import pytest

from dafeng.base.periods import Period, PeriodKind
from dafeng.enterprises.reporting import (
    ControlParameter,
    DepositFact,
    DepositState,
    FindingState,
    Hand,
    Machine,
    PlanProfile,
    ReportError,
    ReportMoveError,
    ReportState,
    VerificationState,
    approve_by,
    branch_of,
    branches,
    day_for,
    days_of,
    deposit_due,
    deposit_grid,
    deposited_sum,
    keep_until,
    missing_deposits,
    plan_findings,
    report_move,
    report_moves,
    report_rule,
    review_by,
    told_by,
)

GAS = ControlParameter(
    code="gas",
    unit="m3",
    source="流量计",
    method="连续计量",
    instrument="FM-1",
    place="调压站出口",
    frequency="每日",
    accuracy=Decimal("0.01"),
    calibration="每年一次",
    missing_rule="取前后均值的高值",
    responsible="生产部",
)

EVERY = {one.code: [GAS] for one in Period.year(2026).children(PeriodKind.MONTH)}


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
    for branch, event in (("copper", "verification"), ("off-list-cement", "report")):
        assert not day_for(branch_of(branch), 2026, event).sure  # type: ignore[union-attr]


READ = {
    ("power", "report"): date(2025, 3, 31),
    ("power", "verification"): date(2025, 6, 30),
    ("power", "quota-issued"): date(2025, 8, 20),
    ("steel", "report"): date(2025, 6, 30),
    ("cement", "verification"): date(2025, 8, 31),
    ("aluminium", "quota-issued"): date(2025, 10, 20),
    ("steel", "surrender"): date(2025, 12, 31),
    ("off-list-steel", "report"): date(2025, 6, 30),
}
FROM_REPRINTS = {
    ("off-list-steel", "verification"): date(2025, 9, 30),
    ("copper", "report"): date(2025, 3, 31),
}


def test_the_days_of_2024_differ_by_branch() -> None:
    for told, sure in ((READ, True), (FROM_REPRINTS, False)):
        for (branch, event), due_on in told.items():
            day = day_for(branch_of(branch), 2024, event)
            assert day is not None
            assert (day.due_on, day.sure) == (due_on, sure), (branch, event)


@pytest.mark.parametrize(
    ("code", "on", "mark"),
    [
        ("deposit.days", date(2022, 12, 31), "U"),
        ("deposit.days", date(2023, 1, 31), "S"),
        ("deposit.days", date(2025, 7, 31), "V"),
        ("deposit.days", date(2026, 1, 31), "V"),
        ("keep.years", date(2021, 1, 31), "U"),
        ("keep.years", date(2021, 2, 1), "V"),
        ("told.days", date(2024, 4, 30), "U"),
        ("told.days", date(2024, 5, 1), "V"),
    ],
)
def test_a_rule_says_how_sure_it_is_on_a_day(code: str, on: date, mark: str) -> None:
    assert report_rule(code, on).mark == mark


def test_a_year_without_a_notice_is_marked_and_one_without_rows_has_no_days() -> None:
    steel = branch_of("steel")
    assert not any(one.sure for one in days_of(steel, 2026))
    assert days_of(steel, 2031) == ()
    assert days_of(branch_of("industry"), 2025) == ()


def test_evidence_of_a_month_is_due_forty_calendar_days_after_it() -> None:
    assert deposit_due(Period.month(2026, 12)) == date(2027, 2, 9)
    rows = deposit_grid(
        EVERY,
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
    assert (late.replaced_late, rows[0].cells[0].replaced_late) == (22, 0)
    assert [one.month.code for one in missing_deposits(rows)] == ["2026-03"]
    assert not rows[0].complete


def test_a_month_whose_plan_does_not_name_a_parameter_is_not_asked() -> None:
    coal = attrs.evolve(GAS, code="coal")
    asked = {one: [GAS, coal] if one >= "2026-04" else [GAS] for one in EVERY}
    on = date(2027, 3, 1)
    gas, later = deposit_grid(asked, [came(n, on) for n in range(1, 13)], 2026, on)
    assert later.parameter == coal
    assert [one.state for one in later.cells[2:4]] == [
        DepositState.NOT_ASKED,
        DepositState.MISSING,
    ]
    assert (gas.complete, len(later.asked)) == (True, 9)
    assert deposited_sum(gas, "万m3") == Decimal("0.0012")
    assert deposited_sum(gas, "t") is deposited_sum(later, "m3") is None


def test_some_branches_had_more_time_for_the_first_half_of_2025() -> None:
    june, july = Period.month(2025, 6), Period.month(2025, 7)
    for branch, months in (("cement", (june, july)), ("power", (july, june))):
        due = [deposit_due(one, branch) for one in months]
        assert due[0] == (
            date(2025, 10, 31) if branch == "cement" else date(2025, 9, 9)
        )
        assert due[1] == (date(2025, 9, 9) if branch == "cement" else date(2025, 8, 9))


def test_what_comes_after_the_day_of_asking_is_not_known() -> None:
    rows = deposit_grid(EVERY, [came(1, date(2026, 4, 1))], 2026, date(2026, 3, 31))
    assert rows[0].cells[0].state is DepositState.MISSING


def test_a_result_is_told_within_seven_working_days() -> None:
    told = told_by(date(2026, 9, 28))
    assert told.due_on == date(2026, 10, 13)
    assert told.findings == ()
    assert told_by(date(2031, 1, 6)).findings[0].code == "calendar.no_year"


def test_an_objection_is_decided_within_ten_working_days() -> None:
    assert review_by(date(2026, 9, 28)).due_on == date(2026, 10, 16)
    assert approve_by(date(2026, 6, 1)).due_on == date(2026, 6, 23)


def test_raw_records_are_kept_for_five_years() -> None:
    assert keep_until(date(2026, 3, 1)) == date(2031, 3, 1)
    assert keep_until(date(2028, 2, 29)) == date(2033, 3, 1)


def test_a_control_plan_says_what_the_guide_asks_for() -> None:
    assert plan_findings([GAS]) == ()
    assert [one.code for one in plan_findings([])] == ["plan.empty"]
    empty = attrs.evolve(GAS, accuracy=None, missing_rule=" ")
    codes = {one.code for one in plan_findings([GAS, empty])}
    assert codes == {"plan.twice", "plan.field", "plan.accuracy"}
    half = PlanProfile(profile="轧钢", boundary="厂区以内")
    assert [one.value for one in plan_findings([GAS], half)] == ["facilities"]
    whole = attrs.evolve(half, facilities="加热炉")
    assert plan_findings([GAS], whole) == ()
    (place,) = plan_findings([attrs.evolve(GAS, place="")])
    assert place.value == "place"


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
