"""What a request brings: a case that the person may see, the room's own district."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from dafeng.web.core.inside import district_of
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import require
from dafeng.web.supervision.models import Case
from dafeng.web.supervision.selectors.cases import case_in_full

VIEW = "supervision.case.view"


def visible_case(user: User, pk: int) -> Case:
    """A case that the person may read; else there is none."""
    require(user, VIEW)
    found = case_in_full(user, pk)
    if found is None:
        raise Http404
    return found


def district(user: User, right: str) -> Organisation:
    """The district in which the person has a right."""
    require(user, right)
    found = district_of(user, right)
    if found is None:
        raise Http404
    require(user, right, found)
    return found


def posted(request: HttpRequest) -> QueryDict | None:
    """The fields that were sent; None while the page is only looked at."""
    return request.POST if request.method == "POST" else None


def sent_files(request: HttpRequest) -> MultiValueDict[str, UploadedFile[Any]] | None:
    """The files that were sent."""
    return request.FILES if request.method == "POST" else None
