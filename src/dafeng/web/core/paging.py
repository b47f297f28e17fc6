"""Pages of a long list, kept in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest

ROWS = 50
M = TypeVar("M", bound=Model)
R = TypeVar("R")


def page_of(request: HttpRequest, rows: QuerySet[M]) -> Page[M]:
    """Return the page that ``?page=`` names; out of range, the nearest."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))


def page_of_records(request: HttpRequest, rows: Sequence[R]) -> Page[R]:
    """The same of records that are held already."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))
