"""Reading evidence: what belongs to a report or task, and who may see it."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from dafeng.web.core.rights import paths_where
from dafeng.web.core.selectors import Person, within
from dafeng.web.work.models import Evidence, EvidenceKind, Report, Task
from dafeng.web.work.selectors.tasks import tasks_visible_to

MOST_WORDS = 900


def evidence_for(user: Person) -> QuerySet[Evidence]:
    """Evidence of reports and tasks that the person may see, the withdrawn too."""
    reports = paths_where(user, "work.report.view")
    condition = (
        within("report__unit__path", reports)
        | within("report__round__organisation__path", reports)
        | Q(task__in=tasks_visible_to(user))
    )
    return Evidence.objects.filter(condition).select_related(
        "report__round__organisation",
        "report__unit",
        "report__duty",
        "task__organisation",
        "task__lead",
        "added_by",
    )


def evidence_standing(owner: Report | Task) -> list[Evidence]:
    """What stands behind a report or task and was not withdrawn."""
    return [one for one in owner.evidence.all() if one.withdrawn_at is None]


def same_file_elsewhere(one: Evidence) -> QuerySet[Evidence]:
    """Evidence of other reports and tasks that is the same file."""
    rows = Evidence.objects.filter(
        sha256=one.sha256, kind=EvidenceKind.FILE, withdrawn_at__isnull=True
    )
    return rows.exclude(pk=one.pk) if one.sha256 else rows.none()


def evidence_in_words(report: Report) -> str:
    """Name what stands behind a report's figures: the report, its files, its papers."""
    said = [f"{report.duty.form} {report.round.period} 报送#{report.pk}"]
    said += [_in_words(one) for one in evidence_standing(report)]
    return "; ".join(said)[:MOST_WORDS]


def _in_words(one: Evidence) -> str:
    if one.kind == EvidenceKind.FILE:
        return f"{one.name} sha256:{one.sha256}"
    if one.kind == EvidenceKind.DOCUMENT:
        return f"{one.name} {one.number} {one.dated}"
    return f"{one.name} {one.url}"
