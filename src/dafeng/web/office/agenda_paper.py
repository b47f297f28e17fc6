"""An agenda as a document: what the page shows, for the writers of documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import formats, translation

from dafeng.web.core.exports import synthetic_mark
from dafeng.web.core.models.people import Language
from dafeng.web.office.models import AgendaRow, Meeting, MeetingState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dafeng.reports import Block, Paper


def agenda_paper(meeting: Meeting) -> Paper:
    """Lay out the agenda of a meeting; official papers are in Chinese."""
    # The records of documents load with the writers; no other page needs them.
    from dafeng.reports import Layout, Paper  # noqa: PLC0415

    with translation.override(Language.ZH):
        mark = synthetic_mark()
        draft = "草稿" if meeting.state == MeetingState.PLANNED else ""
        return Paper(
            layout=Layout.SHEET,
            organ=meeting.organisation.name_zh,
            title=f"{meeting.title}议程",
            blocks=tuple(_blocks(meeting)),
            marks=tuple(filter(None, (mark, draft))),
        )


def _blocks(meeting: Meeting) -> Iterator[Block]:
    from dafeng.reports import Align, Column, Paragraph, Table  # noqa: PLC0415

    for label, text in _facts(meeting):
        yield Paragraph(text=f"{label}：{text}")
    points = list(meeting.agenda.all())
    if not points:
        yield Paragraph(text="还没有议题。")
        return
    yield Table(
        title="议程",
        columns=(
            Column(title="序号", align=Align.CENTRE),
            Column(title="议题", share=6),
            Column(title="汇报单位", share=3),
        ),
        rows=tuple(_row(number, row) for number, row in enumerate(points, start=1)),
    )


def _facts(meeting: Meeting) -> Iterator[tuple[str, str]]:
    day = formats.date_format(meeting.held_on or meeting.planned_on, "Y年n月j日")
    at = f" {meeting.starts_at:%H:%M}" if meeting.starts_at else ""
    yield "时间", f"{day}{at}"
    yield "地点", meeting.place or "--"
    yield "主持", meeting.chair or "--"
    yield "参加", "、".join(meeting.posts) or "--"


def _row(number: int, row: AgendaRow) -> tuple[str, str, str]:
    why = f"\n{row.why}" if row.why else ""
    presenter = "--" if row.presenter is None else row.presenter.name_zh
    return str(number), f"{row.title}{why}", presenter
