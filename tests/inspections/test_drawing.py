"""The draw: recomputed, unpredictable, in proportion, and still where nothing changes.

The chances are held against the weights by a chi-square test with the variances of
independent draws, and against successive sampling worked out by hand for two subjects.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dafeng.inspections import (
    DrawError,
    Exclusion,
    How,
    InspectorsError,
    SeedError,
    Severity,
    Subject,
    class_of,
    draw,
    draw_json,
    eligible,
    frame_digest,
    rules_on,
)
from dafeng.inspections.drawing import drawn_by_lot
from dafeng.inspections.seeds import drawing_key
from tests.inspections.building import ON, case_of, found, mixed, seed_of, subject

RULES = rules_on(ON)
SEED = seed_of(1)


def key_of(number: int) -> bytes:
    return drawing_key("plan", seed_of(number), "")


def test_same_case_and_seed_give_the_same_bytes() -> None:
    case = case_of(mixed(), quota=12)
    assert draw_json(draw(case, RULES, seed=SEED)) == draw_json(
        draw(case, RULES, seed=SEED)
    )


@settings(max_examples=20)
@given(st.permutations(mixed(30)))
def test_the_order_of_the_rows_does_not_matter(rows: list[Subject]) -> None:
    case = case_of(mixed(30), quota=9)
    people = case.inspectors[::-1]
    other = attrs.evolve(case, subjects=tuple(rows), inspectors=people)
    assert draw(other, RULES, seed=SEED) == draw(case, RULES, seed=SEED)


def test_another_seed_another_word_and_another_plan_draw_others() -> None:
    case = case_of(mixed(), quota=12)
    drawn = [
        {one.subject for one in draw(*args, RULES, seed=seed, word=word).drawn}
        for args, seed, word in (
            ((case,), SEED, ""),
            ((case,), seed_of(2), ""),
            ((case,), SEED, "3081.52"),
            ((attrs.evolve(case, plan="demo/2027/2"),), SEED, ""),
        )
    ]
    assert len({frozenset(one) for one in drawn}) == len(drawn)


def test_every_class_gets_its_floor_and_the_quota_is_met() -> None:
    made = draw(case_of(mixed(), quota=15), RULES, seed=SEED)
    assert sum(one.quota for one in made.quotas) == len(made.drawn) == 15
    assert all(one.quota >= one.floor for one in made.quotas)
    by_class = Counter(one.group for one in made.drawn)
    assert by_class == {one.code: one.quota for one in made.quotas if one.quota}
    assert len({one.subject for one in made.drawn}) == 15


def test_both_parts_of_the_quota_are_drawn() -> None:
    made = draw(case_of(mixed(), quota=20), RULES, seed=SEED)
    for quota in made.quotas:
        how = Counter(one.how for one in made.drawn if one.group == quota.code)
        assert how[How.RANDOM] == quota.by_chance
        assert how[How.RISK] == quota.quota - quota.by_chance


def test_a_change_outside_moves_nobody_else() -> None:
    names = [f"s{n:03}" for n in range(40)]
    weights = {name: 1 + n % 7 for n, name in enumerate(names)}
    before = [s for s, _h in drawn_by_lot(names, weights, count=10, key=key_of(1))]
    out = [name for name in names if name not in before]
    for name in out:
        without = [one for one in names if one != name]
        again = drawn_by_lot(without, weights, count=10, key=key_of(1))
        assert [s for s, _h in again] == before
        lighter = weights | {name: 1}
        again = drawn_by_lot(names, lighter, count=10, key=key_of(1))
        assert [s for s, _h in again] == before


def test_a_drawn_subject_that_leaves_makes_room_for_one_and_moves_no_other() -> None:
    names = [f"s{n:03}" for n in range(40)]
    weights = dict.fromkeys(names, 3)
    before = [s for s, _h in drawn_by_lot(names, weights, count=10, key=key_of(2))]
    left = [one for one in names if one != before[0]]
    after = [s for s, _h in drawn_by_lot(left, weights, count=10, key=key_of(2))]
    assert after[:9] == before[1:]
    assert after[9] not in before


def test_chances_fit_the_weights() -> None:
    """30 subjects, 6 places, weights 1 to 6: shares of the draws within 0.03."""
    names = [f"s{n:03}" for n in range(30)]
    weights = {name: 1 + n % 6 for n, name in enumerate(names)}
    draws, places = 3000, 6
    times: Counter[str] = Counter()
    for number in range(draws):
        drawn = drawn_by_lot(names, weights, count=places, key=key_of(number))
        times.update(name for name, _hashed in drawn)
    total = sum(weights.values())
    wished = {name: places * weights[name] / total for name in names}
    worst = max(abs(times[name] / draws - wished[name]) for name in names)
    assert worst < 0.03
    chi_square = sum(
        (times[name] - draws * wished[name]) ** 2
        / (draws * wished[name] * (1 - wished[name]))
        for name in names
    )
    # 99.9 % of chi-square with 30 degrees of freedom is 59.7.
    assert chi_square < 59.7


def test_equal_weights_give_equal_chances() -> None:
    names = [f"s{n:03}" for n in range(20)]
    times: Counter[str] = Counter()
    for number in range(2000):
        drawn = drawn_by_lot(
            names, dict.fromkeys(names, 1), count=5, key=key_of(number)
        )
        times.update(name for name, _hashed in drawn)
    chi_square = sum((times[name] - 500) ** 2 / (500 * 0.75) for name in names)
    # 99.9 % of chi-square with 20 degrees of freedom is 45.3.
    assert chi_square < 45.3


def test_of_two_the_one_drawn_first_is_as_the_integral_says() -> None:
    """For u/w with uniform u: P(a before b) = 1 - w_b / (2 w_a) where w_a >= w_b."""
    weights = {"a": 3, "b": 1}
    first = sum(
        drawn_by_lot(["a", "b"], weights, count=1, key=key_of(number))[0][0] == "a"
        for number in range(4000)
    )
    assert abs(Fraction(first, 4000) - Fraction(5, 6)) < Fraction(25, 1000)


def test_seeds_that_differ_in_one_digit_draw_others() -> None:
    case = case_of(mixed(200), quota=40)
    near = SEED[:-1] + ("0" if SEED[-1] != "0" else "1")
    one, other = (
        {drawn.subject for drawn in draw(case, RULES, seed=seed).drawn}
        for seed in (SEED, near)
    )
    assert len(one & other) < 25


def test_who_was_looked_at_a_short_while_ago_rests() -> None:
    rested = subject(1, looked_on=date(2025, 12, 1))
    ready = subject(2, looked_on=date(2025, 9, 2))
    later = subject(3, looked_on=date(2026, 4, 8))
    may, resting = eligible(case_of((rested, ready, later)), RULES)
    assert [one.id for one in may] == ["s002", "s003"]
    assert resting == ("s001",)


def test_unknown_energy_is_a_class_of_its_own() -> None:
    assert class_of(subject(1, energy=None), RULES) == "unmeasured"
    assert class_of(subject(1, energy=0), RULES) == "small"
    assert class_of(subject(1, energy=5000), RULES) == "key"
    assert class_of(subject(1, energy=10_000), RULES) == "large"


@pytest.mark.parametrize(
    ("quota", "code"), [(1, "draw.quota_short"), (61, "draw.quota_large")]
)
def test_a_quota_that_cannot_be_met_is_refused(quota: int, code: str) -> None:
    with pytest.raises(DrawError) as caught:
        draw(case_of(mixed(), quota=quota), RULES, seed=SEED)
    assert caught.value.code == code


def test_a_seed_is_64_hexadecimal_digits() -> None:
    for seed in ("", "abc", "g" * 64, "A" * 64):
        with pytest.raises(SeedError):
            draw(case_of(mixed(), quota=12), RULES, seed=seed)


def test_an_id_stands_once() -> None:
    with pytest.raises(DrawError) as caught:
        draw(case_of((subject(1), subject(1))), RULES, seed=SEED)
    assert (caught.value.code, caught.value.fields["names"]) == ("draw.twice", "s001")


def test_an_exclusion_names_somebody_of_the_case() -> None:
    bad = Exclusion(inspector="i9", subject="s001", reason="亲属")
    with pytest.raises(DrawError) as caught:
        draw(case_of(mixed(), exclusions=(bad,)), RULES, seed=SEED)
    assert caught.value.code == "draw.exclusion"


def test_rules_that_let_somebody_never_be_drawn_are_refused() -> None:
    with pytest.raises(DrawError) as caught:
        drawn_by_lot(["a"], {"a": 0}, count=1, key=key_of(1))
    assert caught.value.code == "draw.weight"


def test_two_inspectors_go_and_the_work_is_even() -> None:
    made = draw(case_of(mixed(), quota=20, inspectors=7), RULES, seed=SEED)
    assert all(len(set(one.inspectors)) == 2 for one in made.drawn)
    work = Counter(person for one in made.drawn for person in one.inspectors)
    assert len(work) == 7
    assert max(work.values()) - min(work.values()) <= 1


def test_nobody_is_sent_where_there_is_a_conflict() -> None:
    subjects = mixed(30)
    barred = tuple(
        Exclusion(inspector=f"i{n % 3}", subject=one.id, reason="亲属任职")
        for n, one in enumerate(subjects)
    )
    made = draw(case_of(subjects, quota=15, exclusions=barred), RULES, seed=SEED)
    pairs = {(one.inspector, one.subject) for one in barred}
    assert not [
        one.subject
        for one in made.drawn
        for person in one.inspectors
        if (person, one.subject) in pairs
    ]


def test_too_few_inspectors_name_every_subject() -> None:
    subjects = tuple(subject(n) for n in range(4))
    barred = tuple(
        Exclusion(inspector="i0", subject=one.id, reason="亲属") for one in subjects
    )
    case = case_of(subjects, quota=4, inspectors=2, exclusions=barred)
    with pytest.raises(InspectorsError) as caught:
        draw(case, RULES, seed=SEED)
    assert caught.value.subjects == tuple(one.id for one in subjects)


def test_who_is_not_drawn_has_no_say_in_who_is_sent() -> None:
    case = case_of(mixed(), quota=12)
    made = draw(case, RULES, seed=SEED)
    drawn = {one.subject for one in made.drawn}
    outsider = next(one.id for one in case.subjects if one.id not in drawn)
    barred = Exclusion(inspector="i0", subject=outsider, reason="亲属")
    again = draw(attrs.evolve(case, exclusions=(barred,)), RULES, seed=SEED)
    assert again.drawn == made.drawn


def test_the_frame_hangs_on_every_fact() -> None:
    case = case_of(mixed(), quota=12)
    digest = frame_digest(case, RULES)
    first, *rest = case.subjects
    worse = attrs.evolve(first, past=(found(Severity.GRAVE),))
    changed = attrs.evolve(case, subjects=(worse, *rest))
    assert frame_digest(changed, RULES) != digest
    assert frame_digest(case, attrs.evolve(RULES, rest_months=7)) != digest
    assert frame_digest(attrs.evolve(case, quota=13), RULES) != digest
