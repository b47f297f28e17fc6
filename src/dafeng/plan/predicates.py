"""What stands right before a figure: verb, comparator, softness, base year.

The words before a figure are read from the right, one known word at a time, until the
noun phrase begins: 单位地区生产总值能耗|比 2020 年|力争|下降|不低于|15%.
"""

from __future__ import annotations

import re
from enum import StrEnum

import attrs

from dafeng.plan.records import Direction, Softness

BASE_MASK = "@"


class Verb(StrEnum):
    """What the verb before a figure does with it."""

    TO_UP = "to_up"
    TO_DOWN = "to_down"
    CAP = "cap"
    HOLD = "hold"
    UP = "up"
    DOWN = "down"
    BUILD = "build"
    COPULA = "copula"


_VERBS: dict[Verb, str] = {
    Verb.TO_UP: (
        "达到 达 到 提高到 提高至 提高为 提升到 提升至 提升为 增长到 增长至 增加到 增加至 增至 "
        "升至 升到 上升到 上升至 扩大到 扩大至 发展到 恢复到 恢复至 拓展到 拓展至 增到 "
        "累计达到 累计达 总量达到 总数达到 做到 达成 可达 可达到 将达 将达到 提至 延伸至 "
        "改善到 改善至 优化到 优化至 稳步达到 突破到"
    ),
    Verb.TO_DOWN: (
        "下降到 下降至 降低到 降低至 降低为 降至 降到 减少到 减少至 减至 减到 压减到 压减至 "
        "压缩到 压缩至 压降到 压降至 控制到 控制至 回落到 回落至 下调至 缩减至 缩短至 缩短到 削减到 削减至"
    ),
    Verb.CAP: "控制在 限制在 压减在 严控在 控制 控制到在 压降在 管控在",
    Verb.HOLD: "保持在 稳定在 维持在 保持 稳定 维持 稳定保持在 稳定达到 持续稳定在 继续保持在",
    Verb.UP: (
        "增长 提高 提升 增加 上升 扩大 升高 提高了 净增 新增 净增加 增幅达到 增长率达到 "
        "增速达到 增长速度达到 增幅 改善 拓展 延长 多增加"
    ),
    Verb.DOWN: (
        "下降 降低 减少 削减 压减 减排 降 节约 压缩 缩减 降幅达到 降幅 下降率达到 "
        "下降幅度达到 降低率达到 降低幅度达到 下降达到 降低达到 下降比例达到 减少达到 压降 减量 "
        "消减 减煤 下降幅度 下降率 降低率 减少率 累计下降 缩短"
    ),
    Verb.BUILD: (
        "建成 建设 新建 建立 打造 培育 创建 完成 改造 推广 实施 引进 引育 布局 布设 设立 形成 "
        "淘汰 建成投运 建成投产 开工建设 开工 投运 投产 建设完成 建成或引入 引入 培养 认定 评选 "
        "发展 组织实施 开展 组织 建成投用 扩建 改扩建 改建 规划建设 规划 新建成 新建或改造 建设改造 "
        "新建改造 新改建 新建和改造 建成运营 推进 创成 申报 配置 配建 配套 安装 更新 "
        "新增推广 推广应用 应用 治理 修复 造林 营造 种植 整治 投放 投入 "
        "腾退 关停 关闭 退出 化解 取缔 拆除 替代 实现替代 生产 利用 消纳 供应 供给 处理 处置 "
        "搭建 组建 选树 遴选 编制 制定 制修订 修订 发布 举办 开发 实现 储备 新增建设 新增建成 "
        "招引 落地 培训 核算 征集 推出 突破 攻克 孵化 集聚 拥有 "
        "支持 建设成 获得 新认定 建成示范 试点 打造成 带动 撬动 拉动 "
        "回收 综合利用 拆解 回收利用 吸纳 示范 抚育 绿化 改良 推广使用 示范推广 "
        "提供 新创建 新培育 新打造 建成 建设形成 力促 铺设 敷设 延伸 "
        "开通 优化 清退 新植 新辟 报废 整合 认证 新开 配备 主导 参与 制修订 新造 安排 入库 盘活 接入 购置 采购 增设 增建 续建 迁建 通过 授予"
    ),
    Verb.COPULA: "为 是 占 约占 即 : 共 计 有 具备 含 需 应为",
}
BUILDING = frozenset(_VERBS[Verb.BUILD].split())
_COMPARATORS: dict[str, str] = {
    ">=": (
        "不低于 不少于 不小于 不得低于 不得少于 不得小于 至少 最低 大于等于 大于或等于 ≥ >= 不短于 "
        "至少达到 最少 不低 下限为 要不低于 达到不低于 不少"
    ),
    ">": "高于 大于 超过 超出 超 突破 多于 逾 > 超过了 优于",
    "<=": (
        "不高于 不超过 不大于 不多于 不得超过 不得高于 不得大于 小于等于 小于或等于 ≤ <= 最多 "
        "最高 上限为 不长于 不超 控制在不超过 最大 最高不超过"
    ),
    "<": "低于 小于 少于 短于 不足 < 低于了 快于",
    "~": "约 约为 大约 大约为 近 接近 大致",
}
_SOFTNESS: dict[Softness, str] = {
    Softness.BINDING: "确保 必须 务必 保证",
    Softness.STRIVE: "力争 争取 努力 力求 力争使 奋力 冲刺 争创",
    Softness.EXPECTED: "原则上 预期 预计 有望 研究 探索 鼓励 推动",
}

