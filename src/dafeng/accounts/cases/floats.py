"""The floats of statistics as the decimals of a case."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from dafeng.accounts.cases.figures import figure

if TYPE_CHECKING:
    from dafeng.accounts.cases.records import Value


def told_values(told: Mapping[str, object]) -> dict[str, Value]:
    """Return what statistics told, with its floats as figures."""
    return {str(name): _value(each) for name, each in told.items()}


def _value(told: object) -> Value:
    if isinstance(told, Mapping):
        return told_values(told)
    if isinstance(told, list | tuple):
        return tuple(_value(each) for each in told)
    if isinstance(told, float):
        return figure(Fraction(told))
    return told if isinstance(told, int | str) else None
