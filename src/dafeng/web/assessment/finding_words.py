"""Words for the findings of the core, by their codes, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import attrs
from django.utils.translation import gettext_lazy as _

from dafeng.base.findings import Finding, Severity
from dafeng.web.assessment.selectors.readiness import series_known
from dafeng.web.assessment.wording import BASES
from dafeng.web.core.languages import english

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@attrs.frozen(kw_only=True)
class FindingWords:
    """What is wrong, and what to do, as a person reads it."""

    title: str | StrPromise
    hint: str | StrPromise


@attrs.frozen(kw_only=True)
class FindingGroup:
    """Findings of one code, worded once.

    Attributes
    ----------
    code : str
    words : FindingWords
    serious : bool
        Whether one of them is an error.
    rows : tuple of (str, str)
        Where, and what stands there.
    """

    code: str
    words: FindingWords
    serious: bool
    rows: tuple[tuple[str, str], ...]


def _words(title: StrPromise, hint: StrPromise) -> FindingWords:
    return FindingWords(title=title, hint=hint)


FINDINGS: Mapping[str, FindingWords] = {
    "goal.no_indicator": _words(
        _("目标没有算法"), _("请在目标页选定一种算法，或由责任单位附证明报告完成情况。")
    ),
    "goal.no_owner": _words(
        _("目标没有责任单位"), _("请指定责任单位；在此之前由双碳办负责。")
    ),
    "goal.city_differs": _words(
        _("上级下达的数值与方案不同"),
        _("按上级最新文件判断。请核对文件，或修订方案。"),
    ),
    "figure.impossible": _words(
        _("比重不在 0–100% 之间"), _("请核对分子和分母；在更正之前按未知处理。")
    ),
    "observation.contradicts": _words(
        _("同一数据有两种说法，相差较大"),
        _("按来源更可靠的一个计算；请查明另一个为什么不同。"),
    ),
    "scheme.not_in_force": _words(
        _("考核办法在这一天不适用"), _("请选用在截止日有效的考核办法。")
    ),
    "assessment.no_owner": _words(
        _("没有单位负责"), _("请写明责任单位；在此之前不计入任何单位的得分。")
    ),
    "assessment.unit_unlisted": _words(
        _("单位不在名单中"), _("按“其他”计分。请把它加入名单，或更正名称。")
    ),
    "assessment.no_evidence": _words(
        _("数据没有凭证"), _("请补上凭证；办法要求凭证的，在此之前不得分。")
    ),
    "assessment.exemption_unused": _words(
        _("免予考核的事项不存在"), _("请更正编号，或取消这条免予考核。")
    ),
    "assessment.judgement_unknown": _words(
        _("部门评价的事项不在办法中"), _("请对照考核办法的事项更正。")
    ),
    "assessment.judgement_without_paper": _words(
        _("部门评价没有文件"), _("没有文件的评价不计入，请补上文件。")
    ),
    "assessment.judgement_conflict": _words(
        _("部门评价与数据不一致"), _("以部门评价为准；请向部门核实，或核对数据。")
    ),
    "calendar.no_year": _words(
        _("这一年的节假日安排尚未录入"),
        _("回复期限暂按周一至周五推算；公布后请录入并重新计算。"),
    ),
    "objection.answer_late": _words(_("异议办理超期"), _("请尽快办理这件异议。")),
    "revision.weaker": _words(
        _("修订后目标放宽"), _("放宽是允许的，但会列出；请核对依据。")
    ),
    "revision.mixed": _words(
        _("修订后目标部分放宽"), _("放宽是允许的，但会列出；请核对依据。")
    ),
    "revision.dropped": _words(
        _("修订后目标取消"), _("取消是允许的，但会列出；请核对依据。")
    ),
    "revision.letter_holds": _words(
        _("上级下达的指标继续有效"), _("如上级已经调整，请登记新的文件。")
    ),
    "division.year_out_of_plan": _words(
        _("方案不覆盖这一年"),
        _("只列出没有期限的职责。请选择方案期内的年份，或导入覆盖这一年的方案。"),
    ),
    "task.no_responsible": _words(
        _("任务没有责任单位"), _("列在双碳办的单子上，请指定责任单位。")
    ),
    "target.no_responsible": _words(
        _("目标没有写责任单位"), _("列在双碳办的单子上，请指定责任单位。")
    ),
    "milestone.no_task": _words(
        _("节点不属于任何任务"), _("列在双碳办的单子上，请写明属于哪一条款的任务。")
    ),
    "project.no_task": _words(
        _("项目不属于任何任务"), _("列在双碳办的单子上，请写明属于哪一条款的任务。")
    ),
    "group.no_roster": _words(
        _("单位组没有成员"),
        _("这一组有单子，成员没有。请在方案的单位页登记成员和起止日期。"),
    ),
    "roster.unknown_group": _words(
        _("名单对应的单位组不在方案中"), _("请对照方案核对这一组的名称。")
    ),
    "exemption.unknown_subject": _words(
        _("免予考核的事项不在方案中"), _("没有效力；请对照方案核对编号。")
    ),
    "task.all_exempt": _words(
        _("任务的责任单位全年都免予考核"),
        _("没有单位落实。请另指定单位，或让其中一条免予考核到期。"),
    ),
    "target.conflict": _words(
        _("方案之间数值冲突"), _("请确定以哪一处为准，并更正另一处。")
    ),
    "target.weaker_than_superior": _words(
        _("低于上级方案的要求"), _("低于上级是允许的，但会列出；请核对并说明。")
    ),
    "target.stricter_than_superior": _words(
        _("高于上级方案的要求"), _("两处都有效，下级方案按较高的要求落实。")
    ),
    "target.plans_differ": _words(
        _("专项方案之间数值不同"), _("两处都可以有效；请商定一个，或以较高的为准。")
    ),
    "target.incomparable": _words(
        _("两处数值不可比"), _("请用同一口径表述，或取消这一对应关系。")
    ),
    "target.unlinked": _words(
        _("上级方案中没有对应的目标"), _("请核对指标，或确认是本级增加的目标。")
    ),
    "task.uncovered": _words(
        _("任务没有方案承接"), _("请在一份方案中写入，或确认由哪份方案落实。")
    ),
    "allocation.minima": _words(
        _("下限合计超过总量"), _("请采用所列的最小放宽办法之一。")
    ),
    "allocation.maxima": _words(
        _("上限合计不足总量"), _("请采用所列的最小放宽办法之一。")
    ),
    "allocation.clash": _words(
        _("能耗和碳排放的限值互相冲突"), _("请把限值放宽到能够达到的数值。")
    ),
    "allocation.lacks": _words(
        _("缺少分解需要的数据"), _("请补报数据、给定该单位的数值，或换一种分解办法。")
    ),
    "allocation.beyond": _words(
        _("已知措施的潜力不够"),
        _("其余的削减按基期比例分摊，没有价格；请补充措施或放宽总量。"),
    ),
    "allocation.no_cut": _words(
        _("总量不低于基期，没有要削减的"), _("各单位按同一比例变化，与等比例法相同。")
    ),
    "allocation.exempt_above_base": _words(
        _("豁免部分大于基期数值"), _("请更正其中之一；其余部分暂按 0 计算。")
    ),
    "allocation.basis": _words(
        _("标准煤没有写明当量值还是等价值"), _("默认系数按当量值；请写明口径。")
    ),
    "allocation.index_same": _words(
        _("指数对各单位没有区别"), _("这一指数不计权重；都没有区别时权重相等。")
    ),
    "allocation.band_step": _words(
        _("取整后落在结构区间之外"), _("已取最近的一步；步长更小就能取到。")
    ),
}
"""Every code that the assessment's rooms give to a finding."""


