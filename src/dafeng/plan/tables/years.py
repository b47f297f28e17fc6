"""Tables of indicators: 指标 | 单位 | 2020 年 | 2025 年 | 2030 年 | 属性."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.drafts import Draft, Setting
from dafeng.plan.figures.drafting import is_capacity
from dafeng.plan.grammar.phrases import falls, noun_phrase, scoped
from dafeng.plan.grammar.predicates import (
    comparator_of,
    first_suffix,
    read_predicate,
)
from dafeng.plan.grammar.quantities import quantities_in
from dafeng.plan.grammar.vocabulary import Sign
from dafeng.plan.layout.normal import NormalText
from dafeng.plan.records import Direction, Softness, TargetKind
from dafeng.plan.tables.table import NAME, Row, Table, cell_text, years_in
from dafeng.plan.words.reading import read_words

if TYPE_CHECKING:
    from dafeng.plan.grammar.quantity import Quantity

_UNIT = re.compile(r"^(?:计量|计算)?单位$")
_NATURE = re.compile(r"属性|性质|指标类型|类型")
_CUMULATIVE = re.compile(r"累计|五年")
_BASE_HEAD = re.compile(r"比|较|现状|基期|基准")
_AGAINST = re.compile(r"比|较")
_BEST_NAME = re.compile(r"指标|名称|内容")
_CHANGE = re.compile(r"降低|下降|减少|降幅|增长|提高|累计")
_CHANGE_IN_CELL = re.compile(r"下降|降低|减少|增长")
_LOWERS = re.compile(r"降低|下降|减少|降幅")
_LOWERS_AT_END = re.compile(r"(?:降低|下降|减少|降幅)(?:率|幅度|比例)?$")
_BASE_YEAR = re.compile(r"(?:比|较)((?:19|20)\d\d)年")
_BRACKET_AT_END = re.compile(r"\(([^()]*)\)\s*$")
# A figure that leaves its unit to the column: 35, [14], 2.5 左右.
_BARE_FIGURE = re.compile(
    r"\d[\d.,]*(?:左右|以上|以下|以内)?$|^[^\d]*[\d.,~—-]+[^\d%‰]{0,3}$"
)
_LAST_DIGIT = re.compile(r"\d(?=[^\d.,]*$)")


@attrs.frozen(kw_only=True)
class _Columns:
    """What stands in which column; ``years`` are (column, year)."""

    name: int
    unit: int | None
    nature: int | None
    years: tuple[tuple[int, int], ...]
    base_year: int | None


@attrs.frozen(kw_only=True)
class _Value:
    """One cell of a year's column with what its row and column say."""

    cell: NormalText
    name: str
    unit: str
    nature: str
    year: int
    base_year: int | None
    setting: Setting


def read_years(table: Table, setting: Setting) -> Iterator[Draft]:
    """Targets of a table of indicators, one for every year of every row."""
    columns = _columns(table.head, setting)
    if columns is None:
        return
    name = ""
    for cells in table.rows[1:]:
        row = _shifted(cells, len(table.head), columns)
        if columns.name >= len(row):
            continue
        name = row[columns.name].text or name
        indicator, bracket = _name_and_unit(name)
        for at, year in columns.years:
            if cell_text(row, at):
                value = _Value(
                    cell=row[at],
                    name=indicator,
                    unit=cell_text(row, columns.unit).strip("()") or bracket,
                    nature=cell_text(row, columns.nature),
                    year=year,
                    base_year=columns.base_year,
                    setting=setting,
                )
                yield from _read_value(value)


# -- columns


def _columns(head: tuple[str, ...], setting: Setting) -> _Columns | None:
    """Columns of a table's head; None when no column is for a year."""
    years = dict(_year_columns(head, setting.made_in))
    if setting.years:
        given = setting.years[-1]
        if not years:
            years = {at: given for at, name in enumerate(head) if "目标值" in name}
        for at, name in enumerate(head):
            if _CUMULATIVE.search(name):
                years.setdefault(at, given)
    if not years:
        return None
    return _Columns(
        name=_name_column(head),
        unit=next((at for at, n in enumerate(head) if _UNIT.match(n)), None),
        nature=next((at for at, n in enumerate(head) if _NATURE.search(n)), None),
        years=tuple(years.items()),
        base_year=_base_year(head, setting.made_in),
    )


def _is_base(name: str, year: int, made_in: int) -> bool:
    return bool(_BASE_HEAD.search(name)) or year < made_in


def _year_columns(head: tuple[str, ...], made_in: int) -> Iterator[tuple[int, int]]:
    """Columns of target years; 2025 年比 2020 年 is one for 2025."""
    for at, name in enumerate(head):
        years = years_in(name)
        if not years:
            continue
        if not _is_base(name, years[-1], made_in):
            yield at, years[-1]
        elif _AGAINST.search(name) and len(years) > 1:
            yield at, years[0]


