"""Nouns of reporting: deposits, control plans, lines of a report, statements."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from dafeng.base.findings import Finding
    from dafeng.base.periods import Period


class Purpose(StrEnum):
    """What a datum counts for: emissions are paid for, production earns allowances."""

    EMISSION = "emission"
    PRODUCTION = "production"


class SourceKind(StrEnum):
    """What a datum rests on."""

    METER = "meter"
    INVOICE = "invoice"
    LAB = "lab"


@attrs.frozen(kw_only=True)
class DepositFact:
    """Evidence of a month as it was deposited.

    Attributes
    ----------
    file_sha256 : str
        Digest of the file.
    deposited_on : date
    """

    facility: str
    month: Period
    parameter: str
    value: Decimal
    unit: str
    source_kind: SourceKind = attrs.field(converter=SourceKind)
    instrument: str = ""
    calibrated_on: date | None = None
    file_sha256: str = ""
    deposited_on: date


@attrs.frozen(kw_only=True)
class ControlParameter:
    """One parameter of a data quality control plan.

    Attributes
    ----------
    accuracy : Decimal or None
        Required accuracy as a share (0.005 for 0.5 %); None: not stated.
    calibration : str
        The rule of calibration.
    missing_rule : str
        What is done about missing data.
    place : str
        Where it is measured.
    sampling : str
        How samples are taken and prepared; empty where none are.
    """

    code: str
    facility: str = ""
    name: str = ""
    unit: str
    purpose: Purpose = attrs.field(default=Purpose.EMISSION, converter=Purpose)
    source: str = ""
    method: str = ""
    instrument: str = ""
    frequency: str = ""
    accuracy: Decimal | None = None
    calibration: str = ""
    missing_rule: str = ""
    responsible: str = ""
    place: str = ""
    sampling: str = ""


@attrs.frozen(kw_only=True)
class PlanProfile:
    """What a control plan says of the unit as a whole.

    Attributes
    ----------
    profile : str
        What the unit is and makes.
    boundary : str
        What is counted and what is not.
    facilities : str
        Facilities that emit, and those that measure.
    """

    profile: str = ""
    boundary: str = ""
    facilities: str = ""


@attrs.frozen(kw_only=True)
class ReportLine:
    """One line of a yearly report.

    Attributes
    ----------
    code : str
        Its name in the report.
    flow, item : str
        Codes of ``dafeng.accounts``; the flow is empty for production data.
    quantity : Decimal
        The activity of the year in ``unit``.
    reported_t : Decimal or None
        What the unit reports as emission, tonnes; None: nothing.
    """

    code: str
    facility: str = ""
    flow: str = ""
    item: str = ""
    quantity: Decimal
    unit: str
    purpose: Purpose = attrs.field(default=Purpose.EMISSION, converter=Purpose)
    reported_t: Decimal | None = None


@attrs.frozen(kw_only=True)
class LineUse:
    """A factor that stands behind a recomputed line."""

    symbol: str
    factor_id: str
    value: Decimal
    unit: str


@attrs.frozen(kw_only=True)
class RecomputedLine:
    """A line beside what activity times factor gives.

    Attributes
    ----------
    computed_t : Decimal or None
        None: no method, or no factor; unknown and never zero.
    difference_t : Decimal or None
        Reported less computed.
    compliance : bool
        Whether allowances are surrendered for it.
    agrees : bool or None
        Within the tolerance of the rules; None where one side is unknown.
    """

    line: ReportLine
    computed_t: Decimal | None
    difference_t: Decimal | None
    compliance: bool
    agrees: bool | None
    method: str = ""
    uses: tuple[LineUse, ...] = ()


@attrs.frozen(kw_only=True)
class Recomputed:
    """A report recomputed.

    Attributes
    ----------
    reported_t : Decimal
        Sum of what was reported.
    computed_t : Decimal or None
        None where a line is unknown: a sum with a hole is no sum.
    compliance_t : Decimal or None
        Of the lines for which allowances are surrendered.
    """

    branch: str
    year: int
    lines: tuple[RecomputedLine, ...]
    reported_t: Decimal
    computed_t: Decimal | None
    compliance_t: Decimal | None
    factor_edition: str
    findings: tuple[Finding, ...] = ()
