"""One project: where it stands, its papers, pictures and history."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from dafeng.base.errors import NotFoundError
from dafeng.measures import UnknownMeasureError, measure_of
from dafeng.projects import (
    acceptance_due,
    gantt_rows,
    missing_approvals,
    moves_from,
)
from dafeng.web.core.access import signed_in
from dafeng.web.core.permissions import may, require
from dafeng.web.office.services.papers import paper_bytes
from dafeng.web.office.views.files import paper_response
from dafeng.web.plans.selectors.plans import plans_for
from dafeng.web.projects.charts import ONE_WIDTH, gantt_picture
from dafeng.web.projects.permissions import KEEP, REPORT, VIEW, Reporters
from dafeng.web.projects.selectors.projects import (
    approval_for,
    merged_target,
    photo_for,
    project_in_full,
)
from dafeng.web.projects.views.visible import row_now
from dafeng.web.projects.wording import APPROVAL_WORDS, project_sentence
from dafeng.web.work.selectors.tasks import tasks_visible_to

PHOTO_CACHE = "private, max-age=3600"


@require_http_methods(["GET", "HEAD"])
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one project."""
    user = signed_in(request)
    require(user, VIEW)
    found = project_in_full(user, pk)
    if found is None:
        into = merged_target(user, pk)
        if into is None:
            raise Http404
        return redirect(into)
    row = row_now(found)
    moves = list(moves_from(found.stage))
    today = timezone.localdate()
    seen_tasks = set(tasks_visible_to(user).values_list("pk", flat=True))
    seen_plans = set(plans_for(user).values_list("pk", flat=True))
    standing = [one for one in found.approvals.all() if one.withdrawn_at is None]
    context = {
        "project": found,
        "row": row,
        "sentence": project_sentence(row, moves),
        "moves": moves,
        "papers": list(zip(standing, row.approvals, strict=True)),
        "withdrawn": [one for one in found.approvals.all() if one.withdrawn_at],
        "missing": [
            APPROVAL_WORDS[kind.value] for kind in missing_approvals(row.record, today)
        ],
        "acceptance_due": acceptance_due(row.record),
        "picture": gantt_picture(
            gantt_rows([row.record], today), today, width=ONE_WIDTH, label=0
        ),
        "newest": found.reports.all()[0] if found.reports.all() else None,
        "tasks": [one for one in found.tasks.all() if one.pk in seen_tasks],
        "targets": [one for one in found.targets.all() if one.plan_id in seen_plans],
        "measure": _measure(found.measure),
        "may_keep": may(user, KEEP, found.organisation),
        "may_report": may(user, REPORT, Reporters(found)),
        "today": today,
    }
    return render(request, "projects/project.html", context)


def _measure(code: str) -> object:
    if not code:
        return None
    try:
        return measure_of(code)
    except UnknownMeasureError:
        return None


@require_http_methods(["GET", "HEAD"])
def approval_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The file of an approval, to keep; never shown inside the site."""
    found = approval_for(signed_in(request), pk)
    if found is None or not found.file_sha256:
        raise Http404
    return paper_response(found.file_sha256, name=found.file_name)


@require_http_methods(["GET", "HEAD"])
def photo(request: HttpRequest, pk: int, size: str) -> HttpResponse:
    """A picture that was drawn anew by the house; the large one or the small one."""
    found = photo_for(signed_in(request), pk)
    if found is None or size not in ("large", "small"):
        raise Http404
    sha256 = found.sha256 if size == "large" else found.thumb_sha256
    try:
        content = paper_bytes(sha256)
    except NotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="image/jpeg")
    response["Cache-Control"] = PHOTO_CACHE
    response["X-Content-Type-Options"] = "nosniff"
    return response