_TOKENS: dict[str, tuple[str, object]] = {}
for _verb, _words in _VERBS.items():
    for _word in _words.split():
        _TOKENS.setdefault(_word, ("verb", _verb))
for _sign, _words in _COMPARATORS.items():
    for _word in _words.split():
        _TOKENS[_word] = ("comparator", _sign)
for _soft, _words in _SOFTNESS.items():
    for _word in _words.split():
        _TOKENS[_word] = ("softness", _soft)
_PLAIN_ADVERBS = frozenset(
    "分别 均 都 各 累计 合计 总计 共计 总共 全部 平均 年均 每年 全年 逐年 持续 稳步 逐步 应 要 须 可 "
    "将 不断 总体 再 进一步 基本 率先 同比 且 并 也 同步 整体 大幅 明显 显著 首次 全面 "
    "幅度 同口径 了 则 重点 积极 加快 大力 继续 于 就 每 由 从 的 以 能 都要 均要 使 保持 稳定 力促 相应 "
    "指标 目标 目标值 实际 数量 总数 共 总 在 率 五年 三年".split()
)
for _word in _PLAIN_ADVERBS:
    _TOKENS.setdefault(_word, ("adverb", _word))
_LONGEST = max(map(len, _TOKENS))
# Words that belong to the noun when they stand alone at its end.
_NOUN_TAILS = frozenset({"率", "数量", "总数", "总", "规模", "幅度", "目标", "指标"})

SUFFIX = re.compile(
    r"(?:\(含\))?(?P<ge>\(?(?:及|或)?以上\)?)|(?P<le>\(?(?:及|或)?以下\)?|以内|之内|内(?=[,;。、)]|$))|(?P<about>左右|上下)|(?P<more>[多余](?=[^\d]))"
)


