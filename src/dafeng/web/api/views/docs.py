"""A readable page made from the interface's own description, without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import attrs
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dafeng.web.api.v1 import api


@attrs.frozen(kw_only=True)
class Operation:
    """One operation as the page shows it."""

    method: str
    path: str
    description: str
    parameters: tuple[str, ...]


@attrs.frozen(kw_only=True)
class Group:
    """The operations of one room."""

    name: str
    operations: tuple[Operation, ...]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """List every operation by room."""
    found: dict[str, list[Operation]] = {}
    for tag, operation in _operations():
        found.setdefault(tag, []).append(operation)
    groups = [Group(name=name, operations=tuple(rows)) for name, rows in found.items()]
    root = request.build_absolute_uri("/api/v1/")
    return render(request, "api/docs.html", {"groups": groups, "root": root})


def _operations() -> Iterator[tuple[str, Operation]]:
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method, about in methods.items():
            names = [str(one["name"]) for one in about.get("parameters", ())]
            yield (
                about["tags"][0],
                Operation(
                    method=method.upper(),
                    path=path,
                    description=about.get("description", about["summary"]),
                    parameters=tuple(names),
                ),
            )
