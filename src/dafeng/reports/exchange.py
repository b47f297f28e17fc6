"""A paper as JSON and back, for people and for programs in other languages."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from dafeng.base.errors import BadInputError
from dafeng.base.plain import record_from_json
from dafeng.reports.records import (
    Blank,
    Block,
    Chart,
    Heading,
    KeyFigures,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Table,
)

if TYPE_CHECKING:
    from cattrs import Converter

TAG = "block"
NAMES: dict[type, str] = {
    Heading: "heading",
    Paragraph: "paragraph",
    Note: "note",
    Table: "table",
    Chart: "chart",
    KeyFigures: "figures",
    Blank: "blank",
    PageBreak: "page_break",
}
"""What a block calls itself in the field ``block``."""
_DIGITS = 30
"""Before and behind the point: no figure of a district needs more."""


def paper_to_json(paper: Paper) -> str:
    """Write a paper: each block says in ``block`` what it is; dates as ISO 8601.

    Decimals stand as texts with their digits; what is not known is null.
    """
    plain = _writer().unstructure(paper)
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def paper_from_json(data: bytes) -> Paper:
    """Read a paper back; it equals the one that was written.

    Raises
    ------
    BadInputError
        ``record.bad``: the bytes are no paper; every field that is wrong is named, as
        in ``$.blocks[2].rows``.
    """
    return record_from_json(data, Paper, shapes=_shapes)


def _writer() -> Converter:
    from cattrs import Converter

    writer = Converter()
    writer.register_unstructure_hook(Decimal, str)
    writer.register_unstructure_hook(date, lambda day: day.isoformat())
    _shapes(writer)
    return writer


def _shapes(converter: Converter) -> None:
    from cattrs.strategies import configure_tagged_union

    converter.register_structure_hook(str, _text)
    converter.register_structure_hook_func(lambda cls: cls == tuple[str, ...], _texts)
    converter.register_structure_hook(Decimal, _number)
    configure_tagged_union(
        Block, converter, tag_name=TAG, tag_generator=lambda kind: NAMES[kind]
    )
    _explain_blocks(converter)


def _explain_blocks(converter: Converter) -> None:
    """Say which kinds of block there are, and what a block has against its fields."""
    from cattrs import ClassValidationError

    inner = converter.get_structure_hook(Block)

    def read(value: Any, cls: Any) -> Any:
        kind = value.get(TAG) if isinstance(value, dict) else None
        if kind not in NAMES.values():
            msg = f"{TAG} {kind!r}: expected {', '.join(NAMES.values())}"
            raise _refused(msg)
        try:
            return inner(value, cls)
        except ClassValidationError as group:
            told = [
                _refused(str(one)) if type(one) is ValueError else one
                for one in group.exceptions
            ]
            raise group.derive(told) from group

    converter.register_structure_hook(Block, read)


def _text(value: object, cls: type[str]) -> str:
    """A text as it is; or a word of an enumeration, which is a kind of text."""
    if not isinstance(value, str):
        msg = f"{value!r} is no text"
        raise _refused(msg)
    if issubclass(cls, StrEnum):
        words = [word.value for word in cls]
        if value not in words:
            msg = f"{value!r} is none of {', '.join(words)}"
            raise _refused(msg)
        return cls(value)
    return value


def _texts(value: object, _cls: type) -> tuple[str, ...]:
    if not isinstance(value, list):
        msg = f"{value!r} is no list of texts"
        raise _refused(msg)
    return tuple(_text(one, str) for one in value)


def _number(value: object, _cls: type) -> Decimal:
    """A value may be written as a number or as a text with its digits."""
    if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("nan")
        if number.is_finite() and abs(number.adjusted()) <= _DIGITS:
            return number
    msg = f"{value!r} is no number; what is not known is null"
    raise _refused(msg)


def _refused(message: str) -> BadInputError:
    return BadInputError(message, code="record.bad")
