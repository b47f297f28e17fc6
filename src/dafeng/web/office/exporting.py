"""Rows and files that leave the building: exactly what the pages show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dafeng.sheets import Column, Sheet, workbook_bytes
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.core.models import Organisation
from dafeng.web.office.ics import Entry, calendar_file
from dafeng.web.office.models import Decision, Letter
from dafeng.web.office.selectors.calendar import Turn
from dafeng.web.office.wording import TURN_WORDS, WORDS_OF_ACTORS


def turn_head() -> list[str]:
    """Heads of the calendar's table."""
    return [
        _("期限"),
        _("开始"),
        _("事项"),
        _("报告期"),
        _("由谁办"),
        _("状态"),
        _("办结日"),
        _("登记人"),
        _("说明"),
        _("依据"),
    ]


def turn_cells(turns: Iterable[Turn]) -> Iterator[list[Any]]:
    """Values under the heads."""
    for turn in turns:
        mark, rule = turn.mark, turn.item.rule
        yield [
            turn.item.due_on.isoformat(),
            turn.item.begins_on.isoformat(),
            turn.title,
            turn.item.period.code,
            str(WORDS_OF_ACTORS[rule.actor.value]),
            str(TURN_WORDS[turn.state][1]),
            None if mark is None else mark.done_on.isoformat(),
            None if mark is None or mark.by is None else str(mark.by),
            (mark.note if mark else "") or turn.note,
            rule.source,
        ]


def turns_ics(organisation: Organisation, turns: Iterable[Turn], on: date) -> bytes:
    """The turns as a file for people's own calendars."""
    entries = [
        Entry(
            uid=f"{turn.item.key}@{organisation.code}.dafeng",
            day=turn.item.due_on,
            title=turn.title,
            description="\n".join(
                part
                for part in (
                    str(WORDS_OF_ACTORS[turn.item.rule.actor.value]),
                    turn.item.period.code,
                    turn.note,
                    turn.item.rule.source,
                    synthetic_mark(),
                )
                if part
            ),
        )
        for turn in turns
    ]
    return calendar_file(name=_("双碳工作日历"), entries=entries, stamp=on)


def letter_head() -> list[str]:
    """Heads of the register."""
    return [
        _("登记号"),
        _("收发"),
        _("文号"),
        _("标题"),
        _("来文或收文单位"),
        _("成文日期"),
        _("收发日期"),
        _("回复期限"),
        _("回复日期"),
        _("状态"),
        _("校验值"),
    ]


def letter_cells(letters: Iterable[Letter]) -> Iterator[list[Any]]:
    """Values under the heads."""
    for letter in letters:
        yield [
            letter.register_number,
            str(letter.get_direction_display()),
            letter.number,
            letter.title,
            letter.correspondent,
            _iso(letter.dated),
            letter.registered_on.isoformat(),
            _iso(letter.reply_by),
            _iso(letter.replied_on),
            str(letter.get_state_display()),
            letter.file_sha256,
        ]


def letters_workbook(letters: Iterable[Letter]) -> bytes:
    """The register as a workbook."""
    columns = [Column(title=title) for title in letter_head()]
    rows = [
        [None if value == "" else value for value in row]
        for row in letter_cells(letters)
    ]
    name = _("收发文登记簿")
    sheet = Sheet(name=name, columns=columns, rows=rows, note=synthetic_mark())
    return workbook_bytes([sheet], title=name)


def decision_head() -> list[str]:
    """Heads of the log of decisions."""
    return [
        _("会议日期"),
        _("纪要编号"),
        _("会议"),
        _("主持人职务"),
        _("顺序"),
        _("决定事项"),
        _("涉及的目标"),
        _("涉及的任务"),
        _("状态"),
    ]


def decision_cells(decisions: Iterable[Decision]) -> Iterator[list[Any]]:
    """One row for each item."""
    for decision in decisions:
        for item in decision.items.all():
            yield [
                decision.met_on.isoformat(),
                decision.number,
                decision.meeting,
                decision.chair,
                item.order,
                item.text,
                "、".join(link.target.key for link in item.targets.all()),
                "、".join(link.task.number for link in item.tasks.all()),
                _("已撤回") if decision.withdrawn else "",
            ]


def _iso(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
