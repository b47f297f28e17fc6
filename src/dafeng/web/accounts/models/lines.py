"""Lines of an account and what was noticed while it was made."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.accounts.models.runs import AccountRun
from dafeng.web.core.models import Organisation


class GradeCode(models.TextChoices):
    """Grades of :class:`dafeng.accounts.records.Grade`, with their words."""

    A = "A", _("A 有效计量")
    B = "B", _("B 有凭证的填报")
    C = "C", _("C 统计或供应总量")
    D = "D", _("D 估算或残差")


class StreamCode(models.TextChoices):
    """Streams of :class:`dafeng.accounts.records.Stream`, with their words."""

    METER = "meter", _("计量表计")
    ENTERPRISE = "enterprise", _("企业填报")
    SUPPLIER = "supplier", _("供应企业")
    STATISTICS = "statistics", _("统计部门")
    ESTIMATE = "estimate", _("估算")


class AccountLine(models.Model):
    """One gas of one physical flow; a copy of the core's line, for fast pages."""

    run = models.ForeignKey(AccountRun, on_delete=models.CASCADE, related_name="lines")
    line_id = models.CharField(_("编号"), max_length=40)
    flow = models.CharField(_("活动"), max_length=40)
    sector = models.CharField(_("行业"), max_length=60)
    item = models.CharField(_("品种"), max_length=60)
    gas = models.CharField(_("气体"), max_length=24)
    place = models.CharField(_("地点"), max_length=12)
    owner = models.CharField(_("企业"), max_length=64, blank=True)
    owner_unit = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("企业单位"),
    )
    unit_in_charge = models.CharField(_("责任单位"), max_length=64, blank=True)
    activity = models.DecimalField(_("活动量"), max_digits=24, decimal_places=6)
    unit = models.CharField(_("计量单位"), max_length=24)
    method = models.CharField(_("方法"), max_length=80)
    mass_g = models.BigIntegerField(_("气体质量"))
    co2e_g = models.BigIntegerField(_("二氧化碳当量"))
    low_g = models.BigIntegerField(_("下限"))
    high_g = models.BigIntegerField(_("上限"))
    rule = models.CharField(_("选用规则"), max_length=64)
    estimate = models.CharField(_("估计"), max_length=64, blank=True)
    stream = models.CharField(_("数据来源"), max_length=10, choices=StreamCode)
    grade = models.CharField(_("质量等级"), max_length=1, choices=GradeCode)
    uses = models.JSONField(_("所用因子"))
    evidence = models.JSONField(_("依据"))
    in_territorial = models.BooleanField(_("计入属地口径"))
    in_control = models.BooleanField(_("计入控制口径"))
    in_enterprises = models.BooleanField(_("计入企业口径"))
    in_sinks = models.BooleanField(_("计入碳汇"))
    unverified = models.BooleanField(_("用到未核实因子"))
    synthetic = models.BooleanField(_("合成数据"))
    residual = models.BooleanField(_("残差"))
    estimated = models.BooleanField(_("用到估计因子"))
    incomplete = models.BooleanField(_("月份不全"), default=False)

    class Meta:
        verbose_name = _("明细")
        verbose_name_plural = _("明细")
        ordering = ("run", "-co2e_g", "pk")
        indexes = (
            models.Index(fields=("run", "-co2e_g"), name="line_by_size"),
            models.Index(fields=("run", "sector"), name="line_by_sector"),
            models.Index(fields=("run", "item"), name="line_by_item"),
            models.Index(fields=("run", "flow"), name="line_by_flow"),
            models.Index(fields=("run", "gas"), name="line_by_gas"),
            models.Index(fields=("run", "place"), name="line_by_place"),
            models.Index(fields=("run", "owner"), name="line_by_owner"),
        )
        constraints = (
            models.UniqueConstraint(fields=("run", "line_id"), name="line_id_once"),
            models.CheckConstraint(
                condition=Q(low_g__lte=F("high_g")), name="line_interval_in_order"
            ),
            models.CheckConstraint(
                condition=Q(grade__in=GradeCode.values), name="line_grade_known"
            ),
            models.CheckConstraint(
                condition=Q(stream__in=StreamCode.values), name="line_stream_known"
            ),
        )

    def __str__(self) -> str:
        """The id that stays over runs."""
        return self.line_id

    def get_absolute_url(self) -> str:
        """Where its evidence is opened."""
        return reverse("accounts:line", args=[self.run.year, self.line_id])


