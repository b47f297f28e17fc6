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
from dafeng.base.rounding import plain_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cattrs import Converter

T = TypeVar("T")
Plain: TypeAlias = (
    "str | int | bool | Decimal | None | Sequence[Plain] | Mapping[str, Plain]"
)
Shapes: TypeAlias = "Callable[[Converter], None]"
"""Teaches a converter the shapes in which people write a record."""


def record_to_json(record: object) -> bytes:
    """Write a frozen record, and the records in it.

    Numbers that are no integers are written as texts with their digits; keys are
    sorted; a line end closes the bytes.
    """
    plain = _converter(None).unstructure(record)
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
        return plain_number(value)
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


def record_from_json(data: bytes, cls: type[T], shapes: Shapes | None = None) -> T:
    """Read a record back; it equals the one that was written.

    Parameters
    ----------
    data : bytes
    cls : type
    shapes : callable, optional
        For a record that people write: teaches the converter their shapes. A key that
        stands twice is refused then. Default: as :func:`record_to_json` writes.

    Raises
    ------
    BadInputError
        ``record.bad``: the bytes are not such a record; ``problems`` tells each place.
    """
    try:
        once = _once if shapes else None
        plain: Any = json.loads(data, parse_float=Decimal, object_pairs_hook=once)
        return _converter(shapes).structure(plain, cls)
    except Exception as error:
        # cattrs gathers what is wrong in a group of its own kind.
        told = _told(error)
        msg = f"These bytes are no {cls.__name__}: {'; '.join(told) or error}."
        raise BadInputError(
            msg, code="record.bad", record=cls.__name__, problems=tuple(told)
        ) from error


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        msg = f"the field {twice!r} stands twice in one object: keep one"
        raise BadInputError(msg, code="record.twice", field=twice)
    return found


@cache
def _converter(shapes: Shapes | None) -> Converter:
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
    if shapes:
        shapes(converter)
    return converter


def _told(error: Exception) -> list[str]:
    """What went wrong and where, the places as ``$.goals[2].value``."""
    from cattrs import transform_error

    if isinstance(error, ExceptionGroup | BadInputError):
        return transform_error(error, path="$", format_exception=_worded)
    if isinstance(error, json.JSONDecodeError | UnicodeDecodeError):
        return [f"not JSON in UTF-8: {error}"]
    return [f"{type(error).__name__} {error}"]


def _worded(error: BaseException, kind: type | None) -> str:
    from cattrs import ForbiddenExtraKeysError
    from cattrs.v import format_exception

    if isinstance(error, BadInputError):
        return str(error)
    if isinstance(error, ForbiddenExtraKeysError):
        known = ", ".join(field.name for field in attrs.fields(error.cl))
        return (
            f"{', '.join(sorted(error.extra_fields))}: unknown field; expected {known}"
        )
    return format_exception(error, kind)
