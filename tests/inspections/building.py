"""A small district of subjects and inspectors, and seeds by number."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

from dafeng.inspections import (
    DrawCase,
    Exclusion,
    Inspector,
    PastFinding,
    Severity,
    Subject,
)

ON = date(2026, 3, 2)


def seed_of(number: int) -> str:
    """A seed that a test can name; a real one comes from the system."""
    return hashlib.sha256(f"seed {number}".encode()).hexdigest()


def subject(
    number: int,
    *,
    energy: int | None = 6000,
    looked_on: date | None = None,
    past: tuple[PastFinding, ...] = (),
) -> Subject:
    return Subject(
        id=f"s{number:03}",
        name=f"第{number}厂",
        energy_tce=None if energy is None else Decimal(energy),
        looked_on=looked_on,
        past=past,
    )


def found(
    severity: Severity, on: date = date(2025, 6, 2), *, still_open: bool = False
) -> PastFinding:
    return PastFinding(severity=severity, found_on=on, still_open=still_open)


def case_of(
    subjects: tuple[Subject, ...],
    *,
    quota: int = 10,
    inspectors: int = 5,
    exclusions: tuple[Exclusion, ...] = (),
) -> DrawCase:
    return DrawCase(
        plan="demo/2026/1",
        on=ON,
        quota=quota,
        subjects=subjects,
        inspectors=tuple(
            Inspector(id=f"i{number}", name=f"监察员{number}", office="fgw")
            for number in range(inspectors)
        ),
        exclusions=exclusions,
    )


def mixed(count: int = 60) -> tuple[Subject, ...]:
    """Subjects of every class, some with past findings."""
    return tuple(
        subject(
            number,
            energy=None if number % 10 == 9 else 400 * number,
            past=(found(Severity.SERIOUS),) if number % 4 == 0 else (),
        )
        for number in range(count)
    )
