"""Rounds: the list, one round with who answered, opening, closing, many at once."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted
from dafeng.web.core.selectors import organisations_where
from dafeng.web.core.ticked import number_in, ticked
from dafeng.web.work.forms.report_rounds import ReasonForm, RoundFilterForm, RoundForm
from dafeng.web.work.forms.reports import ReturnForm
from dafeng.web.work.models import Round
from dafeng.web.work.report_words import error_words, report_name
from dafeng.web.work.selectors.reports import (
    by_unit,
    reports_for,
    reports_of_round,
    round_choices,
    round_counts,
    round_for,
    rounds_for,
    units_of,
)
from dafeng.web.work.services.reports import Answered, reports_act
from dafeng.web.work.services.rounds import round_close, round_open, round_reopen
from dafeng.work import Recurrence, ReportAct, ReportState, report_period

AT_ONCE = 200
UNITS = 10
"""Units on a page of a round; each stands there with all that it owes."""


@require_http_methods(["GET", "HEAD"])
def rounds(request: HttpRequest) -> HttpResponse:
    """Every round that the person may see, the newest first."""
    user = signed_in(request)
    require(user, "work.round.view")
    rows = rounds_for(user)
    context = {
        "rows": page_of(request, rows),
        "open": rows.filter(status="open").count(),
        "today": timezone.localdate(),
    }
    return render(request, "work/rounds.html", context)


@require_http_methods(["GET", "HEAD"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One round: how many answered, who, and what waits for a decision."""
    round_ = visible_round(request, pk)
    user, today = signed_in(request), timezone.localdate()
    choices = round_choices(user, round_)
    filters = RoundFilterForm(request.GET, forms_=choices.forms, units=choices.units)
    shown = reports_of_round(user, round_, filters.wanted(), today)
    units = Paginator(units_of(shown), UNITS).get_page(request.GET.get("page"))
    context = {
        "round": round_,
        "counts": round_counts(user, round_, today),
        "filters": filters,
        "lines": by_unit(list(shown.filter(unit__in=list(units)))),
        "rows": units,
        "can_verify": may(user, "work.report.verify", round_.organisation),
        "can_open": may(user, "work.round.open", round_.organisation),
        "own_units": choices.own_units,
        "return_form": ReturnForm(),
        "reason_form": ReasonForm(),
        "waiting": ReportState.CONFIRMED.value,
        "today": today,
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "work/_round_units.html", context)
    return render(request, "work/round.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def open_round(request: HttpRequest) -> HttpResponse:
    """Open a round, or take new duties into one that stands."""
    user = signed_in(request)
    require(user, "work.round.open")
    last = report_period(Recurrence.QUARTERLY, timezone.localdate())
    form = RoundForm(
        posted(request),
        organisations=organisations_where(user, "work.round.open"),
        initial={"frequency": Recurrence.QUARTERLY.value, "period": last.code},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            opened = round_open(
                organisation=data["organisation"],
                frequency=Recurrence(data["frequency"]),
                period=data["period"],
                by=user,
            )
        except DafengError as error:
            form.add_error("period", error_words(error))
        else:
            messages.success(request, _("轮次已开启，报表已发到各单位。"))
            return redirect(opened)
    return render(request, "work/round_open.html", {"form": form})


@require_http_methods(["POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a round, or take it up again with a reason."""
    round_ = visible_round(request, pk)
    user = signed_in(request)
    if request.POST.get("act") == "reopen":
        form = ReasonForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("请写明重新开放的理由。"))
            return redirect(round_)
        round_reopen(round_=round_, by=user, reason=form.cleaned_data["reason"])
        messages.success(request, _("轮次已重新开放。"))
    else:
        round_close(round_=round_, by=user)
        messages.success(request, _("轮次已截止。"))
    return redirect(round_)


@require_http_methods(["POST"])
def act(request: HttpRequest) -> HttpResponse:
    """Do one thing with all reports that were ticked; each is answered by name."""
    user = signed_in(request)
    chosen = ticked(request, "report")
    wanted = request.POST.get("act", "")
    back = number_in(request.POST.get("round", ""))
    if wanted not in set(ReportAct) or len(chosen) > AT_ONCE:
        raise BadRequest
    reports = list(reports_for(user).filter(pk__in=chosen))
    try:
        answers = reports_act(
            reports=reports,
            by=user,
            act=ReportAct(wanted),
            reason=request.POST.get("reason", ""),
        )
    except DafengError as error:
        messages.error(request, error_words(error))
        answers = ()
    if not reports:
        messages.info(request, _("没有勾选任何报送。"))
    _say(request, answers)
    if back is not None:
        return redirect("work:round", back)
    return redirect("work:reports-mine")


def _say(request: HttpRequest, answers: tuple[Answered, ...]) -> None:
    """One line for all that went through, and one for each that did not."""
    done = sum(answer.error is None for answer in answers)
    if done:
        words = ngettext("已处理 %(count)s 份。", "已处理 %(count)s 份。", done)
        messages.success(request, words % {"count": done})
    for answer in answers:
        if answer.error is not None:
            one = answer.report
            facts = {
                "unit": one.unit,
                "name": report_name(one),
                "why": error_words(answer.error),
            }
            messages.error(request, _("%(unit)s《%(name)s》：%(why)s") % facts)


def visible_round(request: HttpRequest, pk: int) -> Round:
    """The round, if the person may see it; else there is none."""
    found = round_for(signed_in(request), pk)
    if found is None:
        raise Http404
    return found
