"""A Gantt chart as parts of an SVG: it needs no script, and prints as vectors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import attrs

from dafeng.projects import GanttRow

WIDTH, LABEL, ROW, HEAD = 1264, 320, 26, 30
ONE_WIDTH = 880
"""Of the picture of one project, which needs no name beside it."""
NAME_LENGTH = 22


@attrs.frozen(kw_only=True)
class Strip:
    """A bar in the picture."""

    x: float
    width: float
    y: float
    height: float
    actual: bool
    open_end: bool
    begins: date
    ends: date


@attrs.frozen(kw_only=True)
class Diamond:
    """A milestone in the picture."""

    points: str
    done: bool
    late: bool
    title: str
    day: date


@attrs.frozen(kw_only=True)
class Line:
    """One row: its name, bars and milestones."""

    code: str
    name: str
    y: float
    text_y: float
    strips: tuple[Strip, ...]
    diamonds: tuple[Diamond, ...]


@attrs.frozen(kw_only=True)
class Tick:
    """The beginning of a year."""

    x: float
    year: int


@attrs.frozen(kw_only=True)
class GanttPicture:
    """Everything that the template draws."""

    width: int
    height: int
    head: int
    label: int
    ticks: tuple[Tick, ...]
    lines: tuple[Line, ...]
    today: float | None


def gantt_picture(
    rows: Sequence[GanttRow], on: date, *, width: int = WIDTH, label: int = LABEL
) -> GanttPicture | None:
    """Lay rows out on whole years; None when no row has any day.

    Parameters
    ----------
    width, label : int
        Of the picture, and of the names on its left; 0 draws none.
    """
    days = [day for row in rows for day in row.days]
    if not days:
        return None
    first, last = date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)

    def place(day: date) -> float:
        share = (day - first).days / (last - first).days
        return round(label + 6 + share * (width - label - 16), 1)

    return GanttPicture(
        width=width,
        height=HEAD + ROW * len(rows) + 8,
        head=HEAD,
        label=label,
        ticks=tuple(
            Tick(x=place(date(year, 1, 1)), year=year)
            for year in range(first.year, last.year)
        ),
        lines=tuple(_line(row, number, place) for number, row in enumerate(rows)),
        today=place(on) if first <= on <= last else None,
    )


def _line(row: GanttRow, number: int, at: Callable[[date], float]) -> Line:
    top = HEAD + number * ROW
    strips = []
    for bar, y, height, actual in (
        (row.planned, top + 5, 7, False),
        (row.actual, top + 13, 7, True),
    ):
        if bar is not None:
            begin, end = at(bar.begins), at(bar.ends)
            strips.append(
                Strip(
                    x=begin,
                    width=round(max(end - begin, 2.0), 1),
                    y=y,
                    height=height,
                    actual=actual,
                    open_end=bar.open_end,
                    begins=bar.begins,
                    ends=bar.ends,
                )
            )
    diamonds = tuple(
        Diamond(
            points=_diamond(at(mark.day), top + 12.5),
            done=mark.done,
            late=mark.late,
            title=mark.title,
            day=mark.day,
        )
        for mark in row.marks
    )
    short = row.name
    if len(short) > NAME_LENGTH:
        short = f"{short[: NAME_LENGTH - 1]}…"
    return Line(
        code=row.code,
        name=short,
        y=top,
        text_y=top + 17,
        strips=tuple(strips),
        diamonds=diamonds,
    )


def _diamond(x: float, y: float) -> str:
    r = 5.5
    return f"{x},{y - r} {x + r},{y} {x},{y + r} {x - r},{y}"
