"""Reports: what a unit answered in a round, its figures, and who stood for it."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.work.models.choices import ANSWERS, REPORT_ACTS, REPORT_STATES
from dafeng.web.work.models.rounds import ReportingDuty, Round
from dafeng.web.work.models.tasks import Task
from dafeng.work import Answer, ReportState

DIGITS, DECIMALS = 24, 6
MOST = 9_000_000_000_000
"""What the lake can hold of a figure with six decimals."""


class Report(models.Model):
    """The answer of one unit to one duty in one round.

    ``version`` grows with every change: an edit of an older version is refused, with
    both versions shown. Who filled, confirmed and verified are three people.
    """

    round = models.ForeignKey(
        Round, verbose_name=_("轮次"), on_delete=models.PROTECT, related_name="reports"
    )
    duty = models.ForeignKey(
        ReportingDuty,
        verbose_name=_("报送责任"),
        on_delete=models.PROTECT,
        related_name="reports",
    )
    unit = models.ForeignKey(
        Organisation,
        verbose_name=_("报送单位"),
        on_delete=models.PROTECT,
        related_name="reports",
    )
    task = models.ForeignKey(
        Task,
        verbose_name=_("任务"),
        on_delete=models.PROTECT,
        related_name="reports",
        null=True,
        blank=True,
    )
    state = models.CharField(
        _("状态"),
        max_length=10,
        choices=REPORT_STATES,
        default=ReportState.OPEN.value,
    )
    due_on = models.DateField(_("期限"))
    progress = models.TextField(_("进展"), blank=True)
    percent = models.DecimalField(
        _("进度"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    percent_before = models.DecimalField(
        _("此前进度"), max_digits=5, decimal_places=2, null=True, blank=True
    )
    """What stood verified when the round was opened; None is nothing."""
    percent_reason = models.CharField(_("进度回落说明"), max_length=300, blank=True)
    problem = models.TextField(_("问题"), blank=True)
    next_step = models.TextField(_("下一步"), blank=True)
    returned_reason = models.TextField(_("退回原因"), blank=True)
    filled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("填报人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    submitted_at = models.DateTimeField(_("提交时间"), null=True, blank=True)
    first_received_on = models.DateField(_("首次上报日"), null=True, blank=True)
    """Day on which the head first confirmed it; what counts as in time or late."""
    returns = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    confirmed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("核实人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    verified_at = models.DateTimeField(_("核实时间"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("报送")
        ordering = ("-due_on", "unit__path", "pk")
        indexes = (
            models.Index(fields=("unit", "state", "due_on"), name="report_by_unit"),
            models.Index(fields=("state", "due_on"), name="report_by_state"),
        )
        constraints = (
            models.UniqueConstraint(fields=("round", "duty"), name="report_once"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in ReportState]),
                name="report_state_known",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__range=(0, 100)),
                name="report_percent_possible",
                violation_error_message=_("进度应在 0 到 100 之间。"),
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | (~Q(verified_by=F("confirmed_by")) & ~Q(verified_by=F("filled_by"))),
                name="report_verified_by_another",
                violation_error_message=_("填报人和确认人不能自己核实。"),
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.VERIFIED.value)
                | Q(verified_at__isnull=False, confirmed_at__isnull=False),
                name="report_verified_was_confirmed",
            ),
        )

    def __str__(self) -> str:
        """Unit, form and period."""
        return f"{self.unit} {self.duty.form} {self.round}"

    def get_absolute_url(self) -> str:
        """Page of the report."""
        return reverse("work:report", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Who asked and who answers."""
        return (self.round.organisation.path, self.unit.path)


class ReportFigure(models.Model):
    """One figure of a report: the answer for one series, for the report's period.

    ``accepted_reason`` is why an implausible figure stands all the same. ``known``,
    ``previous``, ``year_ago`` and ``parts`` are what the lake held when the round was
    opened; ``stored`` is what this report itself has put there.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="figures")
    series = models.CharField(_("数列"), max_length=80)
    answer = models.CharField(_("答复"), max_length=14, choices=ANSWERS, blank=True)
    value = models.DecimalField(
        _("数值"),
        max_digits=DIGITS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
        validators=[MinValueValidator(-MOST), MaxValueValidator(MOST)],
    )
    unit = models.CharField(_("计量单位"), max_length=40)
    expected_on = models.DateField(
        _("预计取得日"), null=True, blank=True, validators=[possible_day]
    )
    note = models.CharField(_("说明"), max_length=300, blank=True)
    accepted_reason = models.CharField(_("异常说明"), max_length=300, blank=True)
    known = models.DecimalField(
        _("库中数值"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    previous = models.DecimalField(
        _("上期值"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    year_ago = models.DecimalField(
        _("上年同期"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    parts = models.DecimalField(
        _("分期合计"), max_digits=DIGITS, decimal_places=DECIMALS, null=True, blank=True
    )
    stored = models.DecimalField(
        _("已入库数值"),
        max_digits=DIGITS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("报送数值")
        ordering = ("report", "pk")
        constraints = (
            models.UniqueConstraint(fields=("report", "series"), name="figure_once"),
            models.CheckConstraint(
                condition=Q(answer__in=["", *(a.value for a in Answer)]),
                name="figure_answer_known",
            ),
            models.CheckConstraint(
                condition=(
                    Q(answer=Answer.FIGURE.value, value__isnull=False)
                    | (~Q(answer=Answer.FIGURE.value) & Q(value__isnull=True))
                ),
                name="figure_answer_agrees",
                violation_error_message=_("选“填报数值”须填数值，其他答复不填数值。"),
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.NO_DATA_YET.value)
                | Q(expected_on__isnull=False),
                name="figure_says_when",
                violation_error_message=_("暂无数据须写明预计取得日。"),
            ),
        )

    def __str__(self) -> str:
        """Series and value."""
        return f"{self.series} {'--' if self.value is None else self.value}"


class ReportMove(models.Model):
    """One act on a report, and what it then said (``content``), for comparing.

    A ``refused`` one was an edit of a version that was no longer the newest: nothing
    came of it, and what the person wrote is kept.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="moves")
    act = models.CharField(_("动作"), max_length=8, choices=REPORT_ACTS)
    before = models.CharField(_("此前"), max_length=10, choices=REPORT_STATES)
    after = models.CharField(_("此后"), max_length=10, choices=REPORT_STATES)
    version = models.PositiveIntegerField(_("版本"))
    reason = models.TextField(_("理由"), blank=True)
    content = models.JSONField(_("内容"), default=dict, blank=True)
    refused = models.BooleanField(_("未采纳"), default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("报送动态")
        ordering = ("report", "pk")

    def __str__(self) -> str:
        """What was done."""
        return f"{self.report_id} {self.act}"
