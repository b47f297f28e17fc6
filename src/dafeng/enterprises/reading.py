"""A register as JSON: what the command line reads, without a house."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import attrs

from dafeng.base.errors import BadInputError, DafengError
from dafeng.enterprises.records import (
    Claim,
    DutyClass,
    Enterprise,
    Occasion,
    Publication,
    Register,
    VerifiedValue,
)

T = TypeVar("T")
FIRST_YEAR, LAST_YEAR = 1990, 2100
_UNREADABLE = (
    *(ValueError, TypeError, AttributeError),
    *(ArithmeticError, RecursionError),
)
"""What the parts of a case raise that are no case."""
_OPEN_DAYS = ("since", "until")
_DAYS = (*_OPEN_DAYS, "on", "published_on")


@attrs.frozen(kw_only=True)
class Case:
    """A register, the year whose duties are asked for, and the day."""

    year: int
    on: date
    place: str = ""
    register: Register


def read_case(text: str) -> Case:
    """Read a case from JSON: ``on``, ``year``, ``enterprises``, ``classes``, ...

    ``year`` is the year of ``on`` where it is not given.

    Raises
    ------
    BadInputError
        ``case.bad``: says which place cannot be read, and why.
    """
    try:
        return _case(json.loads(text, parse_float=Decimal))
    except KeyError as error:
        msg = f"The case has no {error.args[0]!r}."
        raise BadInputError(msg, code="case.bad", place=str(error.args[0])) from error
    except DafengError:
        raise
    except _UNREADABLE as error:
        msg = f"The case cannot be read: {error}"
        raise BadInputError(msg, code="case.bad", place="") from error


def _case(told: Mapping[str, Any]) -> Case:
    on = _day(told["on"])
    year = int(told.get("year", on.year))
    _see_year(year)
    return Case(
        year=year,
        on=on,
        place=str(told.get("place", "")),
        register=Register(
            enterprises=_all(Enterprise, told["enterprises"]),
            classes=_all(DutyClass, told.get("classes", ())),
            occasions=_all(Occasion, told.get("occasions", ())),
            publications=_all(Publication, told.get("publications", ())),
            verified=_all(VerifiedValue, told.get("verified", ())),
            claims=_all(Claim, told.get("claims", ())),
        ),
    )


def _all(kind: type[T], rows: Iterable[Mapping[str, Any]]) -> tuple[T, ...]:
    return tuple(kind(**_fields(row)) for row in rows)


def _fields(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _field(name, given) for name, given in row.items()}


def _field(name: str, given: Any) -> Any:
    if name == "value":
        return None if given is None else _number(given)
    if name == "period" and isinstance(given, int):
        return str(given)
    if name in _OPEN_DAYS and given is None:
        return None
    if not isinstance(given, str):
        msg = f"{name!r} is a text, not {given!r}"
        raise TypeError(msg)
    return _day(given) if name in _DAYS else given


def _day(given: str) -> date:
    day = date.fromisoformat(given)
    _see_year(day.year)
    return day


def _see_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        msg = f"{year} is no year between {FIRST_YEAR} and {LAST_YEAR}"
        raise ValueError(msg)


def _number(given: Any) -> Decimal:
    number = Decimal(str(given))
    if not number.is_finite():
        msg = f"{given!r} is no number"
        raise ValueError(msg)
    return number
