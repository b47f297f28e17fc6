"""What a file adds in all, part by part: amounts, years, findings."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import attrs

from dafeng.accounts.balance import BalanceCell
from dafeng.accounts.intake.lists import kind_of
from dafeng.accounts.intake.records import (
    AmountSummary,
    Batch,
    Staged,
    StagedRow,
    Summary,
)
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_MOST_FINDINGS = 1_000
_Subject: TypeAlias = tuple[str, str, int, str]
_Kind: TypeAlias = tuple[str, Severity]


def _new_counts() -> defaultdict[_Subject, list[int]]:
    return defaultdict(lambda: [0, 0])


@attrs.define(kw_only=True)
class Sums:
    """Running sums over the parts of a file; they do not grow with its rows."""

    read: int = 0
    refused: int = 0
    counts: defaultdict[_Subject, list[int]] = attrs.field(factory=_new_counts)

    def add(self, batch: Batch) -> None:
        """Count a part in."""
        self.read += batch.read
        self.refused += batch.refused
        for row in batch.rows:
            count = self.counts[_subject(row)]
            count[0] += 1
            count[1] += row.quantity_e3

    def summary(self) -> Summary:
        """Return the sums so far."""
        return Summary(
            read=self.read,
            refused=self.refused,
            years=tuple(sorted({year for _, _, year, _ in self.counts})),
            amounts=tuple(
                AmountSummary(
                    flow=flow,
                    item=item,
                    year=year,
                    unit=unit,
                    rows=rows,
                    quantity=Decimal(amount_e3).scaleb(-3),
                )
                for (flow, item, year, unit), (rows, amount_e3) in sorted(
                    self.counts.items()
                )
            ),
        )


def _subject(row: StagedRow) -> _Subject:
    named = row.row if isinstance(row, BalanceCell) else row.flow
    return named, row.item, row.year, row.unit


def look_through(
    batches: Iterable[Batch], kind: str, *, read: Callable[[int], object]
) -> Staged:
    """Judge a file of any length without holding its rows.

    Parameters
    ----------
    batches : iterable of Batch
        As :func:`~dafeng.accounts.intake.stage_batches` yields them.
    kind : str
    read : callable of int
        Told after each part how many rows of the sheet were read so far.

    Returns
    -------
    Staged
        As of :func:`~dafeng.accounts.intake.stage`, without ``rows`` and ``places``.

    Raises
    ------
    NotFoundError
        ``intake.no_kind``.
    """
    form, sums, key = kind_of(kind), Sums(), ""
    findings: list[Finding] = []
    told: Counter[_Kind] = Counter()
    for batch in batches:
        sums.add(batch)
        key = batch.key
        for finding in batch.findings:
            told[_kind(finding)] += 1
            if told[_kind(finding)] <= _MOST_FINDINGS:
                findings.append(finding)
        read(sums.read)
    return Staged(
        kind=form.code,
        table=form.table,
        rows=(),
        places=(),
        findings=(*findings, *_more(told)),
        summary=sums.summary(),
        sha256=key.split(":")[1] if key else "",
        key=key,
    )


def shortened(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings of one code, up to a thousand; then how many there are more."""
    told: Counter[_Kind] = Counter()
    for finding in findings:
        told[_kind(finding)] += 1
        if told[_kind(finding)] <= _MOST_FINDINGS:
            yield finding
    yield from _more(told)


def _kind(finding: Finding) -> _Kind:
    return finding.code, finding.severity


def _more(told: Counter[_Kind]) -> Iterator[Finding]:
    for (code, severity), count in told.items():
        if count > _MOST_FINDINGS:
            yield Finding(
                code=code,
                severity=severity,
                value=str(count - _MOST_FINDINGS),
                rule="There are so many more findings of this kind.",
                hint="Correct what the first of them have in common.",
            )
