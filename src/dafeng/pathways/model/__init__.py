"""A model from a folder: read, checked, every fault named with its file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dafeng.base.doors import lazy_door

if TYPE_CHECKING:
    from dafeng.pathways.model.reading import (
        ModelError,
        ModelReading,
        load_model,
        read_model,
        starting_model,
    )
    from dafeng.pathways.model.schema import model_schema

__all__ = [
    "ModelError",
    "ModelReading",
    "load_model",
    "model_schema",
    "read_model",
    "starting_model",
]

__getattr__ = lazy_door(
    __name__,
    {
        "reading": (
            "ModelError",
            "ModelReading",
            "load_model",
            "read_model",
            "starting_model",
        ),
        "schema": ("model_schema",),
    },
)
