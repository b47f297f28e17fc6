"""Targets in tables: columns of years, rows of dates, lists of tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum

import attrs

from dafeng.plan import phrases
from dafeng.plan.drafts import Draft
from dafeng.plan.figures import Setting, read_figures
from dafeng.plan.layout import Block, BlockKind
from dafeng.plan.normal import NormalText
from dafeng.plan.predicates import SUFFIX, Predicate, comparator_of, read_predicate
from dafeng.plan.quantities import Quantity, quantities_in
from dafeng.plan.records import (
    Direction,
    Responsible,
    Softness,
    Span,
    TargetKind,
)
from dafeng.plan.responsibility import LeadRule, parse_cells
from dafeng.plan.times import times_in, year_number
from dafeng.plan.words import read_words

_NAME = re.compile(r"指标|名称|项目|内容|目标|类别")
_UNIT = re.compile(r"^(?:计量|计算)?单位$")
_NATURE = re.compile(r"属性|性质|指标类型|类型")
_TIME = re.compile(r"时间|年份|年度|时限|期限|完成时|进度要求|^节点$")
_DUTY = re.compile(r"责任|牵头|配合|主责|协办|主办|落实单位|实施单位")
_ORDER = re.compile(r"序号|编号|^号$")
_YEAR = re.compile(r"(?:19|20)\d{2}|二[〇零○]\S{2}(?=年)")
_CHANGE = re.compile(r"降低|下降|减少|降幅|增长|提高|累计")


class TableKind(StrEnum):
    """What a table tells."""

    YEARS = "years"
    DATES = "dates"
    TASKS = "tasks"
    OTHER = "other"


@attrs.frozen
class Table:
    """Rows that stand together; ``head`` is the first."""

    rows: tuple[tuple[NormalText, ...], ...]

    @property
    def head(self) -> tuple[NormalText, ...]:
        """The first row."""
        return self.rows[0]

    @property
    def kind(self) -> TableKind:
        """What the header says that the table tells."""
        head = [cell.text for cell in self.head]
        if any(_DUTY.search(c) for c in head):
            return TableKind.TASKS
        if sum(bool(_YEAR.search(c)) for c in head[1:]) >= 1 and len(head) >= 3:
            return TableKind.YEARS
        if any(_NAME.search(c) for c in head) and any("目标值" in c for c in head):
            return TableKind.YEARS
        if _TIME.search(head[0]) or all(_dated(r[0].text) for r in self.rows[1:] or self.rows):
            return TableKind.DATES
        return TableKind.OTHER


def tables_of(blocks: Sequence[Block]) -> tuple[list[Table], list[Block]]:
    """Tables of a clause, and its other blocks."""
    tables: list[list[tuple[NormalText, ...]]] = []
    texts: list[Block] = []
    before: Block | None = None
    for block in blocks:
        if block.kind is BlockKind.ROW:
            if before is None or before.kind is not BlockKind.ROW:
                tables.append([])
            tables[-1].append(block.cells)
        else:
            texts.append(block)
        before = block
    return [Table(tuple(rows)) for rows in tables], texts


def read_table(table: Table, setting: Setting) -> Iterator[Draft]:
    """Targets of one table."""
    if table.kind is TableKind.YEARS:
        yield from _read_years(table, setting)
    elif table.kind is TableKind.DATES:
        yield from _read_dates(table, setting)
    elif table.kind is TableKind.TASKS:
        yield from _read_tasks(table, setting)
    else:
        for row in table.rows:
            for cell in row:
                yield from _read_cell(cell, setting)


def _dated(text: str) -> bool:
    return bool(re.match(r"(?:到|至)?(?:19|20)\d{2}", text)) and len(text) <= 24


def _read_cell(cell: NormalText, setting: Setting) -> Iterator[Draft]:
    reading = read_figures(cell, setting)
    yield from reading.drafts
    yield from read_words(cell, setting, reading.drafts)


def row_years(cell: str) -> tuple[int, ...]:
    """Last year that a date cell names."""
    named = [t.year for t in times_in(cell)]
    if not named:
        named = [year_number(found) for found in _YEAR.findall(cell)]
    return (named[-1],) if named else ()


def _read_dates(table: Table, setting: Setting) -> Iterator[Draft]:
    for row in table.rows:
        years = row_years(row[0].text)
        if not years or years[0] < setting.made_in:
            continue
        for cell in row[1:]:
            yield from _read_cell(cell, attrs.evolve(setting, years=years))


def _read_tasks(table: Table, setting: Setting) -> Iterator[Draft]:
    head = [cell.text for cell in table.head]
    for row in table.rows[1:]:
        years = setting.years
        timed = next((i for i, name in enumerate(head) if _TIME.search(name)), None)
        if timed is not None and timed < len(row):
            years = row_years(row[timed].text) or years
        for at, (name, cell) in enumerate(zip(head, row, strict=False)):
            if at == timed or _DUTY.search(name) or _ORDER.search(name):
                continue
            yield from _read_cell(cell, attrs.evolve(setting, years=years))


@attrs.frozen(kw_only=True)
class TaskRow:
    """A row of a task table: what, by whom, by when."""

    title: NormalText
    responsible: tuple[Responsible, ...]
    rule: str
    due: str
    span: Span


def task_rows(table: Table, lead: LeadRule) -> list[TaskRow]:
    """Tasks of a table whose columns name units; empty for other tables."""
    if table.kind is not TableKind.TASKS:
        return []
    head = [cell.text for cell in table.head]
    duties = [i for i, name in enumerate(head) if _DUTY.search(name)]
    timed = next((i for i, name in enumerate(head) if _TIME.search(name)), None)
    plain = [
        i
        for i, name in enumerate(head)
        if i not in duties and i != timed and not _ORDER.search(name)
    ]
    rows = []
    for row in table.rows[1:]:
        title = next((row[i] for i in plain if i < len(row) and row[i].text), None)
        cells = [(head[i], row[i].text) for i in duties if i < len(row)]
        responsible, rule = parse_cells(cells, lead)
        if title is None or not responsible:
            continue
        filled = [cell for cell in row if cell.origin]
        span = Span(filled[0].origin[0], filled[-1].origin[-1] + 1)
        due = row[timed].text if timed is not None and timed < len(row) else ""
        rows.append(
            TaskRow(title=title, responsible=responsible, rule=rule, due=due, span=span)
        )
    return rows


# -- indicator | unit | 2020 | 2025 | 2030 | nature


@attrs.frozen(kw_only=True)
class _Columns:
    name: int
    unit: int | None
    nature: int | None
    years: tuple[tuple[int, int], ...]
    base_year: int | None


def _columns(table: Table, setting: Setting) -> _Columns | None:
    head = [cell.text for cell in table.head]
    years = []
    base = None
    for at, text in enumerate(head):
        found = _YEAR.findall(text)
        if not found:
            continue
        year = year_number(found[-1])
        if re.search(r"比|较|现状|基期|基准", text) or year < setting.made_in:
            base = year if base is None else max(base, year)
            if re.search(r"比|较", text) and len(found) > 1:
                base = year_number(found[-1])
                years.append((at, year_number(found[0])))
            continue
        years.append((at, year))
    if setting.years and not years:
        years = [(at, setting.years[-1]) for at, t in enumerate(head) if "目标值" in t]
    if setting.years:
        years += [(at, setting.years[-1]) for at, t in enumerate(head) if re.search(r"累计|五年", t) and at not in dict(years)]
    if not years:
        years = [(at, setting.years[-1]) for at, t in enumerate(head) if "目标值" in t and setting.years]
    named = [at for at, t in enumerate(head) if _NAME.search(t) and not _YEAR.search(t) and not _NATURE.search(t)]
    names = [at for at in named if re.search(r"指标|名称|内容", head[at]) and "类别" not in head[at]] or named
    if not years:
        return None
    return _Columns(
        name=names[-1] if names and len(names) < 2 else (names[0] if names else 0),
        unit=next((at for at, t in enumerate(head) if _UNIT.match(t)), None),
        nature=next((at for at, t in enumerate(head) if _NATURE.search(t)), None),
        years=tuple(years),
        base_year=base,
    )


def _read_years(table: Table, setting: Setting) -> Iterator[Draft]:
    columns = _columns(table, setting)
    if columns is None:
        return
    name = ""
    for row in table.rows[1:]:
        row = _shifted(row, len(table.head), columns)
        if columns.name >= len(row):
            continue
        name = row[columns.name].text or name
        for at, year in columns.years:
            if at < len(row) and row[at].text:
                yield from _read_value(row, at, year, name, columns, setting)


def _shifted(
    row: tuple[NormalText, ...], width: int, columns: _Columns
) -> tuple[NormalText, ...]:
    """A row that lost its leading cells to a merged one above."""
    missing = width - len(row)
    if missing > 0 and columns.name >= missing:
        return (NormalText("", ()),) * missing + row
    return row


def _read_value(
    row: tuple[NormalText, ...],
    at: int,
    year: int,
    name: str,
    columns: _Columns,
    setting: Setting,
) -> Iterator[Draft]:
    cell = row[at]
    unit = row[columns.unit].text if columns.unit is not None and columns.unit < len(row) else ""
    indicator, bracket = _name_and_unit(name)
    unit = unit.strip("()") or bracket
    found = quantities_in(_with_unit(cell.text, unit))
    nature = row[columns.nature].text if columns.nature is not None and columns.nature < len(row) else ""
    here = attrs.evolve(setting, years=(year,))
    if not found:
        if re.search(r"\d", cell.text):
            return
        lead = NormalText(indicator, (cell.origin[0],) * len(indicator)) if cell.origin else cell
        merged = NormalText(lead.text + cell.text, lead.origin + cell.origin)
        for draft in read_words(merged, here, ()):
            yield attrs.evolve(draft, softness=_nature(nature, draft.softness))
        return
    yield _table_draft(cell, found[0], indicator, year, columns, setting, nature)


def _with_unit(text: str, unit: str) -> str:
    """The cell's figure with the unit of its column, where the cell has none."""
    bare = re.sub(r"[\[\]]", "", text)
    if re.search(r"\d[\d.,]*(?:左右|以上|以下|以内)?$", bare) or re.fullmatch(r"[^\d]*[\d.,~—-]+[^\d%‰]{0,3}", bare):
        return re.sub(r"(\d)(?=[^\d.,]*$)", rf"\1{unit}", bare, count=1) if unit else bare
    return bare


