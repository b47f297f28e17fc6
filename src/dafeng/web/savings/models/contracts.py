"""Projects that save energy: contract, what was measured, what is settled."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.models.rows import SAYS_WHY, Entered
from dafeng.web.savings.models.conditions import Conditions, conditions_fit
from dafeng.web.savings.models.exact import (
    ENERGY,
    NOT_NEGATIVE,
    YUAN,
    bounded,
    within,
)

_ENERGY, _YUAN = bounded(ENERGY), bounded(YUAN)


class SavingProject(Conditions, Entered):
    """One measure at one meter, under an energy performance contract or without one.

    A draft is edited freely. Once it is signed its conditions change by a
    :class:`ContractChange` alone, and those that stood before stay with their days.
    ``version`` counts what changed; an edit of an older one is refused.
    """

    class State(models.TextChoices):
        """Where the contract stands."""

        DRAFT = "draft", pgettext_lazy("contract", "草稿")
        RUNNING = "running", pgettext_lazy("contract", "执行中")
        ENDED = "ended", pgettext_lazy("contract", "已终止")

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
    document = models.CharField(_("合同编号"), max_length=200)
    state = models.CharField(
        _("状态"), max_length=8, choices=State.choices, default=State.DRAFT
    )
    signed_on = models.DateField(
        _("合同签订日期"), null=True, blank=True, validators=[possible_day]
    )
    ended_on = models.DateField(
        _("终止日期"), null=True, blank=True, validators=[possible_day]
    )
    ended_reason = models.CharField(_("终止理由"), max_length=300, blank=True)
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
                condition=Q(state="ended", ended_on__isnull=False) & ~Q(ended_reason="")
                | ~Q(state="ended") & Q(ended_on__isnull=True, ended_reason=""),
                name="saving_project_ended_says_why",
                violation_error_message=_("终止须写明日期和理由。"),
            ),
            models.CheckConstraint(
                condition=possible("signed_on") & possible("ended_on"),
                name="saving_project_contract_days_possible",
            ),
            models.CheckConstraint(
                condition=Q(provider__isnull=True) | ~Q(provider=F("enterprise")),
                name="saving_project_two_parties",
                violation_error_message=_("节能服务公司不能是企业自己。"),
            ),
            *conditions_fit("saving_project"),
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
    brought_by = models.ForeignKey(
        "savings.ContractChange",
        verbose_name=_("由哪次变更而来"),
        on_delete=models.PROTECT,
        related_name="terms_brought",
        null=True,
        blank=True,
    )
    replaced_by = models.ForeignKey(
        "savings.ContractChange",
        verbose_name=_("由哪次变更取代"),
        on_delete=models.PROTECT,
        related_name="terms_replaced",
        null=True,
        blank=True,
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
    energy = models.DecimalField(_("调整量"), **_ENERGY)
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
            models.CheckConstraint(
                condition=within(ENERGY, "energy"), name="adjustment_energy_possible"
            ),
        )

    def __str__(self) -> str:
        """Its reason."""
        return self.reason


class Measurement(models.Model):
    """What a period saved, as it was reckoned on a day; the newest of a period counts.

    ``series`` holds the days of both periods for the picture, ``model`` the baseline,
    ``basis`` what it follows, and what it does not and why. ``left_days`` are festivals
    and the days around them: they count on neither side. ``baseline`` is the model to
    the last digit with its days; the first settlement that stands keeps it for all
    later ones.
    """

    project = models.ForeignKey(
        SavingProject, on_delete=models.PROTECT, related_name="measurements"
    )
    begin = models.DateField(_("起始日"), validators=[possible_day])
    end = models.DateField(_("终止日"), validators=[possible_day])
    made_at = models.DateTimeField(_("计算时间"))
    saving = models.DecimalField(_("节能量"), **_ENERGY)
    low = models.DecimalField(_("区间下限"), **_ENERGY)
    high = models.DecimalField(_("区间上限"), **_ENERGY)
    adjusted = models.DecimalField(_("校准能耗"), **_ENERGY)
    actual = models.DecimalField(_("实际能耗"), **_ENERGY)
    known_days = models.PositiveIntegerField(_("有数天数"))
    due_days = models.PositiveIntegerField(_("应有天数"))
    left_days = models.PositiveIntegerField(_("节假日停产不计的天数"), default=0)
    outside = models.FloatField(_("超出基准期范围的比例"), default=0.0)
    model = models.JSONField(_("基准模型"), default=dict)
    basis = models.JSONField(_("相关变量"), default=dict, blank=True)
    series = models.JSONField(_("各日"), default=dict)
    baseline = models.JSONField(_("冻结的基准"), default=dict, blank=True)

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
            models.CheckConstraint(
                condition=within(ENERGY, "saving", "low", "high", "adjusted", "actual"),
                name="measurement_figures_possible",
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
    counted = models.DecimalField(_("认定节能量"), **_ENERGY)
    worth = models.DecimalField(_("节能效益（元）"), **_YUAN)
    payment = models.DecimalField(_("节能服务公司应得（元）"), **_YUAN)
    kept = models.DecimalField(_("企业留存（元）"), **_YUAN)
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
                condition=within(ENERGY, "counted")
                & within(YUAN, "worth", "payment", "kept"),
                name="settlement_figures_possible",
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
