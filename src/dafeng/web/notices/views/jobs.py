"""The background work: what runs when, what failed, and whether anybody works."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_q.models import Failure

from dafeng.base.errors import NotFoundError
from dafeng.web.core import job_queue
from dafeng.web.core.access import signed_in
from dafeng.web.core.jobs import Job, job_of
from dafeng.web.core.permissions import require
from dafeng.web.notices.models import Delivery
from dafeng.web.notices.selectors.mails import mails_failed, mails_waiting
from dafeng.web.notices.services.mailing import delivery_retry
from dafeng.web.notices.services.writing import mail_is_on


@require_http_methods(["GET", "HEAD"])
def jobs(request: HttpRequest) -> HttpResponse:
    """Show every job, what waits, what failed, and since when no worker was seen."""
    require(signed_in(request), "core.jobs.manage")
    context = {
        "seen_at": job_queue.worker_seen_at(),
        "is_there": job_queue.worker_is_there(),
        "standing": job_queue.jobs_standing(),
        "queued": job_queue.jobs_queued(),
        "failed": job_queue.jobs_failed(),
        "mail_is_on": mail_is_on(),
        "mails_waiting": mails_waiting(),
        "mails_failed": mails_failed(),
    }
    return render(request, "notices/jobs.html", context)


@require_POST
def job_run(request: HttpRequest, name: str) -> HttpResponse:
    """Let a job run now."""
    job = _job(request, name)
    job_queue.job_run_again(by=signed_in(request), name=job.name)
    messages.success(request, _("“%(job)s”已排入队列。") % {"job": job.label})
    return redirect("jobs:jobs")


@require_POST
def failure_again(request: HttpRequest, task_id: str) -> HttpResponse:
    """Let a job run again that failed."""
    require(signed_in(request), "core.jobs.manage")
    failure = get_object_or_404(Failure, id=task_id)
    job = _job(request, failure.group or "")
    job_queue.job_run_again(by=signed_in(request), name=job.name, failure=failure)
    messages.success(request, _("“%(job)s”已排入队列。") % {"job": job.label})
    return redirect("jobs:jobs")


@require_POST
def mail_again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Send a mail again that was given up."""
    user = signed_in(request)
    require(user, "core.jobs.manage")
    delivery_retry(by=user, delivery=get_object_or_404(Delivery, pk=delivery_id))
    messages.success(request, _("邮件将重新发送。"))
    return redirect("jobs:jobs")


def _job(request: HttpRequest, name: str) -> Job:
    require(signed_in(request), "core.jobs.manage")
    try:
        return job_of(name)
    except NotFoundError:
        raise Http404 from None
