"""The list of obliged enterprises as a table: out as a template, filled in, and back.

All of it is taken, or nothing: every doubt is named by its cell.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import attrs
from django.core.exceptions import ValidationError
from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity
from dafeng.base.organisations import parse_uscc
from dafeng.enterprises import disclosure_classes
from dafeng.sheets import (
    Cell,
    Grid,
    RowAt,
    Template,
    Workbook,
    column,
    read_workbook,
    workbook_bytes,
)
from dafeng.web.core import audit
from dafeng.web.core.days import possible_day
from dafeng.web.core.models import Organisation, User
from dafeng.web.enterprises.models import DisclosureRegister, DutyClass, Enterprise
from dafeng.web.enterprises.selectors.enterprises import towns_of, units_to_link
from dafeng.web.enterprises.services.classing import ClassFacts, class_add
from dafeng.web.enterprises.services.holding import kept_register
from dafeng.web.enterprises.services.registering import (
    EnterpriseFacts,
    enterprise_register,
)
from dafeng.web.work.services.evidence_kinds import file_name

SHEET = "披露名单"
MOST_BYTES = 5 << 20
MOST_ROWS = 5000
_LONGEST = {"name": 100, "listed_in": 200}
_INDUSTRY_DIGITS = range(2, 5)
KIND_TITLE = "披露类别"


@attrs.frozen(kw_only=True)
class ListRow:
    """One enterprise in one class."""

    uscc: str = column("统一社会信用代码", width=22)
    name: str = column("企业名称", width=30)
    industry: str = column("行业代码", hint="GB/T 4754 的 2 至 4 位数字。", default="")
    town: str = column("所在地", hint="乡镇或园区的名称。", default="", width=16)
    kind: str = column(KIND_TITLE, width=34)
    since: date = column("起始日")
    until: date | None = column("终止日", default=None)
    listed_in: str = column("名录或依据文件", width=40)


LIST = Template(ListRow, name=SHEET)


class UnreadableListError(BadInputError):
    """Some cells cannot be read; nothing was saved.

    Attributes
    ----------
    findings : tuple of Finding
    """

    code = "list.findings"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        count = len(self.findings)
        super().__init__(f"{count} cells cannot be read.", count=count)


class _Cells:
    """Finds the cell of a value again, to name it."""

    def __init__(self, book: Workbook) -> None:
        self._file = book.name
        self._grid = book.sheet(SHEET) or book.sheets[0]
        self._lines: dict[int, list[Cell]] = defaultdict(list)
        for cell in self._grid.cells.values():
            self._lines[cell.row].append(cell)

    def finding(self, code: str, row: RowAt[ListRow], value: object) -> Finding:
        """A doubt about a value of a row, at its cell."""
        at = next(
            (
                cell.column
                for cell in self._lines[row.row]
                if str(cell.value) == str(value)
            ),
            0,
        )
        place = f"{self._file} {self._grid.address(row.row, at)}" if at else row.place
        return Finding(
            code=code, severity=Severity.ERROR, place=place, value=str(value)[:100]
        )


@attrs.frozen(kw_only=True)
class Taken:
    """What a list did."""

    enterprises: int
    classes: int
    unchanged: int


def list_workbook(register: DisclosureRegister | None, *, note: str = "") -> bytes:
    """The list as it stands, to be filled in and given back; None is an empty one.

    Enterprises without a credit code are left out: a list could not name them.
    """
    rows = DutyClass.objects.filter(enterprise__register=register, withdrawn_at=None)
    rows = rows.exclude(enterprise__uscc="").select_related("enterprise__town")
    rows = rows.order_by("enterprise", "since", "pk")
    sheet = LIST.sheet(map(_row, rows), note=note)
    choices = [one.label_zh for one in disclosure_classes().values()]
    columns = [
        attrs.evolve(one, choices=choices) if one.title == KIND_TITLE else one
        for one in sheet.columns
    ]
    return workbook_bytes([attrs.evolve(sheet, columns=columns)], title=SHEET)


def list_take(
    *, register: DisclosureRegister, by: User | None, name: str, content: bytes
) -> Taken:
    """Take a filled list: enterprises that are new, classes that are new.

    An enterprise is known by its credit code; its name is not overwritten. A row that
    stands as it is changes nothing.

    Raises
    ------
    BadInputError
        ``workbook.…``: the file cannot be read; ``list.size``, ``list.type``,
        ``list.text``, ``list.rows``, ``list.empty``.
    UnreadableListError
        Cells that cannot be read, or do not fit; all of them.
    """
    if len(content) > MOST_BYTES:
        msg = f"{name} has more than {MOST_BYTES} bytes."
        raise BadInputError(msg, code="list.size")
    book = _book(file_name(name) or "list", content)
    reading, cells = LIST.read(book), _Cells(book)
    if len(reading.rows) > MOST_ROWS:
        raise _too_long()
    findings = [one for one in reading.findings if one.severity is Severity.ERROR]
    with transaction.atomic():
        held = kept_register(register, by)
        towns = {one.name_zh: one for one in towns_of(held.organisation)}
        findings += [f for row in reading.rows for f in _doubts(row, towns, cells)]
        if findings:
            raise UnreadableListError(findings)
        if not reading.rows:
            msg = "The list has no rows."
            raise BadInputError(msg, code="list.empty")
        taken = _take(held, by, reading.rows, towns, cells)
        data = {"file": name, **attrs.asdict(taken)}
        audit.record(by=by, action="enterprises.list.take", target=held, data=data)
    return taken


def _row(one: DutyClass) -> ListRow:
    firm = one.enterprise
    return ListRow(
        uscc=firm.uscc,
        name=firm.name_zh,
        industry=firm.industry,
        town="" if firm.town is None else firm.town.name_zh,
        kind=disclosure_classes()[one.kind].label_zh,
        since=one.since,
        until=one.until,
        listed_in=one.listed_in,
    )


def _book(name: str, content: bytes) -> Workbook:
    suffix = Path(name).suffix.lower()
    if suffix == ".csv":
        return _csv_book(name, content)
    if suffix != ".xlsx":
        msg = f"{name!r} is neither .xlsx nor .csv."
        raise BadInputError(msg, code="list.type", name=name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name[-60:]
        path.write_bytes(content)
        return read_workbook(path, max_bytes=MOST_BYTES)


def _csv_book(name: str, content: bytes) -> Workbook:
    """Lay a CSV out as a sheet: its doubts have addresses as a spreadsheet shows."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        msg = f"{name} is no text in UTF-8."
        raise BadInputError(msg, code="list.text", name=name) from error
    cells: dict[tuple[int, int], Cell] = {}
    try:
        for row, values in enumerate(csv.reader(io.StringIO(text)), start=1):
            if row > MOST_ROWS:
                raise _too_long()
            for at, value in enumerate(values, start=1):
                if value.strip():
                    cells[row, at] = Cell(
                        sheet=SHEET, row=row, column=at, value=value.strip()
                    )
    except csv.Error as error:
        msg = f"{name} is no table: {error}"
        raise BadInputError(msg, code="list.columns", name=name) from error
    return Workbook(name=name, sheets=(Grid(name=SHEET, cells=cells),))


