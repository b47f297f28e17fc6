"""Targets with a figure: one pass over each sentence, left to right.

A sentence carries its years, base year and softness from figure to figure; each figure
takes the noun phrase before its verb, the object behind it, or, where the text leaves
the noun out, the indicator of the figure before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from dafeng.plan import phrases
from dafeng.plan.authority import Tier, is_quoted
from dafeng.plan.drafts import Draft
from dafeng.plan.normal import NormalText
from dafeng.plan.predicates import (
    BASE_MASK,
    BUILDING,
    SUFFIX,
    Predicate,
    Verb,
    comparator_of,
    direction_of,
    read_predicate,
)
from dafeng.plan.quantities import Quantity, quantities_in
from dafeng.plan.records import Direction, Softness, TargetKind
from dafeng.plan.times import Time, TimeRole, times_in

TIME_MASK = "¦"
_SENTENCE = re.compile(r"[^。!?\n]*(?:[。!?\n]|$)")
_DONE = re.compile(
    r"已(?!有建筑|建成区)(?:经|建|达|完|累|实|形|有|成|超|提|下|获|创|培|推)|目前|截至|截止|现有|达到了|完成了|下降了|提高了|"
    r"增长了|实现了|取得了|建成了|居全[国省市]|位居|同比(?:增|下|降|提)"
)
_ENTITY = (
    r"(?:企业|单位|项目|建筑|机组|锅炉|用户|园区|车辆|工程|公路|小区|场所|养殖场|住宅|"
    r"设施|设备|城市|产品|货物|厂|站|机构|客户|用能|船舶|汽车|燃煤|装置|窑炉|变压器|"
    r"产能|火电|煤电|电厂|耗能|排放|营运|货车|工业|城镇|乡镇|县|用地)"
)
_OBLIGED = re.compile(
    r"按照|按|应|须|必须|要|开展|实施|执行|实行|进行|安装|全部|全面|一律|严格|纳入|配套|设计|建立|编制"
)
_RULED_OUT = re.compile(r"淘汰|关停|退出|禁止|严禁|拆除|取缔|不得|关闭|整合")
_TRANSITIVE = re.compile(r"(?:吸引|覆盖|满足|承担|贡献|替代|支撑|供应)[^,;。]{0,8}$")
_FROM = re.compile(r"(?:由|从)[^,;。]{0,12}$")
_LIST_GAP = re.compile(r"^(?:以上|以下|以内|左右|及以上)?(?:[、,和与及或;/]|以及|至)?$")
_SMALL_CHANGE = frozenset({"%", "百分点", "‰", "倍"})
_CAPACITY = re.compile(r"装机|容量|规模|能力|产能|处理量|生产线|储能|面积|里程|管网|充电桩")
_POWER = frozenset({"kW", "MW", "GW"})
_SHARE = re.compile(r"(?:比例|比重|占比|率)$")
_BUILT = re.compile(
    "(?:" + "|".join(sorted(BUILDING | {"新增", "压减", "削减", "减少", "累计", "增加", "达到"}, key=len, reverse=True))
    + r")([^,;。]{2,})$"
)
_MADE = re.compile(r"建成|新增|完成|创建|创成|培育|打造|推广|达到|新建|治理|修复|淘汰|造林|新植|压减|腾退|设立|安排")
_SETTLED = re.compile(r"^[^,;。]{2,20}¦+(?:全部)?(?:拆除|完成|淘汰|改造|建成|投产|投用|投运|关停|退出)|^¦+(?:全部)?(?:拆除|完成|淘汰|改造|关停)")
_THIS_YEAR = re.compile(r"今年|年内|本年度|当年|全年(?!度)")
_NOMINAL = re.compile(r"改造|治理|修复|抚育|绿化|更新|淘汰|推广|创建|建设|整治|利用|应用|处理|示范|造林|建设改造|综合利用|回收")
_SHARE_OF = re.compile(
    r"的?([^,;。]{2,30}?)((?:完成|达到|实现|建成|配套|采用|使用|开展|安装|纳入|建立|执行|配备|符合|实施)[^,;。]{0,20})"
)
_NOT_COUNTED = re.compile(
    r"^(?:方面|领域|环节|阶段|部门|行业|工作日|月|小时|以上)?(?:重点)?(?:方面|领域|环节|阶段|部门|工作日)"
)


@attrs.frozen(kw_only=True)
class Setting:
    """What holds for a block before its first word.

    Attributes
    ----------
    clause : str
    tier : Tier or None
        Tier of the plan's own government.
    made_in : int
        Year in which the plan was made; earlier years are history.
    years : tuple of int
        Years that the heading or the lead sentence gave.
    default_year : int or None
        Year that the document's title gives to what has none of its own.
    base_year : int or None
        Base year named for the whole document.
    history : bool
        Whether the clause tells how things stand.
    in_box : bool
        Whether the clause is a box, where sizes belong to projects.
    subject : str
        Measured quantity that the clause's title names, for figures without a noun.
    """

    clause: str
    tier: Tier | None
    made_in: int
    years: tuple[int, ...] = ()
    default_year: int | None = None
    base_year: int | None = None
    history: bool = False
    in_box: bool = False
    subject: str = ""


@attrs.define
class _State:
    years: tuple[int, ...] = ()
    explicit: bool = False
    base_year: int | None = None
    softness: Softness | None = None
    soft_at: int = 0
    last: Draft | None = None
    last_end: int = 0
    begun: str | None = None


@attrs.frozen(kw_only=True)
class _Figure:
    """One quantity with the text around it, inside its sentence."""

    quantity: Quantity
    left: str
    left_start: int
    right: str
    suffix: str | None
    suffix_end: int
    predicate: Predicate


@attrs.frozen
class Reading:
    """Targets of a block, and the years that its last sentence ends with."""

    drafts: tuple[Draft, ...]
    years: tuple[int, ...]


def read_figures(body: NormalText, setting: Setting) -> Reading:
    """Targets with figures in one block of text."""
    drafts: list[Draft] = []
    state = _State(years=setting.years, base_year=None)
    for found in _SENTENCE.finditer(body.text):
        if found.end() == found.start():
            continue
        sentence = body.slice(found.start(), found.end())
        reader = _SentenceReader(sentence, setting, state)
        drafts.extend(reader.read())
        state = _State(
            years=state.years, explicit=False, last=state.last, base_year=None
        )
    return Reading(tuple(drafts), state.years)


class _SentenceReader:
    """Walks one sentence; ``state`` is carried from figure to figure."""

    def __init__(self, body: NormalText, setting: Setting, state: _State) -> None:
        self.body = body
        self.text = body.text
        self.setting = setting
        self.state = state
        self.years_before = state.years
        self.times = _governing(times_in(self.text), setting.made_in)
        self.masked = _masked(self.text, self.times)
        self.quantities = [
            q for q in quantities_in(self.text) if not _in_time(q, self.times)
        ]

    def read(self) -> Iterator[Draft]:
        self._take_bases()
        if not self.quantities:
            self._take_times(len(self.text))
            return
        taken: set[int] = set()
        for at in range(len(self.quantities)):
            if at in taken:
                continue
            members = self._run(at)
            taken.update(members)
            yield from self._read_run([self._figure(i) for i in members])
        self._take_times(len(self.text))

    # -- what the sentence carries

    def _take_bases(self) -> None:
        for time in self.times:
            if time.role is TimeRole.BASE and self.state.base_year is None:
                self.state.base_year = time.year

    def _take_times(self, until: int) -> None:
        """Let the years that stand before ``until`` govern what follows."""
        due = [t for t in self.times if t.role is TimeRole.DUE and t.end <= until]
        if not due:
            if self.setting.made_in and _THIS_YEAR.search(self.text[:until]):
                self.state.years = (self.setting.made_in,)
                self.state.explicit = True
                return
            if any(t.role is TimeRole.START and t.end <= until for t in self.times):
                self.state.years = ()
            return
        group = [due[-1]]
        for time in reversed(due[:-1]):
            between = self.text[time.end : group[0].start]
            if not re.fullmatch(r"[、,和与及]|以及", between):
                break
            group.insert(0, time)
        self.state.years = self._main_years(due, group, until)
        self.state.explicit = True

    def _main_years(
        self, due: list[Time], group: list[Time], until: int
    ) -> tuple[int, ...]:
        """An aside's year (…,2023 年达到 69.8%) ends with its part; the main year goes on."""
        first = group[0]
        closed = ";" in self.text[group[-1].end : until]
        aside = first.start > 0 and self.text[first.start - 1] == "," and first.text[0].isdigit()
        led = [t for t in due if t.start < first.start and not t.text[0].isdigit()]
        if closed and aside and (led or self.years_before):
            return (led[-1].year,) if led else self.years_before
        return tuple(t.year for t in group)

    def _base_before(self, figure: _Figure) -> int | None:
        near = [
            t.year
            for t in self.times
            if t.role is TimeRole.BASE and t.end <= figure.quantity.start
        ]
        return near[-1] if near else self.state.base_year

    def _softness(self, figure: _Figure) -> Softness:
        """Softness of one figure: its own word, else the word that opens its list."""
        if figure.predicate.softness is not None:
            return figure.predicate.softness
        before = self.text[: figure.left_start + figure.predicate.noun_end]
        before = before[before.rfind(";") + 1 :]
        found = list(re.finditer(r"力争|争取|努力|力求|确保|预期|预计|原则上|研究|鼓励|推动|探索|有望", before))
        for match in reversed(found):
            word, rest = match.group(), before[match.end() :]
            reach = _reach(word, rest)
            if reach is not None:
                return reach
        return Softness.BINDING

    # -- figures and runs of figures

    def _figure(self, at: int) -> _Figure:
        quantity = self.quantities[at]
        previous = self.quantities[at - 1] if at else None
        left_start = 0
        if previous is not None:
            left_start = previous.end
            suffix = SUFFIX.match(self.text, previous.end)
            if suffix:
                left_start = suffix.end()
        left = self.masked[left_start : quantity.start]
        after = self.masked[quantity.end :]
        found = SUFFIX.match(after)
        end = quantity.end + (found.end() if found else 0)
        stop = (
            self.quantities[at + 1].start
            if at + 1 < len(self.quantities)
            else len(self.text)
        )
        return _Figure(
            quantity=quantity,
            left=left,
            left_start=left_start,
            right=self.masked[end:stop] if stop > end else "",
            suffix=found.lastgroup or "le" if found else None,
            suffix_end=end,
            predicate=read_predicate(left),
        )

    def _run(self, at: int) -> list[int]:
        """A figure and those listed right behind it: 分别达到 10%、20%、30% 以上."""
        first = self._figure(at)
        distributes = "分别" in first.left[phrases.segment_start(first.left) :]
        run = [at]
        for then in range(at + 1, len(self.quantities)):
            end = self._figure(run[-1]).suffix_end
            gap = self.masked[end : self.quantities[then].start]
            if distributes and gap.count("(") > gap.count(")"):
                continue  # an aside about one of the listed figures
            gap = re.sub(r"\([^()]*\)", "", gap)
            predicate = read_predicate(gap)
            plain = _LIST_GAP.match(gap) or (
                distributes
                and _LIST_GAP.match(gap[: predicate.noun_end])
                and not predicate.has_base
            )
            glued = gap == "" and self.quantities[then].unit == first.quantity.unit
            listed = distributes or gap[:1] in ("、", "/") or glued
            if not plain or not listed or predicate.softness is not None:
                break
            run.append(then)
        return run

    def _read_run(self, run: list[_Figure]) -> Iterator[Draft]:
        first = run[0]
        self._take_times(first.quantity.start)
        if self._is_baseline(first):
            self._begin(first)
            return
        if self._is_history(first):
            return
        threshold = self._threshold(first)
        if threshold is not None:
            yield threshold
            return
        noun, right_used = self._noun(first)
        if noun is None:
            return
        if is_quoted(self.text[: first.quantity.start], self.setting.tier):
            return
        names = phrases.listed(noun) if not right_used else [noun]
        years = self._years(first)
        for figure, name, year in _distributed(run, names, noun, years, "分别" in first.left):
            draft = self._draft(figure, first, name, year)
            if draft is not None:
                self.state.last = draft
                self.state.last_end = figure.suffix_end
                yield draft

    def _years(self, figure: _Figure) -> tuple[int | None, ...]:
        if self.state.explicit and self.state.years:
            return self.state.years
        behind = [
            t
            for t in self.times
            if t.role is TimeRole.DUE
            and t.start >= figure.quantity.end
            and not re.search(r"[,;]", self.text[figure.quantity.end : t.start])
        ]
        if behind and not any(
            figure.quantity.end <= q.start < behind[0].start for q in self.quantities
        ):
            return (behind[0].year,)
        return self.state.years or (None,)

    def _is_history(self, figure: _Figure) -> bool:
        """Whether the figure tells of the past."""
        years = self._years(figure)
        known = [y for y in years if y is not None]
        if known and max(known) < self.setting.made_in:
            return True
        before = self.text[: figure.quantity.start]
        clause = before[max(before.rfind(";"), before.rfind("。")) + 1 :]
        if _DONE.search(clause) and (
            not known or max(known) <= self.setting.made_in or not self.state.explicit
        ):
            return True
        return self.setting.history and not (
            known and self.state.explicit and max(known) > self.setting.made_in
        )

    def _is_baseline(self, figure: _Figure) -> bool:
        """由 2020 年的 15% 提高到…: the first figure is where the way begins."""
        left = figure.left
        if re.search(rf"{BASE_MASK}的?(?:约|为|是)?$", left):
            return True
        segment = left[phrases.segment_start(left) :]
        return bool(_FROM.search(segment)) and bool(
            re.match(r"[^。;]{0,12}?(?:提高|提升|增加|增长|下降|降低|降|减少|上升|升|扩大|压减|到|至)", figure.right)
        )

    def _begin(self, figure: _Figure) -> None:
        """Keep the noun of a baseline for the figure that it leads to."""
        head = re.sub(rf"(?:由|从)?{BASE_MASK}+.*$|(?:由|从)[^,;]*$", "", figure.left)
        noun = phrases.noun_phrase(head[phrases.segment_start(head) :])
        last = self.state.last
        self.state.begun = noun or (last.indicator if last is not None else None)

    # -- the noun that a figure speaks of

    def _noun(self, figure: _Figure) -> tuple[str | None, bool]:
        """Noun phrase, and whether it stands behind the figure; None is no target."""
        predicate = figure.predicate
        head = figure.left[: predicate.noun_end]
        segment = head[phrases.segment_start(head) :]
        noun = phrases.noun_phrase(segment) or self._noun_before_year(head)
        right = phrases.right_noun(figure.right)
        if self.setting.in_box and _is_project_size(figure, noun, right):
            return None, False
        if self._is_class_of_things(figure, noun, right):
            return None, False
        if predicate.verb is Verb.BUILD or self._breaks_through(figure, noun, right):
            return self._built(figure, segment, noun, right)
        if predicate.empty:
            return self._bare(figure, segment, noun, right)
        if predicate.verb is Verb.COPULA and not (
            phrases.ends_with_measure(noun) or predicate.comparator
        ):
            return None, False
        if noun and not re.fullmatch(r"[\d.]+", noun):
            return self._named(figure, noun, right)
        return self._unnamed(figure, head, right)

    def _noun_before_year(self, head: str) -> str:
        """利用率 2024 年、2025 年分别为 96%、98%: the noun stands before its years."""
        bare = re.sub(r":?[¦、和@]+$", "", head)
        if not bare and self.state.last is None and self.setting.subject:
            return self.setting.subject
        if bare == head or not bare or bare[-1] in ",;:。(":
            return ""
        noun = phrases.noun_phrase(bare[phrases.segment_start(bare) :])
        return noun if phrases.ends_with_measure(noun) else ""

    def _named(
        self, figure: _Figure, noun: str, right: str
    ) -> tuple[str | None, bool]:
        if figure.quantity.unit is None and not _takes_bare_number(noun, figure):
            return None, False
        if (
            figure.predicate.verb is Verb.UP
            and figure.quantity.counted
            and right
            and not phrases.ends_with_measure(noun)
        ):
            return right, True  # 全区新增 30 个村
        return phrases.without_building_verb(noun), False

    def _unnamed(
        self, figure: _Figure, head: str, right: str
    ) -> tuple[str | None, bool]:
        """The noun is left out: look one comma back, then behind, then at the last figure."""
        last = self.state.last
        if self.state.begun:
            begun, self.state.begun = self.state.begun, None
            return begun, False
        if figure.left_start and last is not None and self.state.last_end:
            same = last.unit == figure.quantity.unit
            at_once = not head.strip(",、;和且并@ ") and not right
            if same or at_once or figure.quantity.unit is None:
                return last.indicator, False
        earlier = head.rstrip(",@、 :\"¦")
        earlier = re.sub(r"翻[一两]?番$|倍增$", "", earlier)
        before = phrases.noun_phrase(earlier[phrases.segment_start(earlier) :])
        if before and phrases.ends_with_measure(before):
            return before, False
        if right and (figure.quantity.counted or figure.predicate.verb is Verb.UP):
            return right, True
        if last is not None and last.unit == figure.quantity.unit and self.state.explicit:
            return last.indicator, False
        if right and figure.quantity.unit not in _SMALL_CHANGE and len(right) >= 2:
            return right, True
        return None, False

    def _breaks_through(self, figure: _Figure, noun: str, right: str) -> bool:
        """突破 120 项技术 makes them; 突破 120 万千瓦 passes a mark."""
        made = figure.predicate.words[:1] == ("突破",) and figure.quantity.counted
        return made and not noun and len(right) >= 2

    def _built(
        self, figure: _Figure, segment: str, noun: str, right: str
    ) -> tuple[str | None, bool]:
        quantity = figure.quantity
        if quantity.unit is None or _NOT_COUNTED.match(figure.right):
            return None, False
        if quantity.unit == "%":
            if noun and phrases.ends_with_measure(noun):
                return noun, False
            if right and figure.predicate.comparator:
                return f"{noun}{_building_word(figure)}{right}", True
            return (f"{noun}{right}", True) if right and noun else (None, False)
        if quantity.worded and not (self.state.explicit or quantity.unit == "条"):
            return None, False
        if len(right) >= 2 and not re.match(r"(?:等|以上|的?(?:目标|任务))", right):
            made = any(_MADE.match(word) for word in figure.predicate.words)
            if not (quantity.counted or self._dated(figure) or made):
                return None, False
            return right, True
        named = _object(noun, figure.predicate)
        return (named, False) if named else (None, False)

    def _bare(
        self, figure: _Figure, segment: str, noun: str, right: str
    ) -> tuple[str | None, bool]:
        """No verb right before the figure: 占比 20% 以上, 充电桩 5000 个, 吸引 9% 客流量."""
        quantity = figure.quantity
        if quantity.unit is None:
            return None, False
        last = self.state.last
        if not noun and last is not None and re.fullmatch(r"[、,;和¦]+(?:其中)?[、,;和¦]*", figure.left.removeprefix("其中")):
            same = last.unit == quantity.unit and TIME_MASK in figure.left
            opens = self.text.startswith("其中")
            if same and (opens or self.state.last_end == figure.left_start):
                return last.indicator, False
        transitive = _TRANSITIVE.search(segment)
        if transitive and right and not quantity.counted:
            return noun + right, True
        if quantity.worded and not (figure.suffix or self.state.explicit):
            return None, False
        built = _BUILT.search(segment)
        if noun and phrases.ends_with_measure(noun) and (not built or phrases.is_rate(noun)):
            if self._attributive(figure):
                return None, False
            firm = figure.suffix or figure.right[:1] in ",;。、" or not figure.right
            return (noun, False) if self._dated(figure) or firm else (None, False)
        if quantity.counted and right and self._opens_list(figure, segment):
            return right, True
        if built and (quantity.counted or self._dated(figure) or _MADE.match(built.group())):
            obj = phrases.without_building_verb(phrases.noun_phrase(built.group(1)))
            if obj and not self._attributive(figure) and not right:
                return obj, False
            if obj and figure.right[:1] in ",;。、)" and not self._attributive(figure):
                return obj, False
            if quantity.counted and right and "、" in segment:
                return right, True
        if re.search(r"占[^,;。]{2,30}$", segment) and quantity.unit == "%" and self._dated(figure):
            return noun, False
        return self._continued(figure, noun, right)

    def _continued(
        self, figure: _Figure, noun: str, right: str
    ) -> tuple[str | None, bool]:
        """A list that goes on without its verb: 其中风电 800 万千瓦、光伏 1200 万千瓦."""
        last, quantity = self.state.last, figure.quantity
        opens = self.text.startswith("其中") and figure.left_start == 0
        follows = opens or self.state.last_end == figure.left_start > 0
        listed = opens or re.match(r"[、,和及与以(;/]", figure.left) is not None
        if last is not None and follows and listed and 0 < len(noun) <= 24:
            ends = not right or figure.right[:1] in ",;。、)和及"
            if last.unit == quantity.unit and quantity.unit not in _SMALL_CHANGE:
                tail = phrases.measure_tail(last.indicator)
                if ends:
                    return (noun if noun.endswith(tail) else noun + tail), False
            if ends and not self._attributive(figure):
                return noun, False
        if quantity.counted and noun and not right and (figure.suffix == "ge"):
            return noun, False
        if quantity.counted and right and _SETTLED.search(figure.right):
            return right, True
        alone = not noun or phrases.scope_of(noun + "的社区")[0] == noun
        if alone and quantity.unit == "%":
            found = _SHARE_OF.match(self.masked[figure.suffix_end :])
            if found:
                return f"{right or found.group(1)}{found.group(2)}比例", True
        return None, False

    def _opens_list(self, figure: _Figure, segment: str) -> bool:
        """培育甲、乙等 2—3 个项目; 研究在全区 76 个充电站试点开展…."""
        ranged = figure.quantity.value_max is not None
        if re.search(r"(?:培育|引进|打造|创建|建成|引育|新建|建设|推动|推进|实施)[^,;。]*等$", segment):
            return ranged or self.state.explicit or bool(
                re.search(r"(?:培育|引进|打造|创建|建成|引育)[^,;。]*等$", segment)
            )
        return bool(
            re.search(r"(?:在|选择|选取|遴选|支持)(?:全[区市省县域]|区内|市内)?$", segment)
            and re.match(r"[^,;。]{0,14}(?:试点|示范|开展|先行|率先)", figure.right)
        )

    def _dated(self, figure: _Figure) -> bool:
        return self.setting.default_year is not None or any(
            y is not None for y in self._years(figure)
        )

    def _attributive(self, figure: _Figure) -> bool:
        """1 万吨标准煤以上的企业: the figure says which enterprises, not how many."""
        right = figure.right
        if right == "/":
            right = self._figure(self.quantities.index(figure.quantity) + 1).right
        if re.match(r"的(?:为|可|应|由|须|要|,|,?按)", right):
            return True
        if re.match(r"(?:的)?(?:目标|水平|要求|任务|规模|标准|比例)", right):
            return False
        return bool(re.match(rf"的?[\u4e00-\u9fff\"]{{0,10}}?{_ENTITY}", right))

    def _is_class_of_things(self, figure: _Figure, noun: str, right: str) -> bool:
        """Whether the figure only says which things a rule is for (a threshold)."""
        quantity, predicate = figure.quantity, figure.predicate
        marked = figure.suffix in ("ge", "le") or predicate.comparator in (">", ">=", "<", "<=")
        if not marked:
            return False
        if quantity.unit in ("%", "‰", "百分点"):
            return bool(re.match(r"的(?:县|市|区|乡镇|镇|企业|单位|部门|地区|项目|园区)", figure.right))
        if predicate.verb in (Verb.BUILD, Verb.CAP, Verb.TO_DOWN) and figure.suffix != "le":
            return False
        if not self._attributive(figure):
            return False
        return not (quantity.counted and right and predicate.verb is not None)

    def _threshold(self, figure: _Figure) -> Draft | None:
        """产废量 100 吨以上…开展审核: a rule for single cases, not a target."""
        head = figure.left[: figure.predicate.noun_end]
        before = head[phrases.segment_start(head) :]
        noun, right = phrases.noun_phrase(before), phrases.right_noun(figure.right)
        behind = re.split(r"[;。]", self.masked[figure.suffix_end :], maxsplit=1)[0]
        part = behind.split(",", maxsplit=1)[0]
        if figure.quantity.unit in _SMALL_CHANGE or figure.quantity.worded:
            return None
        if not self._is_class_of_things(figure, noun, right) or not _OBLIGED.search(behind):
            return None
        if _RULED_OUT.search(before + part) or any(
            q.unit in _SMALL_CHANGE for q in quantities_in(part)
        ):
            return None
        suffix_or_sign = figure.predicate.comparator or {"ge": ">=", "le": "<="}.get(figure.suffix or "")
        return Draft(
            clause=self.setting.clause,
            indicator=noun if phrases.ends_with_measure(noun) else right or noun or "规模",
            comparator=suffix_or_sign,
            value=figure.quantity.value,
            value_max=figure.quantity.value_max,
            unit=figure.quantity.unit,
            direction=Direction.NONE,
            year=None,
            kind=TargetKind.THRESHOLD,
            scope=right or None,
            span=self._span(figure, noun),
            confidence=0.7,
            rule="figure.threshold",
        )

    # -- the record

    def _draft(
        self, figure: _Figure, first: _Figure, name: str, year: int | None
    ) -> Draft | None:
        quantity, predicate = figure.quantity, _inherited(figure, first)
        scope, indicator = phrases.scope_of(name)
        if not indicator or len(indicator) > 60:
            indicator = indicator[-60:]
        if not indicator:
            return None
        last = self.state.last
        borrowed = last is not None and indicator == last.indicator and (
            predicate.verb is None
            or (
                last.kind is TargetKind.RELATIVE_CHANGE
                and predicate.verb is Verb.TO_UP
                and last.unit == quantity.unit
                and figure.left_start > 0
            )
        )
        direction = direction_of(predicate, figure.suffix, phrases.falls(indicator))
        kind = _kind(quantity, predicate, indicator, last if borrowed else None)
        if borrowed and last is not None:
            direction = last.direction
        base = None
        if kind is TargetKind.RELATIVE_CHANGE:
            base = self._base_before(figure)
            if borrowed and last is not None:
                base = last.base_year
        return Draft(
            clause=self.setting.clause,
            indicator=indicator,
            comparator=_comparator(predicate, figure, direction, last if borrowed else None),
            value=quantity.value,
            value_max=quantity.value_max,
            unit=_unit(quantity, indicator),
            direction=direction,
            year=year if year is not None else self.setting.default_year,
            base_year=base,
            kind=kind,
            softness=self._softness(figure),
            scope=scope,
            span=self._span(figure, "" if borrowed or figure is not first else name),
            confidence=_confidence(figure, year, self.state.explicit, borrowed),
            rule="figure.borrowed" if borrowed else f"figure.{predicate.verb or 'bare'}",
        )

    def _span(self, figure: _Figure, name: str) -> tuple[int, int]:  # type: ignore[override]
        """From the noun phrase, where it stands before, to the end of the suffix."""
        end = figure.suffix_end
        start = figure.left_start + phrases.segment_start(figure.left)
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip("、和及与"))
        behind = self.text.find(name, end) if name else -1
        if 0 <= behind - end <= 2:
            end = behind + len(name)
        elif name:
            before = self.text.rfind(name[:4], 0, figure.quantity.start)
            start = before if before >= 0 else start
        return self.body.span(start, end)


