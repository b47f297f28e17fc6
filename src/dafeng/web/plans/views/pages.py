"""Pages that read: the clause tree, a clause, a target, units, projects, findings."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import Any

import attrs
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.indicators import indicator_register
from dafeng.web.core.selectors.marks import mark_to_draw_by
from dafeng.web.plans.charts import (
    PathPoint,
    Step,
    indicator_path,
    milestone_timeline,
)
from dafeng.web.plans.models import (
    LIVE,
    Clause,
    Milestone,
    Plan,
    PlanFinding,
    Project,
    ProposalKind,
    ProposalState,
    Target,
    Task,
)
from dafeng.web.plans.panels import target_panels, unit_panels
from dafeng.web.plans.permissions import may_review
from dafeng.web.plans.selectors.clauses import clause_overview
from dafeng.web.plans.selectors.plans import text_of
from dafeng.web.plans.selectors.proposals import history_of, proposals_of
from dafeng.web.plans.selectors.targets import live_targets, siblings_of
from dafeng.web.plans.selectors.text import Passage, passage_of
from dafeng.web.plans.selectors.units import (
    duty_matrix,
    groups_with,
    task_fields_of,
)
from dafeng.web.plans.showing import figures_of
from dafeng.web.plans.standing import standings_of
from dafeng.web.plans.views.visible import (
    addresses_of,
    visible_plan,
    visible_proposal,
)
from dafeng.web.plans.wording import FindingWords, finding_words


@login_not_required
@require_http_methods(["GET", "HEAD"])
def clauses(request: HttpRequest, slug: str) -> HttpResponse:
    """The plan by its own numbering, with what each clause holds."""
    mark = mark_to_draw_by()  # before anything is read that is drawn for it
    plan = visible_plan(request, slug)
    context = addresses_of(plan) | {
        "plan": plan,
        "drawn_for": (mark, plan.slug),
        "tree": partial(clause_overview, plan),
        "groups": finding_groups(plan),
        "finding_count": plan.findings.count(),
        "attached": hasattr(plan, "attached"),
        "can_review": may_review(request.user, plan),
    }
    return render(request, "plans/clauses.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def clause(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """One clause: its text where attached, targets, tasks, projects, findings."""
    plan = visible_plan(request, slug)
    rows = plan.clauses.select_related("parent", "field")
    found = get_object_or_404(rows, ref=ref)
    context = {
        "plan": plan,
        "clause": found,
        "stands": standings_of(plan, request.user),
        "children": list(found.children.all()),
        "targets": list(_of_clause(plan, ProposalKind.TARGET, found)),
        "tasks": list(_of_clause(plan, ProposalKind.TASK, found)),
        "projects": list(_of_clause(plan, ProposalKind.PROJECT, found)),
        "milestones": list(_of_clause(plan, ProposalKind.MILESTONE, found)),
        "findings": [shown_finding(one) for one in found.findings.all()],
        "text": _clause_text(plan, found),
        "attached": hasattr(plan, "attached"),
        "can_review": may_review(request.user, plan),
    }
    return render(request, "plans/clause.html", context)


def _of_clause(plan: Plan, kind: ProposalKind, found: Clause) -> Any:
    return proposals_of(plan, kind).filter(clause=found, state__in=LIVE)


def _clause_text(plan: Plan, found: Clause) -> str:
    text = text_of(plan)
    if not text or found.start is None or found.end is None:
        return ""
    return text[found.start : found.end]


@login_not_required
@require_http_methods(["GET", "HEAD"])
def target(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One target: what it says, where it stands, who answers, what was decided."""
    plan = visible_plan(request, slug)
    found: Target = visible_proposal(plan, ProposalKind.TARGET, key)
    stands = standings_of(plan, request.user)
    siblings = list(siblings_of(found))
    chart = _path_chart(found, siblings)
    context = {
        "plan": plan,
        "target": found,
        "stands": stands,
        "stand": stands.of(found.key),
        "indicator": _indicator(found),
        "siblings": siblings,
        "chart": chart and chart.option,
        "chart_title": chart and chart.title,
        "passage": _passage(plan, found),
        "attached": hasattr(plan, "attached"),
        "history": history_of(found),
        "tasks": _tasks_for(found),
        "parts": _parts_of(found),
        "panels": target_panels(request.user, found),
        "can_review": may_review(request.user, plan),
    }
    return render(request, "plans/target.html", context)


