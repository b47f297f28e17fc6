"""Tables of the lake that the outbox may append to: each room registers its own."""

from __future__ import annotations

from dafeng.accounts import LEDGER
from dafeng.base.errors import NotFoundError
from dafeng.indicators import EMISSIONS
from dafeng.lake.schemas import TableSchema

_tables: dict[str, TableSchema] = {
    schema.name: schema for schema in (*LEDGER, EMISSIONS)
}


def register_table(schema: TableSchema) -> None:
    """Let the outbox append to a table; call it from ``AppConfig.ready``."""
    _tables[schema.name] = schema


def table_of(name: str) -> TableSchema:
    """Return the table of that name.

    Raises
    ------
    NotFoundError
        ``outbox.table``: no room registered it; the message lists those that are.
    """
    try:
        return _tables[name]
    except KeyError:
        msg = f"The outbox knows no table {name!r}. It has: {', '.join(_tables)}."
        raise NotFoundError(msg, code="outbox.table", table=name) from None
