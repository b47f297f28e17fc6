"""Read a year of budgets from JSON: all that cannot be is named with its place."""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity
from dafeng.enterprises.budgets.cases import BudgetCase, BudgetUnit
from dafeng.enterprises.budgets.deductions import BudgetDeduction, deduction_kind
from dafeng.enterprises.budgets.ledger import EntryKind, LedgerEntry
from dafeng.enterprises.budgets.months import MonthUse
from dafeng.enterprises.budgets.quanta import MOST
from dafeng.enterprises.errors import BudgetCaseError

FIRST_YEAR, LAST_YEAR = 1990, 2100
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_BEFORE = (EntryKind.TOTAL, EntryKind.REDUCE, EntryKind.ALLOT)
"""Kinds of entries that may be made before the year begins."""
_AFTER = (EntryKind.SETTLE, EntryKind.UNSETTLE)
"""Kinds that come after it; others need a document then."""
_CASE = ("year", "on", "place", "entries", "units")
_ENTRY = ("kind", "debit", "credit", "amount", "on", "reason", "document")
_UNIT = ("code", "name", "last_year_tce", "designated", "months", "deductions")
_MONTHS = ("month", "tce", "days")
_DEDUCTION = ("kind", "amount", "document", "confirmed")


def read_budget_case(text: str) -> BudgetCase:
    """Read a case from JSON: ``year``, ``on``, ``entries``, ``units``.

    Raises
    ------
    BudgetCaseError
        ``case.bad``: it cannot be read; ``findings`` names all that is wrong.
    """
    try:
        told = json.loads(
            text, parse_float=Decimal, parse_int=Decimal, parse_constant=Decimal
        )
    except (ValueError, RecursionError) as error:
        rule = f"A case is JSON: {error}"
        raise BudgetCaseError([_finding("the case", "", rule)]) from error
    reader = _Reader()
    case = reader.case(told)
    if reader.findings or case is None:
        raise BudgetCaseError(reader.findings)
    return case


