"""Reports and verifications of the sample: unit-years in every state; all invented.

Rows name an enterprise by its place among the sample's key energy users, and a year by
how many years it lies before the newest one that can be verified by now.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cache

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.sample.synthetic.district_years import sample_enterprises

_ROOM = "dafeng.sample"
_TURN = (10, 1)
"""From that day on the reports of the year before are through."""

STAGES = (
    "open",
    "complete",
    "compile",
    "submit",
    "take",
    "visit",
    "issue",
    "correct",
    "object",
    "confirm",
    "short",
    "archive",
)
"""How far a report has come; each stands behind the one before."""


@attrs.frozen(kw_only=True)
class SampleReportLine:
    """One line of a report.

    Attributes
    ----------
    factor : Decimal or None
        What the enterprise counts with, t per unit; None for production.
    """

    code: str
    name: str
    flow: str
    item: str
    quantity: Decimal
    unit: str
    factor: Decimal | None
    accuracy: Decimal
    instrument: str


@attrs.frozen(kw_only=True)
class SampleFinding:
    """A nonconformity; with ``required`` it ends in a conservative value."""

    line: str
    what: str
    basis: str
    reply: str
    required: Decimal | None
    calibrated: Decimal | None


@attrs.frozen(kw_only=True)
class SampleReport:
    """A unit-year.

    Attributes
    ----------
    back : int
        Years before the newest verified one; -1 is the running year.
    body : str
        Code of the body that verifies.
    """

    uscc: str
    name_zh: str
    back: int
    branch: str
    market: str
    stage: str
    body: str
    writer: str
    held: Decimal
    surrendered: Decimal | None
    lines: tuple[SampleReportLine, ...]
    findings: tuple[SampleFinding, ...]

    def reached(self, stage: str) -> bool:
        """Whether the report has come as far as a stage."""
        return STAGES.index(self.stage) >= STAGES.index(stage)


def newest_report_year(on: date) -> int:
    """Return the newest year whose verification is over by a day."""
    return on.year - (1 if (on.month, on.day) >= _TURN else 2)


@cache
def sample_reports() -> tuple[SampleReport, ...]:
    """Return the unit-years, in the order of the table."""
    lines: dict[tuple[str, str], list[SampleReportLine]] = defaultdict(list)
    for row in packaged_rows(_ROOM, "verification_lines.csv"):
        lines[row["enterprise"], row["back"]].append(
            SampleReportLine(
                code=row["code"],
                name=row["name"],
                flow=row["flow"],
                item=row["item"],
                quantity=Decimal(row["quantity"]),
                unit=row["unit"],
                factor=_number(row["factor"]),
                accuracy=Decimal(row["accuracy"]),
                instrument=row["instrument"],
            )
        )
    findings: dict[tuple[str, str], list[SampleFinding]] = defaultdict(list)
    for row in packaged_rows(_ROOM, "verification_findings.csv"):
        findings[row["enterprise"], row["back"]].append(
            SampleFinding(
                line=row["line"],
                what=row["what"],
                basis=row["basis"],
                reply=row["reply"],
                required=_number(row["required"]),
                calibrated=_number(row["calibrated"]),
            )
        )
    firms = sample_enterprises()
    return tuple(
        SampleReport(
            uscc=firms[int(row["enterprise"]) - 1].code,
            name_zh=firms[int(row["enterprise"]) - 1].name_zh,
            back=int(row["back"]),
            branch=row["branch"],
            market=row["market"],
            stage=row["stage"],
            body=row["body"],
            writer=row["writer"],
            held=Decimal(row["held"]),
            surrendered=_number(row["surrendered"]),
            lines=tuple(lines[row["enterprise"], row["back"]]),
            findings=tuple(findings[row["enterprise"], row["back"]]),
        )
        for row in packaged_rows(_ROOM, "verification_reports.csv")
    )


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
