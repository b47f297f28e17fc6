"""The document's papers: title, number, issuer and date among whatever stands around."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import attrs

from dafeng.plan.layout import Block, BlockKind
from dafeng.plan.structure import Structure

_NUMBER = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{1,12})\s*\[\s*(?P<year>(?:19|20)\d{2})\s*\]\s*(?:第)?\s*(?P<no>\d{1,4})\s*号"
)
_NUMBER_ROUND = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{1,12})\((?P<year>(?:19|20)\d{2})\)(?:第)?(?P<no>\d{1,4})号"
)
_DATE = re.compile(r"(?P<y>(?:19|20)\d{2})\s*[年\-./]\s*(?P<m>\d{1,2})\s*[月\-./]\s*(?P<d>\d{1,2})\s*日?")
_HAN_DATE = re.compile(r"(?P<y>二[〇零○][一二三四五六七八九〇零○]{2})年(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日")
_KINDS = r"(?:实施方案|行动方案|工作方案|专项规划|发展规划|总体方案|行动计划|工作计划|实施意见|规划纲要|工作要点|若干措施|方案|规划|计划|意见|纲要|办法|要点|措施|指南|工作安排|安排|任务清单|任务分工)"
_QUOTED_TITLE = re.compile(rf"(?:印发|发布|公布|下发)(?:了)?《(?P<title>[^》]{{4,60}})》")
_ISSUING = re.compile(rf"^(?P<issuer>[^《》,。:]{{2,40}}?)关于(?:印发|发布|下发|公布|转发)(?P<title>.{{4,60}}?)的(?:通知|公告|函)$")
_TITLE_LINE = re.compile(rf"^[^。;,:]{{3,60}}{_KINDS}(?:\([^()]{{2,24}}\))?$")
_ISSUER_LINE = re.compile(
    r"^(?:中共)?[\u4e00-\u9fff、]{2,30}(?:人民政府(?:办公厅|办公室)?|委员会(?:办公厅|办公室)?|管委会|委|局|厅|部|国务院|办公厅|办公室|领导小组|指挥部)$"
)
_LABELS = {
    "number": r"(?:发文字号|文号|发文号|文件编号|字号)",
    "issuer": r"(?:发文机关|发布机构|发文单位|发布机关|制发单位|制定机关|发文机构)",
    "date": r"(?:成文日期|发文日期|印发日期|生成日期|签发日期|制发日期)",
    "published": r"(?:发布日期|发布时间|公开日期|公布日期|时间|日期)",
    "title": r"(?:标题|名称|文件名称|信息名称)",
}


@attrs.frozen(kw_only=True)
class Papers:
    """What the document says of itself; None where it does not say."""

    title: str | None
    number: str | None
    issuer: str | None
    date: str | None


def papers_of(blocks: Sequence[Block], structure: Structure) -> Papers:
    """Read the papers from what stands before the first clause and after the last."""
    head = [b for b in structure.sections[0].blocks]
    lines = [line for block in head for line in _lines(block)]
    first = next((s for s in structure.sections[1:] if s.heading is not None), None)
    tail = [line for block in blocks[-8:] for line in _lines(block)] if first else []
    everything = [line for block in blocks for line in _lines(block)]
    top = lines or everything[:20]
    issuer, title = _issuer_and_title(top)
    return Papers(
        title=title or _labelled("title", top),
        number=_labelled("number", top, _any_number) or _own_number(top),
        issuer=issuer or _labelled("issuer", top) or _signed(top) or _signed(tail),
        date=_date(top, tail),
    )


def _lines(block: Block) -> list[str]:
    if block.kind is BlockKind.ROW:
        return [f"{a.text}:{b.text}" for a, b in pairwise(block.cells)]
    return [block.text]


def _issuer_and_title(lines: Sequence[str]) -> tuple[str | None, str | None]:
    issuer = title = None
    for line in lines:
        bare = _bare(line)
        found = _ISSUING.match(bare)
        if found:
            issuer = issuer or found.group("issuer")
            title = title or found.group("title").strip("《》")
    shown = [_bare(line) for line in lines if _TITLE_LINE.match(_bare(line))]
    if shown:
        own = [t for t in shown if not t.endswith("通知") and "关于印发" not in t]
        if own:
            title = max(own[-2:], key=len) if title is None else title
    if title is None:
        for line in lines:
            quoted = _QUOTED_TITLE.search(line)
            if quoted:
                title = quoted.group("title")
                break
    return issuer, title


def _bare(line: str) -> str:
    """A line without a web page's trimmings: breadcrumbs, site names, list marks."""
    line = re.split(r"(?:\s*[>|]\s*|_)", line.strip())
    best = max(line, key=lambda part: (bool(re.search(_KINDS, part)), len(part)))
    return best.strip(" #*-·")


