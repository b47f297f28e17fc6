"""Each state is reached by the figures that it stands for, and by no others."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.assessment import Decree, PathPoint, State
from dafeng.assessment.standings.conflicts import city_conflicts
from dafeng.base.errors import BadInputError
from tests.assessment.building import case, goal, green, seen, standing


def stands(one, shares: dict[int, float], **changed):  # type: ignore[no-untyped-def]
    return standing(one, case(one, observations=green(shares), **changed))


def test_a_settled_target_is_judged_by_its_final_figure_alone() -> None:
    assert stands(goal(), {2025: 80}).state is State.MET
    assert stands(goal(), {2025: 79.9}).state is State.MISSED
    # What came a year late does not count.
    late = stands(goal(year=2024), {2024: 60, 2025: 90})
    assert (late.state, late.period) == (State.MISSED, "2024")


def test_more_than_is_not_at_least() -> None:
    assert stands(goal(comparator=">"), {2025: 80}).state is State.MISSED
    assert stands(goal(comparator=">"), {2025: 80.1}).state is State.MET


def test_of_a_range_the_floor_is_asked_for_and_more_is_no_failure() -> None:
    two_or_three = goal(value=Decimal(2), value_max=Decimal(3))
    assert [stands(two_or_three, {2025: n}).state for n in (1, 2, 5)] == [
        *(State.MISSED, State.MET, State.MET)
    ]
    within = goal(value=Decimal(40), value_max=Decimal(50), comparator="=")
    assert [stands(within, {2025: n}).state for n in (39, 45, 51)] == [
        *(State.MISSED, State.MET, State.MISSED)
    ]


def test_about_is_judged_after_the_year_as_before_it() -> None:
    # 约 38: within 5 %, from 36.1 to 39.9.
    about = goal(value=Decimal(38), comparator="~")
    assert [stands(about, {2025: n}).state for n in (36, 37.2, 40)] == [
        *(State.MISSED, State.MET, State.MISSED)
    ]


def test_a_final_figure_that_is_not_there_is_unknown_and_late() -> None:
    found = stands(goal(), {2023: 95, 2024: 99})
    assert (found.state, found.data_late) == (State.UNKNOWN, True)
    assert found.probability is None
    assert {m.period for m in found.missing} == {"2025"}


def test_before_its_figure_is_due_the_target_is_still_open() -> None:
    # Green buildings are stated within two months: 2025 is due by the end of February.
    found = stands(goal(), {2022: 60, 2023: 70, 2024: 78}, as_of=date(2026, 2, 10))
    assert not found.settled
    assert not found.data_late
    assert found.state in (State.ON_TRACK, State.AT_RISK)


def test_chance_decides_while_the_year_is_ahead() -> None:
    far = goal(year=2030, value=Decimal(90))
    rising = stands(far, {2020: 50, 2021: 60, 2022: 70, 2023: 80, 2024: 88, 2025: 96})
    stuck = stands(far, {2020: 50, 2021: 50, 2022: 51, 2023: 50, 2024: 49, 2025: 50})
    assert rising.state is State.ON_TRACK
    assert stuck.state is State.OFF_TRACK
    assert rising.probability is not None
    assert stuck.probability is not None
    assert rising.probability > Decimal("0.7") > Decimal("0.35") > stuck.probability


def test_without_a_series_the_way_behind_the_path_decides() -> None:
    # Path from 40 (2020) to 80 (2030), a way of 40: 60 in 2025.
    one = goal(year=2030)

    def state(now: float) -> State:
        return stands(one, {2020: 40, 2025: now}).state

    assert state(56) is State.ON_TRACK  # 4 of 40: 10 points behind
    assert state(55.9) is State.AT_RISK
    assert state(48) is State.AT_RISK  # 12 of 40: 30 points behind
    assert state(47.9) is State.OFF_TRACK
    # Near the target from the start, and no step forward: 2 of 4 is 50 points.
    near = stands(goal(year=2030, value=Decimal(44)), {2020: 40, 2025: 40})
    assert near.state is State.OFF_TRACK


def test_a_missed_target_never_earns_all() -> None:
    for comparator, value, figure in ((">", 80, 80), ("=", 50, 80), ("<", 80, 80)):
        one = goal(comparator=comparator, value=Decimal(value))
        found = stands(one, {2025: figure})
        assert found.state is State.MISSED
        assert found.completion is not None
        assert found.completion <= Decimal("0.99")


def test_a_figure_that_must_be_hit_is_missed_by_more_as_by_less() -> None:
    hit = goal(comparator="=", value=Decimal(50))
    assert stands(hit, {2025: 40}).completion == Decimal("0.8")
    assert stands(hit, {2025: 80}).completion == Decimal("0.625")


def test_the_way_is_counted_from_a_base_year_that_is_named() -> None:
    # From 40 in 2020 to 80 in 2025: 70 is three quarters of the way.
    one = goal(base_year=2020)
    assert stands(one, {2020: 40, 2025: 70}).completion == Decimal("0.75")
    # Without the level of the base year nobody can say how far the way was gone.
    assert stands(one, {2025: 70}).completion == 0


def test_an_assessment_speaks_of_its_period() -> None:
    shares = {2020: 50, 2021: 60, 2022: 70, 2023: 80, 2024: 85, 2025: 70}
    found = stands(goal(value=Decimal(90)), shares, period="2024")
    assert (found.value, found.period, found.settled) == (85, "2024", False)
    assert found.history[-1].period == "2024"


def test_a_share_of_more_than_all_is_no_figure() -> None:
    found = stands(goal(), {2024: 90, 2025: 130})
    assert (found.state, found.completion) == (State.UNKNOWN, None)


def test_a_ratio_is_proven_when_each_of_its_inputs_is() -> None:
    bare = (
        seen("buildings.new.green_area", 2025, 90, evidence=""),
        seen("buildings.new.area", 2025, 100),
    )
    found = standing(goal(), case(goal(), observations=bare))
    assert (found.value, found.evidence) == (90, ())


def test_what_is_built_is_met_before_its_year() -> None:
    one = goal(kind="capacity", year=2030)
    assert stands(one, {2025: 81}).state is State.MET
    # A level must be kept until its year: it is not met yet.
    assert stands(goal(year=2030), {2025: 81}).state is not State.MET


def test_a_figure_that_the_city_has_not_handed_down_is_no_zero() -> None:
    one = goal(kind="delegated", value=None, comparator="", unit="")
    found = stands(one, {2025: 10})
    assert (found.state, found.target) == (State.DELEGATED_UNSET, None)


def test_a_city_letter_gives_a_delegated_target_its_figure() -> None:
    one = goal(kind="delegated", value=None, comparator="", unit="")
    letter = Decree(
        goal="T001",
        number="示范发〔2024〕7号",
        issued_on=date(2024, 5, 6),
        value=Decimal(90),
        unit="%",
    )
    found = stands(one, {2025: 85}, decrees=(letter,))
    assert (found.state, found.target) == (State.MISSED, 90)
    assert "示范发〔2024〕7号" in found.source
    # On the day before the letter nobody could know.
    before = stands(one, {2023: 85}, decrees=(letter,), as_of=date(2024, 5, 5))
    assert before.state is State.DELEGATED_UNSET


def test_a_letter_that_asks_for_another_figure_is_shown() -> None:
    letter = Decree(
        goal="T001",
        number="示范发〔2024〕7号",
        issued_on=date(2024, 5, 6),
        value=Decimal(75),
        unit="%",
    )
    (found,) = city_conflicts(case(goal(), decrees=(letter,)))
    assert found.code == "goal.city_differs"
    assert "weaker" in found.hint
    same = attrs.evolve(letter, value=Decimal("80.0"))
    assert not list(city_conflicts(case(goal(), decrees=(same,))))


def test_a_stretch_is_told_and_decides_nothing() -> None:
    found = stands(goal(stretch=Decimal(90)), {2025: 85})
    assert found.state is State.MET
    assert "力争目标 90% 未达到" in found.reason


def test_nothing_is_asked_before_a_figure_is_due() -> None:
    # Green buildings are stated within two months.
    early = stands(goal(), {2025: 60}, as_of=date(2026, 2, 10))
    assert (early.due, early.completion) == (False, None)
    # The year is over and the figure is there: the state is told all the same.
    assert early.state is State.MISSED
    assert stands(goal(), {2025: 60}).completion == Decimal("0.75")


def test_a_target_without_a_year_is_on_track_while_it_moves() -> None:
    one = goal(kind="count", year=None)
    assert stands(one, {2024: 30, 2025: 40}).state is State.ON_TRACK
    assert stands(one, {2024: 40, 2025: 40}).state is State.AT_RISK
    reached = stands(one, {2025: 80})
    assert (reached.state, reached.completion) == (State.MET, 1)
    assert stands(one, {2024: 30, 2025: 40}).completion is None


def test_the_newest_letter_holds() -> None:
    letters = tuple(
        Decree(
            goal="T001",
            number=f"示范发〔{year}〕1号",
            issued_on=date(year, 1, 2),
            value=Decimal(value),
            unit="%",
        )
        for year, value in ((2023, 85), (2024, 95))
    )
    assert stands(goal(), {2025: 90}, decrees=letters[::-1]).target == 95


def test_a_direction_is_right_or_wrong_against_the_base_year() -> None:
    one = goal(kind="directional", value=None, comparator="")
    assert stands(one, {2020: 50, 2025: 51}).state is State.DIRECTIONAL_YES
    assert stands(one, {2020: 50, 2025: 50}).state is State.DIRECTIONAL_NO
    assert stands(one, {2025: 50}).state is State.UNKNOWN
    down = goal(kind="directional", value=None, comparator="", direction="down")
    assert stands(down, {2020: 50, 2025: 49}).state is State.DIRECTIONAL_YES


def test_a_state_is_taken_from_who_reports_it() -> None:
    one = goal(kind="status", definition="plan.state", value=None, scope="T001")

    def state(**more: float) -> State:
        held = tuple(seen("target.state", 2025, v, scope="T001") for v in more.values())
        return standing(one, case(one, observations=held)).state

    assert state(reached=1) is State.MET
    assert state(reached=0) is State.MISSED
    assert state() is State.UNKNOWN


def test_a_prohibition_is_judged_anew_in_every_period() -> None:
    one = goal(
        kind="prohibition",
        definition="plan.breaches",
        value=Decimal(0),
        comparator="<=",
        unit="",
        year=None,
        scope="T001",
    )
    breaches = (
        seen("target.breaches", 2024, 1, scope="T001"),
        seen("target.breaches", 2025, 0, scope="T001"),
    )
    held = case(one, observations=breaches)
    assert standing(one, held).state is State.MET
    before = case(one, observations=breaches, period="2024")
    assert standing(one, before).state is State.MISSED


def test_a_target_in_another_unit_than_its_indicator_is_refused() -> None:
    with pytest.raises(BadInputError, match=r"T001.*km.*%") as caught:
        stands(goal(unit="km"), {2025: 80})
    assert caught.value.code == "goal.unit"


def test_a_figure_is_turned_into_the_targets_unit() -> None:
    one = goal(definition="F06", kind="capacity", value=Decimal(5), unit="万m2")
    from dafeng.indicators import definition_register, series_of

    (series,) = definition_register().get("F06").inputs.values()
    assert series_of(series).unit in ("m2", "万m2")
    amount = 52_000 if series_of(series).unit == "m2" else 5.2
    found = standing(one, case(one, observations=(seen(series, 2025, amount),)))
    assert (found.value, found.state) == (Decimal("5.2"), State.MET)


def test_a_cut_is_counted_from_the_year_before_the_five_year_plan() -> None:
    # Energy per value added: 2.0 in 2020, 1.7 in 2025: a cut of 15 %.
    one = goal(
        definition="C01",
        kind="relative_change",
        value=Decimal("15.5"),
        direction="down",
    )
    from dafeng.indicators import definition_register

    inputs = definition_register().get("C01.intensity").inputs
    energy, added = inputs["energy"], inputs["value_added"]
    held = tuple(
        one
        for year, used in ((2020, 200), (2025, 170))
        for one in (seen(energy, year, used), seen(added, year, 100))
    )
    found = standing(one, case(one, observations=held))
    assert (found.value, found.base_year) == (15, 2020)
    assert (found.state, found.distance) == (State.MISSED, Decimal("0.5"))


def test_the_plans_own_steps_make_the_path() -> None:
    one = goal(year=2030, path=(PathPoint(year=2025, value=Decimal(70)),))
    found = stands(one, {2020: 40, 2025: 63})
    assert (found.expected, found.completion) == (70, Decimal("0.9"))


@given(
    shares=st.dictionaries(st.integers(2018, 2025), st.integers(0, 100), min_size=1),
    year=st.integers(2021, 2032),
    dropped=st.integers(0, 7),
)
def test_taking_a_figure_away_never_completes_more(
    shares: dict[int, int], year: int, dropped: int
) -> None:
    one = goal(year=year)
    whole = stands(one, dict(shares))
    gone = sorted(shares)[dropped % len(shares)]
    less = stands(one, {y: v for y, v in shares.items() if y != gone})
    assert (less.completion or 0) <= (whole.completion or 0)
    if less.state is State.MET:
        assert whole.state is State.MET
