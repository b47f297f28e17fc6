"""One row of a sheet in, rows of the lake out."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import attrs

from dafeng.accounts.balance import BalanceCell
from dafeng.accounts.evidence.rows import ActivityRow, flow_id
from dafeng.accounts.intake.amounts import Amount, amount, canonical_unit
from dafeng.accounts.intake.areas import misplaced
from dafeng.accounts.intake.records import (
    Choice,
    ColumnUse,
    Field,
    FieldType,
    Kind,
    StagedRow,
    StandardCoal,
)
from dafeng.accounts.intake.values import FieldValue, refuse
from dafeng.base.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dafeng.accounts.intake.records import Context

_FEEDSTOCK_WORD = "原料"
_DEFAULT_USE = "fuel.stationary"
_TRANSPORT = "transport"
_GREEN = "power.green"
_DRIVEN = ("count", "distance", "per_100km", "density")


@attrs.frozen(kw_only=True)
class SheetRow:
    """A row of a sheet, read.

    Attributes
    ----------
    values : mapping of str to FieldValue
        By field; what is empty is not there.
    places : mapping of str to str
        File and cell of each value.
    place : str
        File and first cell of the row.
    evidence : str
        File, digest and sheet, for the rows that are made.
    """

    values: Mapping[str, FieldValue]
    places: Mapping[str, str]
    place: str
    evidence: str

    def word(self, field: str) -> str:
        """Text of a field, or empty."""
        value = self.values.get(field)
        return value.label if isinstance(value, Choice) else str(value or "")

    def choice(self, field: str) -> Choice | None:
        """Choice of a field, or None."""
        value = self.values.get(field)
        return value if isinstance(value, Choice) else None


@attrs.frozen(kw_only=True)
class Made:
    """A row for the lake and where it came from, or the finding that it gives none."""

    row: StagedRow | None
    place: str
    findings: tuple[Finding, ...] = ()


@attrs.frozen(kw_only=True)
class Maker:
    """Turns rows of one sheet into rows of the lake.

    Attributes
    ----------
    kind : Kind
    context : Context
    uses : mapping of str to ColumnUse
        By field.
    coefficients : tuple of StandardCoal
    """

    kind: Kind
    context: Context
    uses: Mapping[str, ColumnUse]
    coefficients: tuple[StandardCoal, ...]

    def rows(self, row: SheetRow) -> Iterator[Made]:
        """Yield one result per amount of the row."""
        said = False
        for field in self.kind.fields:
            if field.type is not FieldType.QUANTITY:
                continue
            value = row.values.get(field.name)
            if isinstance(value, Decimal):
                said = True
                yield self._made(row, field, value)
        if not said and self.kind.table == "activity":
            yield self._without_amount(row)

    def _without_amount(self, row: SheetRow) -> Made:
        driven = _driven_fuel(row)
        field = self.kind.field("burned")
        if driven is not None and field is not None:
            return self._made(row, field, driven)
        return Made(
            row=None,
            place=row.place,
            findings=(
                Finding(
                    code="intake.no_amount",
                    severity=Severity.WARNING,
                    place=row.place,
                    rule="A row states an amount.",
                    hint="Fill the amount, or delete the row.",
                ),
            ),
        )

    def _made(self, row: SheetRow, field: Field, value: Decimal) -> Made:
        place = row.places.get(field.name, row.place)
        flow, item, listed = _subject(row, field)
        unit = self._stated_unit(row, field)
        canonical = canonical_unit(flow, item, unit, listed)
        got = amount(
            value,
            unit,
            canonical,
            item=item,
            place=place,
            coefficients=self.coefficients,
        )
        if isinstance(got, Finding):
            return Made(row=None, place=place, findings=(got,))
        if self.kind.table == "balance":
            return Made(row=self._cell(row, item, got, place), place=place)
        odd = _odd(row, flow, got, place) or self._misplaced(row)
        if odd is not None:
            return Made(row=None, place=place, findings=(odd,))
        return Made(row=self._activity(row, flow, item, got, place), place=place)

    def _misplaced(self, row: SheetRow) -> Finding | None:
        cell = row.places.get("place", row.place)
        return misplaced(row.word("place"), self.context.place, cell)

    def _stated_unit(self, row: SheetRow, field: Field) -> str:
        use = self.uses.get(field.name)
        if use is not None and use.unit:
            return use.unit
        return field.unit or row.word("unit")

    def _cell(self, row: SheetRow, item: str, got: Amount, place: str) -> BalanceCell:
        line, sector = row.choice("row"), row.choice("sector")
        code = line.code if line else f"final.{sector.code if sector else ''}"
        if _FEEDSTOCK_WORD in row.word("use"):
            code += ".feedstock"
        return BalanceCell(
            place=self.context.place,
            year=_year(row),
            row=code,
            item=item,
            quantity_e3=got.quantity_e3,
            unit=got.unit,
            evidence=f"{row.evidence} {place}",
            entered_by=self.context.entered_by,
            synthetic=self.context.synthetic,
            note=f"{got.stated}",
        )

    def _activity(
        self, row: SheetRow, flow: str, item: str, got: Amount, place: str
    ) -> ActivityRow:
        subject = row.choice("subject")
        sector = row.choice("sector")
        named = sector.code if sector else subject.sector if subject else _TRANSPORT
        where = row.word("place") or self.context.place
        period = _period(row)
        owner, proof = row.word("owner"), row.word("proof") if flow == _GREEN else ""
        details = (*(row.word(name) for name in ("vehicles", "counterparty")), proof)
        return ActivityRow(
            row_id=flow_id(
                stream=self.kind.stream,
                period=period,
                place=where,
                sector=named,
                owner=owner,
                flow=flow,
                item=item,
                details=details,
            ),
            stream=self.kind.stream,
            flow=flow,
            sector=named,
            item=item,
            quantity_e3=got.quantity_e3,
            unit=got.unit,
            stated=got.stated,
            year=_year(row),
            period=period,
            place=where,
            owner=owner,
            counterparty=row.word("counterparty"),
            factor_set=row.word("factor_set"),
            proof=proof,
            grade=self.kind.grade,
            evidence=f"{row.evidence} {place}",
            entered_by=self.context.entered_by,
            synthetic=self.context.synthetic,
            note="; ".join(
                filter(None, (row.word("name"), row.word("vehicles"), row.word("note")))
            ),
        )


def _year(row: SheetRow) -> int:
    year = row.values["year"]
    return year if isinstance(year, int) else 0


def _period(row: SheetRow) -> str:
    month = row.values.get("month")
    return f"{_year(row)}-{month:02d}" if isinstance(month, int) else f"{_year(row)}"


def _subject(row: SheetRow, field: Field) -> tuple[str, str, str]:
    """Flow, item and listed unit of an amount, as its field or its row says."""
    said = row.choice(field.flow.removeprefix("@"))
    flow = field.flow
    if flow.startswith("@"):
        flow = said.flow if said is not None else _DEFAULT_USE
    item, listed = field.item, ""
    if item.startswith("@"):
        chosen = row.choice(item.removeprefix("@"))
        if chosen is not None:
            item, listed = chosen.item or chosen.code, chosen.unit
    return flow, item, listed


def _driven_fuel(row: SheetRow) -> Decimal | None:
    """Tonnes of fuel from vehicles, kilometres, litres per 100 km and density."""
    numbers = [row.values.get(name) for name in _DRIVEN]
    if not all(isinstance(number, Decimal) for number in numbers):
        return None
    tonnes = Fraction(1, 100 * 1000)
    for number in numbers:
        tonnes *= Fraction(str(number))
    return Decimal(tonnes.numerator) / Decimal(tonnes.denominator)


def _odd(row: SheetRow, flow: str, got: Amount, place: str) -> Finding | None:
    if got.quantity_e3 < 0:
        return refuse(
            "negative",
            place,
            got.stated,
            "What flowed is not negative; what is sold has a flow of its own.",
            "Correct the sign, or move the amount to the column of what is sold.",
        )
    if flow == _GREEN and got.quantity_e3 and not row.word("proof"):
        return refuse(
            "no_proof",
            place,
            got.stated,
            "Green power counts with proof only.",
            "Fill the number of the certificate or contract.",
        )
    return None
