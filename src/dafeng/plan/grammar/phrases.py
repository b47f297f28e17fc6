"""Noun phrases before and behind a figure: what is promised, and for what scope."""

from __future__ import annotations

import re

import attrs

from dafeng.plan.grammar.wordlists import any_of

BASE_MASK = "@"  # stands for each character of a base year
TIME_MASK = "¦"  # stands for each character of any other year

_BOUNDARIES = frozenset(f",;。!?:\n\t|{TIME_MASK}")
# Words that a measured quantity ends with; a bracket may stand behind them.
_MEASURE = re.compile(
    any_of(
        """
        率 比 比例 比重 占比 份额 水平 总量 数量 数 量 面积 容量 规模 能力 浓度 强度
        里程 长度 半径 指数 系数 产值 产量 产能 收入 总额 额 值 时间 频率 时长 能耗 消费
        消耗 排放 效率 用量 等级 密度 覆盖 占GDP 蓄积 增速 天数 寿命 用水 煤耗 电耗 装机
        投资 人数 保有 负荷 用电 PUE COP 覆盖面 次数 能效 供热 供暖 支出 辆 车位 程度
        幅度 PM10 PM2\\.5 碳汇 节能量 减排量 产出 周转 利用 储能 站点 桩 库容 标准煤
        """
    )
    + r"(?:\([^()]*\))?$"
)
# Quantities of which less is better, and words that turn them round.
_FALLS = re.compile(
    any_of(
        """
        (?<!低)(?<!零)能耗(?!监测|双控|限额) 排放 浓度 强度 消耗 漏损 损失 半径 填埋
        频率 PUE 施用 煤耗 电耗 水耗 损耗 弃风 弃光 用水量 污染 使用量 空载 消费总量
        时间 化石能源消费 煤炭 燃煤
        """
    )
)
_RISES = re.compile(
    any_of(
        """
        减排 节约 下降 降低 减少 削减 节能 减量 率$ 非化石 达标 清洁 可再生 占比$ 比重$
        比例$
        """
    )
)
# Adverbs, particles, verbs of will and list marks before a noun phrase; what begins
# with the same character and is a noun (并网, 在线, 有效灌溉) is none.
_LEADING = re.compile(
    "^"
    + any_of(
        r"""
        其中 并且 并(?!网|联|购) 且 同时 此外 另外 力争 争取 确保 努力 使(?!用) 使得
        预计 预期 原则上 推动实现 到时 届时 基本(?!农田|公共|单元|草原) 全力 以及
        和(?!谐) 与 及(?!时) 或(?!许) 、 的 也 对(?!外|标|接|口) 将 把(?!关)
        在(?!线|建|用|册) 了 后(?!备|续|期|端|勤) 年(?!度) 期间 时(?!效|段|间) 末(?!端)
        底(?!泥|层) 前(?!沿|期|置|端) 一是 二是 三是 四是 五是 六是 七是 八是 第一 第二
        第三 首先 实现 达到 要求 目标(?!值) 目标是 主要目标 具体目标 总体目标 推动
        促进(?!中心) 保持 各地(?!区|级) 积极 大力 加快 着力 全面 持续 稳步 逐步 进一步
        有序 扎实 深入 加强 有效(?!灌溉|发明|投资|期|供给) 切实
        重点(?=推动|推进|建设|发展|培育) 不断 [①-⑳] \(\d{1,2}\) \d{1,2}[.、]
        """
    )
    + "+"
)
# What may hang on at its end: conjunctions, 应, a comparison that names no year; but
# not the last character of 供应, 人均, 参与, 普及, 碳中和.
_TRAILING = re.compile(
    any_of(
        """
        力争 争取 分别 必须 以及 (?<![响供效反适感对相])应 须 (?<![人户年平])均
        (?<![合归兼])并 且 (?<![普涉惠触波])及 (?<![中饱总缓温])和 (?<!参)与 或 、 的
        (?:较|比)(?:峰值|上年)
        """
    )
    + "+$"
)
# Words for an area before the noun; the noun itself must go on behind them.
_AREA = any_of(
    """
    全区 全市 全省 全县 全州 全旗 全镇 全乡 全国 全域 全社会 区域内(?!部) 区域(?!内|性)
    区内 市内 县内 省内 园区 我区 我市 我省 我县 城区 建成区 城镇 农村 市区 县域
    中心城区 各区 各县
    """
)
_SCOPE = re.compile(rf"^({_AREA})(?![及和与或])(?=[\u4e00-\u9fff]{{3}})")
_RATE = re.compile(r"(?:率|比例|比重|占比)$")
_BEFORE_BUILDING = any_of(
    "推动 加快 积极 累计 分别 力争 率先 规划 全面 重点 逐步 计划 支持 组织 每年 年内 新"
    " [\\u4e00-\\u9fff]{1,4}后"
)
_BUILDING = re.compile(
    rf"(?:{_AREA}|{_BEFORE_BUILDING})*"
    r"(?:推动构建|构建|建成|新建|培育|打造|推广|完成|创建|建设|形成|实现|累计)"
    r"(?!用地|面积|比例|率|规模)(?:的)?"
)
_RIGHT_STOP = re.compile(rf"[,;。!?:\n\t、()|{BASE_MASK}/{TIME_MASK}]")
_SEGMENT_STOP = re.compile(rf"[,;。!?:\n\t|{BASE_MASK}{TIME_MASK}]")
_HEAD_BEHIND_OF = re.compile(r"的([^的、]{2,})$")
_NEW_CLAUSE = re.compile(
    r"并(?!网|联|购)|以及|的目标|的水平|必须|按照"
    r"|应(?=达到|按|当|执行|符合|配|安装|建|实施|采用|全部|设)"
)
_MAX_RIGHT_NOUN = 40


