"""Evidence of reports and tasks: read it, add a file, a link or a document."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from ninja import Field, File, Path, Query, Router, Schema, Status
from ninja.files import UploadedFile

from dafeng.web.api.entry import person_of
from dafeng.web.api.models import Scope
from dafeng.web.api.paging import Page, Window, page_of
from dafeng.web.api.shapes import Id, Shape
from dafeng.web.core.models import User
from dafeng.web.work.models import Evidence, EvidenceKind, Report, Task
from dafeng.web.work.selectors.evidence import evidence_for
from dafeng.web.work.selectors.reports import report_for
from dafeng.web.work.selectors.tasks import task_visible
from dafeng.web.work.services import evidence as services

router = Router(tags=["evidence"])


class EvidenceShape(Shape):
    """One piece of evidence; what was withdrawn stays, with its reason."""

    id: int
    report: int | None
    task: int | None
    kind: str
    name: str
    sha256: str
    size: int | None
    media: str
    url: str
    number: str
    dated: date | None
    added_at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str

    @staticmethod
    def resolve_report(one: Any) -> int | None:
        """Number of its report."""
        held: int | None = one.report_id
        return held

    @staticmethod
    def resolve_task(one: Any) -> int | None:
        """Number of its task."""
        held: int | None = one.task_id
        return held


class LinkDraft(Schema):
    """A page that proves something; only https."""

    url: str = Field(max_length=500)
    name: str = Field("", max_length=200)


class DocumentDraft(Schema):
    """An official document by its number and date."""

    number: str = Field(min_length=1, max_length=100)
    dated: date
    name: str = Field("", max_length=200)


class Withdrawal(Schema):
    """Why evidence is taken back."""

    reason: str = Field(min_length=1, max_length=200)


@router.get("/evidence", response=Page[EvidenceShape], summary="Evidence")
def evidence(request: HttpRequest, window: Query[Window]) -> Any:
    """Evidence that the person may see, newest first."""
    rows = evidence_for(person_of(request, Scope.READ)).order_by("-pk")
    return page_of(request, rows, window)


@router.get("/evidence/{pk}", response=EvidenceShape, summary="One piece")
def one_piece(request: HttpRequest, pk: Path[Id]) -> Any:
    """One piece of evidence."""
    return _evidence(request, pk, Scope.READ)


@router.get("/evidence/{pk}/file", summary="Its file")
def evidence_file(request: HttpRequest, pk: Path[Id]) -> Any:
    """The bytes of a file, as they were given, always as a download."""
    found = _evidence(request, pk, Scope.READ)
    if found.kind != EvidenceKind.FILE:
        raise Http404
    content = services.evidence_path(found.sha256).open("rb")
    response = FileResponse(content, as_attachment=True, filename=found.name)
    response["Content-Type"] = "application/octet-stream"
    return response


@router.post("/{owner}/{pk}/evidence/file", response={201: EvidenceShape})
def add_file(
    request: HttpRequest, owner: str, pk: Path[Id], file: File[UploadedFile]
) -> Any:
    """Add a file to a report (``reports``) or task (``tasks``)."""
    person = person_of(request, Scope.EVIDENCE)
    held = _owner(person, owner, pk)
    return Status(
        201,
        services.evidence_add_file(
            owner=held, by=person, name=file.name or "", content=file.read()
        ),
    )


@router.post("/{owner}/{pk}/evidence/link", response={201: EvidenceShape})
def add_link(request: HttpRequest, owner: str, pk: Path[Id], draft: LinkDraft) -> Any:
    """Add a link to a report or task."""
    person = person_of(request, Scope.EVIDENCE)
    held = _owner(person, owner, pk)
    return Status(
        201, services.evidence_add_link(owner=held, by=person, **draft.dict())
    )


@router.post("/{owner}/{pk}/evidence/document", response={201: EvidenceShape})
def add_document(
    request: HttpRequest, owner: str, pk: Path[Id], draft: DocumentDraft
) -> Any:
    """Add a document to a report or task."""
    person = person_of(request, Scope.EVIDENCE)
    held = _owner(person, owner, pk)
    return Status(
        201, services.evidence_add_document(owner=held, by=person, **draft.dict())
    )


@router.post("/evidence/{pk}/withdrawal", response={201: EvidenceShape})
def withdraw(request: HttpRequest, pk: Path[Id], draft: Withdrawal) -> Any:
    """Take evidence back; it stays in the history."""
    found = _evidence(request, pk, Scope.EVIDENCE)
    person = person_of(request, Scope.EVIDENCE)
    return Status(
        201, services.evidence_withdraw(evidence=found, by=person, reason=draft.reason)
    )


def _owner(person: User, owner: str, pk: int) -> Report | Task:
    find = {"reports": report_for, "tasks": task_visible}.get(owner)
    found = find(person, pk) if find else None
    if found is None:
        raise Http404
    return found


def _evidence(request: HttpRequest, pk: int, scope: Scope) -> Evidence:
    found = evidence_for(person_of(request, scope)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
