"""A set of measures in words: the wish, how far the search is, what came of it."""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

from django.utils.translation import gettext as _

from dafeng.base.rounding import plain_number
from dafeng.pathways.achieved import STEPS, Achieved
from dafeng.web.pathways.models import ChoiceOrder
from dafeng.web.pathways.wording import percent


def choice_label(order: ChoiceOrder) -> str:
    """A wish in a few words, as lists and notices name it."""
    words = _("减排 %(cut)s%%、把握 %(likely)s%%的措施组合")
    fields = {"cut": plain_number(order.cut), "likely": plain_number(order.probability)}
    return words % fields


def step_words(step: int) -> str:
    """What a worker is doing about a set; a step is told by its number."""
    if step <= 0:
        return _("正在排队。")
    if step == 1:
        return _("正在计算各项措施的效果。")
    if step < STEPS:
        return _("正在求解，第 %(round)s 轮，最多 %(rounds)s 轮。") % {
            "round": step - 1,
            "rounds": STEPS - 2,
        }
    return _("正在用完整模型核验。")


def bound_words(found: Achieved) -> str:
    """How far the cost may lie from the least, as the search proved it."""
    if found.gap is None:
        return _("没有证明与最低成本相差多少")
    if found.gap == 0:
        return _("已证明是最低成本")
    return _("已证明与最低成本相差不超过 %(gap)s") % {"gap": _bound(found.gap)}


def achieved_words(found: Achieved) -> str:
    """Whether the wish comes true with the set, and how surely."""
    if any(one.code == "choice.not_robust" for one in found.findings):
        return _("可用的措施达不到这个要求：完整模型核验的概率只有 %(share)s。") % {
            "share": percent(found.verified)
        }
    if any(one.code == "choice.below_wish" for one in found.findings):
        return _(
            "选出 %(count)s 项措施，完整模型用新抽样核验的概率是 %(share)s，"
            "仍低于要求的 %(asked)s。"
        ) % {
            "count": len(found.measures),
            "share": percent(found.verified),
            "asked": percent(found.asked),
        }
    return _(
        "选出 %(count)s 项措施，完整模型用新抽样核验，达到要求的概率是 %(share)s。"
    ) % {
        "count": len(found.measures),
        "share": percent(found.verified),
    }


def _bound(gap: Decimal) -> str:
    """A bound in percent, rounded up."""
    shown = (gap * 100).quantize(Decimal("0.01"), rounding=ROUND_CEILING)
    return f"{shown}%"
