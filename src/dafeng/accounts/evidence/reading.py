"""Evidence: what the lake knew about a district's year when an account was made."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs
import pyarrow.compute as pc

from dafeng.accounts.balance import balance_cells, totals_from_balance
from dafeng.accounts.coefficients import LANDFILL
from dafeng.accounts.evidence.proofs import GREEN
from dafeng.accounts.evidence.rows import activity_rows
from dafeng.accounts.evidence.tables import LEDGER
from dafeng.accounts.records import Settings
from dafeng.base.days import end_of_day
from dafeng.base.errors import NotFoundError
from dafeng.factors import Factor, Level, Signature

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    import pyarrow as pa

    from dafeng.accounts.evidence.rows import ActivityRow
    from dafeng.base.findings import Finding
    from dafeng.lake import Lake

RESPONSIBLE = "responsible:"
"""Names of the table ``district`` that give a sector's responsible unit."""


@attrs.frozen(kw_only=True)
class Evidence:
    """Rows of one district.

    Attributes
    ----------
    rows : tuple of ActivityRow
        Of the year; of earlier years what was put into landfills. Totals of the
        energy balance are among them.
    findings : tuple of Finding
        What of the balance could not be taken over.
    measured : tuple of Factor
        Factors that owners measured.
    signatures : tuple of Signature
        Unverified factors that a person took responsibility for.
    used_proofs : tuple of (str, str)
        Certificates that earlier years used, each with the row that did.
    tables : tuple of (str, int)
        Name and version of each table that was read.
    """

    rows: tuple[ActivityRow, ...]
    findings: tuple[Finding, ...] = ()
    measured: tuple[Factor, ...] = ()
    signatures: tuple[Signature, ...] = ()
    used_proofs: tuple[tuple[str, str], ...] = ()
    tables: tuple[tuple[str, int], ...] = ()


def read_evidence(
    lake: Lake, settings: Settings, versions: Mapping[str, int] | None = None
) -> Evidence:
    """Read what an account of ``settings.place`` and ``settings.year`` rests on.

    Parameters
    ----------
    lake : Lake
    settings : Settings
        ``as_of`` leaves out what was learned after that day.
    versions : mapping of str to int, optional
        Version of each table, to read what a seal pinned; default the newest.

    Raises
    ------
    NotFoundError
        ``account.no_activity``: nothing is known about the year, or was on that day.
    """
    reading = _Reading(lake, settings, versions)
    known = [
        row
        for row in activity_rows(reading.table("activity"))
        if row.place.startswith(settings.place)
    ]
    rows = [row for row in known if _in_time(row, settings.year)]
    findings: tuple[Finding, ...] = ()
    if reading.has("balance"):
        cells = balance_cells(reading.of_year("balance"))
        totals = totals_from_balance(c for c in cells if c.place == settings.place)
        rows += totals.rows
        findings = totals.findings
    if not any(row.year == settings.year for row in rows):
        raise _nothing_known(settings, known)
    return Evidence(
        used_proofs=tuple(_used_proofs(known, settings.year)),
        rows=tuple(sorted(rows, key=lambda row: row.row_id)),
        findings=findings,
        measured=tuple(map(_measured, reading.records("measured"))),
        signatures=tuple(
            _signature(row)
            for row in reading.records("signatures")
            if not row["withdrawn"]
        ),
        tables=reading.tables(),
    )


def _nothing_known(settings: Settings, known: list[ActivityRow]) -> NotFoundError:
    years = sorted({row.year for row in known if row.flow != LANDFILL})
    day = f" on {settings.as_of}" if settings.as_of else ""
    msg = (
        f"Nothing was known{day} about {settings.year} in {settings.place}. "
        f"Known: {', '.join(map(str, years)) or 'no year'}."
    )
    return NotFoundError(msg, code="account.no_activity", year=settings.year)


def _used_proofs(known: Iterable[ActivityRow], year: int) -> Iterable[tuple[str, str]]:
    """Certificates of earlier years, in the order of their rows."""
    green = [row for row in known if row.flow == GREEN and row.proof]
    earlier = {row.proof: row.row_id for row in green if row.year < year}
    return sorted(earlier.items())


