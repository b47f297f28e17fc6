"""The list of key energy users as a workbook: out as a template, filled in, and back.

All of it is taken, or nothing: every doubt is named by its cell.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path

import attrs
from django.db import transaction

from dafeng.base.errors import BadInputError
from dafeng.base.findings import Finding, Severity
from dafeng.enterprises import from_quanta
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
_INDUSTRY_DIGITS = range(2, 5)
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
    """What a list did."""

    listed: int
    unchanged: int


def list_workbook(ledger: BudgetYear, *, note: str = "") -> bytes:
    """The list of a year as it stands, to be filled in and given back."""
    rows = KeyUser.objects.filter(ledger=ledger).exclude(state="withdrawn")
    rows = rows.select_related("unit").order_by("unit__path")
    return workbook_bytes([LIST.sheet(map(_row, rows), note=note)], title=SHEET)


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
    if len(reading.rows) > MOST_ROWS:
        msg = f"More than {MOST_ROWS} rows."
        raise BadInputError(msg, code="list.rows", most=MOST_ROWS)
    findings = [one for one in reading.findings if one.severity is Severity.ERROR]
    with transaction.atomic():
        held = ledger_held(ledger)
        if by is not None:
            require(by, KEEP, held)
        units = _units(held)
        counts = Counter(row.record.uscc.strip().upper() for row in reading.rows)
        findings += [f for row in reading.rows for f in _doubts(row, units, counts)]
        if findings:
            raise UnreadableListError(findings)
        if not reading.rows:
            msg = "The list has no rows."
            raise BadInputError(msg, code="list.empty")
        taken = _take(held, by, reading.rows, units)
        data = {"file": name, **attrs.asdict(taken)}
        audit.record(by=by, action="budgets.list.take", target=held, data=data)
    return taken


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
    row: RowAt[ListRow], units: Mapping[str, Organisation], counts: Mapping[str, int]
) -> Iterator[Finding]:
    one = row.record
    uscc = one.uscc.strip().upper()
    if uscc not in units:
        yield _finding("list.uscc", row, one.uscc)
    elif counts[uscc] > 1:
        yield _finding("list.twice", row, one.uscc)
    digits = one.industry.isdecimal() and len(one.industry) in _INDUSTRY_DIGITS
    if one.industry and not digits:
        yield _finding("list.industry", row, one.industry)
    if one.last_year_tce is not None and not _is_tce(one.last_year_tce):
        yield _finding("list.tce", row, one.last_year_tce)
    for field, most in _LONGEST.items():
        if len(getattr(one, field)) > most:
            yield _finding("list.long", row, getattr(one, field))


def _is_tce(value: Decimal) -> bool:
    return 0 <= value < _MOST_TCE and value == round(value, _PLACES)


def _take(
    held: BudgetYear,
    by: User | None,
    rows: Iterable[RowAt[ListRow]],
    units: Mapping[str, Organisation],
) -> Taken:
    standing = set(held.users.values_list("unit", flat=True))
    listed = unchanged = 0
    findings = []
    for row in rows:
        one = row.record
        unit = units[one.uscc.strip().upper()]
        if unit.pk in standing:
            unchanged += 1
            continue
        facts = ListFacts(
            last_year_tce=one.last_year_tce,
            industry=one.industry,
            designated=one.designated,
            listed_in=one.listed_in,
        )
        try:
            user_list(ledger=held, unit=unit, by=by, facts=facts)
        except BadInputError:
            findings.append(_finding("list.below", row, one.last_year_tce))
        listed += 1
    if findings:
        raise UnreadableListError(findings)
    return Taken(listed=listed, unchanged=unchanged)


def _finding(code: str, row: RowAt[ListRow], value: object) -> Finding:
    return Finding(
        code=code, severity=Severity.ERROR, place=row.place, value=str(value)[:100]
    )
