"""Where a row happened: a part of the district, or a place that no account reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.accounts.intake.values import refuse
from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.places import code_level, place_tree

if TYPE_CHECKING:
    from dafeng.base.findings import Finding

_DISTRICT_DIGITS = 6


def misplaced(place: str, district: str, cell: str) -> Finding | None:
    """Refuse a place that the district's accounts do not read.

    They read the places whose code begins with that of the district: townships have
    nine digits, villages twelve (GB/T 10114). A unit that imports under the code of its
    own township reports for its whole district.

    Parameters
    ----------
    place : str
        As the row says it; empty is the district itself.
    district : str
    cell : str
        File and cell, for the finding.
    """
    stem = district[:_DISTRICT_DIGITS]
    if not place or place == district:
        return None
    try:
        code_level(place)
    except BadInputError as error:
        return refuse(
            "place",
            cell,
            place,
            str(error),
            f"Write the township's code, {stem} and three digits, or leave it empty.",
        )
    if place.startswith(stem):
        return None
    return refuse(
        "place",
        cell,
        place,
        f"No account of {district} counts {_named(place)}: it reads places whose code "
        f"begins with {stem}.",
        f"Write a code that begins with {stem}, or leave the cell empty for the whole "
        "district.",
    )


def _named(place: str) -> str:
    try:
        return f"{place} ({place_tree().full_name(place)})"
    except NotFoundError:
        return place
