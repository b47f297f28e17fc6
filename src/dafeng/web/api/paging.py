"""Pages of a list: ``limit`` and ``offset``, the whole count, and the next address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema

from dafeng.web.api.shapes import Shape

DEFAULT, MOST, FARTHEST = 50, 500, 1_000_000
T = TypeVar("T")


class Window(Schema):
    """Which rows are asked for."""

    limit: int = Field(DEFAULT, ge=1, le=MOST, description="Rows in this answer.")
    offset: int = Field(0, ge=0, le=FARTHEST, description="Rows to leave out before.")


class Page(Shape, Generic[T]):
    """Some rows of a list."""

    count: int = Field(description="Rows in the whole list.")
    next: str | None = Field(description="Address of the next rows; null at the end.")
    items: list[T]


def page_of(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], window: Window
) -> dict[str, Any]:
    """Cut the rows asked for out of a list that is in a fixed order."""
    count = rows.count() if isinstance(rows, QuerySet) else len(rows)
    end = window.offset + window.limit
    following = None
    if end < count:
        asked = request.GET.copy()
        asked["limit"], asked["offset"] = str(window.limit), str(end)
        following = f"{request.path}?{urlencode(list(asked.items()))}"
    return {
        "count": count,
        "next": following,
        "items": list(rows[window.offset : end]),
    }
