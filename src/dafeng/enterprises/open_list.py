"""The list that everybody may read, as files: CSV, JSON, a description, a signature."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import attrs

from dafeng.base.plain import Plain, exact_json
from dafeng.base.rounding import plain_number
from dafeng.enterprises.redacting import Withheld, withheld_fields

if TYPE_CHECKING:
    from dafeng.enterprises.records import Enterprise, Register, Standing

TABLE, FIGURES = "disclosure.csv", "disclosure.json"
DESCRIPTION, SIGNATURE = "datapackage.json", "signature.json"
SYNTHETIC = "示例数据(合成) Sample data (synthetic)"
_BYTE_ORDER_MARK = "\ufeff"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_ENTRY_DATE = (1980, 1, 1, 0, 0, 0)
_COLUMNS = (
    ("name", "string", "企业", "enterprise"),
    ("name_en", "string", "企业英文名称", "enterprise, in English; empty is unknown"),
    ("uscc", "string", "统一社会信用代码", "unified social credit code"),
    ("industry", "string", "行业代码（GB/T 4754）", "industry code (GB/T 4754)"),
    ("town", "string", "所在地", "place"),
    ("classes", "string", "类别代码", "codes of the classes"),
    ("rule", "string", "披露事项代码", "code of what is published"),
    ("period", "string", "披露期", "period"),
    ("due_on", "date", "期限", "last day"),
    ("state", "string", "状态代码", "code of the state"),
    ("published_on", "date", "公布日期", "day of publication; empty is none"),
    ("url", "string", "公布网址", "where it was published"),
    ("value", "number", "公布值", "published value; empty is unknown"),
    ("unit", "string", "计量单位", "unit of the published value"),
    ("verified_value", "number", "核定值", "verified value; empty is unknown"),
    ("verified_unit", "string", "核定值单位", "unit of the verified value"),
    (
        "agreement",
        "string",
        "是否一致代码",
        "code: unknown, equal, differs, other-unit",
    ),
    ("contact", "string", "联系人", "contact"),
    ("phone", "string", "联系电话", "telephone"),
    ("note", "string", "说明", "note"),
    ("withheld", "string", "未公开的内容", "fields that were left out"),
)


@attrs.frozen(kw_only=True)
class OpenRow:
    """One duty as everybody may read it; a withheld field is None."""

    name: str
    name_en: str = ""
    uscc: str = ""
    industry: str | None = None
    town: str = ""
    classes: tuple[str, ...] = ()
    rule: str
    period: str
    due_on: date
    state: str
    published_on: date | None = None
    url: str = ""
    value: Decimal | None = None
    unit: str = ""
    verified_value: Decimal | None = None
    verified_unit: str = ""
    agreement: str | None = None
    contact: str | None = None
    phone: str | None = None
    note: str | None = None
    withheld: tuple[Withheld, ...] = ()


@attrs.frozen(kw_only=True)
class OpenTerms:
    """Under which terms the list is given away."""

    code: str
    name: str
    path: str


@attrs.frozen(kw_only=True)
class OpenList:
    """The list of a year.

    Attributes
    ----------
    version : str
        Of what the list says: the same rows have the same version.
    as_of : date
        Day on which the duties stand so.
    """

    place: str
    place_code: str
    year: int
    as_of: date
    terms: OpenTerms
    rows: tuple[OpenRow, ...]
    synthetic: bool = False

    @property
    def version(self) -> str:
        """Year, day and the first digits of the digest of the rows."""
        rows = exact_json([_plain(one) for one in self.rows]).encode()
        digest = hashlib.sha256(rows).hexdigest()[:12]
        return f"{self.year}-{self.as_of.isoformat()}-{digest}"


@attrs.frozen(kw_only=True)
class ListFile:
    """One file of the package."""

    name: str
    content: bytes
    media: str

    @property
    def sha256(self) -> str:
        """Digest of the content."""
        return hashlib.sha256(self.content).hexdigest()


def open_rows(
    register: Register, rows: Iterable[Standing], on: date
) -> tuple[OpenRow, ...]:
    """Return the rows of the public list, without what the rules withhold."""
    enterprises = {one.code: one for one in register.enterprises}
    withheld = {
        code: withheld_fields(code, register.claims, on) for code in enterprises
    }
    return tuple(
        _open_row(enterprises[row.duty.enterprise], row, withheld[row.duty.enterprise])
        for row in rows
    )


def list_files(
    told: OpenList, sign: Callable[[bytes], bytes] | None = None
) -> tuple[ListFile, ...]:
    """Return the files of a list; the same list gives the same bytes.

    Parameters
    ----------
    told : OpenList
    sign : callable, optional
        Gives ``signature.json`` for the bytes of the description, which holds size
        and digest of every other file.
    """
    data = (
        ListFile(name=TABLE, content=_table(told), media="text/csv"),
        _json(FIGURES, _figures(told)),
    )
    description = _json(DESCRIPTION, _description(told, data))
    files = (description, *data)
    if sign is None:
        return files
    signature = ListFile(
        name=SIGNATURE, content=sign(description.content), media="application/json"
    )
    return (*files, signature)


def list_zip(files: Iterable[ListFile]) -> bytes:
    """Return the files as one archive, without the time or machine of its making."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for one in files:
            info = zipfile.ZipInfo(one.name, _ENTRY_DATE)
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            made.writestr(info, one.content, compresslevel=6)
    return target.getvalue()


