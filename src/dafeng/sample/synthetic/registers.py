"""Things with a life: plants, chargers, green factories, audited enterprises.

``registers.csv`` says how many there were at the end of each year and how large they
were together; every thing gets a day, a place and its own part of the size.
``register_ends.csv`` names those that were withdrawn or closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.indicators import series_catalogue
from dafeng.sample.district import sample_organisations
from dafeng.sample.synthetic.anchors import E6, PLACES, line_e6, rounded_down
from dafeng.sample.synthetic.chance import in_proportion
from dafeng.sample.synthetic.energy_use import YEARS
from dafeng.sample.synthetic.stated import RegisterRow

if TYPE_CHECKING:
    from dafeng.sample.synthetic.chance import Chance
    from dafeng.sample.synthetic.records import SampleEnterprise

_BEFORE = (2011, 2014)
"""What was there in the first year came in one of these years or between."""
_LAST_DAY, _MONTHS = 28, 12
_LEAST, _MOST = 70, 130

Spec = Mapping[str, str]


@attrs.frozen(kw_only=True)
class Entry:
    """A thing in a register and the years in which its row was written."""

    row: RegisterRow
    written_in: int
    ended_in: int | None = None


def register_entries(
    chance: Chance, companies: tuple[SampleEnterprise, ...]
) -> Iterator[Entry]:
    """Yield every thing once, as it came into its register."""
    specs: dict[tuple[str, str], dict[str, Spec]] = defaultdict(dict)
    name = ""
    for row in packaged_rows("dafeng.sample", "registers.csv"):
        name = row["name_zh"] or name
        specs[row["register"], name][row["part"]] = row
    ends = {
        (row["register"], row["name_zh"], int(row["number"])): row
        for row in packaged_rows("dafeng.sample", "register_ends.csv")
    }
    places = _places(companies)
    for (register, kind), parts in specs.items():
        made = _entries(chance, parts, places[parts["count"]["scopes"]])
        for number, entry in enumerate(made, start=1):
            yield _ended(entry, ends.get((register, kind, number)))


def _places(companies: tuple[SampleEnterprise, ...]) -> Mapping[str, tuple[str, ...]]:
    units = sample_organisations()
    return {
        "towns": tuple(one.code for one in units if one.kind == "township"),
        "parks": tuple(one.code for one in units if one.code.startswith("park-")),
        "enterprises": tuple(one.code for one in companies if not one.closed),
    }


def _entries(
    chance: Chance, parts: Mapping[str, Spec], places: tuple[str, ...]
) -> Iterator[Entry]:
    spec, sizes = parts["count"], parts.get("amount")
    there, grown = 0, 0
    for year in YEARS:
        count = line_e6(spec, year) // E6
        numbers = range(there + 1, count + 1)
        amounts: tuple[int | None, ...] = (None,) * len(numbers)
        if sizes is not None and numbers:
            total = rounded_down(line_e6(sizes, year), int(sizes["digits"]))
            amounts = _split(chance, spec, total - grown, numbers, int(sizes["digits"]))
            grown = total
        for number, amount in zip(numbers, amounts, strict=True):
            yield _entry(chance, spec, places, year, number, amount)
        there = max(there, count)


def _split(
    chance: Chance, spec: Spec, grown: int, numbers: range, digits: int
) -> tuple[int, ...]:
    step = 10 ** (PLACES - digits)
    weights = tuple(
        chance.between(_LEAST, _MOST, "size", spec["name_zh"], n) for n in numbers
    )
    return tuple(part * step for part in in_proportion(grown // step, weights))


def _entry(
    chance: Chance,
    spec: Spec,
    places: tuple[str, ...],
    year: int,
    number: int,
    amount: int | None,
) -> Entry:
    name = f"{spec['name_zh']}{number:03d}"
    first = chance.between(*_BEFORE, "begun", name) if year == YEARS[0] else year
    since = date(
        first,
        chance.between(1, _MONTHS, "month", name),
        chance.between(1, _LAST_DAY, "day", name),
    )
    size = f"register.{spec['register']}.amount"
    known = series_catalogue().get(size)
    return Entry(
        row=RegisterRow(
            register=spec["register"],
            entry=name,
            name=name,
            scope=places[
                (chance.between(0, len(places) - 1, spec["name_zh"]) + number)
                % len(places)
            ],
            amount_e6=amount,
            unit=known.unit if known is not None and amount is not None else "",
            since=since,
            evidence=f"示范登记册{first} 第{number}号",
        ),
        written_in=year,
    )


def _ended(entry: Entry, end: Spec | None) -> Entry:
    if end is None:
        return entry
    day = date.fromisoformat(end["until"])
    ended = attrs.evolve(entry.row, until=day, note=end["note"])
    return attrs.evolve(entry, row=ended, ended_in=day.year)
