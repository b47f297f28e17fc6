"""``dafeng enterprises account`` and ``verify-report``: cases without a house."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import attrs
import typer

from dafeng.cli.output import emit_sheet, emit_text, json_text, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from dafeng.enterprises.reporting import OwnAccount, VerifiedCase
    from dafeng.sheets import Sheet

T = TypeVar("T")
_MICRO = Decimal(10**6)
AccountFile = Annotated[
    Path,
    typer.Option(
        "--input", metavar="CASE.json", help="Enterprise, year, what it used."
    ),
]
ReportFile = Annotated[
    Path,
    typer.Option(
        "--input",
        metavar="CASE.json",
        help="Branch, year, day, lines; corrections, statements, allowances.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Give the result as JSON.")]


def account(file: AccountFile, as_json: AsJson = False) -> int:  # noqa: FBT002 - typer's way
    """Make the own account of an enterprise; exits with 1 when something is unknown."""
    from dafeng.enterprises.reporting import own_account_case

    made = _read(file, own_account_case)
    if as_json:
        emit_text(json_text(_told(made)))
    else:
        emit_sheet(_account_table(made))
        say(
            f"{made.enterprise}, {made.year}: {Decimal(made.control_g) / _MICRO} t of "
            f"energy CO2, {Decimal(made.all_g) / _MICRO} t in all. {made.seal[:16]}"
        )
    for one in made.findings:
        say(f"{one.code} {one.place}: {one.rule}")
    return 1 if made.findings else 0


def verify_report(file: ReportFile, as_json: AsJson = False) -> int:  # noqa: FBT002 - typer's way
    """Recompute a report, correct it, and give both versions; exits with 1 on findings.

    A line that differs from activity times factor, sources that are too far apart, and
    allowances that are missing are findings; allowances are asked for where the case
    gives ``surrendered``, or the branch is in a market.
    """
    from dafeng.enterprises.reporting import cross_findings, verified_case

    made = _read(file, verified_case)
    found = dict.fromkeys(
        (*made.before.findings, *made.after.findings, *cross_findings(made.checks))
    )
    if as_json:
        emit_text(json_text(_plain(made)))
    else:
        emit_sheet(_report_table(made))
        say(
            f"{made.before.compliance_t} t before, {made.after.compliance_t} t after"
            f"{_gap(made)}."
        )
    for one in found:
        say(f"{one.code} {one.place} ({one.value}): {one.rule}")
    short = made.compliance is not None and made.compliance.cleared is not True
    return 1 if found or short else 0


def _gap(made: VerifiedCase) -> str:
    """What is said of allowances; nothing where none are given back."""
    gap = made.compliance
    if gap is None:
        return "; no allowances are surrendered"
    return f"; gap {gap.gap_t} t, to buy {gap.to_buy_t} t"


def _read(file: Path, read: Callable[[str], T]) -> T:
    from dafeng.base.errors import BadInputError, DafengError

    try:
        return read(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        msg = f"{file} is no text in UTF-8."
        raise BadInputError(msg, code="case.bad", file=str(file)) from error
    except DafengError as error:
        error.args = (f"{file}: {error}",)
        raise


def _told(record: Any) -> dict[str, Any]:
    """A record as JSON takes it: days and codes as text."""
    return attrs.asdict(record, value_serializer=_serialised)


def _serialised(_record: Any, _field: Any, value: Any) -> Any:
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _account_table(made: OwnAccount) -> Sheet:
    from dafeng.sheets import Column, Kind, Sheet

    heads = ("flow", "item", "unit", "gas")
    columns = [Column(title=head) for head in heads]
    columns[2:2] = [Column(title="activity", kind=Kind.NUMBER)]
    columns.append(Column(title="tCO2e", kind=Kind.NUMBER))
    return Sheet(
        name="account",
        columns=columns,
        rows=[
            [
                one.flow,
                one.item,
                one.activity,
                one.unit,
                one.gas,
                Decimal(one.co2e_g) / _MICRO,
            ]
            for one in made.lines
        ],
    )


def _report_table(made: VerifiedCase) -> Sheet:
    from dafeng.sheets import Column, Kind, Sheet

    names = ("reported", "before", "after", "change")
    columns = [Column(title="line")]
    columns += [Column(title=f"{name} t", kind=Kind.NUMBER) for name in names]
    return Sheet(
        name="report",
        columns=columns,
        rows=[
            [
                one.code,
                None if one.before is None else one.before.reported_t,
                one.before_t,
                one.after_t,
                one.change_t,
            ]
            for one in made.changes
        ],
    )


def _plain(made: VerifiedCase) -> dict[str, Any]:
    return {
        "before": _told(made.before),
        "after": _told(made.after),
        "corrections": [
            {
                "line": line,
                "before": one.before,
                "after": one.after,
                "parts": [
                    {
                        "first": None if part.first is None else part.first.isoformat(),
                        "last": None if part.last is None else part.last.isoformat(),
                        "factor": str(part.factor),
                        "formula": part.rule.formula,
                        "clause": part.rule.source,
                    }
                    for part in one.parts
                ],
            }
            for line, one in made.corrections
        ],
        "changes": [_told(one) for one in made.changes],
        "checks": [_told(one) for one in made.checks],
        "compliance": None if made.compliance is None else _told(made.compliance),
    }
