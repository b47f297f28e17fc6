"""What the public pages show: all of it out of one issued version, nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

import attrs

from dafeng.public import (
    Correction,
    DistrictFigure,
    FigureKind,
    ReleasedFigure,
    corrections_of,
    terms_of,
    withdrawn_since,
)
from dafeng.public import Release as ReleaseRecord
from dafeng.public.terms import Terms
from dafeng.web.core.models import Organisation
from dafeng.web.public.convert import release_record
from dafeng.web.public.models import Release
from dafeng.web.public.selectors.releases import issued

STATES = (
    *("met", "on-track", "directional-yes", "at-risk", "off-track"),
    *("directional-no", "missed", "unknown", "delegated-unset"),
)
"""Lights in the order of the picture."""
TOTALS, PER_PERSON = "account:control:", "account:per-person:"
KILOGRAMS = Decimal(1000)


@attrs.frozen(kw_only=True)
class VersionRow:
    """One issued version in the list of downloads.

    Attributes
    ----------
    offered : bool
        False where a later version withdrew a figure that this one still states.
    """

    record: ReleaseRecord
    sha256: str
    size: int
    in_force: bool
    offered: bool


@attrs.frozen(kw_only=True)
class FieldFigures:
    """Targets of one field."""

    title: str
    figures: tuple[ReleasedFigure, ...]


@attrs.frozen(kw_only=True)
class Shown:
    """Everything that the public pages draw from.

    Attributes
    ----------
    release : ReleaseRecord or None
        The version in force; None before the first release.
    """

    organisation: Organisation
    release: ReleaseRecord | None
    versions: tuple[VersionRow, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @property
    def figures(self) -> tuple[ReleasedFigure, ...]:
        """Figures of the version in force, withdrawn ones too."""
        return () if self.release is None else self.release.figures

    @property
    def terms(self) -> Terms | None:
        """Terms of the version in force."""
        return None if self.release is None else terms_of(self.release.terms)

    @property
    def outlook(self) -> ReleasedFigure | None:
        """The sentence of the outlook, if it was released."""
        return next(
            (one for one in self.figures if one.kind is FigureKind.OUTLOOK), None
        )

    @property
    def totals(self) -> tuple[ReleasedFigure, ...]:
        """The account's totals, by year."""
        return self._starting(TOTALS)

    @property
    def per_person(self) -> ReleasedFigure | None:
        """What the district emits for each of its people, the newest."""
        found = self._starting(PER_PERSON)
        return found[-1] if found else None

    @property
    def targets(self) -> tuple[ReleasedFigure, ...]:
        """Targets, in the order of the plan."""
        return tuple(one for one in self.figures if one.kind is FigureKind.TARGET)

    @property
    def withdrawn(self) -> tuple[ReleasedFigure, ...]:
        """Figures that do not hold any more, with their reasons."""
        return tuple(one for one in self.figures if one.withdrawn)

    def by_field(self) -> tuple[FieldFigures, ...]:
        """Targets by the field of the plan."""
        found: dict[str, list[ReleasedFigure]] = {}
        for one in self.targets:
            found.setdefault(one.field, []).append(one)
        return tuple(
            FieldFigures(title=title, figures=tuple(rows))
            for title, rows in found.items()
        )

    def states(self) -> list[tuple[str, int]]:
        """How many targets have which light; withdrawn ones have none."""
        counted = Counter(one.state for one in self.targets if not one.withdrawn)
        return [(code, counted[code]) for code in STATES if counted[code]]

    def district_figure(self) -> DistrictFigure | None:
        """What a household may be held against; only a released figure."""
        found = self.per_person
        if self.release is None or found is None or found.value is None:
            return None
        return DistrictFigure(
            kg=found.value * KILOGRAMS,
            period=found.period,
            version=str(self.release.version),
            text_zh=found.text_zh,
            text_en=found.text_en,
        )

    def _starting(self, begins: str) -> tuple[ReleasedFigure, ...]:
        found = [one for one in self.figures if one.key.startswith(begins)]
        return tuple(sorted(found, key=lambda one: one.period))


def shown_of(organisation: Organisation) -> Shown:
    """Read what was issued; two queries and one for the figures."""
    rows = list(issued(organisation).prefetch_related("figures"))
    records = [release_record(row) for row in rows]
    return Shown(
        organisation=organisation,
        release=records[0] if records else None,
        versions=tuple(_versions(rows, records)),
        corrections=corrections_of(records),
    )


def _versions(
    rows: Sequence[Release], records: Sequence[ReleaseRecord]
) -> Sequence[VersionRow]:
    return [
        VersionRow(
            record=record,
            sha256=row.package.sha256,
            size=row.package.size,
            in_force=number == 0,
            offered=not withdrawn_since(record, records),
        )
        for number, (row, record) in enumerate(zip(rows, records, strict=True))
    ]
