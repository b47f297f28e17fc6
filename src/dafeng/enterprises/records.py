"""Nouns of this room: who has to publish what by when, and what was published."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

import attrs
from attrs.validators import ge, min_len, optional

from dafeng.base.organisations import parse_uscc


class Cycle(StrEnum):
    """How often something is published."""

    YEARLY = "yearly"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"
    EVENT = "event"


class State(StrEnum):
    """Where a duty stands on a day."""

    NOT_DUE = "not-due"
    IN_TIME = "in-time"
    LATE = "late"
    MISSING = "missing"


class Agreement(StrEnum):
    """How a published value stands to the verified one."""

    UNKNOWN = "unknown"
    """One of the two is not there: never taken as equal."""
    EQUAL = "equal"
    DIFFERS = "differs"
    OTHER_UNIT = "other-unit"
    """The two units measure different things."""


def _uscc(text: str) -> str:
    return parse_uscc(text) if text else ""


@attrs.frozen(kw_only=True)
class Enterprise:
    """An enterprise of the register.

    Attributes
    ----------
    uscc : str
        18 characters with a right check character; empty is unknown.
    industry : str
        Code of GB/T 4754; empty is unknown.
    contact, phone : str
        Personal data: they never leave in the public list.
    """

    code: str = attrs.field(validator=min_len(1))
    name: str = attrs.field(validator=min_len(1))
    name_en: str = ""
    uscc: str = attrs.field(default="", converter=_uscc)
    industry: str = ""
    town: str = ""
    contact: str = ""
    phone: str = ""
    note: str = ""


@attrs.frozen(kw_only=True)
class DutyClass:
    """An enterprise is of a class; first and last day, None is open.

    Attributes
    ----------
    kind : str
        Code of ``data/classes.csv``.
    listed_in : str
        The list or document that says so.
    """

    enterprise: str
    kind: str
    since: date | None = None
    until: date | None = None
    listed_in: str = ""


@attrs.frozen(kw_only=True)
class Occasion:
    """Something happened that has to be published; ``code`` names it once."""

    enterprise: str
    code: str = attrs.field(validator=min_len(1))
    on: date
    what: str = ""


@attrs.frozen(kw_only=True)
class Publication:
    """Something was published.

    Attributes
    ----------
    rule : str
        Code of ``data/disclosures.csv``.
    period : str
        Code of a period (``2025``, ``2025Q1``), or of an occasion.
    value : Decimal or None
        Emissions as published, in ``unit``; None where none was.
    """

    enterprise: str
    rule: str
    period: str
    published_on: date
    url: str = ""
    value: Decimal | None = attrs.field(
        default=None, validator=optional(ge(Decimal(0)))
    )
    unit: str = ""


@attrs.frozen(kw_only=True)
class VerifiedValue:
    """What a verifier found for the same period, and in which document."""

    enterprise: str
    rule: str
    period: str
    value: Decimal = attrs.field(validator=ge(Decimal(0)))
    unit: str
    document: str = ""


@attrs.frozen(kw_only=True)
class Claim:
    """An enterprise asks that a field is withheld, on a stated basis.

    Attributes
    ----------
    field : str
        Name of a field of ``data/redactions.csv``.
    until : date or None
        Last day on which it holds; None is open.
    """

    enterprise: str
    field: str
    basis: str = attrs.field(validator=min_len(1))
    since: date | None = None
    until: date | None = None


@attrs.frozen(kw_only=True)
class Register:
    """Everything that the duties of a year hang on."""

    enterprises: tuple[Enterprise, ...] = ()
    classes: tuple[DutyClass, ...] = ()
    occasions: tuple[Occasion, ...] = ()
    publications: tuple[Publication, ...] = ()
    verified: tuple[VerifiedValue, ...] = ()
    claims: tuple[Claim, ...] = ()


@attrs.frozen(kw_only=True)
class Duty:
    """An enterprise has to publish something by a day.

    Attributes
    ----------
    rule, period : str
        What, and for when; with the enterprise they name the duty once.
    classes : tuple of str
        Every class that asks for it.
    listed_in : tuple of str
        Lists and documents that put the enterprise there.
    sure : bool
        False: working days were counted in a year whose holidays are not known.
    """

    enterprise: str
    rule: str
    period: str
    due_on: date
    classes: tuple[str, ...]
    listed_in: tuple[str, ...] = ()
    sure: bool = True


@attrs.frozen(kw_only=True)
class Difference:
    """A published value beside the verified one.

    Attributes
    ----------
    published, verified : Decimal or None
        Both in ``unit``, the unit of the verified value; None is unknown.
    gap : Decimal or None
        Published less verified.
    share : Decimal or None
        The gap as a part of the verified value, to six places; None where that is 0.
    """

    agreement: Agreement
    published: Decimal | None = None
    verified: Decimal | None = None
    unit: str = ""
    gap: Decimal | None = None
    share: Decimal | None = None


@attrs.frozen(kw_only=True)
class Standing:
    """A duty as it stands on a day.

    Attributes
    ----------
    first : Publication or None
        It says whether the duty was kept in time.
    last : Publication or None
        Its value is the one that counts.
    days_late : int
        Days after the last day, up to the publication or to the day; 0 in time.
    """

    duty: Duty
    state: State
    first: Publication | None = None
    last: Publication | None = None
    days_late: int = 0
    difference: Difference


@attrs.frozen(kw_only=True)
class MissingFirm:
    """An enterprise without a publication after the date; it is listed once."""

    enterprise: str
    duties: tuple[Duty, ...]


@attrs.frozen(kw_only=True)
class Counts:
    """Enterprises, each in one place: ``obliged = done + missing + waiting``.

    Attributes
    ----------
    done : int
        Everything that they owe in the year is published, in time or late.
    missing : int
        Something is over its day.
    late : int
        Of ``done``: something came after its day.
    differing : int
        Enterprises with a value that differs from the verified one.
    """

    obliged: int = 0
    done: int = 0
    missing: int = 0
    waiting: int = 0
    late: int = 0
    differing: int = 0
