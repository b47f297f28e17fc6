"""What the pages of one report share: who may do what, names, versions."""

from __future__ import annotations

from typing import Any

import attrs
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dafeng.web.core.permissions import may
from dafeng.web.work.models import Report, ReportFigure, ReportMove
from dafeng.web.work.models.choices import ANSWERS
from dafeng.web.work.report_content import ReportContent, content_from, content_of
from dafeng.web.work.report_words import figure_words, period_names, series_name
from dafeng.web.work.selectors.evidence import evidence_standing
from dafeng.web.work.selectors.reports import TO_FILL
from dafeng.work import ReportState


@attrs.frozen(kw_only=True)
class Acts:
    """What the reader may do with a report now."""

    fill: bool
    recall: bool
    confirm: bool
    give_back: bool
    verify: bool
    own: bool
    """They filled it in or confirmed it, and do not verify it."""


def acts_of(request: HttpRequest, one: Report) -> Acts:
    """Who may do what now."""
    user, state = request.user, one.state
    fills = may(user, "work.report.fill", one.unit)
    heads = may(user, "work.report.confirm", one.unit)
    verifies = may(user, "work.report.verify", one.round.organisation)
    submitted = state == ReportState.SUBMITTED.value
    confirmed = state == ReportState.CONFIRMED.value
    verified = state == ReportState.VERIFIED.value
    own = user.pk in (one.filled_by_id, one.confirmed_by_id)
    return Acts(
        fill=fills and state in TO_FILL,
        recall=fills and submitted,
        confirm=heads and submitted,
        give_back=(heads and submitted) or (verifies and (confirmed or verified)),
        verify=verifies and confirmed and not own,
        own=verifies and confirmed and own,
    )


@attrs.frozen(kw_only=True)
class ShownFigure:
    """A figure with its name and what makes it doubtful."""

    figure: ReportFigure
    name: str
    doubts: tuple[str, ...]


def report_context(request: HttpRequest, one: Report) -> dict[str, Any]:
    """What every page of a report knows."""
    period, before, year_ago = period_names(one)
    return {
        "report": one,
        "acts": acts_of(request, one),
        "figures": [_shown(one, figure) for figure in one.figures.all()],
        "papers": evidence_standing(one),
        "withdrawn": [e for e in one.evidence.all() if e.withdrawn_at is not None],
        "moves": list(reversed(one.moves.all())),
        "period": period,
        "period_before": before,
        "period_year_ago": year_ago,
    }


def _shown(one: Report, figure: ReportFigure) -> ShownFigure:
    return ShownFigure(
        figure=figure,
        name=series_name(figure.series),
        doubts=figure_words(one, figure, figure.value),
    )


# Versions beside each other -----------------------------------------------------------


@attrs.frozen(kw_only=True)
class Line:
    """One thing that a report says, in two versions."""

    name: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Whether the versions say different things."""
        return self.left != self.right


def lines_of(left: ReportContent, right: ReportContent) -> list[Line]:
    """Two contents beside each other, line by line."""
    pairs = (
        (_("进展"), left.progress, right.progress),
        (_("进度(%)"), _said(left.percent), _said(right.percent)),
        (_("进度回落说明"), left.percent_reason, right.percent_reason),
        (_("问题"), left.problem, right.problem),
        (_("下一步"), left.next_step, right.next_step),
    )
    lines = [Line(name=name, left=a, right=b) for name, a, b in pairs if a or b]
    codes = dict.fromkeys(one.series for one in (*left.figures, *right.figures))
    for code in codes:
        lines.append(
            Line(
                name=series_name(code),
                left=_answer(left, code),
                right=_answer(right, code),
            )
        )
    return lines


def _answer(content: ReportContent, code: str) -> str:
    one = content.figure(code)
    words = dict(ANSWERS)
    said = _said(one.value) if one.value is not None else str(words.get(one.answer, ""))
    day = "" if one.expected_on is None else one.expected_on.isoformat()
    parts = (said, day, one.note, one.accepted_reason)
    return " · ".join(part for part in parts if part)


def _said(value: object) -> str:
    return "" if value is None else f"{value}"


def compared(request: HttpRequest, one: Report) -> dict[str, Any]:
    """Two versions: those that the address names, or the newest and what it changed."""
    moves = [move for move in one.moves.all() if move.content]
    right = _named(moves, request.GET.get("right", "")) or (
        moves[-1] if moves else None
    )
    left = _named(moves, request.GET.get("left", "")) or _other(moves, right)
    return {
        "moves": moves,
        "left": left,
        "right": right,
        "lines": lines_of(
            content_from(left.content if left else {}),
            content_from(right.content) if right else content_of(one),
        ),
    }


def _named(moves: list[ReportMove], given: str) -> ReportMove | None:
    return next((move for move in moves if str(move.pk) == given), None)


def _other(moves: list[ReportMove], right: ReportMove | None) -> ReportMove | None:
    """The last version before that says something else; else the first."""
    if right is None:
        return None
    before = moves[: moves.index(right)]
    others = [move for move in before if move.content != right.content]
    return others[-1] if others else moves[0]