def _labelled(
    kind: str, lines: Sequence[str], pick: object = None
) -> str | None:
    for line in lines:
        found = re.search(rf"{_LABELS[kind]}\]?\s*[:|]\s*([^|\s;]+[^|;]*)", line)
        if not found:
            continue
        text = re.split(rf"\s|{'|'.join(_LABELS.values())}", found.group(1).strip())[0]
        value = pick(text) if callable(pick) else text.strip("[]。 ")
        if value:
            return str(value)
    return None


def _any_number(text: str) -> str | None:
    found = _NUMBER.search(text) or _NUMBER_ROUND.search(text)
    return _spelled(found) if found else None


def _spelled(found: re.Match[str]) -> str:
    word = re.sub(r"^(?:文号|字号|号|发文字号)", "", found.group("word"))
    return f"{word}〔{found.group('year')}〕{found.group('no')}号"


def _own_number(lines: Sequence[str]) -> str | None:
    """The number that stands alone; numbers behind 《…》 are those of cited papers."""
    for pattern in (_NUMBER, _NUMBER_ROUND):
        for line in lines:
            found = pattern.search(line)
            if found and len(line) - (found.end() - found.start()) <= 8:
                return _spelled(found)
    for line in lines:
        found = _NUMBER.search(line)
        if found and "《" not in line and "》" not in line and len(line) < 60:
            return _spelled(found)
    return None


def _signed(lines: Sequence[str]) -> str | None:
    for line in lines:
        bare = line.strip()
        found = re.match(r"(.{4,40}?)(?=(?:19|20)\d{2}年\d{1,2}月\d{1,2}日(?:印发)?$)", bare)
        name = found.group(1) if found else bare
        if _ISSUER_LINE.match(name) and not re.match(r"各|你", name):
            return name
    return None


def _date(top: Sequence[str], tail: Sequence[str]) -> str | None:
    for kind in ("date",):
        labelled = _labelled(kind, top, _iso)
        if labelled:
            return labelled
    for lines in (top, tail):
        for line in lines:
            found = _DATE.search(line) or _HAN_DATE.search(line)
            if found and len(line) - (found.end() - found.start()) <= 24 and (
                not re.search(_LABELS["published"] + r"\s*:", line)
            ):
                iso = _iso(found.group())
                if iso:
                    return iso
    return _labelled("published", top, _iso) or _first_date(top)


def _first_date(lines: Sequence[str]) -> str | None:
    for line in lines:
        found = _DATE.search(line)
        if found and len(line) < 80:
            return _iso(found.group())
    return None


def _iso(text: str) -> str | None:
    found = _DATE.search(text)
    if found:
        year, month, day = (int(found.group(k)) for k in "ymd")
    else:
        han = _HAN_DATE.search(text)
        if not han:
            return None
        from dafeng.plan.numbering import han_number
        from dafeng.plan.times import year_number

        year = year_number(han.group("y"))
        month, day = han_number(han.group("m")) or 0, han_number(han.group("d")) or 0
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"
