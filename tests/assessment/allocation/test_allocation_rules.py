"""Each rule against a hand-worked example; the working stands beside it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from dafeng.assessment.allocation import (
    RULES,
    AllocationCase,
    Budget,
    Driver,
    DroppedYear,
    Ground,
    Index,
    Ingredient,
    NamedFigure,
    Parameters,
    Party,
    Quantity,
    Spread,
    WordOf,
    allocate,
    rule_of,
    word,
)
from dafeng.base.errors import BadInputError, NotFoundError
from tests.assessment.allocation.allocating_cases import (
    energy_case,
    stake,
    stake_of,
    values,
)


def test_an_equal_rate_cuts_everybody_by_the_same_percentage() -> None:
    # 100 + 300 + 600 = 1000 to 950: everybody keeps 95 %: 95, 285, 570.
    parties = [
        Party(unit="A", energy=stake(100)),
        Party(unit="B", energy=stake(300)),
        Party(unit="C", energy=stake(600)),
    ]
    done = allocate(energy_case(950, parties))
    assert values(done) == {"A": 95, "B": 285, "C": 570}
    assert done.total(Quantity.ENERGY).level == Fraction(95, 100)
    assert {line.energy.change for line in done.lines} == {Fraction(-5, 100)}


def test_the_exempt_part_is_left_alone_by_an_equal_rate() -> None:
    # A: 20 of 100 exempt. To share: 500 - 20 = 480 over 80 + 320 = 400: x 1.2.
    # A = 20 + 80 x 1.2 = 116, B = 320 x 1.2 = 384.
    parties = [
        Party(unit="A", energy=stake(100, exempt=20)),
        Party(unit="B", energy=stake(320)),
    ]
    assert values(allocate(energy_case(500, parties))) == {"A": 116, "B": 384}


def test_history_is_the_mean_of_the_years_named() -> None:
    # A: (90 + 110 + 100) / 3 = 100; B: (260 + 340 + 300) / 3 = 300; 800 = x 2.
    parties = [
        Party(unit="A", energy=stake_of({2022: 999, 2023: 90, 2024: 110, 2025: 100})),
        Party(unit="B", energy=stake_of({2023: 260, 2024: 340, 2025: 300})),
    ]
    case = energy_case(
        800, parties, rule="history", parameters=Parameters(years=(2023, 2024, 2025))
    )
    assert values(allocate(case)) == {"A": 200, "B": 600}


def test_history_drops_the_lowest_and_the_declared_years() -> None:
    # A declares 2024 (flood), then drops the lowest of 90 and 110: 110.
    # B drops the lowest of 260, 340, 300: (340 + 300) / 2 = 320. 860 = x 2.
    flood = DroppedYear(year=2024, ground="停产")
    parties = [
        Party(
            unit="A",
            energy=stake_of({2023: 90, 2024: 10, 2025: 110}),
            dropped_years=(flood,),
        ),
        Party(unit="B", energy=stake_of({2023: 260, 2024: 340, 2025: 300})),
    ]
    case = energy_case(
        860, parties, rule="history", parameters=Parameters(drop_lowest=1)
    )
    done = allocate(case)
    assert values(done) == {"A": 220, "B": 640}
    assert done.line("B").energy.steps[0].formula == "(340 [2024] + 300 [2025]) / 2"


def test_history_without_a_year_left_is_unknown() -> None:
    parties = [Party(unit="A", energy=stake(10)), Party(unit="B", energy=stake(20))]
    case = energy_case(
        30, parties, rule="history", parameters=Parameters(drop_lowest=1)
    )
    done = allocate(case)
    assert not done.lines
    assert [(f.code, f.place, f.value) for f in done.findings] == [
        ("allocation.lacks", "A", "energy.history"),
        ("allocation.lacks", "B", "energy.history"),
    ]


def test_output_shares_by_value_added() -> None:
    # 30 : 10 of 1000: 750, 250.
    parties = [
        Party(unit="A", value_added=Decimal(30)),
        Party(unit="B", value_added=Decimal(10)),
    ]
    assert values(allocate(energy_case(1000, parties, rule="output"))) == {
        "A": 750,
        "B": 250,
    }


def test_output_can_go_by_another_driver() -> None:
    parties = [
        Party(unit="A", output=Decimal(1), value_added=Decimal(9)),
        Party(unit="B", output=Decimal(4), value_added=Decimal(1)),
    ]
    settings = Parameters(driver=Driver.OUTPUT)
    case = energy_case(1000, parties, rule="output", parameters=settings)
    assert values(allocate(case)) == {"A": 200, "B": 800}


def test_population_gives_the_same_per_head() -> None:
    # 2000 : 3000 : 5000 heads of 1000 tce: 0.1 tce a head.
    parties = [
        Party(unit="A", population=Decimal(2000)),
        Party(unit="B", population=Decimal(3000)),
        Party(unit="C", population=Decimal(5000)),
    ]
    done = allocate(energy_case(1000, parties, rule="population"))
    assert values(done) == {"A": 200, "B": 300, "C": 500}
    assert done.total(Quantity.ENERGY).level == Fraction(1, 10)


def test_a_benchmark_is_output_times_intensity_scaled_to_the_total() -> None:
    # A: 500 t x 0.2 = 100; B: 50 t x 6 = 300; 400 to 360: x 0.9: 90, 270.
    parties = [
        Party(unit="A", output=Decimal(500), energy=stake(benchmark="0.2")),
        Party(unit="B", output=Decimal(50), energy=stake(benchmark=6)),
    ]
    done = allocate(energy_case(360, parties, rule="benchmark"))
    assert values(done) == {"A": 90, "B": 270}


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        # Shares of 2025: 0.8 and 0.2; of value added: 0.5 and 0.5; goal 2035.
        (2025, (800, 200)),  # nothing gone
        (2027, (740, 260)),  # 0.8 x 0.8 + 0.2 x 0.5 = 0.74
        (2030, (650, 350)),  # half way
        (2035, (500, 500)),
        (2040, (500, 500)),  # never beyond
    ],
)
def test_convergence_goes_in_a_line(year: int, expected: tuple[int, int]) -> None:
    parties = [
        Party(unit="A", energy=stake(80), value_added=Decimal(7)),
        Party(unit="B", energy=stake(20), value_added=Decimal(7)),
    ]
    settings = Parameters(converge_year=2035)
    case = energy_case(1000, parties, rule="convergence", parameters=settings)
    done = allocate(attrs.evolve(case, year=year))
    assert tuple(values(done).values()) == expected


def test_convergence_can_end_at_equal_per_head() -> None:
    # Half way from 0.8 / 0.2 to 0.25 / 0.75: 0.525 / 0.475.
    parties = [
        Party(unit="A", energy=stake(80), population=Decimal(1)),
        Party(unit="B", energy=stake(20), population=Decimal(3)),
    ]
    settings = Parameters(converge_year=2027, converge_by=Driver.POPULATION)
    case = energy_case(1000, parties, rule="convergence", parameters=settings)
    assert values(allocate(case)) == {"A": 525, "B": 475}


def test_convergence_needs_a_later_year() -> None:
    parties = [Party(unit="A", energy=stake(80), value_added=Decimal(7))]
    with pytest.raises(BadInputError, match="needs a year after the base year 2025"):
        allocate(energy_case(10, parties, rule="convergence"))


def test_a_mixture_adds_the_shares_of_its_rules() -> None:
    # Equal rate: 0.25 / 0.75; output: 0.75 / 0.25.
    # 0.6 x 0.25 + 0.4 x 0.75 = 0.45; 0.6 x 0.75 + 0.4 x 0.25 = 0.55.
    parties = [
        Party(unit="A", energy=stake(100), value_added=Decimal(30)),
        Party(unit="B", energy=stake(300), value_added=Decimal(10)),
    ]
    settings = Parameters(
        mixture=(
            Ingredient(rule="equal-rate", share=Decimal("0.6")),
            Ingredient(rule="output", share=Decimal("0.4")),
        )
    )
    case = energy_case(1000, parties, rule="mixture", parameters=settings)
    assert values(allocate(case)) == {"A": 450, "B": 550}


@pytest.mark.parametrize(
    "parts",
    [(), (("output", "0.9"),), (("mixture", "1"),)],
    ids=["nothing", "not one", "itself"],
)
def test_a_mixture_of_nothing_or_of_itself_is_refused(
    parts: tuple[tuple[str, str], ...],
) -> None:
    mixture = tuple(Ingredient(rule=r, share=Decimal(s)) for r, s in parts)
    parties = [Party(unit="A", value_added=Decimal(1))]
    case = energy_case(
        10, parties, rule="mixture", parameters=Parameters(mixture=mixture)
    )
    with pytest.raises(BadInputError, match="add up to 1") as caught:
        allocate(case)
    assert caught.value.code == "allocation.parameter"


def test_one_index_by_share_is_that_index() -> None:
    # A single index has the weight 1: 2 : 3 of 100.
    parties = [
        Party(unit="A", population=Decimal(2)),
        Party(unit="B", population=Decimal(3)),
    ]
    settings = Parameters(indices=(Index(name="population"),))
    case = energy_case(100, parties, rule="entropy", parameters=settings)
    assert values(allocate(case)) == {"A": 40, "B": 60}


def test_entropy_by_hand_with_two_parties_and_two_indices() -> None:
    # Index x: 1 and 3: p = 1/4, 3/4: e = (1/4 ln 4 + 3/4 ln 4/3) / ln 2
    #   = (0.25 x 1.386294 + 0.75 x 0.287682) / 0.693147 = 0.811278; d = 0.188722.
    # Index y: 2 and 3: p = 2/5, 3/5: e = (0.4 x 0.916291 + 0.6 x 0.510826)
    #   / 0.693147 = 0.970951; d = 0.029049.
    # w_x = 0.188722 / 0.217771 = 0.866607, w_y = 0.133393.
    # A = 0.866607 / 4 + 0.133393 x 0.4 = 0.270009; of 100000: 27001.
    parties = [
        Party(unit="A", figures=(_figure("x", 1), _figure("y", 2))),
        Party(unit="B", figures=(_figure("x", 3), _figure("y", 3))),
    ]
    settings = Parameters(indices=(Index(name="x"), Index(name="y")))
    case = energy_case(100_000, parties, rule="entropy", parameters=settings)
    assert values(allocate(case)) == {"A": 27_001, "B": 72_999}


def test_a_tilt_moves_amounts_by_the_score() -> None:
    # One index, 4 and 8, up: scores 0 and 1. Bases 100 and 300: mean score 0.75.
    # A: 100 x (1 + 0.4 x (0 - 0.75)) = 70; B: 300 x (1 + 0.4 x 0.25) = 330.
    parties = [
        Party(unit="A", energy=stake(100), figures=(_figure("x", 4),)),
        Party(unit="B", energy=stake(300), figures=(_figure("x", 8),)),
    ]
    settings = Parameters(
        indices=(Index(name="x"),), spread=Spread.TILT, tilt=Decimal("0.4")
    )
    case = energy_case(400, parties, rule="entropy", parameters=settings)
    assert values(allocate(case)) == {"A": 70, "B": 330}
    down = attrs.evolve(settings, indices=(Index(name="x", direction="down"),))
    # Scores 1 and 0, mean 0.25: A 100 x (1 + 0.4 x 0.75) = 130, B 270.
    done = allocate(attrs.evolve(case, parameters=down))
    assert values(done) == {"A": 130, "B": 270}


def _figure(name: str, value: int) -> NamedFigure:
    return NamedFigure(name=name, value=Decimal(value))


def test_carbon_alone_goes_by_the_rule_too() -> None:
    parties = (
        Party(unit="A", carbon=stake(100)),
        Party(unit="B", carbon=stake(300)),
    )
    case = AllocationCase(
        year=2026,
        base_year=2025,
        carbon=Budget(total=Decimal(200), unit="tCO2"),
        rule="equal-rate",
        parties=parties,
    )
    assert values(allocate(case), Quantity.CARBON) == {"A": 50, "B": 150}


def test_a_lacking_figure_is_named_with_its_party_and_never_counted_as_zero() -> None:
    parties = [
        Party(unit="A", value_added=Decimal(30)),
        Party(unit="B"),
        Party(unit="C"),
    ]
    done = allocate(energy_case(1000, parties, rule="output"))
    assert not done.lines
    assert not done.complete
    assert [(f.place, f.value) for f in done.findings] == [
        ("B", "value_added"),
        ("C", "value_added"),
    ]


def test_who_has_a_fixed_amount_needs_no_figures() -> None:
    parties = [
        Party(unit="A", value_added=Decimal(30)),
        Party(unit="B", energy=stake(fixed=400)),
    ]
    done = allocate(energy_case(1000, parties, rule="output"))
    assert values(done) == {"A": 600, "B": 400}
    assert done.line("B").energy.set_by is Ground.FIXED


def test_the_register_names_rules_in_both_languages_with_their_source() -> None:
    assert set(RULES) == {
        "equal-rate",
        "history",
        "output",
        "population",
        "benchmark",
        "convergence",
        "entropy",
        "least-cost",
        "mixture",
    }
    for rule in RULES.values():
        assert rule.name_zh
        assert rule.name_en
        assert rule.source
    with pytest.raises(NotFoundError, match="equal-rate, history"):
        rule_of("cheapest")


def test_every_step_that_is_told_has_words() -> None:
    parties = [
        Party(
            unit="A",
            energy=stake(100, exempt=1, benchmark=2),
            value_added=Decimal(3),
            output=Decimal(2),
            population=Decimal(5),
        ),
        Party(
            unit="B",
            energy=stake(300, lower=900, benchmark=1),
            value_added=Decimal(1),
            output=Decimal(2),
            population=Decimal(5),
        ),
        Party(unit="C", energy=stake(300, fixed=7)),
        Party(
            unit="D",
            energy=stake(70, benchmark=3),
            value_added=Decimal(2),
            output=Decimal(3),
            population=Decimal(7),
        ),
    ]
    settings = Parameters(
        converge_year=2030,
        indices=(Index(name="base"), Index(name="value_per_amount")),
        mixture=(Ingredient(rule="output", share=Decimal(1)),),
    )
    told = set()
    for rule in RULES:
        for spread in Spread:
            case = energy_case(
                1001,
                parties,
                rule=rule,
                parameters=attrs.evolve(settings, spread=spread),
            )
            for line in allocate(case).lines:
                told |= {step.what for step in line.energy.steps}
    assert all(word(WordOf.STEP, what).name_zh for what in told)
    assert {"lower", "fixed", "shared", "rounded"} <= told
    for ground in Ground:
        assert word(WordOf.GROUND, ground).name_en
        assert ground is Ground.RULE or word(WordOf.STEP, ground).name_en
