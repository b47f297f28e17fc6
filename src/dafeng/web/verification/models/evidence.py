"""Evidence of the months, the control plan behind it, other sources to compare."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.enterprises.reporting import STATED, Purpose, SourceKind
from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.figures import AMOUNT, positive, within
from dafeng.web.core.models import Organisation
from dafeng.web.verification.models.fields import (
    SHARE,
    MadeBy,
    Proven,
)
from dafeng.web.verification.models.reports import EmissionReport

PROSE = 2000


class ControlPlan(MadeBy):
    """A version of the data quality control plan of an enterprise."""

    class State(models.TextChoices):
        """Whether it holds."""

        DRAFT = "draft", _("草稿")
        APPROVED = "approved", _("已批准")

    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="control_plans",
    )
    number = models.PositiveSmallIntegerField(_("版本号"))
    state = models.CharField(
        _("状态"), max_length=8, choices=State.choices, default=State.DRAFT
    )
    valid_from = models.DateField(_("生效日"), validators=[possible_day])
    note = models.CharField(_("修订说明"), max_length=500, blank=True)
    profile = models.TextField(_("单位概况"), max_length=PROSE, blank=True)
    boundary = models.TextField(_("核算边界"), max_length=PROSE, blank=True)
    facilities = models.TextField(_("主要设施"), max_length=PROSE, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("批准人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("数据质量控制方案")
        ordering = ("enterprise__path", "-number")
        constraints = (
            models.UniqueConstraint(
                fields=("enterprise", "number"), name="control_plan_once"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", approved_at__isnull=True)
                | Q(state="approved", approved_at__isnull=False),
                name="control_plan_approved_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(made_by__isnull=True)
                | ~Q(approved_by=F("made_by")),
                name="control_plan_approved_by_another",
            ),
            models.CheckConstraint(
                condition=possible("valid_from"), name="control_plan_day_possible"
            ),
        )

    def __str__(self) -> str:
        """Its number."""
        return f"V{self.number}"

    def get_absolute_url(self) -> str:
        """Where versions of the enterprise stand."""
        return reverse("verification:plans", args=[self.enterprise_id])

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        yield self.enterprise.path


class PlanParameter(models.Model):
    """One parameter of a control plan."""

    plan = models.ForeignKey(
        ControlPlan, on_delete=models.CASCADE, related_name="parameters"
    )
    order = models.PositiveSmallIntegerField(_("顺序"))
    code = models.CharField(_("参数代码"), max_length=40)
    name = models.CharField(_("参数"), max_length=60)
    facility = models.CharField(_("设施"), max_length=60, blank=True)
    unit = models.CharField(_("计量单位"), max_length=20)
    purpose = models.CharField(_("用途"), max_length=10, default=Purpose.EMISSION.value)
    source = models.CharField(_("数据来源"), max_length=100, blank=True)
    method = models.CharField(_("测量方法"), max_length=100, blank=True)
    instrument = models.CharField(_("仪器"), max_length=100, blank=True)
    frequency = models.CharField(_("监测频次"), max_length=60, blank=True)
    accuracy = models.DecimalField(_("准确度要求"), **SHARE, null=True, blank=True)
    calibration = models.CharField(_("校准规定"), max_length=100, blank=True)
    missing_rule = models.CharField(_("缺失处理"), max_length=200, blank=True)
    responsible = models.CharField(_("负责部门"), max_length=60, blank=True)
    place = models.CharField(_("测量位置"), max_length=100, blank=True)
    sampling = models.CharField(_("采样和制样"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("监测参数")
        ordering = ("plan", "order")
        constraints = (
            models.UniqueConstraint(
                fields=("plan", "facility", "code"), name="plan_parameter_once"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=[one.value for one in Purpose])
                & (Q(accuracy__isnull=True) | Q(accuracy__gte=0, accuracy__lt=1)),
                name="plan_parameter_known",
            ),
        )

    def __str__(self) -> str:
        """Its name."""
        return self.name


class Deposit(MadeBy, Proven):
    """Evidence of one parameter and month; a later row corrects an earlier one."""

    report = models.ForeignKey(
        EmissionReport, on_delete=models.PROTECT, related_name="deposits"
    )
    facility = models.CharField(_("设施"), max_length=60, blank=True)
    month = models.DateField(_("月份"), validators=[possible_day])
    parameter = models.CharField(_("参数代码"), max_length=40)
    value = models.DecimalField(_("数值"), **positive(AMOUNT))
    unit = models.CharField(_("计量单位"), max_length=20)
    source_kind = models.CharField(_("来源"), max_length=8)
    instrument = models.CharField(_("仪器编号"), max_length=60, blank=True)
    calibrated_on = models.DateField(
        _("校准日期"), null=True, blank=True, validators=[possible_day]
    )

    class Meta:
        verbose_name = _("月度存证")
        ordering = ("report", "month", "parameter", "pk")
        indexes = (models.Index(fields=("report", "month"), name="deposit_by_month"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(source_kind__in=[one.value for one in SourceKind])
                & Q(value__gte=0),
                name="deposit_known",
            ),
            models.CheckConstraint(
                condition=within(AMOUNT, "value"),
                name="deposit_fits",
            ),
            models.CheckConstraint(
                condition=possible("month") & possible("calibrated_on"),
                name="deposit_days_possible",
            ),
        )

    def __str__(self) -> str:
        """Month and parameter."""
        return f"{self.month:%Y-%m} {self.parameter}"


class CrossStatement(MadeBy):
    """What another source says of a line of the report in its year."""

    report = models.ForeignKey(
        EmissionReport, on_delete=models.PROTECT, related_name="statements"
    )
    parameter = models.CharField(_("报告行"), max_length=40)
    source = models.CharField(_("来源"), max_length=8)
    value = models.DecimalField(_("数值"), null=True, blank=True, **positive(AMOUNT))
    unit = models.CharField(_("计量单位"), max_length=20)
    document = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("交叉核对数据")
        ordering = ("report", "parameter", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("report", "parameter", "source"),
                name="cross_statement_once",
                violation_error_message=_("这个来源的数据已经登记。"),
            ),
            models.CheckConstraint(
                condition=Q(source__in=STATED), name="cross_statement_source_known"
            ),
            models.CheckConstraint(
                condition=within(AMOUNT, "value"),
                name="cross_statement_fits",
            ),
        )

    def __str__(self) -> str:
        """What and where from."""
        return f"{self.parameter} {self.source}"
