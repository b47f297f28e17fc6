"""How a draw was made, and the acts on plans."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dafeng.inspections import holds, read_draw, read_frame
from dafeng.web.core.access import signed_in
from dafeng.web.core.posting import posted
from dafeng.web.core.sending import file_response
from dafeng.web.inspections.exporting import draw_file
from dafeng.web.inspections.forms import (
    ApprovalForm,
    NoteForm,
    ReasonForm,
    WordForm,
)
from dafeng.web.inspections.models import InspectionPlan
from dafeng.web.inspections.selectors.plans import draw_of
from dafeng.web.inspections.services.drawing import DRAW, draw_checks, plan_draw
from dafeng.web.inspections.services.plans import (
    APPROVE,
    DRAFT,
    plan_approve,
    plan_close,
    plan_publish,
    plan_reopen,
)
from dafeng.web.inspections.views.acting import Deed, acted
from dafeng.web.inspections.views.plans import visible_plan


def _plan(plan: InspectionPlan) -> InspectionPlan:
    return plan


def _nothing(request: HttpRequest, _plan: InspectionPlan) -> NoteForm:
    """A form without fields: the act needs a yes alone."""
    form = NoteForm(posted(request))
    del form.fields["note"]
    return form


def _approval(request: HttpRequest, plan: InspectionPlan) -> ApprovalForm:
    """A form with the version of the page that the person comes from."""
    seen = request.GET.get("version") or plan.version
    return ApprovalForm(posted(request), initial={"version": seen})


DEEDS: dict[str, Deed[InspectionPlan]] = {
    "approve": Deed(
        title=_("批准计划"),
        done=_("已批准。底册已固定，种子已封存，承诺值已公布。"),
        tells=_(
            "批准后名单、人员和规则不能再改；程序生成随机种子，"
            "封存种子并公布它的承诺值。"
        ),
        right=APPROVE,
        on=_plan,
        form=_approval,
        run=lambda plan, by, form: plan_approve(plan=plan, by=by, **form.cleaned_data),
    ),
    "reopen": Deed(
        title=_("退回起草"),
        done=_("已退回起草，原承诺值作废并保留。"),
        right=APPROVE,
        on=_plan,
        form=lambda request, _plan: ReasonForm(posted(request)),
        run=lambda plan, by, form: plan_reopen(plan=plan, by=by, **form.cleaned_data),
    ),
    "draw": Deed(
        title=_("抽取"),
        done=_("已抽取，种子已公开，任何人都能复算。"),
        tells=_("抽取只有一次，不能重来。抽取后种子公开，任何人都能复算。"),
        right=DRAW,
        on=_plan,
        form=lambda request, _plan: WordForm(posted(request)),
        run=lambda plan, by, form: plan_draw(plan=plan, by=by, **form.cleaned_data),
    ),
    "publish": Deed(
        title=_("公开结果"),
        done=_("已公开。"),
        right=DRAFT,
        on=_plan,
        form=_nothing,
        run=lambda plan, by, _form: plan_publish(plan=plan, by=by),
    ),
    "close": Deed(
        title=_("办结计划"),
        done=_("已办结。"),
        tells=_("每家都已办结或取消，计划才能办结；未整改的问题继续跟踪。"),
        right=DRAFT,
        on=_plan,
        form=_nothing,
        run=lambda plan, by, _form: plan_close(plan=plan, by=by),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def plan_act(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """Do one thing with a plan."""
    user = signed_in(request)
    return acted(request, user, visible_plan(user, pk), DEEDS, deed)


@require_http_methods(["GET", "HEAD"])
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """How the draw was made; ``?check=1`` does it again and compares."""
    plan = visible_plan(signed_in(request), pk)
    row = draw_of(plan)
    if row is None:
        raise Http404
    case, rules = read_frame(row.frame)
    made = read_draw(row.result) if row.result else None
    checks = draw_checks(row) if made and request.GET.get("check") else ()
    context = {
        "plan": plan,
        "draw": row,
        "made": made,
        "rules": rules,
        "subject_count": len(case.subjects),
        "checks": checks,
        "all_hold": holds(checks),
        "names": {one.id: one.name for one in case.subjects}
        | {one.id: one.name for one in case.inspectors},
        "classes": {one.code: one for one in rules.classes},
    }
    return render(request, "inspections/draw.html", context)


@require_http_methods(["GET", "HEAD"])
def draw_json(request: HttpRequest, pk: int) -> HttpResponse:
    """Frame, commitment and draw as a file, to be checked elsewhere."""
    row = draw_of(visible_plan(signed_in(request), pk))
    if row is None:
        raise Http404
    return file_response(draw_file(row), f"draw-{pk}.json", "application/json")
