"""A decomposition as the table that ``dafeng lmdi`` prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from dafeng.sheets import Column, Kind, Sheet

if TYPE_CHECKING:
    from dafeng.accounts.cases import CaseResult

    Row: TypeAlias = tuple[str, str, Decimal | None]

TOTAL = "合计"
CHAINED, WHOLE = "逐年链接", "首末期(不链接)"
SHEET_NAME = 31
"""Characters that the name of a sheet can have."""

NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']+")
"""What the name of a sheet cannot hold."""


def effect_tables(results: Iterable[CaseResult]) -> list[Sheet]:
    """Tables of several cases; a name that was used gets a number behind it."""
    tables: list[Sheet] = []
    used: set[str] = set()
    for number, result in enumerate(results, 1):
        words = NOT_IN_A_NAME.sub(" ", result.id).split()
        name = " ".join(words)[:SHEET_NAME] or str(number)
        if name.lower() in used:
            name = f"{name[: SHEET_NAME - 6]} ({number})"
        used.add(name.lower())
        tables.append(effect_table(result, name))
    return tables


def effect_table(result: CaseResult, name: str) -> Sheet:
    """Effects of one case, one row for each time and factor."""
    return Sheet(
        name=name,
        columns=(
            Column(title="期间"),
            Column(title="因素"),
            Column(title=_heading(result), kind=Kind.NUMBER),
        ),
        rows=list(_rows(result.values)),
    )


def _heading(result: CaseResult) -> str:
    return "倍数" if result.values.get("method") == "multiplicative" else "效应"


def _rows(values: Mapping[str, object]) -> Iterator[Row]:
    listed = values.get("factors")
    factors = tuple(map(str, listed)) if isinstance(listed, tuple) else ()
    single = values.get("rows")
    if isinstance(single, tuple):
        for place, effect in enumerate(single, 1):
            yield str(place), "", _number(effect)
        return
    totals = values.get("total")
    if not isinstance(totals, Mapping):
        yield from _step("", factors, values.get("effects"), totals)
    else:
        for year, total in totals.items():
            yield from _step(str(year), factors, values.get(str(year)), total)
        yield from _step(CHAINED, factors, values.get("chained"), None)
        yield from _step(WHOLE, factors, values.get("not_chained"), None)
    levels = values.get("levels")
    if isinstance(levels, Mapping):
        for path, effects in levels.items():
            yield from _step(f"{WHOLE} {path}", factors, effects, None)


def _step(
    time: str, factors: tuple[str, ...], effects: object, total: object
) -> Iterator[Row]:
    listed = effects.values() if isinstance(effects, Mapping) else effects
    numbers = tuple(listed) if isinstance(listed, Iterable) else ()
    for factor, effect in zip(factors, numbers, strict=False):
        yield time, factor, _number(effect)
    if total is not None:
        yield time, TOTAL, _number(total)


def _number(value: object) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    return Decimal(value) if isinstance(value, int) else None
