"""People and their roles."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.web.core import selectors, services
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import GrantForm, InviteForm, add_errors
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import require


@require_http_methods(["GET", "HEAD"])
def members(request: HttpRequest) -> HttpResponse:
    """List who holds which role where."""
    user = signed_in(request)
    require(user, "core.member.view")
    rows = selectors.memberships_visible_to(user)
    context = {
        "rows": page_of(request, rows),
        "people": rows.values("user").distinct().count(),
    }
    return render(request, "core/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member_grant(request: HttpRequest) -> HttpResponse:
    """Give a person a role."""
    user = signed_in(request)
    require(user, "core.member.grant")
    form = GrantForm(
        request.POST or None,
        people=selectors.people_visible_to(user).exclude(pk=user.pk),
        organisations=selectors.organisations_where(user, "core.member.grant"),
        roles=selectors.roles(),
    )
    if request.method == "POST" and form.is_valid():
        try:
            given = services.membership_grant(by=user, **form.cleaned_data)
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            messages.success(
                request,
                _("已授予%(user)s“%(role)s”。")
                % {"user": given.user, "role": given.role},
            )
            return redirect("core:members")
    return render(
        request, "core/member_grant.html", {"form": form, "roles": selectors.roles()}
    )


@require_POST
def member_revoke(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Take a role back."""
    user = signed_in(request)
    membership = get_object_or_404(
        selectors.memberships_visible_to(user), pk=membership_id
    )
    try:
        services.membership_revoke(by=user, membership=membership)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(
            request,
            _("已撤销%(user)s的“%(role)s”。")
            % {"user": membership.user, "role": membership.role},
        )
    return redirect("core:members")


@require_http_methods(["GET", "HEAD", "POST"])
def member_invite(request: HttpRequest) -> HttpResponse:
    """Add a person and show, once, the address for a first password."""
    user = signed_in(request)
    require(user, "core.user.invite")
    form = InviteForm(
        request.POST or None,
        organisations=selectors.organisations_where(user, "core.user.invite"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            invitation = services.user_invite(by=user, **form.cleaned_data)
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            return _invited(request, invitation)
    return render(request, "core/member_invite.html", {"form": form})


@require_POST
def member_reinvite(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show, once, an address for a new password."""
    user = signed_in(request)
    person = get_object_or_404(selectors.people_visible_to(user), pk=user_id)
    return _invited(request, services.user_reinvite(by=user, user=person))


@require_POST
def member_close(request: HttpRequest, user_id: int) -> HttpResponse:
    """Close somebody's account."""
    user = signed_in(request)
    person = get_object_or_404(selectors.people_visible_to(user), pk=user_id)
    try:
        services.user_close(by=user, user=person)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("已关闭%(user)s的账户。") % {"user": person})
    return redirect("core:members")


def _invited(request: HttpRequest, invitation: services.Invitation) -> HttpResponse:
    context = {
        "invited": invitation.user,
        "address": request.build_absolute_uri(invitation.path),
    }
    return render(request, "core/member_invited.html", context)
