"""How statements are printed: precision, amount, cell of the document."""

from __future__ import annotations

from decimal import Decimal

import attrs

from dafeng.accounts import ActivityRow, Grade, Stream, flow_id
from dafeng.sample.district import SAMPLE_PLACE_CODE

ENTERED_BY = "dafeng.sample"
APPROVED_BY = "示范审核员"
_TEN_THOUSAND_E3 = 10**7
_PRINTED = {"m3": (10**5, "万m3"), "kWh": (10**6, "万kWh"), "GJ": (10**4, "")}
_PLAIN_STEP = 1000
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def printed(quantity_e3: int, unit: str) -> int:
    """Round down to the last digit that a yearbook prints."""
    step, _ = _PRINTED.get(unit, (_PLAIN_STEP, ""))
    return quantity_e3 // step * step


def as_stated(quantity_e3: int, unit: str) -> str:
    """Write an amount with the unit that a yearbook uses.

    Examples
    --------
    >>> as_stated(480_123_500_000, "m3")
    '48012.35 万m3'
    """
    large = _PRINTED.get(unit, (0, ""))[1]
    scaled = Decimal(quantity_e3) / (_TEN_THOUSAND_E3 if large else 1000)
    return f"{scaled.normalize():f} {large or unit}"


def cell(row: int, column: int) -> str:
    """Name a cell of a sheet, both counted from 1.

    Examples
    --------
    >>> cell(14, 4)
    'D14'
    """
    return f"{_LETTERS[column - 1]}{row}"


@attrs.frozen(kw_only=True)
class Total:
    """What a yearbook or a supplier says about a whole sector.

    Attributes
    ----------
    stream : Stream
    flow, sector, item, unit : str
    quantity_e3, year : int
    evidence : str
    """

    stream: Stream = Stream.STATISTICS
    flow: str
    sector: str
    item: str
    unit: str
    quantity_e3: int
    year: int
    evidence: str

    def statement(self, note: str = "") -> ActivityRow:
        """Return it as a row of ``activity``."""
        return ActivityRow(
            row_id=flow_id(
                stream=self.stream,
                period=str(self.year),
                place=SAMPLE_PLACE_CODE,
                sector=self.sector,
                owner="",
                flow=self.flow,
                item=self.item,
            ),
            stream=self.stream,
            flow=self.flow,
            sector=self.sector,
            item=self.item,
            quantity_e3=self.quantity_e3,
            unit=self.unit,
            stated=as_stated(self.quantity_e3, self.unit),
            year=self.year,
            period=str(self.year),
            place=SAMPLE_PLACE_CODE,
            grade=Grade.C,
            evidence=self.evidence,
            entered_by=ENTERED_BY,
            approved_by=APPROVED_BY,
            synthetic=True,
            note=note,
        )
