"""Wall screens: the passes of the office, and the page that a screen shows."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.web.core.access import signed_in
from dafeng.web.core.forms import add_errors
from dafeng.web.core.permissions import require
from dafeng.web.core.selectors import organisations_where
from dafeng.web.desk import wording
from dafeng.web.desk.forms import WallForm
from dafeng.web.desk.selectors.screens import screen_of
from dafeng.web.desk.selectors.walls import token_of, wall_behind, walls_for
from dafeng.web.desk.services.walls import wall_make, wall_revoke

USUAL_DAYS = 365


@require_http_methods(["GET", "HEAD"])
def walls(request: HttpRequest) -> HttpResponse:
    """Every pass with its address, and who made or stopped it."""
    require(request.user, "desk.wall.make")
    today = timezone.localdate()
    rows = [
        (one, _addresses(request, token_of(one)) if one.good_on(today) else ())
        for one in walls_for(request.user)
    ]
    return render(request, "desk/walls.html", {"rows": rows, "today": today})


def _addresses(request: HttpRequest, token: str) -> list[tuple[str, str]]:
    """The boards that a pass opens, each with its address."""
    boards = ((_("总览"), "desk:wall"), (_("能耗看板"), "meters:wall"))
    return [
        (name, request.build_absolute_uri(reverse(route, args=[token])))
        for name, route in boards
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def wall_new(request: HttpRequest) -> HttpResponse:
    """Let a screen show the overview."""
    user = signed_in(request)
    require(user, "desk.wall.make")
    organisations = organisations_where(user, "desk.wall.make").filter(parent=None)
    form = WallForm(
        request.POST if request.method == "POST" else None,
        organisations=organisations,
        until=timezone.localdate() + timedelta(days=USUAL_DAYS),
    )
    if request.method == "POST" and form.is_valid():
        try:
            wall_make(by=user, **form.cleaned_data)
        except ValidationError as problem:
            add_errors(form, problem)
        else:
            messages.success(request, _("大屏已开通，地址见下表。"))
            return redirect("desk:walls")
    return render(request, "desk/wall_new.html", {"form": form})


@require_POST
def wall_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a screen."""
    user = signed_in(request)
    found = get_object_or_404(walls_for(user), pk=pk)
    try:
        wall_revoke(by=user, wall=found)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, _("“%(name)s”已停用。") % {"name": found.name})
    return redirect("desk:walls")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD"])
def wall(request: HttpRequest, token: str) -> HttpResponse:
    """Show the overview in large letters, dark, without links; it renews itself."""
    today = timezone.localdate()
    found = wall_behind(token, today)
    screen = None if found is None else screen_of(found.organisation, today)
    if found is None or screen is None:
        raise Http404
    context = {
        "screen": screen,
        "outlook": screen.outlook,
        "peak": wording.peak_words(screen.peak),
        "answer": wording.answer(screen.outlook),
        "expected": wording.expected_words(screen.outlook.ahead),
        "now": timezone.now(),
        "token": token,
    }
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "desk/_wall.html", context)
    return render(request, "desk/wall.html", context)
