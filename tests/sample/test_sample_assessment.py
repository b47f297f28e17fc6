"""The sample's case holds together and shows every state that a target can be in."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal

import attrs
import pytest

from dafeng.accounts import read_evidence, read_settings, run_account
from dafeng.assessment import (
    Assessment,
    Case,
    Progress,
    Role,
    State,
    assess,
    case_from_json,
    case_to_json,
)
from dafeng.assessment.allocation import Quantity, allocate
from dafeng.base.units import parse_unit
from dafeng.factors import factor_book
from dafeng.indicators import (
    definition_register,
    publish_emissions,
    read_indicator_evidence,
)
from dafeng.lake import Lake
from dafeng.sample import (
    SAMPLE_PLACE_CODE,
    fill_lake,
    load_sample_plan,
    sample_allocation,
    sample_bindings,
    sample_decrees,
    sample_enterprises,
    sample_exemptions,
    sample_facts,
    sample_goals,
    sample_members,
    sample_organisations,
    sample_returns,
    sample_units,
    sample_works,
)

DAY = date(2026, 11, 29)
ACCOUNTED = (2020, 2024, 2025)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    lake = Lake(tmp_path_factory.mktemp("case") / "lake")
    fill_lake(lake)
    for year in ACCOUNTED:
        settings = read_settings(lake, SAMPLE_PLACE_CODE, year)
        account = run_account(read_evidence(lake, settings), factor_book(), settings)
        known = datetime(year + 1, 10, 25, tzinfo=UTC)
        publish_emissions(account, lake, learned_at=known)
    evidence = read_indicator_evidence(lake, SAMPLE_PLACE_CODE, as_of=DAY)
    return attrs.evolve(
        sample_facts(2025, DAY),
        observations=evidence.observations,
        tables=evidence.tables,
    )


@pytest.fixture(scope="module")
def result(case: Case) -> Assessment:
    return assess(case)


def test_every_target_has_a_goal_with_a_definition_and_a_ground() -> None:
    targets = [target.id for target in load_sample_plan().targets]
    assert [goal.id for goal in sample_goals()] == targets
    assert [one.target for one in sample_bindings()] == targets
    register = definition_register()
    for one in sample_bindings():
        assert register.get(one.definition).id == one.definition
        assert one.ground


def test_every_goal_has_a_lead_or_units_that_answer() -> None:
    known = {one.name for one in sample_units()} | {m.group for m in sample_members()}
    for goal in sample_goals():
        assert goal.duties, goal.id
        assert {duty.unit for duty in goal.duties} <= known
        assert sum(duty.role is Role.LEAD for duty in goal.duties) <= 1


def test_targets_without_a_measure_are_reported_under_their_own_key() -> None:
    for goal in sample_goals():
        reported = goal.definition.startswith("plan.")
        assert goal.scope == (goal.id if reported else "")


def test_units_of_targets_are_those_of_their_definitions() -> None:
    register = definition_register()
    for goal in sample_goals():
        if goal.unit and not goal.definition.startswith("plan."):
            theirs = parse_unit(register.get(goal.definition).unit)
            assert parse_unit(goal.unit).dimension == theirs.dimension, goal.id


def test_earlier_targets_are_steps_of_the_later_ones() -> None:
    goals = {goal.id: goal for goal in sample_goals()}
    steps = {g: [(p.year, p.value) for p in goals[g].path] for g in goals}
    assert steps["T098"] == [(2025, Decimal(9)), (2028, Decimal(17))]
    assert steps["T024"] == [(2025, Decimal(10))]
    assert steps["T025"] == [(2025, Decimal(38))]
    assert steps["T096"] == [(2025, Decimal(1))]


def test_every_group_of_the_plan_has_members_that_exist() -> None:
    groups = {u.name for u in load_sample_plan().units if u.kind.value == "group"}
    assert {member.group for member in sample_members()} == groups
    names = {one.name_zh for one in sample_organisations()}
    assert {member.unit for member in sample_members()} <= names


def test_one_town_left_a_group_during_2024() -> None:
    left = [member for member in sample_members() if member.valid_to is not None]
    assert [member.valid_to.year for member in left if member.valid_to] == [2024]


def test_more_than_forty_units_answer() -> None:
    units = sample_units()
    assert len({unit.name for unit in units}) == len(units) == 53
    assert Counter(unit.kind for unit in units)["township"] == 18


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_every_task_of_the_plan_stands_in_every_year(year: int) -> None:
    tasks = [task.clause for task in load_sample_plan().tasks]
    works = sample_works(year)
    assert [work.id for work in works] == tasks
    for work in works:
        assert work.duties
        assert work.begins_on is not None
        assert work.due_on is not None
        assert work.begins_on < work.due_on
        assert work.reported_on is None or work.begins_on < work.reported_on <= DAY
        assert not work.verified or work.evidence


def test_every_state_of_a_task_occurs_and_some_work_is_late() -> None:
    works = sample_works(2025)
    assert {work.state for work in works} == set(Progress)
    waiting = {Progress.DRAFT, Progress.ASSIGNED, Progress.ACCEPTED}
    assert any(w.state in waiting and w.begins_on < DAY for w in works if w.begins_on)
    running = Progress.IN_PROGRESS
    assert any(w.state is running and w.due_on < DAY for w in works if w.due_on)


def test_reports_are_owed_by_everybody_and_a_few_went_wrong() -> None:
    returns = sample_returns(2025)
    assert {one.unit for one in returns} == {unit.name for unit in sample_units()}
    late = [o for o in returns if o.received_on and o.received_on > o.due_on]
    missing = [o for o in returns if o.received_on is None]
    returned = [o for o in returns if not o.accepted]
    assert (len(late), len(missing), len(returned)) == (12, 9, 5)
    assert len(returns) > 250


def test_letters_and_exemptions_speak_of_what_the_plan_has() -> None:
    goals = {goal.id: goal for goal in sample_goals()}
    tasks = {task.clause for task in load_sample_plan().tasks}
    for letter in sample_decrees():
        assert "示范" in letter.number
        assert goals[letter.goal].kind == "delegated"
        assert letter.path
        years = [point.year for point in letter.path]
        assert years == sorted(years)
        assert letter.year is not None
        assert years[-1] < letter.year
    units = {unit.name for unit in sample_units()}
    for one in sample_exemptions():
        assert one.subject in {*goals, *tasks}
        assert one.ground
        assert one.approved_by
        assert not one.unit or one.unit in units


def test_what_came_later_is_not_in_an_earlier_case() -> None:
    before = sample_facts(2025, date(2025, 7, 31))
    periods = {one.period for one in before.returns}
    assert periods == {"2025Q1", "2025Q2"}
    for work in before.works:
        assert work.reported_on is None or work.reported_on <= before.as_of
        assert work.percent is None or work.reported_on is not None
    assert sample_facts(2025, date(2023, 9, 30)).decrees == sample_decrees()[:1]


def test_the_case_is_the_same_after_writing_and_reading(case: Case) -> None:
    assert case_from_json(case_to_json(case)) == case


def test_every_state_of_a_target_occurs(result: Assessment) -> None:
    assert len(result.targets) == 119
    assert {standing.state for standing in result.targets} == set(State)


def test_most_targets_of_2025_are_met_and_some_are_missed(result: Assessment) -> None:
    states = {one.id: one.state for one in result.targets}
    settled = Counter(one.state for one in result.targets if one.year == 2025)
    assert settled[State.MET] > 3 * settled[State.MISSED] > 0
    assert states["T009"] is State.MISSED
    assert states["T011"] is State.MET
    assert states["T012"] is State.MISSED
    assert states["T051"] is State.MET


def test_late_data_and_late_work_both_occur(result: Assessment) -> None:
    late = {(one.data_late, one.work_late) for one in result.targets}
    assert (True, False) in late
    assert (False, True) in late


def test_letters_give_delegated_targets_their_figure(result: Assessment) -> None:
    found = {one.id: one for one in result.targets}
    assert found["T009"].target == Decimal("15.5")
    assert found["T009"].source.startswith("示范市发改函")
    unset = {i for i, one in found.items() if one.state is State.DELEGATED_UNSET}
    assert unset == {"T022", "T023", "T077", "T078", "T079"}


def test_units_are_scored_and_their_grades_differ(result: Assessment) -> None:
    assert len(result.units) == 53
    assert len({unit.grade for unit in result.units}) >= 4
    assert result.synthetic


@pytest.mark.parametrize("scheme", ["grade-2026", "points-2014"])
def test_departments_judged_what_no_target_measures(case: Case, scheme: str) -> None:
    facts = sample_facts(2025, DAY, scheme)
    assert facts.judgements
    assert all("示范" in word.by and word.document for word in facts.judgements)
    result = assess(
        attrs.evolve(facts, observations=case.observations, tables=case.tables)
    )
    (district,) = result.units
    assert district.grade in {"合格", "优秀"}
    codes = {finding.code for finding in result.findings}
    assert "assessment.judgement_unknown" not in codes


def test_enterprises_are_no_units_of_the_assessment() -> None:
    names = {one.name_zh for one in sample_enterprises()}
    assert not names & {unit.name for unit in sample_units()}


@pytest.mark.parametrize(
    "rule", ["equal-rate", "history", "output", "population", "convergence"]
)
def test_the_district_can_be_shared_out_by_each_plain_rule(rule: str) -> None:
    shared = allocate(sample_allocation(rule))
    assert shared.findings == ()
    assert {total.quantity for total in shared.totals} == set(Quantity)
    for total in shared.totals:
        assert total.allotted + total.reserve == total.total
        # 2 % are kept back, to whole tonnes.
        assert abs(total.reserve - total.total / 50) <= 1


def test_parties_of_the_sharing_are_the_towns_and_parks() -> None:
    case = sample_allocation()
    names = {one.name_zh for one in sample_organisations()}
    assert len(case.parties) == 23
    for party in case.parties:
        assert party.unit in names
        assert [figure.year for figure in party.energy.history] == [*range(2020, 2026)]
        assert sum(use.amount for use in party.fuels) == party.energy.history[-1].value
    assert case.synthetic