@attrs.frozen(kw_only=True)
class Predicate:
    """What was read to the left of a figure.

    Attributes
    ----------
    verb : Verb or None
        The verb that stands nearest to the noun phrase's end decides.
    comparator : str or None
        Written comparator.
    softness : Softness or None
        Written between noun and figure; it binds this figure alone.
    has_base : bool
        A base year stands among the words.
    adverbs : frozenset of str
    noun_end : int
        Where the noun phrase ends in the text that was read.
    words : tuple of str
        The words in reading order.
    """

    verb: Verb | None
    comparator: str | None
    softness: Softness | None
    has_base: bool
    adverbs: frozenset[str]
    noun_end: int
    words: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether no known word stands before the figure."""
        return self.verb is None and self.comparator is None


def read_predicate(left: str) -> Predicate:
    """Read the known words at the end of ``left``, the text before a figure.

    Base years in ``left`` are masked with :data:`BASE_MASK`.
    """
    end = len(left)
    words: list[tuple[str, str, object]] = []
    has_base = False
    while end:
        if left[end - 1] == BASE_MASK:
            has_base = True
            end -= 1
            continue
        word = _last_word(left, end)
        if word is None:
            break
        kind, meaning = _TOKENS[word]
        if kind == "adverb" and word in _NOUN_TAILS and words == []:
            break
        words.append((word, kind, meaning))
        end -= len(word)
    words, end = _give_back_noun_tails(words, end)
    return _predicate(words, has_base, end)


def _last_word(left: str, end: int) -> str | None:
    for size in range(min(_LONGEST, end), 0, -1):
        word = left[end - size : end]
        if word in _TOKENS:
            return word
    return None


def _give_back_noun_tails(
    words: list[tuple[str, str, object]], end: int
) -> tuple[list[tuple[str, str, object]], int]:
    """In 综合利用率达到 neither 率 nor 利用 belongs to the verb: the noun takes both back."""
    tail = max((i for i, (w, _, _) in enumerate(words) if w in _NOUN_TAILS), default=-1)
    if tail < 1:
        return words, end
    for word, _, _ in words[tail:]:
        end += len(word)
    return words[:tail], end


def _predicate(
    words: list[tuple[str, str, object]], has_base: bool, end: int
) -> Predicate:
    verbs = [m for _, kind, m in words if kind == "verb"]
    comparators = [m for _, kind, m in words if kind == "comparator"]
    softness = [m for _, kind, m in words if kind == "softness"]
    return Predicate(
        verb=_main_verb([Verb(str(v)) for v in verbs]),
        comparator=str(comparators[0]) if comparators else None,
        softness=Softness(str(softness[0])) if softness else None,
        has_base=has_base,
        adverbs=frozenset(w for w, kind, _ in words if kind == "adverb"),
        noun_end=end,
        words=tuple(w for w, _, _ in words),
    )


def _main_verb(verbs: list[Verb]) -> Verb | None:
    """Of several verbs the one that says most: 下降…达到 is a fall, 建成…达到 a level."""
    if not verbs:
        return None
    for strong in (Verb.DOWN, Verb.TO_DOWN, Verb.CAP, Verb.UP):
        if strong in verbs:
            return strong
    return verbs[0]


def comparator_of(
    predicate: Predicate, suffix: str | None, direction: Direction
) -> str:
    """Comparator by the written sign, then by the suffix, then by the verb."""
    if predicate.comparator and predicate.comparator != "~":
        return predicate.comparator
    if suffix == "ge":
        return ">="
    if suffix == "le":
        return "<="
    if suffix == "about" or predicate.comparator == "~":
        return "~"
    if suffix == "more":
        return ">"
    if predicate.verb in (Verb.TO_DOWN, Verb.CAP):
        return "<="
    if predicate.verb in (Verb.DOWN, Verb.UP, Verb.BUILD):
        return ">="
    return "<=" if direction is Direction.DOWN else ">="


def direction_of(predicate: Predicate, suffix: str | None, falls: bool) -> Direction:
    """Which way is better; ``falls`` says that the indicator itself should fall."""
    if predicate.verb in (Verb.DOWN, Verb.TO_DOWN, Verb.CAP):
        return Direction.DOWN
    if predicate.comparator in ("<", "<=") or suffix == "le":
        return Direction.DOWN
    if predicate.verb in (Verb.UP, Verb.BUILD):
        return Direction.UP
    return Direction.DOWN if falls else Direction.UP
