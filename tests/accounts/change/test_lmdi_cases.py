"""Decompositions as JSON: every shape of a case, and what each refuses."""

from __future__ import annotations

import pytest

from dafeng.accounts.change.cases import evaluate_decomposition
from dafeng.accounts.change.checks import DecompositionError
from dafeng.accounts.change.lmdi import Form
from dafeng.base.errors import BadInputError

STEEL = {"name": "工业/钢铁", "start": [2, 5], "end": [4, 4]}
GLASS = {"name": "工业/玻璃", "start": [1, 3], "end": [1, 0]}
TWO_TIMES = {"factors": ["activity", "intensity"], "cells": [STEEL, GLASS]}


def test_tables_by_year_are_chained_and_told_by_year() -> None:
    case = {"inputs": {"X": {"2020": [[1, 2]], "2021": [[2, 2]], "2022": [[2, 3]]}}}
    told = evaluate_decomposition(case)
    assert told["2021"] == pytest.approx([2, 0])
    assert told["2022"] == pytest.approx([0, 2])
    assert told["total"] == {"2021": 2, "2022": 2}
    assert sum(told["not_chained"]) == pytest.approx(4)
    assert told["not_chained"] != pytest.approx([2, 2], rel=0.01)


def test_tables_may_be_listed_beside_their_years_and_values_stated() -> None:
    tables = [[[1, 2]], [[2, 2]], [[2, 3]]]
    listed = evaluate_decomposition({"X": tables, "years": [2020, 2021, 2022]})
    keyed = dict(zip(("2020", "2021", "2022"), tables, strict=True))
    assert listed == evaluate_decomposition({"X": keyed})
    stated = {"2020": 20, "2021": [40], "2022": 60}
    tenfold = evaluate_decomposition({"X": keyed, "V": stated})
    assert tenfold["2021"] == pytest.approx([20, 0])


@pytest.mark.parametrize("keys", [("V0", "VT", "X0", "XT"), ("v0", "vT", "x0", "xT")])
def test_two_times_go_by_the_letters_of_any_textbook(keys: tuple[str, ...]) -> None:
    numbers = ([2, 12], [4, 15], [[1, 2], [3, 4]], [[2, 2], [3, 5]])
    told = evaluate_decomposition(dict(zip(keys, numbers, strict=True)))
    assert told["total"] == 5
    assert sum(told["effects"]) == pytest.approx(5)


def test_years_stand_in_the_order_of_time() -> None:
    tables = {"2021": [[2, 2]], "2020": [[1, 2]]}
    assert evaluate_decomposition({"inputs": {"X": tables}})["total"] == {"2021": 2}


def test_rows_of_one_factor_give_one_effect_each() -> None:
    rows = [
        {"v0": 0, "vT": 42, "x0": 0, "xT": 3},
        {"v0": 6, "vT": 12, "x0": 1, "xT": 2},
    ]
    told = evaluate_decomposition({"inputs": rows})
    assert told["rows"] == pytest.approx([42, 6])


def test_one_cell_at_two_times_gives_effects_and_total() -> None:
    inputs = {"C0": 100, "Ct": 100, "X0": [10, 10], "Xt": [20, 5]}
    told = evaluate_decomposition({"inputs": inputs})
    assert told["total"] == 0
    assert told["effects"] == pytest.approx([69.31471805599453, -69.31471805599453])


def test_aggregates_may_be_left_to_the_factors() -> None:
    told = evaluate_decomposition({"X0": [[1, 2], [3, 4]], "Xt": [[2, 2], [3, 5]]})
    assert told["total"] == 5


def test_named_factors_key_the_effects_and_paths_the_levels() -> None:
    told = evaluate_decomposition(TWO_TIMES)
    assert set(told["effects"]) == {"activity", "intensity"}
    assert sum(told["effects"].values()) == pytest.approx(3)
    assert set(told["levels"]) == {"工业", "工业/钢铁", "工业/玻璃"}
    assert told["levels"]["工业/玻璃"] == [0, -3]


def test_years_with_values_by_position_or_by_year_are_the_same() -> None:
    listed = {"factors": ["a", "b"], "years": [2020, 2021, 2022]}
    values = [[1, 2], [2, 2], [2, 3]]
    keyed = dict(zip(("2020", "2021", "2022"), values, strict=True))
    first = evaluate_decomposition({**listed, "cells": [{"values": values}]})
    second = evaluate_decomposition(
        {"factors": ["a", "b"], "cells": [{"name": "1", "values": keyed}]}
    )
    assert first == second
    assert first["2022"] == pytest.approx([0, 2])