def _open_row(
    enterprise: Enterprise, row: Standing, withheld: tuple[Withheld, ...]
) -> OpenRow:
    first, last = row.first, row.last
    verified = row.difference.verified
    whole = OpenRow(
        name=enterprise.name,
        name_en=enterprise.name_en,
        uscc=enterprise.uscc,
        industry=enterprise.industry,
        town=enterprise.town,
        classes=row.duty.classes,
        rule=row.duty.rule,
        period=row.duty.period,
        due_on=row.duty.due_on,
        state=row.state.value,
        published_on=None if first is None else first.published_on,
        url="" if last is None else last.url,
        value=None if last is None else last.value,
        unit="" if last is None else last.unit,
        verified_value=verified,
        verified_unit="" if verified is None else row.difference.unit,
        agreement=row.difference.agreement.value,
        contact=enterprise.contact,
        phone=enterprise.phone,
        note=enterprise.note,
        withheld=withheld,
    )
    hidden: dict[str, Any] = {one.field: None for one in withheld}
    if "verified_value" in hidden:
        # Whether the two agree would tell what is withheld.
        hidden["agreement"] = None
    return attrs.evolve(whole, **hidden)


def _plain(one: OpenRow) -> dict[str, Plain]:
    return {
        name: _plain_value(getattr(one, name))
        for name, *_words in _COLUMNS
        if name != "withheld"
    } | {
        "withheld": [
            {"field": w.field, "kind": w.kind, "reason": w.reason} for w in one.withheld
        ]
    }


def _plain_value(value: object) -> Plain:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [str(one) for one in value]
    return value  # type: ignore[return-value]


def _figures(told: OpenList) -> dict[str, Plain]:
    return {
        "version": told.version,
        "place": told.place,
        "place_code": told.place_code,
        "year": told.year,
        "as_of": told.as_of.isoformat(),
        "terms": told.terms.code,
        "synthetic": told.synthetic,
        "rows": [_plain(one) for one in told.rows],
    }


def _description(told: OpenList, data: Sequence[ListFile]) -> dict[str, Plain]:
    """The datapackage.json of the Frictionless form."""
    return {
        "profile": "data-package",
        "name": f"enterprise-disclosure-{told.place_code or 'district'}-{told.year}",
        "title": f"{told.place} {told.year} 年企业披露清单".strip(),
        "description": SYNTHETIC if told.synthetic else "",
        "version": told.version,
        "created": f"{told.as_of.isoformat()}T00:00:00Z",
        "licenses": [
            {
                "name": told.terms.code,
                "path": told.terms.path,
                "title": told.terms.name,
            }
        ],
        "resources": [_resource(one) for one in data],
    }


def _resource(one: ListFile) -> dict[str, Plain]:
    about: dict[str, Plain] = {
        "name": one.name.replace(".", "-"),
        "path": one.name,
        "mediatype": one.media,
        "encoding": "utf-8",
        "bytes": len(one.content),
        "hash": f"sha256:{one.sha256}",
    }
    if one.name != TABLE:
        return about
    fields = [
        {"name": name, "type": kind, "title": zh, "description": en}
        for name, kind, zh, en in _COLUMNS
    ]
    return about | {
        "profile": "tabular-data-resource",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _table(told: OpenList) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name for name, *_words in _COLUMNS])
    for one in told.rows:
        writer.writerow([_cell(getattr(one, name)) for name, *_words in _COLUMNS])
    return (_BYTE_ORDER_MARK + out.getvalue()).encode()


def _cell(value: object) -> str:
    """A value as it may stand in a spreadsheet: no text that runs as a formula."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, tuple):
        parts = (one.field if isinstance(one, Withheld) else str(one) for one in value)
        return " ".join(parts)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _json(name: str, value: Plain) -> ListFile:
    content = (exact_json(value) + "\n").encode()
    return ListFile(name=name, content=content, media="application/json")
