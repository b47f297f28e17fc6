"""The chain of one figure: formula, numbers, factors, documents, rows, people."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.boundaries import counts
from dafeng.accounts.catalogue import flow, sector
from dafeng.accounts.coefficients import method_of
from dafeng.accounts.records import Boundary
from dafeng.base.errors import NotFoundError
from dafeng.base.rounding import round_half_even

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dafeng.accounts.evidence.rows import ActivityRow
    from dafeng.accounts.methods.records import Method
    from dafeng.accounts.records import Account, FactorUse, Line
    from dafeng.factors import Factor, FactorBook

GWP = "GWP"
_TONNES_DIGITS = 6
_SHORTEST = 4


@attrs.frozen(kw_only=True)
class FactorStep:
    """One factor of a figure: the number as used, and the row as printed."""

    use: FactorUse
    factor: Factor


@attrs.frozen(kw_only=True)
class Explanation:
    """Everything that one figure rests on.

    Attributes
    ----------
    line : Line
    flow_zh, flow_en, sector_zh, sector_en : str
    method_source : str
        Document and clause of the formula.
    written : str
        The formula in symbols, activity first: ``AD × NCV × CC × OF × 44/12``.
    filled : str
        The same with the line's numbers.
    mass_t, co2e_t : Decimal
        Tonnes of the gas and of CO2 equivalent, to the gram.
    activity_note : str
        How the activity came about where it is no row's own amount.
    factors : tuple of FactorStep
        In the order of the formula; the warming potential last.
    evidence : tuple of ActivityRow
        The rows that state the activity.
    boundaries : tuple of Boundary
        Totals that count the line.
    """

    line: Line
    flow_zh: str
    flow_en: str
    sector_zh: str
    sector_en: str
    method_source: str
    written: str
    filled: str
    mass_t: Decimal
    co2e_t: Decimal
    activity_note: str
    factors: tuple[FactorStep, ...]
    evidence: tuple[ActivityRow, ...]
    boundaries: tuple[Boundary, ...]


def line_of(account: Account, line_id: str) -> Line:
    """Return one line; the beginning of its id is enough while it is unique.

    Raises
    ------
    NotFoundError
        ``account.no_line``: no line, or more than one, has such an id.
    """
    found = [line for line in account.lines if line.id.startswith(line_id)]
    exact = [line for line in found if line.id == line_id]
    if len(exact or found) == 1 and len(line_id) >= _SHORTEST:
        return (exact or found)[0]
    if not found:
        msg = (
            f"The account of {account.settings.year} has no line {line_id!r}; it has "
            f"{len(account.lines)}. `dafeng account show` lists their ids."
        )
    else:
        ids = ", ".join(line.id for line in found[:5])
        msg = f"{len(found)} lines begin with {line_id!r}: {ids} … Write more of it."
    raise NotFoundError(msg, code="account.no_line", line=line_id)


def explain(
    line: Line, book: FactorBook, rows: Iterable[ActivityRow] = ()
) -> Explanation:
    """Open one line of an account.

    Parameters
    ----------
    line : Line
    book : FactorBook
        The book that the account was made with.
    rows : iterable of ActivityRow
        Rows of the evidence; those that the line names are picked out.

    Raises
    ------
    NotFoundError
        The book has no such factor: it is of another edition.
    """
    method = method_of(line.method)
    evidence = tuple(row for row in rows if row.row_id in set(line.evidence))
    kind, branch = flow(line.flow), sector(line.sector)
    return Explanation(
        line=line,
        flow_zh=kind.name_zh,
        flow_en=kind.name_en,
        sector_zh=branch.name_zh,
        sector_en=branch.name_en,
        method_source=method.source,
        written=_written(method, line),
        filled=_filled(method, line),
        mass_t=tonnes(line.mass_g),
        co2e_t=tonnes(line.co2e_g),
        activity_note=_activity_note(line, evidence),
        factors=tuple(
            FactorStep(use=use, factor=book.get(use.factor_id)) for use in line.uses
        ),
        evidence=evidence,
        boundaries=tuple(each for each in Boundary if counts(line, each)),
    )


def tonnes(grams: int) -> Decimal:
    """Tonnes from grams, exactly."""
    return Decimal(grams).scaleb(-_TONNES_DIGITS)


def _written(method: Method, line: Line) -> str:
    formula = f"AD × {_bracketed(method.formula.written({}))}"
    return formula if line.gas == "CO2" else f"{formula} × {GWP}"


def _filled(method: Method, line: Line) -> str:
    words = {
        use.symbol: amount(use.value, use.unit)
        for use in line.uses
        if use.symbol != GWP
    }
    formula = _bracketed(method.formula.written(words))
    text = f"{amount(line.activity, line.unit)} × {formula}"
    potential = next(use for use in line.uses if use.symbol == GWP)
    if line.gas != "CO2":
        text += f" × {plain(potential.value)}"
    return f"{text} = {plain(round_half_even(tonnes(line.co2e_g), 6))} tCO2e"


def _bracketed(text: str) -> str:
    """A sum stands in brackets behind a multiplication sign."""
    depth, is_sum = 0, False
    for sign, after in zip(text, text[1:], strict=False):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        is_sum = is_sum or (depth == 0 and sign in "+-" and after == " ")
    return f"({text})" if is_sum else text


def plain(number: Decimal) -> str:
    """Write a decimal without exponent and without zeros at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(number: Decimal, unit: str) -> str:
    """Write a number with its unit; a share of 1 has none."""
    return plain(number) if unit == "1" else f"{plain(number)} {unit}"


def _activity_note(line: Line, evidence: tuple[ActivityRow, ...]) -> str:
    """Say what a rest is the rest of."""
    stated = sum(row.quantity_e3 for row in evidence)
    if "residual" not in line.flags or not evidence:
        return ""
    total = Decimal(stated).scaleb(-3)
    below = total - abs(line.activity) * (1 if line.activity * total >= 0 else -1)
    return (
        f"{plain(total)} {line.unit} (total) - {plain(below)} {line.unit} "
        f"(stated below it) = {plain(total - below)} {line.unit}"
    )
