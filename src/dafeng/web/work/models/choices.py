"""Words for the states and acts of the core, as choices of the tables."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.work import (
    Answer,
    Recurrence,
    ReportAct,
    ReportState,
    TaskAct,
    TaskState,
)

TASK_STATES = (
    (TaskState.DRAFT.value, _("草拟")),
    (TaskState.ASSIGNED.value, _("已分解")),
    (TaskState.ACCEPTED.value, _("已签收")),
    (TaskState.IN_PROGRESS.value, _("推进中")),
    (TaskState.SUBMITTED.value, _("已报送")),
    (TaskState.RETURNED.value, pgettext_lazy("task", "已退回")),
    (TaskState.VERIFIED.value, _("已核实")),
    (TaskState.CLOSED.value, _("已销号")),
    (TaskState.EXTENDED.value, _("已延期")),
    (TaskState.SUSPENDED.value, _("已暂缓")),
    (TaskState.CANCELLED.value, _("已终止")),
)
TASK_ACTS = (
    (TaskAct.ASSIGN.value, _("分解下达")),
    (TaskAct.ACCEPT.value, _("签收")),
    (TaskAct.START.value, _("开始推进")),
    (TaskAct.SUBMIT.value, _("报送完成")),
    (TaskAct.RETURN.value, pgettext_lazy("act", "退回")),
    (TaskAct.VERIFY.value, pgettext_lazy("act", "核实")),
    (TaskAct.CLOSE.value, _("销号")),
    (TaskAct.NEXT.value, _("转入下一期")),
    (TaskAct.EXTEND.value, _("准予延期")),
    (TaskAct.SUSPEND.value, _("暂缓")),
    (TaskAct.RESUME.value, _("恢复推进")),
    (TaskAct.CANCEL.value, _("终止")),
    (TaskAct.UNDO.value, _("撤销上一步")),
)
RECURRENCES = (
    (Recurrence.ONCE.value, _("一次")),
    (Recurrence.MONTHLY.value, _("每月")),
    (Recurrence.QUARTERLY.value, _("每季")),
    (Recurrence.HALF_YEARLY.value, _("每半年")),
    (Recurrence.YEARLY.value, _("每年")),
)
REPORT_STATES = (
    (ReportState.OPEN.value, _("待填报")),
    (ReportState.DRAFT.value, _("草稿")),
    (ReportState.SUBMITTED.value, _("待负责人确认")),
    (ReportState.CONFIRMED.value, _("待核实")),
    (ReportState.RETURNED.value, pgettext_lazy("task", "已退回")),
    (ReportState.VERIFIED.value, _("已核实")),
)
REPORT_ACTS = (
    (ReportAct.SAVE.value, _("保存草稿")),
    (ReportAct.SUBMIT.value, _("提交")),
    (ReportAct.RECALL.value, _("撤回")),
    (ReportAct.CONFIRM.value, _("确认上报")),
    (ReportAct.RETURN.value, pgettext_lazy("act", "退回")),
    (ReportAct.VERIFY.value, pgettext_lazy("act", "核实")),
)
ANSWERS = (
    (Answer.FIGURE.value, _("填报数值")),
    (Answer.NOT_APPLICABLE.value, _("不适用")),
    (Answer.NO_DATA_YET.value, _("暂无数据")),
)
