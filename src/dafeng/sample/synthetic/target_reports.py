"""What units report of targets that no series measures, and of prohibitions."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.indicators import series_of
from dafeng.sample.synthetic.anchors import in_millionths
from dafeng.sample.synthetic.observations import learned_on, stated_row
from dafeng.sample.synthetic.stated import Statement

REPORT_YEARS = (2022, 2023, 2024, 2025)


def target_statements() -> Iterator[Statement]:
    """Yield state or progress of each target in ``target_reports.csv``, by year."""
    rows = packaged_rows("dafeng.sample", "target_reports.csv")
    for line, row in enumerate(rows, start=4):
        series = series_of(row["series"])
        for year in REPORT_YEARS:
            value = in_millionths(row[f"y{year}"])
            stated = stated_row(series, str(year), value, "B", line)
            yield Statement(
                learned_on=learned_on(series, year),
                row=attrs.evolve(stated, scope=row["target"], note=row["note"]),
            )
