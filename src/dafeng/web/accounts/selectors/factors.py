"""Factor rows as the browser shows them, with who signed and where they are used."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import attrs

from dafeng.factors import Factor, Level, factor_book
from dafeng.web.accounts.models import FactorSignature
from dafeng.web.accounts.selectors.runs import run_of_year
from dafeng.web.accounts.wording import LEVELS
from dafeng.web.core.selectors import Person

YES, NO, SIGNED = "yes", "no", "signed"


@attrs.frozen(kw_only=True)
class FactorFilter:
    """What the list of factors is narrowed to; empty fields do not narrow."""

    q: str = ""
    factor_set: str = ""
    parameter: str = ""
    region: str = ""
    level: str = ""
    verified: str = ""
    used: int | None = None
    """Only unverified rows that the account of this year uses."""


@attrs.frozen(kw_only=True)
class FactorLine:
    """A row of the list: the factor and the signature in force, if there is one."""

    factor: Factor
    signature: FactorSignature | None


def signatures_in_force() -> dict[str, FactorSignature]:
    """Signatures by factor row."""
    rows = FactorSignature.objects.filter(withdrawn_on__isnull=True)
    return {row.factor_id: row for row in rows.select_related("person__organisation")}


def signatures_of(factor_id: str) -> list[FactorSignature]:
    """Every signature under a row, newest first, withdrawn ones included."""
    rows = FactorSignature.objects.filter(factor_id=factor_id)
    return list(rows.select_related("person__organisation", "withdrawn_by"))


def factors_shown(user: Person, wanted: FactorFilter) -> list[FactorLine]:
    """The filtered list, nearest matches first."""
    signed = signatures_in_force()
    run = run_of_year(user, wanted.used) if wanted.used else None
    used = None if run is None else frozenset(run.unverified)
    return [
        FactorLine(factor=factor, signature=signed.get(factor.id))
        for factor in factor_book().find(wanted.q)
        if _fits(factor, wanted, signed) and (used is None or factor.id in used)
    ]


def _fits(
    factor: Factor, wanted: FactorFilter, signed: dict[str, FactorSignature]
) -> bool:
    known = {YES: factor.verified, NO: not factor.verified}
    known[SIGNED] = not factor.verified and factor.id in signed
    return (
        (not wanted.factor_set or factor.factor_set == wanted.factor_set)
        and (not wanted.parameter or factor.parameter == wanted.parameter)
        and (not wanted.region or factor.region == wanted.region)
        and (not wanted.level or factor.level.name.lower() == wanted.level)
        and (not wanted.verified or known[wanted.verified])
    )


def peers_of(factor: Factor) -> Sequence[Factor]:
    """Rows of the same number of the same thing and gas, in one unit, by set."""
    rows = factor_book().at(factor.code, factor.parameter)
    return [
        row
        for row in rows
        if row.gas == factor.gas
        and row.unit == factor.unit
        and (row.region == factor.region or row.factor_set != factor.factor_set)
    ]


@cache
def facet_values() -> dict[str, list[tuple[str, Any]]]:
    """The values that each facet offers, from the packaged edition."""
    rows = factor_book().rows
    return {
        "factor_set": _pairs(row.factor_set for row in rows),
        "parameter": _pairs(row.parameter for row in rows),
        "region": _pairs(row.region for row in rows),
        "level": [
            (code, LEVELS[code]) for level in Level for code in (level.name.lower(),)
        ],
    }


def _pairs(values: Iterable[str]) -> list[tuple[str, Any]]:
    return [(value, value) for value in sorted(set(values)) if value]
