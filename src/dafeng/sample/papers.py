"""Which documents of the office the sample house holds, and how far each one is."""

from __future__ import annotations

from datetime import date
from functools import cache

import attrs

from dafeng.base.tables import packaged_rows


@attrs.frozen(kw_only=True)
class SamplePaper:
    """One document: ``on`` is the day of its data, ``state`` how far it is."""

    kind: str
    period: str
    on: date
    state: str


@cache
def sample_papers() -> tuple[SamplePaper, ...]:
    """Documents of ``data/papers.csv``, by day."""
    return tuple(
        SamplePaper(
            kind=row["kind"],
            period=row["period"],
            on=date.fromisoformat(row["on"]),
            state=row["state"],
        )
        for row in packaged_rows("dafeng.sample", "papers.csv")
    )
