"""A head with its paragraphs; where there is nothing to say, there is no head."""

from __future__ import annotations

from dafeng.reports.records import Block, Heading, Paragraph
from dafeng.reports.wording import sentence


def section(title: str, texts: tuple[str, ...]) -> tuple[Block, ...]:
    """A head and its paragraphs, counted when there are several; nothing for nothing.

    Examples
    --------
    >>> [one.text for one in section("工作要求", ("核对数据", "按时报送"))]
    ['工作要求', '1.核对数据。', '2.按时报送。']
    >>> section("工作要求", ())
    ()
    """
    if not texts:
        return ()
    if len(texts) == 1:
        return Heading(text=title), Paragraph(text=sentence(texts[0]))
    counted = (
        Paragraph(text=f"{number}.{sentence(text)}")
        for number, text in enumerate(texts, start=1)
    )
    return Heading(text=title), *counted
