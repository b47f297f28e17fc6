"""Targets of a table, by what it tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.figures.reading import read_figures
from dafeng.plan.tables.table import Table, TableKind, cell_text, last_year
from dafeng.plan.tables.years import read_years
from dafeng.plan.words.reading import read_words

if TYPE_CHECKING:
    from dafeng.plan.drafts import Draft, Setting
    from dafeng.plan.layout.normal import NormalText


def read_table(table: Table, setting: Setting) -> Iterator[Draft]:
    """Targets of one table."""
    if table.kind is TableKind.YEARS:
        yield from read_years(table, setting)
    elif table.kind is TableKind.DATES:
        yield from _read_dates(table, setting)
    elif table.kind is TableKind.TASKS:
        yield from _read_tasks(table, setting)
    else:
        for row in table.rows:
            for cell in row:
                yield from _read_cell(cell, setting)


def _read_cell(cell: NormalText, setting: Setting) -> Iterator[Draft]:
    reading = read_figures(cell, setting)
    yield from reading.drafts
    yield from read_words(cell, setting, reading.drafts)


def _read_dates(table: Table, setting: Setting) -> Iterator[Draft]:
    """Rows whose first cell says by when the others are due."""
    for row in table.rows:
        year = last_year(row[0].text)
        if year is None or year < setting.made_in:
            continue
        for cell in row[1:]:
            yield from _read_cell(cell, attrs.evolve(setting, years=(year,)))


def _read_tasks(table: Table, setting: Setting) -> Iterator[Draft]:
    """Rows of tasks; a time column gives its year to the row."""
    for row in table.rows[1:]:
        year = last_year(cell_text(row, table.time_column))
        years = setting.years if year is None else (year,)
        for at in table.plain_columns:
            if at < len(row):
                yield from _read_cell(row[at], attrs.evolve(setting, years=years))
