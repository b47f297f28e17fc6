"""What holds for every case: order, strangers, evidence, sums, and a second way."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.assessment.records import (
    AssessedUnit,
    Progress,
    Role,
    State,
    UnitScore,
)
from dafeng.assessment.schemes import load_scheme
from dafeng.assessment.scoring.cents import rounded_parts
from dafeng.base.rounding import round_half_even
from tests.assessment.scoring.cases import (
    AS_OF,
    Told,
    case,
    goal,
    judged,
    known,
    told_cases,
    unknown,
)

GRADES = ("不合格", "合格", "良好", "优秀")
few = settings(max_examples=40, deadline=None)


# The second way: the formulas of docs/methods/schemes.md, straight from the facts.


def roles(told: Told, duties) -> dict[str, str]:
    towns = sorted(m.unit for m in told.case.members)
    sides: dict[str, str] = {}
    for duty in sorted(duties, key=lambda d: d.role is not Role.LEAD):
        for unit in towns if duty.unit == "各镇" else [duty.unit]:
            sides.setdefault(unit, "lead" if duty.role is Role.LEAD else "support")
    return sides


def share(sides: dict[str, str], unit: str) -> Fraction:
    mine = [u for u, side in sides.items() if side == sides[unit]]
    whole = Fraction(60 if sides[unit] == "lead" else 40, 100)
    return (whole if len(mine) < len(sides) else Fraction(1)) / len(mine)


def asked_goals(told: Told, unit: str) -> Iterator[tuple]:
    for one, stands in zip(told.case.goals, told.standings, strict=True):
        starts = one.base_year or {2024: 2020, 2025: 2020, 2030: 2025}.get(one.year)
        over = one.year is not None and one.year < 2025
        early = one.kind == "status" and one.year == 2030
        later = starts == 2025 or early
        unset = stands.state is State.DELEGATED_UNSET or not stands.due
        sides = roles(told, one.duties)
        if unit in sides and not (over or later or unset):
            yield one, stands, sides


def mean(pairs: list[tuple[Fraction, Fraction]]) -> Fraction | None:
    whole = sum(weight for weight, _ in pairs)
    return sum(w * got for w, got in pairs) / whole if whole else None


def second_score(told: Told, unit: str) -> Decimal | None:
    targets, tasks, reports, quality = [], [], [], []
    soft = {
        "binding": Fraction(1),
        "strive": Fraction(4, 5),
        "expected": Fraction(1, 2),
    }
    grades = {
        "A": Fraction(1),
        "B": Fraction(1),
        "C": Fraction(4, 5),
        "D": Fraction(1, 2),
    }
    for one, stands, sides in asked_goals(told, unit):
        proven = bool(stands.evidence) and stands.value is not None
        done = Fraction(stands.completion) if proven else Fraction(0)
        if one.year is None and one.kind != "directional":
            if done == 1:
                targets.append((soft[one.softness] * share(sides, unit), done))
            continue
        targets.append((soft[one.softness] * share(sides, unit), done))
        if sides[unit] == "lead":
            quality.append((1, grades[stands.quality] if proven else Fraction(0)))
    for one, stands in zip(told.case.works, told.works, strict=True):
        sides = roles(told, one.duties)
        if unit not in sides or one.state in ("draft", "suspended", "cancelled"):
            continue
        if stands.planned == 0:
            continue
        made = one.percent if one.state != "returned" else None
        if one.state == "closed" or (one.state == "verified" and made is None):
            made = Decimal(100)
        done = min(Fraction(made or 0) / Fraction(stands.planned or 100), Fraction(1))
        sure = one.verified or one.state in ("verified", "closed")
        done *= Fraction(1) if sure else Fraction(4, 5)
        tasks.append((share(sides, unit), done if one.evidence else Fraction(0)))
    for one in told.case.returns:
        towns = [m.unit for m in told.case.members]
        mine = unit in (towns if one.unit == "各镇" else [one.unit])
        if not mine or one.due_on > AS_OF or not one.period.startswith("2025"):
            continue
        late = (one.received_on - one.due_on).days if one.received_on else 99
        reports.append((1, Fraction(1) if late <= 0 else Fraction(late <= 5, 2)))
        held = one.received_on is not None and one.accepted
        quality.append((1, Fraction(held)))
    parts = ((50, targets), (25, tasks), (15, reports), (10, quality))
    means = [(Fraction(points), mean(pairs)) for points, pairs in parts]
    total = mean([(points, got) for points, got in means if got is not None])
    return None if total is None else round_half_even(100 * total, 2)


@few
@given(told_cases())
def test_a_second_formulation_gives_the_same_scores(told: Told) -> None:
    for unit in told.scored().units:
        assert unit.score == second_score(told, unit.name), unit.name


@few
@given(told_cases(), st.randoms(use_true_random=False))
def test_the_order_of_every_input_changes_nothing(told: Told, dice) -> None:
    def shuffled(rows: tuple) -> tuple:
        return tuple(dice.sample(rows, len(rows)))

    names = ("goals", "works", "returns", "units", "members")
    turned = attrs.evolve(
        told.case, **{name: shuffled(getattr(told.case, name)) for name in names}
    )
    turned = attrs.evolve(
        turned,
        goals=tuple(attrs.evolve(g, duties=shuffled(g.duties)) for g in turned.goals),
    )
    again = Told(
        case=turned, standings=shuffled(told.standings), works=shuffled(told.works)
    )
    assert again.scored() == told.scored()


@few
@given(told_cases())
def test_a_unit_that_has_nothing_to_do_with_it_changes_nobodys_score(
    told: Told,
) -> None:
    units = (*told.case.units, AssessedUnit(name="戊局"))
    more = goal("T99", lead="戊局")
    wider = Told(
        case=attrs.evolve(told.case, units=units, goals=(*told.case.goals, more)),
        standings=(*told.standings, known(more, "1")),
        works=told.works,
    )
    before = {u.name: attrs.evolve(u, rank=None) for u in told.scored().units}
    after = {u.name: attrs.evolve(u, rank=None) for u in wider.scored().units}
    assert after.pop("戊局").score is not None
    assert after == before


@few
@given(told_cases())
def test_points_add_up_to_the_score_to_the_last_digit(told: Told) -> None:
    for unit in told.scored().units:
        gained = sum((point.points for point in unit.points), Decimal(0))
        whole = sum((point.of for point in unit.points), Decimal(0))
        if unit.score is None:
            assert (gained, whole) == (0, 0)
            continue
        assert (gained, whole) == (unit.score, 100)
        assert all(0 <= point.points <= point.of for point in unit.points)


@few
@given(told_cases())
def test_equal_scores_share_a_rank_and_no_rank_is_skipped_without_need(
    told: Told,
) -> None:
    ranked = [unit for unit in told.scored().units if unit.rank is not None]
    for unit in ranked:
        better = [other for other in ranked if other.score > unit.score]
        assert unit.rank == 1 + len(better)


@few
@given(told_cases())
def test_the_chance_of_a_target_plays_no_part(told: Told) -> None:
    chances = attrs.evolve(
        told,
        standings=tuple(
            attrs.evolve(one, probability=Decimal("0.01"), low=Decimal(0))
            for one in told.standings
        ),
    )
    assert chances.scored() == told.scored()


def without_one(told: Told, kind: str, at: int) -> Told | None:
    """The same case with one piece of evidence less; None where there is none."""
    if kind in ("figure", "papers"):
        if at >= len(told.standings):
            return None
        rows = list(told.standings)
        if kind == "papers":
            rows[at] = attrs.evolve(rows[at], evidence=rows[at].evidence[1:])
        elif rows[at].state is not State.DELEGATED_UNSET:
            rows[at] = attrs.evolve(unknown(told.case.goals[at]), due=rows[at].due)
        return attrs.evolve(told, standings=tuple(rows))
    held = told.case.returns if kind == "report" else told.case.works
    if at >= len(held):
        return None
    if kind == "report":
        changed = attrs.evolve(held[at], received_on=None)
        rows = (*held[:at], changed, *held[at + 1 :])
        return attrs.evolve(told, case=attrs.evolve(told.case, returns=rows))
    if kind == "photo":
        changed = attrs.evolve(held[at], evidence=held[at].evidence[1:])
    elif held[at].state in (Progress.VERIFIED, Progress.CLOSED):
        return None
    elif kind == "confirmation":
        changed = attrs.evolve(held[at], verified=False)
    else:
        changed = attrs.evolve(held[at], percent=None)
    rows = (*held[:at], changed, *held[at + 1 :])
    return attrs.evolve(told, case=attrs.evolve(told.case, works=rows))


def not_better(after: UnitScore, before: UnitScore) -> bool:
    if before.score is None:
        return after.score is None
    if after.score is None:
        # Only a reached target without a year is no longer asked: all was earned.
        return before.score == FULL_MARKS
    lower = after.score <= before.score
    return lower and GRADES.index(after.grade) <= GRADES.index(before.grade)


FULL_MARKS = 100
KINDS = ("figure", "papers", "report", "photo", "confirmation", "progress")


@pytest.mark.parametrize("kind", KINDS)
@few
@given(told=told_cases(), at=st.integers(0, 3))
def test_evidence_that_is_taken_away_never_raises_a_score_or_grade(
    kind: str, told: Told, at: int
) -> None:
    less = without_one(told, kind, at)
    if less is None:
        return
    before = {unit.name: unit for unit in told.scored().units}
    for unit in less.scored().units:
        assert not_better(unit, before[unit.name]), (unit, before[unit.name])


@few
@given(told=told_cases())
def test_the_grade_at_best_is_never_below_the_formal_one(told: Told) -> None:
    for unit in told.scored().units:
        if unit.grade:
            assert GRADES.index(unit.best) >= GRADES.index(unit.grade)


ITEMS = tuple(i.id for rule in load_scheme("grade-2026").rules for i in rule.items)


@few
@given(
    st.dictionaries(st.sampled_from(ITEMS), st.booleans()),
    st.sampled_from(["1", "0.9", None]),
    st.sampled_from(ITEMS),
)
def test_a_word_in_favour_that_is_taken_back_never_raises_the_districts_grade(
    words: dict[str, bool], forest: str | None, item: str
) -> None:
    one = goal("T1", definition="H02")
    stands = unknown(one) if forest is None else known(one, forest)

    def graded(held: dict[str, bool]) -> UnitScore:
        said = tuple(judged(name, met=met) for name, met in held.items())
        told = Told(
            case=case("grade-2026", goals=(one,), judgements=said), standings=(stands,)
        )
        return told.scored("grade-2026").units[0]

    favour = {name: met for name, met in words.items() if name != item}
    assert not_better(graded(favour), graded({**favour, item: True}))


@few
@given(st.lists(st.fractions(0, 50, max_denominator=997), max_size=12))
def test_rounded_parts_add_up_and_move_by_less_than_a_cent(
    parts: list[Fraction],
) -> None:
    rounded = rounded_parts(parts)
    assert sum(rounded, Decimal(0)) == round_half_even(sum(parts, Fraction()), 2)
    for part, found in zip(parts, rounded, strict=True):
        assert abs(Fraction(found) - part) < Fraction(1, 100)
        assert found > 0 or part < Fraction(1, 100)
