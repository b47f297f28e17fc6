"""The nouns of the room: a factor row, what is asked for, and what was chosen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import IntEnum
from fractions import Fraction

import attrs


class Level(IntEnum):
    """Who stands behind a number; the lower, the stronger."""

    MEASURED = 1
    """Measured by the owner, with evidence."""
    REQUIRED = 2
    """Required by the standard that binds the owner."""
    LOCAL = 3
    PROVINCIAL = 4
    REGIONAL = 5
    NATIONAL = 6
    INTERNATIONAL = 7
    """IPCC and other international defaults."""


@attrs.frozen(kw_only=True)
class Factor:
    """One number of one thing, from one document.

    Attributes
    ----------
    id : str
        ``CODE.parameter@SET``, with ``:region`` where a set has several, ``:gas`` and
        ``:year`` where they are needed to tell rows apart; stable over editions.
    code, name_zh, name_en : str
        The thing.
    parameter : str
        Which number of it: ``ncv``, ``carbon_content``, ``ef_enteric``, …
    value : Decimal
        In ``unit``, as it was printed.
    unit : str
        A unit that ``base.units`` reads.
    factor_set : str
        The family that it belongs to; numbers of two sets are not mixed in one line.
    valid_from, valid_to : int or None
        Years that it describes or in which its document is in force; None is open.
    region : str
        Where it holds: a province, a grid region, ``CN``, ``World``.
    gas : str
        Empty where it is no emission factor.
    level : Level
    source_document, source_location : str
    low, high : Decimal or None
        Its span, in ``unit``.
    uncertainty_type : str
        ``95% range`` or ``range``.
    verified : bool
        Whether this number was read in a public copy.
    verified_where, source_level, notes : str
    owner : str
        Who measured it; empty for a published number.
    """

    id: str
    code: str
    name_zh: str
    name_en: str
    parameter: str
    value: Decimal
    unit: str
    factor_set: str
    valid_from: int | None
    valid_to: int | None
    region: str
    gas: str
    level: Level
    source_document: str
    source_location: str
    low: Decimal | None = None
    high: Decimal | None = None
    uncertainty_type: str = ""
    verified: bool
    verified_where: str = ""
    source_level: str = ""
    notes: str = ""
    owner: str = ""


@attrs.frozen(kw_only=True)
class Need:
    """One symbol of a formula that a factor table fills.

    Attributes
    ----------
    symbol : str
        As the formula writes it, for example ``NCV``.
    parameter : str
        Name of the number in the tables, for example ``ncv``.
    unit : str
        Unit in which the formula takes it; a factor in another unit of the same
        dimension is converted exactly.
    code : str
        Code of the thing; empty is the item that is asked for.
    """

    symbol: str
    parameter: str
    unit: str
    code: str = ""


@attrs.frozen(kw_only=True)
class Request:
    """What a line asks of the tables.

    Attributes
    ----------
    item : str
        Code of the fuel, material or animal.
    needs : tuple of Need
    gas : str
        Gas that the line is about: rows for another gas do not answer.
    year : int
        Year of the activity: rows must be valid in it.
    regions : tuple of str
        From the nearest to the widest.
    closed : bool
        Whether every need must be filled from one set.
    owner : str
        Whose measured factors may answer; empty is nobody's.
    factor_set : str
        Set that a standard or a contract binds the line to; empty is free.
    official : bool
        Whether unverified rows are refused unless a person signed them.
    rule : str
        Name of the rule that orders the candidates.
    """

    item: str
    needs: tuple[Need, ...]
    gas: str = ""
    year: int
    regions: tuple[str, ...]
    closed: bool = True
    owner: str = ""
    factor_set: str = ""
    official: bool = False
    rule: str = "national-2026"


@attrs.frozen(kw_only=True)
class Filled:
    """One need, filled.

    Attributes
    ----------
    need : Need
    factor : Factor
    value : Fraction
        In the unit of the need.
    """

    need: Need
    factor: Factor
    value: Fraction


@attrs.frozen(kw_only=True)
class Rejection:
    """A row that might have answered, and why it did not."""

    factor_id: str
    reason: str


@attrs.frozen(kw_only=True)
class Choice:
    """What answers a request.

    Attributes
    ----------
    filled : tuple of Filled
        In the order of the needs.
    factor_set : str
        The set that was chosen; several joined by ``+`` when the request was open.
    level : Level
        The weakest of the rows.
    rule : str
    estimate : str
        Name of the estimate that was opened because the item has no row of its own for
        the year (``carried-forward``, ``carried-back``, ``wider-region``,
        ``substitute-item``); several are joined by ``+``, empty when none.
    unverified : tuple of str
        Ids of unverified rows among them that nobody signed.
    signed : tuple of str
        Ids of unverified rows among them that a person signed.
    rejected : tuple of Rejection
    """

    filled: tuple[Filled, ...]
    factor_set: str
    level: Level
    rule: str
    estimate: str = ""
    unverified: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    rejected: tuple[Rejection, ...] = ()


@attrs.frozen(kw_only=True)
class Signature:
    """A person's word that an unverified row was checked."""

    factor_id: str
    person: str
    signed_on: date
    reason: str
