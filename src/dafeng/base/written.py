"""JSON that people write by hand: read strictly, refused with place and way out.

A record's own reading takes what it wrote itself. What a person wrote may hold a word
that is none, a number that is a slip of the pen, true for a figure, one text where a
list belongs: each is refused here instead of being taken for something else.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias, get_args

import attrs

from dafeng.base.errors import BadInputError

if TYPE_CHECKING:
    from cattrs import Converter

Object: TypeAlias = dict[str, Any]
LARGEST_EXPONENT = 30
"""Power of ten beyond which a number is a slip of the pen."""
_LONGEST = 60
_PLAIN = {int: "a whole number", str: "a text", bool: "true or false"}


def written_strictly(converter: Converter) -> None:
    """Teach a converter to take plain values, lists and objects as what they are."""
    for kind, read in (
        (Decimal, _number),
        (StrEnum, _word),
        *((kind, _plain) for kind in _PLAIN),
    ):
        converter.register_structure_hook(kind, read)
    converter.register_structure_hook_factory(
        attrs.has, lambda cls: _object(cls, converter)
    )
    converter.register_structure_hook_factory(
        is_list, lambda kind: _several(kind, converter)
    )


def is_list(kind: object) -> bool:
    """Whether a type is a tuple of any length: a list in JSON."""
    return getattr(kind, "__origin__", None) is tuple and get_args(kind)[-1] is ...


def mapping(given: object) -> Object:
    """Return what was given when it is an object.

    Raises
    ------
    BadInputError
        ``written.kind``: it is not.
    """
    if not isinstance(given, dict):
        raise refusal(given, "an object")
    return given


def refusal(given: object, expected: str) -> BadInputError:
    """Return the error that says what stands there and what belongs there."""
    shown = str(given)
    if not isinstance(given, Decimal):
        shown = json.dumps(given, ensure_ascii=False, default=str)
    shown = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 3]}..."
    return BadInputError(f"{shown} is not {expected}", code="written.kind")


def _object(cls: type, converter: Converter) -> Callable[[object, type], object]:
    structure: Callable[[Object, type], object]
    structure = converter.gen_structure_attrs_fromdict(cls)

    def read(given: object, _: type) -> object:
        return structure(mapping(given), cls)

    return read


def _several(kind: Any, converter: Converter) -> Callable[[object, type], object]:
    cls = get_args(kind)[0]

    def read(given: object, _: type) -> object:
        if not isinstance(given, list):
            raise refusal(given, "a list")
        return tuple(converter.structure(given, list[cls]))  # type: ignore[valid-type]

    return read


def _number(given: object, _: type) -> Decimal:
    """Read a number; a text with its digits will do."""
    if isinstance(given, int | Decimal | str) and not isinstance(given, bool):
        try:
            number = Decimal(given)
        except InvalidOperation:
            number = Decimal("NaN")
        if number.is_finite() and abs(number.adjusted()) <= LARGEST_EXPONENT:
            return number
    raise refusal(given, "a number, such as 120.5")


def _plain(given: object, kind: type) -> object:
    if type(given) is kind:
        return given
    raise refusal(given, _PLAIN[kind])


def _word(given: object, words: type[StrEnum]) -> StrEnum:
    for word in words:
        if given == word.value:
            return word
    raise refusal(given, f"one of {', '.join(words)}")