def _governing(times: list[Time], made_in: int) -> list[Time]:
    """Leave out past years inside a phrase: 到 2015 年,淘汰 2005 年底前注册的车辆."""
    kept: list[Time] = []
    for time in times:
        ahead = any(t.role is TimeRole.DUE and t.year >= made_in for t in kept)
        if time.role is TimeRole.DUE and time.year < made_in and ahead:
            continue
        kept.append(time)
    return kept


def _masked(text: str, times: Sequence[Time]) -> str:
    chars = list(text)
    for time in times:
        fill = BASE_MASK if time.role is TimeRole.BASE else TIME_MASK
        chars[time.start : time.end] = fill * (time.end - time.start)
    return "".join(chars)


def _in_time(quantity: Quantity, times: Sequence[Time]) -> bool:
    return any(t.start < quantity.end and quantity.start < t.end for t in times)


def _reach(word: str, rest: str) -> Softness | None:
    """Softness of a word at a list's head, if it still reaches what follows it."""
    soft = {
        "确保": Softness.BINDING,
        "力争": Softness.STRIVE,
        "争取": Softness.STRIVE,
        "努力": Softness.STRIVE,
        "力求": Softness.STRIVE,
    }.get(word, Softness.EXPECTED)
    commas = [m.end() for m in re.finditer(r",", rest)]
    leads_year = re.match(r"(?:到|至|在|于)?(?:\d{4}|\"?十)", rest) is not None
    if leads_year:
        return soft
    if re.search(r"(?:达到?|超过|提高[到至]|下降|控制在|以上|\d)", rest[:2]):
        return None
    if soft is Softness.EXPECTED and word not in ("原则上", "研究"):
        new_verb = re.search(r",(?:建成|完成|实现|达到|确保|新建|培育|(?:到|至)?\d{4}年)", rest)
        return None if new_verb or len(commas) > 2 else soft
    # 力争 reaches over its list until a new year opens another one.
    if re.search(r",(?:到|至)?\d{4}年", rest):
        return None
    own = re.search(r"\d[^,]*,", rest)
    if own and word in ("力争", "争取", "努力", "力求") and re.match(r"[^,]{0,3}(?:达|实现|超)", rest):
        return None
    return soft


