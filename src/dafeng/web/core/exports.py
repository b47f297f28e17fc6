"""Files that hold exactly what a page shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from dafeng.web.core.selectors import the_house

BYTE_ORDER_MARK = "\ufeff"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def csv_response(
    *, name: str, header: Sequence[str], rows: Iterable[Sequence[object]]
) -> StreamingHttpResponse:
    """Send rows as CSV that spreadsheet programs open rightly.

    Text that a spreadsheet would run as a formula gets an apostrophe in front; an
    unknown value stays an empty cell.  In a synthetic house the first line says so.
    """
    response = StreamingHttpResponse(
        _lines(header, rows, synthetic_mark()), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def cell(value: object) -> object:
    """Return a value as it may stand in a spreadsheet's cell."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(_FORMULA_SIGNS):
        return f"'{value}"
    return value


def synthetic_mark() -> str:
    """Words for every export of a synthetic house; empty in a real one."""
    house = the_house()
    return _("示例数据(合成)") if house and house.synthetic else ""


def _lines(
    header: Sequence[str], rows: Iterable[Sequence[object]], mark: str
) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    if mark:
        yield _line([mark])
    yield _line(header)
    for row in rows:
        yield _line([cell(value) for value in row])


def _line(values: Sequence[object]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow(values)
    return out.getvalue()
