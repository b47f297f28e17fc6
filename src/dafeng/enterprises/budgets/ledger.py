"""The ledger of a year: every entry takes from one account what it gives to another.

Three kinds of accounts: the control *total* that the district was given, the *reserve*
that it holds back, and one for each *unit*. What a total was raised by stands in the
reserve until it is allotted, so allotted + reserve = total after every entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

import attrs
from attrs.validators import min_len

from dafeng.enterprises.budgets.quanta import ZERO, positive_tce
from dafeng.enterprises.errors import BudgetError

TOTAL, RESERVE = "total", "reserve"
UNIT = "unit:"


class EntryKind(StrEnum):
    """What an entry is for."""

    TOTAL = "total"
    """The control total is set or raised."""
    REDUCE = "reduce"
    """The control total is lowered."""
    ALLOT = "allot"
    """A unit gets its budget."""
    TRANSFER = "transfer"
    """From one unit to another."""
    RELEASE = "release"
    """From a unit back to the reserve."""
    DRAW = "draw"
    """A unit gets more, from the reserve."""
    ADJUST = "adjust"
    """A granted application lowers a budget."""
    SETTLE = "settle"
    """What a unit did not use goes back at the end of the year."""
    UNSETTLE = "unsettle"
    """A settlement is undone: the unit gets it again."""


def unit_account(code: str) -> str:
    """Name of the account of a unit."""
    return f"{UNIT}{code}"


_ALLOWED: Mapping[EntryKind, tuple[str, str]] = {
    EntryKind.TOTAL: (RESERVE, TOTAL),
    EntryKind.REDUCE: (TOTAL, RESERVE),
    EntryKind.ALLOT: (UNIT, RESERVE),
    EntryKind.TRANSFER: (UNIT, UNIT),
    EntryKind.RELEASE: (RESERVE, UNIT),
    EntryKind.DRAW: (UNIT, RESERVE),
    EntryKind.ADJUST: (RESERVE, UNIT),
    EntryKind.SETTLE: (RESERVE, UNIT),
    EntryKind.UNSETTLE: (UNIT, RESERVE),
}
"""Kind of entry to the accounts that it debits and credits."""


@attrs.frozen(kw_only=True)
class LedgerEntry:
    """One entry: ``debit`` gets what ``credit`` gives.

    Attributes
    ----------
    amount : Decimal
        Above zero, in whole quanta of tce.
    debit, credit : str
        Names of accounts: ``total``, ``reserve``, ``unit:CODE``.
    on : date
        The day that it holds from.
    reason : str

    Raises
    ------
    BudgetError
        ``budget.amount``, ``budget.not_positive``; ``budget.accounts``: the kind of
        entry does not go from one of these accounts to the other.
    """

    kind: EntryKind = attrs.field(converter=EntryKind)
    debit: str = attrs.field(validator=min_len(1))
    credit: str = attrs.field(validator=min_len(1))
    amount: Decimal = attrs.field(converter=positive_tce)
    on: date
    reason: str = ""
    document: str = ""

    def __attrs_post_init__(self) -> None:
        wanted = _ALLOWED[self.kind]
        if (_sort(self.debit), _sort(self.credit)) != wanted or (
            self.debit == self.credit
        ):
            msg = f"{self.kind} does not go from {self.credit} to {self.debit}."
            raise BudgetError(
                msg, code="budget.accounts", kind=self.kind, debit=self.debit
            )


def _frozen(given: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    return MappingProxyType(dict(given))


@attrs.frozen(kw_only=True)
class Balances:
    """What stands on the accounts.

    Attributes
    ----------
    total, reserve : Decimal
    units : mapping of str to Decimal
        By the code of a unit; one that was never named is not there.
    """

    total: Decimal = ZERO
    reserve: Decimal = ZERO
    units: Mapping[str, Decimal] = attrs.field(factory=dict, converter=_frozen)

    @property
    def allotted(self) -> Decimal:
        """All that the units hold."""
        return sum(self.units.values(), ZERO)

    @property
    def whole(self) -> bool:
        """Whether allotted and reserve are the total; it always is."""
        return self.allotted + self.reserve == self.total


def post(balances: Balances, entry: LedgerEntry) -> Balances:
    """Return what stands on the accounts after an entry.

    Raises
    ------
    BudgetError
        ``budget.short``: the account that gives holds less than the entry takes.
        ``budget.unknown_unit``: a unit gives that was never allotted anything.
    """
    held = dict(balances.units)
    total, reserve = balances.total, balances.reserve
    for account, change in ((entry.credit, -entry.amount), (entry.debit, entry.amount)):
        if account == TOTAL:
            # The total stands on the other side: it grows by what it gives.
            total -= change
        elif account == RESERVE:
            reserve = _see_enough(account, reserve, change)
        else:
            code = account.removeprefix(UNIT)
            if change < 0 and code not in held:
                msg = f"{code} has no budget in this ledger."
                raise BudgetError(msg, code="budget.unknown_unit", unit=code)
            held[code] = _see_enough(account, held.get(code, ZERO), change)
    return Balances(total=total, reserve=reserve, units=held)


def balances_of(entries: Iterable[LedgerEntry]) -> Balances:
    """Add up a ledger from its first entry; raises as :func:`post` does."""
    balances = Balances()
    for entry in entries:
        balances = post(balances, entry)
    return balances


def total_entry(
    now: Decimal, wanted: Decimal, *, on: date, **words: str
) -> LedgerEntry:
    """Return the entry that makes a control total of another.

    Raises
    ------
    BudgetError
        ``budget.same``: it is so already.
    """
    change = wanted - now
    if not change:
        msg = f"The control total is {now} tce already."
        raise BudgetError(msg, code="budget.same")
    if change > 0:
        kind, debit, credit = EntryKind.TOTAL, RESERVE, TOTAL
    else:
        kind, debit, credit = EntryKind.REDUCE, TOTAL, RESERVE
    return LedgerEntry(
        kind=kind, debit=debit, credit=credit, amount=abs(change), on=on, **words
    )


def _sort(account: str) -> str:
    return UNIT if account.startswith(UNIT) else account


def _see_enough(account: str, held: Decimal, change: Decimal) -> Decimal:
    if held + change < 0:
        msg = f"{account} holds {held} tce; {-change} cannot be taken from it."
        raise BudgetError(
            msg,
            code="budget.short",
            account=account,
            held=f"{held:f}",
            wanted=f"{-change:f}",
        )
    return held + change
