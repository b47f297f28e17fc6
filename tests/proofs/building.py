"""A tiny district, assessed and sealed: one target, one task, one report."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

from dafeng.assessment import seal_assessment
from dafeng.assessment.records import (
    AssessedUnit,
    Case,
    Duty,
    Goal,
    Progress,
    Return,
    Role,
    Work,
)
from dafeng.indicators import OBSERVATIONS, read_indicator_evidence
from dafeng.lake import Lake
from dafeng.proofs import (
    ActLine,
    Backing,
    Bundle,
    Hand,
    Known,
    Paper,
    What,
    Words,
    input_anchor,
    read_bundle,
    return_anchor,
    task_anchor,
)

PLACE, YEAR = "110101", 2025
AS_OF = date(2026, 11, 15)
LEARNED = datetime(2026, 3, 1, 8, tzinfo=UTC)
BUREAU, OTHER = "区发改委", "区农业农村委"
FORM, PERIOD = "进展报表", "2025Q1"
SERIES = {
    "energy.nonfossil.calorific": (Decimal(126), "tce当量"),
    "energy.consumption.calorific": (Decimal(1000), "tce当量"),
}
"""Non-fossil share: 126 of 1,000 is 12.6 %."""


def lake_of(folder: Path) -> Lake:
    """A lake with the two figures behind the target."""
    lake = Lake(folder / "lake")
    rows = [
        {
            "place": PLACE,
            "series": series,
            "scope": None,
            "period": str(YEAR),
            "value_e6": int(value.scaleb(6)),
            "unit": unit,
            "basis": "reported",
            "quality": "B",
            "evidence": f"能源统计报表 2025 报送#7; 表.csv sha256:{'a' * 64}",
            "entered_by": "经办人",
            "approved_by": "负责人",
            "synthetic": True,
            "note": None,
        }
        for series, (value, unit) in SERIES.items()
    ]
    lake.append(OBSERVATIONS, rows, key="first", learned_at=LEARNED)
    return lake


def case_of(lake: Lake, **facts: Any) -> Case:
    """The district on its day."""
    evidence = read_indicator_evidence(lake, PLACE, as_of=AS_OF)
    base: dict[str, Any] = {
        "place": PLACE,
        "period": str(YEAR),
        "as_of": AS_OF,
        "scheme": "district-2023",
        "goals": (
            Goal(
                id="T001",
                clause="二",
                indicator="非化石能源消费比重",
                definition="A05.calorific",
                comparator=">=",
                value=Decimal(12),
                unit="%",
                direction="up",
                year=YEAR,
                duties=(Duty(unit=BUREAU, role=Role.LEAD),),
            ),
        ),
        "units": (AssessedUnit(name=BUREAU), AssessedUnit(name=OTHER)),
        "works": (
            Work(
                id="三(一)1",
                clause="三(一)1",
                title="发展新能源",
                duties=(Duty(unit=BUREAU, role=Role.LEAD),),
                state=Progress.VERIFIED,
                begins_on=date(2025, 1, 1),
                due_on=date(2025, 12, 31),
                percent=Decimal(100),
                verified=True,
                reported_on=date(2026, 1, 10),
                evidence=("验收单",),
            ),
        ),
        "returns": (
            Return(
                unit=BUREAU,
                form=FORM,
                period=PERIOD,
                due_on=date(2025, 4, 15),
                received_on=date(2025, 4, 10),
            ),
        ),
        "observations": evidence.observations,
        "tables": evidence.tables,
        "plan": "示范区碳达峰实施方案",
        "synthetic": True,
    }
    return Case(**(base | facts))


@attrs.frozen(kw_only=True)
class Sealed:
    """A sealed result with the lake that it was made from."""

    lake: Lake
    bundle: Bundle
    folder: Path


def sealed(folder: Path, **facts: Any) -> Sealed:
    """Seal the tiny district."""
    lake = lake_of(folder)
    seals = folder / "assessments"
    seal = seal_assessment(case_of(lake, **facts), seals, lake=lake)
    return Sealed(lake=lake, bundle=read_bundle(seals, seal.digest), folder=folder)


def paper(folder: Path, content: bytes = b"x,y\n1,2\n", **facts: Any) -> Paper:
    """A file of evidence that lies where it was kept."""
    path = folder / "paper.csv"
    path.write_bytes(content)
    words = Words(zh="佐证 表.csv", en="evidence")
    base: dict[str, Any] = {
        "name": "表.csv",
        "sha256": hashlib.sha256(content).hexdigest(),
        "path": path,
        "words": words,
    }
    return Paper(**(base | facts))


def known(*papers: Paper, acts: tuple[ActLine, ...] = (), **facts: Any) -> Known:
    """What a house would add: a report with its people and papers."""
    report = Backing(
        backs=input_anchor("energy.nonfossil.calorific", str(YEAR)),
        what=What.REPORT,
        name="report-7",
        record={"id": 7, "form": "能源统计报表"},
        words=Words(zh="报送 7", en="report 7"),
        papers=papers,
        hands=(
            Hand(words=Words(zh="填报：经办人", en="filled in")),
            Hand(words=Words(zh="核实：双碳办", en="verified"), approves=True),
        ),
    )
    task = attrs.evolve(
        report,
        backs=task_anchor("三(一)1"),
        what=What.TASK,
        name="task-1",
        record={"number": "2025-1"},
    )
    owed = attrs.evolve(
        report, backs=return_anchor(BUREAU, FORM, PERIOD), name="report-8"
    )
    return Known(backings=(report, task, owed), acts=acts, **facts)


def members(content: bytes) -> dict[str, bytes]:
    """Every file of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes], place: Path) -> Path:
    """An archive of other files."""
    with zipfile.ZipFile(place, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return place
