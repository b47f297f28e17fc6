"""A report or an account as JSON: what the command line reads, without a house."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

from dafeng.accounts import ActivityRow, Evidence, Grade, Settings, Stream
from dafeng.base.errors import BadInputError, DafengError
from dafeng.enterprises.reporting.clearing import (
    NATIONAL,
    Compliance,
    compliance,
    see_one_market,
    see_two_bodies,
)
from dafeng.enterprises.reporting.conservative import (
    Accuracy,
    Calibration,
    Corrected,
    Piece,
    conservative_pieces,
    conservative_value,
    counts_of,
)
from dafeng.enterprises.reporting.cross_checking import (
    CrossCheck,
    Stated,
    cross_checks,
)
from dafeng.enterprises.reporting.own_accounts import OwnAccount, own_account
from dafeng.enterprises.reporting.recomputing import (
    NATION,
    canonical_amount,
    recompute,
)
from dafeng.enterprises.reporting.records import Recomputed, ReportLine
from dafeng.enterprises.reporting.rules import branch_of
from dafeng.enterprises.reporting.versions import (
    LineChange,
    version_changes,
    with_corrections,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

T = TypeVar("T")
_UNREADABLE = (ValueError, TypeError, AttributeError, ArithmeticError, RecursionError)
_PLACE = "0"


@attrs.frozen(kw_only=True)
class VerifiedCase:
    """A report before and after its verification, with what followed.

    Attributes
    ----------
    before, after : Recomputed
    corrections : tuple of (str, Corrected)
        Conservative values by line.
    compliance : Compliance or None
        None: no allowances were given back, and the branch is in no market.
    """

    before: Recomputed
    after: Recomputed
    corrections: tuple[tuple[str, Corrected], ...]
    changes: tuple[LineChange, ...]
    checks: tuple[CrossCheck, ...]
    compliance: Compliance | None


def verified_case(text: str) -> VerifiedCase:
    """Read a report from JSON and verify it.

    ``branch``, ``year``, ``on``, ``lines``; perhaps ``regions``, ``corrections``,
    ``statements``, ``surrendered``, ``held``, ``writer``, ``verifier``, ``markets``.

    Raises
    ------
    BadInputError
        ``case.bad``: says what cannot be read; and what the parts refuse.
    """
    return _told(text, _verified)


def own_account_case(text: str) -> OwnAccount:
    """Read what an enterprise used from JSON and make its account.

    ``enterprise``, ``year``, ``rows`` of flow, item, quantity, unit; perhaps
    ``regions``, ``sector``, ``power``.

    Raises
    ------
    BadInputError
        ``case.bad``; and what the parts refuse.
    """
    return _told(text, _own)


def _told(text: str, make: Callable[[Mapping[str, Any]], T]) -> T:
    try:
        return make(json.loads(text, parse_float=Decimal))
    except KeyError as error:
        msg = f"The case has no {error.args[0]!r}."
        raise BadInputError(msg, code="case.bad", place=str(error.args[0])) from error
    except DafengError:
        raise
    except _UNREADABLE as error:
        msg = f"The case cannot be read: {error}"
        raise BadInputError(msg, code="case.bad", place="") from error


def _verified(told: Mapping[str, Any]) -> VerifiedCase:
    see_two_bodies(str(told.get("writer", "")), str(told.get("verifier", "")))
    see_one_market(told.get("markets", ()))
    on = date.fromisoformat(told["on"])
    lines = [_line(one) for one in told["lines"]]
    regions = tuple(told.get("regions", (NATION, "World")))
    year, branch = int(told["year"]), str(told["branch"])
    corrections = tuple(_correction(one, lines) for one in told.get("corrections", ()))
    before = recompute(branch, year, lines, on=on, regions=regions)
    corrected = with_corrections(lines, corrections)
    after = recompute(branch, year, corrected, on=on, regions=regions)
    return VerifiedCase(
        before=before,
        after=after,
        corrections=corrections,
        changes=version_changes(before.lines, after.lines),
        checks=cross_checks(map(_stated, told.get("statements", ())), on),
        compliance=_compliance(told, branch, after.compliance_t),
    )


def _compliance(
    told: Mapping[str, Any], branch: str, verified_t: Decimal | None
) -> Compliance | None:
    if "surrendered" not in told and branch_of(branch).market != NATIONAL:
        return None
    held = None if told.get("held") is None else number(told["held"])
    return compliance(verified_t, number(told.get("surrendered", 0)), held)


def _line(told: Mapping[str, Any]) -> ReportLine:
    fields = dict(told)
    for name in ("quantity", "reported_t"):
        if fields.get(name) is not None:
            fields[name] = number(fields[name])
    return ReportLine(**fields)


def _correction(
    told: Mapping[str, Any], lines: list[ReportLine]
) -> tuple[str, Corrected]:
    line = next((one for one in lines if one.code == told["line"]), None)
    if line is None:
        msg = f"No line {told['line']!r}."
        raise BadInputError(msg, code="report.line", line=told["line"])
    required = number(told["required"])
    if "calibrations" in told:
        calibrations = [
            Calibration(
                on=date.fromisoformat(one["on"]),
                valid_until=date.fromisoformat(one["valid_until"]),
                accuracy=number(one["accuracy"]),
            )
            for one in told["calibrations"]
        ]
        pieces = [
            Piece(
                first=date.fromisoformat(one["first"]),
                last=date.fromisoformat(one["last"]),
                value=number(one["value"]),
            )
            for one in told["pieces"]
        ]
        return line.code, conservative_pieces(
            pieces, calibrations, required, counts_of(line)
        )
    found = told.get("calibrated")
    accuracy = Accuracy(
        required=required, calibrated=None if found is None else number(found)
    )
    return line.code, conservative_value(line.quantity, accuracy, counts_of(line))


def _stated(told: Mapping[str, Any]) -> Stated:
    value = told.get("value")
    return Stated(
        parameter=told["parameter"],
        source=told["source"],
        value=None if value is None else number(value),
        unit=told["unit"],
    )


def _own(told: Mapping[str, Any]) -> OwnAccount:
    enterprise, year = str(told["enterprise"]), int(told["year"])
    settings = Settings(
        place=_PLACE,
        year=year,
        regions=tuple(told.get("regions", (NATION, "World"))),
        power=str(told.get("power", "average")),
    )
    rows = [
        _activity(one, enterprise, year, str(told.get("sector", "industry")), place)
        for place, one in enumerate(told["rows"])
    ]
    return own_account(enterprise, Evidence(rows=tuple(rows)), settings)


def _activity(
    told: Mapping[str, Any], enterprise: str, year: int, sector: str, place: int
) -> ActivityRow:
    flow, item = str(told["flow"]), str(told["item"])
    quantity, unit = canonical_amount(
        flow, item, number(told["quantity"]), str(told["unit"])
    )
    return ActivityRow(
        row_id=f"rows[{place}]",
        stream=told.get("stream", Stream.ENTERPRISE),
        flow=flow,
        sector=str(told.get("sector", sector)),
        item=item,
        quantity_e3=quantity,
        unit=unit,
        year=year,
        period=str(told.get("period", year)),
        place=_PLACE,
        owner=enterprise,
        grade=told.get("grade", Grade.B),
        evidence=f"rows[{place}]",
        entered_by="case",
    )


def number(given: Any) -> Decimal:
    """Read a finite number.

    Raises
    ------
    ValueError
        It is none.
    """
    made = Decimal(str(given))
    if not made.is_finite():
        msg = f"{given!r} is no number"
        raise ValueError(msg)
    return made
