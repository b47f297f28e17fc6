"""A scheme in words: who is assessed, what earns points, what caps a grade."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dafeng.assessment.schemes import (
    AnyRule,
    AnyVeto,
    Assesses,
    ItemsRule,
    Measure,
    MissedTargetVeto,
    Pay,
    Policy,
    QualityRule,
    Scheme,
    TargetsRule,
    TasksRule,
    TimelinessRule,
)
from dafeng.web.assessment.wording import QUALITIES, ROLES
from dafeng.web.core.languages import english
from dafeng.web.core.templatetags.dafeng import amount
from dafeng.web.office.wording import SURENESS

if TYPE_CHECKING:
    from decimal import Decimal

    from django_stubs_ext import StrPromise

ASSESSED: Mapping[str, StrPromise] = {
    Assesses.DISTRICT.value: gettext_lazy("本区"),
    Assesses.UNITS.value: gettext_lazy("各责任单位"),
}
MEASURES: Mapping[str, StrPromise] = {
    Measure.FINAL.value: gettext_lazy("完成当年目标值"),
    Measure.MILESTONE.value: gettext_lazy("达到当年的进度要求"),
    Measure.JUDGED.value: gettext_lazy("由主管部门评定"),
}
POLICIES: Mapping[str, StrPromise] = {
    Policy.ASIDE.value: gettext_lazy("不计，权重分给其余目标"),
    Policy.COUNT.value: gettext_lazy("照常计分"),
}
SOFTNESS: Mapping[str, StrPromise] = {
    "binding": gettext_lazy("约束性"),
    "strive": gettext_lazy("力争"),
    "expected": gettext_lazy("预期性"),
}

NOTES: Mapping[str, StrPromise] = {
    "progress that no second person confirmed earns 80 %": gettext_lazy(
        "未经第二人核实的进度按八成计"
    ),
    "the indicator behind it is a working value": gettext_lazy("所用指标是工作值"),
    "the report itself is the evidence": gettext_lazy("报表本身即是凭证"),
    "which indicators stand behind it is a working value": gettext_lazy(
        "用哪些指标是工作值"
    ),
}
"""Remarks that the packaged schemes hold in English."""


class Part(Protocol):
    """A rule, an item or a grade."""

    @property
    def name_zh(self) -> str:
        """Its Chinese name."""
        ...

    @property
    def name_en(self) -> str:
        """Its English name."""
        ...


def part_name(part: Part) -> str:
    """Name of a rule, item, grade or scheme in the reader's language."""
    return (part.name_en if english() else "") or part.name_zh


def scheme_label(scheme: Scheme) -> str:
    """What a reader must know beside every result."""
    return scheme.label_en if english() else scheme.label_zh


def assessed_word(assesses: str) -> str:
    """Who is assessed."""
    return str(ASSESSED[assesses])


def measure_word(measure: str) -> str:
    """By what an item is met."""
    return str(MEASURES[measure])


def policy_word(policy: str) -> str:
    """What becomes of a target that cannot be scored as others are."""
    return str(POLICIES[policy])


def sureness_word(mark: str) -> str:
    """How well a source is known."""
    return str(SURENESS.get(mark, mark))


def note_words(note: str) -> str:
    """A remark of a scheme in the reader's language."""
    return str(NOTES.get(note, note))


def earning_words(rule: AnyRule) -> str:
    """How a rule earns its points."""
    match rule:
        case TargetsRule():
            return _("按目标完成本期进度的程度得分。")
        case TasksRule():
            words = _("按任务进度与应有进度之比得分；未经核实的进度按 %(share)s 计。")
            return words % {"share": _percent(rule.claimed)}
        case TimelinessRule():
            late = _("；").join(
                _("迟 %(days)s 天以内得 %(share)s")
                % {"days": tier.days, "share": _percent(tier.share)}
                for tier in rule.late
            )
            return _("按期报送得满分；%(late)s；再迟不得分。") % {"late": late}
        case QualityRule():
            grades = _("；").join(
                _("%(grade)s 得 %(share)s")
                % {
                    "grade": QUALITIES.get(quality.value, quality.value),
                    "share": _percent(share),
                }
                for quality, share in rule.grades.items()
            )
            return _("按所牵头数值的质量和报表退回次数得分：%(grades)s。") % {
                "grades": grades
            }
        case ItemsRule():
            return _items_words(rule)


def _items_words(rule: ItemsRule) -> str:
    words = (
        _("事项完成得满分，否则不得分。")
        if rule.pays is Pay.MET
        else _("按事项完成的比例得分，最多得满分。")
    )
    if rule.fails_at is None:
        return words
    return words + _("未完成 %(n)s 项即为不合格。") % {"n": rule.fails_at}


def veto_words(veto: AnyVeto, scheme: Scheme) -> str:
    """What caps a grade, and at which."""
    cap = part_name(scheme.grading.grade(veto.cap))
    if isinstance(veto, MissedTargetVeto):
        fields = {
            "softness": _("、").join(str(SOFTNESS[one]) for one in veto.softness),
            "roles": _("、").join(str(ROLES[role.value]) for role in veto.roles),
            "cap": cap,
        }
        words = _("%(softness)s目标当年未达，%(roles)s单位的等次最高为%(cap)s。")
        return words % fields
    named = {
        item.id: part_name(item)
        for rule in scheme.rules
        if isinstance(rule, ItemsRule)
        for item in rule.items
    }
    items = _("、").join(named.get(one, one) for one in veto.items)
    return _("%(items)s未完成，等次最高为%(cap)s。") % {"items": items, "cap": cap}


def _percent(share: Decimal) -> str:
    return f"{amount(share * 100)} %"
