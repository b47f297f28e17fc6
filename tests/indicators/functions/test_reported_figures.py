"""Figures that a unit reports are taken as they are."""

from __future__ import annotations

from fractions import Fraction

import pytest

from dafeng.indicators.functions.registry import formulas
from dafeng.indicators.functions.reported import reported


@pytest.mark.parametrize(
    "definition", [name for name, how in formulas().items() if how is reported]
)
def test_a_reported_figure_is_neither_rounded_nor_converted(definition):
    assert formulas()[definition](value=Fraction(34, 7)) == Fraction(34, 7)
