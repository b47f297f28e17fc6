"""What fits a table and what does not: one finding per cell, and never a cast."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dafeng.lake import Lake, RowsDoNotFit, check_rows
from tests.lake.readings import EVERY_KIND, READINGS, day, reading

if TYPE_CHECKING:
    from pathlib import Path

    from dafeng.base.findings import Finding

MOST = 2**63 - 1
CHINA = timezone(timedelta(hours=8))


def codes(findings: tuple[Finding, ...]) -> list[tuple[str, str]]:
    """Code and place of each finding."""
    return [(found.code, found.place) for found in findings]


def of_kind(**cells: object) -> dict[str, object]:
    """A row with these cells."""
    return {"name": "n", **cells}


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"name": 5}, "lake.wrong_kind"),
        ({"name": None}, "lake.missing"),
        ({"name": ""}, "lake.missing"),
        ({"name": "\ud800"}, "lake.bad_text"),
        ({"count": "5"}, "lake.wrong_kind"),
        ({"count": 5.0}, "lake.wrong_kind"),
        ({"count": True}, "lake.wrong_kind"),
        ({"count": Decimal(5)}, "lake.wrong_kind"),
        ({"count": MOST + 1}, "lake.too_large"),
        ({"amount_e3": 1.5}, "lake.wrong_kind"),
        ({"amount_e3": Decimal("1.5")}, "lake.wrong_kind"),
        ({"amount_e3": -MOST - 2}, "lake.too_large"),
        ({"amount": 1.5}, "lake.wrong_kind"),
        ({"amount": "1.5"}, "lake.wrong_kind"),
        ({"amount": True}, "lake.wrong_kind"),
        ({"amount": float("nan")}, "lake.wrong_kind"),
        ({"amount": Decimal("NaN")}, "lake.wrong_kind"),
        ({"amount": Decimal("Infinity")}, "lake.wrong_kind"),
        ({"amount": Decimal("0.0005")}, "lake.too_fine"),
        ({"amount": Decimal("1E-900000")}, "lake.too_fine"),
        ({"amount": Fraction(1, 3)}, "lake.too_fine"),
        ({"amount": Decimal("1E+900000")}, "lake.too_large"),
        ({"amount": Decimal(2**63) / 1000}, "lake.too_large"),
        ({"amount": 2**62}, "lake.too_large"),
        ({"amount": Decimal(1), "amount_e3": 1000}, "lake.named_twice"),
        ({"on": "2024-01-01"}, "lake.wrong_kind"),
        ({"on": datetime(2024, 1, 1, tzinfo=UTC)}, "lake.wrong_kind"),
        ({"at": date(2024, 1, 1)}, "lake.wrong_kind"),
        ({"at": datetime(2024, 1, 1)}, "lake.naive_time"),  # noqa: DTZ001
        ({"true": 1}, "lake.wrong_kind"),
        ({"true": "yes"}, "lake.wrong_kind"),
    ],
)
def test_a_cell_that_does_not_fit_is_one_finding_with_its_place(
    cells: dict[str, object], code: str
) -> None:
    rows = [of_kind(), of_kind(count=1), of_kind(**cells)]
    findings = check_rows(EVERY_KIND, rows)
    name = next(iter(cells)).replace("amount_e3", "amount")
    name = name.replace("amount", "amount_e3")
    assert codes(findings) == [(code, f"everything row 3, column {name}")]
    assert findings[0].rule
    assert findings[0].hint


@pytest.mark.parametrize(
    ("cells", "stored"),
    [
        ({"name": "钢"}, {"name": "钢"}),
        ({"count": -MOST - 1}, {"count": -MOST - 1}),
        ({"count": np.int32(7)}, {"count": 7}),
        ({"amount_e3": MOST}, {"amount_e3": MOST}),
        ({"amount": Decimal("-0.001")}, {"amount_e3": -1}),
        ({"amount": Decimal("1.500000")}, {"amount_e3": 1500}),
        ({"amount": Decimal("1E+3")}, {"amount_e3": 1000000}),
        ({"amount": Decimal(MOST).scaleb(-3)}, {"amount_e3": MOST}),
        ({"amount": 5}, {"amount_e3": 5000}),
        ({"amount": Fraction(1, 8)}, {"amount_e3": 125}),
        ({"amount": Decimal("0E-500")}, {"amount_e3": 0}),
        ({"amount": None, "amount_e3": 7}, {"amount_e3": 7}),
        ({"on": date(1949, 10, 1)}, {"on": date(1949, 10, 1)}),
        (
            {"at": datetime(2024, 1, 1, 8, tzinfo=CHINA)},
            {"at": datetime(2024, 1, 1, tzinfo=UTC)},
        ),
        ({"true": False}, {"true": False}),
        ({"true": None}, {"true": None}),
    ],
)
def test_a_cell_that_fits_is_stored_exactly(
    tmp_path: Path, cells: dict[str, object], stored: dict[str, object]
) -> None:
    lake = Lake(tmp_path)
    lake.append(EVERY_KIND, [of_kind(**cells)], key="a", learned_at=day(0))
    row = lake.read("everything").to_pylist()[0]
    assert {name: row[name] for name in stored} == stored


def test_a_word_outside_the_choices_is_a_finding_and_an_empty_text_no_value(
    tmp_path: Path,
) -> None:
    class Way(StrEnum):
        READ = "read"

    rows = [
        reading("m1", note=Way.READ),
        reading("m2", note="dreamt"),
        reading("m3", note=""),
    ]
    findings = check_rows(READINGS, rows)
    assert codes(findings) == [("lake.not_a_choice", "readings row 2, column note")]
    assert "read, guessed" in findings[0].rule
    lake = Lake(tmp_path)
    lake.append(READINGS, [rows[0], rows[2]], key="a", learned_at=day(0))
    assert lake.read("readings")["note"].to_pylist() == ["read", None]


def test_an_unknown_column_is_told_once_with_the_first_row_that_has_it() -> None:
    rows = [reading(), reading(colour="red"), reading(colour="blue", kind="x")]
    assert codes(check_rows(READINGS, rows)) == [
        ("lake.unknown_column", "readings row 2, column colour"),
        ("lake.unknown_column", "readings row 3, column kind"),
    ]
    table = pa.table({"meter": ["m"], "year": [1], "energy_e3": [1], "colour": [1]})
    assert codes(check_rows(READINGS, table)) == [
        ("lake.unknown_column", "readings, column colour")
    ]


def test_a_column_given_twice_is_a_finding() -> None:
    table = pa.Table.from_arrays(
        [pa.array(["m"]), pa.array([1]), pa.array([1]), pa.array([2])],
        names=["meter", "year", "energy_e3", "energy_e3"],
    )
    assert ("lake.named_twice", "readings, column energy_e3") in codes(
        check_rows(READINGS, table)
    )


def test_a_missing_required_column_is_a_finding_of_every_row() -> None:
    assert codes(
        check_rows(READINGS, pa.table({"meter": ["a", "b"], "year": [1, 2]}))
    ) == [
        ("lake.missing", "readings row 1, column energy_e3"),
        ("lake.missing", "readings row 2, column energy_e3"),
    ]


def test_a_column_that_is_wrong_throughout_is_told_a_thousand_times_and_once() -> None:
    table = pa.table(
        {"meter": ["m"] * 1500, "year": [1] * 1500, "energy": [0.5] * 1500}
    )
    findings = check_rows(READINGS, table)
    assert len(findings) == 1001
    assert (findings[-1].code, findings[-1].value) == ("lake.more", "500")


@pytest.mark.parametrize(
    ("column", "array", "code"),
    [
        ("count", pa.array([1.0, None]), "lake.wrong_kind"),
        ("count", pa.array([2**63], pa.uint64()), "lake.too_large"),
        ("count", pa.array(["1"]), "lake.wrong_kind"),
        ("count", pa.array([True]), "lake.wrong_kind"),
        ("amount_e3", pa.array([1.0]), "lake.wrong_kind"),
        ("amount", pa.array([1.0]), "lake.wrong_kind"),
        ("amount", pa.array([Decimal("0.0001")]), "lake.too_fine"),
        ("amount", pa.array([Decimal(2**70)]), "lake.too_large"),
        ("amount", pa.array([2**62]), "lake.too_large"),
        ("on", pa.array([datetime(2024, 1, 1, 5)]), "lake.wrong_kind"),  # noqa: DTZ001
        ("at", pa.array([0], pa.timestamp("s")), "lake.naive_time"),
        ("at", pa.array([1], pa.timestamp("ns", "UTC")), "lake.too_fine"),
        ("true", pa.array([1]), "lake.wrong_kind"),
        ("name", pa.array([b"x"]), "lake.wrong_kind"),
    ],
)
def test_a_column_of_another_type_is_told_cell_by_cell(
    column: str, array: pa.Array, code: str
) -> None:
    names = {} if column == "name" else {"name": ["n"] * len(array)}
    findings = check_rows(EVERY_KIND, pa.table({**names, column: array}))
    stored = "amount_e3" if column == "amount" else column
    assert codes(findings) == [(code, f"everything row 1, column {stored}")]


@pytest.mark.parametrize(
    ("column", "array", "stored"),
    [
        ("name", pa.array(["a"]).dictionary_encode(), ["a"]),
        ("name", pa.array(["a"], pa.large_string()), ["a"]),
        ("count", pa.array([5, None], pa.int8()), [5, None]),
        ("count", pa.nulls(2), [None, None]),
        ("amount", pa.array([Decimal("1.5"), None, Decimal(-2)]), [1500, None, -2000]),
        ("amount", pa.array([Decimal("-9.25")], pa.decimal256(60, 2)), [-9250]),
        ("amount", pa.array([3, None], pa.int32()), [3000, None]),
        ("at", pa.array([5000], pa.timestamp("ns", "UTC")), [5]),
        ("at", pa.array([2], pa.timestamp("s", "Asia/Shanghai")), [2000000]),
    ],
)
def test_a_column_that_holds_the_same_values_is_taken_whole(
    tmp_path: Path, column: str, array: pa.Array, stored: list[object]
) -> None:
    names = {} if column == "name" else {"name": [f"n{i}" for i in range(len(array))]}
    lake = Lake(tmp_path)
    table = pa.table({**names, column: array})
    lake.append(EVERY_KIND, table, key="a", learned_at=day(0))
    back = lake.read("everything")["amount_e3" if column == "amount" else column]
    assert (back.cast(pa.int64()) if column == "at" else back).to_pylist() == stored


AMOUNTS = st.one_of(
    st.none(),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-9, max_value=9),
    st.integers(-(2**64), 2**64),
)


@given(st.lists(AMOUNTS, max_size=6))
def test_amounts_are_scaled_as_fractions_say(amounts: list[Any]) -> None:
    rows = [of_kind(amount=amount) for amount in amounts]
    told = {
        found.place.split()[2].rstrip(",") for found in check_rows(EVERY_KIND, rows)
    }
    for number, amount in enumerate(amounts, start=1):
        steps = None if amount is None else Fraction(amount) * 1000
        fits = steps is None or (steps.denominator == 1 and abs(steps) <= MOST)
        assert (str(number) in told) == (not fits and steps != -MOST - 1)


@given(st.lists(st.decimals(-(10**9), 10**9, places=3), min_size=1, max_size=9))
def test_mappings_and_tables_give_the_same_rows(amounts: list[Decimal]) -> None:
    from dafeng.lake.fitting import fitting_rows

    cells = [of_kind(amount=amount, count=5) for amount in amounts]
    typed = pa.schema(
        [("name", pa.string()), ("amount", pa.decimal128(30, 3)), ("count", pa.int16())]
    )
    table = pa.Table.from_pylist(cells, schema=typed)
    assert fitting_rows(EVERY_KIND, cells).equals(fitting_rows(EVERY_KIND, table))


def test_the_error_names_the_first_cell_and_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RowsDoNotFit, match="row 1, column energy_e3") as caught:
        Lake(tmp_path).append(
            READINGS,
            [{"meter": "m", "year": 1, "energy": Decimal("0.0001")}],
            key="a",
            learned_at=day(0),
        )
    assert "keeps 3 decimals" in str(caught.value)
    assert caught.value.code == "lake.rows_do_not_fit"
