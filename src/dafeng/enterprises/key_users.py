"""Which enterprise is a key energy user (重点用能单位), and who manages it.

The thresholds are rows with validity and place in ``data/key_users.csv`` and
``data/key_user_managers.csv``; of a place hold the rows whose code its own begins with.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache

import attrs

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.tables import packaged_rows
from dafeng.enterprises.errors import KeyUserError

_ROOM = "dafeng.enterprises"


class KeyUserManager(StrEnum):
    """Who manages a key energy user."""

    CITY = "city"
    DISTRICT = "district"


@attrs.frozen(kw_only=True)
class Threshold:
    """A class of key energy users, or a part of them that somebody manages.

    Attributes
    ----------
    code : str
        Of the class, or of the manager.
    least_tce, below_tce : Decimal or None
        Energy use of a year, from and below; None is open.
    designated : bool
        An act of the authority is needed besides.
    place : str
        Beginning of the division codes where it holds; empty is everywhere.
    """

    code: str
    least_tce: Decimal | None = None
    below_tce: Decimal | None = None
    designated: bool = False
    place: str = ""
    label_zh: str = ""
    label_en: str = ""
    basis_zh: str = ""
    source: str = ""
    verified: str = "U"
    effective_from: date | None = None
    effective_to: date | None = None

    def holds(self, *, place: str, on: date) -> bool:
        """Whether the row is in force in a place on a day."""
        in_force = holds_on(self.effective_from, self.effective_to, on)
        return in_force and place.startswith(self.place)

    def fits(self, tce: Decimal) -> bool:
        """Whether a year's use lies between its ends."""
        at_least = self.least_tce is None or tce >= self.least_tce
        return at_least and (self.below_tce is None or tce < self.below_tce)


@attrs.frozen(kw_only=True)
class Classified:
    """What the rules say of an enterprise.

    Attributes
    ----------
    kind : Threshold or None
        None: it is no key energy user, or its use is unknown.
    manager : Threshold or None
        The row that says who manages it; None with ``kind``.
    known : bool
        Whether its use is known: what is unknown is in no class by use.
    """

    kind: Threshold | None
    manager: Threshold | None
    known: bool


@cache
def key_user_classes() -> tuple[Threshold, ...]:
    """Return the packaged classes; of several that fit the first is taken."""
    return thresholds_of(packaged_rows(_ROOM, "key_users.csv"), code="class")


@cache
def key_user_managers() -> tuple[Threshold, ...]:
    """Return the packaged rows of who manages whom; the first that fits is taken."""
    rows = packaged_rows(_ROOM, "key_user_managers.csv")
    return thresholds_of(rows, code="manager")


def thresholds_of(
    rows: Iterable[Mapping[str, str]], *, code: str
) -> tuple[Threshold, ...]:
    """Read rows as ``data/key_users.csv`` has them; ``code`` names their column."""
    return tuple(
        Threshold(
            code=row[code],
            least_tce=_number(row["least_tce"]),
            below_tce=_number(row["below_tce"]),
            designated=row.get("designated", "no") == "yes",
            **{
                name: row[name]
                for name in (
                    *("place", "label_zh", "label_en"),
                    *("basis_zh", "source", "verified"),
                )
            },
            effective_from=day_or_none(row["effective_from"]),
            effective_to=day_or_none(row["effective_to"]),
        )
        for row in rows
    )


def classify_key_user(
    tce: Decimal | None, *, place: str, on: date, designated: str = ""
) -> Classified:
    """Say of which class an enterprise is, and who manages it.

    Parameters
    ----------
    tce : Decimal or None
        Energy use of the last full year, tonnes of standard coal; None is unknown.
    place : str
        Division code of the district.
    designated : str
        The document that designates it; empty is none.

    Raises
    ------
    KeyUserError
        ``key_user.negative``: use below zero.

    Examples
    --------
    >>> found = classify_key_user(Decimal(5000), place="120000", on=date(2025, 1, 1))
    >>> found.kind.code, found.manager.code
    ('municipal', 'district')
    >>> elsewhere = classify_key_user(
    ...     Decimal(5000), place="440000", on=date(2025, 1, 1)
    ... )
    >>> elsewhere.kind is None
    True
    """
    if tce is not None and tce < 0:
        msg = f"Energy use cannot be below zero, and is {tce} tce."
        raise KeyUserError(msg, code="key_user.negative", value=str(tce))
    kind = next(
        (
            row
            for row in key_user_classes()
            if row.holds(place=place, on=on) and _is_of(row, tce, designated)
        ),
        None,
    )
    if kind is None:
        return Classified(kind=None, manager=None, known=tce is not None)
    manager = next(
        (
            row
            for row in key_user_managers()
            if row.holds(place=place, on=on) and row.fits(tce or Decimal(0))
        ),
        None,
    )
    return Classified(kind=kind, manager=manager, known=tce is not None)


def key_user_class(code: str) -> Threshold:
    """Return the row of a class.

    Raises
    ------
    KeyUserError
        ``key_user.class``: there is none of that code.
    """
    return _row_of(key_user_classes(), code)


def key_user_manager(code: str) -> Threshold:
    """Return the first row of a manager; raises as :func:`key_user_class` does."""
    return _row_of(key_user_managers(), code)


def _is_of(row: Threshold, tce: Decimal | None, designated: str) -> bool:
    if row.designated:
        # A designation holds for who has no figure yet, never above the class.
        return bool(designated) and (tce is None or row.fits(tce))
    return tce is not None and row.fits(tce)


def _row_of(rows: tuple[Threshold, ...], code: str) -> Threshold:
    for row in rows:
        if row.code == code:
            return row
    have = ", ".join(sorted({row.code for row in rows}))
    msg = f"No class {code!r}; there are: {have}."
    raise KeyUserError(msg, code="key_user.class", kind=code)


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
