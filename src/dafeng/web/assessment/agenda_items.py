"""What an assessment puts before the leading group; the office picks from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from dafeng.web.assessment.models import (
    AssessmentRun,
    ProposalRow,
    RunStatus,
    Stand,
    StateCode,
    StepCode,
)
from dafeng.web.core.models import Organisation
from dafeng.web.office.agenda import AgendaItem, register_agenda
from dafeng.web.office.selectors.agenda_sources import named
from dafeng.web.plans.models import PlanStatus

WEIGHTY = (StepCode.CIRCULAR, StepCode.INTERVIEW, StepCode.COMMEND)
"""Steps about which the leading group decides; the rest is the office's own work."""
BEHIND = (StateCode.OFF_TRACK, StateCode.MISSED)


def proposal_items(organisation: Organisation, _day: date) -> Iterator[AgendaItem]:
    """Consequences that were agreed to, or wait for a decision, by their step."""
    run = _run_in_force(organisation)
    if run is None:
        return
    address = reverse("assessment:proposals", args=run.address)
    agreed = run.proposals.filter(stand=Stand.CONFIRMED)
    if units := _units(agreed):
        words = ngettext(
            "审议 %(n)s 项已同意的处置建议",
            "审议 %(n)s 项已同意的处置建议",
            agreed.count(),
        )
        yield AgendaItem(
            key=f"assessment.agreed:{run.plan_id}-{run.period}",
            title=words % {"n": agreed.count()},
            url=f"{address}?stand={Stand.CONFIRMED.value}",
            why=named(units),
        )
    for step in WEIGHTY:
        waiting = run.proposals.filter(stand=Stand.PROPOSED, step=step)
        if units := _units(waiting):
            words = ngettext(
                "审议%(step)s建议 %(n)s 项",
                "审议%(step)s建议 %(n)s 项",
                waiting.count(),
            )
            yield AgendaItem(
                key=f"assessment.{step.value}:{run.plan_id}-{run.period}",
                title=words % {"step": step.label, "n": waiting.count()},
                url=f"{address}?stand={Stand.PROPOSED.value}&step={step.value}",
                why=named(units),
            )


def target_items(organisation: Organisation, _day: date) -> Iterator[AgendaItem]:
    """Targets that lag behind or were missed, and figures not handed down yet."""
    run = _run_in_force(organisation)
    if run is None:
        return
    address = reverse("assessment:targets", args=run.address)
    for state in BEHIND:
        rows = run.standings.filter(state=state).order_by("order")
        if titles := list(rows.values_list("indicator", flat=True)):
            words = ngettext(
                "研究%(state)s的 %(n)s 项目标",
                "研究%(state)s的 %(n)s 项目标",
                len(titles),
            )
            yield AgendaItem(
                key=f"assessment.{state.value}:{run.plan_id}-{run.period}",
                title=words % {"state": state.label, "n": len(titles)},
                url=f"{address}?state={state.value}",
                why=named(titles),
            )
    unset = run.standings.filter(state=StateCode.DELEGATED_UNSET).order_by("order")
    if titles := list(unset.values_list("indicator", flat=True)):
        words = ngettext(
            "研究 %(n)s 项上级尚未下达数值的目标",
            "研究 %(n)s 项上级尚未下达数值的目标",
            len(titles),
        )
        yield AgendaItem(
            key=f"assessment.unset:{run.plan_id}-{run.period}",
            title=words % {"n": len(titles)},
            url=f"{address}?state={StateCode.DELEGATED_UNSET.value}",
            why=named(titles),
        )


def _run_in_force(organisation: Organisation) -> AssessmentRun | None:
    """The newest frozen result of the district's plan; its draft without one."""
    rows = AssessmentRun.objects.filter(
        organisation=organisation, plan__status=PlanStatus.PUBLISHED
    ).exclude(status=RunStatus.REPLACED)
    rows = rows.select_related("plan")
    newest = rows.order_by("-period", "-units_count", "-pk")
    return newest.filter(status=RunStatus.FROZEN).first() or newest.first()


def _units(rows: Iterable[ProposalRow]) -> list[str]:
    """Names of the units that proposals are about."""
    return [row.unit for row in rows]


register_agenda(
    "assessment.proposals", proposal_items, label=gettext_lazy("处置建议"), order=40
)
register_agenda(
    "assessment.targets", target_items, label=gettext_lazy("目标"), order=50
)
