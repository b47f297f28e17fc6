"""Targets without a printed figure: handed down, forbidden, all, finished, or a direction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

import attrs

from dafeng.plan import phrases
from dafeng.plan.authority import is_quoted
from dafeng.plan.drafts import Draft
from dafeng.plan.figures import Setting
from dafeng.plan.normal import NormalText
from dafeng.plan.records import Direction, Softness, Span, TargetKind
from dafeng.plan.times import TimeRole, times_in

_SENTENCE = re.compile(r"[^。!?\n]+")
_SEGMENT = re.compile(r"[^,;:]+")
_ABOVE = r"(?:国家|省级?|市级?|上级|自治区|我市|我省|省政府|市政府|省市|省、市|国家、省|国家和省|国家及省|区级?|县级?|州|上级部门)"
_DELEGATED = re.compile(
    rf"(?P<noun>.*?)(?P<soft>确保|力争|争取|全面|如期|按期|超额|努力|均|都|分别)*(?P<verb>按|完成|达到?|控制在|符合|实现|满足|不低于|不高于)(?:了)?{_ABOVE}"
    r"[^,;]{0,8}?(?:下达|规定|要求|分解|核定|考核|确定|分配|控制|定)[^,;]{0,12}$"
)
_DELEGABLE = re.compile(r"(?:下降|降低|降幅|增幅|增长|排放|能耗)$")
_STARRED = re.compile(
    r"(?P<noun>[^,;]*?)(?:按照?|执行|达到|符合)(?:绿色建筑)?(?P<grade>[一二三])星级?(?:[^,;]{0,8}标准|及以上|要求)"
)
_FORBIDDEN = re.compile(r"(?:原则上)?(?P<verb>严禁|禁止|一律不得|不再)(?P<what>[^,;:]{2,50})$")
_NO_MORE = re.compile(r"^(?:新建|新增|审批|批准|核准|备案|扩建|布局|办理|使用|销售|生产|保留|建设)")
_CLEARED = re.compile(r"(?P<noun>[^,;]{2,30}?)(?:继续|持续|动态|全部|全面|基本|全域)*(?:保持|实现|完成)?(?:动态|全面|持续|全部)?(?:清零|归零|为零)(?!成果|基础|行动|目标)")
_COVERED = re.compile(r"(?:(?:基本)?实现|推动|推进|确保)?(?P<noun>[^,;]{2,40}?)(?:基本|全面|率先)?(?:实现|达到)?(?:全覆盖|全面覆盖)(?!的)")
_ALL = re.compile(
    r"(?P<noun>[^,;]{2,40}?)(?P<how>全部|全面|基本全部|应.尽)(?P<done>完成|达到|实现|执行|建成|还林|改用|淘汰|退出|关停|按照|采用|使用|配套|接入|纳入|安装|建立|实施|实行|符合|取消|消除|替换|更换|落实)(?P<rest>[^,;]{0,30})$"
)
_STATUS = re.compile(
    r"完成|建成|投入(?:运营|使用|运行)|投产|投运|开工|初具规模|初步(?:形成|建立|建成|构建|显现)|基本(?:形成|建立|建成|健全|完成|实现|消除|淘汰|构建|确立|完善|普及)|"
    r"全面(?:建立|建成|形成|普及|推广|完成|实现|推行)|形成|建立|覆盖|取得[^,;]{0,10}(?:成效|进展|突破|成果|经验)|得到(?:普遍|全面|有效|充分)?[^,;]{0,6}(?:推行|控制|推广|改善|应用|缓解|保护)|"
    r"健全|完善|成为|达峰|峰值|达到[^,;\d]{0,12}(?:先进水平|一流水平|领先水平|标准|要求)|实现[^,;\d]{2,}|普及|布设|印发|出台|启动|创建|消除|退出|并网|开通|贯通|竣工|通车"
)
_DIRECTION = re.compile(
    r"(?P<noun>[^,;]{2,50}?)(?P<how>(?:力争|争取|确保|进一步|稳步|大幅度?|显著|明显|持续|不断|逐步|逐年|有效|有所|更加|较大|较快|全面|普遍|总体|大|稳定|快速|再|稳中|平稳|实现|均|都)*)"
    r"(?P<verb>提高|提升|有升|增长|增加|下降|降低|减少|上升|优化|改善|扩大|缩小|增强|有降|趋稳|好转|向好|加强|合理)$"
)
_RANGE_KEPT = re.compile(r"(?:控制|保持|维持|处于)在?合理(?:区间|范围|水平)|得到(?:合理|有效|严格)控制")
_AIMED = re.compile(
    r"(?P<verb>提高|提升|降低|减少|扩大|增加|压减|提升)(?:了)?(?P<noun>[^,;]{2,40}?(?:比例|比重|占比|率|含量|份额))$"
)
_DOWNWARD = frozenset({"下降", "降低", "减少", "缩小", "压减", "有降"})
_SOFT = (
    (Softness.BINDING, re.compile(r"确保|必须")),
    (Softness.STRIVE, re.compile(r"力争|争取|努力|力求")),
    (Softness.EXPECTED, re.compile(r"原则上|研究|预期|预计|鼓励|探索|推动")),
)


def read_words(
    body: NormalText, setting: Setting, figures: Sequence[Draft]
) -> tuple[Draft, ...]:
    """Targets in words of one block; words that belong to a figure are left to it."""
    taken = [d.span for d in figures if d.kind is not TargetKind.THRESHOLD]
    years = setting.years
    drafts: list[Draft] = []
    for found in _SENTENCE.finditer(body.text):
        sentence = body.slice(found.start(), found.end())
        due = _due(sentence.text)
        reader = _WordReader(sentence, setting, years, taken)
        drafts.extend(reader.read())
        years = (due[-1],) if due else years
    return tuple(drafts)


def _without_times(text: str) -> str:
    """A part of a sentence without its due years: 园区|2025 年底前|全部完成改造."""
    for time in reversed(times_in(text)):
        if time.role is TimeRole.DUE:
            text = text[: time.start] + text[time.end :]
    return text.strip(" 、")


def _due(text: str) -> list[int]:
    return [t.year for t in times_in(text) if t.role is TimeRole.DUE]


@attrs.frozen
class _WordReader:
    """Reads the comma-separated parts of one sentence."""

    body: NormalText
    setting: Setting
    years: tuple[int, ...]
    taken: list[Span]

    def read(self) -> Iterator[Draft]:
        text = self.body.text
        due = [t for t in times_in(text) if t.role is TimeRole.DUE]
        for found in _SEGMENT.finditer(text):
            start, end = found.span()
            before = [t for t in due if t.start < end]
            said = before[-1].year if before else None
            if said is None:
                said = self.setting.default_year
            year = said if said is not None else (self.years[-1] if self.years else None)
            if self._is_taken(start, end) or self._is_past(year, text[:end]):
                continue
            yield from self._segment(start, end, said, year)

    def _is_taken(self, start: int, end: int) -> bool:
        span = self.body.span(start, end)
        return any(span.start < t[1] and t[0] < span.end for t in self.taken)

    def _is_past(self, year: int | None, before: str) -> bool:
        if year is not None and year < self.setting.made_in:
            return True
        if self.setting.history and year is None:
            return True
        if re.search(r"已经|已(?:建|达|完|实|形)|目前|截至|^(?:20\d\d年,)?全[市区县省].{0,8}(?:完成了|实现了)", before):
            return True
        return is_quoted(before, self.setting.tier)

    def _segment(
        self, start: int, end: int, said: int | None, year: int | None
    ) -> Iterator[Draft]:
        text = _without_times(self.body.text[start:end])
        for rule in (_starred, _delegated, _forbidden, _cleared, _all):
            found = list(rule(text, said, year))
            if found:
                yield from (self._placed(d, start, end) for d in found)
                return
        if _RANGE_KEPT.search(text):
            yield self._placed(_directional(text, "none", year), start, end)
            return
        yield from (
            self._placed(d, start, end) for d in _moved(text, said, self._dated(said, year))
        )

    def _dated(self, said: int | None, year: int | None) -> int | None:
        """Status and direction count only under a year: in the sentence, or over a list of aims."""
        return said if said is not None else (year if self.years == self.setting.years and self.setting.years else None)

    def _placed(self, draft: Draft, start: int, end: int) -> Draft:
        text = self.body.text
        head = text[:end]
        own = head[phrases.segment_start(head[: max(start, 0)]) :]
        softness = draft.softness
        for soft, pattern in _SOFT:
            if pattern.search(own):
                softness = soft
                break
        first = start + len(text[start:end]) - len(text[start:end].lstrip("到至 ,"))
        return attrs.evolve(
            draft,
            clause=self.setting.clause,
            span=self.body.span(first, end),
            softness=softness,
        )


def _made(
    indicator: str,
    kind: TargetKind,
    rule: str,
    year: int | None,
    *,
    value: Decimal | None = None,
    unit: str | None = None,
    comparator: str | None = None,
    direction: Direction = Direction.NONE,
    softness: Softness = Softness.BINDING,
    confidence: float = 0.8,
) -> Draft:
    scope, name = phrases.scope_of(indicator)
    return Draft(
        clause="",
        indicator=name,
        comparator=comparator,
        value=value,
        unit=unit,
        direction=direction,
        year=year,
        kind=kind,
        softness=softness,
        scope=scope,
        span=Span(0, 0),
        confidence=confidence if year is not None else round(confidence - 0.2, 2),
        rule=rule,
    )


def _delegated(text: str, said: int | None, year: int | None) -> Iterator[Draft]:
    found = _DELEGATED.match(text)
    if not found:
        return
    noun = re.sub(r"(?:确保|力争|争取|全面|如期|按期|均|都|分别)+$", "", phrases.noun_phrase(found.group("noun")))
    parts = phrases.listed(noun)
    if not parts or not any(_DELEGABLE.search(p) or phrases.ends_with_measure(p) for p in parts):
        return
    own = phrases.parts_of(noun)
    names = parts if phrases.all_measured(own) or re.search(r"能耗|排放", noun) else [noun]
    for name in names:
        down = phrases.falls(name)
        yield _made(
            name,
            TargetKind.DELEGATED,
            "words.delegated",
            year,
            direction=Direction.DOWN if down else Direction.UP,
            confidence=0.9,
        )


def _starred(text: str, said: int | None, year: int | None) -> Iterator[Draft]:
    """按照一星标准及以上标准设计: the least grade of single buildings."""
    found = _STARRED.search(text)
    if not found:
        return
    noun = phrases.noun_phrase(found.group("noun"))
    yield _made(
        phrases.parts_of(noun)[0] if noun else "绿色建筑星级",
        TargetKind.THRESHOLD,
        "words.starred",
        said,
        value=Decimal("一二三".index(found.group("grade")) + 1),
        unit="星",
        comparator=">=",
        direction=Direction.UP,
        confidence=0.8,
    )


def _forbidden(text: str, said: int | None, year: int | None) -> Iterator[Draft]:
    found = _FORBIDDEN.search(text)
    if not found:
        return
    what = found.group("what").strip()
    if found.group("verb") in ("不再", "一律不得") and not _NO_MORE.match(what):
        return
    yield _made(
        what,
        TargetKind.PROHIBITION,
        "words.forbidden",
        said,
        value=Decimal(0),
        comparator="<=",
        direction=Direction.DOWN,
        confidence=0.9,
    )


def _cleared(text: str, said: int | None, year: int | None) -> Iterator[Draft]:
    found = _CLEARED.search(text)
    if not found:
        return
    noun = phrases.noun_phrase(found.group("noun"))
    if re.match(r"(?:巩固|推进)", noun) and said is None and not re.search(r"保持|实现", text):
        return
    yield _made(
        noun,
        TargetKind.LEVEL,
        "words.cleared",
        year,
        value=Decimal(0),
        comparator="<=",
        direction=Direction.DOWN,
        confidence=0.9,
    )


def _all(text: str, said: int | None, year: int | None) -> Iterator[Draft]:
    covered = _COVERED.search(text)
    if covered:
        yield _whole(phrases.noun_phrase(covered.group("noun")) + "覆盖率", said or year)
        return
    found = _ALL.search(text)
    if not found or year is None or found.group("how").startswith("应"):
        return
    name = phrases.noun_phrase(found.group("noun")) + found.group("done") + found.group("rest")
    yield _whole(name, year)


def _whole(name: str, year: int | None) -> Draft:
    return _made(
        name,
        TargetKind.LEVEL,
        "words.all",
        year,
        value=Decimal(100),
        unit="%",
        comparator=">=",
        direction=Direction.UP,
        confidence=0.85,
    )


def _directional(text: str, verb: str, year: int | None) -> Draft:
    direction = Direction.DOWN if verb in _DOWNWARD else Direction.UP
    if verb == "none":
        direction = Direction.NONE
    return _made(
        phrases.noun_phrase(text),
        TargetKind.DIRECTIONAL,
        "words.direction",
        year,
        direction=direction,
        softness=Softness.EXPECTED,
    )


def _moved(text: str, said: int | None, year: int | None) -> Iterator[Draft]:
    """Directions, and states to be reached by a year."""
    if text.count("、") and all(_DIRECTION.search(part) for part in text.split("、")):
        for part in text.split("、"):
            yield from _moved(part, said, year)
        return
    found = _DIRECTION.search(text)
    rated = found is not None and bool(found.group("how")) and phrases.is_rate(phrases.noun_phrase(found.group("noun")))
    if found and (year is not None or rated):
        noun = phrases.noun_phrase(found.group("noun"))
        parts = phrases.parts_of(noun)
        for name in parts if phrases.all_measured(parts) else [noun]:
            yield _directional(name, found.group("verb"), year)
        return
    aimed = _AIMED.search(text)
    if aimed:
        for name in _aimed_names(aimed.group("noun")):
            yield _directional(name, aimed.group("verb"), said)
        return
    if year is not None and _STATUS.search(text) and len(text) >= 5 and not re.match(r"^[为以](?!.{0,6}建成)", text):
        yield _made(phrases.noun_phrase(text), TargetKind.STATUS, "words.status", year)


def _aimed_names(noun: str) -> list[str]:
    parts = phrases.parts_of(noun)
    return parts if len(parts) > 1 and phrases.all_measured(parts) else [noun]
