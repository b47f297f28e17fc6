"""Who owes which report how often."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import DafengError
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted
from dafeng.web.core.selectors import organisations_where
from dafeng.web.work.forms.report_rounds import DutyForm
from dafeng.web.work.report_words import error_words
from dafeng.web.work.selectors.reports import duties_for, duties_in_force
from dafeng.web.work.services.duties import (
    DutiesMade,
    duties_from_series,
    duties_from_tasks,
    duty_end,
    duty_set,
)


@require_http_methods(["GET", "HEAD"])
def duties(request: HttpRequest) -> HttpResponse:
    """Duties in force of the units that the person may see."""
    user = signed_in(request)
    require(user, "work.round.view")
    today = timezone.localdate()
    rows = duties_in_force(duties_for(user), today)
    context = {
        "rows": page_of(request, rows),
        "units": rows.order_by().values("unit").distinct().count(),
        "can_set": may(user, "work.round.open"),
        "today": today,
    }
    return render(request, "work/duties.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Set a duty by hand."""
    user = signed_in(request)
    require(user, "work.round.open")
    askers = organisations_where(user, "work.round.open")
    form = DutyForm(
        posted(request),
        organisations=askers,
        units=askers,
        initial={"valid_from": timezone.localdate()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            duty_set(
                organisation=form.cleaned_data["organisation"],
                by=user,
                facts=form.facts(),
            )
        except ValidationError as error:
            add_errors(form, error)
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("报送责任已设定，下一轮起生效。"))
            return redirect("work:duties")
    return render(request, "work/duty_new.html", {"form": form})


@require_http_methods(["POST"])
def derive(request: HttpRequest) -> HttpResponse:
    """Derive duties from tasks and from the catalogue of series."""
    user = signed_in(request)
    require(user, "work.round.open")
    root = organisations_where(user, "work.round.open").order_by("path").first()
    if root is None:
        raise Http404
    derived = (
        duties_from_series
        if request.POST.get("from") == "series"
        else duties_from_tasks
    )
    _say(request, derived(organisation=root, by=user))
    return redirect("work:duties")


def _say(request: HttpRequest, made: DutiesMade) -> None:
    facts = {"made": made.made, "standing": made.standing}
    words = _("新增 %(made)s 项报送责任，原有 %(standing)s 项不变。") % facts
    messages.success(request, words)
    if made.unmatched:
        owners = "、".join(made.unmatched)
        messages.info(
            request,
            _("没有找到唯一对应的单位：%(owners)s。请手工设定。") % {"owners": owners},
        )


@require_http_methods(["POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for no more reports on a duty."""
    user = signed_in(request)
    duty = duties_for(user).filter(pk=pk).first()
    if duty is None:
        raise Http404
    duty_end(duty=duty, by=user)
    messages.success(request, _("报送责任已终止。已发出的报表不受影响。"))
    return redirect("work:duties")
