"""What is odd about rows taken together: repeats, years, jumps, closure."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.balance import BalanceCell, energy_balance, sound_cells
from dafeng.accounts.intake.values import refuse
from dafeng.accounts.methods import methods_for
from dafeng.base.findings import Finding, Severity
from dafeng.factors import FactorError, MissingFactorError, Request, choose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dafeng.accounts.evidence.rows import ActivityRow
    from dafeng.accounts.intake.records import Context, StagedRow
    from dafeng.accounts.methods.records import Method
    from dafeng.factors import FactorBook

_BALANCE_CODES = frozenset(
    (
        "balance.difference",
        "balance.parts",
        "balance.branches",
        "balance.stated",
        "balance.no_coefficient",
    )
)


def row_key(row: StagedRow) -> tuple[str, ...]:
    """What a row speaks of: two rows with one key speak of the same fact."""
    if isinstance(row, BalanceCell):
        return (row.place, str(row.year), row.row, row.item)
    return (row.row_id,)


def repeated(row: StagedRow, place: str) -> Finding:
    """Say that a row speaks of what an earlier one spoke of."""
    return refuse(
        "repeated",
        place,
        f"{Decimal(row.quantity_e3).scaleb(-3)} {row.unit}",
        "A file says one thing once; the first of the rows is taken.",
        "Delete the repeated row, or add the amounts up in one.",
    )


def uncovered(
    rows: Sequence[StagedRow],
    places: Sequence[str],
    context: Context,
    book: FactorBook,
    seen: set[tuple[str, str, str, int]],
) -> Iterator[Finding]:
    """Yield a finding per flow, item and year that the factors do not cover.

    ``seen`` is what earlier parts of the file were judged for; it grows.
    """
    for row, place in zip(rows, places, strict=True):
        if isinstance(row, BalanceCell):
            continue
        key = (row.flow, row.item, row.unit, row.year)
        if key in seen:
            continue
        seen.add(key)
        found = _coverage(row, place, context, book)
        if found is not None:
            yield found


def _coverage(
    row: ActivityRow, place: str, context: Context, book: FactorBook
) -> Finding | None:
    methods = methods_for(row.flow, row.item, row.unit)
    if not methods:
        return None
    gases: dict[str, list[str]] = {}
    for method in methods:
        estimate = _estimate(method, row, context, book)
        answers = gases.setdefault(method.gas, [])
        answers += [] if estimate is None else [estimate]
    # The first method of a gas that answers is the one that the account takes.
    named = [answers[0] for answers in gases.values() if answers and answers[0]]
    missing = [gas for gas, answers in gases.items() if not answers]
    if not missing and not named:
        return None
    if not missing:
        return Finding(
            code="intake.year_not_covered",
            severity=Severity.WARNING,
            place=place,
            value=f"{row.item} {row.year}",
            rule=f"{row.item} has no factors of its own for {row.year}; the estimate "
            f"{named[0]!r} would stand in.",
            hint="Add the factors of the year, or check the year.",
        )
    return Finding(
        code="intake.no_factor",
        severity=Severity.WARNING,
        place=place,
        value=f"{row.flow} {row.item} {row.year}",
        rule=f"The factor tables do not cover its {', '.join(missing)}, not even by an "
        "estimate.",
        hint="Check item and year, or add a factor with its document first.",
    )


def _estimate(
    method: Method, row: ActivityRow, context: Context, book: FactorBook
) -> str | None:
    """Name of the estimate that would stand in; empty for none, None for no answer."""
    try:
        choice = choose(
            book,
            Request(
                item=row.item,
                needs=method.needs,
                gas=method.gas,
                year=row.year,
                regions=context.regions,
                closed=method.closed,
                owner=row.owner,
                factor_set=row.factor_set,
            ),
        )
    except MissingFactorError:
        return None
    except FactorError:
        return None
    return "" if choice.estimate == "wider-region" else choice.estimate


def amounts_before(rows: Iterable[StagedRow]) -> Mapping[tuple[str, ...], int]:
    """Add up earlier rows by what :func:`jumps` compares."""
    before: dict[tuple[str, ...], int] = defaultdict(int)
    for row in rows:
        before[_series(row, row.year)] += row.quantity_e3
    return before


def jumps(
    rows: Sequence[StagedRow],
    places: Sequence[str],
    context: Context,
    before: Mapping[tuple[str, ...], int],
) -> Iterator[Finding]:
    """Yield a finding where an amount is far from last year's."""
    for row, place in zip(rows, places, strict=True):
        last = before.get(_series(row, row.year - 1))
        if not last or not row.quantity_e3:
            continue
        ratio = abs(Decimal(row.quantity_e3) / Decimal(last))
        if 1 / context.jump <= ratio <= context.jump:
            continue
        shown = Decimal(last).scaleb(-3)
        yield Finding(
            code="intake.jump",
            severity=Severity.WARNING,
            place=place,
            value=f"{Decimal(row.quantity_e3).scaleb(-3)} {row.unit}",
            rule=f"Last year it was {shown} {row.unit}: {ratio:.3g} times as much.",
            hint="Check the unit (万 or not), or explain the change in the remark.",
        )


def _series(row: StagedRow, year: int) -> tuple[str, ...]:
    if isinstance(row, BalanceCell):
        return (str(year), row.place, row.row, row.item)
    part = row.period[4:]
    return (
        f"{year}{part}",
        row.place,
        row.flow,
        row.sector,
        row.item,
        row.owner,
        row.stream,
    )


def balance_findings(
    rows: Sequence[StagedRow], places: Sequence[str], book: FactorBook
) -> Iterator[Finding]:
    """Yield what the official sum rules say of the cells of a file, by their cells."""
    cells = [row for row in rows if isinstance(row, BalanceCell)]
    at = {row_key(row): place for row, place in zip(rows, places, strict=True)}
    for place, year in sorted({(cell.place, cell.year) for cell in cells}):
        closed = energy_balance(cells, book, year, place=place)
        for finding in closed.findings:
            if finding.code in _BALANCE_CODES:
                yield attrs.evolve(
                    finding, place=_cell_of(finding.place, place, year, at)
                )


def _cell_of(
    about: str, place: str, year: int, at: Mapping[tuple[str, ...], str]
) -> str:
    """Cell that a finding about ``row item`` is about, or the first of its carrier."""
    row, _, item = about.partition(" ")
    exact = at.get((place, str(year), row, item))
    if exact is not None:
        return exact
    code = row if row.isupper() else item
    near = [
        shown
        for key, shown in at.items()
        if key[1:2] == (str(year),) and key[-1] == code
    ]
    return near[-1] if near else about


def unfit_cells(
    rows: Iterable[tuple[StagedRow, str]],
) -> tuple[list[tuple[StagedRow, str]], list[Finding]]:
    """Take out cells that break a rule of the layout by themselves, such as a sign."""
    kept: list[tuple[StagedRow, str]] = []
    findings: list[Finding] = []
    for row, place in rows:
        if isinstance(row, BalanceCell):
            _, odd = sound_cells([row])
            findings += [attrs.evolve(f, place=place) for f in odd]
            if odd:
                continue
        kept.append((row, place))
    return kept, findings