class EvidenceRow(models.Model):
    """A row of the lake that lines of an account rest on, as it was read for it.

    ``content`` holds the columns of the table ``activity``; ``learned_at`` and
    ``batch`` are empty where the row was worked out from the energy balance.
    """

    run = models.ForeignKey(
        AccountRun, on_delete=models.CASCADE, related_name="evidence_rows"
    )
    row_id = models.CharField(_("数据行"), max_length=200)
    content = models.JSONField(_("内容"))
    learned_at = models.DateTimeField(_("获知时间"), null=True, blank=True)
    batch = models.CharField(_("批次"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("依据")
        ordering = ("run", "row_id")
        constraints = (
            models.UniqueConstraint(fields=("run", "row_id"), name="evidence_row_once"),
        )

    def __str__(self) -> str:
        """Name of the row."""
        return self.row_id


class SeverityCode(models.TextChoices):
    """How much a finding weighs."""

    INFO = "info", _("提示")
    WARNING = "warning", _("警告")
    ERROR = "error", _("错误")


class AccountFinding(models.Model):
    """Something that a reader of the account should look at."""

    run = models.ForeignKey(
        AccountRun, on_delete=models.CASCADE, related_name="findings"
    )
    code = models.CharField(_("代码"), max_length=80)
    severity = models.CharField(_("程度"), max_length=7, choices=SeverityCode)
    place = models.CharField(_("位置"), max_length=300, blank=True)
    value = models.CharField(_("原样"), max_length=300, blank=True)
    rule = models.CharField(_("规则"), max_length=500, blank=True)
    hint = models.CharField(_("怎么办"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("问题")
        verbose_name_plural = _("问题")
        ordering = ("run", "severity", "code", "pk")

    def __str__(self) -> str:
        """Code and place."""
        return f"{self.code} {self.place}"


QUANTITY: dict[str, Any] = {"max_digits": 26, "decimal_places": 6}


class Reconciliation(models.Model):
    """Two statements of the same quantity, side by side."""

    run = models.ForeignKey(
        AccountRun, on_delete=models.CASCADE, related_name="reconciliations"
    )
    name = models.CharField(_("核对"), max_length=200)
    left = models.CharField(_("甲方"), max_length=120)
    right = models.CharField(_("乙方"), max_length=120)
    left_total = models.DecimalField(_("甲方合计"), **QUANTITY)
    right_total = models.DecimalField(_("乙方合计"), **QUANTITY)
    net_difference = models.DecimalField(_("净差"), **QUANTITY)
    absolute_difference = models.DecimalField(_("绝对差之和"), **QUANTITY)
    unit = models.CharField(_("计量单位"), max_length=24)
    parts = models.PositiveIntegerField(_("比对项数"))

    class Meta:
        verbose_name = _("核对")
        verbose_name_plural = _("核对")
        ordering = ("run", "name")
        constraints = (
            models.CheckConstraint(
                condition=Q(absolute_difference__gte=0),
                name="reconciliation_absolute_not_negative",
            ),
        )

    def __str__(self) -> str:
        """What was compared."""
        return self.name


class AccountBridge(models.Model):
    """From the sum of the enterprises to the control total, in grams of CO2."""

    run = models.OneToOneField(
        AccountRun, on_delete=models.CASCADE, related_name="bridge"
    )
    enterprises_g = models.BigIntegerField(_("企业口径合计"))
    processes_g = models.BigIntegerField(_("工业过程排放"))
    inner_sales_g = models.BigIntegerField(_("区内转供的电力和热力"))
    small_users_g = models.BigIntegerField(_("未单独报告的用户"))
    other_g = models.BigIntegerField(_("其他"))
    control_g = models.BigIntegerField(_("控制口径合计"))

    class Meta:
        verbose_name = _("口径衔接")
        constraints = (
            models.CheckConstraint(
                condition=Q(
                    control_g=F("enterprises_g")
                    - F("processes_g")
                    - F("inner_sales_g")
                    + F("small_users_g")
                    + F("other_g")
                ),
                name="bridge_adds_up",
            ),
        )

    def __str__(self) -> str:
        """Year of the account."""
        return str(self.run)
