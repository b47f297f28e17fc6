"""Records as bytes and back: canonical JSON, without floats, the same for the same."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from cattrs import Converter

T = TypeVar("T")


def record_to_json(record: object) -> bytes:
    """Write a frozen record, and the records in it.

    Numbers that are no integers are written as texts with their digits; keys are
    sorted; a line end closes the bytes.
    """
    plain = _converter().unstructure(record)
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (text + "\n").encode()


def record_from_json(data: bytes, cls: type[T]) -> T:
    """Read a record back; it equals the one that was written.

    Raises
    ------
    BadInputError
        ``record.bad``: the bytes are not such a record.
    """
    try:
        plain: Any = json.loads(data)
        return _converter().structure(plain, cls)
    except Exception as error:
        # cattrs gathers what is wrong in a group of its own kind.
        told = "; ".join(_leaves(error)) or str(error)
        msg = f"These bytes are no {cls.__name__}: {told}."
        raise BadInputError(msg, code="record.bad", record=cls.__name__) from error


@cache
def _converter() -> Converter:
    from cattrs import Converter

    converter = Converter(forbid_extra_keys=True)
    for exact in (Decimal, Fraction):
        converter.register_unstructure_hook(exact, str)
        converter.register_structure_hook(exact, lambda text, cls: cls(text))
    for moment in (date, datetime):
        converter.register_unstructure_hook(moment, lambda day: day.isoformat())
        converter.register_structure_hook(
            moment, lambda text, cls: cls.fromisoformat(text)
        )
    return converter


def _leaves(error: BaseException) -> list[str]:
    """What went wrong at the bottom of nested groups, without repeats."""
    if isinstance(error, BaseExceptionGroup):
        told = [text for part in error.exceptions for text in _leaves(part)]
        return list(dict.fromkeys(told))
    return [f"{type(error).__name__} {error}"]
