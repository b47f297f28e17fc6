"""Schemas: what a table of the lake holds, column by column, with unit and meaning."""

from __future__ import annotations

from enum import StrEnum

import attrs

from dafeng.base.errors import NotFoundError


class ColumnKind(StrEnum):
    """What a column holds; there are no floats in the lake."""

    TEXT = "text"
    INTEGER = "integer"
    SCALED = "scaled"
    """A decimal as a 64-bit integer of ``10**-scale`` units, named ``…_e3`` for 3."""
    DATE = "date"
    INSTANT = "instant"
    """A moment in UTC, to the microsecond."""
    BOOLEAN = "boolean"


@attrs.frozen(kw_only=True)
class ColumnSchema:
    """One column.

    Attributes
    ----------
    name : str
        English, in snake case.
    kind : ColumnKind
    meaning : str
        One line for whoever reads the table without us.
    unit : str
        Unit of a number; empty when the row names it or there is none.
    scale : int
        Decimals kept by a ``SCALED`` column.
    required : bool
        Whether a row without it does not fit.
    choices : tuple of str
        The only values of a text; empty means free.
    """

    name: str
    kind: ColumnKind = ColumnKind.TEXT
    meaning: str
    unit: str = ""
    scale: int = 0
    required: bool = True
    choices: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class TableSchema:
    """One table.

    Every table gets four columns of the lake's own besides: ``learned_at`` (when we
    learned it), ``batch`` (the idempotency key it came with), ``position`` (its place
    in the batch, from 1) and ``version`` (of the table, when it came). Of rows with
    the same ``key`` the one learned last holds.

    Attributes
    ----------
    name : str
        Folder of the table.
    meaning : str
    columns : tuple of ColumnSchema
    key : tuple of str
        Columns that say which rows speak of the same fact.
    partition : tuple of str
        Columns by which files are kept apart.
    """

    name: str
    meaning: str
    columns: tuple[ColumnSchema, ...]
    key: tuple[str, ...]
    partition: tuple[str, ...] = ()

    def column(self, name: str) -> ColumnSchema:
        """Return a column by name.

        Raises
        ------
        NotFoundError
            The table has no such column; the message lists those it has.
        """
        for column in self.columns:
            if column.name == name:
                return column
        have = ", ".join(column.name for column in self.columns)
        msg = f"Table {self.name!r} has no column {name!r}. It has: {have}."
        raise NotFoundError(msg, code="lake.no_column", table=self.name, column=name)
