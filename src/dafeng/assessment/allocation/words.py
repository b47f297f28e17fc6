"""What the words of an allocation are called (``data/words.csv``)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from types import MappingProxyType

import attrs

from dafeng.base.tables import packaged_rows


class WordOf(StrEnum):
    """What a word is about."""

    STEP = "step"
    """:attr:`.results.Step.what`."""
    GROUND = "ground"
    MEANS = "means"
    FIELD = "field"
    QUANTITY = "quantity"
    KIND = "kind"


@attrs.frozen(kw_only=True)
class Word:
    """A name in both languages."""

    name_zh: str
    name_en: str


@cache
def _words() -> Mapping[tuple[str, str], Word]:
    rows = packaged_rows("dafeng.assessment.allocation", "words.csv")
    return MappingProxyType(
        {
            (row["of"], row["key"]): Word(
                name_zh=row["name_zh"], name_en=row["name_en"]
            )
            for row in rows
        }
    )


def word(of: WordOf, key: str) -> Word:
    """Return what a key is called.

    Raises
    ------
    KeyError
        There is no such key.

    Examples
    --------
    >>> word(WordOf.GROUND, "upper").name_zh
    '上限'
    """
    return _words()[of.value, key]
