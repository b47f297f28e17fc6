"""Validators of codes; what they mean is in ``dafeng.base``."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dafeng.base.errors import BadInputError
from dafeng.base.organisations import parse_uscc
from dafeng.base.places import code_level


def validate_uscc(value: str) -> None:
    """Refuse what is not a unified social credit code in its canonical form."""
    try:
        right = parse_uscc(value) == value
    except BadInputError:
        right = False
    if not right:
        raise ValidationError(
            _("“%(value)s”不是统一社会信用代码：长度、字符或校验位不符。"),
            code="uscc",
            params={"value": value},
        )


def validate_place_code(value: str) -> None:
    """Refuse what is not a code of 6, 9 or 12 digits."""
    try:
        code_level(value)
    except BadInputError:
        raise ValidationError(
            _("“%(value)s”不是行政区划代码：应为 6、9 或 12 位数字。"),
            code="place_code",
            params={"value": value},
        ) from None
