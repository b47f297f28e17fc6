"""What I owe, the form of a report, and the report itself."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.job_queue import worker_is_there
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import require
from dafeng.web.core.posting import posted
from dafeng.web.core.ticked import number_in
from dafeng.web.work.forms.reports import (
    DocumentForm,
    FigureField,
    FileForm,
    LinkForm,
    ReportForm,
    ReturnForm,
)
from dafeng.web.work.models import Report
from dafeng.web.work.models.reports import DECIMALS, DIGITS
from dafeng.web.work.report_words import doubt_words, error_words, figure_words
from dafeng.web.work.scores import score_around, score_make
from dafeng.web.work.selectors.reports import (
    TO_FILL,
    report_before,
    report_for,
    reports_done,
    reports_to_confirm,
    reports_to_fill,
    reports_to_verify,
)
from dafeng.web.work.services.report_checks import percent_doubts
from dafeng.web.work.services.report_errors import (
    IncompleteReportError,
    StaleReportError,
)
from dafeng.web.work.services.report_saving import report_keep, report_save
from dafeng.web.work.services.reports import (
    report_confirm,
    report_recall,
    report_return,
    report_submit,
    report_verify,
)
from dafeng.web.work.views.report_frame import (
    compared,
    lines_of,
    report_context,
)
from dafeng.work import ReportAct

AUTOSAVE = "X-Autosave"
LISTS = {
    "fill": reports_to_fill,
    "confirm": reports_to_confirm,
    "verify": reports_to_verify,
    "done": reports_done,
}


@require_http_methods(["GET", "HEAD"])
def mine(request: HttpRequest) -> HttpResponse:
    """What waits for me: to fill in, to confirm, to verify; and what is done."""
    user = signed_in(request)
    require(user, "work.report.view")
    counts = {name: rows(user).count() for name, rows in LISTS.items()}
    first = next((name for name in LISTS if counts[name]), "fill")
    show = request.GET.get("show", first)
    rows = LISTS.get(show, reports_to_fill)(user)
    today = timezone.localdate()
    context = {
        "rows": page_of(request, rows),
        "show": show if show in LISTS else "fill",
        "counts": counts,
        "today": today,
        "overdue": reports_to_fill(user).filter(due_on__lt=today).count(),
    }
    return render(request, "work/reports_mine.html", context)


@require_http_methods(["GET", "HEAD"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What a report says, what stands behind it, what happened to it."""
    one = visible_report(request, pk)
    score = score_around(one, request.user)
    waits = score is not None and score.asked_at is not None
    context = report_context(request, one) | {
        "return_form": ReturnForm(),
        "score": score,
        "nobody_works": waits and not worker_is_there(),
    }
    return render(request, "work/report.html", context)


@require_http_methods(["GET", "HEAD"])
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Two versions of a report beside each other."""
    one = visible_report(request, pk)
    context = {"report": one, **compared(request, one)}
    return render(request, "work/report_compare.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form: save the draft, or submit it to the head of the unit."""
    user = signed_in(request)
    one = visible_report(request, pk)
    require(user, "work.report.fill", one.unit)
    if one.state not in TO_FILL and request.method != "POST":
        messages.info(request, _("报送已提交，要改请先撤回。"))
        return redirect(one)
    form = ReportForm(posted(request), report=one)
    stale = None
    if request.method == "POST":
        if form.is_valid():
            try:
                return _kept(request, one, form)
            except StaleReportError as error:
                stale = error
                form.add_error(None, error_words(error))
            except IncompleteReportError as error:
                form.show_gaps(error)
            except ValidationError as error:
                form.show_refusals(error)
            except DafengError as error:
                form.add_error(None, error_words(error))
        if request.headers.get(AUTOSAVE):
            return _autosave_refused(form, stale)
    return render(
        request, "work/report_edit.html", _edit_context(request, one, form, stale)
    )


