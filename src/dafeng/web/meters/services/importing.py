"""The register of meters as a table: out as it stands, filled in, and back.

All of it is taken, or nothing: every doubt is named by its cell.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

import attrs
from django.core.exceptions import ValidationError
from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity
from dafeng.meters import MeterError, MeterKind, Role, carriers_by_code
from dafeng.sheets import (
    Cell,
    RowAt,
    Template,
    Workbook,
    column,
    read_workbook,
    workbook_bytes,
)
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, User
from dafeng.web.core.permissions import may, require
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.permissions import KEEP
from dafeng.web.meters.services.points import (
    PointFacts,
    facts_of,
    point_change,
    point_register,
)

SHEET = "计量点"
MOST_BYTES = 5 << 20
MOST_ROWS = 3000
KINDS = {MeterKind.REGISTER: "表底数", MeterKind.INTERVAL: "区间量"}
ROLES = {
    Role.MAIN: "总表",
    Role.SUB: "分表",
    Role.VIRTUAL: "虚拟表",
    Role.MANUAL: "人工抄表",
}


class Whole(StrEnum):
    """Whether the meters behind one measure all of it."""

    YES = "yes"
    NO = "no"


WHOLE = {Whole.YES: "是", Whole.NO: "否"}
Carriers = StrEnum("Carriers", {code.upper(): code for code in carriers_by_code()})  # type: ignore[misc]
CARRIERS = {one: carriers_by_code()[one].name_zh for one in Carriers}


@attrs.frozen(kw_only=True)
class PointLine:
    """One meter."""

    uscc: str = column("统一社会信用代码", width=22)
    code: str = column("表号", width=16)
    name: str = column("名称", width=20)
    name_en: str = column("英文名称", default="", width=20)
    carrier: Carriers = column("能源品种", labels=CARRIERS, width=12)
    unit: str = column("计量单位", hint="例如 kWh、m3、GJ、t。")
    kind: MeterKind = column("读数类型", labels=KINDS)
    role: Role = column("类别", labels=ROLES)
    parent: str = column("上级表", hint="上级表的表号。", default="", width=16)
    parts_whole: Whole | None = column(
        "下级表计量全部用量",
        labels=WHOLE,
        hint="填“是”的，下级表合计与本表相差即为偏差；空着的不改，新表为否。",
        default=None,
        width=20,
    )
    formula: str = column(
        "公式", hint="只有虚拟表填，例如 M1 + M2。", default="", width=30
    )
    multiplier: Decimal = column("倍率", default=Decimal(1))
    digits: int | None = column("表盘整数位数", default=None)
    step_s: int = column("采集间隔", unit="s", default=900)
    most_per_hour: Decimal | None = column(
        "每小时最大量", hint="按表盘读数，未乘倍率。", default=None
    )
    workshop: str = column("车间", default="")
    process: str = column("工序", default="")
    equipment: str = column("设备", default="")
    maker: str = column("制造厂和型号", default="")
    serial: str = column("出厂编号", default="")
    accuracy: str = column("准确度等级", default="")
    valid_from: date | None = column("启用日期", default=None)
    note: str = column("说明", default="", width=30)


LINES = Template(PointLine, name=SHEET)
_PLAIN = (
    *("unit", "formula", "multiplier", "digits", "step_s", "most_per_hour"),
    *("workshop", "process", "equipment", "maker", "serial", "accuracy"),
    *("valid_from", "note", "name_en", "code"),
)
_TITLES = {"name_zh": "name"}


class UnreadableRegisterError(BadInputError):
    """Some cells cannot be read or do not fit; nothing was saved.

    Attributes
    ----------
    findings : tuple of Finding
    """

    code = "register.findings"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        count = len(self.findings)
        super().__init__(f"{count} cells cannot be read.", count=count)


@attrs.frozen(kw_only=True)
class Taken:
    """What a table did."""

    made: int
    changed: int
    unchanged: int


class _Cells:
    """Finds the cell of a value again, to name it."""

    def __init__(self, book: Workbook) -> None:
        self._file = book.name
        self._grid = book.sheet(SHEET) or book.sheets[0]
        self._lines: dict[int, list[Cell]] = defaultdict(list)
        for cell in self._grid.cells.values():
            self._lines[cell.row].append(cell)

    def finding(
        self, code: str, row: RowAt[PointLine], value: object, rule: str = ""
    ) -> Finding:
        """A doubt about a value of a row, at its cell."""
        cells = self._lines[row.row]
        at = next((one.column for one in cells if str(one.value) == str(value)), 0)
        place = f"{self._file} {self._grid.address(row.row, at)}" if at else row.place
        return Finding(
            code=code,
            severity=Severity.ERROR,
            place=place,
            value=str(value)[:100],
            rule=rule,
        )


def register_workbook(points: Iterable[MeterPoint], *, note: str = "") -> bytes:
    """The register as it stands, to be filled in and given back."""
    sheet = LINES.sheet(map(_line, points), note=note)
    return workbook_bytes([sheet], title=SHEET)


def register_take(*, by: User, name: str, content: bytes) -> Taken:
    """Take a filled table: meters that are new, and what changed of known ones.

    An enterprise is known by its credit code, a meter by its own.

    Raises
    ------
    BadInputError
        ``workbook.…``: the file cannot be read; ``register.size``, ``register.type``,
        ``register.rows``, ``register.empty``.
    UnreadableRegisterError
        Cells that cannot be read, or do not fit; all of them.
    """
    require(by, KEEP)
    book = _book(name, content)
    reading, cells = LINES.read(book), _Cells(book)
    if len(reading.rows) > MOST_ROWS:
        msg = f"More than {MOST_ROWS} rows."
        raise BadInputError(msg, code="register.rows", most=MOST_ROWS)
    findings = [one for one in reading.findings if one.severity is Severity.ERROR]
    with transaction.atomic():
        firms = _firms(by, reading.rows)
        known = _known(reading.rows)
        findings += _doubts(reading.rows, firms, known, cells)
        if findings:
            raise UnreadableRegisterError(findings)
        if not reading.rows:
            msg = "The table has no rows."
            raise BadInputError(msg, code="register.empty")
        taken = _take(by, reading.rows, firms, known, cells)
        data = {"file": name, **attrs.asdict(taken)}
        first = firms[reading.rows[0].record.uscc.upper()]
        audit.record(by=by, action="meters.register.take", target=first, data=data)
    return taken


def _line(point: MeterPoint) -> PointLine:
    return PointLine(
        uscc=point.enterprise.uscc or "",
        name=point.name_zh,
        carrier=Carriers(point.carrier),
        kind=MeterKind(point.kind),
        role=Role(point.role),
        parent="" if point.parent is None else point.parent.code,
        parts_whole=Whole.YES if point.parts_whole else Whole.NO,
        **{name: getattr(point, name) for name in _PLAIN},
    )


def _book(name: str, content: bytes) -> Workbook:
    if len(content) > MOST_BYTES:
        msg = f"{name} has more than {MOST_BYTES} bytes."
        raise BadInputError(msg, code="register.size")
    if Path(name).suffix.lower() != ".xlsx":
        msg = f"{name!r} is no .xlsx."
        raise BadInputError(msg, code="register.type", name=name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(name).name[-60:]
        path.write_bytes(content)
        return read_workbook(path, max_bytes=MOST_BYTES)


def _firms(by: User, rows: Iterable[RowAt[PointLine]]) -> Mapping[str, Organisation]:
    """Enterprises of the table whose meters the person keeps, by credit code."""
    codes = {row.record.uscc.upper() for row in rows}
    found = Organisation.objects.filter(uscc__in=codes)
    return {one.uscc or "": one for one in found if may(by, KEEP, one)}


def _known(rows: Iterable[RowAt[PointLine]]) -> Mapping[str, MeterPoint]:
    codes = {row.record.code for row in rows} | {row.record.parent for row in rows}
    found = MeterPoint.objects.filter(code__in=codes)
    return {
        one.code: one
        for one in found.select_related("enterprise", "parent", "replaces")
    }


def _doubts(
    rows: Iterable[RowAt[PointLine]],
    firms: Mapping[str, Organisation],
    known: Mapping[str, MeterPoint],
    cells: _Cells,
) -> Iterable[Finding]:
    codes = {row.record.code for row in rows}
    seen: set[str] = set()
    for row in rows:
        one = row.record
        firm, standing = firms.get(one.uscc.upper()), known.get(one.code)
        if firm is None:
            yield cells.finding("register.enterprise", row, one.uscc)
        elif standing is not None and standing.enterprise_id != firm.pk:
            yield cells.finding("register.foreign", row, one.code)
        if one.code in seen:
            yield cells.finding("register.twice", row, one.code)
        seen.add(one.code)
        if one.parent and one.parent not in codes and one.parent not in known:
            yield cells.finding("register.parent", row, one.parent)


def _take(
    by: User,
    rows: Iterable[RowAt[PointLine]],
    firms: Mapping[str, Organisation],
    known: Mapping[str, MeterPoint],
    cells: _Cells,
) -> Taken:
    made = changed = unchanged = 0
    points, findings = dict(known), []
    for row in _above_first(rows):
        one, firm = row.record, firms[row.record.uscc.upper()]
        standing = points.get(one.code)
        facts = _facts(one, points, standing)
        try:
            if standing is None:
                point = point_register(enterprise=firm, by=by, facts=facts)
                made += 1
            else:
                before = standing.version
                point = point_change(point=standing, by=by, facts=facts, version=before)
                same = point.version == before
                unchanged, changed = unchanged + same, changed + (not same)
            points[one.code] = point
        except (MeterError, ValidationError) as error:
            findings += _told(error, row, cells)
    if findings:
        raise UnreadableRegisterError(findings)
    return Taken(made=made, changed=changed, unchanged=unchanged)


def _facts(
    one: PointLine, points: Mapping[str, MeterPoint], standing: MeterPoint | None
) -> PointFacts:
    read = {name: getattr(one, name) for name in _PLAIN}
    read |= {
        "name_zh": one.name,
        "carrier": str(one.carrier),
        "kind": str(one.kind),
        "role": str(one.role),
        "parent": points.get(one.parent),
    }
    if one.parts_whole is not None:
        read["parts_whole"] = one.parts_whole is Whole.YES
    if standing is None:
        return PointFacts(**read)
    # What the table does not tell stays.
    facts = attrs.evolve(facts_of(standing), **read)
    if one.role is Role.VIRTUAL:
        facts = attrs.evolve(
            facts,
            kind="interval",
            digits=None,
            most_per_hour=None,
            multiplier=Decimal(1),
        )
    return facts


def _above_first(rows: Iterable[RowAt[PointLine]]) -> list[RowAt[PointLine]]:
    """Rows so that a meter comes after the one it stands behind, and sums last."""
    waiting = sorted(rows, key=lambda row: row.record.role is Role.VIRTUAL)
    left = {row.record.code for row in waiting}
    ordered: list[RowAt[PointLine]] = []
    while waiting:
        ready = [row for row in waiting if row.record.parent not in left]
        if not ready:  # a circle: the tree will say so
            return ordered + waiting
        ordered += ready
        left -= {row.record.code for row in ready}
        waiting = [row for row in waiting if row.record.code in left]
    return ordered


def _told(
    error: MeterError | ValidationError, row: RowAt[PointLine], cells: _Cells
) -> list[Finding]:
    """What a service refused of a row, at its cells."""
    if isinstance(error, MeterError):
        return [
            cells.finding(one.code, row, one.value, rule=one.rule)
            for one in error.findings
        ]
    found = []
    for name, problems in error.message_dict.items():
        value = getattr(row.record, _TITLES.get(name, name), "")
        found += [
            cells.finding("register.field", row, value, rule=str(problem))
            for problem in problems
        ]
    return found
