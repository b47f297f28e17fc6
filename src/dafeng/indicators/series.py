"""The catalogue of series: who states which quantity, in which unit, how soon."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from dafeng.base.errors import NotFoundError
from dafeng.base.tables import packaged_rows
from dafeng.indicators.records import Series


@cache
def series_catalogue() -> Mapping[str, Series]:
    """Return the packaged series by code, in the order of the file."""
    rows = packaged_rows("dafeng.indicators", "series.csv")
    made = map(_series, rows)
    return MappingProxyType({one.code: one for one in made})


def _series(row: Mapping[str, str]) -> Series:
    texts = {name: text for name, text in row.items() if name != "lag_months"}
    return Series(**texts, lag_months=int(row["lag_months"]))


def series_of(code: str) -> Series:
    """Return a series by its code.

    Raises
    ------
    NotFoundError
        ``series.unknown``: no such series; the message lists those of its theme.
    """
    found = series_catalogue().get(code)
    if found is None:
        theme = code.partition(".")[0]
        like = [one for one in series_catalogue() if one.startswith(f"{theme}.")]
        msg = (
            f"There is no series {code!r}. Of the theme {theme!r} there are: "
            f"{', '.join(like) or 'none; see series.csv'}."
        )
        raise NotFoundError(msg, code="series.unknown", series=code)
    return found
