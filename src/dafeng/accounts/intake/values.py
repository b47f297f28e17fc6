"""One cell in, one value of a field out, or the finding that it gives none."""

from __future__ import annotations

import difflib
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeAlias

from dafeng.accounts.intake.lists import choices, choices_by_name, plain
from dafeng.accounts.intake.records import Choice, Field, FieldType
from dafeng.base.errors import BadInputError, UnitError
from dafeng.base.findings import Finding, Severity
from dafeng.base.organisations import parse_uscc
from dafeng.base.units import parse_unit

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dafeng.accounts.intake.items import ItemNames
    from dafeng.sheets import Cell

FieldValue: TypeAlias = str | int | Decimal | Choice
_FIRST_YEAR, _LAST_YEAR, _MONTHS = 1949, 2100, 12
_NEAREST = 4
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
"""Where commas part thousands; any other comma may be a decimal one."""


def refuse(code: str, place: str, value: str, rule: str, hint: str) -> Finding:
    """Compose an error."""
    return Finding(
        code=f"intake.{code}",
        severity=Severity.ERROR,
        place=place,
        value=value,
        rule=rule,
        hint=hint,
    )


def shown(cell: Cell) -> str:
    """Text of a cell as it shows."""
    if isinstance(cell.value, Decimal):
        return f"{cell.value.normalize():f}"
    return "" if cell.value is None else str(cell.value).strip()


def field_value(
    field: Field, cell: Cell, place: str, items: ItemNames, within: str = ""
) -> FieldValue | Finding:
    """Read a cell as a field.

    Parameters
    ----------
    field : Field
    cell : Cell
    place : str
        File and cell.
    items : ItemNames
    within : str
        Part of the balance that the row stands in: some names stand in two.

    Returns
    -------
    FieldValue or Finding
        ``intake.formula_error``, ``intake.not_a_number``, ``intake.year``,
        ``intake.month``, ``intake.unknown_choice``, ``intake.unknown_item``,
        ``intake.owner``, ``intake.unit``.
    """
    if cell.error:
        return refuse(
            "formula_error",
            place,
            cell.error,
            "The cell's formula gives no value.",
            "Repair the formula, or write the value and save the file again.",
        )
    text = shown(cell)
    if field.type in (FieldType.NUMBER, FieldType.QUANTITY):
        return _number(cell, place)
    if field.type is FieldType.YEAR:
        return _whole(text, place, "year", _FIRST_YEAR, _LAST_YEAR)
    if field.type is FieldType.MONTH:
        return _whole(text, place, "month", 1, _MONTHS)
    if field.type is FieldType.CHOICE:
        return _choice(field, text, place, within)
    if field.type is FieldType.ITEM:
        return items.find(text) or _unknown("item", text, place, items.labels)
    return _coded(field, text, place)


def _coded(field: Field, text: str, place: str) -> str | Finding:
    """Texts with a form of their own: credit codes and units."""
    if field.type is FieldType.OWNER:
        try:
            return parse_uscc(text)
        except BadInputError as error:
            hint = "Type the 18 characters as text; numbers lose their last digits."
            return refuse("owner", place, text, str(error), hint)
    if field.type is FieldType.UNIT:
        try:
            parse_unit(text)
        except UnitError as error:
            return refuse("unit", place, text, str(error), "Correct the unit.")
    return text


def _number(cell: Cell, place: str) -> Decimal | Finding:
    value: Decimal | None = None
    if isinstance(cell.value, Decimal):
        value = cell.value
    elif isinstance(cell.value, str):
        text = unicodedata.normalize("NFKC", cell.value).strip()
        if "," in text and not _THOUSANDS.fullmatch(text):
            return refuse(
                "not_a_number",
                place,
                shown(cell),
                "Commas part thousands only, as in 1,234,567.8.",
                "Write a decimal mark as a point: 85.2, not 85,2.",
            )
        value = _decimal(text.replace(",", ""))
    if value is None or not value.is_finite() or cell.percent:
        return refuse(
            "not_a_number",
            place,
            shown(cell),
            "The column takes numbers in its unit.",
            "Write digits only; leave what is unknown empty.",
        )
    return value


def _decimal(text: str) -> Decimal | None:
    try:
        return None if "_" in text else Decimal(text)
    except InvalidOperation:
        return None


def _whole(text: str, place: str, what: str, low: int, high: int) -> int | Finding:
    digits = text.rstrip("年月")
    if digits.isdecimal() and low <= int(digits) <= high:
        return int(digits)
    return refuse(
        what,
        place,
        text,
        f"A {what} is a whole number from {low} to {high}.",
        "Correct the cell.",
    )


def later_year(year: FieldValue, today: date | None, place: str) -> Finding | None:
    """Refuse a year that has not begun; without a day none is later."""
    if today is None or not isinstance(year, int) or year <= today.year:
        return None
    return refuse(
        "year",
        place,
        str(year),
        f"Nothing is known of a year after that of the import, {today.year}.",
        "Correct the year.",
    )


def _choice(field: Field, text: str, place: str, within: str) -> Choice | Finding:
    found = choices_by_name(field.choices).get(plain(text), ())
    near = [each for each in found if each.code.startswith(f"{within}.")]
    exact = [each for each in found if each.label == text]
    for several in (found, exact, near):
        if len(several) == 1:
            return several[0]
    words = [each.label for each in (found or choices(field.choices))]
    return _unknown("choice", text, place, words)


def _unknown(what: str, text: str, place: str, words: Iterable[str]) -> Finding:
    words = list(dict.fromkeys(words))
    near = difflib.get_close_matches(text, words, n=_NEAREST, cutoff=0.3)
    return refuse(
        f"unknown_{what}",
        place,
        text,
        "The column takes a word of its list.",
        "Nearest: " + "、".join(near or words[:_NEAREST]) + ".",
    )