def _distributed(
    run: list[_Figure],
    names: list[str],
    noun: str,
    years: tuple[int | None, ...],
    respectively: bool,
) -> Iterator[tuple[_Figure, str, int | None]]:
    """Pair figures with names and years: names in turn, years in turn, or one for all."""
    if len(run) == 1:
        figure = run[0]
        each = respectively or "均" in figure.predicate.adverbs or "都" in figure.predicate.adverbs
        own = phrases.parts_of(noun)
        parts = names if len(names) > 1 and (each or phrases.all_measured(own)) else [noun]
        if figure.predicate.verb is Verb.BUILD:
            parts = [noun]
        yield from ((figure, part, years[-1]) for part in parts)
    elif len(names) > 1 and len(run) == len(names) * len(years):
        for i, figure in enumerate(run):
            yield figure, names[i // len(years)], years[i % len(years)]
    elif len(names) > 1 and len(run) == len(names):
        for figure, name in zip(run, names, strict=True):
            yield figure, name, years[-1]
    elif len(years) == len(run):
        for figure, year in zip(run, years, strict=True):
            yield figure, noun, year
    else:
        for i, figure in enumerate(run):
            yield figure, names[min(i, len(names) - 1)] if names else noun, years[-1]


def _inherited(figure: _Figure, first: _Figure) -> Predicate:
    """Figures of a run share the verb of the first; each keeps its own comparator."""
    if figure is first:
        return figure.predicate
    return attrs.evolve(
        first.predicate,
        comparator=figure.predicate.comparator or first.predicate.comparator,
    )


def _comparator(
    predicate: Predicate, figure: _Figure, direction: Direction, last: Draft | None
) -> str:
    if last is not None and predicate.comparator is None and figure.suffix is None:
        return ">=" if last.comparator in (">=", ">", "~") else "<="
    if last is not None and last.kind is TargetKind.RELATIVE_CHANGE:
        return comparator_of(predicate, figure.suffix, Direction.UP)
    return comparator_of(predicate, figure.suffix, direction)


def _kind(
    quantity: Quantity, predicate: Predicate, indicator: str, last: Draft | None
) -> TargetKind:
    if last is not None:
        return last.kind
    changes = predicate.verb in (Verb.UP, Verb.DOWN)
    if quantity.unit == "百分点" or (changes and quantity.unit in _SMALL_CHANGE):
        return TargetKind.RELATIVE_CHANGE
    if re.search(r"(?:增速|增长率|降幅|增幅|下降率|降低率)$", indicator):
        return TargetKind.RELATIVE_CHANGE
    if quantity.counted:
        return TargetKind.COUNT
    unit = (quantity.unit or "").lstrip("万亿千百")
    if unit in _POWER or (
        unit not in ("%", "‰") and _CAPACITY.search(indicator) and not _SHARE.search(indicator)
    ):
        return TargetKind.CAPACITY
    return TargetKind.LEVEL


def _confidence(
    figure: _Figure, year: int | None, explicit: bool, borrowed: bool
) -> float:
    confidence = 0.95
    if year is None:
        confidence -= 0.2
    elif not explicit:
        confidence -= 0.1
    if borrowed:
        confidence -= 0.1
    if figure.predicate.empty:
        confidence -= 0.1
    return round(max(confidence, 0.3), 2)


def _object(noun: str, predicate: Predicate) -> str:
    """完成造林绿化 8000 亩: what is done is also what is counted."""
    rest = phrases.without_building_verb(noun)
    if noun and rest != noun:
        return rest + "".join(w for w in reversed(predicate.words) if w not in predicate.adverbs)
    if noun:
        nominal = [w for w in reversed(predicate.words) if _NOMINAL.fullmatch(w)]
        return noun + "".join(nominal)
    words = [w for w in predicate.words if w not in predicate.adverbs]
    if len(words) > 1:
        return "".join(reversed(words[:-1]))
    return words[0] if words and re.match(r"造林|绿化|治理|修复|植树|抚育|营造", words[0]) else ""


def _is_project_size(figure: _Figure, noun: str, right: str) -> bool:
    """In a box the size of a plant belongs to its project: 新增 600 吨/日焚烧线."""
    if figure.quantity.counted or figure.quantity.unit in _SMALL_CHANGE:
        return False
    if re.fullmatch(r"(?:年|日)?(?:处理|生产|建设|设计)?(?:能力|规模|容量)|总?投资额?|装机(?:容量|规模)?", noun):
        return True
    return bool(right) and figure.predicate.comparator is None and figure.suffix is None


def _unit(quantity: Quantity, indicator: str) -> str | None:
    """日处理能力 200 吨 are tonnes per day."""
    if quantity.unit == "t" and re.search(r"日(?:处理|处置|供|产)", indicator):
        return "t/d"
    if indicator.endswith("标准煤") and (quantity.unit or "").endswith("t"):
        return f"{quantity.printed}标准煤"
    return quantity.unit


def _building_word(figure: _Figure) -> str:
    """The verb between noun and comparator: 配置 in 项目原则上配置不低于 15% 储能."""
    known = [w for w in figure.predicate.words if re.fullmatch(r"配[置建套]|安装|使用|应用|建设", w)]
    return known[0] if known else ""


def _takes_bare_number(noun: str, figure: _Figure) -> bool:
    """PUE 1.3, 利用系数 0.58: quantities that have no unit."""
    if figure.quantity.unit is not None or figure.quantity.value_max is not None:
        return True
    return bool(re.search(r"PUE|COP|系数|指数|效率|比值|倍数|之比|容积率|值|分$|能效|值\)$|率\)$", noun))
