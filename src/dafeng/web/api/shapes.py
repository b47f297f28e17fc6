"""The base of what the interface sends: figures as decimal strings, times in UTC."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from ninja import Field, Schema
from pydantic import PlainSerializer, WithJsonSchema

from dafeng.base.rounding import plain_number

Number = Annotated[
    Decimal,
    PlainSerializer(plain_number, return_type=str),
    WithJsonSchema({"type": "string", "format": "decimal"}),
]
"""An exact figure: written as a decimal string, so that nobody's float rounds it."""

Given = Annotated[
    Decimal,
    Field(max_digits=24, decimal_places=6),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]{1,18}(\.[0-9]{1,6})?$"}),
]
"""A figure that a program sends."""
Percent = Annotated[
    Decimal,
    Field(ge=0, le=100, decimal_places=2),
    WithJsonSchema({"type": "string", "pattern": r"^(100|[0-9]{1,2}(\.[0-9]{1,2})?)$"}),
]
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""Number of a row."""
Year = Annotated[int, Field(ge=1949, le=2100)]


class Shape(Schema):
    """One thing as the interface sends it."""
