"""The words of a case: which keys state a symbol, and in which unit they are printed.

``data/words.csv`` holds one line per symbol. Keys are compared without case (single
letters with it), with blanks and hyphens as underscores, in half width.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from dafeng.base.tables import packaged_rows

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def _table() -> Mapping[str, tuple[str, tuple[str, ...]]]:
    rows = packaged_rows("dafeng.accounts.cases", "words.csv")
    return {
        row["symbol"]: (row["unit"], tuple(map(plain_key, row["spellings"].split("|"))))
        for row in rows
    }


@cache
def plain_key(text: str) -> str:
    """Return a key as keys are compared.

    Examples
    --------
    >>> plain_key("Emission Factor"), plain_key("F"), plain_key("ＡＤ")
    ('emission_factor', 'F', 'ad')
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = "_".join(plain.replace("-", " ").split())
    return plain.casefold() if len(plain) > 1 else plain


def spellings(symbol: str) -> tuple[str, ...]:
    """Return the keys that state a symbol; a word that is none stands for itself."""
    found = _table().get(symbol)
    return found[1] if found else (plain_key(symbol),)


def printed_unit(symbol: str) -> str:
    """Return the unit that a symbol has where a case states none; empty is unknown."""
    found = _table().get(symbol)
    return found[0] if found else ""
