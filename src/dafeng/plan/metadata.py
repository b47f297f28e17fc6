"""The document's papers: title, number, issuer and date, whatever stands around."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

import attrs

from dafeng.plan.layout.blocks import Block, BlockKind
from dafeng.plan.numerals import han_number

if TYPE_CHECKING:
    from dafeng.plan.clauses.section import Structure

_YEAR = r"(?:19|20)\d{2}"
_NUMBERS = (
    re.compile(
        r"(?P<word>[\u4e00-\u9fff]{1,12})\s*"
        rf"\[\s*(?P<year>{_YEAR})\s*\]\s*(?:第)?\s*(?P<no>\d{{1,4}})\s*号"
    ),
    re.compile(
        r"(?P<word>[\u4e00-\u9fff]{1,12})"
        rf"\((?P<year>{_YEAR})\)(?:第)?(?P<no>\d{{1,4}})号"
    ),
)
# The older form, without a year: 某府环字第 1120003 号.
_NUMBER_OF_OFFICE = re.compile(r"^[\u4e00-\u9fff]{2,10}字第\d{1,12}号$")
_NUMBER_LABEL = re.compile(r"^(?:文号|字号|号|发文字号)")
_DATE = re.compile(
    rf"(?P<y>{_YEAR})\s*[年\-./]\s*(?P<m>\d{{1,2}})\s*[月\-./]\s*(?P<d>\d{{1,2}})\s*日?"
)
_HAN_DATE = re.compile(
    r"(?P<y>二[〇零○][一二三四五六七八九〇零○]{2})年"
    r"(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_KINDS = re.compile(
    r"(?:实施方案|行动方案|工作方案|专项规划|发展规划|总体方案|行动计划|工作计划"
    r"|实施意见|规划纲要|工作要点|若干措施|方案|规划|计划|意见|纲要|办法|要点|措施"
    r"|指南|工作安排|安排|任务清单|任务分工|计画)"
)
_QUOTED_TITLE = re.compile(r"(?:印发|发布|公布|下发)(?:了)?《(?P<title>[^》]{4,60})》")
_ISSUING = re.compile(
    r"^(?P<issuer>[^《》,。:]{2,40}?)关于(?:印发|发布|下发|公布|转发)"
    r"(?P<title>.{4,60}?)的(?:通知|公告|函)$"
)
_TITLE_LINE = re.compile(rf"^[^。;,:]{{3,60}}{_KINDS.pattern}(?:\([^()]{{2,24}}\))?$")
_ISSUER_LINE = re.compile(
    r"^(?:中共)?[\u4e00-\u9fff、]{2,30}(?:人民政府(?:办公厅|办公室)?"
    r"|委员会(?:办公厅|办公室)?|管委会|委|局|厅|部|国务院|办公厅|办公室|领导小组|指挥部)$"
)
_SIGNATURE = re.compile(
    rf"(.{{4,40}}?)(?={_YEAR}年\d{{1,2}}月(?:\d{{1,2}}日)?(?:印发)?$)"
)
# A date without its day, at the end of a line of papers.
_MONTH = re.compile(rf"(?P<y>{_YEAR})年(?P<m>\d{{1,2}})月$")
_MAX_PAPERS_LINE = 60
_ADDRESSEE = re.compile(r"各|你")
# What stands between a page's name and its site's: 某方案_某市政府 > 政务公开.
_TRIMMING = re.compile(r"(?:\s*[>|]\s*|_)")


class _Field(StrEnum):
    """Labels of a web page's index table, as alternatives of a pattern."""

    NUMBER = "(?:发文字号|文号|发文号|文件编号|字号)"
    ISSUER = "(?:发文机关|发布机构|发文单位|发布机关|制发单位|制定机关|发文机构)"
    DATE = "(?:成文日期|发文日期|印发日期|生成日期|签发日期|制发日期)"
    PUBLISHED = "(?:发布日期|发布时间|公开日期|公布日期|时间|日期)"
    TITLE = "(?:标题|名称|文件名称|信息名称)"


_NEXT_FIELD = re.compile(rf"\s|{'|'.join(_Field)}")


@attrs.frozen(kw_only=True)
class Papers:
    """What the document says of itself; None where it does not say."""

    title: str | None
    number: str | None
    issuer: str | None
    date: str | None


def papers_of(blocks: Sequence[Block], structure: Structure) -> Papers:
    """Read the papers from what stands before the first clause and after the last."""
    head = [line for block in structure.preamble.blocks for line in _lines(block)]
    numbered = any(s.heading is not None for s in structure.sections[1:])
    tail = [line for block in blocks[-8:] for line in _lines(block)] if numbered else []
    everything = [line for block in blocks for line in _lines(block)]
    top = head or everything[:20]
    issuing = next((m for line in top if (m := _ISSUING.match(_bare(line)))), None)
    issuer = issuing.group("issuer") if issuing else None
    title = issuing.group("title").strip("《》") if issuing else _shown_title(top)
    numbers = (n for text in _labelled(_Field.NUMBER, top) if (n := _number(text)))
    return Papers(
        title=title or next(_labelled(_Field.TITLE, top), None),
        number=next(numbers, None) or _own_number(top),
        issuer=issuer
        or next(_labelled(_Field.ISSUER, top), None)
        or _signed(top)
        or _signed(tail),
        date=_date(top, tail),
    )


