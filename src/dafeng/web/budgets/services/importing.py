"""The list of key energy users as a workbook: out as a template, filled in, and back.

All of it is taken, or nothing: every doubt is named by its cell.
"""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import attrs
from django.db import transaction
from django.db.models import QuerySet

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity
from dafeng.enterprises.budgets import BudgetState, from_quanta
from dafeng.sheets import (
    RowAt,
    Template,
    Workbook,
    column,
    read_workbook,
    workbook_bytes,
)
from dafeng.web.budgets.models import BudgetYear, KeyUser
from dafeng.web.budgets.permissions import KEEP
from dafeng.web.budgets.selectors.listing import unit_lives
from dafeng.web.budgets.services.ledger_lines import ledger_held
from dafeng.web.budgets.services.listing import ListFacts, user_list
from dafeng.web.core import audit
from dafeng.web.core.models import Organisation, OrganisationKind, User
from dafeng.web.core.permissions import require
from dafeng.web.work.services.evidence_kinds import file_name

SHEET = "重点用能单位名单"
MOST_BYTES = 5 << 20
MOST_ROWS = 5000
_LONGEST = {"designated": 200, "listed_in": 200}
_INDUSTRY = re.compile(r"[0-9]{2,4}")
_PLACES = 2
_MOST_TCE = Decimal(10) ** 10


@attrs.frozen(kw_only=True)
class ListRow:
    """One enterprise of the list."""

    uscc: str = column("统一社会信用代码", width=22)
    name: str = column("企业名称", width=30, default="")
    industry: str = column("行业代码", hint="GB/T 4754 的 2 至 4 位数字。", default="")
    last_year_tce: Decimal | None = column(
        "上年用能", unit="吨标准煤", hint="不知道的不填。", default=None
    )
    designated: str = column("指定文件", default="", width=30)
    listed_in: str = column("名录或依据文件", default="", width=30)


LIST = Template(ListRow, name=SHEET)
_TITLES = {
    "uscc": "统一社会信用代码",
    "name": "企业名称",
    "industry": "行业代码",
    "last_year_tce": "上年用能",
    "designated": "指定文件",
    "listed_in": "名录或依据文件",
}


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


@attrs.frozen(kw_only=True)
class Taken:
    """What a list did.

    Attributes
    ----------
    listed : int
        Enterprises that are new on the list.
    unchanged : int
        Those that stand on it already.
    differing : tuple of str
        Those of them of which the list says something else: they stay as they are.
    withdrawn : tuple of str
        Those that were withdrawn in this year, and stay so.
    """

    listed: int
    unchanged: int
    differing: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


def list_workbook(ledger: BudgetYear, *, note: str = "") -> bytes:
    """The list of a year as it stands, to be filled in and given back.

    While nobody is listed, it names those of the year before: their use of that year,
    as it was reviewed, is the use of the year before.
    """
    rows = list(_standing(ledger))
    if rows or ledger.users.exists():
        told = list(map(_row, rows))
    else:
        told = [
            attrs.evolve(_row(one), last_year_tce=_tce(one.counted_q))
            for one in _standing(_year_before(ledger))
            if unit_lives(one.unit, ledger.year)
        ]
    return workbook_bytes([LIST.sheet(told, note=note)], title=SHEET)


def list_take(
    *, ledger: BudgetYear, by: User | None, name: str, content: bytes
) -> Taken:
    """Take a filled list: enterprises that are not on the list of the year yet.

    An enterprise is known by its credit code; one that is listed stays as it is.

    Raises
    ------
    BadInputError
        ``workbook.…``: the file cannot be read; ``list.size``, ``list.type``,
        ``list.rows``, ``list.empty``.
    UnreadableListError
        Cells that cannot be read, or do not fit; all of them.
    """
    if len(content) > MOST_BYTES:
        msg = f"{name} has more than {MOST_BYTES} bytes."
        raise BadInputError(msg, code="list.size")
    book = _book(file_name(name) or "list", content)
    reading = LIST.read(book)
    cells = _Cells(book)
    if len(reading.rows) > MOST_ROWS:
        msg = f"More than {MOST_ROWS} rows."
        raise BadInputError(msg, code="list.rows", most=MOST_ROWS)
    findings = [one for one in reading.findings if one.severity is Severity.ERROR]
    with transaction.atomic():
        held = ledger_held(ledger)
        if by is not None:
            require(by, KEEP, held)
        units = _units(held)
        counts = Counter(_uscc(row.record) for row in reading.rows)
        findings += [
            finding
            for row in reading.rows
            for finding in _doubts(row, units, counts, cells, held.year)
        ]
        if findings:
            raise UnreadableListError(findings)
        if not reading.rows:
            msg = "The list has no rows."
            raise BadInputError(msg, code="list.empty")
        taken = _take(held, by, reading.rows, units, cells)
        data = {"file": name, **attrs.asdict(taken)}
        audit.record(by=by, action="budgets.list.take", target=held, data=data)
    return taken


def _standing(ledger: BudgetYear | None) -> QuerySet[KeyUser]:
    rows = KeyUser.objects.filter(ledger=ledger).exclude(state="withdrawn")
    return rows.select_related("unit").order_by("unit__path")


def _year_before(ledger: BudgetYear) -> BudgetYear | None:
    return BudgetYear.objects.filter(
        organisation=ledger.organisation_id, year=ledger.year - 1
    ).first()


