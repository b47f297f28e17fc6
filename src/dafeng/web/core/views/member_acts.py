"""What is done with people: invited, changed, given a role, closed."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.web.core import selectors, services
from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.forms_people import GrantForm, InviteForm, PersonForm, PostForm
from dafeng.web.core.models import Membership, Role, User
from dafeng.web.core.permissions import may, require
from dafeng.web.core.program_keys import program_keys_of


@require_http_methods(["GET", "HEAD", "POST"])
def member_grant(request: HttpRequest) -> HttpResponse:
    """Give a person a role."""
    user = signed_in(request)
    require(user, "core.member.staff")
    roles = _roles_to_give(user)
    form = GrantForm(
        request.POST or None,
        people=selectors.people_visible_to(user).exclude(pk=user.pk),
        organisations=selectors.organisations_where(user, "core.member.staff"),
        roles=roles,
        initial={"user": request.GET.get("user")},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            given = services.membership_grant(
                by=user,
                user=data["user"],
                organisation=data["organisation"],
                role=data["role"],
                valid_from=data["valid_from"],
                valid_to=data["valid_to"],
                post=form.post(),
            )
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            messages.success(
                request,
                _("已授予%(user)s“%(role)s”。")
                % {"user": given.user, "role": given.role},
            )
            return redirect("core:member", given.user_id)
    return render(request, "core/member_grant.html", {"form": form, "roles": roles})


@require_http_methods(["GET", "HEAD", "POST"])
def member_post(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Change somebody's post and the last day of a role."""
    user = signed_in(request)
    membership = _membership(user, membership_id)
    require(user, services.right_to_grant(membership.role), membership.organisation)
    now = {
        "title": membership.post,
        "deputy": membership.deputy,
        "valid_to": membership.valid_to,
    }
    form = PostForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            services.membership_edit(
                by=user,
                membership=membership,
                post=form.post(),
                valid_to=form.cleaned_data["valid_to"],
            )
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            messages.success(request, _("已更改任职。"))
            return redirect("core:member", membership.user_id)
    context = {"form": form, "membership": membership}
    return render(request, "core/member_post.html", context)


@require_POST
def member_revoke(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Take a role back."""
    user = signed_in(request)
    membership = _membership(user, membership_id)
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
    return redirect("core:member", membership.user_id)


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


@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request: HttpRequest, user_id: int) -> HttpResponse:
    """Correct what is known of a person."""
    user = signed_in(request)
    person = _person(user, user_id)
    require(user, "core.user.edit", person.organisation)
    form = PersonForm(
        request.POST or None,
        person=person,
        organisations=selectors.organisations_where(user, "core.user.edit"),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.user_edit(by=user, user=person, **form.cleaned_data)
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            messages.success(request, _("已更改人员资料。"))
            return redirect("core:member", person.pk)
    return render(request, "core/member_edit.html", {"form": form, "person": person})


@require_POST
@never_cache
def member_reinvite(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show, once, an address for a new password."""
    user = signed_in(request)
    person = _person(user, user_id)
    try:
        invitation = services.user_reinvite(by=user, user=person)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("core:member", person.pk)
    return _invited(request, invitation)


@require_POST
def member_close(request: HttpRequest, user_id: int) -> HttpResponse:
    """Close somebody's account."""
    user = signed_in(request)
    person = _person(user, user_id)
    keys = program_keys_of(person)
    try:
        services.user_close(by=user, user=person)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("core:member", person.pk)
    words = _("已关闭%(user)s的账户。") % {"user": person}
    if keys:
        words += ngettext(
            "其 %(n)s 个接口令牌一并吊销。", "其 %(n)s 个接口令牌一并吊销。", keys
        ) % {"n": keys}
    messages.success(request, words)
    return redirect("core:members")


def _roles_to_give(user: User) -> QuerySet[Role]:
    """Every role for the security administrator; a head gives those of the staff."""
    roles = selectors.roles()
    if may(user, "core.member.grant"):
        return roles
    return roles.filter(code__in=services.STAFF_ROLES)


def _person(user: User, user_id: int) -> User:
    return get_object_or_404(selectors.people_visible_to(user), pk=user_id)


def _membership(user: User, membership_id: int) -> Membership:
    return get_object_or_404(selectors.memberships_visible_to(user), pk=membership_id)


def _invited(request: HttpRequest, invitation: services.Invitation) -> HttpResponse:
    context = {
        "invited": invitation.user,
        "keys": invitation.keys,
        "address": request.build_absolute_uri(invitation.path),
    }
    return render(request, "core/member_invited.html", context)
