"""Words of the rule tables: their heads, and codes that stand in their cells."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dafeng.web.assessment.models import StepCode
from dafeng.web.assessment.wording import ABOUT, ROLES, WORK_LIGHTS
from dafeng.web.core.templatetags.dafeng import LIGHTS
from dafeng.web.office.wording import SURENESS, WORDS_OF_ACTORS

HEADS: Mapping[str, str | Promise] = {
    "about": _("对象"),
    "achieved": _("完成要求"),
    "act": _("环节"),
    "actions": _("操作"),
    "actor": _("承办"),
    "at_least": _("不少于"),
    "at_least_days": _("最少保留，天"),
    "begins": _("开始"),
    "channels": _("方式"),
    "code": _("代码"),
    "day_kind": _("日的种类"),
    "days": _("天数"),
    "demand": _("要求"),
    "due": _("截止"),
    "due_day": _("截止日"),
    "due_months": _("期后月数"),
    "earlier_steps": _("此前处置"),
    "effective_from": _("施行日期"),
    "effective_to": _("失效日期"),
    "every": _("每隔，天"),
    "falsified": _("弄虚作假"),
    "first": _("首日"),
    "frequency": _("频次"),
    "from_act": _("起算环节"),
    "grades": _("等次"),
    "id": _("代码"),
    "keep_days": _("保留，天"),
    "kind": _("种类"),
    "last": _("末日"),
    "led_lights_spared": _("牵头任务的灯"),
    "light": _("亮灯"),
    "light_rules": _("亮灯办法"),
    "lights": _("亮灯"),
    "meaning": _("含义"),
    "measure": _("依据的量"),
    "more_than": _("多于"),
    "name": _("名称"),
    "note": _("说明"),
    "note_en": _("说明"),
    "note_zh": _("说明"),
    "offset": _("距期限，天"),
    "opens": _("从哪里办理"),
    "opens_day": _("开始日"),
    "overdue_days": _("逾期天数"),
    "parts": _("承担方式"),
    "place": _("适用地区"),
    "reason": _("理由"),
    "recurrence": _("周期"),
    "repeats": _("重复次数"),
    "reply_days": _("回复天数"),
    "rule": _("规则"),
    "schemes": _("考核办法"),
    "set": _("亮灯办法"),
    "settled": _("已定结果"),
    "softness": _("约束程度"),
    "source": _("来源"),
    "states": _("状态"),
    "step": _("处置"),
    "sureness": _("核实程度"),
    "title_en": _("英文名称"),
    "title_zh": _("名称"),
    "to": _("收件人"),
    "unit": _("计量单位"),
    "valid_from": _("施行日期"),
    "value": _("数值"),
    "verified": _("核实程度"),
    "what_en": _("英文名称"),
    "what_zh": _("名称"),
    "working_days": _("日的种类"),
}
"""Head of a column, by its name in the packaged table."""

CODES: Mapping[str, str | Promise] = {
    **WORDS_OF_ACTORS,
    **{code: word for code, (_shape, word) in WORK_LIGHTS.items()},
    **{state: word for state, (_shape, word) in LIGHTS.items()},
    **ABOUT,
    **ROLES,
    **dict(StepCode.choices),
    "accept": _("受理异议"),
    "actor": _("经办人"),
    "answer": _("答复异议"),
    "appeal": _("申请复核"),
    "binding": _("约束性"),
    "calendar": _("自然日"),
    "due-soon": _("即将到期"),
    "expected": _("预期性"),
    "extended": _("准予延期"),
    "file": _("提出异议"),
    "group": _("分组承担"),
    "half-yearly": _("每半年"),
    "head": _("负责人"),
    "holiday": _("放假"),
    "mail": _("邮件"),
    "member": _("分组成员"),
    "monthly": _("每月"),
    "no": _("否"),
    "overdue": _("逾期"),
    "owner": _("数据提供单位"),
    "publish": _("公布结果"),
    "quarterly": _("每季度"),
    "received": _("已上报"),
    "replied": _("已回复"),
    "returned": _("已退回"),
    "review": _("复核异议"),
    "round-opened": _("开始填报"),
    "site": _("站内"),
    "strive": _("力争"),
    "submitted": _("已提交"),
    "suspended": _("有调整"),
    "task-assigned": _("任务已分解"),
    "verified": _("已核实"),
    "workday": _("调休上班"),
    "working": _("工作日"),
    "yearly": _("每年"),
    "yes": _("是"),
    **SURENESS,
}
"""Codes of the cells; several of them are set apart by ``|``."""

PHRASES: Mapping[str, str | Promise] = {
    "judgement of this house": _("本程序的判断"),
    "judgement of this house; no rule found": _("本程序的判断，未见规定"),
    "house rule": _("本程序工作规则"),
    "house rule; no document found": _("本程序工作规则，未见文件"),
    "definition of a share": _("比例的定义"),
    "90 % interval; judgement of this house": _("90% 区间，本程序的判断"),
    "Jeffreys, prior of a binomial share": _("二项比例的 Jeffreys 先验"),
    "Yinchuan 2025 (light convention)": _("银川市 2025 年亮灯办法"),
    "institutions: which path a city uses is not known": _("各市采用的路径未见公开"),
    "share of the earlier figure": _("占此前数值的比例"),
    "share of the value": _("占数值的比例"),
    "share": _("比例"),
    "decades": _("十倍数"),
    "values": _("个数值"),
    "years": _("年"),
    "how far a figure may lie from that of the period before": _(
        "数值与上期相差多少以内不需说明"
    ),
    "how far a figure may lie from that of the same period a year before": _(
        "数值与上年同期相差多少以内不需说明"
    ),
    "how near to a whole power of ten the ratio of two figures must lie "
    "to look like another unit": _("两数之比接近十的整次方到多少时，疑为单位有误"),
    "below this no share can lie": _("比例的下限"),
    "above this no share can lie": _("比例的上限"),
    "below this nobody can tell": _("少于此数无法判断"),
    "probability left out at each end of the band": _("区间两端各略去的概率"),
    "no probability nearer to 0 or 1 than this": _("概率与 0 或 1 的最小距离"),
    "how far a value may lie from what = asks for": _("“等于”允许的偏差"),
    "how far a value may lie from what ~ asks for (左右)": _("“左右”允许的偏差"),
    "standing still: years added to those that did not move and to those that moved": _(
        "停滞：给停滞和变动的年数各加的年数"
    ),
    "how far a series moves that never moved before": _("从未变动的数列首次变动的幅度"),
    "a target whose chance is at least this is on track": _(
        "达标概率不低于此值为按计划"
    ),
    "at least this: at risk; below: off track": _("不低于此值为有风险，低于此值为滞后"),
    "percentage points of the way behind its path; "
    "used where no series tells a chance": _("落后于路径的百分点；无法估计概率时采用"),
    "more than this: off track": _("超过此值为滞后"),
    "linear: T*n/N; equal-rate: 1-(1-T)^(n/N) for cumulative decreases": _(
        "linear 为匀速 T*n/N；equal-rate 为等速率 1-(1-T)^(n/N)，用于累计下降"
    ),
    "a target missed by a hair earns at most this share of its points": _(
        "以毫厘之差未达的目标最多得此比例的分值"
    ),
    "two statements of one figure that lie further apart are shown": _(
        "同一数值的两个来源相差超过此值时提示"
    ),
}
"""Sentences that the packaged tables hold in English."""
