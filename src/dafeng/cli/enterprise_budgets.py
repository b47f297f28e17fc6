"""``dafeng enterprises budget``: the ledger of a year, and where each unit lands."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dafeng.cli.output import emit_sheet, emit_text, json_text, say

if TYPE_CHECKING:
    from decimal import Decimal
    from fractions import Fraction

    from dafeng.enterprises.budgets import BudgetCase, CaseStand, UnitStand
    from dafeng.sheets import Sheet

BudgetFile = Annotated[
    Path,
    typer.Option(
        "--input",
        metavar="CASE.json",
        help="Year, day, entries of the ledger, units with their months.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Give the result as JSON.")]


def budget(file: BudgetFile, as_json: AsJson = False) -> int:  # noqa: FBT002 - typer's way
    """Post a ledger of energy budgets and say where each unit lands; 1: one is over."""
    from dafeng.cli.results import tell_findings
    from dafeng.enterprises.budgets import stand_of_case

    case = _case(file)
    told = stand_of_case(case)
    tell_findings([each for one in told.units for each in one.findings])
    if as_json:
        emit_text(json_text(_told(case, told)))
    else:
        emit_sheet(_table(told))
        say(
            f"{case.year}: total {told.balances.total} tce = "
            f"allotted {told.balances.allotted} + reserve {told.balances.reserve}."
        )
    return 1 if any(_over(one) for one in told.units) else 0


def _case(file: Path) -> BudgetCase:
    from dafeng.base.errors import BadInputError
    from dafeng.enterprises.budgets import read_budget_case

    try:
        return read_budget_case(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        msg = f"{file} is no text in UTF-8."
        raise BadInputError(msg, code="case.bad", file=str(file)) from error
    except BadInputError as error:
        msg = f"{file}: {error}"
        raise BadInputError(msg, code=error.code, file=str(file)) from error


def _over(one: UnitStand) -> bool:
    return one.used is not None and one.budget is not None and one.used > one.budget


def _told(case: BudgetCase, told: CaseStand) -> dict[str, Any]:
    return {
        "year": case.year,
        "on": case.on.isoformat(),
        "ledger": {
            "total": told.balances.total,
            "allotted": told.balances.allotted,
            "reserve": told.balances.reserve,
        },
        "units": [_plain(one) for one in told.units],
    }


def _plain(one: UnitStand) -> dict[str, Any]:
    kind, manager = one.classified.kind, one.classified.manager
    from dafeng.cli.results import findings_json

    chance = one.landing.chance_over(one.budget) if one.budget is not None else None
    return {
        "code": one.unit.code,
        "name": one.unit.name,
        "class": None if kind is None else kind.code,
        "manager": None if manager is None else manager.code,
        "budget": one.budget,
        "used": one.used,
        "used_share": _share(one.stand.used_share),
        "pace": _share(one.stand.pace),
        "landing": one.landing.expected,
        "low": one.landing.low,
        "high": one.landing.high,
        "chance_over": None if chance is None else round(chance, 3),
        "over_in": None if one.budget is None else one.landing.over_in(one.budget),
        "bands": [band.code for band in one.stand.bands],
        "level": one.stand.level.value,
        "missing_months": one.missing,
        "findings": findings_json(one.findings),
    }


def _share(value: Fraction | None) -> Decimal | None:
    from dafeng.base.rounding import round_half_even

    return None if value is None else round_half_even(value, 4)


def _table(told: CaseStand) -> Sheet:
    from dafeng.sheets import Column, Kind, Sheet

    texts = ("unit", "class", "level", "bands")
    numbers = ("budget", "used", "landing", "low", "high", "chance_over", "over_in")
    columns = [Column(title=one) for one in texts]
    columns += [Column(title=one, kind=Kind.NUMBER) for one in numbers]
    rows = []
    for one in told.units:
        plain = _plain(one)
        words = [plain["name"], plain["class"] or "--", plain["level"]]
        bands = " ".join(plain["bands"])
        rows.append([*words, bands, *(plain[name] for name in numbers)])
    return Sheet(name="budget", columns=columns, rows=rows)
