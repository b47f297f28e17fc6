"""Cases of waste and of uncertainty, each beside a second way to its figure."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest

from dafeng.accounts.cases import evaluate_case


def values(inputs, **case):
    return evaluate_case({"inputs": inputs, **case}).values


def test_deposits_of_several_years_are_the_sum_of_single_ones():
    shared = {"doc": "0.15", "doc_f": "0.7", "mcf": 1, "F": "0.5", "k": "0.185"}
    together = values({"W_t": {"2020": 100, "2021": 200}, **shared})
    first = values({"W_t": 100, "start_year": 2020, **shared})
    second = values({"W_t": 200, "start_year": 2021, **shared})
    for year in ("2022", "2025"):
        parts = float(first["ch4_t"][year]) + float(second["ch4_t"][year])
        assert float(together["ch4_t"][year]) == pytest.approx(parts, rel=1e-12)
    whole = 300 * 0.15 * 0.7 * 0.5 * 16 / 12
    assert float(together["ch4_total_t"]) == pytest.approx(whole, rel=1e-14)


def test_oxidation_and_recovery_take_their_shares():
    shared = {"W_t": 1000, "doc": "0.15", "doc_f": "0.7", "mcf": 1, "F": "0.5"}
    kept = values({**shared, "k": "0.185", "ox": "0.1", "recovery": "0.2"})
    assert kept["ch4_total_t"] == Decimal("50.4")


def test_burned_waste_gives_its_fossil_carbon():
    inputs = {"W_t": 1000, "dm": "0.8", "cf": "0.4", "fcf": "0.4", "of": 1}
    found = values(inputs, category="waste")
    assert float(found["co2_t"]) == pytest.approx(1000 * 0.8 * 0.4 * 0.4 * 44 / 12)


def test_waste_water_gives_methane_of_what_is_not_sludge():
    inputs = {"tow_kg": 1000, "b0": "0.25", "mcf": "0.8", "s_kg": 100, "r_kg": 30}
    assert values(inputs)["ch4_kg"] == 150


def test_a_half_life_is_a_decay_rate():
    shared = {"W_t": 100, "doc": "0.15", "doc_f": "0.7", "mcf": 1, "F": "0.5"}
    found = values({**shared, "half_life": 1})
    assert float(found["ch4_year1_t"]) == pytest.approx(3.5, rel=1e-14)
    assert float(found["ch4_year2_t"]) == pytest.approx(1.75, rel=1e-14)


def test_a_year_far_off_is_given_when_it_is_expected():
    shared = {"W_t": 1000, "doc": "0.15", "doc_f": "0.7", "mcf": 1, "F": "0.5"}
    exact = 70 * math.exp(-0.185 * 39) * (1 - math.exp(-0.185))
    case = {
        "inputs": {**shared, "k": "0.185"},
        "expected": {"ch4_year40_t": str(exact)},
        "tolerance": {"type": "rel", "value": "1e-9"},
    }
    assert evaluate_case(case).passed is True


def test_what_errs_together_adds_up():
    inputs = {"x": [100, 100], "u_pct": [3, 5], "correlated": True}
    assert values(inputs)["u_pct"] == 4
