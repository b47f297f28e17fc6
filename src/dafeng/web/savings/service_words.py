"""Words of stages, of finance, and of the sentences about several projects."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from dafeng.enterprises.savings import Appraisal, Known, Party, Progress, Source, Why
from dafeng.web.core.unit_words import unit_words
from dafeng.web.savings.models import InvestmentLine, ProjectStage
from dafeng.web.savings.selectors.finance import VerifiedRow
from dafeng.web.savings.selectors.stages import NOT_BEGUN, UNKNOWN
from dafeng.web.savings.wording import Light, number_words

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PROGRESSES: Mapping[str, Light] = {
    Progress.DONE.value: ("met", "●", pgettext_lazy("stage", "已完成")),
    Progress.RUNNING.value: ("met", "◐", pgettext_lazy("stage", "进行中")),
    Progress.PLANNED.value: ("unknown", "○", pgettext_lazy("stage", "未开始")),
    Progress.SKIPPED.value: ("unknown", "–", pgettext_lazy("stage", "不需要")),
    UNKNOWN: ("unknown", "◇", pgettext_lazy("stage", "未登记")),
}
"""Colour, shape and word of where a stage stands."""
STAGES: Mapping[str, StrPromise] = {
    **{one.value: one.label for one in ProjectStage.Stage},
    NOT_BEGUN: pgettext_lazy("stage", "未开始"),
    UNKNOWN: pgettext_lazy("stage", "未登记"),
}
SOURCES: Mapping[str, StrPromise] = {
    one.value: one.label for one in InvestmentLine.Source
}
PARTIES: Mapping[str, StrPromise] = {
    Party.PROJECT.value: gettext_lazy("项目整体"),
    Party.ENTERPRISE.value: gettext_lazy("企业"),
    Party.PROVIDER.value: gettext_lazy("节能服务公司"),
}
WHYS: Mapping[str, StrPromise] = {
    Why.NO_INVESTMENT.value: gettext_lazy("没有登记投资"),
    Why.NO_SAVING.value: gettext_lazy("还没有双方确认的节能量"),
    Why.NO_OUTLAY.value: gettext_lazy("没有先期投入，无收益率可言"),
    Why.NEVER.value: gettext_lazy("按条款收不回投入"),
    Why.MANY.value: gettext_lazy("收支多次交替，收益率不唯一"),
}
FINDINGS: Mapping[str, StrPromise] = {
    "stage.report-early": gettext_lazy(
        "统计报告期自 %(value)s 起，早于运行阶段的开始日期，请核对其中一个。"
    ),
}


def delay_words(days: int | None) -> str:
    """By how many days something is late; unknown is ``--``."""
    if days is None:
        return "--"
    if days == 0:
        return _("按期")
    if days > 0:
        return ngettext("滞后 %(n)s 天", "滞后 %(n)s 天", days) % {"n": days}
    return ngettext("提前 %(n)s 天", "提前 %(n)s 天", -days) % {"n": -days}


def known_words(told: Known, places: int = 0, times: int = 1) -> str:
    """A figure, or ``--``."""
    value = None if told.value is None else told.value * times
    return number_words(value, places)


def reasons_of(appraisal: Appraisal) -> list[tuple[str, str]]:
    """For whom a figure is not given, and why; each reason once."""
    told = []
    for one in appraisal.returns:
        for why in dict.fromkeys((one.payback.why, one.npv.why, one.irr.why)):
            if why is not None:
                told.append((str(PARTIES[one.party.value]), str(WHYS[why.value])))
    if len({why for _party, why in told}) == 1 and len(told) == len(appraisal.returns):
        return [("", told[0][1])]
    return told


def stages_words(counts: Mapping[str, int]) -> str:
    """How many projects are in which stage."""
    told = [f"{STAGES[at]} {count}" for at, count in counts.items()]
    return _("、").join(told)


def sources_words(invested: Mapping[str, Decimal]) -> str:
    """What was invested by source, in yuan."""
    if not invested:
        return _("投资未登记")
    told = [
        f"{SOURCES[source]} {number_words(yuan)}" for source, yuan in invested.items()
    ]
    facts = {
        "all": number_words(sum(invested.values(), Decimal(0))),
        "parts": _("、").join(told),
    }
    return _("投资 %(all)s 元（%(parts)s）") % facts


def verified_words(told: VerifiedRow) -> str:
    """What both sides confirmed, by unit and in yuan."""
    if not told.energy:
        return _("还没有双方确认的节能量")
    parts = [
        f"{number_words(value)} {unit_words(unit)}"
        for unit, value in told.energy.items()
    ]
    facts = {"energy": _("、").join(parts), "worth": number_words(told.worth)}
    return _("双方确认节能量 %(energy)s，效益 %(worth)s 元") % facts


def service_sentence(
    counts: Mapping[str, int], invested: Mapping[str, Decimal], told: VerifiedRow
) -> str:
    """Stages, investment and verified saving of several projects, in a sentence."""
    facts = {
        "stages": stages_words(counts),
        "invested": sources_words(invested),
        "verified": verified_words(told),
    }
    return _("所处阶段：%(stages)s；%(invested)s；%(verified)s。") % facts


def invested_by_source(appraisal: Appraisal) -> dict[str, Decimal]:
    """The investment of a project by the code of its source."""
    return {
        source.value: appraisal.invested[source]
        for source in Source
        if source in appraisal.invested
    }
