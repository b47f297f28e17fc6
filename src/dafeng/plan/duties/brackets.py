"""Duty brackets: where a text names the units that answer for a task."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.duties.roles import (
    LABEL,
    LeadRule,
    parse_responsible,
    without_verb,
)
from dafeng.plan.records import Responsible, Span

if TYPE_CHECKING:
    from dafeng.plan.layout.normal import NormalText

# One level of brackets inside: (责任单位:甲(乙)、丙).
_BRACKET = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_LABELLED_INSIDE = re.compile(LABEL + ":")
_LABELLED_LINE = re.compile(rf"(?:^|[。;!?]){LABEL}:")
_UNCLOSED = re.compile(rf"\({LABEL}\s*:")
_ROLE_WORD = re.compile(r"牵头|配合|负责|参与|按职责|协办|主办")
_UNIT_END = re.compile(
    r"(?:委|局|厅|部|办|处|院|署|室|团|社|会|司|队|站|所|校|行|政府|公司|集团|中心|法院"
    r"|园区|示范区|保护区|开发区|高新区|生态城|乡镇|街道|镇|乡|县|区|市|村|单位|部门"
    r"|企业|成员|科技园|产业园|新区|新城|总站|联社|大队|馆|台|厂|银行|协会|联盟|林场"
    r"|管委会|学校|高校|机构|州|盟|旗|党校)(?:\([^()]*\))?$"
)
# A bracket with one name is a duty only if the name cannot be anything else.
_ONE_UNIT = re.compile(
    r"[省市区县旗州镇][\u4e00-\u9fff]{2,12}(?:局|委|办|厅|管委会|政府)$"
)
_OFFICIAL = re.compile(r"[委局厅办部]|中心|政府|管委会|站|所")
_NEXT_LINE = 4  # characters between 牵头单位:… and 配合单位:… on the next line


@attrs.frozen(kw_only=True)
class Duty:
    """A bracket of answerable units, and where it stands.

    Attributes
    ----------
    responsible : tuple of Responsible
    span : Span
    start : int
        Where it begins in the normal text that it was read from.
    rule : str
        What gave the roles.
    """

    responsible: tuple[Responsible, ...]
    span: Span
    start: int
    rule: str


def duties_in(body: NormalText, lead: LeadRule) -> list[Duty]:
    """Every duty bracket of a block, in order."""
    found: list[Duty] = []
    for start, end, inner in _candidates(body.text):
        read = parse_responsible(inner, lead)
        if read.responsible:
            span = body.span(start, end)
            found.append(
                Duty(
                    responsible=read.responsible, span=span, start=start, rule=read.rule
                )
            )
    return found


def merged(duties: Sequence[Duty]) -> list[Duty]:
    """Duties that stand line under line (牵头单位:… 配合单位:…) as one."""
    result: list[Duty] = []
    for duty in duties:
        last = result[-1] if result else None
        if last is not None and duty.span.start - last.span.end <= _NEXT_LINE:
            names = {r.name for r in last.responsible}
            more = tuple(r for r in duty.responsible if r.name not in names)
            span = Span(last.span.start, duty.span.end)
            both = last.responsible + more
            result[-1] = attrs.evolve(last, responsible=both, span=span)
        else:
            result.append(duty)
    return result


def _candidates(text: str) -> Iterator[tuple[int, int, str]]:
    """Brackets, and lines with a label, that may name units: start, end, inner text."""
    taken = 0
    for match in _BRACKET.finditer(text):
        if _names_units(match.group(1)):
            taken = match.end()
            yield match.start(), match.end(), match.group(1)
    rest = text[taken:]
    labelled = _LABELLED_LINE.search(rest)
    unclosed = _UNCLOSED.search(rest)
    if labelled:
        start = taken + labelled.start() + (rest[labelled.start()] in "。;!?")
        yield start, len(text), _without_end(text[start:])
    elif unclosed:
        start = taken + unclosed.start()
        yield start, len(text), _without_end(text[start + 1 :])


def _without_end(inner: str) -> str:
    """Text of a list of units without its full stop and an outer bracket's end."""
    inner = inner.rstrip("。")
    return inner.rstrip(")") if inner.count(")") > inner.count("(") else inner


def _names_units(inner: str) -> bool:
    """Whether the text of a bracket lists units."""
    if _LABELLED_INSIDE.match(inner):
        return True
    if len(inner) < 4 or re.search(r"\d{3}", inner):
        return False
    parts = [part for part in re.split(r"[、,;]", inner) if part]
    named = sum(bool(_UNIT_END.search(without_verb(part))) for part in parts)
    if _ROLE_WORD.search(inner):
        return named * 2 >= len(parts)
    if len(parts) == 1:
        return bool(_ONE_UNIT.match(inner))
    return named == len(parts) and bool(_OFFICIAL.search(inner))
