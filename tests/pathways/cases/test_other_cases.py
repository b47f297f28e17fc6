"""Cases of a closed path, of a choice, of a known function; and what no command has."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.pathways.cases import (
    Answer,
    Kind,
    answer_case,
    cases_of_file,
    chosen_cases,
    is_outlook_case,
)

KAYA = {"E0": 500, "a": 0.046, "b": 0.005, "years": [2020, 2059]}
CHOICE: dict[str, Any] = {
    "abatement": [12, 9, 7, 5],
    "capital": [300, 150, 90, 40],
    "nonfossil": [0, 6, 0, 2],
    "years": [2024, 2025, 2026],
    "annual_capital_limit": 320,
    "max_starts": 2,
    "abatement_target": 20,
    "nonfossil_2025_target": 6,
    "discount": [1, 0.95, 0.9025],
    "requires": {"2": "1"},
}
ISHIGAMI = "sin x1 + 7 sin^2 x2 + 0.1 x3^4 sin x1"
S1 = [0.31390519114781146, 0.4424111447900409, 0.0]
ST = [0.5575888552099592, 0.4424111447900409, 0.24368366406214773]


def read(*contents: Any) -> Any:
    return cases_of_file(json.dumps(list(contents)).encode(), "case.json")


def answered(**case: Any) -> Answer:
    return answer_case(read(case)[0])


def refused(**case: Any) -> str:
    with pytest.raises(BadInputError) as caught:
        answered(**case)
    return str(caught.value)


class TestClosedPath:
    def test_the_peak_is_the_year_nearest_to_a_over_b(self) -> None:
        values = answered(**KAYA).values
        assert (values["peak_year"], values["peak_years"]) == (2029, [2029])
        assert values["peak_value"] == pytest.approx(617.76498281435, rel=1e-12)

    def test_two_equal_years_are_both_told_and_the_first_is_the_peak(self) -> None:
        values = answered(**{**KAYA, "a": 0.0475}).values
        assert (values["peak_year"], values["peak_years"]) == (2029, [2029, 2030])

    @given(st.integers(-200, 900), st.integers(1, 90))
    def test_whatever_the_rates_no_year_is_higher(self, a: int, b: int) -> None:
        values = answered(E0=1, a=a / 1000, b=b / 1000, years=[2020, 2059]).values
        path = values["path"]
        assert values["highest_value"] == max(path.values())
        at = min(max(round(a / b - 1e-9), 0), 39) + 2020
        assert abs(values["highest_year"] - at) <= 1

    @pytest.mark.parametrize("change", [{"a": 0.3}, {"b": 0}, {"b": -0.01}])
    def test_a_maximum_in_the_last_year_is_no_peak(self, change: Any) -> None:
        values = answered(**{**KAYA, **change}).values
        assert values["not_peaked"] is True
        assert (values["peak_year"], values["peak_value"]) == (None, None)
        assert values["highest_year"] == 2059

    def test_all_years_may_be_listed(self) -> None:
        listed = answered(**{**KAYA, "years": list(range(2020, 2060))})
        assert listed.values == answered(**KAYA).values

    @pytest.mark.parametrize(
        ("change", "said"),
        [
            ({"E0": 0}, "E0: 0 is not above zero"),
            ({"E0": None}, "E0 is missing"),
            ({"a": "fast"}, "a: 'fast' is no number"),
            ({"years": None}, "years: give a list"),
            ({"years": [2030, 2020]}, "the first and the last"),
            ({"years": [2020, 2022, 2023]}, "one after another"),
            ({"years": [0, 10**9]}, "at most"),
            ({"a": 1000}, "double"),
        ],
    )
    def test_what_makes_no_path_is_refused(self, change: Any, said: str) -> None:
        assert said in refused(**{**KAYA, **change})


def brute(inputs: dict[str, Any]) -> list[tuple[float, tuple[int, ...]]]:
    """Every choice that keeps everything, by cost; an independent way to the answer."""
    years, count = len(inputs["years"]), len(inputs["capital"])
    found = []
    for starts in product(range(years + 1), repeat=count):
        spent = [
            sum(c for c, s in zip(inputs["capital"], starts, strict=True) if s == y)
            for y in range(1, years + 1)
        ]
        begun = [sum(s == y for s in starts) for y in range(1, years + 1)]
        reached = sum(a for a, s in zip(inputs["abatement"], starts, strict=True) if s)
        early = sum(
            n for n, s in zip(inputs["nonfossil"], starts, strict=True) if 0 < s <= 2
        )
        order = all(
            not starts[int(k)] or 0 < starts[int(v)] < starts[int(k)]
            for k, v in inputs["requires"].items()
        )
        if (
            max(spent) <= inputs["annual_capital_limit"]
            and max(begun) <= inputs["max_starts"]
            and reached >= inputs["abatement_target"]
            and early >= inputs["nonfossil_2025_target"]
            and order
        ):
            cost = sum(m * d for m, d in zip(spent, inputs["discount"], strict=True))
            found.append((cost, starts))
    return sorted(found)


class TestChoice:
    def test_the_cheapest_choice_is_that_of_looking_at_all(self) -> None:
        values = answered(**CHOICE).values
        cost, starts = brute(CHOICE)[0]
        assert values["objective"] == pytest.approx(cost, abs=1e-9)
        assert values["start_index_1based_0_never"] == list(starts)

    def test_equally_cheap_choices_are_counted_and_any_of_them_is_right(self) -> None:
        even = {**CHOICE, "discount": [1, 1, 1]}
        every = brute(even)
        best = [starts for cost, starts in every if cost <= every[0][0] + 1e-9]
        assert len(best) > 1
        for starts in best:
            answer = answered(
                inputs=even,
                expected={
                    "objective": every[0][0],
                    "start_index_1based_0_never": list(starts),
                    "number_of_optima": len(best),
                },
                tolerance={"abs": 1e-9},
            )
            assert answer.passed is True
        wrong = answered(
            inputs=even, expected={"start_index_1based_0_never": [9, 9, 9, 9]}
        )
        assert wrong.passed is False

    def test_many_measures_are_solved_without_looking_at_all(self) -> None:
        many = {
            "abatement": list(range(1, 21)),
            "capital": [10 * n for n in range(1, 21)],
            "years": [2025, 2026, 2027],
            "abatement_target": 30,
        }
        values = answered(**many).values
        assert values["objective"] == pytest.approx(300)
        assert (values["number_of_optima"], values["optima"]) == (None, None)

    def test_a_list_of_another_length_is_refused(self) -> None:
        assert "has 1 figures for 4 measures" in refused(**{**CHOICE, "abatement": [1]})


class TestFunction:
    @pytest.mark.parametrize(
        "written",
        [
            ISHIGAMI,
            "sin(x1) + 7*sin(x2)**2 + 0.1*x3**4*sin(x1)",
            "Ishigami",
        ],
    )
    def test_indices_are_those_of_the_books(self, written: str) -> None:
        answer = answered(
            inputs={"f": written, "x": "uniform(-pi,pi)^3"},
            expected={"S1": S1, "ST": ST, "variance": 13.844587940719254},
            tolerance={"abs_at_N4096": 0.02},
        )
        assert answer.passed is True
        assert answer.values["N"] == 4096

    def test_other_coefficients_are_another_function(self) -> None:
        a, b = 5.0, 0.05
        from math import pi

        first = 0.5 * (1 + b * pi**4 / 5) ** 2
        whole = a**2 / 8 + b * pi**4 / 5 + b**2 * pi**8 / 18 + 0.5
        values = answered(f="sin x1 + 5 sin^2 x2 + 0.05 x3^4 sin x1", N=8192).values
        assert values["variance"] == pytest.approx(whole, abs=0.05)
        assert values["S1"][0] == pytest.approx(first / whole, abs=0.02)
        named = answered(f="ishigami", a=5, b=0.05, N=8192).values
        assert named == values

    @pytest.mark.parametrize(
        "inputs",
        [
            {"f": "x1 + x2"},
            {"f": ISHIGAMI, "x": "uniform(0,1)^3"},
            {"f": 7},
            {"f": "__import__('os')"},
        ],
    )
    def test_other_functions_are_refused(self, inputs: Any) -> None:
        assert "Known is the Ishigami function" in refused(**inputs)

    def test_a_number_of_points_that_is_no_net_is_refused(self) -> None:
        assert "power of two" in refused(f=ISHIGAMI, N=1000)
        assert "at most" in refused(f=ISHIGAMI, N=2**20)


class TestKinds:
    def test_each_command_takes_its_own_of_a_list(self) -> None:
        cases = read(
            {"id": "k", "topic": "peak", "inputs": KAYA},
            {"id": "t", "topic": "peak", "inputs": {"series": [1, 2]}},
            {"id": "l", "topic": "lmdi", "inputs": {"cells": []}},
            {"id": "p", "topic": "power", "inputs": {"load": [1]}},
        )
        chosen = chosen_cases(cases, Kind.TREND)
        assert [one["id"] for one in chosen.cases] == ["t"]
        assert chosen.others == 3

    @pytest.mark.parametrize(
        ("case", "said"),
        [
            ({"id": "k", "topic": "peak", "inputs": KAYA}, "dafeng outlook peak"),
            ({"id": "l", "topic": "lmdi", "inputs": {}}, "dafeng lmdi answers l"),
            ({"id": "p", "topic": "power", "inputs": {}}, "room of the power system"),
            ({"id": "c", "topic": "charging", "inputs": {}}, "room of charging"),
            ({"id": "o", "topic": "pathway-lp", "inputs": {}}, "outlook choose"),
            ({"id": "x", "inputs": {"y": 1}}, "hold y"),
        ],
    )
    def test_what_belongs_elsewhere_is_sent_there(self, case: Any, said: str) -> None:
        with pytest.raises(BadInputError, match=said):
            chosen_cases(read(case), Kind.TREND)
        with pytest.raises(BadInputError, match=said):
            chosen_cases(read({"series": [1, 2]}, case), Kind.TREND, named=case["id"])

    def test_an_id_that_is_not_there_is_told_with_those_that_are(self) -> None:
        with pytest.raises(BadInputError, match="there is: a, --"):
            chosen_cases(read({"id": "a"}, {}), Kind.PEAK, named="b")

    def test_only_a_model_with_its_base_year_is_the_case_of_an_outlook(self) -> None:
        assert is_outlook_case(read({"model": {}, "base": {}}))
        assert not is_outlook_case(read({"model": [], "base": {}}))
        assert not is_outlook_case(read({"inputs": {"model": {}, "base": {}}}))

    @pytest.mark.parametrize(
        "text", ["", "{", "[]", "[1]", "7", '{"series": [NaN]}', "\ufeff[", "[" * 99999]
    )
    def test_what_is_no_json_or_no_case_is_refused(self, text: str) -> None:
        with pytest.raises(BadInputError, match="my.json"):
            cases_of_file(text.encode(), "my.json")

    def test_a_tolerance_that_is_no_number_is_refused(self) -> None:
        said = refused(series=[1, 2], expected={"S": 1}, tolerance={"rel": "near"})
        assert "tolerance.rel" in said
