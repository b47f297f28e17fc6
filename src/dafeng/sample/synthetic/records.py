"""The nouns of the synthetic district: batches, companies, and what is true."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import attrs

from dafeng.accounts import ActivityRow
from dafeng.accounts.balance import BalanceCell


@attrs.frozen(kw_only=True)
class DistrictRow:
    """One row of the table ``district``."""

    place: str
    name: str
    value: str


@attrs.frozen(kw_only=True)
class MeasuredRow:
    """One row of the table ``measured``: a factor that an enterprise measured."""

    owner: str
    code: str
    parameter: str
    value: str
    unit: str
    year: int
    evidence: str
    entered_by: str
    approved_by: str = ""
    synthetic: bool = True
    note: str = ""


@attrs.frozen(kw_only=True)
class SignatureRow:
    """One row of the table ``signatures``."""

    factor_id: str
    person: str
    signed_on: date
    reason: str
    withdrawn: bool = False


@attrs.frozen(kw_only=True)
class Batch:
    """Rows of one table that were learned at one moment.

    Attributes
    ----------
    table : str
        Name of the table in :data:`dafeng.accounts.evidence.tables.LEDGER`.
    kind : str
        ``settings``, ``signatures``, ``reports``, ``statistics`` or ``correction``.
    learned_at : datetime
        Made from the year of the data, never from a clock.
    rows : tuple
        Records whose fields are the columns of the table.
    """

    table: str
    kind: str
    learned_at: datetime
    rows: tuple[
        ActivityRow | BalanceCell | DistrictRow | MeasuredRow | SignatureRow, ...
    ]


@attrs.frozen(kw_only=True)
class SampleEnterprise:
    """A key energy user that does not exist.

    Attributes
    ----------
    code : str
        Unified social credit code with valid check characters. Its body starts with
        ``XNQY``, which no authority gives out.
    name_zh, name_en : str
    short_zh : str
    sector : str
        Code of ``sectors.csv``.
    town, park : str
        Codes of organisations; ``park`` is empty outside the parks.
    place : str
        Division code of the town.
    founded, closed : int
        First and last year of work; 0 where it works on.
    reports_from : int
        First year that it reported; before it hides among the small users.
    weight : int
        Size against others of its branch.
    """

    code: str
    name_zh: str
    name_en: str
    short_zh: str
    sector: str
    town: str
    park: str
    place: str
    founded: int
    closed: int = 0
    reports_from: int
    weight: int

    def reports_in(self, year: int) -> bool:
        """Whether it worked and reported in a year."""
        open_still = not self.closed or year <= self.closed
        return max(self.founded, self.reports_from) <= year and open_still


@attrs.frozen(kw_only=True)
class TrueUse:
    """What really flowed in a year, before anybody stated it."""

    year: int
    flow: str
    sector: str
    item: str
    quantity_e3: int
    unit: str


@attrs.frozen(kw_only=True)
class TrueEmission:
    """What that emitted: CO2 of energy in tonnes, at the district's true factors."""

    year: int
    sector: str
    direct_t: Decimal
    indirect_t: Decimal


@attrs.frozen(kw_only=True)
class Planted:
    """A fault that the generator put in, for tests and for showing it found.

    Attributes
    ----------
    kind : str
        ``excess``, ``double-certificate`` or ``correction``.
    year : int
    rows : tuple of str
        Ids of the rows, or ``sector/item`` of the total that is exceeded.
    wrong_e3, right_e3 : int
        What was stated and what is true, where one number is wrong.
    """

    kind: str
    year: int
    rows: tuple[str, ...]
    wrong_e3: int = 0
    right_e3: int = 0


@attrs.frozen(kw_only=True)
class SupplierGap:
    """How far a supplier's total lies from the statistic, in millionths of it."""

    year: int
    sector: str
    item: str
    parts: int


@attrs.frozen(kw_only=True)
class Truth:
    """What is known of the district because we made it."""

    uses: tuple[TrueUse, ...]
    emissions: tuple[TrueEmission, ...]
    supplier_gaps: tuple[SupplierGap, ...]
    planted: tuple[Planted, ...]


@attrs.frozen(kw_only=True)
class YearFacts:
    """What drives a year: people, output, added value.

    Attributes
    ----------
    population : int
        Residents at the end of the year.
    gdp : int
        10^4 yuan, at prices of 2020.
    value_added : tuple of (str, int)
        10^4 yuan by sector, at prices of 2020.
    """

    year: int
    population: int
    gdp: int
    value_added: tuple[tuple[str, int], ...]


@attrs.frozen(kw_only=True)
class District:
    """The whole district.

    Attributes
    ----------
    seed : int
    years : tuple of int
    enterprises : tuple of SampleEnterprise
    facts : tuple of YearFacts
    batches : tuple of Batch
        In the order in which they were learned; a later row with the key of an
        earlier one corrects it.
    truth : Truth
    """

    seed: int
    years: tuple[int, ...]
    enterprises: tuple[SampleEnterprise, ...]
    facts: tuple[YearFacts, ...]
    batches: tuple[Batch, ...]
    truth: Truth

    @property
    def activity(self) -> tuple[ActivityRow, ...]:
        """Activity rows as they stand after all corrections, one per ``row_id``."""
        rows = {
            row.row_id: row
            for batch in self.batches
            for row in batch.rows
            if isinstance(row, ActivityRow)
        }
        return tuple(rows.values())

    @property
    def balance(self) -> tuple[BalanceCell, ...]:
        """Cells of the balances as they stand after all corrections."""
        cells = {
            (row.year, row.row, row.item): row
            for batch in self.batches
            for row in batch.rows
            if isinstance(row, BalanceCell)
        }
        return tuple(cells.values())

    @property
    def settings(self) -> tuple[DistrictRow, ...]:
        """Rows of the table ``district``."""
        return tuple(
            row
            for batch in self.batches
            for row in batch.rows
            if isinstance(row, DistrictRow)
        )
