"""The first page: what the plan promises, by year and field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.plan import plan_to_json
from dafeng.web.core.exports import csv_response, synthetic_mark
from dafeng.web.core.selectors.marks import mark_to_draw_by
from dafeng.web.core.templatetags.dafeng import LIGHTS
from dafeng.web.plans.charts import Promise, promise_by_year_and_field
from dafeng.web.plans.exporting import (
    target_head,
    target_json,
    target_rows,
    target_workbook,
)
from dafeng.web.plans.forms import TargetFilterForm
from dafeng.web.plans.models import Plan, Target
from dafeng.web.plans.permissions import may_review
from dafeng.web.plans.selectors.plans import current_plan_for, plan_as_read, plans_for
from dafeng.web.plans.selectors.proposals import review_states
from dafeng.web.plans.selectors.targets import (
    CountedTarget,
    PromiseSummary,
    fields_of,
    promise_summary,
    targets_counted,
    targets_in_order,
)
from dafeng.web.plans.selectors.units import duty_counts
from dafeng.web.plans.standing import PlanStands, standings_of
from dafeng.web.plans.views.visible import addresses_of, visible_plan

ROWS = 50
"""Rows of the table on one page."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_not_required
@require_http_methods(["GET", "HEAD"])
def index(request: HttpRequest) -> HttpResponse:
    """Lead to the current plan; a house without one says how to get one."""
    plan = current_plan_for(request.user)
    if plan is not None:
        return redirect(plan)
    return render(request, "plans/none.html")


@login_not_required
@require_http_methods(["GET", "HEAD"])
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan and edition that the person may see."""
    return render(request, "plans/plans.html", {"plans": plans_for(request.user)})


@login_not_required
@require_http_methods(["GET", "HEAD"])
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer, figures, picture and table; or the table alone for htmx."""
    mark = mark_to_draw_by()  # before anything is read that is drawn for it
    plan = visible_plan(request, slug)
    targets = targets_counted(plan)
    form = TargetFilterForm(request.GET, plan=plan, targets=targets)
    stands = standings_of(plan, request.user)
    context: dict[str, Any] = addresses_of(plan) | {
        "plan": plan,
        "form": form,
        "stands": stands,
        # The table is the same for everybody who sees the same result.
        "drawn_for": (mark, plan.slug, form.wanted(), stands.address),
        "rows": _rows(request, plan, form, stands, len(targets)),
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "plans/_targets.html", context)
    summary = promise_summary(targets)
    context |= {
        "summary": summary,
        "counts": stand_counts(stands, targets),
        "years": years_in_words(summary),
        "duties": duty_counts(plan),
        "can_review": may_review(request.user, plan),
        "chart": promise_by_year_and_field(
            Promise(cells=summary.cells, fields=tuple(fields_of(targets)))
        ),
        "chart_title": chart_title(plan, summary),
    }
    return render(request, "plans/overview.html", context)


def _rows(
    request: HttpRequest,
    plan: Plan,
    form: TargetFilterForm,
    stands: PlanStands,
    all_of_them: int,
) -> Page[Target]:
    """The page of the table; the whole table was counted already."""
    pages = Paginator(targets_in_order(plan, form.wanted(), stands), ROWS)
    if not form.narrowed:
        pages.count = all_of_them
    return pages.get_page(request.GET.get("page"))


def stand_counts(
    stands: PlanStands, targets: Sequence[CountedTarget]
) -> list[tuple[str, int]]:
    """How many targets stand in each state, in the order of the lights."""
    counted = stands.counts(target.key for target in targets)
    return [(state, counted[state]) for state in LIGHTS if counted[state]]


def years_in_words(summary: PromiseSummary) -> str:
    """``2025 年 63 项，2030 年 21 项，未写年份 24 项``."""
    dated = [(year, n) for year, n in summary.by_year if year is not None]
    busiest = sorted(sorted(dated, key=lambda one: -one[1])[:2])
    parts = [
        _("%(year)s 年 %(count)s 项") % {"year": y, "count": n} for y, n in busiest
    ]
    other = sum(n for _year, n in dated) - sum(n for _year, n in busiest)
    if other:
        parts.append(_("其他年份 %(count)s 项") % {"count": other})
    undated = summary.total - sum(n for _year, n in dated)
    if undated:
        parts.append(_("未写年份 %(count)s 项") % {"count": undated})
    return _("，").join(parts)


def chart_title(plan: Plan, summary: PromiseSummary) -> str:
    """Say what the picture shows: the field with most targets, and its share."""
    by_field: dict[str, int] = {}
    for cell in summary.cells:
        by_field[cell.title] = by_field.get(cell.title, 0) + cell.count
    if not by_field:
        return _("方案没有可以核对的目标")
    field, count = max(by_field.items(), key=lambda one: one[1])
    return _("“%(field)s”的目标最多，有 %(count)s 项，占 %(share)s%%") % {
        "field": field or plan.title,
        "count": count,
        "share": round(100 * count / summary.total),
    }


# Exports of exactly what is seen ------------------------------------------------------


@login_not_required
@require_http_methods(["GET", "HEAD"])
def targets_csv(request: HttpRequest, slug: str) -> StreamingHttpResponse:
    """The filtered table, all pages of it, as CSV."""
    plan = visible_plan(request, slug)
    stands = standings_of(plan, request.user)
    return csv_response(
        name=f"{plan.slug}-targets.csv",
        header=target_head(),
        rows=target_rows(_wanted(request, plan, stands), stands),
    )


@login_not_required
@require_http_methods(["GET", "HEAD"])
def targets_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    """The filtered table as a workbook."""
    plan = visible_plan(request, slug)
    stands = standings_of(plan, request.user)
    content = target_workbook(plan, list(_wanted(request, plan, stands)), stands)
    return _file(content, f"{plan.slug}-targets.xlsx", XLSX)


@login_not_required
@require_http_methods(["GET", "HEAD"])
def targets_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The filtered table as JSON, with the keys of the plan's own JSON."""
    plan = visible_plan(request, slug)
    stands = standings_of(plan, request.user)
    rows = [target_json(target, stands) for target in _wanted(request, plan, stands)]
    return _json({"plan": plan.slug, "synthetic": _mark(plan), "targets": rows})


@login_not_required
@require_http_methods(["GET", "HEAD"])
def plan_json(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole plan as one JSON object, with the state of each object's review."""
    plan = visible_plan(request, slug)
    marks = {"synthetic": _mark(plan), "reviewed": review_states(plan)}
    return _json(marks | plan_to_json(plan_as_read(plan)))


def _wanted(
    request: HttpRequest, plan: Plan, stands: PlanStands
) -> QuerySet[Target] | list[Target]:
    targets = targets_counted(plan)
    wanted = TargetFilterForm(request.GET, plan=plan, targets=targets).wanted()
    return targets_in_order(plan, wanted, stands)


def _mark(plan: Plan) -> str:
    return synthetic_mark() or (_("示例数据（合成）") if plan.synthetic else "")


def _json(data: dict[str, Any]) -> JsonResponse:
    if not data["synthetic"]:
        del data["synthetic"]
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _file(content: bytes, name: str, media: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
