"""Kinds of sheets and the lists of words that their columns take."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from dafeng.accounts.balance import (
    FEEDSTOCK,
    Carrier,
    balance_line,
    balance_lines,
    carriers,
    row_label,
)
from dafeng.accounts.catalogue import flows, sectors
from dafeng.accounts.intake.records import Choice, Field, FieldType, Kind
from dafeng.accounts.records import Grade, Stream
from dafeng.base.errors import NotFoundError
from dafeng.base.tables import packaged_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

_ROOM = "dafeng.accounts.intake"
_MATRIX = ("statistics", "industry")
"""Kinds with a column for every carrier."""
_NUMBERING = re.compile(
    r"^(其中[::]?|[##*]|[((]?[一二三四五六七八九十\d]{1,3}[))]|"
    r"[一二三四五六七八九十\d]{1,3}[、..])+"
)
_MARKS = re.compile(r"[\s、,,。()()/·\-—+]")


def plain(text: str) -> str:
    """Return a name without blanks, numbering and marks, in half width."""
    flat = "".join(unicodedata.normalize("NFKC", text).split())
    return _MARKS.sub("", _NUMBERING.sub("", flat)).casefold()


@cache
def kinds() -> Mapping[str, Kind]:
    """Return every kind of sheet by code."""
    fields: dict[str, list[Field]] = {}
    for row in packaged_rows(_ROOM, "fields.csv"):
        fields.setdefault(row["kind"], []).append(
            Field(
                name=row["field"],
                title=row["title"],
                unit=row["unit"],
                type=FieldType(row["type"]),
                choices=row["choices"],
                required=row["required"] == "1",
                flow=row["flow"],
                item=row["item"],
                hint=row["hint"],
                spellings=_several(row["spellings"]),
            )
        )
    return MappingProxyType(
        {
            row["kind"]: Kind(
                code=row["kind"],
                name_zh=row["name_zh"],
                name_en=row["name_en"],
                sheet=row["sheet"],
                table=row["table"],
                stream=Stream(row["stream"]),
                grade=Grade(row["grade"]),
                example=row["example"],
                fields=(*fields[row["kind"]], *_carrier_fields(row["kind"])),
            )
            for row in packaged_rows(_ROOM, "kinds.csv")
        }
    )


def kind_of(code: str) -> Kind:
    """Return one kind of sheet.

    Raises
    ------
    NotFoundError
        ``intake.no_kind``; the message lists the kinds.
    """
    if code in kinds():
        return kinds()[code]
    have = ", ".join(f"{kind.code} ({kind.name_zh})" for kind in kinds().values())
    msg = f"There is no kind of sheet {code!r}. There are: {have}."
    raise NotFoundError(msg, code="intake.no_kind", kind=code)


def _several(text: str) -> tuple[str, ...]:
    return tuple(filter(None, text.split("|")))


def _carrier_fields(kind: str) -> tuple[Field, ...]:
    return tuple(map(_carrier_field, carriers().values())) if kind in _MATRIX else ()


def _carrier_field(carrier: Carrier) -> Field:
    return Field(
        name=carrier.code,
        title=carrier.name_zh,
        unit=carrier.shown_unit,
        type=FieldType.QUANTITY,
        choices="",
        required=False,
        flow="",
        item=carrier.code,
        hint="没有数字就空着",
        spellings=carrier.spellings,
    )


@cache
def choices(name: str) -> tuple[Choice, ...]:
    """Return the words that a list holds, in the order of the form."""
    made = {
        "rows": _rows,
        "sectors": _sectors,
        "branches": _branches,
        "fuels": _fuels,
        "flows": _flows,
    }
    return made[name]() if name in made else _subjects(name)


def _rows() -> tuple[Choice, ...]:
    """Rows of the official table, then the branches of industry below it."""
    spellings = {
        row["code"]: _several(row["spellings"])
        for row in packaged_rows("dafeng.accounts", "balance_rows.csv")
    }
    official = tuple(
        Choice(
            label=row_label(line),
            code=line.code,
            spellings=(line.name_zh, *spellings[line.code]),
        )
        for line in balance_lines().values()
    )
    codes = [f"final.{sector}" for sector in sectors() if "industry." in sector]
    lines = [balance_line(f"{code}{end}") for code in codes for end in ("", FEEDSTOCK)]
    return (*official, *(Choice(label=row_label(r), code=r.code) for r in lines))


def _sectors() -> tuple[Choice, ...]:
    lines = [line for line in balance_lines().values() if line.sector]
    extra = {line.sector: line.name_zh for line in lines if line.part.value == "final"}
    return tuple(
        Choice(
            label=sector.name_zh,
            code=sector.code,
            sector=sector.code,
            spellings=tuple(filter(None, (extra.get(sector.code),))),
        )
        for sector in sectors().values()
    )


def _branches() -> tuple[Choice, ...]:
    return tuple(each for each in _sectors() if each.code.startswith("industry"))


def _fuels() -> tuple[Choice, ...]:
    return tuple(
        Choice(
            label=carrier.name_zh,
            code=carrier.code,
            item=carrier.code,
            unit=carrier.unit,
            spellings=carrier.spellings,
        )
        for carrier in carriers().values()
        if carrier.unit == "t"
    )


def _flows() -> tuple[Choice, ...]:
    return tuple(
        Choice(label=flow.name_zh, code=flow.code, flow=flow.code)
        for flow in flows().values()
        if flow.group in ("energy", "process", "waste")
    )


def _subjects(name: str) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            label=row["label"],
            code=row["label"],
            flow=row["flow"],
            item=row["item"],
            unit=row["unit"],
            sector=row["sector"],
            spellings=_several(row["spellings"]),
        )
        for row in packaged_rows(_ROOM, "subjects.csv")
        if row["list"] == name
    )


@cache
def choices_by_name(name: str) -> Mapping[str, tuple[Choice, ...]]:
    """Return the choices of a list by every plain name: label, code, spelling."""
    named: dict[str, list[Choice]] = {}
    for choice in choices(name):
        words = {plain(w) for w in (choice.label, choice.code, *choice.spellings)}
        for word in words:
            named.setdefault(word, []).append(choice)
    return MappingProxyType({word: tuple(found) for word, found in named.items()})
