"""For which unit one acts, and who stands in for one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.base.errors import NotFoundError
from dafeng.web.core import selectors, services
from dafeng.web.core.access import signed_in
from dafeng.web.core.acting import SESSION_KEY
from dafeng.web.core.forms import add_errors
from dafeng.web.core.forms_people import DelegationForm
from dafeng.web.core.views.appearance import safe_next


@require_POST
def acting(request: HttpRequest) -> HttpResponse:
    """Act for another of one's units from now on."""
    user = signed_in(request)
    try:
        seat = services.acting_switch(by=user, code=request.POST.get("unit", ""))
    except NotFoundError:
        raise Http404 from None
    request.session[SESSION_KEY] = seat.unit.pk
    messages.success(request, _("现在代表%(unit)s。") % {"unit": seat.unit})
    # The page one came from may be of the unit that was left.
    return HttpResponseRedirect(safe_next(request, reverse("core:home")))


@require_http_methods(["GET", "HEAD"])
def delegations(request: HttpRequest) -> HttpResponse:
    """Show who stands in for one, and for whom one stands in."""
    user = signed_in(request)
    today = timezone.localdate()
    given = list(selectors.delegations_given_by(user))
    held = list(selectors.delegations_held_by(user))
    context = {
        "given": given,
        "held": held,
        "today": today,
        "now": [
            one
            for one in (*given, *held)
            if not one.withdrawn and one.valid_from <= today <= one.valid_to
        ],
        "can_give": selectors.memberships_to_delegate(user).exists(),
    }
    return render(request, "core/delegations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def delegation_new(request: HttpRequest) -> HttpResponse:
    """Let somebody stand in."""
    user = signed_in(request)
    form = DelegationForm(
        request.POST or None,
        user=user,
        memberships=selectors.memberships_to_delegate(user),
    )
    if request.method == "POST" and form.is_valid():
        try:
            given = services.delegation_give(by=user, **form.cleaned_data)
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            messages.success(
                request,
                _("%(deputy)s自 %(first)s 至 %(last)s 代理。")
                % {
                    "deputy": given.deputy,
                    "first": given.valid_from.isoformat(),
                    "last": given.valid_to.isoformat(),
                },
            )
            return redirect("core:delegations")
    colleagues = selectors.people_visible_to(user).exclude(pk=user.pk)
    context = {"form": form, "colleagues": colleagues}
    return render(request, "core/delegation_new.html", context)


@require_POST
def delegation_withdraw(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """End a delegation now."""
    user = signed_in(request)
    delegation = get_object_or_404(
        selectors.delegations_to_withdraw(user), pk=delegation_id
    )
    services.delegation_withdraw(by=user, delegation=delegation)
    messages.success(
        request, _("已收回对%(deputy)s的委托。") % {"deputy": delegation.deputy}
    )
    after = safe_next(request, reverse("core:delegations"))
    return HttpResponseRedirect(after)
