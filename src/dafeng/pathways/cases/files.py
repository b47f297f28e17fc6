"""A file of cases: one object, a list of them, or the case of a whole outlook."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NoReturn, TypeAlias

from dafeng.base.errors import BadInputError

Case: TypeAlias = Mapping[str, Any]
_MODEL = ("model", "base")


def cases_of_file(data: bytes, name: str) -> tuple[Case, ...]:
    """Read the cases of a file.

    Parameters
    ----------
    data : bytes
        UTF-8 JSON; numbers with a point are read as decimals, exactly.
    name : str
        For the messages.

    Raises
    ------
    BadInputError
        ``case.file``: no JSON, or no case in it.
    """
    try:
        document = json.loads(
            data.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no_number
        )
    except (ValueError, RecursionError) as error:
        msg = f"{name} is not JSON in UTF-8: {error}."
        raise BadInputError(msg, code="case.file", name=name) from error
    if isinstance(document, dict) and isinstance(document.get("cases"), list):
        document = document["cases"]
    cases = document if isinstance(document, list) else [document]
    if not cases or not all(isinstance(case, dict) for case in cases):
        msg = f"{name} holds no case: give an object, or a list of objects."
        raise BadInputError(msg, code="case.file", name=name)
    return tuple(cases)


def is_outlook_case(cases: tuple[Case, ...]) -> bool:
    """Whether a file holds what a whole outlook is made from."""
    return len(cases) == 1 and all(isinstance(cases[0].get(k), dict) for k in _MODEL)


def _no_number(word: str) -> NoReturn:
    msg = f"{word} is no number"
    raise ValueError(msg)
