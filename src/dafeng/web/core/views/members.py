"""People: the list, its file, one person."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.core import selectors, services
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import csv_response
from dafeng.web.core.forms_people import PeopleFilterForm
from dafeng.web.core.models import Membership, User
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import require
from dafeng.web.core.program_keys import program_keys_of


@require_http_methods(["GET", "HEAD"])
def members(request: HttpRequest) -> HttpResponse:
    """List the people of one's units with the roles that they hold."""
    user = signed_in(request)
    require(user, "core.member.view")
    form = _filter(request, user)
    rows = page_of(request, selectors.people_found(user, form.wanted()))
    return render(request, "core/members.html", {"rows": rows, "form": form})


@require_http_methods(["GET", "HEAD"])
def members_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Give the people that the page shows, all pages of them, as a file."""
    user = signed_in(request)
    require(user, "core.member.view")
    people = list(selectors.people_found(user, _filter(request, user).wanted()))
    services.people_exported(by=user, count=len(people))
    return csv_response(
        name="people.csv",
        header=[
            _("姓名"),
            _("用户名"),
            _("所属单位"),
            _("任职"),
            _("手机"),
            _("上次登录"),
        ],
        rows=(_cells(user, person) for person in people),
    )


@require_http_methods(["GET", "HEAD"])
def member(request: HttpRequest, user_id: int) -> HttpResponse:
    """One person: roles, posts, who stands in, the last sign-in."""
    user = signed_in(request)
    require(user, "core.member.view")
    person = get_object_or_404(selectors.people_visible_to(user), pk=user_id)
    held = selectors.memberships_visible_to(user).filter(user=person)
    context = {
        "person": person,
        "held": [(row, services.may_grant(user, row)) for row in held],
        "past": selectors.past_memberships_visible_to(user, person),
        "delegations": selectors.delegations_visible_to(user, person),
        "keys": program_keys_of(person),
        "today": timezone.localdate(),
    }
    return render(request, "core/member.html", context)


def _filter(request: HttpRequest, user: User) -> PeopleFilterForm:
    return PeopleFilterForm(
        request.GET,
        organisations=selectors.organisations_where(user, "core.member.view"),
        roles=selectors.roles(),
    )


def _cells(viewer: User, person: User) -> Sequence[object]:
    held: list[Membership] = getattr(person, "held", [])
    seen = person.last_login
    return (
        person.display_name,
        person.username,
        person.organisation,
        _("；").join(f"{row.organisation}·{row.post or row.role}" for row in held),
        selectors.phone_shown(viewer, person),
        f"{timezone.localtime(seen):%Y-%m-%d %H:%M}" if seen else None,
    )
