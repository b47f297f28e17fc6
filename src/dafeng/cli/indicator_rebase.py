"""``dafeng indicators rebase``: a cut since one base year, stated since another."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any

import attrs
import typer

from dafeng.base.errors import BadInputError
from dafeng.base.periods import Period, PeriodKind
from dafeng.base.rounding import plain_number, round_half_even, without_zeros
from dafeng.cli.output import json_number, say
from dafeng.cli.results import Form, Output, Shape, give

if TYPE_CHECKING:
    from dafeng.indicators import Decrease
    from dafeng.sheets import Sheet

_PLACES = 6
_PLAN_YEARS = PeriodKind.FIVE_YEAR_PLAN // PeriodKind.YEAR


@attrs.frozen(kw_only=True)
class Rebased:
    """A cut against two base years.

    Attributes
    ----------
    before, after : Decrease
        As it was stated, and as it is stated now; both end in the same year.
    link : Decrease
        What joins the two base years, from the earlier to the later.
    formula : str
        The arithmetic, in percent.
    """

    before: Decrease
    after: Decrease
    link: Decrease
    formula: str


def rebase(
    cut: Annotated[
        str, typer.Option("--cut", metavar="PERCENT", help="The cut; a rise is minus.")
    ],
    base: Annotated[int, typer.Option("--base", help="The year it is stated since.")],
    to: Annotated[int, typer.Option("--to", help="The base year that is wanted.")],
    known: Annotated[
        str,
        typer.Option(
            "--known", metavar="PERCENT", help="The cut between the two base years."
        ),
    ],
    year: Annotated[
        int | None,
        typer.Option(
            "--year",
            help="The year of the cut; default the end of the plan after both bases.",
        ),
    ] = None,
    form: Shape = Form.TABLE,
    output: Output = None,
) -> int:
    """State a cut in percent since another base year; exact, no house is needed.

    A cut of 15.5 % since 2020 of which 8.2 % were cut by 2025 is one of 7.952 % since
    2025: --cut 15.5 --base 2020 --to 2025 --known 8.2.
    """
    from dafeng.indicators import Decrease
    from dafeng.sheets import workbook_bytes

    last = year or Period.year(max(base, to) + 1).base_year + _PLAN_YEARS
    stated = Decrease(base=base, year=last, percent=_percent("--cut", cut))
    link = Decrease(
        base=min(base, to), year=max(base, to), percent=_percent("--known", known)
    )
    found = rebased(stated, link, to)
    give(
        form,
        output,
        table=lambda: rebased_sheet(found),
        data=lambda: rebased_json(found),
        book=lambda: workbook_bytes([rebased_sheet(found)], title="基年换算"),
    )
    say(f"{found.formula} = {_shown(found.after)} %.")
    return 0


def rebased(stated: Decrease, link: Decrease, base: int) -> Rebased:
    """State a cut against ``base``, and say how.

    Raises
    ------
    BadInputError
        ``rebasing.no_link``, ``rebasing.zero``: see :func:`dafeng.indicators.rebase`.
    """
    from dafeng.indicators import rebase as restated

    after = restated(stated, base=base, known=[link])
    left, joined = _left(stated), _left(link)
    if base == stated.base:
        formula = f"1 − {left}"
    elif base > stated.base:
        formula = f"1 − {left} ÷ {joined}"
    else:
        formula = f"1 − {left} × {joined}"
    return Rebased(before=stated, after=after, link=link, formula=formula)


def _left(one: Decrease) -> str:
    sign = "+" if one.percent < 0 else "−"
    size = plain_number(round_half_even(abs(one.percent), _PLACES))
    return f"(1 {sign} {size}%)"


def _percent(option: str, text: str) -> Decimal:
    """Read a number in percent.

    Raises
    ------
    BadInputError
        ``rebasing.number``: the text is none.
    """
    try:
        number = Decimal(text.strip().removesuffix("%"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        msg = f"{option} is {text!r}; expected a number in percent, such as 15.5."
        raise BadInputError(msg, code="rebasing.number", option=option)
    return number


def rebased_sheet(found: Rebased) -> Sheet:
    """The cut as it was stated, what joins the bases, and the cut as wanted."""
    from dafeng.sheets import Column, Kind, Sheet

    lines = (("原口径", found.before), ("两基年之间", found.link))
    return Sheet(
        name="基年换算",
        columns=(
            Column(title="项目"),
            Column(title="基年"),
            Column(title="年份"),
            Column(title="下降", unit="%", kind=Kind.NUMBER),
            Column(title="算式"),
            Column(title="精确值"),
        ),
        rows=[
            *(
                (word, str(one.base), str(one.year), _shown(one), None, None)
                for word, one in lines
            ),
            (
                "新口径",
                str(found.after.base),
                str(found.after.year),
                _shown(found.after),
                found.formula,
                str(found.after.percent),
            ),
        ],
    )


def _shown(one: Decrease) -> Decimal:
    return without_zeros(round_half_even(one.percent, _PLACES))


def rebased_json(found: Rebased) -> dict[str, Any]:
    """The same for programs; ``exact`` is the new cut in percent as a fraction."""
    return {
        "year": found.before.year,
        "base": found.before.base,
        "cut": json_number(_shown(found.before)),
        "to": found.after.base,
        "known": json_number(_shown(found.link)),
        "percent": json_number(_shown(found.after)),
        "exact": str(found.after.percent),
        "formula": found.formula,
    }
