"""The first page: will we make it, what waits today, what changed, how things stand."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dafeng.web.core.rights import paths_where, roles_of
from dafeng.web.desk import wording
from dafeng.web.desk.charts import field_states
from dafeng.web.desk.selectors.digest import digest_for
from dafeng.web.desk.selectors.freshness import ages_on

MOST_MOVED = 6


@login_not_required
@require_http_methods(["GET", "HEAD"])
def home(request: HttpRequest) -> HttpResponse:
    """Answer, figures, what waits, what changed, fields, units, freshness."""
    today = timezone.localdate()
    digest = digest_for(request.user, today)
    if digest is None:
        return render(request, "plans/none.html")
    outlook, inside = digest.outlook, bool(roles_of(request.user))
    at_work = paths_where(request.user, "work.task.view")
    context: dict[str, Any] = {
        "today": today,
        "digest": digest,
        "outlook": outlook,
        "plan": outlook.plan,
        "run": outlook.run,
        "changes": digest.changes,
        "most_moved": MOST_MOVED,
        "peak": wording.peak_words(digest.peak),
        "answer": wording.answer(outlook),
        "expected": wording.expected_words(outlook.ahead),
        "chart": field_states(outlook),
        "chart_title": wording.field_words(outlook.fields),
        "inside": inside,
        "at_work": bool(at_work),
        "ages": ages_on(today) if at_work else None,
    }
    return render(request, "desk/home.html", context)
