"""Compliance: verified emissions against allowances; one market; two bodies."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import attrs

from dafeng.enterprises.reporting.errors import ReportError

if TYPE_CHECKING:
    from collections.abc import Iterable

NATIONAL, LOCAL = "national", "local"


@attrs.frozen(kw_only=True)
class Compliance:
    """Where a unit stands with its allowances.

    Attributes
    ----------
    verified_t : Decimal or None
        Verified emissions; None: not known yet.
    surrendered_t : Decimal
        Allowances given back.
    held_t : Decimal or None
        Allowances that it still holds; None: not known.
    gap_t : Decimal or None
        Verified less surrendered: above 0 something is missing.
    to_buy_t : Decimal or None
        What of the gap the allowances held do not cover; None: not known.
    """

    verified_t: Decimal | None
    surrendered_t: Decimal
    held_t: Decimal | None
    gap_t: Decimal | None
    to_buy_t: Decimal | None

    @property
    def cleared(self) -> bool | None:
        """Whether enough was surrendered; None: not known."""
        return None if self.gap_t is None else self.gap_t <= 0


def compliance(
    verified_t: Decimal | None, surrendered_t: Decimal, held_t: Decimal | None
) -> Compliance:
    """Return the compliance gap: verified emissions less surrendered allowances.

    Raises
    ------
    ReportError
        ``compliance.negative``: allowances are below 0.

    Examples
    --------
    >>> compliance(Decimal(100), Decimal(80), Decimal(15)).to_buy_t
    Decimal('5')
    """
    if surrendered_t < 0 or (held_t is not None and held_t < 0):
        msg = f"Allowances are not below 0: {surrendered_t}, {held_t}."
        raise ReportError(msg, code="compliance.negative")
    gap = None if verified_t is None else verified_t - surrendered_t
    short = None if gap is None or held_t is None else max(gap - held_t, Decimal())
    return Compliance(
        verified_t=verified_t,
        surrendered_t=surrendered_t,
        held_t=held_t,
        gap_t=gap,
        to_buy_t=short,
    )


def see_one_market(markets: Iterable[str]) -> None:
    """Refuse a unit of the national and of the local market in one year.

    Raises
    ------
    ReportError
        ``market.twice``.

    Source
    ------
    Units of the national market leave the local one (津政办规〔2025〕7号).
    """
    held = set(markets)
    if {NATIONAL, LOCAL} <= held:
        msg = "A unit of the national market is in no local one: take one of them back."
        raise ReportError(msg, code="market.twice")


def see_two_bodies(writer: str, verifier: str) -> None:
    """Refuse a body that writes the report and verifies it.

    Parameters
    ----------
    writer, verifier : str
        Credit codes, or names where no code is known; blanks and case do not count.

    Raises
    ------
    ReportError
        ``verifier.same``.

    Source
    ------
    碳排放权交易管理暂行条例 (国务院令第775号): the same body does not write and verify
    reports in one province.
    """
    if writer.strip() and plain_body(writer) == plain_body(verifier):
        msg = f"{verifier} wrote the report; another body verifies it."
        raise ReportError(msg, code="verifier.same", body=verifier)


def plain_body(name: str) -> str:
    """Return a code or name without blanks, in one case."""
    return "".join(name.split()).casefold()
