"""Stages of a project, and what was invested in it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.enterprises.savings import Progress, StageDays
from dafeng.web.core.days import possible, possible_day
from dafeng.web.meters.models.rows import SAYS_WHY, Entered
from dafeng.web.savings.models.contracts import SavingProject
from dafeng.web.savings.models.exact import YUAN, largest, within

CENT = Decimal("0.01")
MOST_MONTHS = 480
_VALIDATORS = [MinValueValidator(CENT), MaxValueValidator(largest(YUAN))]


class ProjectStage(Entered):
    """One stage of a project: its days, who is responsible, the document behind it.

    ``earliest`` is the day from which the stages before let it begin, empty while they
    do not: by it the table itself keeps the order. Services write it anew whenever a
    stage before changes. ``recorded_on`` is the day of the last entry: what happened
    lies on it or before.
    """

    class Stage(models.TextChoices):
        """The codes of ``dafeng.enterprises.savings.Stage``."""

        ADVICE = "advice", pgettext_lazy("stage", "咨询")
        DIAGNOSIS = "diagnosis", pgettext_lazy("stage", "诊断")
        FINANCE = "finance", pgettext_lazy("stage", "融资")
        RETROFIT = "retrofit", pgettext_lazy("stage", "改造")
        OPERATION = "operation", pgettext_lazy("stage", "运行")

    project = models.ForeignKey(
        SavingProject, on_delete=models.PROTECT, related_name="stages"
    )
    stage = models.CharField(
        pgettext_lazy("stage", "阶段"), max_length=10, choices=Stage.choices
    )
    planned_begin = models.DateField(
        _("计划开始"), null=True, blank=True, validators=[possible_day]
    )
    planned_end = models.DateField(
        _("计划完成"), null=True, blank=True, validators=[possible_day]
    )
    actual_begin = models.DateField(
        _("实际开始"), null=True, blank=True, validators=[possible_day]
    )
    actual_end = models.DateField(
        _("实际完成"), null=True, blank=True, validators=[possible_day]
    )
    earliest = models.DateField(_("最早可以开始"), null=True, blank=True)
    recorded_on = models.DateField(_("记录日期"), default=timezone.localdate)
    responsible = models.CharField(_("责任单位或责任人"), max_length=100, blank=True)
    document = models.CharField(_("依据文件及文号"), max_length=200, blank=True)
    skipped_reason = models.CharField(_("不需要的理由"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("项目阶段")
        ordering = ("project", "pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("project", "stage"),
                condition=Q(withdrawn_at__isnull=True),
                name="project_stage_once",
                violation_error_message=_("这个阶段已经登记。"),
            ),
            models.CheckConstraint(
                condition=(
                    Q(planned_begin__isnull=True)
                    | Q(planned_end__isnull=True)
                    | Q(planned_end__gte=F("planned_begin"))
                )
                & (
                    Q(actual_end__isnull=True)
                    | Q(actual_begin__isnull=False, actual_end__gte=F("actual_begin"))
                ),
                name="project_stage_forward",
                violation_error_message=_("完成日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=Q(actual_begin__isnull=True)
                | Q(withdrawn_at__isnull=False)
                | Q(earliest__isnull=False, actual_begin__gte=F("earliest")),
                name="project_stage_in_order",
                violation_error_message=_(
                    "前一阶段开始以后才能开始；改造完成以后才能运行。"
                ),
            ),
            models.CheckConstraint(
                condition=(
                    Q(actual_begin__isnull=True) | Q(actual_begin__lte=F("recorded_on"))
                )
                & (Q(actual_end__isnull=True) | Q(actual_end__lte=F("recorded_on"))),
                name="project_stage_has_happened",
                violation_error_message=_("实际日期还没有到。"),
            ),
            models.CheckConstraint(
                condition=Q(actual_begin__isnull=True) | ~Q(document=""),
                name="project_stage_has_document",
                violation_error_message=_("已经开始的阶段须写明依据文件。"),
            ),
            models.CheckConstraint(
                condition=Q(skipped_reason="")
                | Q(
                    stage__in=("advice", "diagnosis", "finance"),
                    planned_begin__isnull=True,
                    planned_end__isnull=True,
                    actual_begin__isnull=True,
                    actual_end__isnull=True,
                ),
                name="project_stage_skipped_has_no_days",
                violation_error_message=_(
                    "不需要的阶段不写日期；改造和运行不能不需要。"
                ),
            ),
            models.CheckConstraint(
                condition=possible("planned_begin")
                & possible("planned_end")
                & possible("actual_begin")
                & possible("actual_end"),
                name="project_stage_days_possible",
            ),
        )

    def __str__(self) -> str:
        """Its stage."""
        return str(self.get_stage_display())

    @property
    def days(self) -> StageDays:
        """Its days for the core."""
        return StageDays(
            planned_begin=self.planned_begin,
            planned_end=self.planned_end,
            actual_begin=self.actual_begin,
            actual_end=self.actual_end,
            skipped=bool(self.skipped_reason),
        )

    @property
    def progress(self) -> Progress:
        """Where it stands."""
        return self.days.progress

    def owner_paths(self) -> Iterable[str]:
        """Those of the project."""
        return self.project.owner_paths()


class InvestmentLine(Entered):
    """Money that somebody brought for a project."""

    class Source(models.TextChoices):
        """The codes of ``dafeng.enterprises.savings.Source``."""

        OWN = "own", _("企业自有资金")
        LOAN = "loan", _("贷款")
        PROVIDER = "provider", _("节能服务公司投入")
        GRANT = "grant", _("财政补助")

    class Borrower(models.TextChoices):
        """Who pays a loan back."""

        ENTERPRISE = "enterprise", _("企业")
        PROVIDER = "provider", _("节能服务公司")

    project = models.ForeignKey(
        SavingProject, on_delete=models.PROTECT, related_name="investments"
    )
    source = models.CharField(_("资金来源"), max_length=10, choices=Source.choices)
    amount = models.DecimalField(_("金额（元）"), **YUAN, validators=_VALIDATORS)
    paid_on = models.DateField(_("支付日期"), validators=[possible_day])
    borrower = models.CharField(
        _("借款方"), max_length=10, choices=Borrower.choices, blank=True
    )
    rate = models.DecimalField(
        _("贷款年利率"),
        max_digits=6,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(1))],
    )
    months = models.PositiveSmallIntegerField(
        _("贷款期限（月）"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MONTHS)],
    )
    document = models.CharField(_("凭证或合同编号"), max_length=200)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("项目投资")
        ordering = ("project", "paid_on", "pk")
        constraints = (
            SAYS_WHY,
            models.CheckConstraint(
                condition=Q(
                    source="loan",
                    borrower__in=("enterprise", "provider"),
                    rate__isnull=False,
                    months__isnull=False,
                    rate__gte=0,
                    rate__lte=1,
                    months__gte=1,
                    months__lte=MOST_MONTHS,
                )
                | ~Q(source="loan")
                & Q(borrower="", rate__isnull=True, months__isnull=True),
                name="investment_line_loan_has_terms",
                violation_error_message=_(
                    "贷款须写明借款方、年利率和期限；其他来源不写这三项。"
                ),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & within(YUAN, "amount") & ~Q(document=""),
                name="investment_line_amount_possible",
                violation_error_message=_("金额须大于 0，并写明凭证。"),
            ),
            models.CheckConstraint(
                condition=possible("paid_on"), name="investment_line_day_possible"
            ),
        )

    def __str__(self) -> str:
        """Its source and document."""
        return f"{self.get_source_display()} {self.document}"

    def owner_paths(self) -> Iterable[str]:
        """Those of the project."""
        return self.project.owner_paths()
