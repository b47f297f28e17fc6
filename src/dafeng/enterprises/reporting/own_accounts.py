"""The own account of a key user, and its sum against the account of the district."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import attrs

from dafeng.accounts import (
    Boundary,
    Evidence,
    run_account,
    total_g,
    within,
)
from dafeng.enterprises.reporting.errors import ReportError
from dafeng.factors import factor_book

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from dafeng.accounts import Account, ActivityRow, Line, Settings
    from dafeng.base.findings import Finding


@attrs.frozen(kw_only=True)
class OwnLine:
    """One gas of one flow of an enterprise."""

    flow: str
    sector: str
    item: str
    activity: Decimal
    unit: str
    stream: str
    grade: str
    gas: str
    mass_g: int
    co2e_g: int
    control: bool
    factors: tuple[str, ...]
    complete: bool


@attrs.frozen(kw_only=True)
class OwnAccount:
    """What an enterprise emitted in a year, with what it was made of.

    Attributes
    ----------
    control_g : int
        Energy CO2: direct plus net bought power and heat; sums into the sector.
    all_g : int
        Everything that enterprises report, processes among them.
    seal : str
        SHA-256 over rows, factor edition and lines: the same input, the same seal.
    """

    enterprise: str
    year: int
    lines: tuple[OwnLine, ...]
    control_g: int
    all_g: int
    factor_edition: str
    seal: str
    findings: tuple[Finding, ...]

    @property
    def complete(self) -> bool:
        """Whether every month is known of every line."""
        return all(one.complete for one in self.lines)


def own_account(enterprise: str, evidence: Evidence, settings: Settings) -> OwnAccount:
    """Make the account of one enterprise from what it states itself.

    Parameters
    ----------
    enterprise : str
        Its name among the owners of activity (credit code).
    evidence : Evidence
        What is known of the year; rows of other owners are left.
    settings : Settings
        Those of the district account, so that the sum reconciles with it.

    Raises
    ------
    ReportError
        ``own.nothing``: nothing is known of the enterprise in that year.
    """
    mine = tuple(one for one in evidence.rows if one.owner == enterprise)
    made = own_accounts_of(attrs.evolve(evidence, rows=mine), settings)
    if not made:
        msg = f"Nothing is known of {enterprise} in {settings.year}."
        raise ReportError(
            msg, code="own.nothing", enterprise=enterprise, year=settings.year
        )
    return made[0]


def own_accounts_of(evidence: Evidence, settings: Settings) -> tuple[OwnAccount, ...]:
    """Make the account of every owner among the rows, in one pass.

    Each is the same as if it were made alone: what one owner states says nothing about
    another. Factors that an owner measured, and those that somebody signed for, count
    as they do in the account of the district.
    """
    of_owner: dict[str, list[ActivityRow]] = defaultdict(list)
    for row in sorted(evidence.rows, key=lambda one: one.row_id):
        if row.owner and row.year == settings.year:
            of_owner[row.owner].append(row)
    if not of_owner:
        return ()
    every = tuple(row for mine in of_owner.values() for row in mine)
    owned = Evidence(
        rows=every,
        measured=evidence.measured,
        signatures=evidence.signatures,
        used_proofs=evidence.used_proofs,
    )
    account = run_account(owned, factor_book(), settings)
    controlled = {one.id for one in within(account.lines, Boundary.CONTROL)}
    reported = {one.id for one in within(account.lines, Boundary.ENTERPRISES)}
    lines: dict[str, list[Line]] = defaultdict(list)
    for line in account.lines:
        lines[line.owner].append(line)
    found: dict[str, list[Finding]] = defaultdict(list)
    of_row = {row.row_id: row.owner for row in every}
    for one in account.findings:
        found[of_row.get(one.place, "")].append(one)
    return tuple(
        _own(
            owner,
            mine,
            lines[owner],
            (controlled, reported),
            settings,
            account.factor_edition,
            (*found[owner], *found[""]),
        )
        for owner, mine in sorted(of_owner.items())
    )


def _own(
    enterprise: str,
    mine: list[ActivityRow],
    held: list[Line],
    counted: tuple[set[str], set[str]],
    settings: Settings,
    edition: str,
    findings: tuple[Finding, ...],
) -> OwnAccount:
    controlled, reported = counted
    lines = tuple(_line(one, one.id in controlled) for one in held)
    told = {
        "enterprise": enterprise,
        "year": settings.year,
        "gwp": settings.gwp,
        "power": settings.power,
        "regions": settings.regions,
        "factors": edition,
        "rows": [_plain(one) for one in mine],
        "lines": [_plain(one) for one in lines],
    }
    return OwnAccount(
        enterprise=enterprise,
        year=settings.year,
        lines=lines,
        control_g=total_g([one for one in held if one.id in controlled]),
        all_g=total_g([one for one in held if one.id in reported]),
        factor_edition=edition,
        seal=_digest(told),
        findings=findings,
    )


def _line(one: Line, control: bool) -> OwnLine:  # noqa: FBT001 - a fact of the line
    return OwnLine(
        flow=one.flow,
        sector=one.sector,
        item=one.item,
        activity=one.activity,
        unit=one.unit,
        stream=one.stream.value,
        grade=one.grade.value,
        gas=one.gas,
        mass_g=one.mass_g,
        co2e_g=one.co2e_g,
        control=control,
        factors=tuple(use.factor_id for use in one.uses),
        complete="incomplete" not in one.flags,
    )


def _plain(record: Any) -> Mapping[str, Any]:
    return attrs.asdict(record, recurse=False)


def _digest(told: Mapping[str, Any]) -> str:
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


@attrs.frozen(kw_only=True)
class SectorGap:
    """A sector of the district account beside the sum of the enterprises in it.

    ``own_g + small_users_g + difference_g == district_g``, in grams of CO2 equivalent
    of the control total, exactly.

    Attributes
    ----------
    own_g : int
        Sum of the own accounts.
    district_g : int
        What the district account holds of the sector.
    small_users_g : int
        What the district account keeps beside named owners: the residual.
    difference_g : int
        What the two accounts say differently of the same owners.
    enterprises : int
        How many own accounts there are in the sector.
    without : tuple of str
        Owners of the district account that have no own account.
    """

    sector: str
    own_g: int
    district_g: int
    small_users_g: int
    difference_g: int
    enterprises: int
    without: tuple[str, ...]


def sector_gaps(own: Sequence[OwnAccount], district: Account) -> tuple[SectorGap, ...]:
    """Set the sum of own accounts beside the sectors of the district account."""
    sums: dict[str, int] = defaultdict(int)
    owners: dict[str, set[str]] = defaultdict(set)
    for one in own:
        for line in one.lines:
            if line.control:
                sums[line.sector] += line.co2e_g
                owners[line.sector].add(one.enterprise)
    held = within(district.lines, Boundary.CONTROL)
    made = []
    for sector in sorted({line.sector for line in held} | set(sums)):
        lines = [line for line in held if line.sector == sector]
        whole = sum(line.co2e_g for line in lines)
        small = sum(line.co2e_g for line in lines if not line.owner)
        named = {line.owner for line in lines if line.owner}
        made.append(
            SectorGap(
                sector=sector,
                own_g=sums[sector],
                district_g=whole,
                small_users_g=small,
                difference_g=whole - small - sums[sector],
                enterprises=len(owners[sector]),
                without=tuple(sorted(named - owners[sector])),
            )
        )
    return tuple(made)