def test_cells_written_with_letters_name_their_factors() -> None:
    cells = [
        {"a0": 100, "b0": 0.0, "aT": 120, "bT": 0.2},
        {"a0": 100, "b0": 0.5, "aT": 120, "bT": 0.3},
        {"a0": 100, "b0": 0.0, "aT": 120, "bT": 0.0},
    ]
    told = evaluate_decomposition({"inputs": {"cells": cells}})
    assert told["effects"] == pytest.approx(
        {"a": 7.770076695375119, "b": 2.2299233046248808}, rel=1e-10
    )
    assert told["delta"] == 10


@pytest.mark.parametrize(
    "stated", [{"method": "multiplicative"}, {"title": "Multiplicative LMDI-I"}]
)
def test_a_case_says_its_form(stated: dict[str, str]) -> None:
    told = evaluate_decomposition({**stated, "X0": [1, 2], "Xt": [2, 3]})
    assert told["effects"] == pytest.approx([2, 1.5])
    assert told["total"] == 3
    assert evaluate_decomposition(
        {**stated, "X0": [1, 2], "Xt": [2, 3]}, Form.ADDITIVE
    )["effects"] == pytest.approx([4 * 0.6309297535714574, 4 * 0.3690702464285426])


def test_a_group_without_a_ratio_is_left_out_of_the_multiplicative_levels() -> None:
    told = evaluate_decomposition(TWO_TIMES, Form.MULTIPLICATIVE)
    assert set(told["levels"]) == {"工业", "工业/钢铁"}


@pytest.mark.parametrize(
    ("case", "place"),
    [
        ({"inputs": {}}, "inputs"),
        ({"inputs": {"X": {}}}, "inputs.X"),
        ({"inputs": {"X": {"2020": [[1]]}}}, "inputs.X"),
        ({"inputs": {"X": {"2020": [[1]], "2021": []}}}, "inputs.X.2021"),
        ({"inputs": {"X": [[[1]], [[2]]]}}, "inputs.years"),
        ({"X": [[[1]], [[2]]], "years": [2020, 2020]}, "years"),
        ({"X": {"2020": [[1]], "2021": [[2]]}, "V": {"2020": 1}}, "V.2021"),
        ({"inputs": {"X": {"2020": [[1]], "2021": [[1, 2]]}}}, "inputs.X.2021[0]"),
        ({"inputs": {"X": {"2020": [[1]], "2021": [[1], [2]]}}}, "inputs.X.2021"),
        ({"inputs": {"X": {"2020": [[1]], "2021": [["?"]]}}}, "inputs.X.2021[0][0]"),
        ({"inputs": {"X": {"2020": [[1]], "2021": [[-1]]}}}, "inputs.X.2021[0][0]"),
        ({"inputs": {"X": {"2020": [[1]], "2021": [[10**400]]}}}, "inputs.X.2021[0]"),
        ({"inputs": [{"v0": 1, "vT": 2, "x0": 3}]}, "inputs[0].xT"),
        ({"inputs": {"C0": 1, "Ct": 2, "X0": [1]}}, "inputs.Xt"),
        ({"inputs": {"C0": [1, 2], "Ct": 2, "X0": [1], "Xt": [2]}}, "inputs.C0"),
        ({"factors": ["a", "a"], "cells": [STEEL]}, "factors"),
        ({"factors": ["a", 7], "cells": [STEEL]}, "factors[1]"),
        ({"factors": ["a"], "cells": [STEEL]}, "cells[0].start"),
        ({"factors": ["a", "b"], "cells": []}, "cells"),
        ({"factors": ["a", "b"], "cells": [STEEL, STEEL]}, "cells"),
        ({"factors": ["a", "b"], "cells": [STEEL], "years": [2020]}, "years"),
        ({"factors": ["a", "b"], "cells": [STEEL], "years": [1, 2, 3]}, "cells[0]"),
        (
            {"factors": ["a"], "cells": [{"values": [[1]]}], "years": [1, 2]},
            "cells[0].values",
        ),
        ({"cells": [{"name": "x"}]}, "cells[0]"),
    ],
)
def test_what_cannot_be_used_is_named_by_its_path(case: dict, place: str) -> None:
    with pytest.raises(BadInputError) as caught:
        evaluate_decomposition(case)
    assert str(caught.value).startswith(place)


def test_numbers_that_contradict_each_other_name_their_table() -> None:
    inputs = {"C0": 0, "Ct": 2, "X0": [1], "Xt": [2]}
    with pytest.raises(DecompositionError, match=r"inputs\.Xt: 1 start"):
        evaluate_decomposition({"inputs": inputs})