def _kept(request: HttpRequest, one: Report, form: ReportForm) -> HttpResponse:
    """Save what was written, and submit it if the person asked for that."""
    user = signed_in(request)
    version = form.cleaned_data["version"]
    save = report_keep if request.headers.get(AUTOSAVE) else report_save
    held = save(report=one, by=user, content=form.content(), version=version)
    if request.headers.get(AUTOSAVE):
        at = timezone.localtime()
        return JsonResponse({"version": held.version, "saved": f"{at:%H:%M}"})
    if request.POST.get("act") == ReportAct.SUBMIT.value:
        try:
            report_submit(report=held, by=user, version=held.version)
        except IncompleteReportError:
            # What was written is saved; the form goes on from there.
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["version"] = str(held.version)  # type: ignore[index]
            raise
        messages.success(request, _("已提交，等本单位负责人确认。"))
        return redirect(held)
    messages.success(request, _("草稿已保存。"))
    return redirect("work:report-edit", held.pk)


def _autosave_refused(form: ReportForm, stale: StaleReportError | None) -> JsonResponse:
    """Tell the script why nothing was saved; what the person sees stays there."""
    words = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"errors": words}, status=400 if stale is None else 409)


def _edit_context(
    request: HttpRequest, one: Report, form: ReportForm, stale: StaleReportError | None
) -> dict[str, Any]:
    fresh = visible_report(request, one.pk) if stale else one
    return report_context(request, fresh) | {
        "form": form,
        "stale": stale,
        "stale_lines": lines_of(stale.theirs, stale.mine) if stale else [],
        "before_report": report_before(one),
        "file_form": FileForm(),
        "link_form": LinkForm(),
        "document_form": DocumentForm(),
    }


@require_http_methods(["GET", "HEAD"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Say while somebody types whether a figure can be right."""
    one = visible_report(request, pk)
    name = request.GET.get("field", "")
    try:
        field = FigureField(required=False, max_digits=DIGITS, decimal_places=DECIMALS)
        value = field.clean(request.GET.get(name, ""))
    except ValidationError as error:
        words: Iterable[str] = error.messages
    else:
        words = _doubts(one, name, value)
    context = {"words": words, "field": name}
    return render(request, "work/_report_doubts.html", context)


def _doubts(one: Report, name: str, value: Decimal | None) -> Iterable[str]:
    if name == "percent":
        return map(doubt_words, percent_doubts(one, value))
    figure = next((f for f in one.figures.all() if name == f"f{f.pk}-value"), None)
    if figure is None:
        raise BadRequest
    return figure_words(one, figure, value)


@require_http_methods(["POST"])
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Recall, confirm, return or verify one report."""
    user = signed_in(request)
    one = visible_report(request, pk)
    wanted = request.POST.get("act", "")
    seen = number_in(request.POST.get("version", ""))
    reason = request.POST.get("reason", "")
    try:
        match wanted:
            case ReportAct.RECALL:
                held = report_recall(report=one, by=user)
                words = _("已撤回，可以继续修改。")
            case ReportAct.CONFIRM:
                held = report_confirm(report=one, by=user, version=seen)
                words = _("已确认上报。")
            case ReportAct.RETURN:
                held = report_return(report=one, by=user, reason=reason)
                words = _("已退回填报人。")
            case ReportAct.VERIFY:
                held = report_verify(report=one, by=user, reason=reason)
                words = _("已核实。数值随即入库，任务进度已更新。")
            case _:
                raise BadRequest
    except DafengError as error:
        messages.error(request, error_words(error))
        return redirect(one)
    messages.success(request, words)
    if wanted == ReportAct.RECALL:
        return redirect("work:report-edit", held.pk)
    return redirect(held)


@require_http_methods(["POST"])
def score(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a worker reckon what a verified report did to the score of its unit."""
    user = signed_in(request)
    one = visible_report(request, pk)
    try:
        score_make(one, user)
    except PermissionDenied:
        raise
    except DafengError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已排队计算，完成后通知您。"))
    return redirect(one)


def visible_report(request: HttpRequest, pk: int) -> Report:
    """The report, if the person may see it; else there is none."""
    one = report_for(request.user, pk)
    if one is None:
        raise Http404
    return one