def _tce(quanta: int | None) -> Decimal | None:
    return None if quanta is None else from_quanta(quanta)


@attrs.frozen
class _Cells:
    """Where the columns of the list stand, so that a doubt names its own cell."""

    book: Workbook

    def place(self, row: RowAt[ListRow], field: str) -> str:
        """The cell of a field in a row; the row itself where it has no column."""
        title = _TITLES[field]
        for grid in self.book.sheets:
            for number, cells in grid.rows():
                if number >= row.row:
                    break
                for cell in cells:
                    text = unicodedata.normalize("NFKC", str(cell.value or ""))
                    if text.replace(" ", "").startswith(title):
                        return f"{self.book.name} {grid.address(row.row, cell.column)}"
        return row.place


def _row(one: KeyUser) -> ListRow:
    last = one.last_year_q
    return ListRow(
        uscc=one.unit.uscc or "",
        name=one.unit.name_zh,
        industry=one.industry,
        last_year_tce=None if last is None else from_quanta(last),
        designated=one.designated,
        listed_in=one.listed_in,
    )


def _book(name: str, content: bytes) -> Workbook:
    if Path(name).suffix.lower() != ".xlsx":
        msg = f"{name!r} is no .xlsx."
        raise BadInputError(msg, code="list.type", name=name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name[-60:]
        path.write_bytes(content)
        return read_workbook(path, max_bytes=MOST_BYTES)


def _units(held: BudgetYear) -> dict[str, Organisation]:
    rows = Organisation.objects.filter(
        path__startswith=held.organisation.path,
        kind=OrganisationKind.ENTERPRISE,
        uscc__isnull=False,
    )
    return {str(one.uscc): one for one in rows}


def _doubts(
    row: RowAt[ListRow],
    units: Mapping[str, Organisation],
    counts: Mapping[str, int],
    cells: _Cells,
    year: int,
) -> Iterator[Finding]:
    one = row.record
    doubts = [
        *_doubts_of_unit(one, units.get(_uscc(one)), counts, year),
        *(
            ("list.long", field)
            for field, most in _LONGEST.items()
            if len(getattr(one, field)) > most
        ),
    ]
    if not _is_industry(one):
        doubts.append(("list.industry", "industry"))
    if not _is_tce(one):
        doubts.append(("list.tce", "last_year_tce"))
    for code, field in doubts:
        yield _finding(code, cells.place(row, field), getattr(one, field))


def _doubts_of_unit(
    one: ListRow, unit: Organisation | None, counts: Mapping[str, int], year: int
) -> Iterator[tuple[str, str]]:
    if unit is None:
        yield "list.uscc", "uscc"
        return
    if counts[_uscc(one)] > 1:
        yield "list.twice", "uscc"
    if one.name and _plain(one.name) not in map(_plain, (unit.name_zh, unit.name_en)):
        yield "list.name", "name"
    if not unit_lives(unit, year):
        yield "list.ended", "uscc"


def _uscc(one: ListRow) -> str:
    return _plain(one.uscc).upper()


def _plain(text: str) -> str:
    """Full-width forms and spaces make no other text of it."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _is_industry(one: ListRow) -> bool:
    code = _plain(one.industry)
    return not code or _INDUSTRY.fullmatch(code) is not None


def _is_tce(one: ListRow) -> bool:
    value = one.last_year_tce
    return value is None or (0 <= value < _MOST_TCE and value == round(value, _PLACES))


def _take(
    held: BudgetYear,
    by: User | None,
    rows: Iterable[RowAt[ListRow]],
    units: Mapping[str, Organisation],
    cells: _Cells,
) -> Taken:
    standing = {one.unit_id: one for one in held.users.select_related("unit")}
    listed, found, findings = 0, [], []
    for row in rows:
        one = row.record
        unit = units[_uscc(one)]
        facts = ListFacts(
            last_year_tce=one.last_year_tce,
            industry=_plain(one.industry),
            designated=one.designated.strip(),
            listed_in=one.listed_in.strip(),
        )
        old = standing.get(unit.pk)
        if old is not None:
            found.append((old, _differs(old, facts)))
            continue
        try:
            user_list(ledger=held, unit=unit, by=by, facts=facts)
        except BadInputError as error:
            code = "list.below" if error.code == "key_user.below" else error.code
            place = cells.place(row, "last_year_tce")
            findings.append(_finding(code, place, one.last_year_tce or ""))
        listed += 1
    if findings:
        raise UnreadableListError(findings)
    gone = [old for old, _other in found if old.state == BudgetState.WITHDRAWN]
    return Taken(
        listed=listed,
        unchanged=len(found) - len(gone),
        differing=tuple(
            old.unit.name_zh for old, other in found if other and old not in gone
        ),
        withdrawn=tuple(old.unit.name_zh for old in gone),
    )


def _differs(old: KeyUser, facts: ListFacts) -> bool:
    """Whether a list says something else of a unit; what it leaves empty is nothing."""
    kept = {
        "last_year_tce": _tce(old.last_year_q),
        "industry": old.industry,
        "designated": old.designated,
        "listed_in": old.listed_in,
    }
    told = {name: getattr(facts, name) for name in kept}
    return any(told[name] not in (None, "", kept[name]) for name in kept)


def _finding(code: str, place: str, value: object) -> Finding:
    return Finding(
        code=code, severity=Severity.ERROR, place=place, value=str(value)[:100]
    )
