"""Sample facts of the inspections fit the rules and each other."""

from __future__ import annotations

from dafeng.inspections import Subject, least_quota, rules_on
from dafeng.sample.inspections import (
    sample_energy,
    sample_inspection_plans,
    sample_shared_cases,
    sample_visits,
)
from dafeng.web.inspections.models import PartKind, PartState, RecheckResult


def test_every_place_of_a_plan_has_its_row() -> None:
    for plan in sample_inspection_plans():
        orders = [one.order for one in sample_visits() if one.year == plan.year]
        assert orders == list(range(1, plan.quota + 1))


def test_the_quotas_cover_what_the_rules_ask_for() -> None:
    subjects = [
        Subject(id=code, energy_tce=tce) for code, tce in sample_energy().items()
    ]
    assert any(one.energy_tce is None for one in subjects)
    for plan in sample_inspection_plans():
        assert plan.quota >= least_quota(subjects, rules_on(plan.approved_on))


def test_cases_rest_on_findings_and_follow_them() -> None:
    seen = {(one.year, one.order): one for one in sample_visits()}
    for case in sample_shared_cases():
        visit = seen[case.finding]
        assert visit.findings
        assert visit.visited_on is not None
        assert case.opened_on > visit.visited_on
        for part in case.parts:
            assert part.kind in PartKind.values
            assert set(part.states) <= set(PartState.values)
            assert ("decided" in part.states) == bool(part.measure)


def test_rechecks_lie_after_the_visit_and_end_with_the_first_that_clears() -> None:
    for visit in sample_visits():
        for finding in visit.findings:
            days = [one.on for one in finding.rechecks]
            assert days == sorted(days)
            assert all(visit.visited_on and day > visit.visited_on for day in days)
            results = [one.result for one in finding.rechecks]
            assert RecheckResult.CLEARED not in results[:-1]
