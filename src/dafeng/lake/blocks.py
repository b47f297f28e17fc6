"""Block tables: many rows of many things, kept apart by span of time and block.

A table of the lake proper holds what people enter: any columns, one batch one file. A
block table holds series: a text names the thing (a meter), rows stand by thing and
time, and files by span (a month, a year) and by block, a share of the things that its
name decides. So a year of one thing is a few small pieces of a few files.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING
from zlib import crc32

import attrs
import pyarrow as pa

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Sequence

SPAN, BLOCK = "span", "block"
PARTITION = (SPAN, BLOCK)
BLOCKS_KEY = "dafeng.blocks"
_OWN = (
    pa.field(SPAN, pa.int32(), nullable=False, metadata={"comment": "span of time"}),
    pa.field(BLOCK, pa.int32(), nullable=False, metadata={"comment": "block of names"}),
)


class Packing(StrEnum):
    """How the numbers of a column are made small."""

    DELTAS = "deltas"
    """By their differences: times, totals, counts that rise."""
    WORDS = "words"
    """By a list of the values that occur: few values in no order."""


@attrs.frozen(kw_only=True)
class BlockColumn:
    """One column of a block table.

    Attributes
    ----------
    name : str
    type : str
        Of Arrow: ``int16``, ``int32``, ``int64``, ``bool``, ``timestamp[us, tz=UTC]``.
    meaning : str
        One line for whoever reads the table without us.
    unit : str
    packing : Packing
    """

    name: str
    type: str = "int64"
    meaning: str
    unit: str = ""
    packing: Packing = attrs.field(default=Packing.DELTAS, converter=Packing)


@attrs.frozen(kw_only=True)
class BlockSchema:
    """One block table.

    Attributes
    ----------
    name : str
        Folder of the table.
    meaning : str
    thing : str
        Name of the text column that says what a row is of.
    columns : tuple of BlockColumn
        All others; no cell is empty.
    order : tuple of str
        Columns by which the rows of a thing stand, in every file.
    facts : tuple of str
        Columns that say, with the thing, which rows speak of the same fact. Of those
        the one that stands last in the order holds. Empty: every row is a fact.
    blocks : int
        Into how many blocks the things are sorted; for good.
    depth : int
        How many tables it is made from, one from the other: 0 comes from a journal.
    """

    name: str
    meaning: str
    thing: str
    columns: tuple[BlockColumn, ...]
    order: tuple[str, ...]
    facts: tuple[str, ...] = ()
    blocks: int = 8
    depth: int = 0

    def block_of(self, thing: str) -> int:
        """Return the block of a thing; the same on every machine."""
        return crc32(thing.encode()) % self.blocks


ARROW = {
    "int16": pa.int16(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "bool": pa.bool_(),
    "timestamp[us, tz=UTC]": pa.timestamp("us", "UTC"),
}


def block_arrow(schema: BlockSchema) -> pa.Schema:
    """Arrow types of rows: the thing, then the columns."""
    thing = pa.field(schema.thing, pa.string(), nullable=False)
    return pa.schema([thing, *map(_field, schema.columns)])


def stored_block_arrow(schema: BlockSchema) -> pa.Schema:
    """Arrow types of a file: with span and block, so that any reader can use it."""
    return pa.schema([*block_arrow(schema), *_OWN])


def _field(column: BlockColumn) -> pa.Field:
    about = {"comment": column.meaning, "unit": column.unit}
    return pa.field(
        column.name,
        ARROW[column.type],
        nullable=False,
        metadata={name: text for name, text in about.items() if text},
    )


def block_text(schema: BlockSchema) -> str:
    """Return the schema as JSON, which the table carries with it."""
    return json.dumps(attrs.asdict(schema), ensure_ascii=False, sort_keys=True)


def block_from_text(text: str) -> BlockSchema:
    """Read back what :func:`block_text` wrote."""
    told = json.loads(text)
    told["columns"] = tuple(BlockColumn(**column) for column in told["columns"])
    return BlockSchema(
        **told | {name: tuple(told[name]) for name in ("order", "facts")}
    )


def check_same(stored: BlockSchema, asked: BlockSchema) -> None:
    """Refuse to use a table that was made for other columns.

    Raises
    ------
    BadInputError
        ``lake.bad_schema``
    """
    if _storage(stored) != _storage(asked):
        msg = (
            f"The block table {asked.name!r} was made for {_names(stored)} in "
            f"{stored.blocks} blocks, not for {_names(asked)} in {asked.blocks}. "
            "Give the new one another name."
        )
        raise BadInputError(msg, code="lake.bad_schema", table=asked.name)


def _storage(schema: BlockSchema) -> Sequence[object]:
    columns = [(column.name, column.type) for column in schema.columns]
    return [schema.thing, columns, schema.order, schema.facts, schema.blocks]


def _names(schema: BlockSchema) -> str:
    return ", ".join(column.name for column in schema.columns)