def _tasks_for(found: Target) -> QuerySet[Task]:
    rows = found.tasks.filter(state__in=LIVE).select_related("clause")
    return rows.only("title", "clause__ref")


def _parts_of(found: Target) -> QuerySet[Target]:
    split = found.state == ProposalState.SPLIT
    return found.parts.filter(state__in=LIVE) if split else found.parts.none()


def _indicator(found: Target) -> Any:
    if not found.indicator_code:
        return None
    return indicator_register().by_code.get(found.indicator_code)


def _passage(plan: Plan, found: Target) -> Passage | None:
    return passage_of(text_of(plan), found.start, found.end)


@attrs.frozen(kw_only=True)
class _Picture:
    """A chart and what it shows, in words."""

    title: str
    option: dict[str, Any]


def _path_chart(found: Target, siblings: list[Target]) -> _Picture | None:
    """The path of the indicator, where it has two dated figures of one unit."""
    points = {
        one.year: PathPoint(
            key=one.key,
            year=one.year,
            value=one.value,
            label=f"{figures_of(one)} {one.unit}",
        )
        for one in siblings
        if one.year is not None
        and one.value is not None
        and (one.unit, one.scope) == (found.unit, found.scope)
    }
    if len(points) < 2:  # noqa: PLR2004 - a path has two ends
        return None
    ordered = [points[year] for year in sorted(points)]
    first, last = ordered[0], ordered[-1]
    title = _("从 %(first)s 年的 %(was)s 到 %(last)s 年的 %(will)s") % {
        "first": first.year,
        "was": first.label,
        "last": last.year,
        "will": last.label,
    }
    option = indicator_path(ordered, indicator=found.indicator, unit=found.unit)
    return _Picture(title=title, option=option)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def units(request: HttpRequest, slug: str) -> HttpResponse:
    """Who does what: units by fields."""
    plan = visible_plan(request, slug)
    fields = task_fields_of(plan)
    rows = duty_matrix(plan, fields)
    context = {
        "plan": plan,
        "fields": fields,
        "rows": rows,
        "busiest": rows[0] if rows else None,
        "groups": sum(row.unit.kind == "group" for row in rows),
    }
    return render(request, "plans/units.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def unit(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """One unit: its tasks, targets, projects and groups."""
    plan = visible_plan(request, slug)
    found = visible_proposal(plan, ProposalKind.UNIT, key)
    duties = list(
        found.task_duties.filter(task__state__in=LIVE)
        .select_related("task__clause", "task__plan")
        .order_by("task__order")
    )
    stands = standings_of(plan, request.user)
    task_ids = [duty.task_id for duty in duties]
    targets = live_targets(plan).filter(units=found).order_by("order")
    projects = Project.objects.filter(tasks__in=task_ids, state__in=LIVE).distinct()
    context = {
        "plan": plan,
        "unit": found,
        "stands": stands,
        "score": stands.units.get(found.key),
        "lead": [duty for duty in duties if duty.role == "lead"],
        "others": [duty for duty in duties if duty.role != "lead"],
        "targets": list(targets),
        "projects": list(projects.select_related("clause", "plan").order_by("order")),
        "groups": groups_with(found),
        "members": list(found.members.select_related("organisation")),
        "panels": unit_panels(request.user, found),
        "can_review": may_review(request.user, plan),
    }
    return render(request, "plans/unit.html", context)


@attrs.frozen(kw_only=True)
class CapacitySum:
    """Total size of the projects of one type and unit; ``missing`` gave no size."""

    type: str
    unit: str
    total: Any
    count: int
    missing: int


@login_not_required
@require_http_methods(["GET", "HEAD"])
def projects(request: HttpRequest, slug: str) -> HttpResponse:
    """Projects by type with their sizes, and the milestones on a time line."""
    plan = visible_plan(request, slug)
    rows = list(_listed(plan, ProposalKind.PROJECT))
    steps = list(_listed(plan, ProposalKind.MILESTONE).order_by("ends", "order"))
    context = {
        "plan": plan,
        "projects": sorted(rows, key=lambda one: (one.type == "", one.type, one.order)),
        "sums": capacity_sums(rows),
        "milestones": steps,
        "chart": milestone_timeline([_step(one) for one in steps]) if steps else None,
        "chart_title": _timeline_title(steps),
    }
    return render(request, "plans/projects.html", context)


def _timeline_title(steps: list[Milestone]) -> str:
    if not steps:
        return ""
    return _("最早的节点在 %(first)s 年，最晚的在 %(last)s 年") % {
        "first": steps[0].ends[:4],
        "last": steps[-1].ends[:4],
    }


def _live(plan: Plan, kind: ProposalKind) -> Any:
    return proposals_of(plan, kind).filter(state__in=LIVE)


def _listed(plan: Plan, kind: ProposalKind) -> Any:
    """The same without what a list does not say."""
    rows = _live(plan, kind).select_related(None).select_related("clause")
    return rows.defer("original", "quote")


def capacity_sums(rows: list[Project]) -> list[CapacitySum]:
    """Sizes added up for each type and unit; a type without any size has none."""
    sums: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        if row.capacity is not None:
            sums.setdefault((row.type, row.unit), []).append(row.capacity)
    counts = Counter(row.type for row in rows)
    sized = Counter(row.type for row in rows if row.capacity is not None)
    found = [
        CapacitySum(
            type=type_,
            unit=unit_,
            total=sum(sizes),
            count=len(sizes),
            missing=counts[type_] - sized[type_],
        )
        for (type_, unit_), sizes in sums.items()
    ]
    return sorted(found, key=lambda one: (one.type == "", one.type, one.unit))


def _step(milestone: Milestone) -> Step:
    when = milestone.ends
    if milestone.begins:
        when = f"{milestone.begins} – {milestone.ends}"
    return Step(
        label=milestone.text,
        begins=_first_day(milestone.begins) if milestone.begins else None,
        ends=_last_day(milestone.ends),
        when=when,
    )


def _first_day(when: str) -> str:
    return f"{when}-01" if "-" in when else f"{when}-01-01"


def _last_day(when: str) -> str:
    return f"{when}-28" if "-" in when else f"{when}-12-31"


@attrs.frozen(kw_only=True)
class ShownFinding:
    """A finding with the words for it, and the number of the object that it names."""

    row: PlanFinding
    words: FindingWords
    key: str
    value: str


def shown_finding(row: PlanFinding) -> ShownFinding:
    """Give a finding its words; ``T012 森林覆盖率`` names target T012."""
    key, _space, rest = row.value.partition(" ")
    named = key[:1] == "T" and key[1:].isdigit()
    return ShownFinding(
        row=row,
        words=finding_words(row.code, rule=row.rule, hint=row.hint),
        key=key if named else "",
        value=rest if named else row.value,
    )


@login_not_required
@require_http_methods(["GET", "HEAD"])
def findings(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that somebody should look at, by kind of finding."""
    plan = visible_plan(request, slug)
    context = {
        "plan": plan,
        "groups": finding_groups(plan),
        "count": plan.findings.count(),
    }
    return render(request, "plans/findings.html", context)


def finding_groups(plan: Plan) -> list[list[ShownFinding]]:
    """Findings by code, the gravest first, then the most frequent."""
    groups: dict[str, list[ShownFinding]] = {}
    for row in plan.findings.select_related("clause"):
        groups.setdefault(row.code, []).append(shown_finding(row))
    return sorted(groups.values(), key=lambda group: (_weight(group), -len(group)))


def _weight(group: list[ShownFinding]) -> int:
    return {"error": 0, "warning": 1, "info": 2}[group[0].row.severity]
