"""The import wizard: template, upload, columns, what was read, the decision."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dafeng.accounts.intake import SheetView, kind_of, kinds, template
from dafeng.base.errors import DafengError, NotFoundError
from dafeng.web.accounts.forms import (
    MappingForm,
    OptionalReasonForm,
    ReasonForm,
    UploadForm,
    kind_name,
)
from dafeng.web.accounts.models import OPEN, ImportBatch, ImportStatus, SeverityCode
from dafeng.web.accounts.selectors.imports import imports_for, uploading_units
from dafeng.web.accounts.services.importing import (
    import_approve,
    import_map,
    import_reject,
    import_upload,
    right_to_reject,
)
from dafeng.web.accounts.services.reading import inspection_of, mapping_record
from dafeng.web.accounts.wording import Noted, error_words, finding_words
from dafeng.web.core.access import signed_in
from dafeng.web.core.paging import page_of
from dafeng.web.core.permissions import may, require
from dafeng.web.core.posting import posted
from dafeng.web.core.sending import XLSX, file_response
from dafeng.web.core.ticked import number_in

E3 = 3


@require_http_methods(["GET", "HEAD"])
def imports(request: HttpRequest) -> HttpResponse:
    """Every import that the person may see, and the templates."""
    user = signed_in(request)
    require(user, "accounts.import.view")
    rows = imports_for(user)
    context = {
        "rows": page_of(request, rows),
        "waiting": rows.filter(status__in=OPEN).count(),
        "kinds": [(kind, kind_name(kind)) for kind in kinds().values()],
        "kind_names": {code: kind_name(kind) for code, kind in kinds().items()},
    }
    return render(request, "accounts/imports.html", context)


@require_http_methods(["GET", "HEAD"])
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The empty form of a kind."""
    require(signed_in(request), "accounts.import.view")
    try:
        content = template(kind)
    except NotFoundError:
        raise Http404 from None
    return file_response(content, f"{kind}.xlsx", XLSX)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Take a workbook; the next page says what was read."""
    user = signed_in(request)
    require(user, "accounts.import.upload")
    corrects = _corrects(request)
    form = UploadForm(
        posted(request),
        request.FILES if request.method == "POST" else None,
        units=uploading_units(user),
        kind=corrects.kind if corrects else request.GET.get("kind", ""),
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        file = data["workbook"]
        try:
            batch = import_upload(
                by=user,
                organisation=data["organisation"],
                kind=data["kind"],
                name=file.name,
                content=file.read(),
                corrects=corrects,
            )
        except DafengError as error:
            form.add_error("workbook", error_words(error))
        else:
            return redirect(batch)
    context = {"form": form, "corrects": corrects}
    return render(request, "accounts/upload.html", context)


def _corrects(request: HttpRequest) -> ImportBatch | None:
    given = number_in(request.GET.get("corrects", ""))
    if given is None:
        return None
    stored = imports_for(request.user).filter(status=ImportStatus.STORED)
    return stored.filter(pk=given).first()


@require_http_methods(["GET", "HEAD"])
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """What was read, what it would change, and who decides."""
    user = signed_in(request)
    batch = _batch(request, pk)
    own = batch.uploaded_by_id == user.pk
    is_open = batch.status in OPEN
    staged: dict[str, Any] = batch.staged
    context = {
        "batch": batch,
        "kind": kind_of(batch.kind),
        "kind_name": kind_name(kind_of(batch.kind)),
        "staged": staged,
        "findings": [_finding(row) for row in staged.get("findings", [])],
        "preview": [
            [*row[:5], Decimal(row[5]).scaleb(-E3), row[6]]
            for row in staged.get("preview", [])
        ],
        "amounts": [
            [*row[:3], Decimal(row[3]), *row[4:]] for row in staged.get("amounts", [])
        ],
        "changes": [
            [row[0], Decimal(row[1]), Decimal(row[2]), row[3]]
            for row in staged.get("changes", [])
        ],
        "open": is_open,
        "own": own,
        "can_take_back": is_open
        and own
        and may(user, "accounts.import.upload", batch.organisation),
        "can_approve": is_open
        and not own
        and may(user, "accounts.import.approve", batch.organisation),
        "can_map": is_open and may(user, "accounts.import.upload", batch.organisation),
        "form": OptionalReasonForm(),
    }
    return render(request, "accounts/import.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which column of which sheet fills which field."""
    user = signed_in(request)
    batch = _batch(request, pk)
    require(user, "accounts.import.upload", batch.organisation)
    if batch.status not in OPEN:
        return redirect(batch)
    sheets = inspection_of(batch).sheets
    sheet = _sheet(sheets, request.GET.get("sheet") or batch.mapping.get("sheet", ""))
    if sheet is None:
        messages.error(request, _("这个文件里没有可以读取的工作表。"))
        return redirect(batch)
    kept = mapping_record(batch.mapping) if batch.mapping else None
    mapping = kept if kept and kept.sheet == sheet.name else sheet.mapping
    form = MappingForm(
        posted(request), kind=kind_of(batch.kind), sheet=sheet, mapping=mapping
    )
    if request.method == "POST" and form.is_valid():
        try:
            import_map(batch=batch, by=user, mapping=form.mapping())
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            return redirect(batch)
    context = {"batch": batch, "sheets": sheets, "sheet": sheet, "form": form}
    return render(request, "accounts/columns.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Send an import back, or take the own one back, with a reason."""
    user = signed_in(request)
    batch = _batch(request, pk)
    require(user, right_to_reject(batch, user), batch.organisation)
    if batch.status not in OPEN:
        messages.info(request, _("这次导入已经有了结论。"))
        return redirect(batch)
    form = ReasonForm(posted(request), hint=_("上传人会看到理由；文件随即删除。"))
    if request.method == "POST" and form.is_valid():
        try:
            import_reject(batch=batch, by=user, reason=form.cleaned_data["reason"])
        except DafengError as error:
            form.add_error(None, error_words(error))
        else:
            messages.success(request, _("已退回，没有任何数据入库。"))
            return redirect("accounts:imports")
    return render(request, "accounts/reject.html", {"batch": batch, "form": form})


@require_http_methods(["POST"])
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve an import; its rows go into the lake."""
    user = signed_in(request)
    batch = _batch(request, pk)
    form = OptionalReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    try:
        import_approve(batch=batch, by=user, reason=reason)
    except DafengError as error:
        messages.error(request, error_words(error))
    else:
        messages.success(request, _("已通过，数据正在入库。"))
    return redirect(batch)


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    batch = imports_for(request.user).filter(pk=pk).first()
    if batch is None:
        raise Http404
    return batch


def _sheet(sheets: tuple[SheetView, ...], name: str) -> SheetView | None:
    named = next((sheet for sheet in sheets if sheet.name == name), None)
    understood = next((sheet for sheet in sheets if sheet.mapping is not None), None)
    return named or understood or (sheets[0] if sheets else None)


def _finding(row: list[str]) -> dict[str, Any]:
    severity, code, place, value, rule, hint = row
    return {
        "severity": SeverityCode(severity).label,
        "code": code,
        "place": place,
        "value": value,
        "words": finding_words(Noted(code=code, rule=rule, hint=hint)),
    }
