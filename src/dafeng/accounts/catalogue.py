"""Flows and sectors by code: the two packaged lists that every line points into."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.records import Flow, Scope
from dafeng.base.errors import NotFoundError
from dafeng.base.tables import packaged_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ROOM = "dafeng.accounts"


@attrs.frozen(kw_only=True)
class Sector:
    """A branch of the economy (``data/sectors.csv``).

    Attributes
    ----------
    code : str
        Dotted: ``industry.steel`` lies in ``industry``.
    name_zh, name_en : str
    gb4754 : str
        Divisions of GB/T 4754-2017 that it covers.
    group : str
        Where charts put it.
    """

    code: str
    name_zh: str
    name_en: str
    gb4754: str
    group: str


@cache
def flows() -> Mapping[str, Flow]:
    """Return every kind of flow by code, in the order of the list."""
    return MappingProxyType(
        {
            row["code"]: Flow(
                code=row["code"],
                name_zh=row["name_zh"],
                name_en=row["name_en"],
                group=row["group"],
                scope=Scope(row["scope"]),
                territorial=row["territorial"] == "1",
                control=row["control"] == "1",
                sign=int(row["sign"]),
                ipcc=row["ipcc"],
            )
            for row in packaged_rows(_ROOM, "flows.csv")
        }
    )


@cache
def sectors() -> Mapping[str, Sector]:
    """Return every sector by code, in the order of the list."""
    return MappingProxyType(
        {
            row["code"]: Sector(
                code=row["code"],
                name_zh=row["name_zh"],
                name_en=row["name_en"],
                gb4754=row["gb4754"],
                group=row["group"],
            )
            for row in packaged_rows(_ROOM, "sectors.csv")
        }
    )


def flow(code: str) -> Flow:
    """Return one kind of flow.

    Raises
    ------
    NotFoundError
        ``flow.unknown``; the message lists those of the same group.
    """
    if code in flows():
        return flows()[code]
    near = [c for c in flows() if c.split(".")[0] == code.split(".")[0]] or list(
        flows()
    )
    msg = f"No flow {code!r}. There are: {', '.join(near)}."
    raise NotFoundError(msg, code="flow.unknown", flow=code)


def sector(code: str) -> Sector:
    """Return one sector.

    Raises
    ------
    NotFoundError
        ``sector.unknown``; the message lists all.
    """
    if code in sectors():
        return sectors()[code]
    msg = f"No sector {code!r}. There are: {', '.join(sectors())}."
    raise NotFoundError(msg, code="sector.unknown", sector=code)


def upward(code: str) -> Iterator[str]:
    """Yield a sector and its superiors, nearest first, then ``""`` for the whole."""
    while code:
        yield code
        code = code.rpartition(".")[0]
    yield ""
