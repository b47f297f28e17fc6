"""What became of plans, inspections, findings and cases: rows that only grow."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dafeng.web.inspections.models.cases import CasePart, SharedCase
from dafeng.web.inspections.models.findings import InspectionFinding
from dafeng.web.inspections.models.inspections import Inspection
from dafeng.web.inspections.models.plans import InspectionPlan

ACTS = (
    ("draft", _("起草")),
    ("change", _("更改")),
    ("approve", _("批准")),
    ("reopen", _("退回起草")),
    ("draw", _("抽取")),
    ("publish", _("公开结果")),
    ("close", _("办结")),
    ("record", _("填写记录")),
    ("file", _("上传证据")),
    ("sign", _("签字")),
    ("statement", _("填写意见")),
    ("cancel", _("取消")),
    ("find", _("登记问题")),
    ("recheck", _("复查")),
    ("penalise", _("登记处罚")),
    ("supervise", _("转督办")),
    ("notice", _("起草文书")),
    ("check", _("审核文书")),
    ("issue", _("签发文书")),
    ("open", _("发起")),
    ("accept", _("接收")),
    ("decline", _("不予办理")),
    ("decide", _("作出决定")),
    ("done", _("执行完毕")),
    ("withdraw", _("撤回")),
    ("seen", _("知悉撤回")),
)


THINGS = ("plan", "inspection", "finding", "case", "part")


def _exactly_one() -> Q:
    """One of the things is named, and none besides."""
    ways = (
        Q(**{f"{other}__isnull": other != one for other in THINGS}) for one in THINGS
    )
    return reduce(or_, ways)


class InspectionMove(models.Model):
    """One act on exactly one thing; of a part of a case only its office reads it."""

    plan = models.ForeignKey(
        InspectionPlan,
        on_delete=models.PROTECT,
        related_name="moves",
        null=True,
        blank=True,
    )
    inspection = models.ForeignKey(
        Inspection,
        on_delete=models.PROTECT,
        related_name="moves",
        null=True,
        blank=True,
    )
    finding = models.ForeignKey(
        InspectionFinding,
        on_delete=models.PROTECT,
        related_name="moves",
        null=True,
        blank=True,
    )
    case = models.ForeignKey(
        SharedCase,
        on_delete=models.PROTECT,
        related_name="moves",
        null=True,
        blank=True,
    )
    part = models.ForeignKey(
        CasePart,
        on_delete=models.PROTECT,
        related_name="moves",
        null=True,
        blank=True,
    )
    act = models.CharField(_("动作"), max_length=9, choices=ACTS)
    note = models.TextField(_("说明"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("监察动态")
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(act__in=[code for code, _word in ACTS]),
                name="inspection_move_act_known",
            ),
            models.CheckConstraint(
                condition=_exactly_one(), name="inspection_move_of_one_thing"
            ),
        )

    def __str__(self) -> str:
        """What was done."""
        return str(self.get_act_display())
