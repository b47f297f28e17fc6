"""Records as bytes and back: canonical JSON, without floats, the same for the same."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import attrs

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cattrs import Converter

T = TypeVar("T")
Plain: TypeAlias = (
    "str | int | bool | Decimal | None | Sequence[Plain] | Mapping[str, Plain]"
)


def record_to_json(record: object) -> bytes:
    """Write a frozen record, and the records in it.

    Numbers that are no integers are written as texts with their digits; keys are
    sorted; a line end closes the bytes.
    """
    plain = _converter().unstructure(record)
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (text + "\n").encode()


def exact_json(value: Plain) -> str:
    """Write plain values as JSON, decimals with the digits that they have.

    Examples
    --------
    >>> exact_json({"t": Decimal("0.100"), "n": [1, None, "吨"]})
    '{"t":0.1,"n":[1,null,"吨"]}'
    """
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, str | int) or value is None:
        return json.dumps(value, ensure_ascii=False)
    if hasattr(value, "items"):
        parts = (
            f"{json.dumps(key, ensure_ascii=False)}:{exact_json(each)}"
            for key, each in value.items()
        )
        return "{" + ",".join(parts) + "}"
    return "[" + ",".join(map(exact_json, value)) + "]"


def record_to_plain(record: attrs.AttrsInstance) -> Plain:
    """Return a record as plain values: dates as text, decimals as they are."""
    return attrs.asdict(record, value_serializer=_day_as_text)


def _day_as_text(_record: object, _field: object, value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def record_from_json(data: bytes, cls: type[T]) -> T:
    """Read a record back; it equals the one that was written.

    Raises
    ------
    BadInputError
        ``record.bad``: the bytes are not such a record.
    """
    try:
        plain: Any = json.loads(data, parse_float=Decimal)
        return _converter().structure(plain, cls)
    except Exception as error:
        # cattrs gathers what is wrong in a group of its own kind.
        told = "; ".join(_told(error)) or str(error)
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


def _told(error: Exception) -> list[str]:
    """What went wrong and where, the places as ``$.goals[2].value``."""
    from cattrs import transform_error

    if isinstance(error, ExceptionGroup):
        return transform_error(error, path="$")
    return [f"{type(error).__name__} {error}"]
