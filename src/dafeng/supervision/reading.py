"""Cases as JSON, for the command line: a day, and the cases as they stand on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from dafeng.base.errors import BadInputError
from dafeng.supervision.deadlines import CaseDays
from dafeng.supervision.proposing import LadderCase
from dafeng.supervision.records import Asks


def read_ladder_cases(text: str) -> tuple[date, tuple[LadderCase, ...]]:
    """Read ``on`` and ``cases`` from JSON; each has ``name``, ``step``, ``state``.

    Raises
    ------
    BadInputError
        ``case.bad``: says which place cannot be read, and why.
    """
    try:
        told = json.loads(text)
        on = date.fromisoformat(told["on"])
        rows = list(told["cases"])
    except KeyError as error:
        raise _bad(place=str(error.args[0]), told="is missing") from error
    except (ValueError, TypeError) as error:
        raise _bad(place="", told=str(error)) from error
    return on, tuple(_case(number, row) for number, row in enumerate(rows, start=1))


def _case(number: int, row: Mapping[str, Any]) -> LadderCase:
    try:
        return LadderCase(
            name=row["name"],
            step=row["step"],
            days=CaseDays(
                state=row["state"],
                asks=Asks(row.get("asks", Asks.REPLY)),
                reply_by=_day(row.get("reply_by")),
                review_by=_day(row.get("review_by")),
                rectify_by=_day(row.get("rectify_by")),
            ),
        )
    except KeyError as error:
        place = f"cases[{number}].{error.args[0]}"
        raise _bad(place=place, told="is missing") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise _bad(place=f"cases[{number}]", told=str(error)) from error


def _day(told: str | None) -> date | None:
    return None if told is None else date.fromisoformat(told)


def _bad(*, place: str, told: str) -> BadInputError:
    where = f"{place} " if place else ""
    msg = f"The case cannot be read: {where}{told}."
    return BadInputError(msg, code="case.bad", place=place)
