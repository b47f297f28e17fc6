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
    if not rows.exists():
        return None
    tasks = list(rows.select_related("lead").order_by("due_on", "number")[:MOST])
    behind = evidence_for(reader).filter(
        task__in=[task.pk for task in tasks], withdrawn_at__isnull=True
    ) | evidence_for(reader).filter(
        report__task__in=[task.pk for task in tasks], withdrawn_at__isnull=True
    )
    return Work(tasks=tasks, evidence=list(behind.order_by("-added_at", "-pk")[:MOST]))


def papers_of(reader: Person, target: Target) -> Papers | None:
    """Papers that name the target, as far as the reader may see; None without any."""
    found = Papers(
        letters=_letters(reader, target),
        decisions=_decisions(reader, target),
        decrees=_decrees(reader, target),
    )
    return found if found.letters or found.decisions or found.decrees else None


# Most targets have no such paper: asking whether there is one takes little.


def _letters(reader: Person, target: Target) -> list[Letter]:
    rows = letters_for(reader).filter(targets=target)
    rows = rows.exclude(state=LetterState.VOID)
    return list(rows[:MOST]) if rows.exists() else []


def _decisions(reader: Person, target: Target) -> list[DecisionTarget]:
    seen = decisions_for(reader).order_by().values("pk")
    rows = DecisionTarget.objects.filter(target=target, item__decision__in=seen)
    found = rows.select_related("item__decision")[:MOST]
    return list(found) if rows.exists() else []


def _decrees(reader: Person, target: Target) -> list[Decree]:
    if not may(reader, "assessment.decree.view", target):
        return []
    rows = Decree.objects.filter(target=target, state=DecreeState.APPROVED)
    return list(rows[:MOST])
