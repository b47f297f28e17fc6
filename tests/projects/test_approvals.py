"""Approvals: two years without a start, six months for the acceptance, what is missing.

Terms run as the Civil Code counts them: the last day is the one of the same number.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest

from dafeng.projects import (
    Approval,
    ApprovalKind,
    ApprovalState,
    Project,
    Review,
    Stage,
    acceptance_due,
    approval_findings,
    approval_stands,
    missing_approvals,
)

OPINION = Approval(kind="energy", number="1号", dated=date(2024, 5, 10))
BUILDING = ("project", "environment", "land", "planning", "construction")


def project(**facts: Any) -> Project:
    return Project(**({"code": "1", "name": "轧钢", "review": "separate"} | facts))


@pytest.mark.parametrize(
    ("on", "started", "state", "left"),
    [
        (date(2025, 5, 10), None, "good", 365),
        (date(2026, 2, 9), None, "lapsing", 90),
        (date(2026, 2, 8), None, "good", 91),
        (date(2026, 5, 10), None, "lapsing", 0),
        (date(2026, 5, 11), None, "lapsed", -1),
        (date(2027, 1, 1), date(2026, 5, 10), "used", -236),
        (date(2027, 1, 1), date(2026, 5, 11), "lapsed", -236),
    ],
)
def test_an_energy_review_lapses_two_years_on_without_a_start(
    on: date, started: date | None, state: str, left: int
) -> None:
    stands = approval_stands(OPINION, started=started, on=on)
    assert (stands.state.value, stands.days_left) == (state, left)
    assert stands.until == date(2026, 5, 10)


def test_what_the_paper_itself_says_comes_before_the_rule() -> None:
    own = attrs.evolve(OPINION, until=date(2025, 1, 31))
    stands = approval_stands(own, started=None, on=date(2025, 2, 1))
    assert stands.state is ApprovalState.LAPSED
    assert stands.rule == ""


def test_a_discharge_permit_runs_out_though_building_began() -> None:
    permit = Approval(kind="discharge", number="2", dated=date(2021, 6, 1))
    stands = approval_stands(permit, started=date(2021, 1, 1), on=date(2026, 6, 2))
    assert stands.state is ApprovalState.LAPSED


def test_a_paper_without_a_day_is_unknown_and_one_without_a_term_is_good() -> None:
    undated = Approval(kind="energy", number="3")
    endless = Approval(kind="replacement", number="4", dated=date(2020, 1, 1))
    on = date(2026, 1, 1)
    assert approval_stands(undated, started=None, on=on).state == "unknown"
    assert approval_stands(endless, started=None, on=on).state == "good"


def test_acceptance_is_due_six_months_after_the_trial_run_began() -> None:
    on_trial = project(stage=Stage.TRIAL, trial_from=date(2026, 8, 31))
    assert acceptance_due(on_trial) == date(2027, 2, 28)
    codes = {one.code for one in approval_findings(on_trial, date(2027, 3, 1))}
    assert "project.acceptance_late" in codes
    before = {one.code for one in approval_findings(on_trial, date(2027, 2, 28))}
    assert "project.acceptance_late" not in before
    assert acceptance_due(project()) is None


def test_the_stage_says_which_approvals_are_missing() -> None:
    on = date(2026, 6, 1)
    papers = tuple(
        Approval(kind=kind, number=kind, dated=date(2026, 5, 1)) for kind in BUILDING
    )
    built = project(stage="building", started=date(2026, 5, 20), approvals=papers)
    assert missing_approvals(built, on) == (ApprovalKind.ENERGY,)
    exempt = attrs.evolve(built, review=Review.DATA_ONLY)
    assert missing_approvals(exempt, on) == ()
    assert missing_approvals(project(stage="planned"), on) == ()


def test_industry_in_operation_needs_a_discharge_permit_too() -> None:
    on = date(2026, 6, 1)
    steel = project(stage="operating", industry="3130", review="data-only")
    forest = attrs.evolve(steel, industry="0220")
    assert ApprovalKind.DISCHARGE in missing_approvals(steel, on)
    assert ApprovalKind.DISCHARGE not in missing_approvals(forest, on)


def test_a_lapsed_approval_counts_as_missing_and_both_are_told() -> None:
    late = project(stage="approved", approvals=(OPINION,))
    found = {one.code: one for one in approval_findings(late, date(2026, 6, 1))}
    assert set(found) == {"project.approval_lapsed", "project.approval_missing"}
    assert all(one.severity == "error" for one in found.values())