def read_settings(
    lake: Lake, place: str, year: int, *, as_of: date | None = None
) -> Settings:
    """Read how accounts of a place are made from the table ``district``.

    Parameters
    ----------
    lake : Lake
    place : str
    year : int
    as_of : date, optional
        Read them as they were known on that day, and ask for that day's account.

    Raises
    ------
    NotFoundError
        ``account.no_district``: the lake does not know the place.
    """
    there = "district" in lake.tables()
    known_by = _learned_by(as_of)
    table = lake.current("district", learned_by=known_by) if there else None
    rows = [] if table is None else table.to_pylist()
    known = {row["name"]: row["value"] for row in rows if row["place"] == place}
    if not known:
        have = sorted({row["place"] for row in rows})
        msg = (
            f"The lake says nothing about the place {place!r}. "
            f"It knows: {', '.join(have) or 'no place'}."
        )
        raise NotFoundError(msg, code="account.no_district", place=place)
    responsible = tuple(
        (name.removeprefix(RESPONSIBLE), value)
        for name, value in sorted(known.items())
        if name.startswith(RESPONSIBLE)
    )
    return Settings(
        place=place,
        year=year,
        regions=tuple(known.get("regions", "CN,World").split(",")),
        gwp=known.get("gwp", "AR5GWP100"),
        responsible=responsible,
        as_of=as_of,
    )


def districts(lake: Lake) -> tuple[str, ...]:
    """Return places that accounts can be made for."""
    if "district" not in lake.tables():
        return ()
    return tuple(sorted(set(lake.current("district")["place"].to_pylist())))


def years_with_activity(lake: Lake, place: str) -> tuple[int, ...]:
    """Return years for which something is known, oldest first.

    Deposits of landfills reach back before any account and do not count.
    """
    if "activity" not in lake.tables():
        return ()
    table = lake.current("activity")
    here = table.filter(
        pc.and_(
            pc.starts_with(table["place"], place),
            pc.not_equal(table["flow"], LANDFILL),
        )
    )
    if "withdrawn" in here.column_names:
        here = here.filter(pc.fill_null(pc.invert(here["withdrawn"]), True))  # noqa: FBT003 - a value of the table
    return tuple(sorted(set(here["year"].to_pylist())))


class _Reading:
    """Tables of the lake at one moment."""

    def __init__(
        self, lake: Lake, settings: Settings, versions: Mapping[str, int] | None
    ) -> None:
        self._lake = lake
        self._year = settings.year
        self._learned_by = _learned_by(settings.as_of)
        held = lake.tables()
        self._versions = (
            dict(versions)
            if versions is not None
            else {s.name: lake.version(s.name) for s in LEDGER if s.name in held}
        )

    def has(self, name: str) -> bool:
        return name in self._versions

    def table(self, name: str) -> pa.Table:
        return self._lake.current(
            name, version=self._versions.get(name), learned_by=self._learned_by
        )

    def of_year(self, name: str) -> pa.Table:
        table = self.table(name)
        return table.filter(pc.equal(table["year"], self._year))

    def records(self, name: str) -> list[dict[str, Any]]:
        if not self.has(name):
            return []
        rows: list[dict[str, Any]] = self.table(name).to_pylist()
        return rows

    def tables(self) -> tuple[tuple[str, int], ...]:
        return tuple(sorted((n, v or 0) for n, v in self._versions.items()))


def _learned_by(as_of: date | None) -> datetime | None:
    return None if as_of is None else end_of_day(as_of)


def _in_time(row: ActivityRow, year: int) -> bool:
    return row.year == year or (row.flow == LANDFILL and row.year < year)


def _measured(row: Mapping[str, Any]) -> Factor:
    code, parameter, owner = row["code"], row["parameter"], row["owner"]
    return Factor(
        id=f"{code}.{parameter}@measured:{owner}:{row['year']}",
        code=code,
        name_zh=code,
        name_en=code,
        parameter=parameter,
        value=Decimal(row["value"]),
        unit=row["unit"],
        factor_set=f"measured:{owner}",
        valid_from=row["year"],
        valid_to=row["year"],
        region="",
        gas="",
        level=Level.MEASURED,
        source_document=row["evidence"],
        source_location="",
        verified=bool(row["approved_by"]),
        verified_where=row["approved_by"] or "",
        owner=owner,
    )


def _signature(row: Mapping[str, Any]) -> Signature:
    return Signature(
        factor_id=row["factor_id"],
        person=row["person"],
        signed_on=row["signed_on"],
        reason=row["reason"],
    )
