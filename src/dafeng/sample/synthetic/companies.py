"""The 150 key energy users of the synthetic district; none of them exists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from dafeng.base.organisations import body_check_character, uscc_check_character
from dafeng.base.tables import packaged_rows
from dafeng.sample.district import (
    SAMPLE_PLACE_CODE,
    SampleOrganisation,
    sample_organisations,
)
from dafeng.sample.synthetic.records import SampleEnterprise

if TYPE_CHECKING:
    from dafeng.sample.synthetic.chance import Chance

FIRST_YEAR = 2015
LATE_REPORTING_FROM = 2018
PLANT_OPENINGS = {"示范热电": 2016, "示范环保": 2019}
"""Plants whose opening the balance knows."""
_DIGITS = "零一二三四五六七八九"
_TEN = 10
_PER_MILLE = 1000
_OPEN_LATE, _CLOSE, _REPORT_LATE = 9, 8, 10
"""Of a hundred enterprises."""
_ALWAYS_THERE = 3
"""The largest of a branch neither open late nor close."""


def enterprises(chance: Chance) -> tuple[SampleEnterprise, ...]:
    """Return all key energy users, in the order of their branches and sizes."""
    made: list[SampleEnterprise] = []
    for row in packaged_rows("dafeng.sample", "enterprise_branches.csv"):
        made += _branch(chance, row, start=len(made))
    return tuple(made)


def enterprise_organisations(
    companies: tuple[SampleEnterprise, ...],
) -> tuple[SampleOrganisation, ...]:
    """Return enterprises as units of the district, below their park or their town."""
    return tuple(
        SampleOrganisation(
            code=one.code,
            parent=one.park or one.town,
            kind="enterprise",
            name_zh=one.name_zh,
            name_en=one.name_en,
            short_zh=one.short_zh,
            place_code=one.place,
        )
        for one in companies
    )


def synthetic_uscc(serial: int) -> str:
    """Return a valid credit code that no authority gives out.

    Examples
    --------
    >>> synthetic_uscc(1)
    '91120118XNQY00010L'
    """
    body = f"XNQY{serial:04d}"
    stem = f"91{SAMPLE_PLACE_CODE}{body}{body_check_character(body)}"
    return stem + uscc_check_character(stem)


def numeral(number: int) -> str:
    """Write a number below 100 in Chinese numerals.

    Examples
    --------
    >>> numeral(7), numeral(10), numeral(23)
    ('七', '十', '二十三')
    """
    tens, ones = divmod(number, _TEN)
    high = "" if not tens else ("" if tens == 1 else _DIGITS[tens]) + "十"
    return high + (_DIGITS[ones] if ones or not tens else "")


def _branch(
    chance: Chance, row: Mapping[str, str], *, start: int
) -> Iterator[SampleEnterprise]:
    places = {one.code: one.place_code for one in sample_organisations()}
    towns = row["towns"].split()
    for rank in range(1, int(row["count"]) + 1):
        code = synthetic_uscc(start + rank)
        town = towns[(rank - 1) % len(towns)]
        in_park = chance.between(1, _PER_MILLE, "park", code) <= int(row["in_park"])
        name = row["name_zh"].format(numeral(rank))
        founded, closed = _life(chance, code, rank, name)
        late = (
            rank > _ALWAYS_THERE
            and chance.between(1, 100, "late", code) <= _REPORT_LATE
        )
        yield SampleEnterprise(
            code=code,
            name_zh=name,
            name_en=row["name_en"].format(rank),
            short_zh=name,
            sector=row["sector"],
            town=town,
            park=row["park"] if in_park else "",
            place=places[town],
            founded=founded,
            closed=closed,
            reports_from=LATE_REPORTING_FROM if late else FIRST_YEAR,
            weight=chance.vary(1_000_000 // (rank + 2), 200_000, "weight", code),
        )


def _life(chance: Chance, code: str, rank: int, name: str) -> tuple[int, int]:
    """First and last year of work."""
    opened = PLANT_OPENINGS.get(name[:4], 0)
    if opened:
        return opened, 0
    founded = chance.between(1994, FIRST_YEAR - 1, "founded", code)
    if rank <= _ALWAYS_THERE:
        return founded, 0
    lot = chance.between(1, 100, "life", code)
    if lot <= _OPEN_LATE:
        return chance.between(2016, 2022, "opened", code), 0
    if lot <= _OPEN_LATE + _CLOSE:
        return founded, chance.between(2016, 2023, "closed", code)
    return founded, 0
