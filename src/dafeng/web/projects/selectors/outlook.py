"""What projects have built of each measure: it makes the measure's delivery surer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

import attrs

from dafeng.base.errors import UnitError
from dafeng.base.units import convert
from dafeng.measures import Commissioned, Measure
from dafeng.projects import Project as Record
from dafeng.projects import expected_operation, stage_facts
from dafeng.projects.stages import Counts
from dafeng.web.plans.models import Plan
from dafeng.web.projects.convert import to_record
from dafeng.web.projects.models import Project
from dafeng.web.projects.selectors.projects import in_full


@attrs.frozen(kw_only=True)
class MeasureBuilt:
    """Capacity of one measure: what stands, what is approved or being built.

    Attributes
    ----------
    amount : Decimal
        In ``unit``, of one project.
    when : date or None
        Day of operation, or the one that plan and pace give; None is not known.
    stands : Counts
    """

    amount: Decimal
    unit: str
    when: date | None
    stands: Counts


def built_capacity(plan: Plan, on: date) -> dict[str, tuple[MeasureBuilt, ...]]:
    """What the projects of a plan's district have built of each measure by a day.

    Reports count up to ``on``: what the newest one says of a project that is being
    built stands, and the rest of its size is committed. A size that is not known adds
    nothing.
    """
    rows = in_full(
        Project.objects.filter(organisation=plan.owner, merged_into=None)
    ).exclude(measure="")
    found: dict[str, list[MeasureBuilt]] = defaultdict(list)
    for row in rows:
        found[row.measure] += _parts(_by(to_record(row), on))
    return {measure: tuple(parts) for measure, parts in sorted(found.items())}


def _by(record: Record, on: date) -> Record:
    reports = tuple(one for one in record.reports if one.on <= on)
    return attrs.evolve(record, reports=reports)


def _parts(record: Record) -> Iterable[MeasureBuilt]:
    if record.capacity is None or not record.capacity:
        return
    counts = stage_facts(record.stage).counts
    if counts is Counts.NOTHING:
        return
    newest = record.newest
    built = Decimal(0)
    if counts is Counts.BUILT:
        built = record.capacity
    elif newest is not None and newest.built is not None:
        built = min(newest.built, record.capacity)
        if built:
            yield _part(record, built, newest.on, Counts.BUILT)
    if counts is Counts.BUILT:
        yield _part(record, built, expected_operation(record), Counts.BUILT)
    elif record.capacity > built:
        yield _part(record, record.capacity - built, expected_operation(record), counts)


def _part(
    record: Record, amount: Decimal, when: date | None, stands: Counts
) -> MeasureBuilt:
    return MeasureBuilt(amount=amount, unit=record.unit, when=when, stands=stands)


def commissioned_of(
    plan: Plan, on: date, library: Iterable[Measure]
) -> Mapping[str, tuple[Commissioned, ...]]:
    """Return the same in the unit of each measure, for the outlook.

    A unit that does not convert adds nothing; a project that is not approved yet is as
    sure as the measure was before, and is left out.
    """
    found = built_capacity(plan, on)
    return {
        one.id: tuple(_in_unit(found[one.id], one.unit))
        for one in library
        if one.id in found
    }


def _in_unit(parts: Iterable[MeasureBuilt], unit: str) -> Iterable[Commissioned]:
    for part in parts:
        if part.stands not in (Counts.BUILT, Counts.COMMITTED):
            continue
        try:
            amount = convert(part.amount, part.unit, unit)
        except UnitError:
            continue
        yield Commissioned(
            amount=float(amount),
            year=None if part.when is None else part.when.year,
            stands=part.stands is Counts.BUILT,
        )
