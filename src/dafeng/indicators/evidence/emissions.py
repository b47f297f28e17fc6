"""Emissions: an account's totals as rows of the lake, and as observations.

Whoever makes or seals an account writes its rows; indicators read them. A total that
no account counts has no row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dafeng.accounts import Boundary, within
from dafeng.accounts.exchange import account_to_json
from dafeng.indicators.evidence.tables import EMISSIONS
from dafeng.indicators.records import Basis, Observation, Quality
from dafeng.indicators.series import series_catalogue
from dafeng.lake import sha256_of

if TYPE_CHECKING:
    from dafeng.accounts import Account
    from dafeng.lake import Lake

COUNTED = (Boundary.CONTROL, Boundary.TERRITORIAL, Boundary.SINKS)


def publish_emissions(account: Account, lake: Lake, *, learned_at: datetime) -> int:
    """Append the totals of an account to the lake, unless they are what stands there.

    Parameters
    ----------
    account : Account
    lake : Lake
    learned_at : datetime
        When the account was made known, with its time zone.

    Returns
    -------
    int
        Rows that were stored; 0 when this very account was published last.
    """
    digest = account_digest(account)
    settings = account.settings
    if _published(lake, settings.place, settings.year) == digest:
        return 0
    receipt = lake.append(
        EMISSIONS,
        list(emission_rows(account)),
        key=f"account/{digest}/{learned_at.astimezone(UTC):%Y%m%dT%H%M%S%f}",
        learned_at=learned_at,
    )
    return receipt.rows


def _published(lake: Lake, place: str, year: int) -> str | None:
    """Digest of the account that was published last; None where none was."""
    if EMISSIONS.name not in lake.tables():
        return None
    rows = lake.current(EMISSIONS.name).to_pylist()
    held = [r["account"] for r in rows if (r["place"], r["year"]) == (place, year)]
    return held[0] if held else None


def account_digest(account: Account) -> str:
    """SHA-256 of the account's canonical bytes."""
    return sha256_of(account_to_json(account))


def emission_rows(account: Account) -> Iterator[Mapping[str, object]]:
    """Yield one row for each boundary, and one for each sector and those above it."""
    digest = account_digest(account)
    for boundary in COUNTED:
        lines = within(account.lines, boundary)
        if not lines:
            continue
        sums: dict[str, int] = defaultdict(int)
        made_up: dict[str, bool] = defaultdict(bool)
        for line in lines:
            for sector in _upward(line.sector):
                sums[sector] += line.co2e_g
                made_up[sector] |= "synthetic" in line.flags
        whole = next(t for t in account.totals if t.boundary is boundary)
        for sector, grams in sorted(sums.items()):
            yield {
                "place": account.settings.place,
                "year": account.settings.year,
                "boundary": boundary.value,
                "sector": sector or None,
                "value_g": grams,
                "low_g": None if sector else whole.low_g,
                "high_g": None if sector else whole.high_g,
                "account": digest,
                "factor_edition": account.factor_edition,
                "synthetic": made_up[sector],
            }


def _upward(sector: str) -> Iterator[str]:
    """Yield the sector and everything that contains it; the whole is empty."""
    yield ""
    parts = sector.split(".") if sector else []
    for length in range(1, len(parts) + 1):
        yield ".".join(parts[:length])


def emission_observations(rows: Iterable[Mapping[str, Any]]) -> Iterator[Observation]:
    """Yield ``emissions.<boundary>[.<sector>]`` in tonnes, as far as it is a series."""
    for row in rows:
        name = ".".join(filter(None, ("emissions", row["boundary"], row["sector"])))
        if name not in series_catalogue():
            continue
        yield Observation(
            series=name,
            period=str(row["year"]),
            value=Decimal(row["value_g"]).scaleb(-6),
            basis=Basis.STATISTICAL,
            quality=Quality.C,
            evidence=f"碳账 {row['year']},校验值 {row['account'][:12]}",
            entered_by="dafeng",
            learned_on=row["learned_at"].date(),
            synthetic=row["synthetic"],
        )
