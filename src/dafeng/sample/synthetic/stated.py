"""The nouns of evidence: one stated number, one thing in a register, a batch."""

from __future__ import annotations

from datetime import date, datetime

import attrs

from dafeng.sample.district import SAMPLE_PLACE_CODE
from dafeng.sample.synthetic.wording import APPROVED_BY, ENTERED_BY


@attrs.frozen(kw_only=True)
class ObservationRow:
    """One row of the table ``observations``; ``value_e6`` in millionths of ``unit``."""

    place: str = SAMPLE_PLACE_CODE
    series: str
    scope: str = ""
    period: str
    value_e6: int
    unit: str
    basis: str
    quality: str
    evidence: str
    entered_by: str = ENTERED_BY
    approved_by: str = APPROVED_BY
    synthetic: bool = True
    note: str = ""


@attrs.frozen(kw_only=True)
class RegisterRow:
    """One row of the table ``registers``; ``amount_e6`` None has no size."""

    place: str = SAMPLE_PLACE_CODE
    register: str
    entry: str
    name: str
    scope: str = ""
    amount_e6: int | None = None
    unit: str = ""
    since: date
    until: date | None = None
    quality: str = "B"
    evidence: str
    entered_by: str = ENTERED_BY
    approved_by: str = APPROVED_BY
    synthetic: bool = True
    note: str = ""


@attrs.frozen(kw_only=True)
class Statement:
    """A number and the day on which it became known."""

    learned_on: date
    row: ObservationRow


@attrs.frozen(kw_only=True)
class EvidenceBatch:
    """Rows of ``observations`` or ``registers`` that became known at one moment."""

    table: str
    learned_at: datetime
    rows: tuple[ObservationRow | RegisterRow, ...]
