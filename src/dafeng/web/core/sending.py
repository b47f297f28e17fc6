"""Files on their way out: each is kept under its own name, and is never a page."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def file_response(content: bytes, name: str, media: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(content, content_type=media)
    response["Content-Disposition"] = str(content_disposition_header(True, name))  # noqa: FBT003 - Django's signature
    response["X-Content-Type-Options"] = "nosniff"
    return response
