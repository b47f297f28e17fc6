"""The interface as a whole: its description, and the routers of the rooms."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.security import SessionAuth

from dafeng import __version__
from dafeng.web.api.entry import ByKey
from dafeng.web.api.problems import register_problems
from dafeng.web.api.v1 import (
    accounts,
    assessments,
    evidence,
    house,
    indicators,
    meters,
    outlook,
    plans,
    readings,
    reports,
    statistics,
    tasks,
    totals,
)

DESCRIPTION = """\
Read everything that the person behind a key may read; write what a unit reports.

Figures are decimal strings, times are UTC, days are `YYYY-MM-DD`; `null` is unknown and
never zero. Lists come in pages (`limit`, `offset`, `count`, `next`). Errors are
`application/problem+json`. A write with an `Idempotency-Key` is done once.
"""

PROBLEM = {
    "description": "What was refused, and what to do.",
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "required": ["type", "title", "status", "instance"],
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                    "instance": {"type": "string"},
                    "detail": {"type": "string"},
                    "errors": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "properties": {
                                "where": {"type": "string"},
                                "message": {"type": "string"},
                            },
                        },
                    },
                },
            }
        }
    },
}
REPEAT = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 200},
    "description": "Sent again with the same content, the first answer comes back.",
}


class Interface(NinjaAPI):
    """Says of every operation how it refuses, and of every write how to repeat it."""

    def __init__(self, **named: Any) -> None:
        super().__init__(**named)
        self._described: dict[str, OpenAPISchema] = {}

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        """Return the description with what all operations share; made once."""
        key = repr(kwargs)
        if key not in self._described:
            self._described[key] = self._described_anew(**kwargs)
        return self._described[key]

    def _described_anew(self, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**kwargs)
        for methods in schema["paths"].values():
            for method, operation in methods.items():
                operation["responses"]["4XX"] = PROBLEM
                if method != "get":
                    operation.setdefault("parameters", []).append(REPEAT)
        return schema


api = Interface(
    title="dafeng",
    version=__version__,
    description=DESCRIPTION,
    urls_namespace="api:v1",
    auth=[ByKey(), SessionAuth()],
    docs_url=None,
)
register_problems(api)
api.add_router("", house.router)
api.add_router("/plans", plans.router)
api.add_router("/accounts", accounts.router)
api.add_router("/indicators", indicators.router)
api.add_router("/assessments", assessments.router)
api.add_router("/outlook", outlook.router)
api.add_router("/tasks", tasks.router)
api.add_router("", reports.router)
api.add_router("", evidence.router)
api.add_router("/statistics", statistics.router)
api.add_router("", readings.router)
api.add_router("", totals.router)  # before one meter by its code
api.add_router("", meters.router)
