"""``dafeng indicators reprice``: amounts at prices of one year, by real growth."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dafeng.base.errors import BadInputError
from dafeng.base.rounding import round_half_even, without_zeros
from dafeng.cli.output import counted, json_number, say
from dafeng.cli.results import Form, Output, Shape, give

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from dafeng.indicators import Constant
    from dafeng.sheets import Sheet

_PLACES = 6
_AMOUNT = r"\d{4}=\d+(?:\.\d+)?"
_SEGMENT = re.compile(rf"(\d{{4}}):({_AMOUNT}(?:,{_AMOUNT})*)")


def reprice(
    segments: Annotated[
        list[str],
        typer.Argument(
            metavar="SEGMENT...",
            help="PRICES:YEAR=AMOUNT,YEAR=AMOUNT; the oldest prices first, neighbours "
            "share a year.",
        ),
    ],
    to: Annotated[
        int | None,
        typer.Option("--to", metavar="YEAR", help="The prices that are wanted."),
    ] = None,
    current: Annotated[
        str | None,
        typer.Option(
            "--current", metavar="AMOUNT", help="Amount of that year at its own prices."
        ),
    ] = None,
    form: Shape = Form.TABLE,
    output: Output = None,
) -> int:
    """State GDP of several years at the prices of one; exact, no house is needed.

    2015:2018=100,2020=121 2020:2020=150,2021=165 gives all years at prices of 2020;
    with --to 2021 --current 180 at those of 2021.
    """
    from dafeng.indicators import reprice as repriced
    from dafeng.indicators import splice
    from dafeng.sheets import workbook_bytes

    if (to is None) != (current is None):
        msg = "prices of a year need its amount: give --to and --current together"
        raise typer.BadParameter(msg)
    found = splice([_segment(text) for text in segments])
    if to is not None and current is not None:
        found = repriced(found, price_base=to, current={to: _amount(current)})
    give(
        form,
        output,
        table=lambda: prices_sheet(found),
        data=lambda: prices_json(found),
        book=lambda: workbook_bytes([prices_sheet(found)], title="不变价"),
    )
    years = counted([(len(found.amounts), "year")])
    say(f"Prices of {found.price_base}: {years}.")
    return 0


def _segment(text: str) -> Constant:
    """Read ``2015:2018=100,2019=110``.

    Raises
    ------
    BadInputError
        ``prices.segment``: the text is none, or states a year twice.
    """
    from dafeng.indicators import Constant

    found = _SEGMENT.fullmatch(text)
    pairs = [pair.split("=") for pair in found[2].split(",")] if found else []
    amounts = {int(year): Decimal(amount) for year, amount in pairs}
    if found is None or len(amounts) < len(pairs):
        msg = (
            f"{text!r} are no amounts at prices of a year. "
            "Write 2015:2018=100,2019=110, each year once."
        )
        raise BadInputError(msg, code="prices.segment", text=text)
    return Constant(price_base=int(found[1]), amounts=amounts)


def _amount(text: str) -> Decimal:
    if re.fullmatch(r"\d+(?:\.\d+)?", text) is None:
        msg = f"--current is {text!r}; expected an amount, such as 140.5."
        raise BadInputError(msg, code="prices.amount", text=text)
    return Decimal(text)


def _lines(found: Constant) -> Iterator[tuple[int, Fraction, Fraction | None]]:
    """Year, amount, and growth since the year before where that is known."""
    for year in sorted(found.amounts):
        known = found.amounts.get(year - 1)
        growth = found.growth(year, since=year - 1) if known else None
        yield year, found.amounts[year], growth


def prices_sheet(found: Constant) -> Sheet:
    """One year a line."""
    from dafeng.sheets import Column, Kind, Sheet

    return Sheet(
        name="不变价",
        columns=(
            Column(title="年份"),
            Column(title=f"按 {found.price_base} 年价格", kind=Kind.NUMBER),
            Column(title="实际增长", unit="%", kind=Kind.NUMBER),
            Column(title="精确值"),
        ),
        rows=[
            (str(year), _shown(amount), _or_none(growth), str(amount))
            for year, amount, growth in _lines(found)
        ],
    )


def prices_json(found: Constant) -> dict[str, Any]:
    """The same for programs; ``exact`` is the amount as a fraction."""
    return {
        "prices": found.price_base,
        "amounts": [
            {
                "year": year,
                "amount": json_number(_shown(amount)),
                "exact": str(amount),
                "growth": None if growth is None else json_number(_shown(growth)),
            }
            for year, amount, growth in _lines(found)
        ],
    }


def _shown(value: Fraction) -> Decimal:
    return without_zeros(round_half_even(value, _PLACES))


def _or_none(value: Fraction | None) -> Decimal | None:
    return None if value is None else _shown(value)