def _base_year(head: tuple[str, ...], made_in: int) -> int | None:
    """Latest year that the head gives as a basis."""
    base: int | None = None
    for name in head:
        years = years_in(name)
        if years and _is_base(name, years[-1], made_in):
            against = _AGAINST.search(name) and len(years) > 1
            base = years[-1] if against else max(years[-1], base or 0)
    return base


def _name_column(head: tuple[str, ...]) -> int:
    named = [
        at
        for at, name in enumerate(head)
        if NAME.search(name) and not years_in(name) and not _NATURE.search(name)
    ]
    best = [
        at for at in named if _BEST_NAME.search(head[at]) and "类别" not in head[at]
    ]
    return next(iter(best or named), 0)


def _shifted(row: Row, width: int, columns: _Columns) -> Row:
    """A row that lost its leading cells to a merged one above."""
    missing = width - len(row)
    if missing > 0 and columns.name >= missing:
        return (NormalText("", ()),) * missing + row
    return row


# -- cells


def _read_value(value: _Value) -> Iterator[Draft]:
    cell = value.cell
    found = quantities_in(_with_unit(cell.text, value.unit))
    if found:
        yield _draft(value, found[0])
    elif not re.search(r"\d", cell.text):
        lead = NormalText(value.name, (cell.origin[0],) * len(value.name))
        said = NormalText(lead.text + cell.text, lead.origin + cell.origin)
        here = attrs.evolve(value.setting, years=(value.year,))
        for draft in read_words(said, here, ()):
            yield attrs.evolve(draft, softness=_softness(value.nature, draft.softness))


def _with_unit(text: str, unit: str) -> str:
    """The cell's figure with the unit of its column, where the cell has none."""
    bare = re.sub(r"[\[\]]", "", text)
    if not unit or not _BARE_FIGURE.search(bare):
        return bare
    return _LAST_DIGIT.sub(lambda digit: digit.group() + unit, bare, count=1)


def _name_and_unit(name: str) -> tuple[str, str]:
    """Indicator, and the unit that stands in brackets behind it."""
    found = _BRACKET_AT_END.search(name)
    if found and not re.search(r"比\d", found.group(1)):
        quantities = quantities_in(f"1{found.group(1)}")
        if quantities and quantities[0].unit:
            return name[: found.start()], found.group(1)
    return re.sub(r"\s", "", name), ""


def _softness(nature: str, default: Softness) -> Softness:
    """约束性 binds, 预期性 and 引导性 only expect."""
    if "约束" in nature:
        return Softness.BINDING
    if "预期" in nature or "引导" in nature:
        return Softness.EXPECTED
    return default


def _draft(value: _Value, quantity: Quantity) -> Draft:
    cell, name = value.cell, value.name
    named = scoped(noun_phrase(name) or name)
    changes = _CHANGE.search(name) or _CHANGE_IN_CELL.search(cell.text)
    change = bool(changes) and quantity.unit in ("%", "百分点")
    indicator = _LOWERS_AT_END.sub("", named.noun) if change else named.noun
    against = _BASE_YEAR.search(name + cell.text)
    base_year = int(against.group(1)) if against else value.base_year
    direction = _direction(value, named.noun)
    return Draft(
        clause=value.setting.clause,
        indicator=indicator,
        comparator=_comparator(cell.text, Direction.UP if change else direction),
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        direction=direction,
        year=value.year,
        base_year=base_year if change else None,
        kind=TargetKind.RELATIVE_CHANGE if change else _kind(quantity, named.noun),
        softness=_softness(value.nature, Softness.BINDING),
        scope=named.scope,
        span=cell.whole(),
        confidence=0.9,
        rule="table.years",
    )


def _direction(value: _Value, indicator: str) -> Direction:
    text = value.cell.text
    sign = read_predicate(_before_digits(text)).comparator
    lowers = _LOWERS.search(value.name + text) or falls(indicator)
    down = lowers or sign in (Sign.LESS, Sign.AT_MOST)
    return Direction.DOWN if down else Direction.UP


def _comparator(text: str, direction: Direction) -> Sign:
    suffix = first_suffix(text)
    predicate = read_predicate(_before_digits(text))
    return comparator_of(predicate, suffix.sign if suffix else None, direction)


def _before_digits(text: str) -> str:
    """What stands before a cell's figure; nothing where it is written in words."""
    found = re.search(r"\d", text)
    return text[: found.start()] if found else ""


def _kind(quantity: Quantity, indicator: str) -> TargetKind:
    if quantity.counted:
        return TargetKind.COUNT
    if is_capacity(indicator, quantity.unit):
        return TargetKind.CAPACITY
    return TargetKind.LEVEL
