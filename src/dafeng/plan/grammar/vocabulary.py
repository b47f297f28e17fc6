"""Words that may stand between a noun phrase and its figure, and what each means."""

from __future__ import annotations

from enum import StrEnum

from dafeng.plan.grammar.wordlists import words
from dafeng.plan.records import Softness


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


class Sign(StrEnum):
    """A written comparison, before or behind a figure."""

    AT_LEAST = ">="
    MORE = ">"
    AT_MOST = "<="
    LESS = "<"
    ABOUT = "~"


class Adverb(StrEnum):
    """A word that says nothing about the figure but that it belongs to the verb."""

    PLAIN = "plain"
    RESPECTIVELY = "respectively"
    EACH = "each"


Meaning = Verb | Sign | Softness | Adverb

_VERBS: dict[Verb, tuple[str, ...]] = {
    Verb.TO_UP: words(
        """
        达到 达 到 提高到 提高至 提高为 提升到 提升至 提升为 增长到 增长至 增加到 增加至
        增至 升至 升到 上升到 上升至 扩大到 扩大至 发展到 恢复到 恢复至 拓展到 拓展至
        扩展到 扩展至 扩至 增到 累计达到 累计达 总量达到 总数达到 做到 达成 可达 可达到
        将达 将达到 提至 延伸至 改善到 改善至 优化到 优化至 稳步达到 突破到
        """
    ),
    Verb.TO_DOWN: words(
        """
        下降到 下降至 降低到 降低至 降低为 降至 降到 减少到 减少至 减至 减到 压减到
        压减至 压缩到 压缩至 压降到 压降至 控制到 控制至 回落到 回落至 下调至 缩小到
        缩小至 缩减至 缩短至 缩短到 削减到 削减至
        """
    ),
    Verb.CAP: words(
        """
        控制在 限制在 压减在 严控在 控制 控制到在 压降在 管控在
        """
    ),
    Verb.HOLD: words(
        """
        保持在 稳定在 维持在 保持 稳定 维持 稳定保持在 稳定达到 持续稳定在 继续保持在
        """
    ),
    Verb.UP: words(
        """
        增长 提高 提升 增加 上升 扩大 升高 提高了 净增 新增 净增加 增幅达到 增长率达到
        增速达到 增长速度达到 增幅 改善 拓展 延长 多增加
        """
    ),
    Verb.DOWN: words(
        """
        下降 降低 减少 削减 压减 减排 降 节约 压缩 缩减 降幅达到 降幅 下降率达到
        下降幅度达到 降低率达到 降低幅度达到 下降达到 降低达到 下降比例达到 减少达到
        压降 减量 消减 减煤 下降幅度 下降率 降低率 减少率 累计下降 缩短
        """
    ),
    Verb.BUILD: words(
        """
        建成 建设 新建 建立 打造 培育 创建 完成 改造 推广 实施 引进 引育 布局 布设 设立
        形成 淘汰 建成投运 建成投产 开工建设 开工 投运 投产 建设完成 建成或引入 引入
        培养 认定 评选 发展 组织实施 开展 组织 建成投用 扩建 改扩建 改建 规划建设 规划
        新建成 新建或改造 建设改造 新建改造 新改建 新建和改造 建成运营 推进 创成 申报
        配置 配建 配套 安装 更新 新增推广 推广应用 应用 治理 修复 造林 营造林 营造 种植
        整治 投放 投入 腾退 关停 关闭 退出 化解 取缔 拆除 替代 实现替代 生产 利用 消纳
        供应 供给 处理 处置 搭建 组建 选树 遴选 编制 制定 制修订 修订 发布 举办 开发
        实现 储备 新增建设 新增建成 招引 落地 培训 核算 征集 推出 突破 攻克 孵化 集聚
        拥有 支持 建设成 获得 新认定 建成示范 试点 打造成 带动 撬动 拉动 回收 综合利用
        拆解 回收利用 吸纳 示范 抚育 绿化 改良 推广使用 示范推广 提供 新创建 新培育
        新打造 建设形成 力促 铺设 敷设 延伸 开通 优化 清退 新植 新辟 报废 整合 认证 新开
        配备 主导 参与 新造 安排 入库 盘活 接入 购置 采购 增设 增建 续建 迁建 通过 授予
        """
    ),
    Verb.COPULA: words(
        """
        为 是 占 约占 即 : 共 计 有 具备 含 需 应为
        """
    ),
}
_SIGNS: dict[Sign, tuple[str, ...]] = {
    Sign.AT_LEAST: words(
        """
        不低于 不少于 不小于 不得低于 不得少于 不得小于 至少 最低 大于等于 大于或等于
        ≥ >= 不短于 至少达到 最少 不低 下限为 要不低于 达到不低于 不少
        """
    ),
    Sign.MORE: words(
        """
        高于 大于 超过 超出 超 突破 多于 逾 > 超过了 优于
        """
    ),
    Sign.AT_MOST: words(
        """
        不高于 不超过 不大于 不多于 不得超过 不得高于 不得大于 小于等于 小于或等于 ≤
        <= 最多 最高 上限为 不长于 不超 控制在不超过 最大 最高不超过
        """
    ),
    Sign.LESS: words(
        """
        低于 小于 少于 短于 不足 < 低于了 快于
        """
    ),
    Sign.ABOUT: words(
        """
        约 约为 大约 大约为 近 接近 大致
        """
    ),
}
_SOFTNESS: dict[Softness, tuple[str, ...]] = {
    Softness.BINDING: words(
        """
        确保 必须 务必 保证
        """
    ),
    Softness.STRIVE: words(
        """
        力争 争取 努力 力求 力争使 奋力 冲刺 争创
        """
    ),
    Softness.EXPECTED: words(
        """
        原则上 预期 预计 有望 研究 探索 鼓励 推动
        """
    ),
}
_ADVERBS: dict[Adverb, tuple[str, ...]] = {
    Adverb.RESPECTIVELY: ("分别",),
    Adverb.EACH: ("均", "都"),
    Adverb.PLAIN: words(
        """
        各 现有 累计 合计 总计 共计 总共 全部 平均 年均 每年 全年 逐年 持续 稳步 逐步 应
        要 须 可 将 不断 总体 再 进一步 基本 率先 同比 且 并 也 同步 整体 大幅 明显 显著
        首次 全面 幅度 同口径 了 则 重点 积极 加快 大力 继续 于 就 每 由 从 的 以 能够
        都要 均要 使 相应 指标 目标 目标值 实际 数量 总数 总 在 率 五年 三年
        """
    ),
}


def _meanings() -> dict[str, Meaning]:
    """Every word once: comparisons and softness before verbs, verbs before adverbs."""
    meanings: dict[str, Meaning] = {}
    for table in (_ADVERBS, _VERBS, _SIGNS, _SOFTNESS):
        for meaning, listing in table.items():
            meanings.update(dict.fromkeys(listing, meaning))
    return meanings


MEANINGS = _meanings()
LONGEST = max(map(len, MEANINGS))
BUILDING = frozenset(_VERBS[Verb.BUILD])
# Adverbs that belong to the noun when they stand alone at its end.
NOUN_TAILS = frozenset(words("率 数量 总数 总 规模 幅度 目标 指标"))
