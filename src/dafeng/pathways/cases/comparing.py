"""An answer beside what its case expects, under the tolerance that the case states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import attrs

from dafeng.base.errors import BadInputError

NEAR = 1e-9
"""Relative distance that passes where a case states none."""


@attrs.frozen(kw_only=True)
class Check:
    """One expected figure.

    Attributes
    ----------
    name : str
        Path of the figure, for example ``S1[0]``.
    expected, value : object
        As JSON holds them; ``value`` is None where the answer has no such figure.
    passed : bool
    """

    name: str
    expected: object
    value: object
    passed: bool


@attrs.frozen(kw_only=True)
class _Tolerance:
    relative: float
    absolute: float

    def holds(self, value: float, expected: float) -> bool:
        distance = abs(value - expected)
        return distance <= self.absolute or distance <= self.relative * abs(expected)


def compare(
    case: Mapping[str, Any],
    values: Mapping[str, Any],
    equals: Mapping[str, Sequence[object]],
) -> tuple[Check, ...]:
    """Compare what a case expects; nothing where it expects no figures.

    Parameters
    ----------
    case, values : mapping
    equals : mapping of str to sequence
        Figures of which several are as good as the one that was found.

    Raises
    ------
    BadInputError
        ``case.tolerance``: it is no number.
    """
    expected = case.get("expected")
    if not isinstance(expected, Mapping):
        return ()
    found = {
        name: expected[name] if expected.get(name) in equals.get(name, ()) else value
        for name, value in values.items()
    }
    return tuple(_checks("", expected, found, _tolerance(case.get("tolerance"))))


def _checks(place: str, expected: Any, value: Any, near: _Tolerance) -> Iterator[Check]:
    if isinstance(expected, Mapping):
        held = value if isinstance(value, Mapping) else {}
        for key, each in expected.items():
            name = f"{place}.{key}" if place else str(key)
            yield from _checks(name, each, held.get(key), near)
    elif isinstance(expected, list) and isinstance(value, list | tuple):
        if len(expected) != len(value):
            yield Check(name=place, expected=expected, value=value, passed=False)
            return
        for at, (each, found) in enumerate(zip(expected, value, strict=True)):
            yield from _checks(f"{place}[{at}]", each, found, near)
    elif _is_number(expected) and _is_number(value):
        wanted = float(expected)
        yield Check(
            name=place,
            expected=wanted if isinstance(expected, Decimal) else expected,
            value=value,
            passed=near.holds(float(value), wanted),
        )
    else:
        yield Check(
            name=place, expected=expected, value=value, passed=expected == value
        )


def _tolerance(stated: Any) -> _Tolerance:
    if stated is None:
        return _Tolerance(relative=NEAR, absolute=0.0)
    if _is_number(stated):
        return _Tolerance(relative=0.0, absolute=float(stated))
    relative = absolute = 0.0
    named = dict(stated) if isinstance(stated, Mapping) else {}
    if "value" in named:
        named[str(named.get("type") or named.get("kind") or "abs")] = named["value"]
    for name, value in named.items():
        if name.startswith(("rel", "abs")):
            if not _is_number(value):
                msg = f"tolerance.{name}: {value!r} is no number."
                raise BadInputError(msg, code="case.tolerance", place=name)
            if name.startswith("rel"):
                relative = float(value)
            else:
                absolute = float(value)
    return _Tolerance(relative=relative, absolute=absolute)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)
