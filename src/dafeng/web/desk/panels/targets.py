"""What came of a target: figures against the path, who works at it, papers about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import attrs

from dafeng.indicators import Series
from dafeng.web.assessment.convert import MissingRow, missing_rows
from dafeng.web.assessment.models import Decree, DecreeState, TargetStanding
from dafeng.web.assessment.selectors.readiness import series_known
from dafeng.web.assessment.selectors.standings import standing_in_force
from dafeng.web.assessment.views.targets import course_title, path_chart
from dafeng.web.core.permissions import may
from dafeng.web.core.selectors import Person
from dafeng.web.office.models import DecisionTarget, Letter, LetterState
from dafeng.web.office.selectors.decisions import decisions_for
from dafeng.web.office.selectors.letters import letters_for
from dafeng.web.plans.models import Target
from dafeng.web.work.models import Evidence, Task
from dafeng.web.work.selectors.evidence import evidence_for
from dafeng.web.work.selectors.tasks import tasks_visible_to

MOST = 10


@attrs.frozen(kw_only=True)
class History:
    """Figures of a target over the years, its path, its outlook, what is lacking."""

    standing: TargetStanding
    chart: dict[str, Any] | None
    title: str
    lacks: Sequence[tuple[MissingRow, Series | None]]
    evidence: bool


@attrs.frozen(kw_only=True)
class Work:
    """Tasks that are to move a target, and the newest evidence of them."""

    tasks: Sequence[Task]
    evidence: Sequence[Evidence]


@attrs.frozen(kw_only=True)
class Papers:
    """Letters, decisions and handed-down figures that name a target."""

    letters: Sequence[Letter]
    decisions: Sequence[DecisionTarget]
    decrees: Sequence[Decree]


def history_of(reader: Person, target: Target) -> History | None:
    """Where the target stands, out of the result in force; None without one."""
    standing = standing_in_force(reader, target)
    if standing is None:
        return None
    return History(
        standing=standing,
        chart=path_chart(standing),
        title=course_title(standing),
        lacks=[(one, series_known(one.series)) for one in missing_rows(standing)],
        evidence=may(reader, "assessment.evidence.view", standing.run.organisation),
    )


def work_on(reader: Person, target: Target) -> Work | None:
    """Tasks that name the target, as far as the reader may see; None without any."""
    rows = tasks_visible_to(reader).filter(targets=target)
    tasks = list(rows.select_related("lead").order_by("due_on", "number")[:MOST])
    if not tasks:
        return None
    behind = evidence_for(reader).filter(
        task__in=[task.pk for task in tasks], withdrawn_at__isnull=True
    ) | evidence_for(reader).filter(
        report__task__in=[task.pk for task in tasks], withdrawn_at__isnull=True
    )
    return Work(tasks=tasks, evidence=list(behind.order_by("-added_at", "-pk")[:MOST]))


def papers_of(reader: Person, target: Target) -> Papers | None:
    """Papers that name the target, as far as the reader may see; None without any."""
    letters = letters_for(reader).filter(targets=target)
    letters = letters.exclude(state=LetterState.VOID)
    decided = DecisionTarget.objects.filter(
        target=target, item__decision__in=decisions_for(reader).order_by().values("pk")
    )
    decrees = Decree.objects.filter(target=target, state=DecreeState.APPROVED)
    found = Papers(
        letters=list(letters[:MOST]),
        decisions=list(decided.select_related("item__decision")[:MOST]),
        decrees=list(decrees[:MOST])
        if may(reader, "assessment.decree.view", target)
        else [],
    )
    return found if found.letters or found.decisions or found.decrees else None
