"""Packaged tables that are asked without a date: what they hold at present."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from dafeng.base.errors import BadInputError
from dafeng.base.tables import packaged_rows


def standing_rows(name: str, key: str) -> Mapping[str, Mapping[str, str]]:
    """Return what a table of this room holds at present; see :func:`standing`."""
    return standing(packaged_rows("dafeng.indicators", name), key)


def standing(
    rows: Iterable[Mapping[str, str]], key: str
) -> Mapping[str, Mapping[str, str]]:
    """Return the rows without an end, by key, in their order.

    A new edition ends the row that it takes the place of.

    Parameters
    ----------
    rows : iterable of mapping
        With the column ``effective_to``.
    key : str
        Column that names a row.

    Raises
    ------
    BadInputError
        ``edition.twice``: a key has two rows without an end.
    """
    found: dict[str, Mapping[str, str]] = {}
    for row in rows:
        if row["effective_to"]:
            continue
        if row[key] in found:
            msg = (
                f"{row[key]} stands twice without an end: "
                "give the earlier row its last day in effective_to."
            )
            raise BadInputError(msg, code="edition.twice", key=row[key])
        found[row[key]] = row
    return MappingProxyType(found)
