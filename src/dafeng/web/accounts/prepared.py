"""What the pages of an account show, computed once when the account is stored.

Frozen records with a plain JSON form.  Figures are grams as whole numbers; names are
codes, worded when they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

MERGED = "*"
"""Code of a slice that several cells were merged into to keep single firms unknown."""


@attrs.frozen(kw_only=True)
class Slice:
    """One part of a total.

    Attributes
    ----------
    code : str
        Sector, item, gas, place or unit; :data:`MERGED` for what was merged.
    value_g : int
        Grams of CO2 equivalent.
    """

    code: str
    value_g: int


@attrs.frozen(kw_only=True)
class Link:
    """One band of the flow picture: a carrier, its user, a kind of emission."""

    item: str
    sector: str
    kind: str
    value_g: int


@attrs.frozen(kw_only=True)
class Prepared:
    """One boundary of one account, for one audience.

    Attributes
    ----------
    value_g, low_g, high_g : int
        Total with its 95 % interval.
    sectors, items, gases, places, units : tuple of Slice
        Cuts; each adds up to the total.
    links : tuple of Link
        Positive lines only; empty where it would give single firms away.
    taken_out_g : int
        What the picture leaves out because it is negative: sales, recovery.
    lines, owners : int
        How many lines and how many enterprises stand behind.
    unverified, residual, estimated, synthetic : int
        How many of the lines carry the flag.
    grades : tuple of Slice
        Sum of the amounts by quality grade.
    """

    value_g: int
    low_g: int
    high_g: int
    sectors: tuple[Slice, ...] = ()
    items: tuple[Slice, ...] = ()
    gases: tuple[Slice, ...] = ()
    places: tuple[Slice, ...] = ()
    units: tuple[Slice, ...] = ()
    links: tuple[Link, ...] = ()
    taken_out_g: int = 0
    lines: int = 0
    owners: int = 0
    unverified: int = 0
    residual: int = 0
    estimated: int = 0
    synthetic: int = 0
    grades: tuple[Slice, ...] = ()


_CUTS = ("sectors", "items", "gases", "places", "units", "grades")


def to_json(prepared: Prepared) -> dict[str, Any]:
    """Write it for the database."""
    content = attrs.asdict(prepared, recurse=False)
    for name in _CUTS:
        content[name] = [[one.code, one.value_g] for one in content[name]]
    content["links"] = [list(attrs.astuple(link)) for link in prepared.links]
    return content


def from_json(content: Mapping[str, Any]) -> Prepared:
    """Read what :func:`to_json` wrote."""
    fields = dict(content)
    for name in _CUTS:
        fields[name] = tuple(Slice(code=c, value_g=v) for c, v in fields[name])
    fields["links"] = tuple(
        Link(item=item, sector=sector, kind=kind, value_g=value)
        for item, sector, kind, value in fields["links"]
    )
    return Prepared(**fields)
