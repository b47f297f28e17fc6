"""Rows of the lake behind a stated figure, as CSV of the versions that were sealed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import attrs
import pyarrow.compute as pc

from dafeng.base.days import end_of_day
from dafeng.base.errors import NotFoundError
from dafeng.lake import DamagedError
from dafeng.proofs.records import Words

if TYPE_CHECKING:
    from dafeng.indicators import Observation
    from dafeng.lake import Lake

OBSERVATIONS, REGISTERS = "observations", "registers"
EMISSIONS, BALANCE = "emissions", "balance"
_GRAMS = "value_g"
_WORKED_OUT = Words(
    zh="由能源平衡表推算，须用程序复算，随附所依据的行",
    en="worked out from the energy balance by the program; the rows it rests on are "
    "enclosed",
)


@attrs.frozen(kw_only=True)
class Entry:
    """How a stated figure follows from rows of a table.

    Attributes
    ----------
    table : str
    rows : tuple of int
        Places in the CSV, from 0.
    rule : str
        ``scaled``: the sum of a column of integers, times a power of ten; ``count``:
        how many rows; ``program``: more than this.
    column : str
    scale : int
        Power of ten of the column.
    """

    table: str
    rows: tuple[int, ...]
    rule: str
    column: str = ""
    scale: int = 0


@attrs.frozen(kw_only=True)
class Total:
    """A row that is the sum of others: a whole and its sectors."""

    table: str
    column: str
    whole: int
    parts: tuple[int, ...]


@attrs.frozen(kw_only=True)
class LedgerTable:
    """Rows of one table as CSV."""

    name: str
    version: int
    content: bytes = attrs.field(repr=False)
    rows: int


@attrs.frozen(kw_only=True)
class Ledgers:
    """What the lake says about some stated figures.

    Attributes
    ----------
    tables : tuple of LedgerTable
    entries : mapping of Observation to Entry
        A figure whose rows were not found is not in it.
    totals : tuple of Total
    troubles : tuple of str
        Tables that could not be read, with the reason.
    """

    tables: tuple[LedgerTable, ...] = ()
    entries: Mapping[Observation, Entry] = attrs.field(factory=dict)
    totals: tuple[Total, ...] = ()
    troubles: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Pinned:
    """Which state of the lake is read: place, day, versions."""

    place: str
    as_of: date
    versions: Mapping[str, int]


def ledgers_of(
    lake: Lake | None, pinned: Pinned, observations: Iterable[Observation]
) -> Ledgers:
    """Find the rows behind stated figures; without a lake there are none."""
    wanted = list(dict.fromkeys(observations))
    if lake is None or not wanted:
        return Ledgers()
    found, troubles = _Found(), []
    for name, take in _TAKES.items():
        if name not in pinned.versions:
            continue
        try:
            rows = _rows(lake, name, pinned)
        except (NotFoundError, DamagedError) as error:
            troubles.append(f"{name}: {error}")
            continue
        found.take(name, rows, list(take(rows, wanted)))
        if name == EMISSIONS and name in found.kept:
            found.totals += _totals(found.kept[name])
    tables = [
        LedgerTable(
            name=name,
            version=pinned.versions[name],
            content=_csv(rows),
            rows=len(rows),
        )
        for name, rows in found.kept.items()
    ]
    return Ledgers(
        tables=tuple(tables),
        entries=found.entries,
        totals=tuple(found.totals),
        troubles=tuple(troubles),
    )


def explained(entry: Entry) -> Words | None:
    """Say why a figure does not follow from its rows by plain arithmetic."""
    return _WORKED_OUT if entry.rule == "program" else None


def _rows(lake: Lake, name: str, pinned: Pinned) -> list[dict[str, Any]]:
    """Rows of the place that held on the day, in the order of the table."""
    held = lake.current(
        name, version=pinned.versions[name], learned_by=end_of_day(pinned.as_of)
    )
    found: list[dict[str, Any]] = held.filter(
        pc.equal(held["place"], pinned.place)
    ).to_pylist()
    return found


_Row = dict[str, Any]


@attrs.frozen(kw_only=True)
class _Taken:
    """What one table gives for one figure: rows by their place in the table."""

    observation: Observation
    rows: tuple[int, ...]
    rule: str
    column: str = ""
    scale: int = 0
    beside: tuple[int, ...] = ()
    """More rows to enclose, so that a whole can be compared with its parts."""


@attrs.define
class _Found:
    kept: dict[str, list[_Row]] = attrs.field(factory=dict)
    entries: dict[Observation, Entry] = attrs.field(factory=dict)
    totals: list[Total] = attrs.field(factory=list)

    def take(self, name: str, rows: list[_Row], taken: list[_Taken]) -> None:
        places = sorted({n for one in taken for n in (*one.rows, *one.beside)})
        if not places:
            return
        self.kept[name] = [rows[place] for place in places]
        new = {place: number for number, place in enumerate(places)}
        for one in taken:
            self.entries[one.observation] = Entry(
                table=name,
                rows=tuple(new[place] for place in one.rows),
                rule=one.rule,
                column=one.column,
                scale=one.scale,
            )


def _stated(rows: list[_Row], wanted: list[Observation]) -> Iterator[_Taken]:
    at = {
        (row["series"], row["period"], row["scope"] or "", row["basis"]): number
        for number, row in enumerate(rows)
    }
    for one in wanted:
        key = (one.series, one.period, one.scope, one.basis.value)
        if key in at:
            rows_of = (at[key],)
            yield _Taken(
                observation=one, rows=rows_of, rule="scaled", column="value_e6", scale=6
            )


def _registered(rows: list[_Row], wanted: list[Observation]) -> Iterator[_Taken]:
    for one in wanted:
        kind, _, rest = one.series.partition(".")
        code, _, measure = rest.partition(".")
        if kind != "register":
            continue
        day = date(int(one.period), 12, 31)
        living = tuple(
            number
            for number, row in enumerate(rows)
            if row["register"] == code
            and row["since"] <= day
            and (row["until"] is None or row["until"] >= day)
        )
        if measure == "count":
            yield _Taken(observation=one, rows=living, rule="count")
        else:
            yield _Taken(
                observation=one, rows=living, rule="scaled", column="amount_e6", scale=6
            )


def _emitted(rows: list[_Row], wanted: list[Observation]) -> Iterator[_Taken]:
    at = {
        (".".join(filter(None, (row["boundary"], row["sector"]))), row["year"]): number
        for number, row in enumerate(rows)
    }
    for one in wanted:
        kind, _, rest = one.series.partition(".")
        number = at.get((rest, int(one.period))) if kind == EMISSIONS else None
        if number is None:
            continue
        whole = rows[number]
        beside = tuple(
            place
            for place, row in enumerate(rows)
            if (row["boundary"], row["year"]) == (whole["boundary"], whole["year"])
        )
        yield _Taken(
            observation=one,
            rows=(number,),
            rule="scaled",
            column=_GRAMS,
            scale=6,
            beside=beside,
        )


def _balanced(rows: list[_Row], wanted: list[Observation]) -> Iterator[_Taken]:
    for one in wanted:
        if not one.evidence.startswith("能源平衡表"):
            continue
        year = tuple(n for n, row in enumerate(rows) if str(row["year"]) == one.period)
        yield _Taken(observation=one, rows=year, rule="program")


_TAKES = {
    OBSERVATIONS: _stated,
    REGISTERS: _registered,
    EMISSIONS: _emitted,
    BALANCE: _balanced,
}


def _totals(rows: list[_Row]) -> list[Total]:
    """Every sector that has sectors below it, and the whole."""
    at = {(r["year"], r["boundary"], r["sector"] or ""): n for n, r in enumerate(rows)}
    parts: dict[tuple[Any, Any, str], list[int]] = {}
    for (year, boundary, sector), number in at.items():
        if sector:
            above = sector.rpartition(".")[0]
            parts.setdefault((year, boundary, above), []).append(number)
    return [
        Total(table=EMISSIONS, column=_GRAMS, whole=at[key], parts=tuple(below))
        for key, below in parts.items()
        if key in at
        # A line may stand at a sector itself, beside those of its parts.
        and rows[at[key]][_GRAMS] == sum(rows[number][_GRAMS] for number in below)
    ]


def _csv(rows: list[_Row]) -> bytes:
    out = io.StringIO()
    written = csv.writer(out, lineterminator="\n")
    written.writerow(rows[0])
    written.writerows([_cell(value) for value in row.values()] for row in rows)
    return out.getvalue().encode()


def _cell(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else value
