"""Unit consumptions as JSON, and where they stand: for the command line."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from dafeng.base.errors import BadInputError, DafengError
from dafeng.base.rounding import plain_number
from dafeng.enterprises.norms.gaps import Consumption, GapRow, gap_rows
from dafeng.enterprises.norms.norms import Norm, norms_of, packaged_norms

_UNREADABLE = (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError)


def read_norm_case(text: str) -> tuple[tuple[Consumption, ...], tuple[Norm, ...]]:
    """Read ``consumptions``, and ``norms`` of one's own that join the packaged ones.

    Raises
    ------
    BadInputError
        ``case.bad``: says which place cannot be read, and why.
    """
    try:
        told = json.loads(text, parse_float=Decimal, parse_int=Decimal)
        consumptions = tuple(
            Consumption(**(row | {"year": int(row["year"])}))
            for row in told["consumptions"]
        )
        own = norms_of(_texts(row) for row in told.get("norms", ()))
    except KeyError as error:
        msg = f"The case has no {error.args[0]!r}."
        raise BadInputError(msg, code="case.bad", place=str(error.args[0])) from error
    except DafengError:
        raise
    except _UNREADABLE as error:
        msg = f"The case cannot be read: {error}"
        raise BadInputError(msg, code="case.bad", place="") from error
    return consumptions, (*packaged_norms(), *own)


def norm_answer(
    consumptions: tuple[Consumption, ...], norms: tuple[Norm, ...]
) -> dict[str, Any]:
    """Hold the consumptions against the norms and say it, ready for JSON."""
    return {"rows": [_told(row) for row in gap_rows(consumptions, norms)]}


def _told(row: GapRow) -> dict[str, Any]:
    norm = row.norm
    figures = {
        name: _plain(getattr(row, name))
        for name in ("value", "to_limit", "to_access", "to_advanced", "best", "middle")
    }
    return {
        "enterprise": row.consumption.enterprise,
        "product": row.consumption.product,
        "year": row.consumption.year,
        "standard": None if norm is None else norm.standard,
        "unit": None if norm is None else norm.unit,
        "verified": None if norm is None else norm.verified,
        "level": row.level.value,
        "trouble": row.trouble,
        **figures,
        "rank": row.rank,
        "ranked": row.ranked,
    }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else plain_number(value)


def _texts(row: dict[str, Any]) -> dict[str, str]:
    blank = dict.fromkeys(
        ("name_zh", "name_en", "levels", "scope", "valid_from", "valid_to", "source"),
        "",
    )
    given = {name: "" if value is None else str(value) for name, value in row.items()}
    figures = dict.fromkeys(("advanced", "access", "limit"), "")
    return blank | figures | {"verified": "U", "kind": "local"} | given
