"""Cases of a trend; pymannkendall is the peer for more than ten values."""

from __future__ import annotations

import json
from math import factorial
from typing import Any

import pymannkendall
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.base.errors import BadInputError
from dafeng.pathways.cases import Answer, answer_case, cases_of_file

WHOLE = [100, 104, 109, 113, 118, 121, 120, 119, 117, 116, 113, 111]


def read(content: Any) -> Any:
    return cases_of_file(json.dumps(content).encode(), "case.json")[0]


def answered(**case: Any) -> Answer:
    return answer_case(read(case))


def refused(**case: Any) -> str:
    with pytest.raises(BadInputError) as caught:
        answered(**case)
    return str(caught.value)


def test_twelve_values_give_the_figures_of_the_books() -> None:
    answer = answered(
        id="whole",
        inputs={"series": WHOLE},
        expected={
            "S": 13,
            "var": 211.66666666666666,
            "z": 0.8248120759481649,
            "p": 0.40947828967066413,
            "sen_slope": 0.9,
        },
        tolerance={"rel": 1e-9},
    )
    assert answer.passed is True
    assert len(answer.checks) == 5


@given(st.lists(st.integers(0, 12), min_size=11, max_size=40))
def test_more_than_ten_values_agree_with_the_peer_ties_or_not(
    series: list[int],
) -> None:
    if len(set(series)) == 1:
        return
    values = answered(series=series).values
    peer = pymannkendall.original_test(series)
    assert values["S"] == peer.s
    assert values["var"] == pytest.approx(peer.var_s)
    assert values["z"] == pytest.approx(peer.z)
    assert values["p"] == pytest.approx(peer.p, abs=1e-12)
    assert values["sen_slope"] == pytest.approx(peer.slope)


def test_up_to_ten_values_the_law_is_exact() -> None:
    for n in range(4, 11):
        values = answered(series=list(range(n, 0, -1))).values
        assert (values["method"], values["S"]) == ("exact", -n * (n - 1) // 2)
        assert values["p"] == pytest.approx(2 / factorial(n), rel=1e-12)


def test_the_bounds_of_the_law_are_told_for_each_n() -> None:
    values = answered(inputs={"n": [4, 5, 12]}).values
    assert values["4"] == {"min_two_sided_p": pytest.approx(1 / 12), "max_abs_S": 6}
    assert values["5"]["min_two_sided_p"] == pytest.approx(1 / 60)
    assert values["12"]["max_abs_S"] == 66
    assert answered(n=7).values["7"]["max_abs_S"] == 21


def test_years_that_do_not_follow_change_the_slope_alone() -> None:
    plain = answered(series=[10, 12, 20]).values
    dated = answered(series={"2025": 20, "2020": 10, "2021": 12}).values
    listed = answered(series=[10, 12, 20], years=[2020, 2021, 2025]).values
    assert (plain["sen_slope"], dated["sen_slope"]) == (5.0, 2.0)
    assert dated == listed
    assert dated["p"] == plain["p"]


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ({"series": [1]}, "at least two"),
        ({"series": []}, "at least two"),
        ({"series": [1, None, 3]}, "series[1]: an unknown value"),
        ({"series": [1, "2", 3]}, "series[1]: '2' is no number"),
        ({"series": [1, True]}, "series[1]: True"),
        ({"series": "1,2"}, "series: give a list"),
        ({"series": {"a": 1}}, "years as keys"),
        ({"series": [1, 2], "years": [2020]}, "1 years for 2 values"),
        ({"series": [1, 2], "years": [2021, 2020]}, "in order"),
        ({"series": [1, 2], "years": [2020.5, 2021]}, "no whole number"),
        ({"series": [1, 10**400]}, "too large"),
        ({"n": [1]}, "Give 2 to"),
        ({"n": ["x"]}, "n[0]: 'x'"),
    ],
)
def test_a_series_that_is_none_is_refused_with_its_place(
    case: dict[str, Any], said: str
) -> None:
    assert said in refused(**case)


def test_a_figure_that_misses_is_told_with_both_values() -> None:
    answer = answered(series=[1, 2, 3], expected={"S": 2, "q": 1, "p": None})
    assert answer.passed is False
    assert [(c.name, c.expected, c.value) for c in answer.checks if not c.passed] == [
        ("S", 2, 3),
        ("q", 1, None),
        ("p", None, answer.values["p"]),
    ]
