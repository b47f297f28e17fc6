"""The review workbook: download, upload, preview, apply."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import require
from dafeng.web.plans.forms import WorkbookForm
from dafeng.web.plans.services.workbooks import (
    workbook_apply,
    workbook_keep,
    workbook_of,
    workbook_preview,
)
from dafeng.web.plans.views.overview import XLSX
from dafeng.web.plans.views.visible import posted, uploaded, visible_plan
from dafeng.web.plans.wording import error_words, finding_words


@require_http_methods(["GET", "HEAD"])
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the workbook that an official corrects."""
    user = signed_in(request)
    plan = visible_plan(request, slug)
    require(user, "plans.plan.workbook", plan)
    response = HttpResponse(workbook_of(plan), content_type=XLSX)
    name = f"{plan.slug}-review.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a corrected workbook; the next page says what it would do."""
    user = signed_in(request)
    plan = visible_plan(request, slug)
    require(user, "plans.plan.workbook", plan)
    form = WorkbookForm(posted(request), uploaded(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["workbook"]
        try:
            kept = workbook_keep(
                plan=plan, by=user, name=file.name, content=file.read()
            )
        except DafengError as error:
            form.add_error("workbook", error_words(error))
        else:
            return redirect("plans:workbook-preview", plan.slug, kept.pk)
    context = {"plan": plan, "form": form, "workbooks": plan.workbooks.all()[:10]}
    return render(request, "plans/workbook.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Say what the workbook would do; on the word of the person, do it."""
    user = signed_in(request)
    plan = visible_plan(request, slug)
    require(user, "plans.plan.workbook", plan)
    kept = get_object_or_404(plan.workbooks, pk=pk)
    if request.method == "POST":
        try:
            result = workbook_apply(workbook=kept, by=user)
        except DafengError as error:
            messages.error(request, error_words(error))
        else:
            count = len(result.changes)
            messages.success(
                request, _("已载入 %(count)s 处改动，可以撤销。") % {"count": count}
            )
        return redirect("plans:review", plan.slug)
    result = workbook_preview(workbook=kept, by=user)
    context: dict[str, Any] = {
        "plan": plan,
        "workbook": kept,
        "result": result,
        "findings": [
            (one, finding_words(one.code, rule=one.rule, hint=one.hint))
            for one in result.findings
        ],
    }
    return render(request, "plans/workbook_preview.html", context)
