"""``dafeng indicators compare``: two figures side by side, where that is allowed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import attrs
import typer

from dafeng.base.errors import BadInputError
from dafeng.base.rounding import without_zeros
from dafeng.cli.account_house import AsOf, Place  # noqa: TC001 - typer reads them
from dafeng.cli.house import DEFAULT_HOME, Home
from dafeng.cli.output import json_number, plain_table, say
from dafeng.cli.results import Form, Output, Shape, give

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from dafeng.cli.indicator_house import Known
    from dafeng.cli.indicator_tables import Shown
    from dafeng.indicators import Definition
    from dafeng.sheets import Sheet

_NAMED = re.compile(r"([^@:]+)(?:@(\d{4}))?(?::(.+))?")
Subject = Annotated[
    str,
    typer.Argument(
        metavar="ID[@BASE][:SCOPE]", help="A definition, its base year, a part."
    ),
]


@attrs.frozen(kw_only=True)
class Compared:
    """Two sides, and why they may not be compared; empty where they may."""

    first: Shown
    second: Shown
    reason: str

    def pairs(self) -> Iterator[tuple[str, Decimal | None, Decimal | None]]:
        """Yield period and both values of every period of which one is known."""
        values = [
            {one.period: one.value for one in side.values}
            for side in (self.first, self.second)
        ]
        for period in sorted({*values[0], *values[1]}):
            yield period, values[0].get(period), values[1].get(period)


def compare(
    first: Subject,
    second: Subject,
    year: Annotated[
        int | None, typer.Option("--year", help="Only this year's values.")
    ] = None,
    place: Place = None,
    as_of: AsOf = None,
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Say whether two indicators may be compared, and show the values of both.

    Exits with 1 when they may not: the values then stand apart, without a difference.
    """
    from dafeng.cli.indicator_house import known_in
    from dafeng.sheets import workbook_bytes

    asked = _named(first), _named(second)
    known = known_in(home, place, as_of)
    one, other = (_side(side, known, year) for side in asked)
    found = Compared(first=one, second=other, reason=_unlike(one, other))
    give(
        form,
        output,
        table=lambda: compared_text(found),
        data=lambda: compared_json(found),
        book=lambda: workbook_bytes(_sheets(found), title="指标比较"),
    )
    say(found.reason or "They may be compared: one definition, one base year.")
    return 1 if found.reason else 0


@attrs.frozen(kw_only=True)
class _Named:
    definition: Definition
    base: int | None
    scope: str


def _named(text: str) -> _Named:
    """Read ``B01.calorific@2005:town-a``.

    Raises
    ------
    BadInputError
        ``indicator.subject``: the text names nothing; NotFoundError: no definition.
    """
    from dafeng.indicators import definition_register

    found = _NAMED.fullmatch(text)
    if found is None:
        msg = f"{text!r} names no indicator. Write F04, B01.calorific@2020 or F04:part."
        raise BadInputError(msg, code="indicator.subject", text=text)
    return _Named(
        definition=definition_register().get(found[1]),
        base=int(found[2]) if found[2] else None,
        scope=found[3] or "",
    )


def _side(asked: _Named, known: Known, year: int | None) -> Shown:
    from dafeng.cli.indicator_house import Wanted, base_of, values_of
    from dafeng.cli.indicator_tables import Shown

    base = base_of(asked.definition, asked.base, year or known.as_of.year - 1)
    wanted = Wanted(year=year, base=base, scope=asked.scope)
    return Shown(
        definition=asked.definition,
        base=base,
        values=values_of(asked.definition, known, wanted),
    )


def _unlike(first: Shown, second: Shown) -> str:
    """Why the two may not be compared; empty where they may."""
    from dafeng.indicators import comparable_values

    try:
        comparable_values(first.values[0], second.values[0])
    except BadInputError as error:
        return str(error)
    return ""


def _sheets(found: Compared) -> list[Sheet]:
    """One sheet where they may be compared; else one for each."""
    from dafeng.cli.indicator_tables import values_sheet

    if not found.reason:
        return [_together(found)]
    return [
        attrs.evolve(values_sheet([side]), name=f"数值 {number}")
        for number, side in enumerate((found.first, found.second), 1)
    ]


def _together(found: Compared) -> Sheet:
    from dafeng.sheets import Column, Kind, Sheet

    unit = found.first.definition.unit
    names = [side.values[0].scope or "全区" for side in (found.first, found.second)]
    if names[0] == names[1]:
        names = [f"{name} {number}" for number, name in enumerate(names, 1)]
    return Sheet(
        name="比较",
        columns=(
            Column(title="年份"),
            *(Column(title=name, unit=unit, kind=Kind.NUMBER) for name in names),
            Column(title="相差", unit=unit, kind=Kind.NUMBER),
        ),
        rows=[
            (period, *map(_trimmed, (one, other, _difference(one, other))))
            for period, one, other in found.pairs()
        ],
    )


def _difference(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else other - one


def _trimmed(value: Decimal | None) -> Decimal | None:
    return None if value is None else without_zeros(value)


def compared_text(found: Compared) -> str:
    """The sheets below each other, each of its own definition under its name."""
    if not found.reason:
        return plain_table(_together(found))
    sides = (found.first, found.second)
    parts = [
        f"{side.definition.id} {side.definition.name_zh}\n{plain_table(sheet)}"
        for side, sheet in zip(sides, _sheets(found), strict=True)
    ]
    return "\n".join(parts)


def compared_json(found: Compared) -> dict[str, Any]:
    """Both sides; ``differences`` are second less first, where that is allowed."""
    told: dict[str, Any] = {
        "comparable": not found.reason,
        "reason": found.reason or None,
        "first": _side_json(found.first),
        "second": _side_json(found.second),
    }
    if not found.reason:
        told["differences"] = [
            {"period": period, "value": _or_none(_difference(one, other))}
            for period, one, other in found.pairs()
        ]
    return told


def _side_json(side: Shown) -> dict[str, Any]:
    return {
        "definition": side.definition.id,
        "unit": side.definition.unit,
        "base": side.base,
        "scope": side.values[0].scope,
        "values": [
            {"period": one.period, "value": _or_none(one.value)} for one in side.values
        ],
    }


def _or_none(value: Decimal | None) -> int | float | str | None:
    return None if value is None else json_number(value)
