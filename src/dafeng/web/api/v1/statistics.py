"""Statistics: workbooks of energy, activity and prices; a second person approves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from ninja import File, Path, Query, Router, Status
from ninja.files import UploadedFile

from dafeng.web.accounts.models import ImportBatch
from dafeng.web.accounts.selectors.imports import imports_for, uploading_units
from dafeng.web.accounts.services.importing import import_upload
from dafeng.web.api.entry import person_of
from dafeng.web.api.models import Scope
from dafeng.web.api.paging import Page, Window, page_of
from dafeng.web.api.shapes import Id, Shape
from dafeng.web.core.rights import acting_unit

router = Router(tags=["statistics"])


class ImportShape(Shape):
    """A workbook on its way into the lake."""

    id: int
    name: str
    kind: str
    unit: str
    status: str
    uploaded_at: datetime

    @staticmethod
    def resolve_unit(batch: Any) -> str:
        """Code of the unit that it speaks for."""
        return str(batch.organisation.code)


@router.get("/imports", response=Page[ImportShape], summary="Imports")
def imports(request: HttpRequest, window: Query[Window]) -> Any:
    """Workbooks that the person may see, newest first."""
    rows = imports_for(person_of(request, Scope.READ)).select_related("organisation")
    return page_of(request, rows.order_by("-pk"), window)


@router.get("/imports/{pk}", response=ImportShape, summary="One import")
def one_import(request: HttpRequest, pk: Path[Id]) -> Any:
    """Where a workbook is on its way."""
    return _import(request, pk)


@router.post(
    "/workbooks/{kind}", response={201: ImportShape}, summary="Send a workbook"
)
def import_send(request: HttpRequest, kind: str, file: File[UploadedFile]) -> Any:
    """Send a workbook of one of the account's templates for the unit acted for."""
    person = person_of(request, Scope.STATISTICS)
    unit = acting_unit(person)
    if unit is None or not uploading_units(person).filter(pk=unit.pk).exists():
        raise Http404
    batch = import_upload(
        by=person,
        organisation=unit,
        kind=kind,
        name=file.name or "",
        content=file.read(),
    )
    return Status(201, batch)


def _import(request: HttpRequest, pk: int) -> ImportBatch:
    found = imports_for(person_of(request, Scope.READ)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