def finding_words(finding: Finding) -> FindingWords:
    """What a person reads; the core's own sentences where none are kept."""
    known = FINDINGS.get(finding.code)
    if known is not None:
        return known
    return FindingWords(title=finding.rule or finding.code, hint=finding.hint)


def finding_place(finding: Finding) -> tuple[str, str]:
    """Where it is and what stands there, with names for the codes of series."""
    if finding.code != "observation.contradicts":
        return finding.place, finding.value
    series, *rest = finding.place.split()
    known = series_known(series)
    name = series
    if known is not None:
        name = (known.name_en if english() else "") or known.name_zh
    said = finding.value
    for code, word in BASES.items():
        said = said.replace(f"{code} ", f"{word} ")
    return " ".join((name, *rest)), said


def finding_groups(findings: Iterable[Finding]) -> list[FindingGroup]:
    """Findings by code: errors first, then by their number."""
    by_code: dict[str, list[Finding]] = {}
    for one in findings:
        by_code.setdefault(one.code, []).append(one)
    groups = [
        FindingGroup(
            code=code,
            words=finding_words(rows[0]),
            serious=any(one.severity is Severity.ERROR for one in rows),
            rows=tuple(finding_place(one) for one in rows),
        )
        for code, rows in by_code.items()
    ]
    return sorted(groups, key=lambda one: (not one.serious, -len(one.rows), one.code))
