"""``dafeng account quick``: this year's months, before their account exists."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dafeng.base.errors import BadInputError
from dafeng.base.rounding import round_half_even
from dafeng.cli.account_house import Asked, Place, open_lake, place_of, settings_of
from dafeng.cli.house import DEFAULT_HOME, Home, day_asked
from dafeng.cli.output import json_number, say
from dafeng.cli.results import Form, Output, Shape, give

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from dafeng.accounts import Account, QuickError, QuickEstimate
    from dafeng.base.periods import Period
    from dafeng.lake import Lake
    from dafeng.sheets import Sheet

_SHOWN = 12

Keep = Annotated[bool, typer.Option("--keep", help="Append new ones to the lake.")]


def quick(
    place: Place = None,
    on: Annotated[
        datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="Day; default today."),
    ] = None,
    keep: Keep = False,  # noqa: FBT002 - a switch of the command line
    form: Shape = Form.TABLE,
    output: Output = None,
    home: Home = DEFAULT_HOME,
) -> int:
    """Estimate months from sales of power, gas, heat and fuel; tell past errors.

    As JSON every estimate with its revisions, else the newest of the last months.
    """
    from dafeng.accounts import (
        catch_up,
        errors_of,
        keep_estimates,
        kept_estimates,
        stated_sales,
    )
    from dafeng.sheets import workbook_bytes

    lake = open_lake(home)
    district = place_of(lake, place)
    until = day_asked(on)
    sales = stated_sales(lake, district)
    if not sales:
        msg = f"The lake holds no sales of {district}: append to its table `sales`."
        raise BadInputError(msg, code="quick.no_sales", place=district)
    first = min(stated.sale.period.start.year for stated in sales)
    accounts = _accounts(lake, home, district, first)
    history = catch_up(sales, accounts, kept_estimates(lake, district), until=until)
    errors = errors_of(history, accounts, as_of=until)
    if keep:
        now = datetime.now(UTC)
        new = keep_estimates(lake, district, history, made_at=now)
        say(f"{new} new estimates were kept.")
    give(
        form,
        output,
        table=lambda: _table(history),
        data=lambda: _json(district, history, errors),
        book=lambda: workbook_bytes([_table(history)], title="快报"),
    )
    _tell_errors(errors)
    return 0


def _tell_errors(errors: Sequence[QuickError]) -> None:
    if not errors:
        say("No past year has both estimates and an account yet: no intervals.")
    for error in errors:
        off = round_half_even(100 * error.relative, 1)
        say(f"{error.year}: the account was {off:+} % from the estimates of its months")


def _accounts(lake: Lake, home: Path, place: str, first: int) -> dict[int, Account]:
    from dafeng.accounts import read_evidence, run_account, years_with_activity
    from dafeng.factors import factor_book

    made = {}
    for year in years_with_activity(lake, place):
        if year >= first:
            settings = settings_of(lake, Asked(home=home, place=place, year=year))
            evidence = read_evidence(lake, settings)
            made[year] = run_account(evidence, factor_book(), settings)
    return made


def _table(history: Iterable[QuickEstimate]) -> Sheet:
    """The newest estimate of each of the last periods, beside that of a year before."""
    from dafeng.sheets import Column, Kind, Sheet

    newest = {estimate.period: estimate for estimate in history}
    return Sheet(
        name="快报",
        columns=(
            Column(title="期间"),
            Column(title="估算日"),
            Column(title="排放量", unit="tCO2e", kind=Kind.NUMBER),
            Column(title="下限", unit="tCO2e", kind=Kind.NUMBER),
            Column(title="上限", unit="tCO2e", kind=Kind.NUMBER),
            Column(title="同比", unit="%", kind=Kind.NUMBER),
            Column(title="覆盖", unit="%", kind=Kind.NUMBER),
            Column(title="结构年份"),
            Column(title="缺少"),
        ),
        rows=[
            (
                newest[period].period.code,
                newest[period].made_on.isoformat(),
                _whole_t(newest[period].value_g),
                _whole_t(newest[period].low_g),
                _whole_t(newest[period].high_g),
                _change(newest[period], _a_year_before(newest, period)),
                newest[period].covered,
                str(newest[period].structure_year),
                "、".join(newest[period].missing) or None,
            )
            for period in sorted(newest)[-_SHOWN:]
        ],
    )


def _whole_t(grams: int | None) -> Decimal | None:
    from dafeng.accounts import tonnes

    return None if grams is None else round_half_even(tonnes(grams), 0)


def _a_year_before(
    newest: Mapping[Period, QuickEstimate], period: Period
) -> QuickEstimate | None:
    year = period.start.year
    code = period.code.replace(str(year), str(year - 1), 1)
    return next((newest[each] for each in newest if each.code == code), None)


def _change(now: QuickEstimate, before: QuickEstimate | None) -> Decimal | None:
    """Change against a year before, in per cent; unknown without one."""
    if before is None or not before.value_g:
        return None
    return round_half_even(
        Fraction(100 * (now.value_g - before.value_g), before.value_g), 1
    )


def _json(
    place: str, history: Iterable[QuickEstimate], errors: Iterable[QuickError]
) -> dict[str, Any]:
    return {
        "place": place,
        "unit": "tCO2e",
        "estimates": [
            {
                "period": each.period.code,
                "made_on": each.made_on.isoformat(),
                "value": _t(each.value_g),
                "low": None if each.low_g is None else _t(each.low_g),
                "high": None if each.high_g is None else _t(each.high_g),
                "covered_pct": json_number(each.covered),
                "structure_year": each.structure_year,
                "missing": list(each.missing),
            }
            for each in history
        ],
        "errors": [
            {
                "year": error.year,
                "estimated": _t(error.estimated_g),
                "account": _t(error.annual_g),
                "relative_pct": json_number(round_half_even(100 * error.relative, 3)),
            }
            for error in errors
        ],
    }


def _t(grams: int) -> int | float | str:
    from dafeng.accounts import tonnes

    return json_number(tonnes(grams))
