"""Tables that are asked without a date: a new edition ends the old row."""

from __future__ import annotations

import pytest

from dafeng.base.errors import BadInputError
from dafeng.indicators.editions import standing


def row(rule: str, value: str, until: str = "") -> dict[str, str]:
    return {"rule": rule, "value": value, "effective_to": until}


def test_the_row_without_an_end_holds() -> None:
    rows = [row("tail", "0.05", "2026-12-31"), row("least", "1"), row("tail", "0.1")]
    found = standing(rows, "rule")
    assert {rule: one["value"] for rule, one in found.items()} == {
        "least": "1",
        "tail": "0.1",
    }


def test_two_rows_without_an_end_are_refused() -> None:
    rows = [row("tail", "0.05"), row("tail", "0.1")]
    with pytest.raises(BadInputError, match="tail stands twice without") as caught:
        standing(rows, "rule")
    assert caught.value.code == "edition.twice"
