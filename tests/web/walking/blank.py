"""A template engine that draws nothing: who may see a page is settled before it."""

from __future__ import annotations

from typing import Any

from django.template.backends.base import BaseEngine


class BlankPage:
    def __init__(self, name: str) -> None:
        self.origin = self.name = name

    def render(self, context: Any = None, request: Any = None) -> str:  # noqa: ARG002
        return ""


class BlankEngine(BaseEngine):
    app_dirname = "blank"

    def __init__(self, params: dict[str, Any]) -> None:
        params = params.copy()
        params.pop("OPTIONS", None)
        super().__init__(params)

    def from_string(self, template_code: str) -> BlankPage:
        return BlankPage(template_code)

    def get_template(self, template_name: str) -> BlankPage:
        return BlankPage(template_name)