@attrs.frozen
class Scoped:
    """A noun phrase, and the area words that stood before it."""

    scope: str | None
    noun: str


def segment_start(text: str) -> int:
    """Where the last comma-separated part of ``text`` begins; brackets stay whole."""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        char = text[at]
        if char == ")":
            depth += 1
        elif char == "(":
            if depth == 0:
                return at + 1
            depth -= 1
        elif depth == 0 and char in _BOUNDARIES:
            return at + 1
    return 0


def last_segment(text: str) -> str:
    """The last comma-separated part of a text."""
    return text[segment_start(text) :]


def noun_phrase(segment: str) -> str:
    """The noun phrase of a segment, without the adverbs and particles before it.

    Examples
    --------
    >>> noun_phrase("并力争使全区绿色出行比例")
    '全区绿色出行比例'
    """
    text = segment.replace(BASE_MASK, "").strip()
    previous = None
    while previous != text:
        previous = text
        text = _LEADING.sub("", text)
    return _balanced(_TRAILING.sub("", text.strip(",—")))


def scoped(phrase: str) -> Scoped:
    """Leading area words and the phrase without them."""
    found = _SCOPE.match(phrase)
    if found is None:
        return Scoped(None, phrase)
    return Scoped(found.group(1), phrase[found.end() :])


def right_noun(right: str) -> str:
    """Noun that follows a figure directly: 建成 100 个|绿色社区."""
    found = _RIGHT_STOP.search(right)
    noun = right[: found.start()] if found else right
    if found and found.group() == "、" and "的" not in noun:
        head = _HEAD_BEHIND_OF.search(_SEGMENT_STOP.split(right, maxsplit=1)[0])
        noun = head.group(1) if head else noun
    noun = _NEW_CLAUSE.split(noun, maxsplit=1)[0]
    noun = _TRAILING.sub("", noun.lstrip("的左右"))
    return _balanced(noun)[:_MAX_RIGHT_NOUN]


def _balanced(phrase: str) -> str:
    """Without a quote that has lost its other half, or that holds the whole phrase."""
    quotes = phrase.count('"')
    whole = quotes == 2 and phrase.startswith('"') and phrase.endswith('"')
    return phrase.strip('"') if quotes % 2 or whole else phrase


def ends_with_measure(phrase: str) -> bool:
    """Whether the phrase names a measured quantity."""
    return bool(_MEASURE.search(phrase))


def measure_tail(phrase: str) -> str:
    """The measure word at the phrase's end, for phrases that leave it out."""
    found = _MEASURE.search(phrase)
    return found.group() if found else ""


def is_rate(phrase: str) -> bool:
    """Whether the phrase names a share or a rate."""
    return bool(_RATE.search(phrase))


def falls(phrase: str) -> bool:
    """Whether less of the named quantity is better."""
    return bool(_FALLS.search(phrase)) and not _RISES.search(phrase)


def without_building_verb(phrase: str) -> str:
    """推动构建…充电半径 and 建成公用充电桩 name a radius and chargers."""
    if is_rate(phrase):
        return phrase
    found = _BUILDING.match(phrase)
    rest = phrase[found.end() :] if found else phrase
    return rest if len(rest) >= 2 and rest[0] not in "率量面数规" else phrase
