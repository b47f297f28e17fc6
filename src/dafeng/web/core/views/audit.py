"""The audit, for those who may see it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dafeng.web.core import selectors
from dafeng.web.core.access import signed_in
from dafeng.web.core.audit_files import lines
from dafeng.web.core.exports import csv_response, synthetic_mark
from dafeng.web.core.forms import AuditFilterForm
from dafeng.web.core.models import AuditRow, User
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import require
from dafeng.web.core.selectors import AuditFilter
from dafeng.web.core.selectors.audit import sees_whole_audit
from dafeng.web.core.services.auditing import audit_exported, audit_verify


@require_http_methods(["GET", "HEAD"])
def audit(request: HttpRequest) -> HttpResponse:
    """Show the rows, newest first, narrowed by the address."""
    user = signed_in(request)
    require(user, "core.audit.view")
    form = _form(request, user)
    rows = page_of(request, selectors.audit_rows_visible_to(user, _wanted(form)))
    context = {"rows": rows, "form": form, "whole": sees_whole_audit(user)}
    return render(request, "core/audit.html", context)


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Compare every seal, and say what was found."""
    report = audit_verify(by=signed_in(request))
    return render(request, "core/audit_verified.html", {"report": report})


@require_http_methods(["GET", "HEAD"])
def audit_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Give the rows that the page shows, all pages of them, as a file."""
    return csv_response(name="audit.csv", header=_header(), rows=_table(request))


@require_http_methods(["GET", "HEAD"])
def audit_jsonl(request: HttpRequest) -> StreamingHttpResponse:
    """Give the same rows whole, a line of JSON each: their seals can be compared."""
    response = StreamingHttpResponse(
        lines(_rows(request, "jsonl")), content_type="application/x-ndjson"
    )
    name = "audit-synthetic.jsonl" if synthetic_mark() else "audit.jsonl"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(request: HttpRequest, form: str) -> Iterable[AuditRow]:
    """Return the rows that stood before this very export was recorded."""
    user = signed_in(request)
    require(user, "core.audit.view")
    wanted = _wanted(_form(request, user))
    rows = selectors.audit_rows_visible_to(user, wanted)
    newest = rows.first()
    if newest is not None:
        rows = rows.filter(number__lte=newest.number)
    if request.method == "GET":
        audit_exported(by=user, form=form, rows=rows.count())
    return rows.iterator(chunk_size=2000)


def _table(request: HttpRequest) -> Iterable[list[object]]:
    return (_cells(row) for row in _rows(request, "csv"))


def _form(request: HttpRequest, user: User) -> AuditFilterForm:
    return AuditFilterForm(request.GET, actions=selectors.audit_actions(user))


def _wanted(form: AuditFilterForm) -> AuditFilter:
    """Take the fields that can be read; the others narrow nothing."""
    form.is_valid()
    return AuditFilter(**form.cleaned_data)


def _header() -> list[str]:
    return [
        _("序号"),
        _("时间"),
        _("动作"),
        _("对象类型"),
        _("对象编号"),
        _("对象"),
        _("操作人"),
        _("代"),
        _("操作单位"),
        _("内容"),
        _("请求编号"),
        _("算法"),
        _("校验值"),
    ]


def _cells(row: AuditRow) -> list[object]:
    return [
        row.number,
        timezone.localtime(row.time).isoformat(timespec="seconds"),
        row.action,
        row.target_type,
        row.target_id,
        row.target_label,
        row.actor_label,
        row.on_behalf_of,
        row.unit_label,
        json.dumps(row.data, ensure_ascii=False, sort_keys=True),
        row.request_id or "",
        row.algorithm,
        row.hash,
    ]
