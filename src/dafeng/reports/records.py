"""What a document is made of; every writer (.docx, .pdf) reads these records alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

import attrs


class Layout(StrEnum):
    """How a document is set.

    ``LETTER`` and ``CIRCULAR`` are forms of GB/T 9704-2012 with a red head; ``SHEET``
    is one page for a leader; ``REPORT`` has a title page, contents, numbered pages.
    """

    LETTER = "letter"
    CIRCULAR = "circular"
    SHEET = "sheet"
    REPORT = "report"


class Align(StrEnum):
    """Where the text of a column stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class ChartKind(StrEnum):
    """Forms of a chart; zero-based bars, lines over time."""

    BARS = "bars"
    LINES = "lines"


class Stroke(StrEnum):
    """What a line stands for: history is solid, an outlook dashed, a target thin."""

    HISTORY = "history"
    OUTLOOK = "outlook"
    TARGET = "target"


@attrs.frozen(kw_only=True)
class Heading:
    """A head of level 1 to 4 (一、（一）1.（1）); the writer gives the number."""

    text: str
    level: int = attrs.field(
        default=1, validator=[attrs.validators.ge(1), attrs.validators.le(4)]
    )


@attrs.frozen(kw_only=True)
class Paragraph:
    """A paragraph of the body."""

    text: str


@attrs.frozen(kw_only=True)
class Note:
    """Small print: a source, a remark, what is unknown."""

    text: str


@attrs.frozen(kw_only=True)
class Column:
    """One column of a table; ``share`` is its part of the width."""

    title: str
    align: Align = Align.LEFT
    share: int = attrs.field(default=1, validator=attrs.validators.ge(1))


@attrs.frozen(kw_only=True)
class Table:
    """Cells as the page shows them, so that both say the same; unknown is ``--``."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    note: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse a row that does not fit the columns."""
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                msg = (
                    f"Row {number} of {self.title!r} has {len(row)} cells for "
                    f"{len(self.columns)} columns."
                )
                raise ValueError(msg)


@attrs.frozen(kw_only=True)
class Series:
    """Values of one thing, one for each label of its chart; None is unknown."""

    name: str
    values: tuple[Decimal | None, ...]
    stroke: Stroke = Stroke.HISTORY


@attrs.frozen(kw_only=True)
class Chart:
    """A picture drawn as vectors.

    Attributes
    ----------
    title : str
        What is seen, as a sentence.
    subtitle : str
        Measure and unit.
    labels : tuple of str
        One for each value: years, units.
    source : str
        Where the figures come from, with their date.
    """

    kind: ChartKind
    title: str
    subtitle: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    source: str

    def __attrs_post_init__(self) -> None:
        """Refuse series that do not fit the labels."""
        for one in self.series:
            if len(one.values) != len(self.labels):
                msg = (
                    f"{one.name!r} has {len(one.values)} values for "
                    f"{len(self.labels)} labels."
                )
                raise ValueError(msg)


@attrs.frozen(kw_only=True)
class KeyFigure:
    """A figure that matters, as the page writes it, with its unit and one remark."""

    label: str
    value: str
    unit: str = ""
    remark: str = ""


@attrs.frozen(kw_only=True)
class KeyFigures:
    """At most four figures beside each other."""

    figures: tuple[KeyFigure, ...] = attrs.field(
        validator=[attrs.validators.min_len(1), attrs.validators.max_len(4)]
    )


@attrs.frozen(kw_only=True)
class Blank:
    """Something that a person fills in on paper: a label and so many empty lines."""

    label: str
    lines: int = attrs.field(default=1, validator=attrs.validators.ge(1))


@attrs.frozen(kw_only=True)
class PageBreak:
    """What follows begins on a new page."""


Block: TypeAlias = (
    Heading | Paragraph | Note | Table | Chart | KeyFigures | Blank | PageBreak
)


@attrs.frozen(kw_only=True)
class Attachment:
    """An attachment with its title; the writer gives it a number."""

    title: str
    blocks: tuple[Block, ...]


@attrs.frozen(kw_only=True)
class Paper:
    """One document.

    Attributes
    ----------
    layout : Layout
        How it is set.
    organ : str
        Who issues it; the red head, or the line over the title of a sheet.
    number : str
        ``示双碳办督〔2026〕3号``; empty until it is signed.
    title : str
        Its title.
    addressees : tuple of str
        主送; may be empty.
    blocks, attachments : tuples
        Body and attachments.
    signed_by : str
        Organ under the body; usually ``organ``.
    signed_on : date or None
        Date of the document; None until it is signed.
    copies_to : tuple of str
        抄送.
    contact : str
        Who answers questions: name and telephone.
    marks : tuple of str
        What must be seen on every page: ``示例数据(合成)``, ``草稿``.
    basis : str
        Seal and data date that the figures come from; stands at the foot.
    """

    layout: Layout
    organ: str
    title: str
    number: str = ""
    addressees: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    signed_by: str = ""
    signed_on: date | None = None
    copies_to: tuple[str, ...] = ()
    contact: str = ""
    marks: tuple[str, ...] = ()
    basis: str = ""
