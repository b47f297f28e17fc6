"""A release as files: CSV, JSON, and a description in the Frictionless form."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import attrs

from dafeng.base.plain import Plain, exact_json
from dafeng.base.rounding import plain_number
from dafeng.public.releases import STATES, change_words_en, change_words_zh
from dafeng.public.terms import Terms, terms_of

if TYPE_CHECKING:
    from dafeng.public.records import Correction, Release, ReleasedFigure

BYTE_ORDER_MARK = "\ufeff"
DESCRIPTION = "datapackage.json"
FIGURES_CSV, FIGURES_JSON = "figures.csv", "figures.json"
CORRECTIONS_CSV, PROMISE_CSV = "corrections.csv", "promise.csv"
README = "README.txt"
SYNTHETIC = "示例数据(合成) Sample data (synthetic)"
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_ENTRY_DATE = (1980, 1, 1, 0, 0, 0)
_FIGURE_COLUMNS = (
    ("key", "string", "编号", "key"),
    ("kind", "string", "类别", "kind"),
    ("field", "string", "领域", "field"),
    ("name_zh", "string", "名称", "name in Chinese"),
    ("name_en", "string", "英文名称", "name in English"),
    ("value", "number", "数值", "value; empty is unknown or withdrawn"),
    ("low", "number", "下限", "lower bound"),
    ("high", "number", "上限", "upper bound"),
    ("unit", "string", "计量单位", "unit"),
    ("period", "string", "数据期", "period"),
    ("state", "string", "状态代码", "code of the light"),
    ("state_zh", "string", "状态", "light in Chinese"),
    ("target_value", "number", "目标值", "target"),
    ("target_max", "number", "目标上限", "upper bound of the target"),
    ("target_year", "integer", "目标年", "target year"),
    ("comparator", "string", "比较方式", "how value and target are compared"),
    ("clause", "string", "条款号", "number of the clause"),
    ("text_zh", "string", "表述", "sentence in Chinese"),
    ("text_en", "string", "英文表述", "sentence in English"),
    ("definition", "string", "口径", "definition"),
    ("source", "string", "来源", "source"),
    ("source_seal", "string", "来源封存校验值", "seal of the source"),
    ("withdrawn", "boolean", "是否已撤回", "whether it was withdrawn"),
    ("reason_zh", "string", "撤回原因", "why it was withdrawn"),
    ("reason_en", "string", "英文撤回原因", "why, in English"),
)
_CORRECTION_COLUMNS = (
    ("version", "string", "版本", "version"),
    ("corrects", "string", "更正的版本", "version that it corrects"),
    ("issued_on", "date", "发布日期", "day of release"),
    ("key", "string", "编号", "key of the figure"),
    ("what_zh", "string", "改动", "what changed, in Chinese"),
    ("what_en", "string", "英文改动", "what changed, in English"),
    ("note_zh", "string", "说明", "why, in Chinese"),
    ("note_en", "string", "英文说明", "why, in English"),
)
_PROMISE_COLUMNS = (
    ("by", "string", "分组", "field or year"),
    ("code", "string", "编号", "number of the field's clause, or the year"),
    ("title", "string", "名称", "name of the field"),
    ("targets", "integer", "目标数", "number of targets"),
    ("clauses", "string", "条款号", "numbers of the clauses"),
)
Columns: TypeAlias = tuple[tuple[str, str, str, str], ...]
"""Name, type, Chinese title and English description of each column."""


@attrs.frozen(kw_only=True)
class PackageFile:
    """One file of a package."""

    name: str
    content: bytes
    media: str

    @property
    def sha256(self) -> str:
        """Digest of the content."""
        return hashlib.sha256(self.content).hexdigest()


def package_files(
    release: Release, corrections: Sequence[Correction] = ()
) -> tuple[PackageFile, ...]:
    """Return the files of a package; the same release gives the same bytes.

    Parameters
    ----------
    release : Release
    corrections : sequence of Correction
        The log up to this version.

    Raises
    ------
    ReleaseError
        ``release.terms``: the release names terms that there are not.
    """
    terms = terms_of(release.terms)
    data = [
        csv_file(FIGURES_CSV, _FIGURE_COLUMNS, map(_figure_row, release.figures)),
        json_file(FIGURES_JSON, release_plain(release, corrections)),
        csv_file(CORRECTIONS_CSV, _CORRECTION_COLUMNS, _correction_rows(corrections)),
        csv_file(PROMISE_CSV, _PROMISE_COLUMNS, _promise_rows(release)),
        PackageFile(
            name=README, content=_readme(release, terms).encode(), media="text/plain"
        ),
    ]
    described = json_file(DESCRIPTION, _description(release, terms, corrections, data))
    return (described, *data)


def package_zip(files: Iterable[PackageFile]) -> bytes:
    """Return the files as one archive, without the time or machine of its making."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for one in files:
            info = zipfile.ZipInfo(one.name, _ENTRY_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            made.writestr(info, one.content, compresslevel=6)
    return target.getvalue()


def release_plain(
    release: Release, corrections: Sequence[Correction] = ()
) -> dict[str, Plain]:
    """Return a release as plain values: what ``figures.json`` holds."""
    return {
        "version": str(release.version),
        "corrects": None if release.corrects is None else str(release.corrects),
        "place": release.place,
        "place_en": release.place_en,
        "place_code": release.place_code,
        "title_zh": release.title_zh,
        "title_en": release.title_en,
        "issued_on": release.issued_on.isoformat(),
        "note_zh": release.note_zh,
        "note_en": release.note_en,
        "terms": release.terms,
        "synthetic": release.synthetic,
        "corrections": [_correction_plain(one) for one in corrections],
        "figures": [_figure_plain(one) for one in release.figures],
    }


def _figure_plain(one: ReleasedFigure) -> dict[str, Plain]:
    shown: dict[str, Plain] = {
        name: getattr(one, name)
        for name, *_rest in _FIGURE_COLUMNS
        if name != "state_zh"
    }
    return shown | {"kind": one.kind.value}


def _correction_plain(one: Correction) -> dict[str, Plain]:
    return {
        "version": str(one.version),
        "corrects": str(one.corrects),
        "issued_on": one.issued_on.isoformat(),
        "note_zh": one.note_zh,
        "note_en": one.note_en,
        "changes_zh": [change_words_zh(change) for change in one.changes],
        "changes_en": [change_words_en(change) for change in one.changes],
    }


def _description(
    release: Release,
    terms: Terms,
    corrections: Sequence[Correction],
    data: Sequence[PackageFile],
) -> dict[str, Plain]:
    """The datapackage.json of the Frictionless form."""
    columns = {
        FIGURES_CSV: _FIGURE_COLUMNS,
        CORRECTIONS_CSV: _CORRECTION_COLUMNS,
        PROMISE_CSV: _PROMISE_COLUMNS,
    }
    sources = dict.fromkeys(
        (one.source, one.source_seal) for one in release.figures if one.source
    )
    return {
        "profile": "data-package",
        "name": f"carbon-peak-{release.place_code or 'district'}",
        "title": release.title_zh,
        "description": SYNTHETIC if release.synthetic else release.title_en,
        "version": str(release.version),
        "created": f"{release.issued_on.isoformat()}T00:00:00Z",
        "licenses": [{"name": terms.code, "path": terms.path, "title": terms.name_en}],
        "sources": [{"title": name, "seal": seal} for name, seal in sources],
        "corrections": [_correction_plain(one) for one in corrections],
        "resources": [resource_of(one, columns.get(one.name)) for one in data],
    }


def resource_of(one: PackageFile, columns: Columns | None) -> dict[str, Plain]:
    """A file as the Frictionless form describes it."""
    told: dict[str, Plain] = {
        "name": one.name.replace(".", "-").casefold(),
        "path": one.name,
        "format": one.name.rpartition(".")[2],
        "mediatype": one.media,
        "encoding": "utf-8",
        "bytes": len(one.content),
        "hash": f"sha256:{one.sha256}",
    }
    if columns is None:
        return told
    fields = [
        {"name": name, "type": kind, "title": zh, "description": en}
        for name, kind, zh, en in columns
    ]
    return told | {
        "profile": "tabular-data-resource",
        "schema": {"fields": fields, "missingValues": [""]},
    }


def _figure_row(one: ReleasedFigure) -> list[str]:
    shown = {
        name: getattr(one, name)
        for name, *_rest in _FIGURE_COLUMNS
        if name != "state_zh"
    }
    shown["kind"] = one.kind.value
    shown["state_zh"] = STATES[one.state][0] if one.state in STATES else ""
    return [cell(shown[name]) for name, *_rest in _FIGURE_COLUMNS]


def _correction_rows(corrections: Sequence[Correction]) -> Iterable[list[str]]:
    for one in corrections:
        head = [str(one.version), str(one.corrects), one.issued_on.isoformat()]
        notes = [cell(one.note_zh), cell(one.note_en)]
        for change in one.changes:
            words = [change_words_zh(change), change_words_en(change)]
            yield [*head, change.key, *map(cell, words), *notes]
        if not one.changes:
            yield [*head, "", "", "", *notes]


def _promise_rows(release: Release) -> Iterable[list[str]]:
    promise = release.promise
    if promise is None:
        return
    for one in promise.fields:
        cells = ("field", one.ref, one.title, one.targets, " ".join(one.clauses))
        yield [cell(each) for each in cells]
    for year in promise.years:
        yield ["year", cell(year.year), "", str(year.targets), ""]


def cell(value: object) -> str:
    """A value as it may stand in a spreadsheet: no text that runs as a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain_number(value)
    text = str(value)
    is_text = isinstance(value, str)
    return f"'{text}" if is_text and text.startswith(_FORMULA_SIGNS) else text


def csv_file(name: str, columns: Columns, rows: Iterable[list[str]]) -> PackageFile:
    """A table as CSV in UTF-8 with its mark, as spreadsheets read it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column for column, *_rest in columns])
    writer.writerows(rows)
    content = (BYTE_ORDER_MARK + out.getvalue()).encode()
    return PackageFile(name=name, content=content, media="text/csv")


def json_file(name: str, value: Plain) -> PackageFile:
    """Plain values as JSON, numbers as they are."""
    content = (exact_json(value) + "\n").encode()
    return PackageFile(name=name, content=content, media="application/json")


def _readme(release: Release, terms: Terms) -> str:
    english = release.title_en or release.title_zh
    lines = [
        *([SYNTHETIC, ""] if release.synthetic else []),
        f"{release.title_zh}  {release.version}  {release.issued_on.isoformat()}",
        f"许可：{terms.name_zh} {terms.path}",
        terms.attribution_zh,
        "空单元格表示未知或已撤回；已撤回的数字写明原因。",
        "",
        f"{english}  {release.version}  {release.issued_on.isoformat()}",
        f"Terms: {terms.name_en} {terms.path}",
        terms.attribution_en,
        "An empty cell is unknown or withdrawn; what was withdrawn says why.",
        "",
    ]
    return "\n".join(lines)
