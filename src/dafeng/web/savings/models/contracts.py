"""Projects that save energy: contract, what was measured, what is settled."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.models.rows import SAYS_WHY, Entered

ENERGY: dict[str, Any] = {"max_digits": 20, "decimal_places": 3}
YUAN: dict[str, Any] = {"max_digits": 16, "decimal_places": 2}
NOT_NEGATIVE = MinValueValidator(Decimal(0))


class SavingProject(Entered):
    """One measure at one meter, under an energy performance contract or without one.

    ``version`` counts what changed; an edit of an older one is refused.
    """

    class Kind(models.TextChoices):
        """The codes of ``dafeng.enterprises.savings.ContractKind``."""

        SHARED = "shared", _("节能效益分享型")
        GUARANTEED = "guaranteed", _("节能量保证型")

    class Figure(models.TextChoices):
        """The codes of ``dafeng.enterprises.savings.Figure``."""

        ESTIMATE = "estimate", _("估计值")
        LOW = "low", _("区间下限")

    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="saving_projects",
    )
    provider = models.ForeignKey(
        Organisation,
        verbose_name=_("节能服务公司（本系统登记的）"),
        on_delete=models.PROTECT,
        related_name="saving_projects_provided",
        null=True,
        blank=True,
    )
    provider_name = models.CharField(_("节能服务公司"), max_length=100)
    name_zh = models.CharField(_("项目名称"), max_length=100)
    measure = models.CharField(_("节能措施"), max_length=60, blank=True)
    point = models.ForeignKey(
        MeterPoint,
        verbose_name=_("计量点"),
        on_delete=models.PROTECT,
        related_name="saving_projects",
    )
    product = models.CharField(_("产量作为相关变量的产品"), max_length=40, blank=True)
    baseline_from = models.DateField(_("基准期起"), validators=[possible_day])
    baseline_to = models.DateField(_("基准期止"), validators=[possible_day])
    report_from = models.DateField(_("统计报告期起"), validators=[possible_day])
    kind = models.CharField(_("合同类型"), max_length=10, choices=Kind.choices)
    figure = models.CharField(
        _("结算采用"), max_length=10, choices=Figure.choices, default=Figure.ESTIMATE
    )
    level = models.DecimalField(
        _("置信水平"),
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.9"),
        validators=[
            MinValueValidator(Decimal("0.5")),
            MaxValueValidator(Decimal("0.99")),
        ],
    )
    floor = models.DecimalField(
        _("每期最低（元）"), **YUAN, null=True, blank=True, validators=[NOT_NEGATIVE]
    )
    cap = models.DecimalField(
        _("每期最高（元）"), **YUAN, null=True, blank=True, validators=[NOT_NEGATIVE]
    )
    cap_total = models.DecimalField(
        _("合同总额上限（元）"),
        **YUAN,
        null=True,
        blank=True,
        validators=[NOT_NEGATIVE],
    )
    guaranteed = models.DecimalField(
        _("每期保证节能量"), **ENERGY, default=Decimal(0), validators=[NOT_NEGATIVE]
    )
    fee = models.DecimalField(
        _("每期服务费（元）"), **YUAN, default=Decimal(0), validators=[NOT_NEGATIVE]
    )
    document = models.CharField(_("合同编号"), max_length=200)
    version = models.PositiveIntegerField(_("版本"), default=1)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("节能项目")
        ordering = ("enterprise__path", "report_from", "pk")
        constraints = (
            SAYS_WHY,
            models.CheckConstraint(
                condition=Q(baseline_to__gt=F("baseline_from"))
                & Q(report_from__gt=F("baseline_to")),
                name="saving_project_in_order",
                violation_error_message=_("基准期须早于统计报告期。"),
            ),
            models.CheckConstraint(
                condition=possible("baseline_from")
                & possible("baseline_to")
                & possible("report_from"),
                name="saving_project_days_possible",
            ),
            models.CheckConstraint(
                condition=Q(provider__isnull=True) | ~Q(provider=F("enterprise")),
                name="saving_project_two_parties",
                violation_error_message=_("节能服务公司不能是企业自己。"),
            ),
        )

    def __str__(self) -> str:
        """Its name."""
        return self.name_zh

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("savings:project", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """The enterprise, and the provider where it is a unit of this house."""
        yield self.enterprise.path
        if self.provider is not None:
            yield self.provider.path


class ContractTerm(Entered):
    """Share and price of a stretch of the contract."""

    project = models.ForeignKey(
        SavingProject, on_delete=models.PROTECT, related_name="terms"
    )
    begin = models.DateField(_("起始日"), validators=[possible_day])
    end = models.DateField(_("终止日"), validators=[possible_day])
    share = models.DecimalField(
        _("节能服务公司分享比例"),
        max_digits=5,
        decimal_places=4,
        validators=[NOT_NEGATIVE, MaxValueValidator(Decimal(1))],
    )
    price = models.DecimalField(
        _("单价（元）"), max_digits=12, decimal_places=6, validators=[NOT_NEGATIVE]
    )

    class Meta:
        verbose_name = _("合同条款")
        ordering = ("project", "begin", "pk")
        constraints = (
            SAYS_WHY,
            models.CheckConstraint(
                condition=Q(end__gte=F("begin")) & Q(share__gte=0) & Q(share__lte=1),
                name="contract_term_forward",
                violation_error_message=_("终止日早于起始日。"),
            ),
            models.CheckConstraint(
                condition=possible("begin") & possible("end"),
                name="contract_term_days_possible",
            ),
        )

    def __str__(self) -> str:
        """Its days."""
        return f"{self.begin} – {self.end}"


class Adjustment(Entered):
    """Energy of a change beside the measure, in a stretch of days."""

    project = models.ForeignKey(
        SavingProject, on_delete=models.PROTECT, related_name="adjustments"
    )
    begin = models.DateField(_("起始日"), validators=[possible_day])
    end = models.DateField(_("终止日"), validators=[possible_day])
    energy = models.DecimalField(_("调整量"), **ENERGY)
    reason = models.CharField(_("理由"), max_length=300)

    class Meta:
        verbose_name = _("非常规调整")
        ordering = ("project", "begin", "pk")
        constraints = (
            SAYS_WHY,
            models.CheckConstraint(
                condition=Q(end__gte=F("begin")),
                name="adjustment_forward",
                violation_error_message=_("终止日早于起始日。"),
            ),
            models.CheckConstraint(
                condition=possible("begin") & possible("end"),
                name="adjustment_days_possible",
            ),
        )

    def __str__(self) -> str:
        """Its reason."""
        return self.reason


class Measurement(models.Model):
    """What a period saved, as it was reckoned on a day; the newest of a period counts.

    ``series`` holds the days of both periods for the picture, ``model`` the baseline.
    """

    project = models.ForeignKey(
        SavingProject, on_delete=models.PROTECT, related_name="measurements"
    )
    begin = models.DateField(_("起始日"), validators=[possible_day])
    end = models.DateField(_("终止日"), validators=[possible_day])
    made_at = models.DateTimeField(_("计算时间"))
    saving = models.DecimalField(_("节能量"), **ENERGY)
    low = models.DecimalField(_("区间下限"), **ENERGY)
    high = models.DecimalField(_("区间上限"), **ENERGY)
    adjusted = models.DecimalField(_("校准能耗"), **ENERGY)
    actual = models.DecimalField(_("实际能耗"), **ENERGY)
    known_days = models.PositiveIntegerField(_("有数天数"))
    due_days = models.PositiveIntegerField(_("应有天数"))
    outside = models.FloatField(_("超出基准期气温的比例"), default=0.0)
    model = models.JSONField(_("基准模型"), default=dict)
    series = models.JSONField(_("各日"), default=dict)

    class Meta:
        verbose_name = _("节能量计算")
        ordering = ("project", "-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(end__gte=F("begin"))
                & Q(low__lte=F("saving"))
                & Q(saving__lte=F("high")),
                name="measurement_in_order",
            ),
            models.CheckConstraint(
                condition=possible("begin") & possible("end"),
                name="measurement_days_possible",
            ),
        )

    def __str__(self) -> str:
        """Its days."""
        return f"{self.begin} – {self.end}"


class Settlement(Entered):
    """What a period comes to, confirmed by both parties."""

    project = models.ForeignKey(
        SavingProject, on_delete=models.PROTECT, related_name="settlements"
    )
    measurement = models.OneToOneField(
        Measurement, on_delete=models.PROTECT, related_name="settlement"
    )
    begin = models.DateField(_("起始日"), validators=[possible_day])
    end = models.DateField(_("终止日"), validators=[possible_day])
    counted = models.DecimalField(_("认定节能量"), **ENERGY)
    worth = models.DecimalField(_("节能效益（元）"), **YUAN)
    payment = models.DecimalField(_("节能服务公司应得（元）"), **YUAN)
    kept = models.DecimalField(_("企业留存（元）"), **YUAN)
    lines = models.JSONField(_("计算过程"), default=list)
    enterprise_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("企业确认人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    enterprise_at = models.DateTimeField(_("企业确认时间"), null=True, blank=True)
    provider_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("节能服务公司确认人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    provider_at = models.DateTimeField(_("节能服务公司确认时间"), null=True, blank=True)
    provider_document = models.CharField(
        _("节能服务公司确认文件"), max_length=200, blank=True
    )
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("结算")
        ordering = ("project", "-begin", "pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("project", "begin"),
                condition=Q(withdrawn_at__isnull=True),
                name="settlement_once",
                violation_error_message=_("这一期已经结算。"),
            ),
            models.CheckConstraint(
                condition=Q(end__gte=F("begin")),
                name="settlement_forward",
                violation_error_message=_("终止日早于起始日。"),
            ),
            models.CheckConstraint(
                condition=possible("begin") & possible("end"),
                name="settlement_days_possible",
            ),
            models.CheckConstraint(
                condition=Q(enterprise_by__isnull=True)
                | Q(provider_by__isnull=True)
                | ~Q(enterprise_by=F("provider_by")),
                name="settlement_two_people",
                violation_error_message=_("双方确认须是两个人。"),
            ),
        )

    def __str__(self) -> str:
        """Its days."""
        return f"{self.begin} – {self.end}"

    @property
    def agreed(self) -> bool:
        """Whether both parties confirmed it."""
        return self.enterprise_at is not None and self.provider_at is not None

    def owner_paths(self) -> Iterable[str]:
        """Those of the project."""
        return self.project.owner_paths()