def _too_long() -> BadInputError:
    msg = f"More than {MOST_ROWS} rows."
    return BadInputError(msg, code="list.rows", most=MOST_ROWS)


def _doubts(
    row: RowAt[ListRow], towns: Mapping[str, Organisation], cells: _Cells
) -> Iterable[Finding]:
    one = row.record
    try:
        parse_uscc(one.uscc)
    except BadInputError:
        yield cells.finding("list.uscc", row, one.uscc)
    if one.kind not in _kinds():
        yield cells.finding("list.class", row, one.kind)
    if one.town and one.town not in towns:
        yield cells.finding("list.town", row, one.town)
    digits = one.industry.isdecimal() and len(one.industry) in _INDUSTRY_DIGITS
    if one.industry and not digits:
        yield cells.finding("list.industry", row, one.industry)
    for field, most in _LONGEST.items():
        if len(getattr(one, field)) > most:
            yield cells.finding("list.long", row, getattr(one, field))
    yield from _day_doubts(row, cells)


def _day_doubts(row: RowAt[ListRow], cells: _Cells) -> Iterable[Finding]:
    since, until = row.record.since, row.record.until
    for day in (since, until):
        if day is not None:
            try:
                possible_day(day)
            except ValidationError:
                yield cells.finding("list.day", row, day)
    if until is not None and until < since:
        yield cells.finding("list.days", row, until)


def _kinds() -> Mapping[str, str]:
    """Codes by what people write: the words of a class, or its code."""
    words = {one.label_zh: code for code, one in disclosure_classes().items()}
    return words | {code: code for code in disclosure_classes()}


def _take(
    register: DisclosureRegister,
    by: User | None,
    rows: Iterable[RowAt[ListRow]],
    towns: Mapping[str, Organisation],
    cells: _Cells,
) -> Taken:
    known = {one.uscc: one for one in register.enterprises.exclude(uscc="")}
    units = {
        one.uscc: one
        for one in units_to_link(register.organisation).filter(
            uscc__isnull=False, disclosing_enterprise=None
        )
    }
    made = classes = unchanged = 0
    findings: list[Finding] = []
    for row in rows:
        one, uscc = row.record, parse_uscc(row.record.uscc)
        firm = known.get(uscc)
        if firm is None:
            facts = EnterpriseFacts(
                name_zh=one.name,
                uscc=uscc,
                industry=one.industry,
                town=towns.get(one.town),
                unit=units.get(uscc),
            )
            firm = enterprise_register(register=register, by=by, facts=facts)
            known[uscc], made = firm, made + 1
        told = _told(one)
        if _stands(firm, told):
            unchanged += 1
            continue
        try:
            class_add(enterprise=firm, by=by, facts=told)
        except BadInputError:
            findings.append(cells.finding("list.overlap", row, one.since))
        classes += 1
    if findings:
        raise UnreadableListError(findings)
    return Taken(enterprises=made, classes=classes, unchanged=unchanged)


def _told(one: ListRow) -> ClassFacts:
    return ClassFacts(
        kind=_kinds()[one.kind],
        since=one.since,
        until=one.until,
        listed_in=one.listed_in,
    )


def _stands(firm: Enterprise, told: ClassFacts) -> bool:
    return firm.classes.filter(
        kind=told.kind, since=told.since, until=told.until, withdrawn_at=None
    ).exists()
