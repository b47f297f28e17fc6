"""Energy and carbon together: carbon fits each unit's mix, and both totals hold."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from dafeng.assessment.allocation import (
    Allocation,
    AllocationCase,
    Band,
    Budget,
    CarbonWay,
    Field,
    FuelFactor,
    FuelUse,
    Ground,
    Means,
    Parameters,
    Party,
    Quantity,
    Replacement,
    WordOf,
    allocate,
    packaged_fuels,
    with_relaxation,
    word,
)
from tests.assessment.allocation.allocating_cases import mix, number, stake, values

PLAIN = Parameters(
    fuels=(
        FuelFactor(fuel="coal", factor=Decimal("2.6")),
        FuelFactor(fuel="gas", factor=Decimal("1.6")),
        FuelFactor(fuel="power", factor=Decimal(4)),
    ),
    replacements=(Replacement(fuel="coal", by="gas", share=Decimal("0.1")),),
)


def joint(
    energy: object,
    carbon: object,
    parties: list[Party],
    *,
    parameters: Parameters = PLAIN,
    years: int = 1,
    **reserve: object,
) -> AllocationCase:
    return AllocationCase(
        year=2025 + years,
        base_year=2025,
        energy=Budget(total=number(energy), unit="tce当量"),
        carbon=Budget(
            total=number(carbon),
            unit="tCO2",
            **{name: number(value) for name, value in reserve.items()},
        ),
        rule="equal-rate",
        parameters=parameters,
        parties=tuple(parties),
    )


def carbon(allocation: Allocation) -> dict:
    return values(allocation, Quantity.CARBON)


def test_carbon_is_energy_times_the_mix_times_one_common_improvement() -> None:
    # A: 100 tce of coal: 260 t. B: 200 tce, half gas, half power: 200 x 2.8 = 560 t.
    # 820 to 779: k = 0.95: A 247, B 532. A's band goes to 1 - 0.1 x 1/2.6 = 0.9615,
    # so A stops at 250 (250.0 = 100 x (2.6 - 0.1)); B takes 529: k = 0.9446. B may go
    # down to 0.9.
    parties = [
        Party(unit="A", energy=stake(100), fuels=mix(coal=1)),
        Party(
            unit="B",
            energy=stake(200),
            fuels=mix(gas=1, power=1),
            band=Band(low=Decimal("0.9")),
        ),
    ]
    done = allocate(joint(300, 779, parties))
    assert values(done) == {"A": 100, "B": 200}
    assert carbon(done) == {"A": 250, "B": 529}
    assert done.total(Quantity.CARBON).level == Fraction(529, 560)
    assert done.line("A").carbon.set_by is Ground.BAND
    assert [(s.what, s.formula, s.value) for s in done.line("B").carbon.steps] == [
        ("intensity", "1/2 × 1.6 + 1/2 × 4", Decimal("2.8")),
        ("mix", "200 × 2.8", 560),
        ("shared", "560 × 0.944643", 529),
    ]
    assert all(word(WordOf.STEP, step.what) for step in done.line("A").carbon.steps)
    assert done.line("A").mix.low == Fraction(25, 26)
    assert done.line("A").mix.improvement == Fraction(250, 260)
    assert done.line("B").mix.improvement == Fraction(529, 560)


def test_a_mix_improves_every_year_on_what_is_left() -> None:
    # Two years of 10 %: 19 % of the coal becomes gas: 2.6 - 0.19 x 1 = 2.41.
    parties = [Party(unit="A", energy=stake(100), fuels=mix(coal=1))]
    done = allocate(joint(100, 250, parties, years=2))
    assert done.line("A").mix.low == Fraction(241, 260)


def test_two_replacements_share_what_is_replaced() -> None:
    # 10 % of coal to gas (saves 1.0), 10 % to a fuel without CO2 (saves 2.6).
    wind = FuelFactor(fuel="wind", factor=Decimal(0))
    parameters = attrs.evolve(
        PLAIN,
        fuels=(*PLAIN.fuels, wind),
        replacements=(
            *PLAIN.replacements,
            Replacement(fuel="coal", by="wind", share=Decimal("0.1")),
        ),
    )
    parties = [Party(unit="A", energy=stake(100), fuels=mix(coal=1))]
    done = allocate(joint(100, 240, parties, parameters=parameters))
    assert done.line("A").mix.low == Fraction(260 - 10 - 26, 260)


def test_what_emits_more_replaces_nothing() -> None:
    dirtier = attrs.evolve(
        PLAIN,
        replacements=(Replacement(fuel="coal", by="power", share=Decimal("0.1")),),
    )
    parties = [Party(unit="A", energy=stake(100), fuels=mix(coal=1))]
    done = allocate(joint(100, 260, parties, parameters=dirtier))
    assert (done.line("A").mix.low, done.line("A").mix.high) == (1, 1)


def test_a_mix_may_become_dirtier_only_where_the_case_says_so() -> None:
    parties = [Party(unit="A", energy=stake(100), fuels=mix(coal=1))]
    assert not carbon(allocate(joint(100, 262, parties)))
    loose = attrs.evolve(PLAIN, dirtier=Decimal("0.01"))
    assert carbon(allocate(joint(100, 262, parties, parameters=loose))) == {"A": 262}


def test_carbon_can_go_by_the_rule_within_the_bands() -> None:
    # By carbon bases 1 : 1 each would get 405; A's 150 tce of coal emit at most 390,
    # at least 375; B's 150 of gas and power 420 at most.
    parties = [
        Party(unit="A", energy=stake(100), carbon=stake(70), fuels=mix(coal=1)),
        Party(
            unit="B",
            energy=stake(100),
            carbon=stake(70),
            fuels=mix(gas=1, power=1),
            band=Band(low=Decimal("0.9")),
        ),
    ]
    by_rule = attrs.evolve(PLAIN, carbon_by=CarbonWay.RULE)
    done = allocate(joint(300, 800, parties, parameters=by_rule))
    assert carbon(done) == {"A": 390, "B": 410}
    assert done.line("A").carbon.set_by is Ground.BAND


def test_a_limit_of_carbon_limits_the_energy_that_goes_with_it() -> None:
    # A may emit 200 t at most: with 2.5 t per tce at its cleanest that is 80 tce. B
    # takes the other 220, and power to spare within its band.
    parties = [
        Party(unit="A", energy=stake(100), carbon=stake(upper=200), fuels=mix(coal=1)),
        Party(
            unit="B",
            energy=stake(200),
            fuels=mix(gas=1, power=1),
            band=Band(low=Decimal("0.9")),
        ),
    ]
    done = allocate(joint(300, 800, parties))
    assert values(done) == {"A": 80, "B": 220}
    assert carbon(done) == {"A": 200, "B": 600}
    assert done.line("A").energy.set_by is Ground.COUPLED_UPPER


def test_a_lower_limit_of_carbon_asks_for_its_energy() -> None:
    # A is to have 520 t: at 2.6 t per tce it needs 200 tce.
    parties = [
        Party(unit="A", energy=stake(100), carbon=stake(lower=520), fuels=mix(coal=1)),
        Party(unit="B", energy=stake(300), fuels=mix(coal=1)),
    ]
    done = allocate(joint(400, 1035, parties))
    assert values(done) == {"A": 200, "B": 200}
    assert carbon(done) == {"A": 520, "B": 515}
    assert done.line("A").energy.set_by is Ground.COUPLED_LOWER


def test_units_of_ten_thousand_tonnes_meet_units_of_tonnes() -> None:
    parties = [Party(unit="A", energy=stake(100), fuels=mix(coal=1))]
    case = joint(100, 2_550_000, parties)
    case = attrs.evolve(case, energy=attrs.evolve(case.energy, unit="万tce当量"))
    assert carbon(allocate(case)) == {"A": 2_550_000}


CLEAN_AND_DIRTY = [
    Party(unit="coal", energy=stake(100), fuels=mix(coal=1)),
    Party(unit="gas", energy=stake(100), fuels=mix(gas=1)),
]


def test_a_carbon_total_below_what_the_mixes_reach_is_told_with_ways_out() -> None:
    # 100 tce each: at least 250 + 160 = 410 t; 400 are there.
    case = joint(200, 400, CLEAN_AND_DIRTY)
    done = allocate(case)
    assert values(done) == {"coal": 100, "gas": 100}
    assert carbon(done) == {}
    assert done.line("coal").mix.improvement is None
    assert [(f.code, f.place) for f in done.findings] == [
        ("allocation.minima", "carbon")
    ]
    ways = {one.means: one for one in done.relaxations}
    assert ways[Means.TOTAL].after == 410
    # Keep k of 250 and 160: 400/410: 243.90 and 156.10, up to 244 and 157: one too
    # many. The next to fall: coal at 243/250 = 0.972, gas at 156/160 = 0.975: gas.
    assert ways[Means.LIMITS].loosening == Fraction(25, 1000)
    assert [(one.field, one.after) for one in ways[Means.LIMITS].limits] == [
        (Field.BAND_LOW, 244),
        (Field.BAND_LOW, 156),
    ]
    # Each tce that goes from coal (2.5) to gas (1.6) saves 0.9 t: 11 tce save 9.9 t:
    # 89 x 2.5 = 222.5, up to 223, and 111 x 1.6 = 177.6, where no whole tonne lies in
    # the band of gas (nothing replaces it here) and 177 is the lower of the two: 400.
    assert ways[Means.SHIFT].change == 11
    assert [(one.unit, one.after) for one in ways[Means.SHIFT].limits] == [
        ("coal", 89),
        ("gas", 111),
    ]
    for way in done.relaxations:
        mended = allocate(with_relaxation(case, done, way))
        assert mended.complete, way.means


def test_no_shift_of_energy_helps_where_limits_forbid_it() -> None:
    fixed = [
        attrs.evolve(party, energy=attrs.evolve(party.energy, fixed=Decimal(100)))
        for party in CLEAN_AND_DIRTY
    ]
    done = allocate(joint(200, 400, fixed))
    assert Means.SHIFT not in {one.means for one in done.relaxations}


def test_a_carbon_total_above_what_the_mixes_emit_goes_to_the_reserve() -> None:
    # At most 260 + 160 = 420 t; 450 are there.
    case = joint(200, 450, CLEAN_AND_DIRTY)
    done = allocate(case)
    ways = {one.means: one for one in done.relaxations}
    assert [finding.code for finding in done.findings] == ["allocation.maxima"]
    assert (ways[Means.TOTAL].after, ways[Means.RESERVE].after) == (420, 30)
    assert {one.field for one in ways[Means.LIMITS].limits} == {Field.BAND_HIGH}
    for way in done.relaxations:
        assert allocate(with_relaxation(case, done, way)).complete, way.means


@pytest.mark.parametrize(
    ("energy", "emits", "field", "after", "other"),
    [
        # 100 tce of coal emit 250 t at least: 200 are allowed. Or 80 tce.
        ({"lower": 100}, {"upper": 200}, Field.UPPER, 250, (Field.LOWER, 80)),
        # 100 tce emit 260 t at most: 300 are asked for. Or 116 tce (300 / 2.6 up).
        ({"upper": 100}, {"lower": 300}, Field.LOWER, 260, (Field.UPPER, 116)),
        ({"fixed": 100}, {"fixed": 300}, Field.FIXED, 260, (Field.FIXED, 116)),
        ({"fixed": 100}, {"upper": 200}, Field.UPPER, 250, (Field.FIXED, 80)),
        # An exempt part of carbon gives way as itself.
        ({"upper": 100}, {"exempt": 300}, Field.EXEMPT, 260, (Field.UPPER, 116)),
        # The exempt 100 tce cannot give way.
        ({"exempt": 100}, {"upper": 200}, Field.UPPER, 250, None),
    ],
)
def test_limits_of_one_party_that_exclude_each_other_are_told(
    energy: dict, emits: dict, field: Field, after: int, other: tuple | None
) -> None:
    parties = [
        Party(
            unit="A",
            energy=stake(100, **energy),
            carbon=stake(**emits),
            fuels=mix(coal=1),
        ),
        Party(unit="B", energy=stake(100), fuels=mix(coal=1)),
    ]
    done = allocate(joint(200, 515, parties))
    assert not done.lines
    assert [finding.code for finding in done.findings] == ["allocation.clash"]
    by_quantity = {one.quantity: one for one in done.relaxations}
    change = by_quantity[Quantity.CARBON].limits[0]
    assert (change.field, change.after) == (field, after)
    if other is None:
        assert Quantity.ENERGY not in by_quantity
    else:
        limit = by_quantity[Quantity.ENERGY].limits[0]
        assert (limit.field, limit.after) == other
    for way in done.relaxations:
        mended = allocate(with_relaxation(joint(200, 515, parties), done, way))
        assert "allocation.clash" not in {finding.code for finding in mended.findings}


def test_a_mix_without_carbon_emits_none() -> None:
    parties = [
        Party(unit="A", energy=stake(100), fuels=mix(renewables=1)),
        Party(unit="B", energy=stake(100), fuels=mix(gas=1)),
    ]
    done = allocate(joint(200, 160, parties))
    assert carbon(done) == {"A": 0, "B": 160}
    asked = attrs.evolve(parties[0], carbon=stake(lower=5))
    told = allocate(joint(200, 165, [asked, parties[1]]))
    assert [finding.code for finding in told.findings] == ["allocation.clash"]
    assert told.relaxations[0].limits[0].after == 0


def test_a_band_without_a_whole_step_takes_one_on_either_side_and_says_so() -> None:
    # 1 tce of coal: 2.5 to 2.6 t: no whole tonne; 2 or 3.
    parties = [Party(unit="A", energy=stake(1), fuels=mix(coal=1))]
    for total in (2, 3):
        done = allocate(joint(1, total, parties))
        assert carbon(done) == {"A": total}
        assert [(f.code, f.value) for f in done.findings] == [
            ("allocation.band_step", "2 / 3")
        ]
    assert not carbon(allocate(joint(1, 4, parties)))


def test_a_party_without_fuels_or_a_fuel_without_factor_is_unknown() -> None:
    parties = [
        Party(unit="A", energy=stake(1)),
        Party(unit="B", energy=stake(1), fuels=mix(peat=1)),
    ]
    done = allocate(joint(2, 4, parties))
    assert [(f.code, f.place, f.value) for f in done.findings] == [
        ("allocation.lacks", "A", "fuels"),
        ("allocation.lacks", "peat", "factor"),
    ]
    own = FuelUse(fuel="peat", amount=Decimal(1), factor=Decimal(3))
    known = attrs.evolve(parties[1], fuels=(own,))
    assert carbon(allocate(joint(1, 3, [known]))) == {"B": 3}


def test_packaged_power_does_not_answer_for_equal_value() -> None:
    parties = [
        Party(unit="A", energy=stake(100), fuels=mix(electricity=1), band=Band(low=0))
    ]
    case = joint(100, 400, parties, parameters=Parameters())
    assert carbon(allocate(case)) == {"A": 400}
    equal = attrs.evolve(case, energy=attrs.evolve(case.energy, unit="tce等价"))
    assert [f.value for f in allocate(equal).findings] == ["factor"]
    unstated = attrs.evolve(case, energy=attrs.evolve(case.energy, unit="tce"))
    assert [f.code for f in allocate(unstated).findings] == ["allocation.basis"]


def test_a_replacement_without_a_factor_in_the_mixs_year_is_unknown() -> None:
    # Packaged factors begin in 2013; coal brings its own, gas in its place has none.
    coal = FuelUse(fuel="coal", amount=Decimal(1), factor=Decimal("2.6"))
    parties = [Party(unit="A", energy=stake(100), fuels=(coal,))]
    case = joint(100, 260, parties, parameters=Parameters(mix_year=2012))
    assert [f.value for f in allocate(case).findings] == ["factor"]
    own_band = [attrs.evolve(parties[0], band=Band(low=Decimal("0.9")))]
    assert carbon(allocate(attrs.evolve(case, parties=tuple(own_band)))) == {"A": 260}


FUELS = tuple(sorted(packaged_fuels(2025)))


@st.composite
def joint_cases(draw: st.DrawFn) -> AllocationCase:
    """Parties with mixes and some limits of carbon; totals near what they reach."""
    parties, emitted, used = [], Fraction(0), 0
    for at in range(draw(st.integers(1, 5))):
        base = draw(st.integers(0, 400))
        chosen = draw(st.lists(st.sampled_from(FUELS), min_size=1, unique=True))
        fuels = mix(**{fuel: draw(st.integers(1, 9)) for fuel in chosen})
        whole = sum(use.amount for use in fuels)
        intensity = sum(
            Fraction(use.amount / whole)
            * Fraction(packaged_fuels(2025)[use.fuel].factor)
            for use in fuels
        )
        emitted += base * intensity
        used += base
        limits = draw(
            st.sampled_from([{}, {}, {"lower": 50}, {"upper": 300}, {"exempt": 30}])
        )
        parties.append(
            Party(
                unit=f"u{at}",
                energy=stake(base, **draw(st.sampled_from([{}, {"upper": 300}]))),
                carbon=stake(**limits),
                fuels=fuels,
            )
        )
    energy = draw(st.integers(int(used * 0.8), used + 20))
    near = draw(st.integers(90, 102))
    total = int(emitted * Fraction(energy, max(used, 1)) * near / 100)
    return joint(energy, total, parties, parameters=Parameters(), years=3)


@given(joint_cases())
@settings(max_examples=200)
def test_every_units_intensity_lies_in_its_band_and_both_totals_hold(
    case: AllocationCase,
) -> None:
    done = allocate(case)
    for quantity in Quantity:
        total = done.total(quantity)
        if total.allotted is None:
            assert done.findings
            continue
        assert sum(values(done, quantity).values()) == total.allotted
        assert total.allotted + total.reserve == total.total
    narrow = {f.place for f in done.findings if f.code == "allocation.band_step"}
    for party in case.parties:
        line = done.line(party.unit)
        if line is None or line.carbon is None:
            continue
        emits, band = line.carbon.value, line.mix
        by_mix = Fraction(line.energy.value) * band.intensity
        if party.unit in narrow:
            assert by_mix * band.low - 1 < emits < by_mix * band.high + 1
        else:
            assert by_mix * band.low <= emits <= by_mix * band.high
        assert emits >= (party.carbon.lower or 0)
        assert emits >= party.carbon.exempt
        assert party.carbon.upper is None or emits <= party.carbon.upper


@given(joint_cases())
@settings(max_examples=200)
def test_ways_out_of_a_carbon_total_are_enough(case: AllocationCase) -> None:
    done = allocate(case)
    for way in done.relaxations:
        mended = allocate(with_relaxation(case, done, way))
        if done.lines:
            assert mended.complete, way
        else:  # energy could not be split, or limits clash: carbon is another matter
            codes = {finding.code for finding in mended.findings}
            assert mended.lines or not codes & {one.code for one in done.findings}


@given(
    st.lists(
        st.tuples(
            st.integers(1, 200),
            st.sampled_from(["coal", "gas", "power"]),
            st.integers(0, 120),
        ),
        min_size=2,
        max_size=5,
    ),
    st.integers(80, 100),
)
def test_scipy_finds_no_smaller_shift_of_energy(
    rows: list[tuple[int, str, int]], percent: int
) -> None:
    parties = [
        Party(
            unit=f"u{at}",
            energy=stake(base, upper=base + room, lower=base // 2),
            carbon=stake(lower=base),
            fuels=mix(**{fuel: 1}),
        )
        for at, (base, fuel, room) in enumerate(rows)
    ]
    used = sum(base for base, _, _ in rows)
    cleanest = sum(base * CLEANEST[fuel] for base, fuel, _ in rows)
    total = int(cleanest * percent / 100)
    # Bands with some room above: no step of energy jumps over the carbon total.
    loose = attrs.evolve(PLAIN, dirtier=Decimal("0.05"))
    done = allocate(joint(used, total, parties, parameters=loose))
    shift = [one for one in done.relaxations if one.means is Means.SHIFT]
    if done.complete or not done.lines:
        return
    # Rounding carbon to whole tonnes moves the need by less than a tonne a party.
    count = len(rows)
    least = smallest_shift(rows, total + count)
    most = smallest_shift(rows, total - count)
    if shift:
        assert least is not None
        assert float(shift[0].change) >= least - 1e-6
        assert most is None or float(shift[0].change) <= most + 1
    else:
        assert most is None or most < 1


def smallest_shift(rows: list[tuple[int, str, int]], total: float) -> float | None:
    """The least energy to move so that carbon comes down to a total, in real numbers.

    Variables: energy moved away, energy moved in, carbon, of each party.
    """
    count = len(rows)
    cleanest = np.array([CLEANEST[fuel] for _, fuel, _ in rows])
    bases = np.array([base for base, _, _ in rows])
    # Energy stays above half, and above what the lower limit of carbon asks for.
    kept = [max(base // 2, ceil(base / DIRTIEST[fuel])) for base, fuel, _ in rows]
    eye, ones, none = np.eye(count), np.ones(count), np.zeros(count)
    solved = linprog(
        c=np.concatenate([ones, none, none]),
        A_eq=np.concatenate([ones, -ones, none])[None],
        b_eq=[0],
        A_ub=np.vstack(
            [
                np.hstack([-eye * cleanest, eye * cleanest, -eye]),
                np.concatenate([none, none, ones])[None],
            ]
        ),
        b_ub=np.concatenate([-cleanest * bases, [total]]),
        bounds=[
            *((0, base - low) for base, low in zip(bases, kept, strict=True)),
            *((0, room) for _, _, room in rows),
            *((base, None) for base in bases),
        ],
    )
    return float(solved.fun) if solved.status == 0 else None


CLEANEST = {"coal": 2.5, "gas": 1.6, "power": 4.0}
DIRTIEST = {"coal": 2.6 * 1.05, "gas": 1.6 * 1.05, "power": 4.0 * 1.05}
