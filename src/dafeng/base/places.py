"""Places: the tree of administrative divisions by code (GB/T 2260).

The packaged rows are ``data/places.csv``: provinces, prefectures and counties of the
Ministry of Civil Affairs' list of divisions, with those that have ended since the
edition of December 2010. The district of the sample plan, its towns and its parks are
left out on purpose: names of the sample stand in the room ``sample`` alone, which adds
its rows with ``place_tree(extra=...)``.

Codes have 6 digits down to the county, 9 to the township and 12 to the village
(GB/T 10114 adds 3 digits per level). A parent is the next shorter code that exists:
a district of a municipality and a county under direct provincial rule have their
province as parent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType

import attrs

from dafeng.base.errors import BadInputError, NotFoundError
from dafeng.base.periods import Period
from dafeng.base.tables import packaged_rows

_CODE = re.compile(r"[1-9]\d{5}(?:\d{3}){0,2}")


class PlaceLevel(StrEnum):
    """Level of a division."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


def code_level(code: str) -> PlaceLevel:
    """Return the level that a code's form says.

    Raises
    ------
    BadInputError
        ``place.code``: not 6, 9 or 12 digits.

    Examples
    --------
    >>> code_level("130000").value, code_level("130102").value
    ('province', 'county')
    """
    if not _CODE.fullmatch(code):
        msg = f"{code!r} is no division code: 6, 9 or 12 digits, the first not 0."
        raise BadInputError(msg, code="place.code", place=code)
    if len(code) > 6:
        return PlaceLevel.TOWNSHIP if len(code) == 9 else PlaceLevel.VILLAGE
    if code.endswith("0000"):
        return PlaceLevel.PROVINCE
    return PlaceLevel.PREFECTURE if code.endswith("00") else PlaceLevel.COUNTY


def _period_or_none(text: str | None) -> Period | None:
    return Period.parse(text) if text else None


@attrs.frozen(kw_only=True)
class Place:
    """A division under one name.

    Attributes
    ----------
    code : str
        Division code of 6, 9 or 12 digits.
    name : str
        Official name.
    level : PlaceLevel
        As the code's form says.
    valid_from, valid_to : Period or None
        Month or year in which code and name began and ended; None is before the
        first edition read, or still standing.
    source : str
        Edition of the list.
    """

    code: str
    name: str = attrs.field(validator=attrs.validators.min_len(1))
    level: PlaceLevel = attrs.field(init=False)
    valid_from: Period | None = None
    valid_to: Period | None = None
    source: str = ""

    @level.default
    def _level_of_code(self) -> PlaceLevel:
        return code_level(self.code)

    def stands(self, on: date) -> bool:
        """Whether code and name are in use; the month of change counts for both."""
        return (self.valid_from is None or self.valid_from.start <= on) and (
            self.valid_to is None or on <= self.valid_to.end
        )


