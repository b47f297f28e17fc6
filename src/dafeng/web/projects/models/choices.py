"""Words for the kinds, stages and acts of a project."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.projects import Kind, Review, Stage, StageAct

KINDS = [
    (Kind.NEW.value, _("新建")),
    (Kind.REBUILT.value, _("改建")),
    (Kind.EXTENDED.value, _("扩建")),
    (Kind.UPGRADED.value, _("技改")),
]
STAGES = [
    (Stage.PLANNED.value, _("谋划")),
    (Stage.SCREENED.value, _("已分类")),
    (Stage.EXEMPT.value, _("免单独审查")),
    (Stage.FILED.value, _("已报审")),
    (Stage.CORRECTING.value, _("补正")),
    (Stage.TAKEN.value, _("已受理")),
    (Stage.APPRAISING.value, _("评审中")),
    (Stage.APPROVED.value, _("已批复")),
    (Stage.REFUSED.value, _("未通过")),
    (Stage.BUILDING.value, _("在建")),
    (Stage.CHANGE_ASKED.value, _("变更报审")),
    (Stage.CHANGED.value, _("变更获批")),
    (Stage.TRIAL.value, _("试运行")),
    (Stage.ACCEPTED.value, _("已验收")),
    (Stage.OPERATING.value, _("运行")),
    (Stage.MONITORED.value, _("纳入监测")),
    (Stage.EXCEEDING.value, _("超批复")),
    (Stage.RECTIFYING.value, _("整改中")),
    (Stage.CLEARED.value, _("整改销号")),
    (Stage.PENALISED.value, _("已处罚")),
    (Stage.CANCELLED.value, pgettext_lazy("stage", "终止")),
]
ACTS = [
    (StageAct.SCREEN.value, pgettext_lazy("act", "分类")),
    (StageAct.EXEMPT.value, _("免单独审查")),
    (StageAct.FILE.value, _("报审")),
    (StageAct.CORRECT.value, _("要求补正")),
    (StageAct.TAKE.value, _("受理")),
    (StageAct.APPRAISE.value, _("评审")),
    (StageAct.APPROVE.value, _("批复")),
    (StageAct.REFUSE.value, _("不予通过")),
    (StageAct.START.value, _("开工")),
    (StageAct.ASK_CHANGE.value, _("变更报审")),
    (StageAct.APPROVE_CHANGE.value, _("变更获批")),
    (StageAct.REFUSE_CHANGE.value, _("变更未通过")),
    (StageAct.RESUME.value, _("按变更续建")),
    (StageAct.TRY.value, _("试运行")),
    (StageAct.ACCEPT.value, _("验收")),
    (StageAct.OPERATE.value, _("投运")),
    (StageAct.MONITOR.value, _("纳入监测")),
    (StageAct.EXCEED.value, _("登记超批复")),
    (StageAct.RECTIFY.value, _("责令整改")),
    (StageAct.CLEAR.value, _("整改销号")),
    (StageAct.PENALISE.value, _("处罚")),
    (StageAct.CANCEL.value, pgettext_lazy("act", "终止")),
]
REVIEWS = [
    (Review.UNKNOWN.value, _("未定")),
    (Review.SEPARATE.value, _("单独审查")),
    (Review.DATA_ONLY.value, _("免单独审查")),
]
