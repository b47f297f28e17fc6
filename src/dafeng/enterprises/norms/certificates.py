"""Certificates of energy management systems (GB/T 23331): who has one, until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

import attrs

STANDARD = "GB/T 23331-2020"
SOON = timedelta(days=90)
"""A certificate that ends within it is renewed now."""


class Validity(StrEnum):
    """How a certificate stands on a day."""

    VALID = "valid"
    ENDING = "ending"
    """Valid, and at its end within 90 days."""
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    NOT_YET = "not-yet"


@attrs.frozen(kw_only=True)
class Certificate:
    """One certificate.

    Attributes
    ----------
    enterprise, number, body : str
        Whose; its number; who gave it.
    standard : str
    scope : str
        What of the enterprise it covers.
    issued_on, expires_on : date
        Both days are covered.
    withdrawn_on : date or None
        From this day on it is worth nothing.
    """

    enterprise: str
    number: str
    body: str = ""
    standard: str = STANDARD
    scope: str = ""
    issued_on: date
    expires_on: date
    withdrawn_on: date | None = None

    def validity(self, on: date) -> Validity:
        """How it stands on a day."""
        if self.withdrawn_on is not None and self.withdrawn_on <= on:
            return Validity.WITHDRAWN
        if on < self.issued_on:
            return Validity.NOT_YET
        if on > self.expires_on:
            return Validity.EXPIRED
        return Validity.ENDING if self.expires_on - on <= SOON else Validity.VALID


@attrs.frozen(kw_only=True)
class Coverage:
    """How many enterprises, and how much of their energy, a certificate covers.

    Attributes
    ----------
    enterprises, certified, ending : int
    energy, certified_energy : Decimal
        Of those whose energy is known.
    """

    enterprises: int
    certified: int
    ending: int
    energy: Decimal
    certified_energy: Decimal


def coverage(
    energy: Mapping[str, Decimal | None],
    certificates: Iterable[Certificate],
    on: date,
) -> Coverage:
    """Count the enterprises that a certificate covers on a day.

    Parameters
    ----------
    energy : mapping of enterprise to yearly energy
        All enterprises that count; None is unknown.
    certificates : iterable of Certificate
    on : date

    Examples
    --------
    >>> one = Certificate(
    ...     enterprise="a",
    ...     number="1",
    ...     issued_on=date(2025, 1, 1),
    ...     expires_on=date(2027, 12, 31),
    ... )
    >>> made = coverage({"a": Decimal(9), "b": Decimal(1)}, [one], date(2026, 6, 1))
    >>> made.certified, made.certified_energy
    (1, Decimal('9'))
    """
    best: dict[str, Validity] = {}
    for one in certificates:
        state = one.validity(on)
        holds = state in (Validity.VALID, Validity.ENDING)
        if (
            holds
            and one.enterprise in energy
            and best.get(one.enterprise) is not Validity.VALID
        ):
            best[one.enterprise] = state
    return Coverage(
        enterprises=len(energy),
        certified=len(best),
        ending=sum(state is Validity.ENDING for state in best.values()),
        energy=sum((each for each in energy.values() if each is not None), Decimal(0)),
        certified_energy=sum((energy[each] or Decimal(0) for each in best), Decimal(0)),
    )
