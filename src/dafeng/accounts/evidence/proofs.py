"""Green power counts only with proof, and no certificate counts twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dafeng.accounts.evidence.rows import ActivityRow

GREEN = "power.green"


def proven(
    rows: Iterable[ActivityRow], used_before: Iterable[tuple[str, str]] = ()
) -> tuple[tuple[ActivityRow, ...], tuple[Finding, ...]]:
    """Leave out green power that was not proven, not bought, or counted already.

    Parameters
    ----------
    rows : iterable of ActivityRow
        Of all owners: a certificate may be used by two of them. The first by row id
        keeps it; its months are one use.
    used_before : iterable of (str, str)
        Certificates of earlier years, each with the row that used it.

    Returns
    -------
    rows, findings
        ``power.no_proof``, ``power.proof_twice``, ``power.inner_green`` (made inside
        the district, where it is deducted as power that is fed in) and
        ``power.more_green`` (more than its owner bought).

    Source
    ------
    国家发展改革委 财政部 国家能源局, 2023 年第 1044 号通知 on green certificates: one
    certificate is used once.
    """
    rows = sorted(rows, key=lambda row: row.row_id)
    owners = {row.owner for row in rows if row.owner}
    bought = _bought(rows)
    kept: list[ActivityRow] = []
    found: list[Finding] = []
    used = {proof: ("", row_id) for proof, row_id in used_before}
    for row in rows:
        if row.flow != GREEN:
            kept.append(row)
            continue
        holder, first = used.get(row.proof, (row.owner, row.row_id))
        if not row.proof:
            found.append(_without(row))
        elif holder != row.owner:
            found.append(_twice(row, first))
        elif row.counterparty in owners:
            found.append(_inner(row))
        elif row.quantity_e3 > bought[row.owner]:
            found.append(_more(row, bought[row.owner]))
        else:
            used[row.proof] = (row.owner, first)
            bought[row.owner] -= row.quantity_e3
            kept.append(row)
    return tuple(kept), tuple(found)


def _bought(rows: Iterable[ActivityRow]) -> Counter[str]:
    """Power that each owner bought; what a sector or a town bought has no owner."""
    bought: Counter[str] = Counter()
    seen: dict[str, set[str]] = {}
    for row in rows:
        streams = seen.setdefault(row.owner, set())
        if row.flow == "power.bought" and (not streams or row.stream in streams):
            streams.add(row.stream)
            bought[row.owner] += row.quantity_e3
    return bought


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


def _inner(row: ActivityRow) -> Finding:
    return Finding(
        code="power.inner_green",
        severity=Severity.WARNING,
        place=row.row_id,
        value=row.counterparty,
        rule="Green power made inside the district is deducted where it is fed in.",
        hint="It is not counted a second time.",
    )


def _more(row: ActivityRow, left: int) -> Finding:
    return Finding(
        code="power.more_green",
        severity=Severity.ERROR,
        place=row.row_id,
        value=f"{row.quantity_e3} of {left} / 1000 {row.unit}",
        rule="Nobody uses more green power than they bought.",
        hint="Check the amounts; the certificate is not counted.",
    )
