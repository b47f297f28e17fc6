"""Terms under which figures are given away: a packaged table."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import attrs

from dafeng.base.tables import packaged_rows
from dafeng.public.errors import ReleaseError


@attrs.frozen(kw_only=True)
class Terms:
    """One licence."""

    code: str
    name_zh: str
    name_en: str
    path: str
    attribution_zh: str
    attribution_en: str


@cache
def all_terms() -> Mapping[str, Terms]:
    """Return the packaged licences by code."""
    names = [field.name for field in attrs.fields(Terms)]
    rows = packaged_rows("dafeng.public", "terms.csv")
    return {row["code"]: Terms(**{name: row[name] for name in names}) for row in rows}


def terms_of(code: str) -> Terms:
    """Return a licence.

    Raises
    ------
    ReleaseError
        ``release.terms``: there is none of that code.
    """
    try:
        return all_terms()[code]
    except KeyError:
        msg = f"No terms {code!r}; there are: {', '.join(sorted(all_terms()))}."
        raise ReleaseError(msg, code="release.terms", terms=code) from None
