"""Green power counts only with proof, and no certificate counts twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dafeng.accounts.evidence.rows import ActivityRow

GREEN = "power.green"


def proven(
    rows: Iterable[ActivityRow],
) -> tuple[tuple[ActivityRow, ...], tuple[Finding, ...]]:
    """Leave out green power without a certificate, and a certificate's second use.

    Parameters
    ----------
    rows : iterable of ActivityRow
        Of all owners: a certificate may be used by two of them. The first by row id
        keeps it.

    Returns
    -------
    rows, findings
        ``power.no_proof`` and ``power.proof_twice``.

    Source
    ------
    国家发展改革委 财政部 国家能源局, 2023 年第 1044 号通知 on green certificates: one
    certificate is used once.
    """
    kept: list[ActivityRow] = []
    found: list[Finding] = []
    used: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: row.row_id):
        if row.flow != GREEN:
            kept.append(row)
        elif not row.proof:
            found.append(_without(row))
        elif row.proof in used:
            found.append(_twice(row, used[row.proof]))
        else:
            used[row.proof] = row.row_id
            kept.append(row)
    return tuple(kept), tuple(found)


def _without(row: ActivityRow) -> Finding:
    return Finding(
        code="power.no_proof",
        severity=Severity.WARNING,
        place=row.row_id,
        value=f"{row.quantity_e3} / 1000 {row.unit}",
        rule="Green power counts only with a certificate.",
        hint="Add the number of the certificate; until then it counts as bought power.",
    )


def _twice(row: ActivityRow, first: str) -> Finding:
    return Finding(
        code="power.proof_twice",
        severity=Severity.WARNING,
        place=row.row_id,
        value=row.proof,
        rule=f"A certificate counts once; {first} used it already.",
        hint="Ask both owners who holds it. The second use is not counted.",
    )
