"""What the rules propose, as far as a person may see it."""

from __future__ import annotations

from collections import Counter

import attrs
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from dafeng.assessment.consequences import consequence_rules
from dafeng.assessment.consequences.records import About
from dafeng.web.assessment.models import (
    AssessmentRun,
    ProposalRow,
    RunStatus,
    Stand,
    StepCode,
)
from dafeng.web.assessment.selectors.scores import may_see
from dafeng.web.core.selectors import Person

STRONGEST_FIRST = (
    StepCode.INTERVIEW,
    StepCode.CIRCULAR,
    StepCode.SUPERVISE,
    StepCode.REMIND,
    StepCode.COMMEND,
)
WAITING = (Stand.PROPOSED, Stand.TO_WITHDRAW)
"""What a person has to decide about."""
GONE = (Stand.WITHDRAWN, Stand.TO_WITHDRAW)
"""What a correction no longer carries."""
_STRENGTH = Case(
    *(When(step=step, then=Value(at)) for at, step in enumerate(STRONGEST_FIRST)),
    default=Value(len(STRONGEST_FIRST)),
    output_field=IntegerField(),
)
_WAITING_FIRST = Case(
    When(stand__in=WAITING, then=Value(0)),
    default=Value(1),
    output_field=IntegerField(),
)


def proposals_for(user: Person, run: AssessmentRun) -> QuerySet[ProposalRow]:
    """Proposals of the run, and those that its corrections took back."""
    of_run = Q(run=run)
    if run.status == RunStatus.FROZEN:
        of_run |= Q(
            run__plan=run.plan_id,
            run__period=run.period,
            run__scheme=run.scheme,
            run__status=RunStatus.REPLACED,
            stand__in=GONE,
        )
    visible = may_see(user, "organisation__path", "run__organisation__path")
    rows = ProposalRow.objects.filter(of_run & visible)
    return rows.select_related("run__plan", "decided_by", "organisation").order_by(
        "-run_id", "order"
    )


@attrs.frozen(kw_only=True)
class ProposalFilter:
    """What the list is narrowed to; empty fields do not narrow."""

    q: str = ""
    step: str = ""
    stand: str = ""
    unit: str = ""
    about: str = ""


def proposals_shown(
    user: Person, run: AssessmentRun, wanted: ProposalFilter
) -> QuerySet[ProposalRow]:
    """The filtered list: what waits first, of it the strongest steps first."""
    rows = proposals_for(user, run)
    for name in ("step", "stand", "unit"):
        if value := getattr(wanted, name):
            rows = rows.filter(**{name: value})
    if wanted.about:
        rows = rows.filter(rule__in=rules_about(wanted.about))
    for word in wanted.q.split():
        rows = rows.filter(Q(facts__icontains=word) | Q(subject__iexact=word))
    return rows.order_by(_WAITING_FIRST, _STRENGTH, "-run_id", "order")


def rules_about(about: str) -> list[str]:
    """Ids of the rules that look at one kind of thing."""
    return [rule.id for rule in consequence_rules() if rule.about.value == about]


def about_of(rule: str) -> About | None:
    """What a rule looks at; None for one that is no longer packaged."""
    return next((one.about for one in consequence_rules() if one.id == rule), None)


@attrs.frozen(kw_only=True)
class StepCount:
    """How many proposals of one step there are, and how many of them wait."""

    step: str
    label: str
    waiting: int
    total: int


@attrs.frozen(kw_only=True)
class Tally:
    """What a person may see of the proposals of a run, counted.

    Attributes
    ----------
    total, waiting : int
    steps : tuple of StepCount
        The strongest first; steps without a proposal are left out.
    units : tuple of str
        Units about which something is proposed, by name.
    """

    total: int
    waiting: int
    steps: tuple[StepCount, ...]
    units: tuple[str, ...]


def tally_of(user: Person, run: AssessmentRun) -> Tally:
    """Count the proposals of a run, whatever the list is narrowed to."""
    rows = proposals_for(user, run).order_by().values_list("step", "stand", "unit")
    found = list(rows)
    total = Counter(step for step, _stand, _unit in found)
    waiting = Counter(step for step, stand, _unit in found if stand in WAITING)
    return Tally(
        total=len(found),
        waiting=waiting.total(),
        steps=tuple(
            StepCount(
                step=step.value,
                label=str(step.label),
                waiting=waiting[step.value],
                total=total[step.value],
            )
            for step in STRONGEST_FIRST
            if total[step.value]
        ),
        units=tuple(sorted({unit for _step, _stand, unit in found})),
    )


def proposal_of(user: Person, run: AssessmentRun, pk: int) -> ProposalRow | None:
    """One proposal, if the person may see it."""
    rows = proposals_for(user, run).select_related("run__organisation")
    return rows.filter(pk=pk).first()
