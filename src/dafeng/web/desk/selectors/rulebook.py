"""Rules of the program that are data: which tables there are, and their rows.

They are packaged with the program, each row with its source and its validity; a house
reads them here and cannot change them.  How long the audit is kept is the exception: a
house may keep longer, and then its own rows are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path

import attrs
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from dafeng.base.days import day_or_none, holds_on
from dafeng.base.tables import packaged_rows
from dafeng.web.core.retention import retention
from dafeng.web.desk.rule_words import CODES, HEADS, PHRASES

RETENTION = "retention"
FROM, TO = ("effective_from", "valid_from"), ("effective_to",)
SOURCE, SURENESS = "source", ("verified", "sureness")
OWN_NAMES = ("actions", "code", "id", "rule", "schemes", "set", "light_rules")
"""Columns of names that rows are called by; they are no words."""
OTHER_LANGUAGE = {"zh": ("title_en", "what_en", "note_en"), "en": ("note_zh",)}


class Force(StrEnum):
    """Whether a row holds on a day."""

    YES = "yes"
    OVER = "over"
    YET = "yet"


@attrs.frozen(kw_only=True)
class RuleTable:
    """A table of rules.

    Attributes
    ----------
    code : str
        Part of its address.
    name, about : str
        What it is called, and what is decided by it.
    package, file : str
        Where it is packaged.
    """

    code: str
    name: str | Promise
    about: str | Promise
    package: str
    file: str


@attrs.frozen(kw_only=True)
class RuleRow:
    """One row: its cells in words, and whether it holds."""

    cells: tuple[str, ...]
    force: Force


@attrs.frozen(kw_only=True)
class RuleSheet:
    """A table as it is shown on a day.

    Attributes
    ----------
    heads : tuple of str
        Columns in which some row has something.
    rows : tuple of RuleRow
    sources : int
        How many documents its rows name.
    unsure : int
        Rows that no document is known for.
    since : date or None
        First day of the newest row that holds.
    """

    table: RuleTable
    heads: tuple[str, ...]
    rows: tuple[RuleRow, ...]
    sources: int
    unsure: int
    since: date | None

    @property
    def holding(self) -> int:
        """How many rows hold."""
        return sum(row.force is Force.YES for row in self.rows)


def _table(code: str, name: Promise, about: Promise, room: str, file: str) -> RuleTable:
    package = f"dafeng.{room}"
    return RuleTable(code=code, name=name, about=about, package=package, file=file)


TABLES = (
    _table(
        *("states", _("目标状态"), _("达标、有风险、滞后从哪里分开")),
        *("assessment", "state_rules.csv"),
    ),
    _table(
        *("lights", _("任务亮灯"), _("任务何时亮绿灯、黄灯、红灯")),
        *("assessment", "light_rules.csv"),
    ),
    _table(
        *("consequences", _("处置建议"), _("什么情形建议提醒、督办、通报、约谈")),
        *("assessment", "consequence_rules.csv"),
    ),
    _table(
        *("objections", _("异议期限"), _("提出、受理和答复异议的期限")),
        *("assessment", "objection_limits.csv"),
    ),
    _table(
        *("outlook", _("单项预测"), _("从一个数列估计达标概率时的取值")),
        *("indicators", "outlook_rules.csv"),
    ),
    _table(
        *("rounds", _("报送期限"), _("月报、季报、年报何时开始、何时截止")),
        *("work", "rounds.csv"),
    ),
    _table(
        *("plausibility", _("数值合理性"), _("填报的数值何时须说明")),
        *("work", "plausibility.csv"),
    ),
    _table(
        *("reminders", _("提醒"), _("何时、以何种方式提醒谁")),
        *("work", "reminders.csv"),
    ),
    _table(
        *("calendar", _("年度工作"), _("一年中办公室按期办理的事项")),
        *("work", "calendar.csv"),
    ),
    _table(
        *("workdays", _("工作日"), _("放假和调休；期限按工作日计算时使用")),
        *("work", "workdays.csv"),
    ),
    _table(
        *(RETENTION, _("审计保留期"), _("审计记录保留多久")),
        *("web.core", "retention.csv"),
    ),
)
_BY_CODE = {table.code: table for table in TABLES}


def rule_sheets(on: date) -> tuple[RuleSheet, ...]:
    """Every table as it stands on a day."""
    return tuple(_sheet(table, on) for table in TABLES)


def rule_sheet(code: str, on: date) -> RuleSheet | None:
    """One table as it stands on a day; None when there is none of that code."""
    table = _BY_CODE.get(code)
    return None if table is None else _sheet(table, on)


def _sheet(table: RuleTable, on: date) -> RuleSheet:
    rows = list(_rows(table))
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    columns = [
        name
        for name in (rows[0] if rows else ())
        if name not in OTHER_LANGUAGE[language] and any(row[name] for row in rows)
    ]
    shown = tuple(
        RuleRow(
            cells=tuple(_words(name, row[name]) for name in columns),
            force=_force(row, on),
        )
        for row in rows
    )
    begun = [
        day
        for row in rows
        if _force(row, on) is Force.YES and (day := _day(row, FROM)) is not None
    ]
    return RuleSheet(
        table=table,
        heads=tuple(str(HEADS.get(name, name)) for name in columns),
        rows=shown,
        sources=len({row[SOURCE] for row in rows if row.get(SOURCE)}),
        unsure=sum(any(row.get(name) == "U" for name in SURENESS) for row in rows),
        since=max(begun, default=None),
    )


def _rows(table: RuleTable) -> Iterable[Mapping[str, str]]:
    if table.code != RETENTION:
        return packaged_rows(table.package, table.file)
    own = retention(Path(settings.RETENTION) if settings.RETENTION else None)
    return [
        {
            name: "" if value is None else str(value)
            for name, value in attrs.asdict(rule).items()
        }
        for rule in own.rules
    ]


def _words(column: str, cell: str) -> str:
    """A cell in the reader's language, as far as it is a code or a known sentence."""
    if column in OWN_NAMES:
        return cell
    if cell in PHRASES:
        return str(PHRASES[cell])
    parts = cell.split("|")
    if all(part in CODES for part in parts):
        return _join([str(CODES[part]) for part in parts])
    return cell


def _join(words: list[str]) -> str:
    return gettext("、").join(words)


def _day(row: Mapping[str, str], names: tuple[str, ...]) -> date | None:
    return next((day_or_none(row[name]) for name in names if row.get(name)), None)


def _force(row: Mapping[str, str], on: date) -> Force:
    first, last = _day(row, FROM), _day(row, TO)
    if holds_on(first or date.min, last, on):
        return Force.YES
    return Force.YET if first is not None and on < first else Force.OVER
