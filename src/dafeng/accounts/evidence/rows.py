"""Rows of the lake as records: what one statement says about one flow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from dafeng.accounts.records import Grade, Stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import pyarrow as pa


@attrs.frozen(kw_only=True)
class ActivityRow:
    """One row of the table ``activity`` (see :mod:`dafeng.accounts.evidence.tables`).

    ``quantity_e3`` is the amount in thousandths of ``unit``; texts that are not known
    are empty. ``carrier`` is filled where meters speak of the whole of a carrier.
    """

    row_id: str
    stream: Stream = attrs.field(converter=Stream)
    flow: str
    sector: str
    item: str
    quantity_e3: int
    unit: str
    stated: str = ""
    year: int
    period: str
    place: str
    owner: str = ""
    counterparty: str = ""
    factor_set: str = ""
    proof: str = ""
    grade: Grade = attrs.field(converter=Grade)
    evidence: str
    entered_by: str
    approved_by: str = ""
    synthetic: bool = False
    note: str = ""
    carrier: str = ""


def flow_id(
    *,
    stream: Stream,
    period: str,
    place: str,
    sector: str,
    owner: str,
    flow: str,
    item: str,
    details: Iterable[str] = (),
) -> str:
    """Name a flow as one stream states it; whoever states it again corrects it.

    What an owner states is named by the owner alone: a report that corrects the town
    or the branch of an enterprise replaces the old one. A total is named by its place
    and sector. ``details`` tell apart what these leave open: vehicles, a counterparty,
    a certificate.

    Examples
    --------
    >>> flow_id(
    ...     stream=Stream.ENTERPRISE, period="2023", place="990101100",
    ...     sector="industry", owner="E1", flow="fuel.stationary", item="COKE",
    ... )
    'enterprise/2023/E1/fuel.stationary/COKE'
    """
    subject = (owner,) if owner else (place, sector)
    parts = (stream.value, period, *subject, flow, item, *details)
    return "/".join(part for part in parts if part)


_WITHDRAWN = "withdrawn"
_NAMES = tuple(field.name for field in attrs.fields(ActivityRow))


def activity_rows(table: pa.Table) -> Iterator[ActivityRow]:
    """Read rows of ``activity`` out of an Arrow table; other columns are left.

    A row that was taken back says nothing any more.
    """
    names = [n for n in (*_NAMES, _WITHDRAWN) if n in table.column_names]
    for row in table.select(names).to_pylist():
        if not row.pop(_WITHDRAWN, None):
            yield ActivityRow(**{k: v for k, v in row.items() if v is not None})


def withdrawn_rows(rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Take rows of the lake back: the same rows, saying that they say nothing."""
    for row in rows:
        yield {**row, _WITHDRAWN: True}


def lake_rows(rows: Iterable[ActivityRow]) -> Iterator[Mapping[str, Any]]:
    """Write records as rows for the lake; an empty text becomes "not known"."""
    for row in rows:
        yield {
            name: None if value == "" else value
            for name, value in attrs.asdict(row, recurse=False).items()
        }