def _lines(block: Block) -> list[str]:
    if block.kind is BlockKind.ROW:
        return [f"{a.text}:{b.text}" for a, b in pairwise(block.cells)]
    return [block.text]


def _labelled(field: _Field, lines: Sequence[str]) -> Iterator[str]:
    """Values that stand behind a label, without brackets and blanks around them."""
    for line in lines:
        found = re.search(rf"{field}\]?\s*[:|]\s*([^|\s;]+[^|;]*)", line)
        if found:
            text = _NEXT_FIELD.split(found.group(1).strip())[0].strip("[]。 ")
            if text:
                yield text


# -- title and issuer


def _shown_title(lines: Sequence[str]) -> str | None:
    """Title that stands as a line of its own, or is quoted in the covering letter."""
    bare = [_bare(line) for line in lines]
    shown = [line for line in bare if _TITLE_LINE.match(line)]
    own = [t for t in shown if not t.endswith("通知") and "关于印发" not in t]
    if own:
        return max(own[-2:], key=len)
    quoted = (_QUOTED_TITLE.search(line) for line in lines)
    return next((found.group("title") for found in quoted if found), None)


def _bare(line: str) -> str:
    """A line without a web page's trimmings: breadcrumbs, site names, list marks."""
    parts = _TRIMMING.split(line.strip())
    best = max(parts, key=lambda part: (bool(_KINDS.search(part)), len(part)))
    return best.strip(" #*-·")


def _signed(lines: Sequence[str]) -> str | None:
    """Issuer that signs on a line of its own, with or without the date."""
    for line in lines:
        bare = _NUMBERS[0].sub("", line).strip()
        found = _SIGNATURE.match(bare)
        name = found.group(1) if found else bare
        if _ISSUER_LINE.match(name) and not _ADDRESSEE.match(name):
            return name
    return None


# -- document number


def _number(text: str) -> str | None:
    found = next((m for p in _NUMBERS if (m := p.search(text))), None)
    return _spelled(found) if found else None


def _own_number(lines: Sequence[str]) -> str | None:
    """The number that stands alone; numbers behind 《…》 are those of cited papers."""
    for pattern in _NUMBERS:
        for line in lines:
            found = pattern.search(line)
            if found and len(line) - (found.end() - found.start()) <= 8:
                return _spelled(found)
    for line in lines:
        found = _NUMBERS[0].search(line)
        if (
            found
            and "《" not in line
            and "》" not in line
            and len(line) < _MAX_PAPERS_LINE
        ):
            return _spelled(found)
    return next((line for line in lines if _NUMBER_OF_OFFICE.match(line)), None)


def _spelled(found: re.Match[str]) -> str:
    word = _NUMBER_LABEL.sub("", found.group("word"))
    return f"{word}〔{found.group('year')}〕{found.group('no')}号"


# -- date


def _date(top: Sequence[str], tail: Sequence[str]) -> str | None:
    """Date of the paper; the day a page was published only when there is no other."""
    return (
        next(_labelled_dates(_Field.DATE, top), None)
        or next(_standing_dates(top), None)
        or next(_standing_dates(tail), None)
        or next(_labelled_dates(_Field.PUBLISHED, top), None)
        or _first_date(top)
        or next(_months(top), None)
    )


def _labelled_dates(field: _Field, lines: Sequence[str]) -> Iterator[str]:
    return (iso for text in _labelled(field, lines) if (iso := _iso(text)))


def _standing_dates(lines: Sequence[str]) -> Iterator[str]:
    """Dates that fill a line nearly alone."""
    published = re.compile(rf"{_Field.PUBLISHED}\s*:")
    for line in lines:
        found = _DATE.search(line) or _HAN_DATE.search(line)
        if not found or published.search(line):
            continue
        iso = _iso(found.group())
        if iso and len(line) - (found.end() - found.start()) <= 24:
            yield iso


def _first_date(lines: Sequence[str]) -> str | None:
    dated = (line for line in lines if len(line) < 80 and _DATE.search(line))
    return next((_iso(line) for line in dated), None)


def _months(lines: Sequence[str]) -> Iterator[str]:
    """Dates that give the month only."""
    for line in lines:
        found = _MONTH.search(line)
        if found and len(line) < _MAX_PAPERS_LINE:
            yield f"{found.group('y')}-{int(found.group('m')):02d}"


def _iso(text: str) -> str | None:
    """First date of a text as ISO 8601; None when there is none on the calendar."""
    found = _DATE.search(text) or _HAN_DATE.search(text)
    if not found:
        return None
    year, month, day = (han_number(found.group(part)) or 0 for part in "ymd")
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"
