"""All evidence of the district, batch by batch, in the order of learning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache

import attrs

from dafeng.sample.synthetic.chance import Chance
from dafeng.sample.synthetic.district_years import DISTRICT_SEED, synthetic_district
from dafeng.sample.synthetic.months import (
    FIRST_YEAR as FIRST_MONTHLY_YEAR,
)
from dafeng.sample.synthetic.months import monthly_statements, only_monthly
from dafeng.sample.synthetic.observations import Figures, yearly_statements
from dafeng.sample.synthetic.part_statements import part_statements
from dafeng.sample.synthetic.planted_faults import with_faults
from dafeng.sample.synthetic.registers import register_entries
from dafeng.sample.synthetic.stated import (
    EvidenceBatch,
    ObservationRow,
    RegisterRow,
    Statement,
)
from dafeng.sample.synthetic.target_reports import target_statements

LAST_LEARNED = date(2026, 11, 20)
"""The district's knowledge ends here; what would come later is not there yet."""
_REGISTERS_ON = (1, 15)
"""Registers of a year are handed in on this day of the next."""


@cache
def evidence_batches(seed: int = DISTRICT_SEED) -> tuple[EvidenceBatch, ...]:
    """Return every stated number and every registered thing, in order of learning.

    Parameters
    ----------
    seed : int
        Same seed, same rows, to the last digit.
    """
    learned: dict[tuple[date, str], list[ObservationRow | RegisterRow]] = defaultdict(
        list
    )
    for one in _statements(seed):
        if one.learned_on <= LAST_LEARNED:
            learned[one.learned_on, "observations"].append(one.row)
    for day, row in _registered(seed):
        learned[day, "registers"].append(row)
    return tuple(
        EvidenceBatch(
            table=table,
            learned_at=datetime(day.year, day.month, day.day, tzinfo=UTC),
            rows=tuple(rows),
        )
        for (day, table), rows in sorted(learned.items(), key=lambda item: item[0])
    )


def _statements(seed: int) -> Iterator[Statement]:
    figures = Figures(chance=Chance(seed), seed=seed)
    yield from with_faults(district_statements(figures))
    yield from target_statements()
    yield from part_statements(seed)


def district_statements(figures: Figures) -> Iterator[Statement]:
    """Yield what is said of the whole district, year by year and month by month."""
    summed = only_monthly()
    for one in yearly_statements(figures):
        if one.row.series in summed and one.row.period == str(FIRST_MONTHLY_YEAR):
            continue
        yield one
    yield from monthly_statements(figures)


def _registered(seed: int) -> Iterator[tuple[date, RegisterRow]]:
    """Each thing when it came, and again when it was known to have ended."""
    companies = synthetic_district(seed).enterprises
    for entry in register_entries(Chance(seed), companies):
        living = attrs.evolve(entry.row, until=None, note="")
        yield date(entry.written_in + 1, *_REGISTERS_ON), living
        if entry.ended_in is not None:
            yield date(entry.ended_in + 1, *_REGISTERS_ON), entry.row
