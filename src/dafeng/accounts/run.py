"""The account of a year: evidence and factors in, lines and totals out."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs
import pyarrow as pa

from dafeng.accounts.boundaries import total_g, within
from dafeng.accounts.bridge import bridge
from dafeng.accounts.catalogue import flow, upward
from dafeng.accounts.coefficients import (
    LANDFILL,
    Coefficient,
    CoefficientKey,
    coefficients,
)
from dafeng.accounts.emissions import emit
from dafeng.accounts.evidence.carriers import carriers_once
from dafeng.accounts.evidence.consistency import consistent
from dafeng.accounts.evidence.overlap import Physical, untangle
from dafeng.accounts.evidence.proofs import proven
from dafeng.accounts.evidence.reading import read_evidence
from dafeng.accounts.evidence.reconciliation import reconciliations
from dafeng.accounts.evidence.statements import statements
from dafeng.accounts.records import (
    Account,
    Boundary,
    FactorUse,
    Line,
    Scope,
    Settings,
    Total,
)
from dafeng.accounts.uncertainty.propagation import intervals
from dafeng.base.findings import Finding, Severity
from dafeng.factors import factor_book
from dafeng.lake import open_engine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dafeng.accounts.evidence.reading import Evidence
    from dafeng.accounts.uncertainty.propagation import Intervals
    from dafeng.factors import Choice, FactorBook
    from dafeng.lake import Engine, Lake

RECOVERED = "waste.landfill-recovered"
_ID_LENGTH = 12
_DIGITS = 20


def account_of(lake: Lake, settings: Settings, engine: Engine | None = None) -> Account:
    """Make the account of what a lake knows, with the packaged factors.

    Parameters
    ----------
    lake : Lake
    settings : Settings
        For example those of :func:`~dafeng.accounts.evidence.reading.read_settings`.
    engine : Engine, optional
        See :func:`run_account`.

    Raises
    ------
    NotFoundError
        The lake has no activity.
    """
    return run_account(read_evidence(lake, settings), factor_book(), settings, engine)


def run_account(
    evidence: Evidence,
    book: FactorBook,
    settings: Settings,
    engine: Engine | None = None,
) -> Account:
    """Make the account of one district and year.

    Parameters
    ----------
    evidence : Evidence
        See :func:`~dafeng.accounts.evidence.reading.read_evidence`.
    book : FactorBook
        The packaged factors; what the evidence measured or signed is added here.
    settings : Settings
    engine : Engine, optional
        Where the set work runs; default DuckDB in this process. Every engine gives the
        same integers.

    Returns
    -------
    Account
        Lines in the order of their ids. What could not be computed is a finding and
        never a zero.
    """
    edition = book.edition
    book = book.with_rows(evidence.measured).signed(evidence.signatures)
    known, odd = consistent(evidence.rows)
    rows, proofs = proven(known, evidence.used_proofs)
    rows, metered = carriers_once(rows)
    stated, months = statements(rows)
    untangled = untangle(stated, settings.place)
    emitting = [f for f in untangled.flows if _emits(f, settings)]
    measured = {(row.owner, row.code) for row in evidence.measured}
    keys = [_key(f, measured, settings) for f in emitting]
    worked_out, blocked = coefficients(dict.fromkeys(keys), book, settings)
    lines = _lines(emitting, keys, worked_out, settings, engine or open_engine())
    widths = intervals(lines, book)
    lines = tuple(_with_interval(line, widths) for line in lines)
    return Account(
        settings=settings,
        lines=lines,
        findings=(
            *evidence.findings,
            *odd,
            *proofs,
            *metered,
            *months,
            *untangled.findings,
            *blocked,
            *_recovery(lines),
        ),
        reconciliations=reconciliations(untangled.rivals, untangled.nestings),
        bridge=bridge(lines) if within(lines, Boundary.ENTERPRISES) else None,
        totals=tuple(_total(each, lines, widths) for each in Boundary),
        factor_edition=edition,
        tables=evidence.tables,
    )


def _recovery(lines: Sequence[Line]) -> tuple[Finding, ...]:
    """Find landfill gas that is recovered beyond what the deposits make."""
    landfill = {LANDFILL, RECOVERED}
    left = sum(line.mass_g for line in lines if line.flow in landfill)
    taken = [line for line in lines if line.flow == RECOVERED]
    if left >= 0 or not taken:
        return ()
    return (
        Finding(
            code="account.recovery",
            severity=Severity.ERROR,
            place=taken[0].evidence[0],
            value=f"{-left} g CH4",
            rule="No more landfill gas is recovered than the deposits make.",
            hint="Add the deposits of earlier years, or correct what was recovered.",
        ),
    )


def _emits(physical: Physical, settings: Settings) -> bool:
    """Whether a flow emits this year; a deposit begins to decay in the next one."""
    at = physical.at
    fresh = at.flow == LANDFILL and at.year == settings.year
    return flow(at.flow).scope is not Scope.NONE and not fresh


def _key(
    physical: Physical, measured: set[tuple[str, str]], settings: Settings
) -> CoefficientKey:
    at = physical.at
    return CoefficientKey(
        flow=at.flow,
        item=at.item,
        unit=at.unit,
        factor_set=at.factor_set,
        owner=at.owner if (at.owner, at.item) in measured else "",
        age=settings.year - at.year if at.flow == LANDFILL else 0,
    )


def _lines(
    physical: Sequence[Physical],
    keys: Sequence[CoefficientKey],
    worked_out: Sequence[Coefficient],
    settings: Settings,
    engine: Engine,
) -> tuple[Line, ...]:
    """Multiply on the engine, then dress each product as a line."""
    if not physical or not worked_out:
        return ()
    activity = engine.table(_activity_table(physical, keys), "account_activity")
    factors = engine.table(coefficient_table(worked_out), "account_coefficients")
    products = engine.arrow(
        emit(activity, factors).select("position", "coefficient", "mass_g", "co2e_g")
    )
    made = [
        _line(
            physical[row["position"]],
            worked_out[row["coefficient"]],
            row["mass_g"],
            row["co2e_g"],
            settings,
        )
        for row in products.to_pylist()
    ]
    return tuple(sorted(made, key=lambda line: line.id))


def _activity_table(
    physical: Sequence[Physical], keys: Sequence[CoefficientKey]
) -> pa.Table:
    return pa.table(
        {
            "position": pa.array(range(len(physical)), pa.int64()),
            "quantity_e3": pa.array(
                [_sign(p) * p.quantity_e3 for p in physical], pa.int64()
            ),
            **_key_columns(keys),
        }
    )


def coefficient_table(worked_out: Sequence[Coefficient]) -> pa.Table:
    """Return coefficients as the table that :func:`emit` joins."""
    return pa.table(
        {
            "coefficient": pa.array(range(len(worked_out)), pa.int64()),
            "coefficient_e6": pa.array([c.grams_e6 for c in worked_out], pa.int64()),
            "gwp_e3": pa.array([c.gwp_e3 for c in worked_out], pa.int64()),
            **_key_columns([c.key for c in worked_out]),
        }
    )


def _key_columns(keys: Sequence[CoefficientKey]) -> dict[str, pa.Array]:
    return {
        field.name: pa.array([getattr(key, field.name) for key in keys])
        for field in attrs.fields(CoefficientKey)
    }


def _sign(physical: Physical) -> int:
    return flow(physical.at.flow).sign


def _line(
    physical: Physical,
    coefficient: Coefficient,
    mass: int,
    co2e: int,
    settings: Settings,
) -> Line:
    at, choice = physical.at, coefficient.choice
    return Line(
        id=_line_id(physical, coefficient, settings),
        flow=at.flow,
        sector=at.sector,
        item=at.item,
        place=at.place,
        owner=at.owner,
        year=settings.year,
        activity=Decimal(_sign(physical) * physical.quantity_e3).scaleb(-3),
        unit=at.unit,
        method=coefficient.method.id,
        gas=coefficient.method.gas,
        mass_g=mass,
        co2e_g=co2e,
        low_g=co2e,
        high_g=co2e,
        uses=_uses(coefficient),
        rule=choice.rule,
        estimate=choice.estimate,
        evidence=physical.evidence,
        stream=physical.stream,
        grade=physical.grade,
        unit_in_charge=_unit_in_charge(at.sector, settings),
        flags=_flags(physical, choice),
    )


def _line_id(physical: Physical, coefficient: Coefficient, settings: Settings) -> str:
    """Name a line by what it is about, not by its numbers.

    Behind the year the name stays the same from year to year.
    """
    at = physical.at
    about = "|".join(
        (
            at.flow,
            at.sector,
            at.item,
            at.place,
            at.owner,
            at.counterparty,
            at.proof,
            at.factor_set,
            str(settings.year - at.year),
            coefficient.method.gas,
        )
    )
    digest = hashlib.sha256(about.encode()).hexdigest()
    return f"{settings.year}-{digest[:_ID_LENGTH]}"


def _uses(coefficient: Coefficient) -> tuple[FactorUse, ...]:
    filled = [
        FactorUse(
            symbol=each.need.symbol,
            factor_id=each.factor.id,
            value=_decimal(each.value.numerator, each.value.denominator),
            unit=each.need.unit,
        )
        for each in coefficient.choice.filled
    ]
    potential = FactorUse(
        symbol="GWP",
        factor_id=coefficient.gwp_id,
        value=Decimal(coefficient.gwp_e3).scaleb(-3),
        unit="kgCO2e/kg",
    )
    return (*filled, potential)


def _decimal(numerator: int, denominator: int) -> Decimal:
    """Write a fraction as a decimal of at most :data:`_DIGITS` digits."""
    quotient = Decimal(numerator) / Decimal(denominator)
    return Decimal(f"{quotient:.{_DIGITS}g}")


def _unit_in_charge(sector: str, settings: Settings) -> str:
    named = dict(settings.responsible)
    return next((named[code] for code in upward(sector) if code in named), "")


def _flags(physical: Physical, choice: Choice) -> tuple[str, ...]:
    said = {
        "residual": physical.residual,
        "synthetic": physical.synthetic,
        "incomplete": not physical.complete,
        "unverified-factor": bool(choice.unverified),
        "estimated-factor": bool(choice.estimate),
    }
    return tuple(sorted(flag for flag, true in said.items() if true))


def _with_interval(line: Line, widths: Intervals) -> Line:
    low, high = widths.line(line.id)
    return attrs.evolve(line, low_g=low, high_g=high)


def _total(boundary: Boundary, lines: Sequence[Line], widths: Intervals) -> Total:
    counted = within(lines, boundary)
    low, high = widths.total(counted)
    return Total(boundary=boundary, co2e_g=total_g(counted), low_g=low, high_g=high)