@attrs.define
class _Reader:
    """Reads the parts of a case and keeps what is wrong with them."""

    findings: list[Finding] = attrs.Factory(list)
    year: int = 0
    on: date = date.min

    def case(self, told: Any) -> BudgetCase | None:
        given = self._object("the case", told, _CASE)
        if given is None:
            return None
        on = self._day("on", given.get("on"))
        if on is None:
            return None
        year = self._whole("year", given.get("year", Decimal(on.year)))
        if year is None:
            return None
        if not FIRST_YEAR <= year <= LAST_YEAR:
            rule = f"The year lies between {FIRST_YEAR} and {LAST_YEAR}."
            self._wrong("year", year, rule)
            return None
        self.year, self.on = year, on
        entries = self._rows("entries", given.get("entries", ()), self._entry)
        units = self._rows("units", given.get("units"), self._unit)
        self._once("units", [one.code for one in units])
        return BudgetCase(
            year=year,
            on=on,
            place=self._text("place", given.get("place", "")),
            entries=tuple(entries),
            units=tuple(units),
        )

    def _entry(self, place: str, told: Any) -> LedgerEntry | None:
        given = self._object(place, told, _ENTRY)
        if given is None:
            return None
        amount = self._amount(f"{place}.amount", given.get("amount"))
        on = self._day(f"{place}.on", given.get("on", self.on.isoformat()))
        words = {
            name: self._text(f"{place}.{name}", given.get(name, ""))
            for name in ("kind", "debit", "credit", "reason", "document")
        }
        if amount is None or on is None:
            return None
        try:
            entry = LedgerEntry(amount=amount, on=on, **words)
        except (BadInputError, ValueError) as error:
            self._wrong(place, words["kind"], str(error))
            return None
        self._in_year(f"{place}.on", entry)
        return entry

    def _in_year(self, place: str, entry: LedgerEntry) -> None:
        """An entry is of the year, of the months before it, or comes after it."""
        ahead = entry.on.year - self.year
        allowed = (
            ahead == 0
            or (ahead == -1 and entry.kind in _BEFORE)
            or (ahead == 1 and (entry.kind in _AFTER or bool(entry.document.strip())))
        )
        if not allowed:
            rule = f"It is of {self.year}; after the year it needs a document."
            self._wrong(place, entry.on, rule)

    def _unit(self, place: str, told: Any) -> BudgetUnit | None:
        given = self._object(place, told, _UNIT)
        if given is None:
            return None
        code = self._text(f"{place}.code", given.get("code"))
        if not code:
            self._wrong(f"{place}.code", given.get("code"), "A unit has a code.")
        last_year = given.get("last_year_tce")
        if last_year is not None:
            last_year = self._amount(f"{place}.last_year_tce", last_year)
        months = self._rows(f"{place}.months", given.get("months", ()), self._month)
        self._once(f"{place}.months", [f"{one.year}-{one.month:02d}" for one in months])
        return BudgetUnit(
            code=code,
            name=self._text(f"{place}.name", given.get("name", code)),
            last_year_tce=last_year,
            designated=self._text(f"{place}.designated", given.get("designated", "")),
            months=tuple(months),
            deductions=tuple(
                self._rows(
                    f"{place}.deductions", given.get("deductions", ()), self._deduction
                )
            ),
        )

    def _month(self, place: str, told: Any) -> MonthUse | None:
        given = self._object(place, told, _MONTHS)
        if given is None:
            return None
        found = _MONTH.fullmatch(str(given.get("month")))
        if found is None:
            self._wrong(f"{place}.month", given.get("month"), "A month is 2026-01.")
            return None
        year, month = int(found[1]), int(found[2])
        if not FIRST_YEAR <= year <= self.year or date(year, month, 1) > self.on:
            rule = f"It lies in {self.year} or before, and has begun on {self.on}."
            self._wrong(f"{place}.month", given.get("month"), rule)
            return None
        tce = given.get("tce")
        if tce is not None:
            tce = self._amount(f"{place}.tce", tce)
        due = monthrange(year, month)[1]
        default = Decimal(0 if tce is None else due)
        days = self._whole(f"{place}.days", given.get("days", default))
        if days is None:
            return None
        if not 0 <= days <= due or (tce is None) != (days == 0):
            rule = f"Known days of it are 1 to {due}, and 0 where its use is unknown."
            self._wrong(f"{place}.days", days, rule)
            return None
        return MonthUse(year=year, month=month, tce=tce, days=days)

    def _deduction(self, place: str, told: Any) -> BudgetDeduction | None:
        given = self._object(place, told, _DEDUCTION)
        if given is None:
            return None
        kind = self._text(f"{place}.kind", given.get("kind", ""))
        amount = self._amount(f"{place}.amount", given.get("amount"))
        document = self._text(f"{place}.document", given.get("document", "")).strip()
        confirmed = given.get("confirmed", False)
        if not document:
            self._wrong(
                f"{place}.document", "", "It names the document that proves it."
            )
        if not isinstance(confirmed, bool):
            rule = "It is true or false."
            self._wrong(f"{place}.confirmed", confirmed, rule)
            return None
        if amount is None:
            return None
        try:
            deduction_kind(kind, on=date(self.year, 12, 31))
            return BudgetDeduction(
                kind=kind, amount=amount, document=document, confirmed=confirmed
            )
        except BadInputError as error:
            self._wrong(place, kind, str(error))
            return None

    def _rows(self, place: str, told: Any, read: Any) -> list[Any]:
        if not isinstance(told, list | tuple):
            self._wrong(place, told, "It is a list.")
            return []
        read_rows = (read(f"{place}[{at}]", one) for at, one in enumerate(told))
        return [one for one in read_rows if one is not None]

    def _once(self, place: str, names: list[str]) -> None:
        for at, name in enumerate(names):
            if name in names[:at]:
                self._wrong(f"{place}[{at}]", name, "It stands once.")

    def _object(
        self, place: str, told: Any, names: tuple[str, ...]
    ) -> Mapping[str, Any] | None:
        if not isinstance(told, dict):
            self._wrong(place, told, f"It has the fields {', '.join(names)}.")
            return None
        for name in told.keys() - set(names):
            rule = f"Its fields are {', '.join(names)}."
            self._wrong(f"{place}.{name}", told[name], rule)
        return told

    def _text(self, place: str, told: Any) -> str:
        if not isinstance(told, str):
            self._wrong(place, told, "It is a text.")
            return ""
        return told

    def _day(self, place: str, told: Any) -> date | None:
        try:
            return date.fromisoformat(told)
        except (ValueError, TypeError):
            self._wrong(place, told, "A day is 2026-03-01.")
            return None

    def _amount(self, place: str, told: Any) -> Decimal | None:
        fits = isinstance(told, Decimal) and told.is_finite() and 0 <= told < MOST
        if not fits:
            self._wrong(place, told, "It is a number, zero or above.")
            return None
        return Decimal(told)

    def _whole(self, place: str, told: Any) -> int | None:
        fits = isinstance(told, Decimal) and told.is_finite() and abs(told) < MOST
        if not fits or told % 1:
            self._wrong(place, told, "It is a whole number.")
            return None
        return int(told)

    def _wrong(self, place: str, value: object, rule: str) -> None:
        self.findings.append(_finding(place, value, rule))


def _finding(place: str, value: object, rule: str) -> Finding:
    return Finding(
        code="case.bad",
        severity=Severity.ERROR,
        place=place,
        value=str(value)[:100],
        rule=rule,
    )