@attrs.frozen
class PlaceTree:
    """Divisions by code.

    Attributes
    ----------
    rows : mapping of str to tuple of Place
        Code to its names in time, the latest last.
    """

    rows: Mapping[str, tuple[Place, ...]] = attrs.field(repr=False)

    @classmethod
    def of(cls, places: Iterable[Place]) -> PlaceTree:
        """Build a tree; rows of one code are put in the order of time.

        Raises
        ------
        BadInputError
            ``place.duplicate``: one code stands twice without an end; the message
            names all of them.
        """
        rows: dict[str, list[Place]] = {}
        for place in places:
            rows.setdefault(place.code, []).append(place)
        double = [
            c for c, many in rows.items() if sum(p.valid_to is None for p in many) > 1
        ]
        if double:
            msg = f"These codes stand for two places at once: {', '.join(double)}."
            raise BadInputError(msg, code="place.duplicate", places=double)
        return cls(
            MappingProxyType(
                {code: tuple(sorted(many, key=_end)) for code, many in rows.items()}
            )
        )

    def get(self, code: str, *, on: date | None = None) -> Place:
        """Return the place of a code, as of a day or by its latest name.

        Raises
        ------
        BadInputError
            ``place.code``: the code has no valid form.
        NotFoundError
            ``place.unknown``: no such code, or not on that day.
        """
        code_level(code)
        for place in reversed(self.rows.get(code, ())):
            if on is None or place.stands(on):
                return place
        near = self._nearest(code)
        where = f"Its superior is {near.name} ({near.code})." if near else ""
        msg = (
            f"There is no place {code}{f' on {on}' if on else ''}. {where} "
            "Add a row with code and name, or check the code."
        )
        raise NotFoundError(msg, code="place.unknown", place=code)

    def __contains__(self, code: object) -> bool:
        return code in self.rows

    def __iter__(self) -> Iterator[Place]:
        return (many[-1] for many in self.rows.values())

    def __len__(self) -> int:
        return len(self.rows)

    def parent(self, code: str) -> Place | None:
        """Return the next superior that exists; None of a province."""
        return self._nearest(self.get(code).code)

    def chain(self, code: str) -> tuple[Place, ...]:
        """Return the place and its superiors, the province last."""
        found = [self.get(code)]
        while superior := self._nearest(found[-1].code):
            found.append(superior)
        return tuple(found)

    def children(self, code: str) -> tuple[Place, ...]:
        """Return the places that stand today directly below, by code."""
        own = self.get(code).code
        stem = _stem(own)
        below = (
            place
            for other, (*_, place) in self.rows.items()
            if other != own and other.startswith(stem) and place.valid_to is None
        )
        near = (p for p in below if (up := self._nearest(p.code)) and up.code == own)
        return tuple(sorted(near, key=lambda place: place.code))

    def find(self, name: str) -> tuple[Place, ...]:
        """Return all places with this full name, standing ones first, then by code."""
        hits = (p for many in self.rows.values() for p in many if p.name == name)
        return tuple(sorted(hits, key=lambda p: (p.valid_to is not None, p.code)))

    def full_name(self, code: str) -> str:
        """Return the names from the province down, such as ``河北省石家庄市长安区``."""
        return "".join(place.name for place in reversed(self.chain(code)))

    def _nearest(self, code: str) -> Place | None:
        for superior in _superiors(code):
            if superior in self.rows:
                return self.rows[superior][-1]
        return None


def _end(place: Place) -> tuple[bool, date]:
    return place.valid_to is None, place.valid_to.end if place.valid_to else date.max


def _stem(code: str) -> str:
    """Return the digits that every code below shares."""
    if len(code) > 6:
        return code
    return (
        code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code
    )


def _superiors(code: str) -> Iterator[str]:
    """Yield the codes of possible superiors, nearest first."""
    for length in (9, 6):
        if len(code) > length:
            yield code[:length]
    for length in (4, 2):
        superior = code[:length].ljust(6, "0")
        if superior != code[:6] or len(code) > 6:
            yield superior


def place_of_row(row: Mapping[str, str]) -> Place:
    """Return the place of a row in the form of ``data/places.csv``.

    The columns ``valid_from``, ``valid_to`` and ``source`` may be missing; ``level``
    is for readers of the file and follows from the code.
    """
    return Place(
        code=row["code"],
        name=row["name"],
        valid_from=_period_or_none(row.get("valid_from")),
        valid_to=_period_or_none(row.get("valid_to")),
        source=row.get("source", ""),
    )


@cache
def _packaged() -> tuple[Place, ...]:
    return tuple(map(place_of_row, packaged_rows("dafeng.base", "places.csv")))


@cache
def place_tree(extra: tuple[Place, ...] = ()) -> PlaceTree:
    """Return the packaged tree with further places.

    Parameters
    ----------
    extra : tuple of Place
        Rows of another room, such as the towns and parks of a district.
    """
    return PlaceTree.of((*_packaged(), *extra))
