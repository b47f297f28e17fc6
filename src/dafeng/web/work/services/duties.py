"""Say who reports what how often; derive it from tasks and from the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs
from django.db import transaction
from django.utils import timezone

from dafeng.indicators import Series, series_catalogue, series_of
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.work.models import ReportingDuty, Task
from dafeng.work import Recurrence, TaskState, owner_words

TASK_FORM = "碳达峰任务进展报表"
FREQUENCIES: Mapping[str, Recurrence] = {
    "month": Recurrence.MONTHLY,
    "quarter": Recurrence.QUARTERLY,
    "year": Recurrence.YEARLY,
}
"""How the catalogue says how often; what is stated once is no duty."""
ENTERED = "observations"
"""Origin of series that people state; the others the program reckons."""
TOWN_BY_TOWN = ("township", "park")
ACTIVE = (
    TaskState.ASSIGNED.value,
    TaskState.ACCEPTED.value,
    TaskState.IN_PROGRESS.value,
    TaskState.SUBMITTED.value,
    TaskState.RETURNED.value,
    TaskState.EXTENDED.value,
)


@attrs.frozen(kw_only=True)
class DutyFacts:
    """What a duty is about.

    Attributes
    ----------
    unit : Organisation
        Who answers.
    form : str
    frequency : Recurrence
    task : Task or None
    series : tuple of str
        Codes of the catalogue.
    scope : str
        Part of the district; empty is all of it.
    evidence_asked : str
    valid_from : date or None
        None is today.
    """

    unit: Organisation
    form: str
    frequency: Recurrence
    task: Task | None = None
    series: tuple[str, ...] = ()
    scope: str = ""
    evidence_asked: str = ""
    valid_from: date | None = None


@attrs.frozen(kw_only=True)
class DutiesMade:
    """What deriving duties came to.

    Attributes
    ----------
    made, standing : int
        New ones, and those that were there before.
    unmatched : tuple of str
        Owners of series behind whom no single unit could be found.
    """

    made: int
    standing: int
    unmatched: tuple[str, ...] = ()


@transaction.atomic
def duty_set(
    *, organisation: Organisation, by: User | None, facts: DutyFacts
) -> ReportingDuty:
    """Let a unit owe a report each period; the duty that stands there is changed.

    Raises
    ------
    NotFoundError
        ``series.unknown``: the catalogue has no such series.
    ValidationError
        The form has no name, or nothing is asked for.
    """
    if by is not None:
        require(by, "work.round.open", organisation)
    for code in facts.series:
        series_of(code)
    standing = ReportingDuty.objects.filter(
        unit=facts.unit,
        form=facts.form,
        frequency=facts.frequency.value,
        task=facts.task,
        scope=facts.scope,
        valid_to__isnull=True,
    ).first()
    if by is not None and standing is not None:
        require(by, "work.round.open", standing.organisation)
    duty = standing or ReportingDuty(
        organisation=organisation,
        unit=facts.unit,
        form=facts.form,
        frequency=facts.frequency.value,
        task=facts.task,
        scope=facts.scope,
        valid_from=facts.valid_from or timezone.localdate(),
    )
    before = list(duty.series) if standing else None
    duty.series, duty.evidence_asked = list(facts.series), facts.evidence_asked
    duty.full_clean()
    duty.save()
    audit.record(
        by=by,
        action="duty.set",
        target=duty,
        data={
            "unit": duty.unit.code,
            "form": duty.form,
            "frequency": duty.frequency,
            "series": {"before": before, "after": duty.series},
        },
    )
    return duty


@transaction.atomic
def duty_end(
    *, duty: ReportingDuty, by: User | None, on: date | None = None
) -> ReportingDuty:
    """Ask for no more reports after a day; those that were asked for stay."""
    held = ReportingDuty.objects.select_for_update(of=("self",)).get(pk=duty.pk)
    if by is not None:
        require(by, "work.round.open", held.organisation)
    if held.valid_to is not None:
        return held
    held.valid_to = on or timezone.localdate()
    held.full_clean()
    held.save(update_fields=["valid_to"])
    audit.record(
        by=by, action="duty.end", target=held, data={"valid_to": held.valid_to}
    )
    return held


@transaction.atomic
def duties_from_tasks(
    *, organisation: Organisation, by: User | None, on: date | None = None
) -> DutiesMade:
    """Let the lead of each active task report on it every quarter."""
    if by is not None:
        require(by, "work.round.open", organisation)
    tasks = Task.objects.filter(
        organisation=organisation, state__in=ACTIVE
    ).select_related("lead")
    asked = [
        DutyFacts(
            unit=task.lead,
            form=TASK_FORM,
            frequency=Recurrence.QUARTERLY,
            task=task,
            evidence_asked=task.evidence_asked,
            valid_from=task.begins_on or on,
        )
        for task in tasks
    ]
    return _duties_make(organisation, by, asked)


@transaction.atomic
def duties_from_series(
    *, organisation: Organisation, by: User | None, on: date | None = None
) -> DutiesMade:
    """Let each owner of the catalogue's series state them, one duty for each form.

    Nobody is given a duty by a guess: an owner behind whom several units could stand,
    or none, is named in the answer.
    """
    if by is not None:
        require(by, "work.round.open", organisation)
    units = list(Organisation.objects.filter(path__startswith=organisation.path))
    asked: list[DutyFacts] = []
    unmatched: list[str] = []
    for (owner, form, frequency), codes in _forms().items():
        found = list(_units_of(owner, units))
        if not found:
            unmatched.append(owner)
        asked += [
            DutyFacts(
                unit=unit,
                form=form,
                frequency=frequency,
                series=codes,
                scope=scope,
                valid_from=on,
            )
            for unit, scope in found
        ]
    made = _duties_make(organisation, by, asked)
    return attrs.evolve(made, unmatched=tuple(dict.fromkeys(unmatched)))


def _forms() -> dict[tuple[str, str, Recurrence], tuple[str, ...]]:
    """Series that people state, by owner, form and how often."""
    held: dict[tuple[str, str, Recurrence], list[str]] = defaultdict(list)
    for one in series_catalogue().values():
        frequency = FREQUENCIES.get(one.frequency)
        if frequency is not None and one.origin == ENTERED:
            held[one.owner, _form_name(one), frequency].append(one.code)
    return {at: tuple(codes) for at, codes in held.items()}


def _form_name(one: Series) -> str:
    return one.form or one.owner


def _units_of(
    owner: str, units: Iterable[Organisation]
) -> Iterator[tuple[Organisation, str]]:
    """The unit behind an owner's name, with the part that it states."""
    words = owner_words(owner)
    if words.kind:
        yield from ((unit, unit.name_zh) for unit in units if unit.kind == words.kind)
        return
    for word in words.words:
        found = [
            unit
            for unit in units
            if word in unit.name_zh and unit.kind not in TOWN_BY_TOWN
        ]
        if len(found) == 1:
            yield found[0], ""
            return


def _duties_make(
    organisation: Organisation, by: User | None, asked: Iterable[DutyFacts]
) -> DutiesMade:
    held = {
        (one.unit_id, one.form, one.frequency, one.task_id, one.scope)
        for one in ReportingDuty.objects.filter(valid_to__isnull=True)
    }
    made, standing = [], 0
    for facts in asked:
        task = facts.task.pk if facts.task is not None else None
        at = (facts.unit.pk, facts.form, facts.frequency.value, task, facts.scope)
        if at in held:
            standing += 1
            continue
        held.add(at)
        made.append(_duty(organisation, facts))
    ReportingDuty.objects.bulk_create(made)
    if made:
        audit.record(
            by=by,
            action="duty.derive",
            target=organisation,
            data={"made": len(made), "standing": standing},
        )
    return DutiesMade(made=len(made), standing=standing)


def _duty(organisation: Organisation, facts: DutyFacts) -> ReportingDuty:
    return ReportingDuty(
        organisation=organisation,
        unit=facts.unit,
        form=facts.form,
        frequency=facts.frequency.value,
        task=facts.task,
        series=list(facts.series),
        scope=facts.scope,
        evidence_asked=facts.evidence_asked,
        valid_from=facts.valid_from or timezone.localdate(),
    )
