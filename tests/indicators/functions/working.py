"""Calls a function of the register with inputs written as in a margin note."""

from __future__ import annotations

from fractions import Fraction

from dafeng.indicators.functions.registry import formulas


def reckoned(definition: str, inputs: str) -> Fraction:
    """Return what the function makes of ``green=90 new=120``."""
    pairs = (pair.split("=") for pair in inputs.split())
    return formulas()[definition](**{name: Fraction(text) for name, text in pairs})
