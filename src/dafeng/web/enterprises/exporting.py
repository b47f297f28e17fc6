"""Rows and files that leave the building."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from dafeng.enterprises import (
    ListFile,
    OpenList,
    OpenTerms,
    list_files,
    open_rows,
    signer,
)
from dafeng.public import terms_of
from dafeng.sheets import Column, Kind, Sheet, workbook_bytes
from dafeng.web.core.exports import synthetic_mark
from dafeng.web.core.models import Organisation
from dafeng.web.enterprises.selectors.enterprises import DutyRow, YearList
from dafeng.web.enterprises.signing import signing_seed
from dafeng.web.enterprises.wording import (
    AGREEMENTS,
    LIGHTS,
    class_words,
    period_words,
    rule_words,
)

TERMS = "CC-BY-4.0"
_NUMBERS = (10, 12, 15, 16)
"""Columns of the list that hold numbers."""
_DIGITS = 15
"""What a cell of a workbook keeps of a number."""


def year_head() -> list[str]:
    """Heads of the list of a year."""
    return [
        _("企业"),
        _("统一社会信用代码"),
        _("行业代码"),
        _("所在地"),
        _("披露类别"),
        _("披露事项"),
        _("披露期"),
        _("期限"),
        _("状态"),
        _("公布日期"),
        _("公布值"),
        _("计量单位"),
        _("核定值"),
        _("核定值计量单位"),
        _("是否一致"),
        _("差值"),
        _("差值占核定值（%）"),
        _("公布网址"),
        _("依据名录"),
    ]


def year_cells(rows: Iterable[DutyRow]) -> Iterator[list[Any]]:
    """Values under the heads."""
    for row in rows:
        firm, told = row.enterprise, row.standing
        duty, gap, last = told.duty, told.difference, told.last
        yield [
            firm.name_zh,
            firm.uscc,
            firm.industry,
            "" if firm.town is None else str(firm.town),
            _("、").join(class_words(code) for code in duty.classes),
            rule_words(duty.rule),
            period_words(duty.period),
            duty.due_on.isoformat(),
            str(LIGHTS[told.state.value][2]),
            None if told.first is None else told.first.published_on.isoformat(),
            _plain(None if last is None else last.value),
            "" if last is None else last.unit,
            _plain(gap.verified),
            "" if gap.verified is None else gap.unit,
            str(AGREEMENTS[gap.agreement.value][2]),
            _plain(gap.gap),
            _plain(None if gap.share is None else gap.share * 100),
            "" if last is None else last.url,
            _("、").join(duty.listed_in),
        ]


def year_workbook(rows: Iterable[DutyRow], on: date) -> bytes:
    """The list of a year as a workbook."""
    columns = [
        Column(title=title, kind=Kind.NUMBER if number in _NUMBERS else Kind.TEXT)
        for number, title in enumerate(year_head())
    ]
    cells = [
        [None if value == "" else _in_cell(value) for value in row]
        for row in year_cells(rows)
    ]
    name = f"{_('企业披露')} {on.isoformat()}"
    sheet = Sheet(name=name, columns=columns, rows=cells, note=synthetic_mark())
    return workbook_bytes([sheet], title=name)


def open_list(told: YearList, organisation: Organisation) -> OpenList:
    """The list as everybody may read it, without what is withheld."""
    terms = terms_of(TERMS)
    return OpenList(
        place=organisation.name_zh,
        place_code=organisation.place_code,
        year=told.year,
        as_of=told.on,
        terms=OpenTerms(code=terms.code, name=terms.name_zh, path=terms.path),
        rows=open_rows(told.register, [row.standing for row in told.rows], told.on),
        synthetic=bool(synthetic_mark()),
    )


def public_list(told: YearList, organisation: Organisation) -> tuple[ListFile, ...]:
    """The files of the open list, signed."""
    return list_files(open_list(told, organisation), signer(signing_seed()))


def _in_cell(value: Any) -> Any:
    """A value for a workbook: a number of more digits than a cell keeps is text."""
    if not isinstance(value, Decimal):
        return value
    return (
        value if len(value.normalize().as_tuple().digits) <= _DIGITS else f"{value:f}"
    )


def _plain(value: Decimal | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value.normalize():f}")
