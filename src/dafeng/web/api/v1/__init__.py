"""The first version of the interface: one file per room."""

from __future__ import annotations

from dafeng.web.api.v1.interface import api

__all__ = ["api"]
