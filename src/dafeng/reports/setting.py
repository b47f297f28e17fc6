"""A paper as the plain values that the templates read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import singledispatch
from typing import TYPE_CHECKING

import attrs

from dafeng.reports import outline
from dafeng.reports.drawing import drawn, unknown_line
from dafeng.reports.form import (
    character_pitch,
    form,
    head_size,
    line_pitch,
    points,
)
from dafeng.reports.outline import BlankForm, printable
from dafeng.reports.records import (
    Block,
    Chart,
    Heading,
    KeyFigures,
    Layout,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Table,
)

if TYPE_CHECKING:
    from dafeng.reports.fonts import FontUse

Values = Mapping[str, object]


@attrs.frozen
class _Room:
    """Names of the measures that a title has to fit."""

    width: str
    size: str


_TITLE_ROOM = {
    Layout.LETTER: _Room("text.width", "size.title"),
    Layout.CIRCULAR: _Room("text.width", "size.title"),
    Layout.REPORT: _Room("text.width", "report.title"),
    Layout.SHEET: _Room("text.width", "sheet.title"),
}


def paper_values(
    paper: Paper, *, fonts: Sequence[FontUse], made_on: date, scale: float
) -> dict[str, object]:
    """Everything a template needs; lengths in points, texts as they are shown."""
    organ, day = outline.printed_line(paper)
    sign = outline.signature_of(paper)
    return {
        "layout": paper.layout.value,
        "title": titled(paper.title, paper.layout),
        "head": printable(outline.head_of(paper)),
        "head_size": _head_size(paper),
        "number": printable(paper.number),
        "addressees": printable(outline.addressee_line(paper)),
        "blocks": block_values(paper.blocks),
        "attachment_list": [
            {"number": one.number, "title": printable(one.title)}
            for one in outline.attachment_list(paper.attachments)
        ],
        "attachments": [
            {
                "label": outline.attachment_label(number, len(paper.attachments)),
                "title": titled(one.title, paper.layout),
                "blocks": block_values(one.blocks),
            }
            for number, one in enumerate(paper.attachments, start=1)
        ],
        "has_heads": any(outline.heads_of(paper)),
        "signed": paper.signed_on is not None,
        "signature": {
            "organ": printable(sign.organ),
            "day": sign.day,
            "organ_right": sign.organ_right,
            "day_right": sign.day_right,
        },
        "contact": printable(outline.contact_line(paper)),
        "copies": printable(outline.copies_line(paper)),
        "printed": {"organ": printable(organ), "day": day},
        "marks": printable(outline.marks_line(paper)),
        "basis": printable(paper.basis),
        "basis_size": outline.basis_size(paper, width=points("text.width")),
        **common_values(fonts=fonts, made_on=made_on),
        "scale": scale,
    }


def titled(text: str, layout: Layout) -> str:
    """A title with its line ends."""
    width = points(_TITLE_ROOM[layout].width) / points(_TITLE_ROOM[layout].size)
    return "\n".join(outline.title_lines(printable(text), width=width))


def common_values(*, fonts: Sequence[FontUse], made_on: date) -> dict[str, object]:
    """Fonts, measures and the date of the file."""
    return {
        "fonts": {one.role: one.used for one in fonts},
        "form": {
            **{key: points(key) for key in form()},
            "pitch.line": line_pitch(),
            "pitch.character": character_pitch(),
        },
        "made_on": [made_on.year, made_on.month, made_on.day],
    }


def block_values(blocks: Sequence[Block]) -> list[Values]:
    """Blocks with numbered heads, in order."""
    return [_values(part) for part in outline.parts(blocks)]


def _head_size(paper: Paper) -> float:
    largest = "letter" if paper.layout is Layout.LETTER else "head"
    return head_size(
        outline.head_of(paper),
        width=points("text.width"),
        largest=points(f"{largest}.largest"),
    )


@singledispatch
def _values(part: object) -> Values:
    msg = f"A paper has no {type(part).__name__}."
    raise TypeError(msg)


@_values.register
def _(part: Heading) -> Values:
    return {"kind": "heading", "level": part.level, "text": printable(part.text)}


@_values.register
def _(part: Paragraph) -> Values:
    return {"kind": "paragraph", "text": printable(part.text)}


@_values.register
def _(part: Note) -> Values:
    return {"kind": "note", "text": printable(part.text)}


@_values.register
def _(part: Table) -> Values:
    return {
        "kind": "table",
        "title": printable(part.title),
        "note": printable(part.note),
        "heads": [printable(one.title) for one in part.columns],
        "aligns": [one.align.value for one in part.columns],
        "shares": [one.share for one in part.columns],
        "rows": [[printable(cell) for cell in row] for row in part.rows],
    }


@_values.register
def _(part: Chart) -> Values:
    return {
        "kind": "chart",
        "title": printable(part.title),
        "subtitle": printable(part.subtitle),
        "source": printable(part.source),
        "unknown": printable(unknown_line(part)),
        "drawing": drawn(part),
    }


@_values.register
def _(part: KeyFigures) -> Values:
    return {
        "kind": "figures",
        "figures": [
            {
                "label": printable(one.label),
                "value": printable(one.value),
                "unit": printable(one.unit),
                "remark": printable(one.remark),
            }
            for one in part.figures
        ],
    }


@_values.register
def _(part: BlankForm) -> Values:
    return {
        "kind": "blanks",
        "blanks": [
            {"label": printable(one.label), "lines": one.lines} for one in part.blanks
        ],
    }


@_values.register
def _(part: PageBreak) -> Values:  # noqa: ARG001 - dispatched on its type
    return {"kind": "break"}
