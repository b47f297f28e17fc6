"""Figures that the city hands down later, and how they are split over units."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dafeng.assessment.allocation import Group
from dafeng.web.assessment.models.runs import DECIMALS, DIGITS
from dafeng.web.core.days import possible_day
from dafeng.web.core.models import Organisation
from dafeng.web.plans.models import COMPARATORS, Plan, Target


class DecreeState(models.TextChoices):
    """Whether a letter counts."""

    ENTERED = "entered", _("待复核")
    APPROVED = "approved", _("已复核")
    WITHDRAWN = "withdrawn", _("已撤回")


class Decree(models.Model):
    """A figure from a letter of the city; it counts once a second person agreed."""

    target = models.ForeignKey(
        Target,
        on_delete=models.PROTECT,
        related_name="decrees",
        verbose_name=_("目标"),
    )
    number = models.CharField(_("文号"), max_length=200)
    issued_on = models.DateField(_("发文日期"), validators=[possible_day])
    value = models.DecimalField(_("数值"), max_digits=DIGITS, decimal_places=DECIMALS)
    unit = models.CharField(_("计量单位"), max_length=120)
    comparator = models.CharField(
        _("比较方式"),
        max_length=2,
        choices=[
            (">=", _("不低于")),
            (">", _("高于")),
            ("<=", _("不高于")),
            ("<", _("低于")),
            ("=", _("等于")),
            ("~", _("约")),
        ],
    )
    year = models.PositiveSmallIntegerField(_("目标年"), null=True, blank=True)
    base_year = models.PositiveSmallIntegerField(_("基年"), null=True, blank=True)
    path = models.JSONField(_("分年数值"), default=list, blank=True)
    """Pairs of year and figure: ``[[2026, "12.5"]]``."""
    state = models.CharField(
        _("状态"), max_length=9, choices=DecreeState, default=DecreeState.ENTERED
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("登记人"),
    )
    entered_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("复核人"),
    )
    approved_at = models.DateTimeField(_("复核时间"), null=True, blank=True)
    reason = models.CharField(_("撤回的理由"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("上级下达的指标")
        verbose_name_plural = _("上级下达的指标")
        ordering = ("-issued_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("target", "number"),
                condition=~Q(state=DecreeState.WITHDRAWN),
                name="decree_letter_once",
                violation_error_message=_("这份文件对这一目标的数值已经登记过。"),
            ),
            models.CheckConstraint(
                condition=Q(state__in=DecreeState.values), name="decree_state_known"
            ),
            models.CheckConstraint(
                condition=Q(comparator__in=COMPARATORS), name="decree_comparator_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=DecreeState.APPROVED) | Q(approved_at__isnull=False),
                name="decree_approval_dated",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(entered_by__isnull=True)
                | ~Q(approved_by=F("entered_by")),
                name="decree_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=DecreeState.WITHDRAWN) | ~Q(reason=""),
                name="decree_withdrawn_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True)
                | Q(base_year__isnull=True)
                | Q(base_year__lte=F("year")),
                name="decree_base_year_first",
                violation_error_message=_("基年不能晚于目标年。"),
            ),
        )

    def __str__(self) -> str:
        """Letter and target."""
        return f"{self.number} {self.target.key}"

    def owner_paths(self) -> Iterable[str]:
        """Whose it is, for rights."""
        return self.target.owner_paths()


class Parties(models.TextChoices):
    """Over whom a figure is split."""

    PARTS = Group.PARTS.value, _("乡镇和园区")
    ENTERPRISES = Group.ENTERPRISES.value, _("企业")


class AllocationRun(models.Model):
    """One split of a district figure over units; a later one names what it replaces."""

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="allocation_runs",
        verbose_name=_("单位"),
    )
    plan = models.ForeignKey(
        Plan,
        on_delete=models.PROTECT,
        related_name="allocation_runs",
        null=True,
        blank=True,
        verbose_name=_("方案"),
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    title = models.CharField(_("名称"), max_length=200, blank=True)
    synthetic = models.BooleanField(_("示例数据"), default=False)
    rule = models.CharField(_("分解办法"), max_length=64)
    parties = models.CharField(
        _("分解对象"), max_length=11, choices=Parties, default=Parties.PARTS
    )
    digest = models.CharField(_("结果校验值"), max_length=64)
    case = models.JSONField(_("输入"))
    result = models.JSONField(_("结果"))
    replaces = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        related_name="replaced_by",
        null=True,
        blank=True,
        verbose_name=_("取代哪一次"),
    )
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("分解人"),
    )
    made_at = models.DateTimeField(_("分解时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("指标分解")
        verbose_name_plural = _("指标分解")
        ordering = ("-year", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(reason=""),
                name="allocation_replaces_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(parties__in=Parties.values),
                name="allocation_parties_known",
            ),
        )

    def __str__(self) -> str:
        """Year and rule."""
        return f"{self.year} {self.rule}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("assessment:allocation", args=[self.pk])

    def owner_paths(self) -> Iterable[str]:
        """Whose it is, for rights."""
        return (self.organisation.path,)
