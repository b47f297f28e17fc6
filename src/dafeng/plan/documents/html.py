"""Web pages: the words of the article, without the furniture of the site."""

from __future__ import annotations

import re
from contextlib import suppress

from lxml import etree

from dafeng.base.errors import BadInputError
from dafeng.plan.documents.guards import broken_error
from dafeng.plan.documents.html_page import Page
from dafeng.plan.documents.plain import check_text, decode_text

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]+)""",
    re.IGNORECASE,
)
_CHARSET_WITHIN = 8192
_ENCODINGS = {"utf": "utf-8", "gb": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs"}


def html_text(data: bytes, *, name: str) -> str:
    """Return the text of a web page.

    Blocks become lines; ``<br>`` breaks the line; a table row is a line with tabs, a
    cell over several columns or rows stands once with empty cells after or below it;
    the numbers of ``<ol>`` are written out; pronunciation, scripts, hidden elements,
    navigation, headers and footers are left out (but for a header in an article).

    Raises
    ------
    BadInputError
        ``document.encoding``, ``.broken`` or ``.bomb`` (nested without end).
    """
    text = _decoded(data, name)
    parser = etree.HTMLParser(
        target=Page(name=name),  # type: ignore[arg-type] # it is given str only
        encoding="utf-8",
        no_network=True,
        huge_tree=True,
    )
    try:
        result: str = etree.fromstring(text.encode(), parser)  # type: ignore[assignment]
    except etree.LxmlError as error:
        raise broken_error(name) from error
    return result


def _decoded(data: bytes, name: str) -> str:
    """Decode UTF-8 if it is that, else as declared, else by what the bytes hold.

    A page that cuts a character in two here and there is still read; the place shows
    as U+FFFD.
    """
    match = _CHARSET.search(data[:_CHARSET_WITHIN])
    label = match[1].decode("ascii", "replace").lower() if match else ""
    declared = [known for start, known in _ENCODINGS.items() if label.startswith(start)]
    for encoding in ("utf-8-sig", *declared):
        with suppress(UnicodeDecodeError):
            return check_text(data.decode(encoding), name=name)
    try:
        return decode_text(data, name=name)
    except BadInputError:
        text = data.decode(declared[0], "replace") if declared else ""
        if not text or text.count("\ufffd") > 3 + len(text) // 10_000:
            raise
        check_text(text.replace("\ufffd", ""), name=name)
        return text