def _name_and_unit(name: str) -> tuple[str, str]:
    found = re.search(r"\(([^()]*)\)\s*$", name)
    if found and quantities_in(f"1{found.group(1)}") and not re.search(r"比\d", found.group(1)):
        unit = found.group(1)
        if quantities_in(f"1{unit}")[0].unit:
            return name[: found.start()], unit
    return re.sub(r"\s", "", name), ""


def _nature(text: str, default: Softness) -> Softness:
    if "约束" in text:
        return Softness.BINDING
    if "预期" in text or "引导" in text:
        return Softness.EXPECTED
    return default


def _table_draft(
    cell: NormalText,
    quantity: Quantity,
    name: str,
    year: int,
    columns: _Columns,
    setting: Setting,
    nature: str,
) -> Draft:
    scope, indicator = phrases.scope_of(phrases.noun_phrase(name) or name)
    change = bool(_CHANGE.search(name) or re.search(r"下降|降低|减少|增长", cell.text)) and quantity.unit in ("%", "百分点")
    lowers = bool(re.search(r"降低|下降|减少|降幅", name + cell.text))
    falls = lowers or phrases.falls(indicator)
    left = cell.text[: re.search(r"\d", cell.text).start()] if re.search(r"\d", cell.text) else ""  # type: ignore[union-attr]
    predicate: Predicate = read_predicate(re.sub(r"^[<>≤≥=]+", lambda m: m.group(), left))
    suffix = SUFFIX.search(cell.text)
    direction = Direction.DOWN if falls else Direction.UP
    if predicate.comparator in ("<", "<="):
        direction = Direction.DOWN
    comparator = comparator_of(
        predicate, suffix.lastgroup or "le" if suffix else None, Direction.UP if change else direction
    )
    named = re.search(r"(?:比|较)((?:19|20)\d\d)年", name + cell.text)
    base = int(named.group(1)) if named else columns.base_year
    return Draft(
        clause=setting.clause,
        indicator=re.sub(r"(?:降低|下降|减少|降幅)(?:率|幅度|比例)?$", "", indicator) if change else indicator,
        comparator=comparator,
        value=quantity.value,
        value_max=quantity.value_max,
        unit=quantity.unit,
        direction=direction,
        year=year,
        base_year=base if change else None,
        kind=_table_kind(quantity, indicator, change),
        softness=_nature(nature, Softness.BINDING),
        scope=scope,
        span=cell.span(0, len(cell.text)),
        confidence=0.9,
        rule="table.years",
    )


def _table_kind(quantity: Quantity, indicator: str, change: bool) -> TargetKind:
    if change:
        return TargetKind.RELATIVE_CHANGE
    if quantity.counted:
        return TargetKind.COUNT
    unit = (quantity.unit or "").lstrip("万亿千百")
    if unit in ("kW", "MW", "GW") or re.search(r"装机|容量|面积|能力|里程", indicator) and unit not in ("%", ""):
        return TargetKind.CAPACITY
    return TargetKind.LEVEL


