"""What data is lacking, from whom, since when: out of the prepared result."""

from __future__ import annotations

from datetime import date

import attrs

from dafeng.base.errors import NotFoundError
from dafeng.indicators import Series, series_of
from dafeng.web.assessment.convert import missing_rows
from dafeng.web.assessment.models import AssessmentRun, TargetStanding

NOBODY = ""


@attrs.frozen(kw_only=True)
class Lack:
    """One series that nobody stated, and what waits for it.

    Attributes
    ----------
    series : str
    known : Series or None
        Its row in the catalogue.
    owner : str
        Who would state it; empty when nobody is named.
    periods : tuple of str
    since : date
        Earliest day on which a figure was due.
    late : bool
        Whether that day is over on the day of the result.
    targets : tuple of (str, str)
        Key and indicator of the targets that wait.
    """

    series: str
    known: Series | None
    owner: str
    periods: tuple[str, ...]
    since: date
    late: bool
    targets: tuple[tuple[str, str], ...]


@attrs.frozen(kw_only=True)
class OwnerLacks:
    """Everything that one owner has not stated."""

    owner: str
    lacks: tuple[Lack, ...]
    targets: int


def lacks_of(run: AssessmentRun) -> list[OwnerLacks]:
    """What is lacking, by owner; the one who holds up most targets first."""
    found: dict[tuple[str, str], _Gathered] = {}
    rows = TargetStanding.objects.filter(run=run).only("key", "indicator", "missing")
    for standing in rows:
        for one in missing_rows(standing):
            gathered = found.setdefault((one.owner, one.series), _Gathered())
            gathered.periods.add(one.period)
            gathered.days.add(one.due_on)
            gathered.targets[standing.key] = standing.indicator
    by_owner: dict[str, list[Lack]] = {}
    for (owner, series), gathered in found.items():
        by_owner.setdefault(owner, []).append(gathered.lack(owner, series, run.as_of))
    whole = [
        OwnerLacks(
            owner=owner,
            lacks=tuple(sorted(lacks, key=lambda one: (one.since, one.series))),
            targets=len({key for one in lacks for key, _name in one.targets}),
        )
        for owner, lacks in by_owner.items()
    ]
    return sorted(whole, key=lambda one: (-one.targets, one.owner))


@attrs.define
class _Gathered:
    periods: set[str] = attrs.field(factory=set)
    days: set[date] = attrs.field(factory=set)
    targets: dict[str, str] = attrs.field(factory=dict)

    def lack(self, owner: str, series: str, as_of: date) -> Lack:
        since = min(self.days)
        return Lack(
            series=series,
            known=series_known(series),
            owner=owner,
            periods=tuple(sorted(self.periods)),
            since=since,
            late=since < as_of,
            targets=tuple(sorted(self.targets.items())),
        )


def series_known(code: str) -> Series | None:
    """A series of the catalogue; None for one that was renamed since."""
    try:
        return series_of(code)
    except NotFoundError:
        return None
