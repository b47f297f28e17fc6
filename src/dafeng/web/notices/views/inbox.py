"""What one was told."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.web.core.access import signed_in
from dafeng.web.core.paging import page_of
from dafeng.web.core.views.appearance import safe_next
from dafeng.web.notices.links import LinkExpiredError, notice_id
from dafeng.web.notices.models import Notice
from dafeng.web.notices.selectors.notices import notices_of, unread_of
from dafeng.web.notices.services.reading import notice_read, notices_read

UNREAD, ALL = "unread", "all"


@require_http_methods(["GET", "HEAD"])
def inbox(request: HttpRequest) -> HttpResponse:
    """List one's notices, the unread ones first asked for."""
    user = signed_in(request)
    show = ALL if request.GET.get("show") == ALL else UNREAD
    rows = notices_of(user) if show == ALL else unread_of(user)
    context = {"rows": page_of(request, rows), "show": show}
    return render(request, "notices/inbox.html", context)


@require_http_methods(["GET", "HEAD"])
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Go to what a notice is about; that reads it."""
    user = signed_in(request)
    notice = get_object_or_404(notices_of(user), pk=notice_id)
    return redirect(notice_read(by=user, notice=notice).address)


@require_http_methods(["GET", "HEAD"])
def go(request: HttpRequest, token: str) -> HttpResponse:
    """Follow an address of a mail: sign in first, then to what it is about.

    Who is not the person that was told is led there as well, and finds what that person
    may see; the notice stays unread.
    """
    user = signed_in(request)
    try:
        number = notice_id(token)
    except LinkExpiredError:
        return render(request, "notices/expired.html", status=410)
    if number is None:
        raise Http404
    notice = get_object_or_404(Notice, pk=number)
    return redirect(notice_read(by=user, notice=notice).address)


@require_POST
def read_one(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark one notice as read."""
    user = signed_in(request)
    notice_read(by=user, notice=get_object_or_404(notices_of(user), pk=notice_id))
    return redirect(safe_next(request, "notices:inbox"))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    n = notices_read(by=signed_in(request))
    told = ngettext("%(n)s 条提醒已标为已读。", "%(n)s 条提醒已标为已读。", n)
    messages.success(request, told % {"n": n} if n else _("没有未读提醒。"))
    return redirect("notices:inbox")
