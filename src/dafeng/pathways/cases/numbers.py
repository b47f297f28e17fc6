"""Numbers of a case: given, finite, and told by their name when they are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import isfinite
from typing import Any

from dafeng.base.errors import BadInputError


def exact_number(inputs: Mapping[str, Any], name: str) -> Fraction:
    """Return a figure of the case exactly.

    Raises
    ------
    BadInputError
        ``case.missing``, ``case.number``.
    """
    if inputs.get(name) is None:
        have = ", ".join(map(str, inputs)) or "nothing"
        msg = f"{name} is missing; there is: {have}."
        raise BadInputError(msg, code="case.missing", place=name)
    return Fraction(_number(inputs[name], name))


def number(value: object, place: str) -> float:
    """Return a figure as a double.

    Raises
    ------
    BadInputError
        ``case.number``: it is no number, or too large for a double.
    """
    try:
        found = float(_number(value, place))
    except OverflowError:
        found = float("inf")
    if not isfinite(found):
        msg = f"{place}: {value} is too large."
        raise BadInputError(msg, code="case.number", place=place)
    return found


def whole_number(value: object, place: str) -> int:
    """Return a figure that counts something.

    Raises
    ------
    BadInputError
        ``case.number``: it is no whole number.
    """
    found = Fraction(_number(value, place))
    if found.denominator != 1:
        msg = f"{place}: {value} is no whole number."
        raise BadInputError(msg, code="case.number", place=place)
    return int(found)


def listed(value: object, place: str) -> Sequence[Any]:
    """Return a list of the case.

    Raises
    ------
    BadInputError
        ``case.shape``: it is none.
    """
    if isinstance(value, list):
        return value
    msg = f"{place}: give a list, not {_shown(value)}."
    raise BadInputError(msg, code="case.shape", place=place)


def doubles(value: Any) -> Any:
    """Return plain values of JSON with every decimal as a double."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Mapping):
        return {key: doubles(each) for key, each in value.items()}
    return [doubles(each) for each in value] if isinstance(value, list) else value


def _number(value: object, place: str) -> int | Decimal | float:
    if isinstance(value, int | Decimal | float) and not isinstance(value, bool):
        return value
    msg = f"{place}: {_shown(value)} is no number."
    raise BadInputError(msg, code="case.number", place=place)


def _shown(value: object) -> str:
    return "an unknown value (null)" if value is None else repr(value)
