"""Calls ``typst``: a packaged template, and everything a person wrote as data.

No text of a person is ever read as markup: it goes in as one JSON and comes out as
strings. The templates lie in ``data/``; the compiler sees that folder and nothing else.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

import attrs

from dafeng.reports.fonts import machine_fonts

STANDARDS = ("a-2a", "ua-1")
"""PDF/A-2a to be kept for long, PDF/UA-1 to be read aloud."""


@attrs.frozen(kw_only=True)
class SetPdf:
    """A PDF, and the standards that it keeps."""

    content: bytes = attrs.field(repr=False)
    standards: tuple[str, ...]


def set_pdf(template: str, data: Mapping[str, object], *, made_on: dt.date) -> SetPdf:
    """Set a template with its data as a PDF.

    A text that no standard allows (a character that no font has, a head of level 3
    under one of level 1) is set all the same, without a standard.

    Parameters
    ----------
    template : str
        Name of a file in ``data/``, without its ending.
    data : mapping
        Plain values; the template reads them as one JSON.
    made_on : date
        Date of the file, at midnight UTC.

    Raises
    ------
    NoTypstError
    """
    moment = dt.datetime.combine(made_on, dt.time(), tzinfo=dt.UTC)
    with _given(template, data) as given:
        # Only now: without the package the call above has said so.
        import typst

        plain = {**given, "format": "pdf", "timestamp": int(moment.timestamp())}
        kept = {**plain, "pdf_standards": list(STANDARDS)}
        try:
            content = typst.compile(**kept)
        except typst.TypstError:
            return SetPdf(content=typst.compile(**plain), standards=())
    return SetPdf(content=content, standards=STANDARDS)


def draw_pages(
    template: str,
    data: Mapping[str, object],
    *,
    format: Literal["png", "svg"],  # noqa: A002 - the compiler's word
    ppi: float | None = None,
) -> tuple[bytes, ...]:
    """Set a template with its data as one picture for each page.

    Raises
    ------
    NoTypstError
    """
    with _given(template, data) as given:
        import typst

        drawn: Any = typst.compile(**given, format=format, ppi=ppi)
    # Many pictures come as a list, one comes alone.
    return tuple(drawn) if isinstance(drawn, list) else (drawn,)


def ask(template: str, data: Mapping[str, object], label: str) -> dict[str, Any]:
    """Set a template and return only what it notes under a label.

    Raises
    ------
    NoTypstError
    """
    with _given(template, data) as given:
        import typst

        told = typst.query(**given, selector=f"<{label}>", field="value", one=True)
    noted: dict[str, Any] = json.loads(told)
    return noted


@contextmanager
def _given(template: str, data: Mapping[str, object]) -> Iterator[dict[str, Any]]:
    fonts = machine_fonts()
    with as_file(files("dafeng.reports") / "data") as folder:
        yield {
            "input": Path(folder) / f"{template}.typ",
            "root": folder,
            "font_paths": fonts,
            "ignore_system_fonts": True,
            "sys_inputs": {"data": json.dumps(data, ensure_ascii=False)},
        }
