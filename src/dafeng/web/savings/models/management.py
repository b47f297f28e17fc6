"""Energy management systems: indicators with a baseline, reviews, decisions."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.web.core.days import possible, possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.meters.models import MeterPoint
from dafeng.web.meters.models.rows import SAYS_WHY, Entered


class EnergyIndicator(Entered):
    """An energy performance indicator of an enterprise, with its kept baseline.

    ``baseline`` is the model to the last digit with the days that it was made of: later
    corrections change no comparison; another baseline is another indicator. Without a
    meter it counts all main meters of the carrier.
    """

    class Kind(models.TextChoices):
        """What its own figure is; the comparison is the same."""

        PER_OUTPUT = "per-output", _("单位产品能耗（能耗/产量）")
        INDEX = "index", _("能效指数（实际能耗/预期能耗）")

    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="energy_indicators",
    )
    name_zh = models.CharField(_("参数名称"), max_length=100)
    kind = models.CharField(_("参数类型"), max_length=12, choices=Kind.choices)
    carrier = models.CharField(_("能源品种"), max_length=40)
    point = models.ForeignKey(
        MeterPoint,
        verbose_name=_("计量点"),
        on_delete=models.PROTECT,
        related_name="energy_indicators",
        null=True,
        blank=True,
    )
    product = models.CharField(_("产品"), max_length=40, blank=True)
    output_unit = models.CharField(_("产量计量单位"), max_length=16, blank=True)
    baseline_from = models.DateField(_("基准期起"), validators=[possible_day])
    baseline_to = models.DateField(_("基准期止"), validators=[possible_day])
    baseline = models.JSONField(_("基准模型"))
    model = models.JSONField(_("模型"))
    basis = models.JSONField(_("相关变量"))
    baseline_value = models.FloatField(_("基准值"), null=True, blank=True)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("能源绩效参数")
        ordering = ("enterprise__path", "name_zh", "pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("enterprise", "name_zh"),
                condition=Q(withdrawn_at__isnull=True),
                name="energy_indicator_once",
                violation_error_message=_("这家企业已有同名的能源绩效参数。"),
            ),
            models.CheckConstraint(
                condition=Q(baseline_to__gte=F("baseline_from")),
                name="energy_indicator_forward",
                violation_error_message=_("基准期止早于基准期起。"),
            ),
            models.CheckConstraint(
                condition=(~Q(kind="per-output") | ~Q(product=""))
                & (Q(product="") | ~Q(output_unit="")),
                name="energy_indicator_has_product",
                violation_error_message=_("单位产品能耗须选定产品。"),
            ),
            models.CheckConstraint(
                condition=possible("baseline_from") & possible("baseline_to"),
                name="energy_indicator_days_possible",
            ),
        )

    def __str__(self) -> str:
        """Its name."""
        return self.name_zh

    def get_absolute_url(self) -> str:
        """The page of its enterprise."""
        return reverse("savings:system", args=[self.enterprise_id])

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        yield self.enterprise.path


class IndicatorReading(models.Model):
    """What an indicator showed for each month and year, as it was reckoned one day.

    ``months`` and ``years`` are rows of ``dafeng.enterprises.management.Performance``
    with ``value``, the indicator's own figure. Nothing is overwritten.
    """

    indicator = models.ForeignKey(
        EnergyIndicator, on_delete=models.PROTECT, related_name="readings"
    )
    made_at = models.DateTimeField(_("计算时间"))
    until = models.DateField(_("数据截至"))
    months = models.JSONField(_("各月"))
    years = models.JSONField(_("各年"))

    class Meta:
        verbose_name = _("能源绩效参数计算结果")
        ordering = ("indicator", "-made_at", "-pk")

    def __str__(self) -> str:
        """The day to which it reaches."""
        return f"{self.until:%Y-%m-%d}"

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        return self.indicator.owner_paths()


class ManagementReview(Entered):
    """A management review of an energy management system."""

    enterprise = models.ForeignKey(
        Organisation,
        verbose_name=_("企业"),
        on_delete=models.PROTECT,
        related_name="management_reviews",
    )
    held_on = models.DateField(_("评审日期"), validators=[possible_day])
    chair = models.CharField(_("主持人"), max_length=100)
    period_from = models.DateField(_("评审期起"), validators=[possible_day])
    period_to = models.DateField(_("评审期止"), validators=[possible_day])
    inputs = models.JSONField(_("已审议的输入"), default=list, blank=True)
    conclusion = models.TextField(_("评审结论"), max_length=2000)
    document = models.CharField(_("依据"), max_length=200)
    next_due = models.DateField(_("下次评审期限"), validators=[possible_day])
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("管理评审")
        ordering = ("enterprise__path", "-held_on", "-pk")
        constraints = (
            SAYS_WHY,
            models.UniqueConstraint(
                fields=("enterprise", "held_on"),
                condition=Q(withdrawn_at__isnull=True),
                name="management_review_once",
                violation_error_message=_("这一天的管理评审已经登记。"),
            ),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from"))
                & Q(held_on__gte=F("period_to")),
                name="management_review_forward",
                violation_error_message=_("评审期须先起后止，并在评审日期之前结束。"),
            ),
            models.CheckConstraint(
                condition=Q(next_due__gt=F("held_on")),
                name="management_review_next_later",
                violation_error_message=_("下次评审期限须晚于评审日期。"),
            ),
            models.CheckConstraint(
                condition=possible("period_from") & possible("next_due"),
                name="management_review_days_possible",
            ),
        )

    def __str__(self) -> str:
        """Its day."""
        return f"{_('管理评审')} {self.held_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """The page of its enterprise."""
        return reverse("savings:system", args=[self.enterprise_id])

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        yield self.enterprise.path


class ReviewDecision(Entered):
    """Something that a review decided: who does it, by when, and whether it is done."""

    review = models.ForeignKey(
        ManagementReview, on_delete=models.PROTECT, related_name="decisions"
    )
    text = models.CharField(_("决定"), max_length=300)
    responsible = models.CharField(_("责任人"), max_length=100)
    due_on = models.DateField(_("完成期限"), validators=[possible_day])
    done_on = models.DateField(
        _("完成日期"), null=True, blank=True, validators=[possible_day]
    )
    evidence = models.CharField(_("完成情况和证据"), max_length=300, blank=True)
    synthetic = models.BooleanField(_("示例数据"), default=False)

    class Meta:
        verbose_name = _("管理评审决定")
        ordering = ("review", "due_on", "pk")
        constraints = (
            SAYS_WHY,
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, evidence="")
                | Q(done_on__isnull=False) & ~Q(evidence=""),
                name="review_decision_done_has_evidence",
                violation_error_message=_("完成的决定须写明完成情况和证据。"),
            ),
            models.CheckConstraint(
                condition=possible("due_on") & possible("done_on"),
                name="review_decision_days_possible",
            ),
        )

    def __str__(self) -> str:
        """What was decided."""
        return self.text

    def get_absolute_url(self) -> str:
        """The page of the enterprise."""
        return self.review.get_absolute_url()

    def owner_paths(self) -> Iterable[str]:
        """The enterprise."""
        return self.review.owner_paths()
