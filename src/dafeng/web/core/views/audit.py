"""The audit, for those who may see it."""

from __future__ import annotations

import json

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.web.core import selectors
from dafeng.web.core.access import signed_in
from dafeng.web.core.exports import csv_response
from dafeng.web.core.forms import AuditFilterForm
from dafeng.web.core.models import AuditRow
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import require
from dafeng.web.core.selectors import AuditFilter


@require_http_methods(["GET", "HEAD"])
def audit(request: HttpRequest) -> HttpResponse:
    """Show the rows, newest first, narrowed by the address."""
    user = signed_in(request)
    require(user, "core.audit.view")
    form = _form(request)
    rows = page_of(request, selectors.audit_rows_visible_to(user, _wanted(form)))
    return render(request, "core/audit.html", {"rows": rows, "form": form})


@require_http_methods(["GET", "HEAD"])
def audit_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Give the rows that the page shows, all pages of them, as a file."""
    user = signed_in(request)
    require(user, "core.audit.view")
    rows = selectors.audit_rows_visible_to(user, _wanted(_form(request)))
    return csv_response(
        name="audit.csv",
        header=[
            _("序号"),
            _("时间"),
            _("动作"),
            _("对象类型"),
            _("对象编号"),
            _("对象"),
            _("操作人"),
            _("操作单位"),
            _("内容"),
            _("请求编号"),
            _("校验值"),
        ],
        rows=(_cells(row) for row in rows.iterator(chunk_size=2000)),
    )


def _form(request: HttpRequest) -> AuditFilterForm:
    return AuditFilterForm(request.GET, actions=selectors.audit_actions())


def _wanted(form: AuditFilterForm) -> AuditFilter:
    """Take the fields that can be read; the others narrow nothing."""
    form.is_valid()
    return AuditFilter(**form.cleaned_data)


def _cells(row: AuditRow) -> list[object]:
    return [
        row.number,
        timezone.localtime(row.time).isoformat(timespec="seconds"),
        row.action,
        row.target_type,
        row.target_id,
        row.target_label,
        row.actor_label,
        row.unit_label,
        json.dumps(row.data, ensure_ascii=False, sort_keys=True),
        row.request_id or "",
        row.hash,
    ]
